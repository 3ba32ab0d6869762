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

  /// Creates a normal distribution; a standard deviation that is not positive makes every function NaN.
  public init(mean: Double, standardDeviation: Double) {
    self.mean = mean
    self.standardDeviation = standardDeviation > 0 ? standardDeviation : .nan
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

  /// The value below which a share `probability` lies.
  ///
  /// Abramowitz and Stegun 26.2.23 gives the start (error below 4.5e-4), Halley's steps on the tail probability the digits:
  /// relative error about 1e-15 for probabilities from 1e-300 to 1 - 1e-16. 0 and 1 give minus and plus infinity.
  public func quantile(_ probability: Double) -> Double {
    guard probability >= 0, probability <= 1 else { return .nan }
    if probability == 0 { return -.infinity }
    if probability == 1 { return .infinity }
    // 1 - p is exact for p >= 1/2, so the upper half costs no digits.
    let tail = min(probability, 1 - probability)
    let t = (-2 * log(tail)).squareRoot()
    var z =
      t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
    for _ in 0..<4 {
      let density = exp(-0.5 * z * z) / (2 * Double.pi).squareRoot()
      guard density > 0 else { break }
      let error = (0.5 * erfc(z / 2.0.squareRoot()) - tail) / density
      z += error / (1 + 0.5 * z * error)
    }
    let signed = probability < 0.5 ? -z : (probability == 0.5 ? 0 : z)
    return mean + standardDeviation * signed
  }
}
