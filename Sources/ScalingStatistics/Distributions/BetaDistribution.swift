/// The beta distribution on 0 to 1: what a share's posterior and the order statistics of uniform numbers follow.
///
/// Values outside a function's domain give NaN, as in libm; nothing here traps.
public struct BetaDistribution: Sendable, Hashable, Codable {
  /// The first shape, positive and finite: the power of x, plus one.
  public let alpha: Double
  /// The second shape, positive and finite: the power of 1 - x, plus one.
  public let beta: Double

  /// Creates a beta distribution; a shape that is not positive and finite makes every function NaN.
  public init(alpha: Double, beta: Double) {
    let valid = alpha > 0 && beta > 0 && alpha.isFinite && beta.isFinite
    self.alpha = valid ? alpha : .nan
    self.beta = valid ? beta : .nan
  }

  /// The probability density at `x`; 0 outside 0 to 1, and infinite at an end whose shape is below 1.
  public func density(at x: Double) -> Double {
    if alpha.isNaN || x.isNaN { return .nan }
    if x < 0 || x > 1 { return 0 }
    if x == 0 { return alpha < 1 ? .infinity : (alpha == 1 ? beta : 0) }
    if x == 1 { return beta < 1 ? .infinity : (beta == 1 ? alpha : 0) }
    let place = IncompleteBeta.Place(x: x, a: alpha, b: beta)
    return IncompleteBeta.logOddsDensity(alpha, beta, place) / place.x / place.y
  }

  /// The probability of a value at most `x`: the regularised incomplete beta function.
  public func cumulativeProbability(at x: Double) -> Double { tails(at: x).lower }

  /// The probability of a value above `x`.
  public func upperTailProbability(at x: Double) -> Double { tails(at: x).upper }

  /// The value below which a share `probability` lies; 0 and 1 give the ends.
  public func quantile(_ probability: Double) -> Double {
    share(IncompleteBeta.odds(alpha, beta, tail: probability, lower: true))
  }

  /// The value above which a share `probability` lies: `quantile` of 1 - probability, without the rounding of that difference.
  public func upperTailQuantile(_ probability: Double) -> Double {
    share(IncompleteBeta.odds(alpha, beta, tail: probability, lower: false))
  }

  private func share(_ odds: Double) -> Double { odds > 1 ? 1 / (1 + 1 / odds) : odds / (1 + odds) }

  private func tails(at x: Double) -> (lower: Double, upper: Double) {
    if x.isNaN { return (.nan, .nan) }
    return IncompleteBeta.tails(alpha, beta, IncompleteBeta.Place(x: min(max(x, 0), 1), a: alpha, b: beta))
  }
}
