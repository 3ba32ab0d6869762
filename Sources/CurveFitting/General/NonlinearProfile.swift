import ScalingStatistics

extension NonlinearFit {
  /// The profile interval of a parameter: every value that the data do not refuse once all other parameters are fitted again.
  ///
  /// Thresholds, open sides and method are those of a `Fit`'s profile interval. An end on one of the parameter's bounds is that bound. Throws `FitError` for an unknown name, a parameter that is
  /// held, a level outside 0 to 1, no degrees of freedom, an objective other than squares, a fit that did not converge and one with a parameter that is not identified. About 20 fits from near the minimum.
  /// D. M. Bates and D. G. Watts, "Nonlinear Regression Analysis and Its Applications" (1988), section 6.1.
  public func profileInterval(of name: String, level: Double? = nil) throws -> Estimate {
    let index = try index(ofParameter: name)
    let level = try checkedLevel(level)
    return try BLASThreads.single(points: state.y.count, errors: errors) {
      try parameterInterval(index, profile: try GeneralProfile(self), level: level)
    }
  }

  /// The profile intervals of all parameters, in their order; throws as `profileInterval(of:level:)` does.
  public func profileIntervals(level: Double? = nil) throws -> [Estimate] {
    let level = try checkedLevel(level)
    return try BLASThreads.single(points: state.y.count, errors: errors) {
      let profile = try GeneralProfile(self)
      return try parameters.indices.map { try parameterInterval($0, profile: profile, level: level) }
    }
  }

  /// The interval of a parameter by the construction whose coverage holds: the profile where the fit has one, else the interval of `parameters`.
  ///
  /// Objectives other than squares keep the interval of their sandwich; `method` of the estimate says which it is. Throws `FitError` for an unknown name, and where there is neither.
  public func interval(of name: String, level: Double? = nil) throws -> Estimate {
    let index = try index(ofParameter: name)
    let level = try checkedLevel(level)
    if objective == .squares, let profile = try? profileInterval(of: name, level: level) { return profile }
    let parameter = parameters[index]
    guard let interval = parameter.waldInterval else {
      throw FitError("\(name) has no interval: it is \(parameter.verdict.explanation).")
    }
    func factor(_ level: Double) -> Double {
      FitAssembly.critical(errors: errors, degrees: max(degreesOfFreedom, 1), level: level).factor
    }
    let stretch = level == self.level ? 1 : factor(level) / factor(self.level)
    return Estimate(
      value: parameter.value, lower: parameter.value - stretch * (parameter.value - interval.lower),
      upper: parameter.value + stretch * (interval.upper - parameter.value), level: level, method: interval.method)
  }

  /// The profile of a parameter, at `pointsPerSide` values on either side of the estimate, at even steps of the signed root up to `reach` times the threshold of the interval.
  ///
  /// Where a side is open, or a bound ends it, the points end with the last root that was reached. Throws as `profileInterval(of:level:)` does.
  public func profile(
    of name: String, level: Double? = nil, pointsPerSide: Int = 10, reach: Double = 1.25
  ) throws -> ProfileLikelihood {
    let index = try index(ofParameter: name)
    let level = try checkedLevel(level)
    guard pointsPerSide > 0, pointsPerSide <= 10_000, reach > 0, reach.isFinite else {
      throw FitError(
        "A profile needs 1 to 10000 points a side and a positive reach, not \(pointsPerSide) and \(reach).")
    }
    return try BLASThreads.single(points: state.y.count, errors: errors) {
      let profile = try GeneralProfile(self)
      let interval = try parameterInterval(index, profile: profile, level: level)
      let threshold = threshold(level: level).squareRoot()
      var points = [(value: parameters[index].value, root: 0.0)]
      for direction in [-1.0, 1] {
        for step in 1...pointsPerSide where !profile.isExact {
          let root = reach * threshold * Double(step) / Double(pointsPerSide)
          let quantity = try quantity(ofParameter: index, profile: profile)
          let end = end(quantity, profile: profile, direction: direction, threshold: root * root)
          guard end.value.isFinite, !end.isBound else { break }
          points.append((end.value * quantity.factor, (quantity.factor < 0 ? -direction : direction) * root))
        }
      }
      points.sort { $0.root < $1.root }
      return ProfileLikelihood(
        headline: "profile of \(name): \(interval.headline)"
          + (interval.lower == -.infinity ? ", open below" : "") + (interval.upper == .infinity ? ", open above" : ""),
        parameter: name, interval: interval, values: points.map(\.value), signedRoots: points.map(\.root),
        threshold: threshold)
    }
  }

  // MARK: What the profiles share

  /// The squared factor of a pointwise interval.
  func threshold(level: Double) -> Double {
    let factor = FitAssembly.critical(errors: errors, degrees: degreesOfFreedom, level: level).factor
    return factor * factor
  }

