#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The incomplete beta and gamma functions behind the t and chi-squared distributions.
///
/// Their prefactors are written as densities in Loader's form (C. Loader, "Fast and Accurate Computation of Binomial Probabilities", 2000), because the
/// textbook exp(lgamma(a + b) - lgamma(a) - lgamma(b) + …) loses a digit for every power of ten in a and b.
enum SpecialFunctions {
  private static let iterationLimit = 20_000
  private static let tiny = 1e-300

  /// Stirling's remainder: ln Γ(n + 1) - (n + 1/2) ln n + n - ln √(2π).
  static func stirlingRemainder(_ n: Double) -> Double {
    if n > 15 {
      let square = 1 / (n * n)
      // Bernoulli series; its last term is below 1e-17 for n > 15.
      let series =
        1.0 / 12 - square
        * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square * (1.0 / 1188 - square * 691 / 360360))))
      return series / n
    }
    guard n > 0 else { return n == 0 ? 0 : .nan }
    return lgamma(n + 1) - (n + 0.5) * log(n) + n - 0.5 * log(2 * Double.pi)
  }

  /// Loader's deviance term x ln(x / m) + m - x, without cancellation where x is near m.
  static func deviance(_ x: Double, _ m: Double) -> Double {
    guard x > 0 else { return m }
    if abs(x - m) < 0.1 * (x + m) {
      let v = (x - m) / (x + m)
      var sum = (x - m) * v
      var term = 2 * x * v
      let square = v * v
      var j = 1.0
      while j < 1000 {
        term *= square
        let next = sum + term / (2 * j + 1)
        if next == sum { return next }
        sum = next
        j += 1
      }
      return sum
    }
    return x * log(x / m) + m - x
  }

  /// x^a (1 - x)^b / B(a, b), with y = 1 - x passed in so that neither end loses digits.
  static func betaPrefactor(_ a: Double, _ b: Double, _ x: Double, _ y: Double) -> Double {
    let n = a + b
    let logDensity =
      stirlingRemainder(n) - stirlingRemainder(a) - stirlingRemainder(b) - deviance(a, n * x) - deviance(b, n * y)
    return exp(logDensity) * (a * b / (2 * Double.pi * n)).squareRoot()
  }

  /// The regularised incomplete beta function I_x(a, b), with y = 1 - x.
  ///
  /// Continued fraction 9 of A. R. DiDonato and A. H. Morris, "Significant Digit Computation of the Incomplete Beta Function Ratios", ACM TOMS 18 (1992), by Lentz's method, on the side of
  /// the mean where it converges fast. It is the even part of the better known 8.17.22 of the NIST Digital Library, and takes y as it is: the latter forms 1 - x
  /// from a rounded x near 1, which costs a t distribution of 1e6 degrees of freedom five digits.
  static func regularizedBeta(_ a: Double, _ b: Double, x: Double, y: Double) -> Double {
    guard a > 0, b > 0, x >= 0, y >= 0 else { return .nan }
    if x == 0 { return 0 }
    if y == 0 { return 1 }
    if x > (a + 1) / (a + b + 2) { return 1 - regularizedBeta(b, a, x: y, y: x) }
    func denominator(_ m: Double) -> Double {
      m + m * (b - m) * x / (a + 2 * m - 1) + (a + m) * (a * y - b * x + 1 + m * (1 + y)) / (a + 2 * m + 1)
    }
    // At m = 0 only the last term is there: the second would be 0 / 0 for a = 1.
    var fraction = a * (a * y - b * x + 1) / (a + 1)
    if abs(fraction) < tiny { fraction = tiny }
    var c = fraction
    var d = 0.0
    for step in 1...iterationLimit {
      let m = Double(step)
      let root = x / (a + 2 * m - 1)
      let numerator = (a + m - 1) * (a + b + m - 1) * m * (b - m) * root * root
      let next = denominator(m)
      d = next + numerator * d
      d = 1 / (abs(d) < tiny ? tiny : d)
      c = next + numerator / c
      if abs(c) < tiny { c = tiny }
      let change = c * d
      fraction *= change
      if abs(change - 1) < 3e-16 { break }
    }
    return betaPrefactor(a, b, x, y) / fraction
  }

  /// x^a e^-x / Γ(a + 1).
  static func gammaPrefactor(_ a: Double, _ x: Double) -> Double {
    exp(-stirlingRemainder(a) - deviance(a, x)) / (2 * Double.pi * a).squareRoot()
  }

  /// The regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 - P, each with its own digits.
  ///
  /// Series 8.7.1 below a + 1, continued fraction 8.9.2 above (NIST Digital Library of Mathematical Functions).
  static func regularizedGamma(_ a: Double, _ x: Double) -> (lower: Double, upper: Double) {
    guard a > 0, x >= 0 else { return (.nan, .nan) }
    if x == 0 { return (0, 1) }
    if x.isInfinite { return (1, 0) }
    let prefactor = gammaPrefactor(a, x)
    if x < a + 1 {
      var term = 1.0
      var sum = 1.0
      for k in 1...iterationLimit {
        term *= x / (a + Double(k))
        sum += term
        if term < sum * 1e-17 { break }
      }
      let lower = prefactor * sum
      return (lower, 1 - lower)
    }
    var b = x + 1 - a
    var c = 1 / tiny
    var d = 1 / b
    var fraction = d
    for k in 1...iterationLimit {
      let numerator = -Double(k) * (Double(k) - a)
      b += 2
      d = numerator * d + b
      if abs(d) < tiny { d = tiny }
      c = b + numerator / c
      if abs(c) < tiny { c = tiny }
      d = 1 / d
      let change = d * c
      fraction *= change
      if abs(change - 1) < 1e-16 { break }
    }
    let upper = prefactor * a * fraction
    return (1 - upper, upper)
  }
}
