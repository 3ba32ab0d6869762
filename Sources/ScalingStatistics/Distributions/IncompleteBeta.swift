#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The regularised incomplete beta function I_x(a, b), both tails, and its inverse.
enum IncompleteBeta {
  /// A place x with y = 1 - x and a y - b x, each to its own full precision.
  ///
  /// y formed from a rounded x near 1 costs a t distribution of 1e6 degrees of freedom five digits; a y - b x formed from rounded x and y costs an F distribution
  /// of (1e6, 1e6) three.
  struct Place {
    var x: Double
    var y: Double
    var slope: Double

    /// The place of a value of a beta distribution, its slope by exact products.
    init(x: Double, a: Double, b: Double) {
      self.x = x
      y = 1 - x
      let yRest = (1 - y) - x
      let p = a * y
      let q = b * x
      slope = (p - q) + ((-p).addingProduct(a, y) - (-q).addingProduct(b, x) + a * yRest)
    }

    /// The place with odds x / y.
    init(odds: Double, a: Double, b: Double) {
      y = 1 / (1 + odds)
      x = odds * y
      slope = a * y - b * x
    }

    init(x: Double, y: Double, slope: Double) {
      self.x = x
      self.y = y
      self.slope = slope
    }

    var mirrored: Place { Place(x: y, y: x, slope: -slope) }
  }

  /// x^a y^b / B(a, b): the density of the log odds.
  static func logOddsDensity(_ a: Double, _ b: Double, _ place: Place) -> Double {
    guard place.x > 0, place.y > 0 else { return place.x.isNaN || place.y.isNaN ? .nan : 0 }
    let n = a + b
    let logDensity =
      SpecialFunctions.stirlingRemainder(n) - SpecialFunctions.stirlingRemainder(a)
      - SpecialFunctions.stirlingRemainder(b)
      - SpecialFunctions.deviance(a, n * place.x, difference: place.slope)
      - SpecialFunctions.deviance(b, n * place.y, difference: -place.slope)
    return exp(logDensity) * (a / n * b / (2 * Double.pi)).squareRoot()
  }

  /// ln(a B(a, b)).
  static func logScaledBeta(_ a: Double, _ b: Double) -> Double {
    let n = a + b
    return SpecialFunctions.stirlingRemainder(a) + SpecialFunctions.stirlingRemainder(b)
      - SpecialFunctions.stirlingRemainder(n) + 0.5 * log(2 * Double.pi * a * (n / b)) - a * log1p(b / a)
      - b * log1p(a / b)
  }

  /// I_x(a, b) and its complement; the smaller has its own digits.
  static func tails(_ a: Double, _ b: Double, _ place: Place) -> (lower: Double, upper: Double) {
    guard a > 0, b > 0, a.isFinite, b.isFinite, place.x >= 0, place.y >= 0 else { return (.nan, .nan) }
    if place.x == 0 { return (0, 1) }
    if place.y == 0 { return (1, 0) }
    return tails(a, b, place, density: logOddsDensity(a, b, place))
  }

  private static func tails(
    _ a: Double, _ b: Double, _ place: Place, density: Double
  ) -> (lower: Double, upper: Double) {
    let n = a + b
    let curvature = n * place.x * place.y
    if curvature > 400 {
      let tail = density * integral(place, n: n, curvature: curvature)
      return place.slope > 0 ? (tail, 1 - tail) : (1 - tail, tail)
    }
    if place.x > (a + 1) / (n + 2) {
      let upper = density / fraction(b, a, place.mirrored)
      return (1 - upper, upper)
    }
    let lower = density / fraction(a, b, place)
    return (lower, 1 - lower)
  }

