#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What fits of the same observations are ranked by: the likelihood, less a price for each parameter.
public enum InformationCriterion: String, Sendable, Hashable, Codable, CaseIterable {
  /// Akaike's, with the second-order correction where the scale of the errors is estimated (Hurvich and Tsai 1989): the law that predicts data like these best.
  case correctedAkaike
  /// Schwarz's (1978): the law that is likeliest to be the true one, if one of the list is.
  case bayesian

  /// "AICc" or "BIC".
  public var symbol: String { self == .correctedAkaike ? "AICc" : "BIC" }

  /// The criterion of a fit; infinite where there are too few observations for it.
  public func value(of fit: any FittedModel) -> Double {
    self == .correctedAkaike ? fit.correctedAkaikeCriterion : fit.bayesianCriterion
  }

  /// The differences from the least value and the weights exp(-Δ/2) over their sum; nil where no value is finite.
  static func weights(_ values: [Double]) -> (differences: [Double], weights: [Double])? {
    guard let least = values.min(), least.isFinite else { return nil }
    let differences = values.map { $0 - least }
    let shares = differences.map { exp(-0.5 * $0) }
    let total = shares.reduce(0, +)
    return (differences, shares.map { $0 / total })
  }

  /// -2 ln L + k ln n.
  static func bayesian(
    logLikelihood: Double, observations: Double, free: Int, degrees: Int, isScaleKnown: Bool
  ) -> Double {
    // Without degrees of freedom a fitted scale is 0 and the likelihood has no bound.
    guard isScaleKnown || degrees > 0 else { return .infinity }
    return -2 * logLikelihood + Double(isScaleKnown ? free : free + 1) * log(observations)
  }
}

extension Fit {
  /// Schwarz's criterion, -2 ln L + k ln n: k counts the free parameters, and the scale of the errors where it is estimated.
  ///
  /// Parameters on a bound are not free. n is the number of observations, or of problems for nested shares, whose counts are their draws. Infinite where an estimated scale has no degrees of freedom
  /// and for objectives without a likelihood. G. Schwarz, "Estimating the Dimension of a Model" (1978).
  public var bayesianCriterion: Double {
    var observations = Double(observationCount)
    if case .multinomial(let shares) = likelihood { observations = shares.problemCount }
    return InformationCriterion.bayesian(
      logLikelihood: logLikelihood, observations: observations, free: observationCount - degreesOfFreedom,
      degrees: degreesOfFreedom, isScaleKnown: errors.isScaleKnown)
  }
}

extension NonlinearFit {
  /// Schwarz's criterion, -2 ln L + k ln n, as for a `Fit`.
  public var bayesianCriterion: Double {
    InformationCriterion.bayesian(
      logLikelihood: logLikelihood, observations: Double(observationCount), free: observationCount - degreesOfFreedom,
      degrees: degreesOfFreedom, isScaleKnown: errors.isScaleKnown)
  }
}
