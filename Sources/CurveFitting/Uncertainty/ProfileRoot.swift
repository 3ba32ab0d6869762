/// Finds the distance from an estimate at which a profile's sum of squares has risen by a given amount.
///
/// Secant steps on the signed root √((S - S_min) / rise), which is nearly a straight line, kept inside a bracket once there is one.
struct ProfileRoot {
  struct Place {
    var distance = 0.0
    /// √((S - S_min) / rise); 1 where the search ends.
    var root = 0.0
    /// The other parameters, in the coordinates of their search.
    var position: [Double]
  }

  enum Outcome {
    case found(Place)
    /// The end of the allowed range came first.
    case limit
    /// The sum of squares does not rise that much however far away.
    case open
  }

  let leastSquares: Double
  /// What the sum of squares rises by at the end looked for.
  let rise: Double
  /// The other parameters at the estimate, and their change with distance in this direction.
  let best: [Double]
  let drift: [Double]
  /// How far a guess may move a parameter.
  let longestMove: Double
  /// How near to 1 the root must come.
  let tolerance: Double

  /// `first` is the distance to look at first; `minimum` the least sum of squares at a distance, from a guess of the other parameters, with what they came to.
  func search(
    first: Double, limit: Double, minimum: (_ distance: Double, _ guess: [Double]) -> (Double, [Double])
  ) -> Outcome {
    var distance = first
    var low = Place(position: best)
    var high: (distance: Double, root: Double)?
    var last = low
    var guess = best.indices.map { best[$0] + clamp(distance * drift[$0]) }
    for _ in 0..<60 {
      let (value, position) = minimum(distance, guess)
      let root = value.isFinite ? (max(0, value - leastSquares) / rise).squareRoot() : 1e3
      let here = Place(distance: distance, root: root, position: position)
      if abs(root - 1) <= tolerance || (high.map { $0.distance - low.distance <= 1e-14 * $0.distance } ?? false) {
        return .found(here)
      }
      if root < 1 {
        if distance >= limit { return .limit }
        if distance > 1e7 * first { return .open }
        low = here
      } else {
        high = (distance, root)
      }
      var next: Double
      if root != last.root {
        next = distance + (1 - root) * (distance - last.distance) / (root - last.root)
      } else {
        next = .nan
      }
      if let high {
        let margin = 1e-3 * (high.distance - low.distance)
        if !(next > low.distance + margin && next < high.distance - margin) || root > 100 {
          next =
            next > low.distance && next < high.distance && abs(root - 1) < 0.01
            ? next : 0.5 * (low.distance + high.distance)
        }
      } else {
        next = next > distance ? min(next, 4 * distance) : 4 * distance
        next = min(next, limit)
      }
      // The others move nearly in a straight line along the path.
      let share = here.distance == last.distance ? 0 : (next - here.distance) / (here.distance - last.distance)
      guess = best.indices.map { here.position[$0] + clamp(share * (here.position[$0] - last.position[$0])) }
      if root > 100 { guess = low.position }
      last = here
      distance = next
    }
    return .found(Place(distance: distance, root: last.root, position: last.position))
  }

  private func clamp(_ value: Double) -> Double {
    value.isFinite ? min(max(value, -longestMove), longestMove) : 0
  }
}
