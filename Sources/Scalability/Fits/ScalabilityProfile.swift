import CurveFitting
import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Profile intervals of scalability laws: a quantity is held, the rest is fitted again, and the sum of squares says how much worse that is.
///
/// The general profiles of `CurveFitting` take the end of a shape's range for the end of a search, where a side is open. Here 0 and 1 are facts, so that another parameter on its bound closes
/// nothing and an end on the bound is the bound.
struct ScalabilityProfile {
  let processors: [Double]
  let throughput: [Double]
  let errors: ObservationErrors
  let least: Double
  /// The rise of the sum of squares that an interval's ends have.
  let rise: Double
  let level: Double
  let method: String
  /// Residuals that are rounding errors: every interval is a point.
  let isExact: Bool

  /// What happens at the end of the range of a quantity.
  enum Limit {
    /// The end is a fact, and the interval ends there.
    case bound(Double)
    /// The end is infinitely far away, and the interval is open there.
    case open(words: String)
  }

  /// The interval of a quantity: `model` holds it at a value, `coordinate` and its inverse make the search even.
  func interval(
    around estimate: Double, step: Double, lower: Limit, upper: Limit,
    model: (Double) -> CapacityModel
  ) -> Estimate? {
    guard !isExact else {
      return Estimate(value: estimate, lower: estimate, upper: estimate, level: level, method: method)
    }
    guard let low = end(around: estimate, step: step, direction: -1, limit: lower, model: model),
      let high = end(around: estimate, step: step, direction: 1, limit: upper, model: model)
    else { return nil }
    let words =
      (low.note.map { "; below: \($0)" } ?? "") + (high.note.map { "; above: \($0)" } ?? "")
    return Estimate(value: estimate, lower: low.value, upper: high.value, level: level, method: method + words)
  }

  private func end(
    around estimate: Double, step: Double, direction: Double, limit: Limit, model: (Double) -> CapacityModel
  ) -> (value: Double, note: String?)? {
    var near: Fit?
    /// The signed distance of the root from 1, nearly a straight line in the quantity.
    func excess(_ distance: Double) -> Double? {
      let value = estimate + direction * distance
      guard
        let fit = try? model(value).fit(x: processors, y: throughput, errors: errors, near: near)
      else { return nil }
      near = fit
      return (max(0, fit.residualSumOfSquares - least) / rise).squareRoot() - 1
    }
    let reach: Double
    switch limit {
    case .bound(let bound): reach = direction * (bound - estimate)
    case .open: reach = 1e6 * max(step, abs(estimate))
    }
    func atLimit() -> (value: Double, note: String?) {
      switch limit {
      case .bound(let bound):
        return (bound, "ends at the bound \(DecimalText.significant(bound, 3))")
      case .open(let words): return (direction * .infinity, "open, \(words)")
      }
    }
    guard reach > 0 else { return atLimit() }
    var inside = (distance: 0.0, excess: -1.0)
    var distance = min(step > 0 && step.isFinite ? step : 0.1 * reach, reach)
    var outside: (distance: Double, excess: Double)?
    while outside == nil {
      guard let value = excess(distance) else { return nil }
      if value >= 0 {
        outside = (distance, value)
      } else {
        if distance >= reach { return atLimit() }
        inside = (distance, value)
        distance = min(2 * distance, reach)
      }
    }
    guard var outside else { return nil }
    // Regula falsi with the Illinois change, which halves what a stale end weighs; bisection where that is slow.
    var lastSide = 0
    for iteration in 0..<80 {
      let width = outside.distance - inside.distance
      guard width > 1e-13 * (abs(estimate) + outside.distance) else { break }
      var next = inside.distance + width * (-inside.excess / (outside.excess - inside.excess))
      if iteration % 8 == 7 || !(next > inside.distance && next < outside.distance) {
        next = inside.distance + 0.5 * width
      }
      guard let value = excess(next) else { return nil }
      if abs(value) <= 1e-11 { return (estimate + direction * next, nil) }
      if value > 0 {
        outside = (next, value)
        if lastSide == 1 { inside.excess *= 0.5 }
        lastSide = 1
      } else {
        inside = (next, value)
        if lastSide == -1 { outside.excess *= 0.5 }
        lastSide = -1
      }
    }
    return (estimate + direction * 0.5 * (inside.distance + outside.distance), nil)
  }
}
