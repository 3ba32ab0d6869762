import ScalingStatistics

extension NonlinearFit {
  /// The model's values at some x, for a model of one predictor.
  ///
  /// NaN where it is not defined, and everywhere for a model of several predictors. O(n).
  public func values(at x: [Double]) -> [Double] {
    guard state.model.predictors.count == 1 else { return x.map { _ in .nan } }
    return state.evaluator(rows: x).values(at: state.free)
  }

  /// The model's value at an x, for a model of one predictor; NaN where it is not defined.
  public func value(at x: Double) -> Double { values(at: [x])[0] }

  /// The model's values at named columns of equal length.
  ///
  /// Throws `FitError` for a column that is missing, unknown, of another length or not finite.
  public func values(at columns: [String: [Double]]) throws -> [Double] {
    state.evaluator(rows: try rows(columns)).values(at: state.free)
  }

  /// The model's value at a point, given as a number for each predictor; throws as `values(at:)` does.
  public func value(at point: [String: Double]) throws -> Double { try values(at: point.mapValues { [$0] })[0] }

  /// Whether an x lies inside the data or how far beyond, for a model of one predictor.
  public func place(of x: Double) -> PredictionPlace {
    guard let range = predictorRanges.first, predictorRanges.count == 1 else { return .inside }
    return PredictionPlace(of: x, in: range)
  }

  /// Whether a point lies inside the range of every predictor, or how far beyond in each.
  ///
  /// Throws `FitError` for a predictor that is missing or unknown. Inside the ranges is not inside the data where predictors were varied together.
  public func place(of point: [String: Double]) throws -> [String: PredictionPlace] {
    let row = try rows(point.mapValues { [$0] })
    var places: [String: PredictionPlace] = [:]
    for (index, name) in state.model.predictors.enumerated() {
      places[name] = PredictionPlace(of: row[index], in: predictorRanges[index])
    }
    return places
  }

  /// The interval of the model's mean at some x, by the delta method: pointwise, for independent points or a given covariance; at the fit's level unless another is given.
  ///
  /// Throws `FitError` where the fit has no covariance: a parameter on a bound is taken as fixed, one that is not identified leaves no band.
  public func confidenceBand(at x: [Double], level: Double? = nil) throws -> [Estimate] {
    try confidenceBand(at: [try onlyPredictor(): x], level: level)
  }

  /// The interval of the model's mean at named columns of equal length, by the delta method.
  public func confidenceBand(at columns: [String: [Double]], level: Double? = nil) throws -> [Estimate] {
    try band(at: columns, level: level, observationVariance: 0, what: "mean")
  }

  /// The interval of a new observation of unit weight at some x; needs errors of unknown size (the residuals tell it).
  public func predictionBand(at x: [Double], level: Double? = nil) throws -> [Estimate] {
    try predictionBand(at: [try onlyPredictor(): x], level: level)
  }

  /// The interval of a new observation of unit weight at named columns of equal length; needs errors of unknown size.
  public func predictionBand(at columns: [String: [Double]], level: Double? = nil) throws -> [Estimate] {
    guard objective == .squares else {
      throw FitError(
        "Under the objective \(objective.explanation) the errors of y have no one variance: there is no prediction band."
      )
    }
    guard let deviation = residualStandardError else {
      throw FitError("A new observation's error is not known here: add its variance to the band of the mean.")
    }
    return try band(at: columns, level: level, observationVariance: deviation * deviation, what: "new observation")
  }

  func onlyPredictor() throws -> String {
    let names = state.model.predictors
    guard names.count == 1 else {
      throw FitError("\(law) has \(names.count) predictors (\(names.joined(separator: ", "))): give a column for each.")
    }
    return names[0]
  }

  func rows(_ columns: [String: [Double]]) throws -> [Double] {
    let count = columns.values.map(\.count).max() ?? 0
    let ordered = try NonlinearInput.columns(of: state.model, from: columns, count: count)
    return (0..<count).flatMap { i in ordered.map { $0[i] } }
  }

  private func band(
    at columns: [String: [Double]], level: Double?, observationVariance: Double, what: String
  ) throws -> [Estimate] {
    guard state.isCovarianceFinite else {
      throw FitError("\(law) has no band: \(warnings.first ?? "its covariance is not defined").")
    }
    let level = level ?? self.level
    guard level > 0, level < 1 else {
      throw FitError("A level of \(level) was asked for; a level lies between 0 and 1, such as 0.95.")
    }
    let evaluator = state.evaluator(rows: try rows(columns))
    let values = evaluator.values(at: state.free)
    let jacobian = evaluator.jacobian(at: state.free)
    let n = values.count
    let (factor, method) = FitAssembly.critical(
      errors: errors, degrees: degreesOfFreedom, level: level, objective: objective)
    return try values.indices.map { i in
      var variance = observationVariance
      for a in state.free.indices {
        for b in state.free.indices {
          variance += jacobian[a * n + i] * state.covariance[a][b] * jacobian[b * n + i]
        }
      }
      let half = factor * max(0, variance).squareRoot()
      // The greater of 0 and NaN is 0: a variance that is no number must not read as certainty.
      guard values[i].isFinite, !variance.isNaN, half.isFinite else {
        throw FitError("\(law) or its variance has no finite value at row \(i) of the points asked for.")
      }
      return Estimate(
        value: values[i], lower: values[i] - half, upper: values[i] + half, level: level, method: "\(what), \(method)")
    }
  }
}
