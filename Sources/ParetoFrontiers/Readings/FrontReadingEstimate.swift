import ScalingStatistics

extension FrontReading {
  /// Estimates a value between the measured rungs of one configuration's ladder by a monotone cubic; never beyond them.
  ///
  /// M. Steffen, "A simple method for monotonic interpolation in one dimension", Astronomy and Astrophysics 239 (1990): the curve passes through every rung and turns only at rungs.
  /// The end slopes are those of the usual `curveMonotoneX`.
  /// `ladder` lists the rows of one configuration (one concurrency ladder, say), in any order; never interpolate between configurations. O(m log m) for m rungs.
  /// Throws `ParetoError` for fewer than two rungs, a row that does not exist or stands twice, a value that is not finite, two rungs at one position, and a position outside the rungs.
  public static func estimate(
    _ objective: Objective, at position: Double, along coordinate: String, values: [Double], ladder: [Int]
  ) throws -> FrontReading {
    guard values.count == objective.values.count else {
      throw ParetoError(
        "\(coordinate) has \(values.count) values where \(objective.name) has \(objective.values.count): "
          + "each row needs one of both.")
    }
    guard ladder.count > 1 else {
      throw ParetoError("A ladder of \(ladder.count) rungs has nothing between them; at least two are needed.")
    }
    for row in ladder {
      guard values.indices.contains(row) else {
        throw ParetoError("The ladder names row \(row), which does not exist.")
      }
      guard values[row].isFinite, objective.values[row].isFinite else {
        throw ParetoError("\(coordinate) or \(objective.name) of row \(row) is not finite: no curve passes through it.")
      }
    }
    let rungs = ladder.sorted { (values[$0], $0) < (values[$1], $1) }
    let x = rungs.map { values[$0] }
    let y = rungs.map { objective.values[$0] }
    for index in 1..<x.count where x[index] == x[index - 1] {
      throw ParetoError(
        "Rows \(rungs[index - 1]) and \(rungs[index]) both have \(coordinate) of \(DecimalText.significant(x[index], 4)): "
          + "a ladder has one row a rung.")
    }
    guard position >= x[0], position <= x[x.count - 1] else {
      throw ParetoError(
        "\(coordinate) of \(DecimalText.significant(position, 4)) lies outside the measured "
          + "\(DecimalText.significant(x[0], 4)) to \(DecimalText.significant(x[x.count - 1], 4)): "
          + "an estimate is not extrapolated, so measure there.")
    }
    let upper = x.firstIndex { $0 >= position } ?? x.count - 1
    guard x[upper] != position else {
      return FrontReading(
        headline: "Measured: \(objective.name) of \(DecimalText.significant(y[upper], 4)) by row \(rungs[upper]), at "
          + "\(coordinate) of \(DecimalText.significant(position, 4)).",
        kind: .estimate, value: y[upper], rows: [rungs[upper]], shares: [])
    }
    let lower = upper - 1
    let width = x[upper] - x[lower]
    let slope = (y[upper] - y[lower]) / width
    let left = steffenSlope(x, y, lower)
    let right = steffenSlope(x, y, upper)
    let t = position - x[lower]
    let cubic = (left + right - 2 * slope) / (width * width)
    let square = (3 * slope - 2 * left - right) / width
    let value = ((cubic * t + square) * t + left) * t + y[lower]
    return FrontReading(
      headline:
        "Estimated, not measured: \(objective.name) of \(DecimalText.significant(value, 4)) at \(coordinate) of "
        + "\(DecimalText.significant(position, 4)), interpolated between rows \(rungs[lower]) and \(rungs[upper]).",
      kind: .estimate, value: value, rows: [rungs[lower], rungs[upper]], shares: [])
  }

  /// Steffen's slope at a rung inside; at the two ends the parabola that serving dashboards draw, instead of his one-sided one.
  private static func steffenSlope(_ x: [Double], _ y: [Double], _ index: Int) -> Double {
    func secant(_ left: Int) -> Double { (y[left + 1] - y[left]) / (x[left + 1] - x[left]) }
    func width(_ left: Int) -> Double { x[left + 1] - x[left] }
    func sign(_ value: Double) -> Double { value > 0 ? 1 : (value < 0 ? -1 : 0) }
    let last = x.count - 1
    guard last > 1 else { return secant(0) }
    if index > 0 && index < last {
      let before = secant(index - 1)
      let after = secant(index)
      let parabola = (before * width(index) + after * width(index - 1)) / (width(index - 1) + width(index))
      return (sign(before) + sign(after)) * min(abs(before), min(abs(after), abs(parabola) / 2))
    }
    // The parabola that leaves its inner rung with that rung's slope; within 1/2 to 3/2 of the secant, so monotone.
    return index == 0
      ? (3 * secant(0) - steffenSlope(x, y, 1)) / 2 : (3 * secant(last - 1) - steffenSlope(x, y, last - 1)) / 2
  }
}