  /// A quantity whose profile is taken, in the coordinate that the search moves.
  struct Quantity {
    var estimate: Double
    /// Its standard error, or a guess of it.
    var error: Double
    /// The change of the free parameters with the quantity.
    var drift: [Double]
    var range: ClosedRange<Double>
    /// From the coordinate to what is reported.
    var factor = 1.0
    /// The least sum of squares with the quantity at a value.
    var minimum: (Double, [Double]) -> Double
  }

  struct ProfileEnd {
    var value: Double
    var isBound = false
    /// Why the side is open.
    var openness: String?
    /// The free parameters there.
    var position: [Double] = []
  }

  func end(_ quantity: Quantity, profile: GeneralProfile, direction: Double, threshold: Double) -> ProfileEnd {
    guard !profile.isExact else { return ProfileEnd(value: quantity.estimate, position: state.free) }
    let range = quantity.range
    let limit = direction > 0 ? range.upperBound - quantity.estimate : quantity.estimate - range.lowerBound
    let bound = ProfileEnd(value: direction > 0 ? range.upperBound : range.lowerBound, isBound: true)
    guard limit > 0 else { return bound }
    let error = quantity.error
    let unit = error > 0 && error.isFinite ? error : max(1e-3 * abs(quantity.estimate), 1e-12)
    let outcome = ProfileRoot(
      leastSquares: profile.leastSquares, rise: threshold * profile.variance, best: state.free,
      drift: quantity.drift.map { direction * $0 }, longestMove: .greatestFiniteMagnitude, tolerance: 1e-11
    ).search(first: min(unit * threshold.squareRoot(), limit), limit: limit) { distance, guess in
      (quantity.minimum(quantity.estimate + direction * distance, guess), profile.position)
    }
    switch outcome {
    case .found(let place):
      return ProfileEnd(value: quantity.estimate + direction * place.distance, position: place.position)
    case .limit: return limit.isFinite ? bound : open(direction, quantity)
    case .open: return open(direction, quantity)
    }
  }

  private func open(_ direction: Double, _ quantity: Quantity) -> ProfileEnd {
    ProfileEnd(
      value: direction * .infinity,
      openness: "the data allow any \((direction > 0) == (quantity.factor > 0) ? "larger" : "smaller") value")
  }

  /// The interval between two ends, in what is reported.
  func interval(
    _ first: ProfileEnd, _ second: ProfileEnd, of quantity: Quantity, value: Double, level: Double
  ) -> Estimate {
    var ends = [(first.value * quantity.factor, first.openness), (second.value * quantity.factor, second.openness)]
    if ends[0].0 > ends[1].0 { ends.swapAt(0, 1) }
    let words =
      (ends[0].1.map { "; open below: \($0)" } ?? "") + (ends[1].1.map { "; open above: \($0)" } ?? "")
    return Estimate(
      value: value, lower: ends[0].0, upper: ends[1].0, level: level, method: profileMethod + words)
  }

  /// A standard error of a quantity with a gradient by the free parameters, and how they move with it under the fit's covariance.
  func drift(of gradient: [Double]) -> (error: Double?, slopes: [Double]) {
    let products = state.covariance.map { row in
      zip(row, gradient).reduce(0) { $1.1 == 0 ? $0 : $0 + $1.0 * $1.1 }
    }
    let variance = zip(products, gradient).reduce(0) { $1.1 == 0 ? $0 : $0 + $1.0 * $1.1 }
    guard variance > 0, variance.isFinite, products.allSatisfy(\.isFinite) else {
      return (nil, gradient.map { _ in 0 })
    }
    return (variance.squareRoot(), products.map { $0 / variance })
  }

  private func quantity(ofParameter index: Int, profile: GeneralProfile) throws -> Quantity {
    let place = try profile.coordinate(ofParameter: index, at: parameters[index].value)
    profile.hold(parameter: place.free)
    let drift = drift(of: state.free.indices.map { $0 == place.free ? 1 : 0 })
    let estimate = state.free[place.free]
    return Quantity(
      estimate: estimate, error: drift.error ?? 1e-2 * abs(estimate), drift: drift.slopes,
      range: state.lower[place.free]...state.upper[place.free], factor: place.factor,
      minimum: { profile.minimum(at: $0, from: $1) })
  }

  private func parameterInterval(_ index: Int, profile: GeneralProfile, level: Double) throws -> Estimate {
    let quantity = try quantity(ofParameter: index, profile: profile)
    let threshold = threshold(level: level)
    return interval(
      end(quantity, profile: profile, direction: -1, threshold: threshold),
      end(quantity, profile: profile, direction: 1, threshold: threshold), of: quantity,
      value: parameters[index].value, level: level)
  }
}
