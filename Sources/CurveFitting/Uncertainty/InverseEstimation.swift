import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension Fit {
  /// The x at which the law reaches a value, with the profile interval of that x.
  ///
  /// The interval holds every x whose profile interval of the mean contains the value: Fieller's set for a straight line. A side that the data leave open (a flat law, a value near a
  /// plateau) is infinite and `method` says so. The first x that reaches the value is looked for inside the data, then beyond on either side. Throws `FitError` for
  /// a value that the fitted law does not reach, for a law of several predictors, and as `profileInterval(of:level:)` does. About 100 evaluations of the law.
  /// E. C. Fieller, "Some Problems in Interval Estimation" (1954).
  public func predictor(reaching value: Double, level: Double? = nil) throws -> Estimate {
    try inverse(value, level: level) { x, isLogarithmic, error, level in
      try BLASThreads.single(points: state.y.count, errors: errors) {
        let search = try ProfileSearch(self)
        let point = [PredictorColumn([x], reference: state.references[0])]
        let (_, gradients) = state.evaluated(point)
        let drift = drift(of: gradients[0], path: search.path)
        let place = isLogarithmic ? log(x) : x
        let slope = slope(at: x) * (isLogarithmic ? x : 1)
        let reach = isLogarithmic ? 46 : 1e9 * state.references[0].range
        let quantity = ProfiledQuantity(
          name: "x", target: .predictor(value: value, isLogarithmic: isLogarithmic), estimate: place,
          error: error / (isLogarithmic ? x : 1),
          // Holding the value while x grows is holding the law at x lower by slope times the growth.
          drift: drift.slopes.map { -slope * $0 }, range: (place - reach)...(place + reach), isParameter: false,
          value: x, reported: { isLogarithmic ? exp($0) : $0 })
        return try openAtLimits(quantity, search: search, level: level)
      }
    }
  }

  /// The x at which the law reaches a value, with the interval of the delta method; throws as `predictor(reaching:level:)` does, and without a covariance.
  public func predictorByDelta(reaching value: Double, level: Double? = nil) throws -> Estimate {
    try inverse(value, level: level) { x, _, error, level in
      guard error.isFinite else {
        throw FitError("This \(law) has no covariance: \(warnings.first ?? "it is not defined").")
      }
      let (factor, method) = FitAssembly.critical(
        errors: errors, degrees: degreesOfFreedom, level: level, objective: objective)
      guard (factor * error).isFinite else {
        throw FitError(
          "The interval of the x at which this \(law) reaches \(DecimalText.significant(value, 4)) leaves the range of floating-point numbers."
        )
      }
      return Estimate(
        value: x, lower: x - factor * error, upper: x + factor * error, level: level, method: "delta, \(method)")
    }
  }

  /// The x at which the fitted law reaches a value, without an interval, as in `predictor(reaching:level:)`; nil where it does not, and for a law of several predictors.
  public func predictorValue(reaching value: Double) -> Double? {
    guard state.model.predictorNames.count == 1, value.isFinite else { return nil }
    return crossing(value)
  }

  private func inverse(
    _ value: Double, level: Double?, _ body: (Double, Bool, Double, Double) throws -> Estimate
  ) throws -> Estimate {
    let level = try checkedLevel(level)
    guard state.model.predictorNames.count == 1 else {
      throw FitError("A \(law) has several predictors: the x that reaches a value is a curve, not a number.")
    }
    guard value.isFinite else { throw FitError("A value of \(value) was asked for; it must be a finite number.") }
    let isLogarithmic = predictorRange.lowerBound > 0
    guard let x = crossing(value) else {
      let ends = [self.value(at: predictorRange.lowerBound), self.value(at: predictorRange.upperBound)]
      throw FitError(
        "The fitted \(law) does not reach \(DecimalText.significant(value, 4)): it goes from \(DecimalText.significant(ends[0], 4)) to \(DecimalText.significant(ends[1], 4)) inside the data"
          + (limitInWords.map { ", and its \($0)" } ?? "") + ".")
    }
    let point = [PredictorColumn([x], reference: state.references[0])]
    let (_, gradients) = state.evaluated(point)
    let variance = FitAssembly.variance(state.covariance, along: gradients[0])
    let error = max(0, variance).squareRoot() / abs(slope(at: x))
    guard !variance.isNaN, error.isFinite else {
      throw FitError(
        "The slope or the variance of this \(law) has no finite value at \(DecimalText.significant(x, 4)).")
    }
    return try body(x, isLogarithmic, error, level)
  }

  private var limitInWords: String? {
    parameters.first { parameter in state.model.amplitudes.contains { $0.isOffset && $0.name == parameter.name } }
      .map { "\($0.name) is \(DecimalText.significant($0.value, 4))" }
  }

  /// The law's slope at an x, by central differences over a thousandth of x or of the data's range.
  func slope(at x: Double) -> Double { CurveCrossing(range: predictorRange) { values(at: $0) }.slope(at: x) }

  private func crossing(_ value: Double) -> Double? {
    CurveCrossing(range: predictorRange) { values(at: $0) }.first(reaching: value)
  }

  /// The interval whose sides are open where they ran to the limits of the search.
  private func openAtLimits(_ quantity: ProfiledQuantity, search: ProfileSearch, level: Double) throws -> Estimate {
    let estimate = try profileEstimate(quantity, search: search, level: level)
    func isLimit(_ end: Double, _ limit: Double) -> Bool { end == quantity.reported(limit) }
    let isLowOpen = isLimit(estimate.lower, quantity.range.lowerBound)
    let isHighOpen = isLimit(estimate.upper, quantity.range.upperBound)
    guard isLowOpen || isHighOpen else { return estimate }
    var words = ""
    if isLowOpen { words += "; open below: the data allow the law to have the value at any smaller x" }
    if isHighOpen { words += "; open above: the data allow the law never to reach the value" }
    let isPositive = predictorRange.lowerBound > 0
    return Estimate(
      value: estimate.value, lower: isLowOpen ? (isPositive ? 0 : -.infinity) : estimate.lower,
      upper: isHighOpen ? .infinity : estimate.upper, level: level, method: profileMethod + words)
  }
}
