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
    let v = degreesOfFreedom
    // Γ((v+1)/2) / Γ(v/2) by Stirling remainders: lgamma differences lose digits for large v.
    let gammaRatio =
      exp(
        SpecialFunctions.stirlingRemainder((v + 1) / 2) - SpecialFunctions.stirlingRemainder(v / 2)
          + 0.5 * v * log1p(1 / v) - 0.5) * (v / 2).squareRoot()
    return gammaRatio / (v * Double.pi).squareRoot() * exp(-0.5 * (v + 1) * log1p(t * t / v))
  }

  /// The probability of a value at most `t`.
  public func cumulativeProbability(at t: Double) -> Double {
    t < 0 ? upperTail(-t) : 1 - upperTail(t)
  }

  /// The probability of a value beyond `t` on either side: a two-sided p-value.
  public func twoSidedTailProbability(at t: Double) -> Double { 2 * upperTail(abs(t)) }

  private func upperTail(_ t: Double) -> Double {
    if degreesOfFreedom.isInfinite { return NormalDistribution.standard.cumulativeProbability(at: -t) }
    let v = degreesOfFreedom
    let square = t * t
    if square.isInfinite { return 0 }
    // I_{v/(v+t²)}(v/2, 1/2) / 2, both arguments computed without a subtraction.
    return 0.5 * SpecialFunctions.regularizedBeta(v / 2, 0.5, x: v / (v + square), y: square / (v + square))
  }

  /// The value below which a share `probability` lies.
  ///
  /// Newton steps inside a bracket on the tail probability; relative error about 1e-13. One and two degrees of freedom use their closed forms.
  public func quantile(_ probability: Double) -> Double {
    guard probability >= 0, probability <= 1, !degreesOfFreedom.isNaN else { return .nan }
    if probability == 0.5 { return 0 }
    if probability == 0 { return -.infinity }
    if probability == 1 { return .infinity }
    let tail = min(probability, 1 - probability)
    let value = upperQuantile(tail)
    return probability < 0.5 ? -value : value
  }

  private func upperQuantile(_ tail: Double) -> Double {
    let v = degreesOfFreedom
    if v.isInfinite { return -NormalDistribution.standard.quantile(tail) }
    if v == 1 { return 1 / tan(Double.pi * tail) }
    if v == 2 { return (1 - 2 * tail) / (2 * tail * (1 - tail)).squareRoot() }
    var low = 0.0
    var high = max(1, -NormalDistribution.standard.quantile(tail))
    while upperTail(high) > tail, high < 1e300 {
      low = high
      high *= 2
    }
    var t = 0.5 * (low + high)
    for _ in 0..<200 {
      let difference = upperTail(t) - tail
      if difference > 0 { low = t } else { high = t }
      var next = t + difference / density(at: t)
      if !(next > low && next < high) { next = 0.5 * (low + high) }
      if abs(next - t) <= 2e-16 * abs(next) { return next }
      t = next
    }
    return t
  }
}
