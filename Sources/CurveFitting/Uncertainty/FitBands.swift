import ScalingStatistics

/// How a band is made.
public enum BandConstruction: String, Sendable, Hashable, Codable {
  /// The delta method: the law is taken as straight in its parameters.
  case delta
  /// The profile of the law's value at each point.
  case profile
  /// The delta method with Scheffé's factor √(p F(p, degrees of freedom)): all points of the curve lie inside at once with the stated level.
  case simultaneous
}

extension Fit {
  /// The interval of the law's mean at some x: pointwise, for independent points or a given covariance; by the delta method unless another construction is named.
  ///
  /// `level` is the fit's own unless given. Throws `FitError` for an x where the law is not defined and a law of several predictors. By the delta method a parameter on a bound is taken as fixed, and
  /// one that is not identified leaves no band; the profile throws as `profileInterval(of:level:)` does. O(n) by the delta method; about 50 evaluations of the law an x by the profile.
  public func confidenceBand(
    at x: [Double], level: Double? = nil, by construction: BandConstruction = .delta
  ) throws -> [Estimate] {
    try meanBand(at: [x], level: try checkedLevel(level), by: construction)
  }

  /// The interval of the law's mean at some points, given as a column for each predictor; otherwise as for one predictor.
  public func confidenceBand(
    at columns: [String: [Double]], level: Double? = nil, by construction: BandConstruction = .delta
  ) throws -> [Estimate] {
    try meanBand(at: try FitInput.ordered(columns, for: state.model), level: try checkedLevel(level), by: construction)
  }

  /// The interval of a new observation of unit weight at some x; needs errors of unknown size (the residuals tell it).
  ///
  /// The profile holds the new observation at a value, adds it to the data and fits again. Throws as `confidenceBand(at:level:by:)` does, and for a simultaneous band, which is of the curve.
  public func predictionBand(
    at x: [Double], level: Double? = nil, by construction: BandConstruction = .delta
  ) throws -> [Estimate] {
    try observationBand(at: [x], level: try checkedLevel(level), by: construction)
  }

  /// The interval of a new observation of unit weight at some points, given as a column for each predictor; otherwise as for one predictor.
  public func predictionBand(
    at columns: [String: [Double]], level: Double? = nil, by construction: BandConstruction = .delta
  ) throws -> [Estimate] {
    try observationBand(
      at: try FitInput.ordered(columns, for: state.model), level: try checkedLevel(level), by: construction)
  }

  private func meanBand(at x: [[Double]], level: Double, by construction: BandConstruction) throws -> [Estimate] {
    switch construction {
    case .delta: try deltaBand(at: x, level: level, observationVariance: 0, what: "mean")
    case .profile: try profileBand(at: x, level: level, looseness: 0, what: "mean")
    case .simultaneous: try simultaneousBand(at: x, level: level)
    }
  }

  private func observationBand(at x: [[Double]], level: Double, by construction: BandConstruction) throws -> [Estimate]
  {
    let variance = try observationVariance
    switch construction {
    case .delta:
      return try deltaBand(at: x, level: level, observationVariance: variance, what: "new observation")
    case .profile: return try profileBand(at: x, level: level, looseness: 1, what: "new observation")
    case .simultaneous:
      throw FitError("A simultaneous band is one of the curve: ask for a confidence band.")
    }
  }

  private var observationVariance: Double {
    get throws {
      guard objective == .squares else {
        throw FitError(
          "Under the objective \(objective.explanation) the errors of y have no one variance: there is no prediction band."
        )
      }
      guard let deviation = residualStandardError else {
        throw FitError("A new observation's error is not known here: add its variance to the band of the mean.")
      }
      return deviation * deviation
    }
  }

  private func deltaBand(at x: [[Double]], level: Double, observationVariance: Double, what: String) throws
    -> [Estimate]
  {
    guard state.isCovarianceFinite else {
      throw FitError("This \(law) has no band: \(warnings.first ?? "its covariance is not defined").")
    }
    try check(x)
    let (values, gradients) = state.evaluated(state.predictors(x))
    let (factor, method) = FitAssembly.critical(
      errors: errors, degrees: degreesOfFreedom, level: level, objective: objective)
    return try values.indices.map { i in
      let variance = observationVariance + FitAssembly.variance(state.covariance, along: gradients[i])
      let half = factor * max(0, variance).squareRoot()
      // The greater of 0 and NaN is 0: a variance that is no number must not read as certainty.
      guard values[i].isFinite, !variance.isNaN, half.isFinite else {
        throw FitError(
          "The \(law) or its variance has no finite value at \(zip(state.model.predictorNames, x).map { "\($0) = \($1[i])" }.joined(separator: ", "))."
        )
      }
      return Estimate(
        value: values[i], lower: values[i] - half, upper: values[i] + half, level: level, method: "\(what), \(method)")
    }
  }

  /// Refuses points where the law is not defined.
  private func check(_ x: [[Double]]) throws {
    let names = state.model.predictorNames
    guard x.count == names.count else {
      throw FitError("A \(law) has the predictors \(names.joined(separator: ", ")): a column is needed for each.")
    }
    for (name, column) in zip(state.model.predictorNames, x) {
      if state.model.needsPositivePredictor, let bad = column.first(where: { !($0 > 0) }) {
        throw FitError("A \(law) is not defined at \(name) = \(bad): \(name) must be above 0.")
      }
      if let bad = column.first(where: { !$0.isFinite }) {
        throw FitError("A band was asked for at \(name) = \(bad), not a finite number.")
      }
    }
  }

  private func profileBand(at x: [[Double]], level: Double, looseness: Double, what: String) throws -> [Estimate] {
    if let exchange { throw FitError("This \(law) has no band: \(exchange.warning).") }
    try check(x)
    return try BLASThreads.single(points: state.y.count, errors: errors) {
      let search = try ProfileSearch(self)
      return try x[0].indices.map { row in
        let point = zip(x, state.references).map { PredictorColumn([$0[row]], reference: $1) }
        let (values, gradients) = state.evaluated(point)
        guard values[0].isFinite else {
          throw FitError(
            "The \(law) has no finite value at \(zip(state.model.predictorNames, x).map { "\($0) = \($1[row])" }.joined(separator: ", "))."
          )
        }
        let drift = drift(of: gradients[0], path: search.path)
        let spread = (state.y.max() ?? 0) - (state.y.min() ?? 0)
        var error = drift.error ?? 0.1 * spread
        var slopes = drift.slopes
        if looseness > 0, let deviation = residualStandardError {
          let total = error * error + deviation * deviation
          slopes = slopes.map { $0 * error * error / total }
          error = total.squareRoot()
        }
        let quantity = ProfiledQuantity(
          name: what, target: .value(point, looseness: looseness), estimate: values[0], error: error, drift: slopes,
          range: -.infinity ... .infinity, isParameter: false, value: values[0], reported: { $0 })
        let estimate = try profileEstimate(quantity, search: search, level: level)
        return Estimate(
          value: estimate.value, lower: estimate.lower, upper: estimate.upper, level: level,
          method: "\(what), \(estimate.method)")
      }
    }
  }

  private func simultaneousBand(at x: [[Double]], level: Double) throws -> [Estimate] {
    try simultaneous(try deltaBand(at: x, level: level, observationVariance: 0, what: "mean"), level: level)
  }
}
