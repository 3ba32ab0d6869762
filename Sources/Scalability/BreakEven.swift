import ScalingStatistics

/// Whether a measured curve meets its target.
public enum BreakEvenOutcome: String, Sendable, Hashable, Codable, CaseIterable {
  /// It does, in one place.
  case reached
  /// It does not within the measured range; nothing is extrapolated.
  case notReached
  /// It does in several places, and none of them is called the break-even.
  case severalCrossings
}

/// Where a measured curve meets a target, by straight lines between neighbouring measurements.
///
/// For example: at which all-reduce time a speed-up falls to 1. With a lower and an upper curve, the interval holds the x at which the target lies between them; an end
/// beyond the measured range is open (infinite).
public struct BreakEven: Sendable, Hashable, Codable {
  /// Where the target is met, or that it is not, in a sentence.
  public let headline: String
  /// Whether the target is met, and whether in one place.
  public let outcome: BreakEvenOutcome
  /// The target.
  public let target: Double
  /// Where the target is met; nil unless in exactly one place.
  public let x: Double?
  /// `x` with its interval; nil without lower and upper curves, or where `x` is nil.
  public let estimate: Estimate?
  /// Every place where the target is met, in the order of x, with the measurements on either side.
  public let crossings: [BreakEvenCrossing]
  /// The least measured x.
  public let lowestX: Double
  /// The greatest measured x.
  public let highestX: Double

  /// Finds where y meets the target, in O(n).
  ///
  /// x must rise from row to row. `lower` and `upper` are pointwise ends of intervals of y at the stated level. Names and unit serve the headline.
  /// Throws `ScalabilityError` for no rows, columns of unequal length, a value that is not finite, x that does not rise, one of `lower` and `upper` alone, a row where
  /// lower ≤ y ≤ upper does not hold, or a level outside 0 to 1.
  public init(
    x: [Double], y: [Double], target: Double, lower: [Double]? = nil, upper: [Double]? = nil, level: Double = 0.95,
    xUnit: String = "", yName: String = "the curve"
  ) throws {
    try Self.check(x: x, y: y, target: target, lower: lower, upper: upper, level: level)
    crossings = BreakEvenCrossing.all(x: x, y: y, target: target)
    self.target = target
    lowestX = x[0]
    highestX = x[x.count - 1]
    let unit = xUnit.isEmpty ? "" : " \(xUnit)"
    let range = "\(DecimalText.significant(x[0], 4)) to \(DecimalText.significant(x[x.count - 1], 4))\(unit)"
    let goal = "\(yName) = \(DecimalText.significant(target, 4))"
    guard let only = crossings.first else {
      outcome = .notReached
      self.x = nil
      estimate = nil
      headline =
        "\(goal) is not reached within the measured range (\(range)): every measurement lies "
        + "\(y[0] > target ? "above" : "below") it."
      return
    }
    guard crossings.count == 1 else {
      outcome = .severalCrossings
      self.x = nil
      estimate = nil
      let places = crossings.map { DecimalText.significant($0.x, 4) }.joined(separator: ", ")
      headline =
        "\(goal) is met in \(crossings.count) places within \(range) (at \(places)\(unit)); none of them is singled out."
      return
    }
    outcome = .reached
    self.x = only.x
    var interval = ""
    if let lower, let upper {
      let ends = Self.interval(around: only, x: x, lower: lower, upper: upper, target: target)
      estimate = Estimate(
        value: only.x, lower: ends.lower, upper: ends.upper, level: level,
        method: "where the target lies between the lower and upper curves, straight lines between measurements")
      interval = " [\(Self.words(ends.lower)), \(Self.words(ends.upper))]"
    } else {
      estimate = nil
    }
    let source =
      only.isExact
      ? "measured there"
      : "between the measurements at \(DecimalText.significant(x[only.rowBefore], 4)) and "
        + "\(DecimalText.significant(x[only.rowAfter], 4))\(unit)"
    headline = "\(goal) at \(DecimalText.significant(only.x, 4))\(interval)\(unit), \(source)."
  }

  private static func words(_ end: Double) -> String { end.isFinite ? DecimalText.significant(end, 4) : "open" }

  private static func check(
    x: [Double], y: [Double], target: Double, lower: [Double]?, upper: [Double]?, level: Double
  ) throws {
    guard !x.isEmpty else { throw ScalabilityError("A break-even needs measurements; there are none.") }
    guard (lower == nil) == (upper == nil) else {
      throw ScalabilityError("An interval needs both a lower and an upper curve; only one of them was given.")
    }
    let columns = [("x", x), ("y", y)] + (lower.map { [("lower", $0)] } ?? []) + (upper.map { [("upper", $0)] } ?? [])
    for (name, values) in columns {
      guard values.count == x.count else {
        throw ScalabilityError("\(name) has \(values.count) values where x has \(x.count): each row needs one of both.")
      }
      if let row = values.firstIndex(where: { !$0.isFinite }) {
        throw ScalabilityError("\(name) of row \(row) is \(values[row]); it must be a finite number.")
      }
    }
    guard target.isFinite else {
      throw ScalabilityError("A target of \(target) was given; it must be a finite number.")
    }
    guard level > 0, level < 1 else {
      throw ScalabilityError("A level of \(level) was given; a level lies between 0 and 1, such as 0.95.")
    }
    for row in x.indices.dropFirst() where x[row] <= x[row - 1] {
      throw ScalabilityError("x must rise from row to row; row \(row) has \(x[row]) after \(x[row - 1]).")
    }
    if let lower, let upper {
      for row in x.indices where lower[row] > y[row] || y[row] > upper[row] {
        throw ScalabilityError(
          "y of row \(row), \(y[row]), lies outside its own interval \(lower[row]) to \(upper[row]).")
      }
    }
  }

  /// The outermost x around a crossing at which the target lies between the two curves.
  ///
  /// Walking left and right from the crossing, the interval ends where the band leaves the target; so a far-away re-entry does not stretch it.
  private static func interval(
    around crossing: BreakEvenCrossing, x: [Double], lower: [Double], upper: [Double], target: Double
  ) -> (lower: Double, upper: Double) {
    func holds(_ row: Int) -> Bool { lower[row] <= target && target <= upper[row] }
    /// Where, between a row inside the band and its neighbour outside it, the band leaves the target.
    func leaving(_ inside: Double, _ lowerInside: Double, _ upperInside: Double, _ row: Int) -> Double {
      let isAbove = lower[row] > target
      return BreakEvenCrossing.interpolated(
        inside, x[row], isAbove ? lowerInside : upperInside, isAbove ? lower[row] : upper[row], target)
    }
    // The band at the crossing itself, by the same straight lines.
    let first = crossing.rowBefore
    let second = crossing.rowAfter
    let share = first == second ? 0 : (crossing.x - x[first]) / (x[second] - x[first])
    let lowerHere = min(target, lower[first] + share * (lower[second] - lower[first]))
    let upperHere = max(target, upper[first] + share * (upper[second] - upper[first]))
    func walk(from start: Int, by step: Int, open: Double) -> Double {
      var inside = crossing.x
      var lowerInside = lowerHere
      var upperInside = upperHere
      var row = start
      while x.indices.contains(row) {
        guard holds(row) else { return leaving(inside, lowerInside, upperInside, row) }
        inside = x[row]
        lowerInside = lower[row]
        upperInside = upper[row]
        row += step
      }
      return open
    }
    // From an exact hit the walk starts at its own row, which holds.
    return (walk(from: first, by: -1, open: -.infinity), walk(from: second, by: 1, open: .infinity))
  }
}
