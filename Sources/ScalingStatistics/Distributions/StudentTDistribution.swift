#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Student's t distribution.
///
/// Values outside a function's domain give NaN, as in libm; nothing here traps. Infinite degrees of freedom are the normal distribution.
public struct StudentTDistribution: Sendable, Hashable, Codable {
  /// The degrees of freedom, positive; not necessarily whole.
  public let degreesOfFreedom: Double

  /// Creates a t distribution; degrees of freedom that are not positive make every function NaN.
  public init(degreesOfFreedom: Double) {
    self.degreesOfFreedom = degreesOfFreedom > 0 ? degreesOfFreedom : .nan
  }

  /// The probability density at `t`.
  public func density(at t: Double) -> Double {
    if degreesOfFreedom.isInfinite { return NormalDistribution.standard.density(at: t) }
    if t.isInfinite { return degreesOfFreedom.isNaN ? .nan : 0 }
    let v = degreesOfFreedom
    // Γ((v+1)/2) / Γ(v/2) by Stirling remainders: lgamma differences lose digits for large v.
    let gammaRatio =
      exp(
        SpecialFunctions.stirlingRemainder((v + 1) / 2) - SpecialFunctions.stirlingRemainder(v / 2)
          + 0.5 * v * log1p(1 / v) - 0.5) * (v / 2).squareRoot()
    let square = t * t / v
    // Where the square overflows, 1 + t²/v is t²/v.
    let logBase = square.isInfinite ? 2 * log(abs(t)) - log(v) : log1p(square)
    return gammaRatio / (v * Double.pi).squareRoot() * exp(-0.5 * (v + 1) * logBase)
  }

  /// The probability of a value at most `t`.
  public func cumulativeProbability(at t: Double) -> Double {
    t < 0 ? upperTail(-t) : 1 - upperTail(t)
  }

  /// The probability of a value above `t`.
  public func upperTailProbability(at t: Double) -> Double {
    t < 0 ? 1 - upperTail(-t) : upperTail(t)
  }

  /// The probability of a value beyond `t` on either side: a two-sided p-value.
  public func twoSidedTailProbability(at t: Double) -> Double { 2 * upperTail(abs(t)) }

  /// For t >= 0.
  private func upperTail(_ t: Double) -> Double {
    if degreesOfFreedom.isInfinite { return NormalDistribution.standard.upperTailProbability(at: t) }
    if t == .infinity { return degreesOfFreedom.isNaN ? .nan : 0 }
    let v = degreesOfFreedom
    let square = t * t
    // Beyond, v/(v + t²) is v/t², whose power is the tail; t² may have overflowed.
    if square > 1e17 * v {
      return 0.5 * exp(0.5 * v * (log(v) - 2 * log(t)) - IncompleteBeta.logScaledBeta(v / 2, 0.5))
    }
    // I_{v/(v+t²)}(v/2, 1/2) / 2, both arguments computed without a subtraction.
    let x = v / (v + square)
    let place = IncompleteBeta.Place(x: x, y: square / (v + square), slope: 0.5 * x * (square - 1))
    return 0.5 * IncompleteBeta.tails(v / 2, 0.5, place).lower
  }

  /// The value below which a share `probability` lies; 0 and 1 give minus and plus infinity.
  ///
  /// G. W. Hill's expansion ("Algorithm 396: Student's t-Quantiles", CACM 13, 1970) and, as a rule, two steps of fourth order on the tail probability. One and two degrees of
  /// freedom use their closed forms.
  public func quantile(_ probability: Double) -> Double {
    guard probability >= 0, probability <= 1, !degreesOfFreedom.isNaN else { return .nan }
    if probability == 0.5 { return 0 }
    return probability < 0.5 ? -upperQuantile(probability) : upperQuantile(1 - probability)
  }

  /// The value above which a share `probability` lies: `quantile` of 1 - probability, without the rounding of that difference.
  public func upperTailQuantile(_ probability: Double) -> Double { 0 - quantile(probability) }

  /// For tails from 0 up to 1/2.
  private func upperQuantile(_ tail: Double) -> Double {
    let v = degreesOfFreedom
    if tail == 0 { return .infinity }
    if v.isInfinite { return NormalDistribution.standard.upperTailQuantile(tail) }
    if v == 1 { return tail > 0.25 ? tan(Double.pi * (0.5 - tail)) : 1 / tan(Double.pi * tail) }
    if v == 2 { return (1 - 2 * tail) / (2 * tail * (1 - tail)).squareRoot() }
    let a = v / 2
    // Far out the tail is a power, and v/t² may be below the smallest double.
    if log(tail) < -18 * v {
      let root = exp(-(log(2 * tail) + IncompleteBeta.logScaledBeta(a, 0.5)) / v)
      if root > 1e9 { return root * v.squareRoot() }
    }
    let start = v < 1 ? nil : 1 / hillSquareOverFreedom(tail)
    return (v / IncompleteBeta.odds(a, 0.5, tail: 2 * tail, lower: true, start: start)).squareRoot()
  }

  /// t²/v by Hill's expansion.
  private func hillSquareOverFreedom(_ tail: Double) -> Double {
    let v = degreesOfFreedom
    let a = 1 / (v - 0.5)
    let b = (48 / a) * (48 / a)
    var c = ((20_700 * a / b - 98) * a - 16) * a + 96.36
    let d = ((94.5 / (b + c) - 3) / b + 1) * (a * Double.pi / 2).squareRoot() * v
    var y = pow(d * 2 * tail, 2 / v)
    if y <= 0.05 + a {
      let head = 1 / (((v + 6) / (v * y) - 0.089 * d - 0.822) * (v + 2) * 3)
      return ((head + 0.5 / (v + 4)) * y - 1) * (v + 1) / (v + 2) + 1 / y
    }
    let x = NormalDistribution.standard.quantile(tail)
    y = x * x
    if v < 5 { c += 0.3 * (v - 4.5) * (x + 0.6) }
    c += (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b
    y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x
    return expm1(a * y * y)
  }
}
