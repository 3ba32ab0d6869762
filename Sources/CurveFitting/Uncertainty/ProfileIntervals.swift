import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A quantity that a profile is taken of, with what the search for its ends starts from.
struct ProfiledQuantity {
  var name: String
  var target: ProfilePath.Target
  /// The estimate in the coordinate of the path.
  var estimate: Double
  /// Its standard error there, or a guess of it.
  var error: Double
  /// The change of each shape's coordinate with the quantity.
  var drift: [Double]
  /// The values that the path may take.
  var range: ClosedRange<Double>
  /// Whether a shape at the end of its range makes the side open.
  var isParameter: Bool
  /// The estimate in the user's unit.
  var value: Double
  /// From the coordinate of the path to the user's unit.
  var reported: (Double) -> Double

  /// Whether the user's number grows with the coordinate of the path.
  var isRising: Bool {
    guard range.lowerBound.isFinite, range.upperBound.isFinite else { return true }
    return reported(range.upperBound) >= reported(range.lowerBound)
  }
}

extension Fit {
  /// The profile interval of a parameter: every value that the data do not refuse once all other parameters are fitted again.
  ///
  /// A value stays inside while the sum of squares with the parameter held there, S, has (S - S_min) / s² at most F(1, degrees of freedom), the square of Student's t; for errors of
  /// known size the threshold is chi-squared with 1 degree of freedom. A side that never reaches the threshold is open: its end is infinite and `method` says why. The
  /// interval is the t interval for a law without shapes, follows a curved sum of squares where there are, does not depend on how the law is written, and exists for
  /// a parameter on a bound. Throws `FitError` for an unknown name, a level outside 0 to 1, no degrees of freedom, an objective other than squares, and for a parameter that is a function of
  /// several shapes. About 50 evaluations of the law.
  /// D. M. Bates and D. G. Watts, "Nonlinear Regression Analysis and Its Applications" (1988), section 6.1.
  public func profileInterval(of name: String, level: Double? = nil) throws -> Estimate {
    let index = try index(ofParameter: name)
    let level = try checkedLevel(level)
    return try BLASThreads.single(points: state.y.count, errors: errors) {
      let search = try ProfileSearch(self)
      return try profileEstimate(quantity(index, search), search: search, level: level)
    }
  }

  /// The profile intervals of all parameters, in their order; throws as `profileInterval(of:level:)` does.
  public func profileIntervals(level: Double? = nil) throws -> [Estimate] {
    let level = try checkedLevel(level)
    return try BLASThreads.single(points: state.y.count, errors: errors) {
      let search = try ProfileSearch(self)
      return try parameters.indices.map { try profileEstimate(quantity($0, search), search: search, level: level) }
    }
  }

  /// The interval of a parameter: the profile where the fit has one, else the Wald interval; the default everywhere.
  ///
  /// In simulations (the guide's table) profiles of 95 % cover 94.4 to 95.5 %, and they alone can say that a side is open: a plateau that the data do not bound has an infinite end here
  /// and `method` says why. Nested shares keep the normal interval of their likelihood, other objectives that of their sandwich; `method` says which it is. A Wald interval where
  /// there is a profile is reached by its name, `FittedParameter.waldInterval`. Throws `FitError` for an unknown name, and where there is neither. About 50 evaluations of the law.
  public func interval(of name: String, level: Double? = nil) throws -> Estimate {
    try interval(try index(ofParameter: name), level: try checkedLevel(level))
  }

  /// The intervals of all parameters in their order, as `interval(of:level:)` gives them; nil where there is none.
  ///
  /// Throws `FitError` for a level outside 0 to 1.
  public func intervals(level: Double? = nil) throws -> [Estimate?] {
    let level = try checkedLevel(level)
    return parameters.indices.map { try? interval($0, level: level) }
  }

  private func interval(_ index: Int, level: Double) throws -> Estimate {
    let parameter = parameters[index]
    try exchange?.check(parameter.name)
    if case .gaussian = likelihood, objective == .squares,
      let profile = try? profileInterval(of: parameter.name, level: level)
    {
      return profile
    }
    guard let interval = parameter.waldInterval else {
      throw FitError("\(parameter.name) has no interval: it is \(parameter.verdict.explanation).")
    }
    func factor(_ level: Double) -> Double {
      FitAssembly.critical(errors: errors, degrees: max(degreesOfFreedom, 1), level: level).factor
    }
    let stretch = level == self.level ? 1 : factor(level) / factor(self.level)
    return Estimate(
      value: parameter.value, lower: parameter.value - stretch * (parameter.value - interval.lower),
      upper: parameter.value + stretch * (interval.upper - parameter.value), level: level, method: interval.method)
  }

  // MARK: What the profiles share

  func profileEstimate(_ quantity: ProfiledQuantity, search: ProfileSearch, level: Double) throws -> Estimate {
    let ends = search.ends(
      quantity.target, around: quantity.estimate, error: quantity.error, drift: quantity.drift,
      threshold: search.threshold(level: level), within: quantity.range, isParameter: quantity.isParameter)
    let first = end(ends.lower, of: quantity, direction: -1)
    let second = end(ends.upper, of: quantity, direction: 1)
    let (low, high) = first.value <= second.value ? (first, second) : (second, first)
    let words =
      (low.openness.map { "; open below: \($0)" } ?? "") + (high.openness.map { "; open above: \($0)" } ?? "")
    return Estimate(
      value: quantity.value, lower: low.value, upper: high.value, level: level, method: profileMethod + words)
  }

