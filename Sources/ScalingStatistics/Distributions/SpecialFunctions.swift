#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The pieces that the incomplete beta and gamma functions share.
///
/// Prefactors are written as densities in Loader's form (C. Loader, "Fast and Accurate Computation of Binomial Probabilities", 2000), because the
/// textbook exp(lgamma(a + b) - lgamma(a) - lgamma(b) + …) loses a digit for every power of ten in a and b.
enum SpecialFunctions {
  /// The remainders of 0, 1/2, 1, … 15, the arguments of whole degrees of freedom, to 20 digits (mpmath).
  private static let halfRemainders: [Double] = [
    0.0, 0.15342640972002734529, 0.08106146679532725822, 0.054814121051917653896, 0.041340695955409294094,
    0.033162873519936287485, 0.027677925684998339149, 0.023746163656297495971, 0.020790672103765093112,
    0.018488450532673185231, 0.016644691189821192163, 0.015134973221917378874, 0.013876128823070747999,
    0.012810465242920226924, 0.011896709945891770095, 0.011104559758206917327, 0.010411265261972096497,
    0.0097994161261588032984, 0.0092554621827127329177, 0.008768700134139385463, 0.0083305634333628712565,
    0.0079341145643140205472, 0.007573675487951840795, 0.0072445543013203831795, 0.0069428401072095298657,
    0.0066652470327076824424, 0.0064089941880042070684, 0.0061717122630394576475, 0.0059513701127588477356,
    0.005746216513010115682, 0.005554733551962801371,
  ]

  /// Stirling's remainder: ln Γ(n + 1) - (n + 1/2) ln n + n - ln √(2π); 0 at 0, where it stands for Γ(1) alone.
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
    let doubled = 2 * n
    if doubled == doubled.rounded() { return halfRemainders[Int(doubled)] }
    return lgamma(n + 1) - (n + 0.5) * log(n) + n - 0.5 * log(2 * Double.pi)
  }

  /// Loader's deviance term x ln(x / m) + m - x, with x - m passed in, so that a caller who knows it better than a subtraction does keeps its digits.
  static func deviance(_ x: Double, _ m: Double, difference: Double) -> Double {
    guard x > 0 else { return m }
    if abs(difference) < 0.1 * (x + m) {
      let v = difference / (x + m)
      var sum = difference * v
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
    // A relative error of m costs the difference times it, not x times it.
    return x * (difference > -0.5 * m ? log1p(difference / m) : log(x / m)) - difference
  }

  /// ln(1 + z) - z without cancellation.
  static func log1pMinus(_ z: Double) -> Double {
    guard abs(z) < 0.4 else { return log1p(z) - z }
    // ln(1 + z) = 2 atanh v with v = z / (2 + z), and 2 v - z = -z v.
    let v = z / (2 + z)
    let square = v * v
    var sum = 0.0
    var j = 23.0
    while j >= 3 {
      sum = 1 / j + square * sum
      j -= 2
    }
    return 2 * v * square * sum - z * v
  }

  /// e^s - 1 - s without cancellation.
  static func expm1Minus(_ s: Double) -> Double {
    guard abs(s) < 0.6 else { return expm1(s) - s }
    var sum = 1.0
    var k = 16.0
    while k >= 3 {
      sum = 1 + s / k * sum
      k -= 1
    }
    return 0.5 * s * s * sum
  }

  /// Nodes and weights of the 32-point Gauss-Legendre rule on -1 to 1, the positive half (mpmath).
  private static let legendre: [(node: Double, weight: Double)] = [
    (0.048307665687738316235, 0.096540088514727800567), (0.14447196158279649349, 0.095638720079274859419),
    (0.23928736225213707454, 0.093844399080804565639), (0.33186860228212764978, 0.091173878695763884713),
    (0.42135127613063534536, 0.087652093004403811143), (0.50689990893222939002, 0.083311924226946755222),
    (0.58771575724076232904, 0.078193895787070306472), (0.66304426693021520098, 0.072345794108848506225),
    (0.73218211874028968039, 0.065822222776361846838), (0.79448379596794240696, 0.058684093478535547145),
    (0.84936761373256997013, 0.050998059262376176196), (0.89632115576605212397, 0.042835898022226680657),
    (0.93490607593773968917, 0.034273862913021433103), (0.96476225558750643077, 0.025392065309262059456),
    (0.9856115115452683354, 0.016274394730905670605), (0.99726386184948156354, 0.0070186100094700966004),
  ]

  /// The integral of exp(slope s - K(s)) from 0 away from the mode, K being convex with K(0) = K'(0) = 0 and K''(0) = `curvature`.
  ///
  /// This is the tail of a beta (s: log odds) or gamma (s: logarithm) distribution in units of its density where the tail begins. Series and continued fractions need
  /// a number of terms that grows with the square root of the parameters; 32 nodes do whatever they are. The integral ends where the integrand is below 1e-17; relative error about 1e-15 for
  /// a curvature above 400.
  static func tailIntegral(slope: Double, curvature: Double, convex: (Double) -> Double) -> Double {
    let reach = 80 / (abs(slope) + (slope * slope + 80 * curvature).squareRoot())
    let half = slope > 0 ? -0.5 * reach : 0.5 * reach
    var sum = 0.0
    for (node, weight) in legendre {
      let inner = half * (1 - node)
      let outer = half * (1 + node)
      sum += weight * (exp(slope * inner - convex(inner)) + exp(slope * outer - convex(outer)))
    }
    return sum * abs(half)
  }
}
