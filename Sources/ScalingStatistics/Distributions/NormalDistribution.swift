#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The normal (Gaussian) distribution.
///
/// Values outside a function's domain give NaN, as in libm; nothing here traps.
public struct NormalDistribution: Sendable, Hashable, Codable {
  /// The mean.
  public let mean: Double
  /// The standard deviation, positive.
  public let standardDeviation: Double

  /// The distribution with mean 0 and standard deviation 1.
  public static let standard = NormalDistribution(mean: 0, standardDeviation: 1)

  /// Creates a normal distribution; a standard deviation that is not positive and finite, or a mean that is not finite, makes every function NaN.
  public init(mean: Double, standardDeviation: Double) {
    self.mean = mean.isFinite ? mean : .nan
    self.standardDeviation = standardDeviation > 0 && standardDeviation.isFinite ? standardDeviation : .nan
  }

  /// The probability density at `x`.
  public func density(at x: Double) -> Double {
    let z = (x - mean) / standardDeviation
    return exp(-0.5 * z * z) / (standardDeviation * (2 * Double.pi).squareRoot())
  }

  /// The probability of a value at most `x`, through erfc so that the lower tail keeps its digits.
  public func cumulativeProbability(at x: Double) -> Double {
    0.5 * erfc(-(x - mean) / (standardDeviation * 2.0.squareRoot()))
  }

  /// The probability of a value above `x`, through erfc so that the upper tail keeps its digits.
  public func upperTailProbability(at x: Double) -> Double {
    0.5 * erfc((x - mean) / (standardDeviation * 2.0.squareRoot()))
  }

  /// The value below which a share `probability` lies; 0 and 1 give minus and plus infinity.
  ///
  /// Algorithm AS 241 (PPND16) of M. J. Wichura, "The Percentage Points of the Normal Distribution", Applied Statistics 37 (1988): relative error of the standard normal below 1e-15 from
  /// 1e-307 to 1 - 1e-16.
  public func quantile(_ probability: Double) -> Double {
    mean + standardDeviation * Self.standardQuantile(probability)
  }

  /// The value above which a share `probability` lies: `quantile` of 1 - probability, without the rounding of that difference.
  public func upperTailQuantile(_ probability: Double) -> Double {
    mean - standardDeviation * Self.standardQuantile(probability)
  }

  private static func standardQuantile(_ probability: Double) -> Double {
    guard probability >= 0, probability <= 1 else { return .nan }
    let center = probability - 0.5
    if abs(center) <= 0.425 {
      let r = 0.180625 - center * center
      return center * polynomial(Self.centralNumerator, r) / polynomial(Self.centralDenominator, r)
    }
    // 1 - p is exact for p >= 1/2, so the upper half costs no digits.
    let tail = min(probability, 1 - probability)
    if tail == 0 { return probability == 0 ? -.infinity : .infinity }
    let root = (-log(tail)).squareRoot()
    let size =
      root <= 5
      ? polynomial(Self.nearNumerator, root - 1.6) / polynomial(Self.nearDenominator, root - 1.6)
      : polynomial(Self.farNumerator, root - 5) / polynomial(Self.farDenominator, root - 5)
    return center < 0 ? -size : size
  }

  private static func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
    var sum = 0.0
    for coefficient in coefficients { sum = sum * x + coefficient }
    return sum
  }

  // Highest power first.
  private static let centralNumerator: [Double] = [
    2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
    1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080e0,
  ]
  private static let centralDenominator: [Double] = [
    5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
    5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1.0,
  ]
  private static let nearNumerator: [Double] = [
    7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e0,
    3.64784832476320460504e0, 5.76949722146069140550e0, 4.63033784615654529590e0, 1.42343711074968357734e0,
  ]
  private static let nearDenominator: [Double] = [
    1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
    6.89767334985100004550e-1, 1.67638483018380384940e0, 2.05319162663775882187e0, 1.0,
  ]
  private static let farNumerator: [Double] = [
    2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
    2.96560571828504891230e-1, 1.78482653991729133580e0, 5.46378491116411436990e0, 6.65790464350110377720e0,
  ]
  private static let farDenominator: [Double] = [
    2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
    1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1.0,
  ]
}
