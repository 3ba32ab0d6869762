#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Solves tail(x) = p for the tail of a distribution whose logarithm u = ln x (or log odds) has a log-concave density, as those of beta and gamma are.
///
/// The logarithm of such a tail is concave in u, and close to a line far out, so that steps on ln tail - ln p converge from anywhere. A step is the inverse Taylor series to
/// the third power (fourth order), its derivatives being free: with h = density / tail and c = slope of the log density - h, (ln tail)' = h, '' = h c, and
/// ''' = h c² + h (curvature - h c).
enum TailEquation {
  /// A tail at a place: its probability, the density of u, and the first two derivatives of that density's logarithm.
  struct Evaluation {
    var tail: Double
    var density: Double
    var slope: Double
    var curvature: Double
  }

  /// The positive x at which the tail is p; `rising` says whether the tail grows with x.
  static func solve(start: Double, tail p: Double, rising: Bool, at evaluate: (Double) -> Evaluation) -> Double {
    // Far inside the range of a double, so that no start makes the first evaluation meaningless.
    var x = start.isNaN ? 1 : min(max(start, 1e-290), 1e290)
    var low = 0.0
    var high = Double.infinity
    for _ in 0..<120 {
      let value = evaluate(x)
      let ratio = value.tail / p
      let gap = ratio.isNormal ? log(ratio) : log(value.tail) - log(p)
      if gap == 0 { return x }
      if gap.isNaN { return .nan }
      if (gap > 0) == rising { high = x } else { low = x }
      let h = value.density / value.tail
      let newton = -gap / h
      let c = (rising ? value.slope : -value.slope) - h
      let second = c / 2
      let third = (c * c + value.curvature - h * c) / 6
      var step = newton
      if abs(second * newton) < 0.3 {
        step = newton * (1 - newton * (second - newton * (2 * second * second - third)))
      }
      var next = x * exp(rising ? step : -step)
      if !(next > low && next < high) {
        // The bracket closes on the neighbouring double in the end.
        if abs(gap) < 1e-13 { return x }
        if low > 0, high < .infinity {
          next = low.squareRoot() * high.squareRoot()
        } else {
          next = low > 0 ? low * 64 : high / 64
        }
      } else if abs(gap) < 1e-4, abs(step) < 1e-4 {
        return next
      }
      if next == x { return x }
      x = next
    }
    return x
  }
}