  /// With s the log odds beyond the place, ln(density / density at the place) = slope s - n K(s), K(s) = ln(1 + x (e^s - 1)) - x s.
  private static func integral(_ place: Place, n: Double, curvature: Double) -> Double {
    // Of x and y the smaller, so that the two terms of K, both of second order, hardly cancel.
    let mirror = place.x > 0.5
    let x = mirror ? place.y : place.x
    return SpecialFunctions.tailIntegral(slope: place.slope, curvature: curvature) { s in
      let t = mirror ? -s : s
      let excess = SpecialFunctions.expm1Minus(t)
      return n * (SpecialFunctions.log1pMinus(x * (t + excess)) + x * excess)
    }
  }

  /// The continued fraction by which the density of the log odds is divided to give I_x.
  ///
  /// Number 9 of A. R. DiDonato and A. H. Morris, "Significant Digit Computation of the Incomplete Beta Function Ratios", ACM TOMS 18 (1992), by Lentz's method. It is the even part of 8.17.22 of the NIST Digital Library, and takes the slope as it is. For x below (a + 1) / (a + b + 2) all its denominators are positive.
  private static func fraction(_ a: Double, _ b: Double, _ place: Place) -> Double {
    let x = place.x
    let first = place.slope + 1
    let second = 1 + place.y
    var fraction = a * first / (a + 1)
    var c = fraction
    var d = 0.0
    var m = 1.0
    while m < 20_000 {
      let low = 1 / (a + 2 * m - 1)
      let share = x * low
      let numerator = (a + m - 1) * (a + b + m - 1) * m * (b - m) * share * share
      let next = m + m * (b - m) * share + (a + m) * (first + m * second) / (a + 2 * m + 1)
      d = 1 / (next + numerator * d)
      c = next + numerator / c
      let change = c * d
      fraction *= change
      if abs(change - 1) < 3e-16 { break }
      m += 1
    }
    return fraction
  }

  /// The odds x / y at which a tail has a probability from 0 to 1; NaN outside.
  ///
  /// `start` is a guess at the odds; without one there is 26.5.22 of Abramowitz and Stegun, and the power that the nearer tail becomes for small a or b.
  static func odds(_ a: Double, _ b: Double, tail p: Double, lower: Bool, start: Double? = nil) -> Double {
    guard a > 0, b > 0, a.isFinite, b.isFinite, p >= 0, p <= 1 else { return .nan }
    if p == 0 { return lower ? 0 : .infinity }
    // 1 - p is exact from 1/2 on.
    if p > 0.5 { return odds(a, b, tail: 1 - p, lower: !lower, start: start) }
    if p == 0 { return lower ? 0 : .infinity }
    if !lower { return 1 / odds(b, a, tail: p, lower: true, start: start.map { 1 / $0 }) }
    let logPower = (log(p) + logScaledBeta(a, b)) / a
    // x^a / (a B) is the whole tail to a relative error of order x.
    if logPower < -41 - log(1 + b) { return exp(logPower) }
    let guess: Double
    if let start, start > 0, start.isFinite {
      guess = start
    } else if min(a, b) >= 0.8 {
      guess = transformedNormal(a, b, p)
    } else if a <= b {
      guess = exp(logPower)
    } else {
      guess = exp(-(log1p(-p) + logScaledBeta(b, a)) / b)
    }
    return TailEquation.solve(start: guess, tail: p, rising: true) { odds in
      let place = Place(odds: odds, a: a, b: b)
      let density = logOddsDensity(a, b, place)
      return TailEquation.Evaluation(
        tail: tails(a, b, place, density: density).lower, density: density, slope: place.slope,
        curvature: -(a + b) * place.x * place.y)
    }
  }

  private static func transformedNormal(_ a: Double, _ b: Double, _ p: Double) -> Double {
    let z = -NormalDistribution.standard.quantile(p)
    let lambda = (z * z - 3) / 6
    let alpha = 1 / (2 * a - 1)
    let beta = 1 / (2 * b - 1)
    let h = 2 / (alpha + beta)
    let w = z * max(h + lambda, 0).squareRoot() / h - (beta - alpha) * (lambda + 5.0 / 6 - 2 / (3 * h))
    return a / b * exp(-2 * min(max(w, -300), 300))
  }
}
