/// The F distribution (Fisher and Snedecor): what the ratio of two independent mean squares follows when both estimate the same variance.
///
/// Values outside a function's domain give NaN, as in libm; nothing here traps. One of the two degrees of freedom may be infinite: a mean square over a known variance.
public struct FDistribution: Sendable, Hashable, Codable {
  /// The degrees of freedom of the mean square above the line, positive; not necessarily whole.
  public let numeratorDegreesOfFreedom: Double
  /// The degrees of freedom of the mean square below the line, positive; not necessarily whole.
  public let denominatorDegreesOfFreedom: Double

  /// Creates an F distribution; degrees of freedom that are not positive, or both infinite, make every function NaN.
  public init(numeratorDegreesOfFreedom: Double, denominatorDegreesOfFreedom: Double) {
    let valid =
      numeratorDegreesOfFreedom > 0 && denominatorDegreesOfFreedom > 0
      && (numeratorDegreesOfFreedom.isFinite || denominatorDegreesOfFreedom.isFinite)
    self.numeratorDegreesOfFreedom = valid ? numeratorDegreesOfFreedom : .nan
    self.denominatorDegreesOfFreedom = valid ? denominatorDegreesOfFreedom : .nan
  }

  private var a: Double { numeratorDegreesOfFreedom / 2 }
  private var b: Double { denominatorDegreesOfFreedom / 2 }

  /// The probability density at `f`; 0 below 0, and at 0 infinite for fewer than two degrees of freedom above the line.
  public func density(at f: Double) -> Double {
    if a.isNaN || f.isNaN { return .nan }
    if f < 0 || f == .infinity { return 0 }
    if f == 0 { return a < 1 ? .infinity : (a == 1 ? 1 : 0) }
    if b == .infinity { return IncompleteGamma.logDensity(a, a * f, slope: a * (1 - f)) / f }
    if a == .infinity { return IncompleteGamma.logDensity(b, b / f, slope: b * (f - 1) / f) / f }
    return IncompleteBeta.logOddsDensity(a, b, place(f)) / f
  }

  /// The probability of a value at most `f`.
  public func cumulativeProbability(at f: Double) -> Double { tails(at: f).lower }

  /// The probability of a value above `f`: the p-value of a variance ratio.
  public func upperTailProbability(at f: Double) -> Double { tails(at: f).upper }

  /// The value below which a share `probability` lies; 0 and 1 give 0 and infinity.
  public func quantile(_ probability: Double) -> Double { value(probability, lower: true) }

  /// The value above which a share `probability` lies, the critical value of a test at that level: `quantile` of 1 - probability, without the rounding of that difference.
  public func upperTailQuantile(_ probability: Double) -> Double { value(probability, lower: false) }

  private func value(_ probability: Double, lower: Bool) -> Double {
    if b == .infinity { return IncompleteGamma.inverse(a, tail: probability, lower: lower) / a }
    if a == .infinity { return b / IncompleteGamma.inverse(b, tail: probability, lower: !lower) }
    return IncompleteBeta.odds(a, b, tail: probability, lower: lower) * (b / a)
  }

  private func tails(at f: Double) -> (lower: Double, upper: Double) {
    if a.isNaN || f.isNaN { return (.nan, .nan) }
    if f <= 0 { return (0, 1) }
    if f == .infinity { return (1, 0) }
    if b == .infinity { return IncompleteGamma.tails(a, a * f, slope: a * (1 - f)) }
    if a == .infinity {
      let inverse = IncompleteGamma.tails(b, b / f, slope: b * (f - 1) / f)
      return (inverse.upper, inverse.lower)
    }
    return IncompleteBeta.tails(a, b, place(f))
  }

  /// With x / y = f a / b, a y - b x is a y (1 - f): the difference that matters is formed from f itself.
  private func place(_ f: Double) -> IncompleteBeta.Place {
    let odds = f * (a / b)
    if odds < 1 {
      let y = 1 / (1 + odds)
      return IncompleteBeta.Place(x: odds * y, y: y, slope: a * y * (1 - f))
    }
    let inverse = b / a / f
    let x = 1 / (1 + inverse)
    return IncompleteBeta.Place(x: x, y: inverse * x, slope: b * x * (1 / f - 1))
  }
}
