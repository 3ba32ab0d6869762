import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How much faster a candidate is than a baseline where the two answered different requests.
///
/// The estimand is the ratio of mean times over what each side was asked: it holds for the candidate only as far as both were asked alike. With the same requests take `PairedSpeedup`, whose interval is narrower and says no less.
public struct UnpairedSpeedup: Sendable, Hashable, CustomStringConvertible {
  /// The ratio with its interval, in a sentence.
  public let headline: String
  /// The mean of the baseline's times over the mean of the candidate's; above 1 is faster.
  public let ratioOfMeans: Estimate
  /// The number of the baseline's requests.
  public let baselineCount: Int
  /// The number of the candidate's requests.
  public let candidateCount: Int

  /// Compares two columns of times in one unit, drawn independently.
  ///
  /// Student's t interval of the logarithm of the ratio by the delta method, variance s₁²/(n₁ m₁²) + s₂²/(n₂ m₂²), degrees of freedom by B. L. Welch, "The generalization of 'Student's' problem when several different
  /// population variances are involved", Biometrika 34, 1947. Below eight requests on a side the tails of such times leave no honest interval: the ends are 0 and infinity, and `method` says why.
  /// Throws `ScalabilityError` for a time that is not positive and finite or fewer than two on a side, and `StatisticsError` for a level outside 0 to 1. O(n).
  public init(baseline: [Double], candidate: [Double], level: Double = 0.95) throws {
    for (side, times) in [("baseline", baseline), ("candidate", candidate)] {
      guard times.count > 1 else {
        throw ScalabilityError("The \(side) has \(times.count) times; a mean with its spread needs at least two.")
      }
      for row in times.indices where !(times[row] > 0 && times[row].isFinite) {
        throw ScalabilityError("The \(side) time of row \(row) is \(times[row]); a time must be positive and finite.")
      }
    }
    guard level > 0, level < 1 else {
      throw StatisticsError("A level of \(level) was asked for; it lies between 0 and 1.")
    }
    let means = [baseline, candidate].map(SampleMoments.mean)
    let ratio = means[0] / means[1]
    guard ratio.isFinite, ratio > 0 else {
      throw ScalabilityError("The means of the times, \(means[0]) and \(means[1]), have no ratio that is a number.")
    }
    baselineCount = baseline.count
    candidateCount = candidate.count
    let least = min(baseline.count, candidate.count)
    guard least >= 8 else {
      ratioOfMeans = Estimate(
        value: ratio, lower: 0, upper: .infinity, level: level,
        method: "none: \(least) requests on one side are too few")
      headline =
        "\(DecimalText.fixed(ratio, 2))x in the mean, without an interval: \(least) requests on one side are too few."
      return
    }
    let shares = zip([baseline, candidate], means).map { times, mean in
      let spread = SampleMoments.standardDeviation(times) / mean
      return spread * spread / Double(times.count)
    }
    let variance = shares[0] + shares[1]
    let parts = shares[0] * shares[0] / Double(baseline.count - 1) + shares[1] * shares[1] / Double(candidate.count - 1)
    let freedom = parts > 0 ? variance * variance / parts : Double(baseline.count + candidate.count - 2)
    let quantile = StudentTDistribution(degreesOfFreedom: freedom).quantile(0.5 + level / 2)
    let half = quantile * variance.squareRoot()
    ratioOfMeans = Estimate(
      value: ratio, lower: ratio * exp(-half), upper: ratio * exp(half), level: level,
      method: "t interval of the logarithm of the ratio of means, Welch's degrees of freedom")
    let ends = [ratioOfMeans.lower, ratioOfMeans.upper].map { DecimalText.fixed($0, 2) }
    headline =
      "\(DecimalText.fixed(ratio, 2))x [\(ends[0]), \(ends[1])] in the mean over different requests, \(baseline.count) against \(candidate.count)."
  }

  /// The sentence.
  public var description: String { headline }
}
