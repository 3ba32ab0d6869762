import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension NonlinearFit {
  /// The x at which the model reaches a value, with the profile interval of that x.
  ///
  /// The interval holds every x whose profile interval of the mean contains the value, as on a `Fit`; an open side is infinite and `method` says so. The first x that reaches the value is looked
  /// for inside the data, then beyond on either side. Throws `FitError` for a value that the fitted model does not reach, for a model of several predictors, and as
  /// `profileInterval(of:level:)` does. About 60 fits from near the minimum.
  public func predictor(reaching value: Double, level: Double? = nil) throws -> Estimate {
    let level = try checkedLevel(level)
    let (x, gradient, slope) = try crossing(value)
    let isLogarithmic = predictorRange.lowerBound > 0
    return try BLASThreads.single(points: state.y.count, errors: errors) {
      let profile = try GeneralProfile(self)
      let drift = drift(of: gradient)
      let error = drift.error ?? profile.deviation
      // Ten times heavier than the data are for the value: secants then need few steps.
      profile.hold(point: [x], factor: 10 * profile.unit / error)
      let place = isLogarithmic ? log(x) : x
      let steepness = slope * (isLogarithmic ? x : 1)
      let reach = isLogarithmic ? 46 : 1e9 * (predictorRange.upperBound - predictorRange.lowerBound)
      let quantity = Quantity(
        estimate: place, error: error / abs(steepness), drift: drift.slopes.map { -steepness * $0 },
        range: (place - reach)...(place + reach),
        minimum: { place, guess in
          profile.move(to: [isLogarithmic ? exp(place) : place])
          return profile.minimum(holding: value, error: error, from: guess)
        })
      let threshold = threshold(level: level)
      let ends = [-1.0, 1].map { end(quantity, profile: profile, direction: $0, threshold: threshold) }
      func isOpen(_ end: ProfileEnd) -> Bool { end.isBound || !end.value.isFinite }
      var words = ""
      if isOpen(ends[0]) { words += "; open below: the data allow the law to have the value at any smaller x" }
      if isOpen(ends[1]) { words += "; open above: the data allow the law never to reach the value" }
      func reported(_ end: ProfileEnd) -> Double { isLogarithmic ? exp(end.value) : end.value }
      return Estimate(
        value: x, lower: isOpen(ends[0]) ? (isLogarithmic ? 0 : -.infinity) : min(x, reported(ends[0])),
        upper: isOpen(ends[1]) ? .infinity : max(x, reported(ends[1])), level: level, method: profileMethod + words)
    }
  }

  /// The x at which the model reaches a value, with the interval of the delta method; throws as `predictor(reaching:level:)` does, and without a covariance.
  public func predictorByDelta(reaching value: Double, level: Double? = nil) throws -> Estimate {
    let level = try checkedLevel(level)
    let (x, gradient, slope) = try crossing(value)
    let error = max(0, FitAssembly.variance(state.covariance, along: gradient)).squareRoot() / abs(slope)
    guard state.isCovarianceFinite, error.isFinite else {
      throw FitError("This \(law) has no covariance: \(warnings.first ?? "it is not defined").")
    }
    let (factor, method) = FitAssembly.critical(
      errors: errors, degrees: degreesOfFreedom, level: level, objective: objective)
    return Estimate(
      value: x, lower: x - factor * error, upper: x + factor * error, level: level, method: "delta, \(method)")
  }

  private func crossing(_ value: Double) throws -> (x: Double, gradient: [Double], slope: Double) {
    guard state.model.predictors.count == 1 else {
      throw FitError("A \(law) has several predictors: the x that reaches a value is a curve, not a number.")
    }
    guard value.isFinite else { throw FitError("A value of \(value) was asked for; it must be a finite number.") }
    let search = CurveCrossing(range: predictorRange) { values(at: $0) }
    guard let x = search.first(reaching: value) else {
      let ends = values(at: [predictorRange.lowerBound, predictorRange.upperBound])
      throw FitError(
        "The fitted \(law) does not reach \(DecimalText.significant(value, 4)): it goes from \(DecimalText.significant(ends[0], 4)) to \(DecimalText.significant(ends[1], 4)) inside the data."
      )
    }
    let gradient = state.evaluator(rows: [x]).jacobian(at: state.free)
    let slope = search.slope(at: x)
    guard slope.isFinite, slope != 0, gradient.allSatisfy(\.isFinite) else {
      throw FitError("The slope of this \(law) has no finite value other than 0 at \(DecimalText.significant(x, 4)).")
    }
    return (x, gradient, slope)
  }
}
