import ScalingStatistics

/// How many requests a second keep all limits at once, counted from the requests themselves.
///
/// Separate percentiles cannot say this: two limits that 99 % of requests keep each are kept together by anything from 98 to 99 %. The bounds that separate shares leave are given beside
/// the count. The rate is what was served under the load of the measurement; say whether that loop was open or closed, and which time per output token the tool means.
public struct Goodput: Sendable, Hashable, Codable {
  /// The share and the rate, and the share each limit alone would let through, in a sentence.
  public let headline: String
  /// The requests (or their weight, tokens for example) a second that keep all limits.
  public let rate: Double
  /// The share of requests that keep all limits.
  public let share: Double
  /// Wilson's interval for the share, 95 %; it takes requests as independent, which those of one busy spell are not.
  public let interval: Estimate
  /// The share of requests that keep each limit, in the order of the limits.
  public let separateShares: [Double]
  /// The least joint share that the separate shares allow: max(0, Σ shares - (limits - 1)), Fréchet's bound.
  public let leastJointShare: Double
  /// The greatest joint share that the separate shares allow: the least of them.
  public let greatestJointShare: Double
  /// The requests that keep all limits, as rows counted from 0.
  public let kept: [Int]
  /// The requests with a missing value: counted as failed, since an unfinished request has no latency.
  public let incomplete: [Int]

  /// Counts the requests that keep all limits: O(requests × limits).
  ///
  /// Each constraint holds one value a request; `seconds` is the length of the measured window and `weights` what a request counts for in the rate (nil: one; its output tokens for
  /// token goodput). Throws `ParetoError` for no limits, no requests, columns of unequal length, a limit that is NaN, a window that is not positive, and a negative weight.
  public init(_ limits: [Constraint], seconds: Double, weights: [Double]? = nil) throws {
    guard let first = limits.first else { throw ParetoError("Goodput needs at least one limit.") }
    let count = first.values.count
    guard count > 0 else { throw ParetoError("\(first.name) has no values: there is no request to count.") }
    for limit in limits {
      try limit.checkLimit()
      guard limit.values.count == count else {
        throw ParetoError("\(limit.name) has \(limit.values.count) values where \(first.name) has \(count).")
      }
    }
    guard seconds > 0, seconds.isFinite else {
      throw ParetoError("A window of \(seconds) seconds has no rate: it must be positive and finite.")
    }
    if let weights {
      guard weights.count == count else { throw ParetoError("\(weights.count) weights for \(count) requests.") }
      for (row, weight) in weights.enumerated() where !(weight >= 0 && weight.isFinite) {
        throw ParetoError("The weight of request \(row) is \(weight): it must be finite and not negative.")
      }
    }
    var alone = [Int](repeating: 0, count: limits.count)
    var kept: [Int] = []
    var incomplete: [Int] = []
    var total = 0.0
    for row in 0..<count {
      var all = true
      for (index, limit) in limits.enumerated() {
        if limit.isMet(row) { alone[index] += 1 } else { all = false }
      }
      if limits.contains(where: { $0.values[row].isNaN }) { incomplete.append(row) }
      guard all else { continue }
      kept.append(row)
      total += weights?[row] ?? 1
    }
    self.kept = kept
    self.incomplete = incomplete
    rate = total / seconds
    share = Double(kept.count) / Double(count)
    interval = try BinomialInterval.wilson(successes: kept.count, trials: count)
    let shares = alone.map { Double($0) / Double(count) }
    separateShares = shares
    // From counts, so that the bound is not a rounding error off.
    let surplus = alone.reduce(0, +) - (limits.count - 1) * count
    leastJointShare = Double(max(0, surplus)) / Double(count)
    greatestJointShare = shares.min() ?? 0
    let each = zip(limits, shares).map { "\($0.words) by \(DecimalText.significant(100 * $1, 3)) %" }
    var sentence =
      "\(DecimalText.significant(rate, 4)) a second keep all limits, "
      + "\(DecimalText.significant(100 * Double(kept.count) / Double(count), 3)) % of \(count) requests; "
      + "kept alone: \(each.joined(separator: ", "))"
    if !incomplete.isEmpty { sentence += "; \(incomplete.count) have a missing value and count as failed" }
    headline = sentence + "."
  }
}
