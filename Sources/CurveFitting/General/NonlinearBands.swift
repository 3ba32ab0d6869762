import ScalingStatistics

extension NonlinearFit {
  /// The interval of the model's mean at some x, by a stated construction; throws as the band of the delta method does, and the profile as `profileInterval(of:level:)`.
  public func confidenceBand(at x: [Double], level: Double? = nil, by construction: BandConstruction) throws
    -> [Estimate]
  {
    let level = try checkedLevel(level)
    switch construction {
    case .delta: return try confidenceBand(at: x, level: level)
    case .profile: return try profileBand(at: [try onlyPredictor(): x], level: level)
    case .simultaneous: return try simultaneous(try confidenceBand(at: x, level: level), level: level)
    }
  }

  /// The interval of a new observation of unit weight at some x, by a stated construction; needs errors of unknown size.
  ///
  /// The profile holds the new observation at a value, adds it to the data and fits again. Throws as `confidenceBand(at:level:by:)` does, and for a simultaneous band, which is of the curve.
  public func predictionBand(at x: [Double], level: Double? = nil, by construction: BandConstruction) throws
    -> [Estimate]
  {
    let level = try checkedLevel(level)
    switch construction {
    case .delta: return try predictionBand(at: x, level: level)
    case .profile:
      guard !errors.isScaleKnown else {
        throw FitError("A new observation's error is not known here: add its variance to the band of the mean.")
      }
      return try profileBand(at: [try onlyPredictor(): x], level: level, isObservation: true)
    case .simultaneous:
      throw FitError("A simultaneous band is one of the curve: ask for a confidence band.")
    }
  }

  /// The interval of the model's mean at some points given as a column for each predictor, by the profile.
  public func profileBand(at columns: [String: [Double]], level: Double? = nil) throws -> [Estimate] {
    try profileBand(at: columns, level: try checkedLevel(level), isObservation: false)
  }

  private func profileBand(
    at columns: [String: [Double]], level: Double, isObservation: Bool
  ) throws -> [Estimate] {
    let rows = try rows(columns)
    let width = state.model.predictors.count
    return try BLASThreads.single(points: state.y.count, errors: errors) {
      let profile = try GeneralProfile(self)
      return try stride(from: 0, to: rows.count, by: width).map { start in
        let point = Array(rows[start..<(start + width)])
        let evaluator = state.evaluator(rows: point)
        let value = evaluator.values(at: state.free)[0]
        let gradient = evaluator.jacobian(at: state.free)
        guard value.isFinite, gradient.allSatisfy(\.isFinite) else {
          throw FitError("\(law) has no finite value at row \(start / width) of the points asked for.")
        }
        return pointEstimate(
          value, gradient: gradient, point: point, profile: profile, level: level, isObservation: isObservation)
      }
    }
  }

  private func pointEstimate(
    _ value: Double, gradient: [Double], point: [Double], profile: GeneralProfile, level: Double, isObservation: Bool
  ) -> Estimate {
    let drift = drift(of: gradient)
    let error = drift.error ?? profile.deviation
    let threshold = threshold(level: level)
    let quantity: Quantity
    if isObservation {
      profile.hold(point: point, factor: 1)
      let total = error * error + profile.deviation * profile.deviation
      quantity = Quantity(
        estimate: value, error: total.squareRoot(), drift: drift.slopes.map { $0 * error * error / total },
        range: -.infinity ... .infinity, minimum: { profile.minimumWithObservation(at: $0, from: $1) })
    } else {
      // As heavy as all the data are for this value: it then moves half as far as the observation.
      profile.hold(point: point, factor: profile.unit / error)
      quantity = Quantity(
        estimate: value, error: 2 * error, drift: drift.slopes.map { 0.5 * $0 }, range: -.infinity ... .infinity,
        minimum: { profile.minimum(at: $0, from: $1) })
    }
    func side(_ direction: Double) -> ProfileEnd {
      var end = end(quantity, profile: profile, direction: direction, threshold: threshold)
      if !isObservation, end.value.isFinite, !profile.isExact { end.value = profile.heldValue(at: end.position) }
      return end
    }
    let estimate = interval(side(-1), side(1), of: quantity, value: value, level: level)
    return Estimate(
      value: estimate.value, lower: estimate.lower, upper: estimate.upper, level: level,
      method: "\(isObservation ? "new observation" : "mean"), \(estimate.method)")
  }
}
