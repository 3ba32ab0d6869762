import ScalingStatistics

/// Means over problems, and their intervals from drawing problems again.
enum ProblemMeans {
  /// The mean of one value a problem, for weights of the problems.
  static func mean(_ column: [Double], _ weights: [Double]) -> Double {
    var sum = 0.0
    var total = 0.0
    for (value, weight) in zip(column, weights) {
      sum += weight * value
      total += weight
    }
    return sum / total
  }

  /// The mean of a share of each problem.
  ///
  /// Verdicts (every value 0 or 1) take Wilson's interval over the problems, which keeps its level near 0 and 1, where a bootstrap has nothing to vary; other shares the percentile bootstrap over problems.
  static func estimate(_ column: [Double], level: Double, replicates: Int, seed: UInt64) throws -> Estimate {
    if column.allSatisfy({ $0 == 0 || $0 == 1 }) {
      return try BinomialInterval.wilson(successes: column.count { $0 == 1 }, trials: column.count, level: level)
    }
    let design = try Bootstrap(unitCount: column.count, unitName: "problems", replicates: replicates, seed: seed)
    return try design.distribution { [mean(column, $0)] }.percentileInterval(level: level)
  }

  /// "71.3 % [62.5, 79.4]".
  static func percent(_ estimate: Estimate) -> String {
    let ends = [estimate.lower, estimate.upper].map { DecimalText.fixed(100 * $0, 1) }
    return "\(DecimalText.fixed(100 * estimate.value, 1)) % [\(ends[0]), \(ends[1])]"
  }
}
