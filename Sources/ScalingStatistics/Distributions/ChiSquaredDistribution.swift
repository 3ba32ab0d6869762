#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The chi-squared distribution: what a sum of squared whitened residuals follows when the law and the known errors are both right.
///
/// Values outside a function's domain give NaN, as in libm; nothing here traps.
public struct ChiSquaredDistribution: Sendable, Hashable, Codable {
  /// The degrees of freedom, positive.
  public let degreesOfFreedom: Double

  /// Creates a chi-squared distribution; degrees of freedom that are not positive make every function NaN.
  public init(degreesOfFreedom: Double) {
    self.degreesOfFreedom = degreesOfFreedom > 0 ? degreesOfFreedom : .nan
  }

  /// The probability of a value at most `x`.
  public func cumulativeProbability(at x: Double) -> Double {
    SpecialFunctions.regularizedGamma(degreesOfFreedom / 2, positivePart(x) / 2).lower
  }

  /// The probability of a value above `x`: the p-value of a lack-of-fit test.
  public func upperTailProbability(at x: Double) -> Double {
    SpecialFunctions.regularizedGamma(degreesOfFreedom / 2, positivePart(x) / 2).upper
  }

  /// max(0, x) would turn a NaN into 0.
  private func positivePart(_ x: Double) -> Double { x < 0 ? 0 : x }
}
