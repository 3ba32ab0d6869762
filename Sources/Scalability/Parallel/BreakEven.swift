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
/// For example: at which all-reduce time a speed-up falls to 1. With a lower and an upper curve, `estimate` (curves of a stated level) or `range` (curves of readings, which
/// have no level) holds the x at which the target lies between them; an end beyond the measured range is open (infinite).
public struct BreakEven: Sendable, Hashable, Codable {
  /// Where the target is met, or that it is not, in a sentence.
  public let headline: String
  /// Whether the target is met, and whether in one place.
  public let outcome: BreakEvenOutcome
  /// The target.
  public let target: Double
  /// Where the target is met; nil unless in exactly one place.
  public let x: Double?
  /// `x` with its interval; nil without lower and upper curves of a stated level, or where `x` is nil.
  public let estimate: Estimate?
  /// The ends of `range`, nil where open: JSON has no infinity.
  private let lowestReading: Double?
  private let highestReading: Double?
  private let hasReadings: Bool
  /// Where the target lies between a low and a high reading: no confidence interval, and without a level; nil unless lower and upper curves were given with a nil level and `x`
  /// is not nil.
  public var range: ClosedRange<Double>? {
    guard hasReadings else { return nil }
    // Ends in the wrong order, as a hand-written archive may have them, would trap.
    let ends = [lowestReading ?? -.infinity, highestReading ?? .infinity]
    return min(ends[0], ends[1])...max(ends[0], ends[1])
  }
  /// Every place where the target is met, in the order of x, with the measurements on either side.
  public let crossings: [BreakEvenCrossing]
  /// The least measured x.
  public let lowestX: Double
  /// The greatest measured x.
  public let highestX: Double

  /// Finds where y meets the target, in O(n).
  ///
  /// x must rise from row to row. `lower` and `upper` are pointwise ends of intervals of y at the stated level; a nil level says that they are readings, such as the extremes of a clock,
  /// and gives `range` in the place of `estimate`. Names and unit serve the headline.
  /// Throws `ScalabilityError` for no rows, columns of unequal length, a value that is not finite, x that does not rise, one of `lower` and `upper` alone, a row where
  /// lower ≤ y ≤ upper does not hold, or a level outside 0 to 1.
  public init(
    x: [Double], y: [Double], target: Double, lower: [Double]? = nil, upper: [Double]? = nil, level: Double? = 0.95,
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
      (lowestReading, highestReading, hasReadings) = (nil, nil, false)
      headline =
        "\(goal) is not reached within the measured range (\(range)): every measurement lies "
        + "\(y[0] > target ? "above" : "below") it."
      return
    }
    guard crossings.count == 1 else {
      outcome = .severalCrossings
      self.x = nil
      estimate = nil
      (lowestReading, highestReading, hasReadings) = (nil, nil, false)
      let places = crossings.map { DecimalText.significant($0.x, 4) }.joined(separator: ", ")
      headline =
        "\(goal) is met in \(crossings.count) places within \(range) (at \(places)\(unit)); none of them is singled out."
      return
    }
    outcome = .reached
    self.x = only.x
    var interval = ""
    let ends = lower.flatMap { lower in
      upper.map { Self.interval(around: only, x: x, lower: lower, upper: $0, target: target) }
    }
    if let ends {
      let words = "\(Self.words(ends.lower)), \(Self.words(ends.upper))"
      interval = level == nil ? " (readings \(words))" : " [\(words)]"
    }
    if let ends, level == nil {
      lowestReading = ends.lower.isFinite ? ends.lower : nil
      highestReading = ends.upper.isFinite ? ends.upper : nil
      hasReadings = true
    } else {
      (lowestReading, highestReading, hasReadings) = (nil, nil, false)
    }
    estimate = ends.flatMap { ends in
      level.map {
        Estimate(
          value: only.x, lower: ends.lower, upper: ends.upper, level: $0,
          method: "where the target lies between the lower and upper curves, straight lines between measurements")
      }
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
    x: [Double], y: [Double], target: Double, lower: [Double]?, upper: [Double]?, level: Double?
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
    if let level, !(level > 0 && level < 1) {
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
