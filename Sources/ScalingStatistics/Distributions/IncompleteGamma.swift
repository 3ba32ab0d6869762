#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The regularised incomplete gamma functions P(a, x) and Q(a, x), and their inverses.
enum IncompleteGamma {
  /// x^a e^-x / Γ(a): the density of the logarithm; `slope` is a - x.
  static func logDensity(_ a: Double, _ x: Double, slope: Double) -> Double {
    guard x > 0, x.isFinite else { return x.isNaN ? .nan : 0 }
    return exp(-SpecialFunctions.stirlingRemainder(a) - SpecialFunctions.deviance(a, x, difference: slope))
      * (a / (2 * Double.pi)).squareRoot()
  }

  /// P(a, x) and Q(a, x) = 1 - P.
  ///
  /// The smaller has its own digits. `slope` is a - x where the caller knows it better than the subtraction does.
  static func tails(_ a: Double, _ x: Double, slope: Double? = nil) -> (lower: Double, upper: Double) {
    guard a > 0, a.isFinite, x >= 0 else { return (.nan, .nan) }
    if x == 0 { return (0, 1) }
    if x.isInfinite { return (1, 0) }
    let slope = slope ?? a - x
    return tails(a, x, slope: slope, density: logDensity(a, x, slope: slope))
  }

  /// Series 8.7.1 below a + 1, continued fraction 8.9.2 above (NIST Digital Library of Mathematical Functions), and the integral of the tail near the mean of a large a.
  private static func tails(
    _ a: Double, _ x: Double, slope: Double, density: Double
  ) -> (lower: Double, upper: Double) {
    if a > 400, x > 0.5 * a, x < 2 * a {
      // With s the logarithm beyond x, ln(density / density at x) = slope s - x (e^s - 1 - s).
      let tail =
        density
        * SpecialFunctions.tailIntegral(slope: slope, curvature: x) { x * SpecialFunctions.expm1Minus($0) }
      return slope > 0 ? (tail, 1 - tail) : (1 - tail, tail)
    }
    if x < a + 1 {
      var term = 1.0
      var sum = 1.0
      var k = 1.0
      while k < 20_000 {
        term *= x / (a + k)
        sum += term
        if term < sum * 1e-17 { break }
        k += 1
      }
      let lower = density / a * sum
      return (lower, 1 - lower)
    }
    var b = x + 1 - a
    var c = Double.infinity
    var d = 1 / b
    var fraction = d
    var k = 1.0
    while k < 20_000 {
      let numerator = -k * (k - a)
      b += 2
      d = 1 / (numerator * d + b)
      c = b + numerator / c
      let change = d * c
      fraction *= change
      if abs(change - 1) < 1e-16 { break }
      k += 1
    }
    let upper = density * fraction
    return (1 - upper, upper)
  }

  /// The x at which a tail has a probability from 0 to 1; NaN outside.
  static func inverse(_ a: Double, tail p: Double, lower: Bool) -> Double {
    guard a > 0, a.isFinite, p >= 0, p <= 1 else { return .nan }
    if p == 0 { return lower ? 0 : .infinity }
    // 1 - p is exact from 1/2 on.
    if p > 0.5 { return inverse(a, tail: 1 - p, lower: !lower) }
    let logShare = lower ? log(p) : log1p(-p)
    let logPower = (logShare + lgammaOfNext(a)) / a
    // x^a / Γ(a + 1) is the whole lower tail to a relative error of order x.
    if lower, logPower < -41 { return exp(logPower) }
    return TailEquation.solve(start: start(a, p, lower: lower, logPower: logPower), tail: p, rising: lower) { x in
      let density = logDensity(a, x, slope: a - x)
      let tails = tails(a, x, slope: a - x, density: density)
      return TailEquation.Evaluation(
        tail: lower ? tails.lower : tails.upper, density: density, slope: a - x, curvature: -x)
    }
  }

  /// ln Γ(a + 1).
  private static func lgammaOfNext(_ a: Double) -> Double {
    SpecialFunctions.stirlingRemainder(a) + (a + 0.5) * log(a) - a + 0.5 * log(2 * Double.pi)
  }

  /// A first guess at the inverse.
  ///
  /// E. B. Wilson and M. M. Hilferty, "The Distribution of Chi-Square" (1931); for small a or far below, the power that the lower tail becomes.
  private static func start(_ a: Double, _ p: Double, lower: Bool, logPower: Double) -> Double {
    let z = NormalDistribution.standard.quantile(p)
    let root = 1 - 1 / (9 * a) + (lower ? z : -z) / (3 * a.squareRoot())
    if a >= 0.5, root > 0.3 { return a * root * root * root }
    if lower || p > 0.25 { return exp(logPower) }
    // Q(a, x) is about x^(a - 1) e^-x / Γ(a) above.
    let first = max(0.1, -(log(p) + lgammaOfNext(a) - log(a)))
    return max(0.1, first + (a - 1) * log(first))
  }
}
