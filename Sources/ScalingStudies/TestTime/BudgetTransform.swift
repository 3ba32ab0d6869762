#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a budget is taken as before slopes over it are averaged.
///
/// N. Muennighoff et al., "s1: Simple test-time scaling" (arXiv:2501.19393), eq. 2, writes slopes over thinking tokens; the values that it prints follow only with the binary logarithm, as
/// percentage points for each doubling.
public enum BudgetTransform: String, Sendable, Hashable, Codable, CaseIterable {
  /// log2: slopes are per doubling, as the printed values are.
  case log2
  /// Thousands: slopes are per 1,000, the formula as it is written but for the unit.
  case linear
  /// log10: slopes are per tenfold.
  case log10

  /// The words behind "percentage points".
  public var words: String {
    switch self {
    case .log2: "per doubling"
    case .linear: "per 1,000"
    case .log10: "per tenfold"
    }
  }

  /// The x of a budget; NaN or infinite for a logarithm of a budget that is not positive.
  public func x(_ budget: Double) -> Double {
    switch self {
    case .log2: log(budget) / log(2)
    case .linear: budget / 1_000
    case .log10: log(budget) / log(10)
    }
  }
}

/// Slopes of a set of points.
enum PairwiseSlopes {
  /// The mean over all pairs of (y_b - y_a) / (x_b - x_a); nil where two points share their x.
  static func mean(x: [Double], y: [Double]) -> Double? {
    var sum = 0.0
    var count = 0.0
    for b in x.indices {
      for a in 0..<b {
        let run = x[b] - x[a]
        guard run != 0, run.isFinite else { return nil }
        sum += (y[b] - y[a]) / run
        count += 1
      }
    }
    return count > 0 ? sum / count : nil
  }

  /// The slope of the least-squares line; nil where all points share their x.
  static func leastSquares(x: [Double], y: [Double]) -> Double? {
    let n = Double(x.count)
    let centerX = x.reduce(0, +) / n
    let centerY = y.reduce(0, +) / n
    var square = 0.0
    var product = 0.0
    for i in x.indices {
      square += (x[i] - centerX) * (x[i] - centerX)
      product += (x[i] - centerX) * (y[i] - centerY)
    }
    return square > 0 ? product / square : nil
  }
}
