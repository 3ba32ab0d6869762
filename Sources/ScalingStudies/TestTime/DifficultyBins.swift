import ScalingStatistics

/// Problems in bins of difficulty, the easiest first: quantiles of how often a model solves them.
///
/// Equal difficulties stay in one bin, the one that their middle rank falls in, so that bins need not be of one size; empty ones are left out.
public struct DifficultyBins: Sendable, Hashable, Codable {
  /// The bins and their sizes in a sentence.
  public let headline: String
  /// The bin of each problem, from 0, the easiest.
  public let binOfProblem: [Int]
  /// The least and the greatest share solved in each bin.
  public let ranges: [[Double]]
  /// The number of problems in each bin.
  public let sizes: [Int]

  /// Bins problems by the share of their answers that are right, greater is easier; a verifier's mean score serves as well.
  ///
  /// C. Snell et al. (arXiv:2408.03314), section 3.2: five bins of pass@1 from 2,048 samples (oracle), or of a verifier's score (predicted). The shares have to come from other answers than those that
  /// strategies are scored on. Throws `StudyError` for no problems, a share that is not finite, or no bins. O(n log n).
  public init(solved shares: [Double], bins: Int = 5) throws {
    guard !shares.isEmpty else { throw StudyError("There are no problems to bin by difficulty.") }
    guard bins > 0 else { throw StudyError("\(bins) bins of difficulty were asked for; at least one is needed.") }
    if let row = shares.firstIndex(where: { !$0.isFinite }) {
      throw StudyError("Problem \(row) is solved with the share \(shares[row]); difficulty needs a finite number.")
    }
    let order = shares.indices.sorted { (shares[$1], $0) < (shares[$0], $1) }
    var raw = [Int](repeating: 0, count: shares.count)
    var start = 0
    while start < order.count {
      var end = start
      while end < order.count, shares[order[end]] == shares[order[start]] { end += 1 }
      // The middle rank, doubled to stay whole: (start + end) / 2 of n.
      let bin = min(bins - 1, (start + end) * bins / (2 * order.count))
      for place in start..<end { raw[order[place]] = bin }
      start = end
    }
    let used = Set(raw).sorted()
    var names = [Int](repeating: 0, count: bins)
    for (name, bin) in used.enumerated() { names[bin] = name }
    let assigned = raw.map { names[$0] }
    binOfProblem = assigned
    sizes = used.indices.map { bin in assigned.count { $0 == bin } }
    ranges = used.indices.map { bin in
      let inside = shares.indices.filter { assigned[$0] == bin }.map { shares[$0] }
      return [inside.min() ?? .nan, inside.max() ?? .nan]
    }
    headline =
      "\(shares.count) problems in \(used.count) bins of difficulty, the easiest first: \(sizes.map(String.init).joined(separator: ", "))."
  }

  /// The number of bins with problems.
  public var count: Int { sizes.count }
}