  /// An end in the user's unit; an open one is infinite on the side that the unit gives it.
  private func end(_ end: ProfileSearch.End, of quantity: ProfiledQuantity, direction: Double) -> ProfileSearch.End {
    if end.value.isFinite { return ProfileSearch.End(value: quantity.reported(end.value), openness: end.openness) }
    return ProfileSearch.End(
      value: quantity.isRising ? direction * .infinity : -direction * .infinity, openness: end.openness)
  }

  /// A parameter as a profiled quantity; throws where it is a function of several shapes.
  func quantity(_ index: Int, _ search: ProfileSearch) throws -> ProfiledQuantity {
    try exchange?.check(parameters[index].name)
    let model = state.model
    let termCount = model.amplitudes.count
    let jacobian = model.reportedJacobian(working: state.working, references: state.references)
    let row = jacobian[index]
    let path = search.path
    let name = parameters[index].name
    if index < termCount {
      try checkLinear(index, row: row)
      let drift = drift(of: row, path: path)
      let spread = (state.y.max() ?? 0) - (state.y.min() ?? 0)
      return ProfiledQuantity(
        name: name, target: .amplitude(index), estimate: parameters[index].value,
        error: drift.error ?? max(0.1 * spread, 1e-3 * abs(parameters[index].value)), drift: drift.slopes,
        range: allowedRange(index, row: row), isParameter: !model.shapeNames.isEmpty,
        value: parameters[index].value, reported: { $0 })
    }
    let shapes = row.indices.filter { row[$0] != 0 }
    guard shapes.count == 1, shapes[0] >= termCount else {
      throw FitError(
        "\(name) of a \(law) is a function of several parameters: its interval comes from a bootstrap or the delta method."
      )
    }
    let k = shapes[0] - termCount
    let value = state.working[shapes[0]]
    var unit = [Double](repeating: 0, count: state.working.count)
    unit[shapes[0]] = path.coordinateSlope(k, value)
    let drift = drift(of: unit, path: path)
    let range = path.range(k)
    let state = state
    let working = state.working
    return ProfiledQuantity(
      name: name, target: .shape(k), estimate: search.best[k],
      error: drift.error ?? 0.02 * (range.upperBound - range.lowerBound), drift: drift.slopes, range: range,
      isParameter: true, value: parameters[index].value,
      reported: { coordinate in
        var moved = working
        moved[termCount + k] = path.shapeValue(k, coordinate)
        return model.reported(working: moved, references: state.references)[index]
      })
  }

  /// The range in force of an amplitude as reported: its bounds, or their signs where the unit of x comes in.
  private func allowedRange(_ index: Int, row: [Double]) -> ClosedRange<Double> {
    let termCount = state.model.amplitudes.count
    let isAlone = (0..<termCount).allSatisfy { ($0 == index) == (row[$0] != 0) } && row[index] > 0
    let bounds = amplitudeBounds[index]
    func end(_ bound: Double, open: Double) -> Double { isAlone && (row[index] == 1 || bound == 0) ? bound : open }
    return end(bounds.lowerBound, open: -.infinity)...end(bounds.upperBound, open: .infinity)
  }

  /// Refuses an amplitude that is not linear in the working amplitudes, which the profile relies on.
  private func checkLinear(_ index: Int, row: [Double]) throws {
    let model = state.model
    let termCount = model.amplitudes.count
    var doubled = state.working
    for j in 0..<termCount { doubled[j] = 2 * doubled[j] + 1 }
    let other = model.reportedJacobian(working: doubled, references: state.references)[index]
    guard (0..<termCount).allSatisfy({ abs(row[$0] - other[$0]) <= 1e-9 * abs(row[$0]) }) else {
      throw FitError(
        "\(parameters[index].name) of a \(law) is not linear in its amplitudes: its interval comes from a bootstrap or the delta method."
      )
    }
  }

  /// The standard error of a quantity with this gradient, and how the shapes' coordinates move with it under the fit's covariance.
  func drift(of gradient: [Double], path: ProfilePath) -> (error: Double?, slopes: [Double]) {
    let termCount = state.model.amplitudes.count
    let covariance = state.covariance
    let products = gradient.indices.map { a in
      gradient.indices.reduce(0) { gradient[$1] == 0 ? $0 : $0 + covariance[a][$1] * gradient[$1] }
    }
    let variance = gradient.indices.reduce(0) { gradient[$1] == 0 ? $0 : $0 + gradient[$1] * products[$1] }
    guard variance > 0, variance.isFinite, products.allSatisfy(\.isFinite) else {
      return (nil, [Double](repeating: 0, count: gradient.count - termCount))
    }
    let slopes = (termCount..<gradient.count).map { index in
      products[index] / variance * path.coordinateSlope(index - termCount, state.working[index])
    }
    return (variance.squareRoot(), slopes)
  }
}
