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
  /// The interval of the law's mean at some x, by a stated construction; throws as the band of the delta method does, and the profile as `profileInterval(of:level:)`.
  public func confidenceBand(at x: [Double], level: Double? = nil, by construction: BandConstruction) throws
    -> [Estimate]
  {
    let level = try checked(level)
    switch construction {
    case .delta: return try confidenceBand(at: x, level: level)
    case .profile: return try profileBand(at: [x], level: level, looseness: 0, what: "mean")
    case .simultaneous: return try simultaneousBand(at: x, level: level)
    }
  }

  /// The interval of a new observation of unit weight at some x, by a stated construction; needs errors of unknown size.
  ///
  /// The profile holds the new observation at a value, adds it to the data and fits again. Throws as `confidenceBand(at:level:by:)` does, and for a simultaneous band, which is of the curve.
  public func predictionBand(at x: [Double], level: Double? = nil, by construction: BandConstruction) throws
    -> [Estimate]
  {
    let level = try checked(level)
    switch construction {
    case .delta: return try predictionBand(at: x, level: level)
    case .profile:
      guard !errors.isScaleKnown else {
        throw FitError("A new observation's error is not known here: add its variance to the band of the mean.")
      }
      return try profileBand(at: [x], level: level, looseness: 1, what: "new observation")
    case .simultaneous:
      throw FitError("A simultaneous band is one of the curve: ask for a confidence band.")
    }
  }

  /// The interval of the law's mean at some points given as a column for each predictor, by the profile.
  public func profileBand(at columns: [String: [Double]], level: Double? = nil) throws -> [Estimate] {
    try profileBand(
      at: try FitInput.ordered(columns, for: state.model), level: try checked(level), looseness: 0, what: "mean")
  }

  private func profileBand(at x: [[Double]], level: Double, looseness: Double, what: String) throws -> [Estimate] {
    let names = state.model.predictorNames
    guard x.count == names.count else {
      throw FitError("A \(law) has the predictors \(names.joined(separator: ", ")): a column is needed for each.")
    }
    for (name, column) in zip(names, x) {
      if let bad = column.first(where: { !$0.isFinite || state.model.needsPositivePredictor && $0 <= 0 }) {
        throw FitError("A \(law) is not defined at \(name) = \(bad).")
      }
    }
    return try BLASThreads.single(points: state.y.count, errors: errors) {
      let search = try ProfileSearch(self)
      return try x[0].indices.map { row in
        let point = zip(x, state.references).map { PredictorColumn([$0[row]], reference: $1) }
        let (values, gradients) = state.evaluated(point)
        guard values[0].isFinite else {
          throw FitError(
            "The \(law) has no finite value at \(zip(names, x).map { "\($0) = \($1[row])" }.joined(separator: ", ")).")
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

  private func simultaneousBand(at x: [Double], level: Double) throws -> [Estimate] {
    let pointwise = try confidenceBand(at: x, level: level)
    let free = observationCount - degreesOfFreedom
    let critical = FitAssembly.critical(errors: errors, degrees: degreesOfFreedom, level: level).factor
    let squared =
      errors.isScaleKnown
      ? ChiSquaredDistribution(degreesOfFreedom: Double(free)).quantile(level)
      : Double(free)
        * FDistribution(numeratorDegreesOfFreedom: Double(free), denominatorDegreesOfFreedom: Double(degreesOfFreedom))
        .quantile(level)
    let stretch = squared.squareRoot() / critical
    guard stretch.isFinite, pointwise.allSatisfy({ (stretch * ($0.upper - $0.value)).isFinite }) else {
      throw FitError("The simultaneous band of this \(law) leaves the range of floating-point numbers.")
    }
    return pointwise.map {
      Estimate(
        value: $0.value, lower: $0.value - stretch * ($0.value - $0.lower),
        upper: $0.value + stretch * ($0.upper - $0.value), level: level,
        method: "simultaneous band of the mean (Scheffé, \(free) parameters), \(errors.assumption)")
    }
  }
}
