/// The chi-squared distribution: what a sum of squared whitened residuals follows when the law and the known errors are both right.
///
/// Values outside a function's domain give NaN, as in libm; nothing here traps.
public struct ChiSquaredDistribution: Sendable, Hashable, Codable {
  /// The degrees of freedom, positive and finite; not necessarily whole.
  public let degreesOfFreedom: Double

  /// Creates a chi-squared distribution; degrees of freedom that are not positive and finite make every function NaN.
  public init(degreesOfFreedom: Double) {
    self.degreesOfFreedom = degreesOfFreedom > 0 && degreesOfFreedom.isFinite ? degreesOfFreedom : .nan
  }

  /// The probability density at `x`; 0 below 0, and at 0 infinite for fewer than two degrees of freedom.
  public func density(at x: Double) -> Double {
    if degreesOfFreedom.isNaN || x.isNaN { return .nan }
    if x < 0 { return 0 }
    let a = degreesOfFreedom / 2
    if x == 0 { return a < 1 ? .infinity : (a == 1 ? 0.5 : 0) }
    return IncompleteGamma.logDensity(a, x / 2, slope: a - x / 2) / x
  }

  /// The probability of a value at most `x`.
  public func cumulativeProbability(at x: Double) -> Double {
    IncompleteGamma.tails(degreesOfFreedom / 2, positivePart(x) / 2).lower
  }

  /// The probability of a value above `x`: the p-value of a lack-of-fit test.
  public func upperTailProbability(at x: Double) -> Double {
    IncompleteGamma.tails(degreesOfFreedom / 2, positivePart(x) / 2).upper
  }

  /// The value below which a share `probability` lies; 0 and 1 give 0 and infinity.
  public func quantile(_ probability: Double) -> Double {
    2 * IncompleteGamma.inverse(degreesOfFreedom / 2, tail: probability, lower: true)
  }

  /// The value above which a share `probability` lies: `quantile` of 1 - probability, without the rounding of that difference.
  public func upperTailQuantile(_ probability: Double) -> Double {
    2 * IncompleteGamma.inverse(degreesOfFreedom / 2, tail: probability, lower: false)
  }

  /// max(0, x) would turn a NaN into 0.
  private func positivePart(_ x: Double) -> Double { x < 0 ? 0 : x }
}
