import ScalingStatistics

/// How much faster a candidate is than a baseline on the same requests.
///
/// Two estimands, which differ wherever long requests gain more than short ones: the ratio of totals weighs requests by their time, and is what a fleet saves and what cost needs;
/// the typical request is the geometric mean of the pairs' ratios, every request alike. Both are baseline over candidate, so that above 1 is faster.
public struct PairedSpeedup: Sendable, Hashable {
  /// Both speed-ups and the share of requests that got slower, in a sentence.
  public let headline: String
  /// The number of pairs.
  public let pairCount: Int
  /// The sum of the baseline's times over the sum of the candidate's, with a bootstrap-t interval over pairs; 0 to infinity below eight pairs.
  public let ratioOfTotals: Estimate
  /// The geometric mean over pairs of baseline over candidate, with Student's t interval of the logarithms; 0 to infinity below eight pairs.
  public let typicalRequest: Estimate
  /// The share of pairs in which the candidate took strictly longer, with Wilson's interval.
  public let shareSlower: Estimate
  /// The number of pairs in which the candidate took strictly longer.
  public let slowerCount: Int
  /// The number of pairs with exactly equal times.
  public let tiedCount: Int
  /// What has to be said where the pairs are too few for the stated level (below 30) or for any interval (below eight); nil elsewhere.
  public let caution: String?
  /// What the intervals treat as random, and what they do not.
  public let meaningOfInterval: String

  let baseline: [Double]
  let candidate: [Double]
  let keys: [String]?
  let replicates: Int
  let seed: UInt64

  /// Compares two columns of times, row by row the two times of a pair, both in one unit.
  ///
  /// `keys` name the pairs in errors. Intervals: bootstrap-t over pairs of the logarithm of the ratio of totals (B. Efron, R. Tibshirani, "An Introduction to the Bootstrap",
  /// 1993, section 12.5) with the linearised standard error of W. G. Cochran, "Sampling Techniques", 1977, section 6.3; Student's t for the mean logarithm; Wilson (1927) for the
  /// share. Below eight pairs there is no interval: the ends are 0 and infinity, and `method` and `caution` say why.
  /// Throws `ScalabilityError` for columns of unequal length, fewer than two pairs, a time that is not positive and finite, or times that cannot be added up;
  /// `StatisticsError` for a level outside 0 to 1 or fewer than 50 replicates. O(replicates × n).
  public init(
    baseline: [Double], candidate: [Double], keys: [String]? = nil, level: Double = 0.95, replicates: Int = 2_000,
    seed: UInt64 = 1
  ) throws {
    guard baseline.count == candidate.count else {
      throw ScalabilityError(
        "\(baseline.count) baseline times and \(candidate.count) candidate times are not pairs: match them by key first."
      )
    }
    if let keys, keys.count != baseline.count {
      throw ScalabilityError("\(keys.count) keys for \(baseline.count) pairs: one is needed for each.")
    }
    for (side, times) in [("baseline", baseline), ("candidate", candidate)] {
      for row in times.indices where !(times[row] > 0 && times[row].isFinite) {
        throw ScalabilityError(
          "The \(side) time of \(ScalabilityError.row(row, keys)) is \(times[row]); a time must be positive and finite."
        )
      }
    }
    guard baseline.count > 1 else {
      throw ScalabilityError(
        "A paired speed-up needs at least two pairs; there \(baseline.count == 1 ? "is 1" : "are 0").")
    }
    self.baseline = baseline
    self.candidate = candidate
    self.keys = keys
    self.replicates = replicates
    self.seed = seed
    pairCount = baseline.count
    slowerCount = zip(baseline, candidate).count { $0 < $1 }
    tiedCount = zip(baseline, candidate).count { $0 == $1 }
    shareSlower = try BinomialInterval.wilson(successes: slowerCount, trials: baseline.count, level: level)

    let design = try Bootstrap(unitCount: baseline.count, unitName: "pairs", replicates: replicates, seed: seed)
    ratioOfTotals = try PairedSpeedupInterval.ratioOfTotals(baseline, candidate, level: level, design: design)
    typicalRequest = PairedSpeedupInterval.typicalRequest(baseline, candidate, level: level)
    caution = PairedSpeedupInterval.caution(baseline.count)
    meaningOfInterval =
      "The intervals describe these problems drawn again (the \(pairCount) pairs resampled), "
      + "not the same requests timed again."
    headline =
      "\(Self.words(ratioOfTotals)) in total, \(Self.words(typicalRequest)) for the typical request, over \(pairCount) pairs; "
      + "\(DecimalText.fixed(100 * shareSlower.value, 0)) % of them got slower." + (caution.map { " \($0)" } ?? "")
  }

  /// The point and its interval; the point alone where there is none.
  static func words(_ estimate: Estimate) -> String {
    let point = "\(DecimalText.fixed(estimate.value, 2))x"
    guard estimate.lower > 0 || estimate.upper.isFinite else { return point }
    return "\(point) [\(DecimalText.fixed(estimate.lower, 2)), \(DecimalText.fixed(estimate.upper, 2))]"
  }
}
