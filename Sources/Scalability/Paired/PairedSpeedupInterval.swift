import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The intervals of a paired speed-up, chosen by measured coverage: the guide PairedSpeedup has the figures.
enum PairedSpeedupInterval {
  /// Fewer pairs have no interval: of a stated 95 %, less than 90 % would be kept.
  static let leastPairs = 8
  /// From this count on, the interval of the total keeps what it states on measured latencies.
  static let enoughPairs = 30

  /// What has to be said about an interval over so few pairs; nil where there are enough.
  static func caution(_ pairCount: Int) -> String? {
    if pairCount < leastPairs {
      return "Too few pairs for an interval: \(pairCount), where \(leastPairs) are needed."
    }
    return pairCount < enoughPairs
      ? "Few pairs: the interval of the ratio of totals is too narrow below \(enoughPairs) of them." : nil
  }

  /// ΣA / ΣB with a bootstrap-t interval: the logarithm studentized by its linearised standard error.
  static func ratioOfTotals(_ baseline: [Double], _ candidate: [Double], level: Double, design: Bootstrap) throws
    -> Estimate
  {
    let distribution = try design.distribution { weights in logRatioAndError(baseline, candidate, weights) }
    let value = SampleMoments.sum(baseline) / SampleMoments.sum(candidate)
    let center = distribution.observed[0]
    let error = distribution.observed[1]
    guard value.isFinite, value > 0, center.isFinite, error.isFinite else {
      throw ScalabilityError("The times are too large or too small to be added up: state them in another unit.")
    }
    guard baseline.count >= leastPairs else { return unbounded(value, pairCount: baseline.count, level: level) }
    let few = baseline.count < enoughPairs ? "; few pairs: the interval is too narrow" : ""
    let method = "bootstrap-t of the logarithm over \(baseline.count) pairs" + few
    // Rounding alone gives ratios that are all alike a spread of about 1e-17.
    guard error > 1e-13 else { return Estimate(value: value, lower: value, upper: value, level: level, method: method) }
    let studentized = zip(distribution.replicates[0], distribution.replicates[1]).map { logRatio, spread in
      let shift = logRatio - center
      // A replicate of pairs that are all alike knows nothing of its error: it counts as farther out than any other.
      if spread <= 1e-9 * error { return shift == 0 ? 0 : (shift > 0 ? Double.infinity : -Double.infinity) }
      return shift / spread
    }.sorted()
    // The upper tail of the replicates makes the lower end, and the other way round; between two infinities there is NaN.
    let upperTail = SampleQuantile.ofSorted(studentized, at: 0.5 + level / 2)
    let lowerTail = SampleQuantile.ofSorted(studentized, at: 0.5 - level / 2)
    return Estimate(
      value: value, lower: upperTail.isFinite ? value * exp(-upperTail * error) : 0,
      upper: lowerTail.isFinite ? value * exp(-lowerTail * error) : .infinity, level: level, method: method)
  }

  /// The geometric mean of the ratios with Student's t interval of their logarithms.
  static func typicalRequest(_ baseline: [Double], _ candidate: [Double], level: Double) -> Estimate {
    let logRatios = zip(baseline, candidate).map { first, second in
      let ratio = first / second
      return ratio.isFinite && ratio > 0 ? log(ratio) : log(first) - log(second)
    }
    let center = SampleMoments.mean(logRatios)
    let count = Double(logRatios.count)
    guard logRatios.count >= leastPairs else {
      return unbounded(exp(center), pairCount: logRatios.count, level: level)
    }
    let error = SampleMoments.standardDeviation(logRatios) / count.squareRoot()
    let half = StudentTDistribution(degreesOfFreedom: count - 1).quantile(0.5 + level / 2) * error
    return Estimate(
      value: exp(center), lower: exp(center - half), upper: exp(center + half), level: level,
      method: "Student's t of the logarithms over \(logRatios.count) pairs")
  }

  /// A point without an interval: a speed-up lies between 0 and infinity, and nothing more is known.
  private static func unbounded(_ value: Double, pairCount: Int, level: Double) -> Estimate {
    Estimate(
      value: value, lower: 0, upper: .infinity, level: level,
      method: "no interval: \(pairCount) pairs are too few, \(leastPairs) are needed")
  }

  /// ln(ΣA / ΣB) and its linearised standard error, each pair drawn as often as its weight says.
  private static func logRatioAndError(_ baseline: [Double], _ candidate: [Double], _ weights: [Double]) -> [Double] {
    var count = 0.0
    var top = 0.0
    var bottom = 0.0
    for row in weights.indices {
      count += weights[row]
      top += weights[row] * baseline[row]
      bottom += weights[row] * candidate[row]
    }
    top /= count
    bottom /= count
    var squares = 0.0
    for row in weights.indices where weights[row] > 0 {
      let influence = baseline[row] / top - candidate[row] / bottom
      squares += weights[row] * influence * influence
    }
    return [log(top / bottom), (squares / (count - 1) / count).squareRoot()]
  }
}
