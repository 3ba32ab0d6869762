import ScalingStatistics

/// What a test of a fit compares with its distribution.
public enum TestStatistic: String, Sendable, Hashable, Codable {
  /// A ratio of two mean squares, for errors of a size that the residuals tell.
  case f
  /// A sum of squares over known variances, for errors of known size.
  case chiSquared
  /// Twice the difference of two log-likelihoods, chi-squared for large samples: for the counts of nested shares.
  case likelihoodRatio

  /// "F", "chi-squared" or "likelihood ratio".
  public var name: String {
    switch self {
    case .f: "F"
    case .chiSquared: "chi-squared"
    case .likelihoodRatio: "likelihood ratio"
    }
  }

  /// The upper tail, with no degrees of freedom below the line where nothing is estimated there.
  func probability(_ value: Double, numerator: Int, denominator: Int?) -> Double {
    guard let denominator else {
      return ChiSquaredDistribution(degreesOfFreedom: Double(numerator)).upperTailProbability(at: value)
    }
    return FDistribution(
      numeratorDegreesOfFreedom: Double(numerator), denominatorDegreesOfFreedom: Double(denominator)
    ).upperTailProbability(at: value)
  }

  /// "F = 1.72 on 1 and 19, p = 0.21".
  func sentence(_ value: Double, numerator: Int, denominator: Int?, probability: Double) -> String {
    let degrees = denominator.map { "\(numerator) and \($0)" } ?? "\(numerator)"
    let p = probability > 0 ? "p = \(DecimalText.significant(probability, 2))" : "p below 1e-300"
    return "\(name) = \(DecimalText.significant(value, 3)) on \(degrees), \(p)"
  }
}
