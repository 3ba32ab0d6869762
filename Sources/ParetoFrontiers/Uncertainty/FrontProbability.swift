import ScalingStatistics

/// How often each row is on the front when the measurements are drawn again.
///
/// A frequency under resampling, not the posterior probability that the row is truly on the front. It is biased for near ties: of two rows that are truly equal each is on the front in
/// about half of the replicates, and noise lifts rows that lie just behind the front onto it, the more so the more of them there are.
public struct FrontProbability: Sendable, Hashable, Codable {
  /// How many rows are on the front in most replicates, and how many are in doubt.
  public let headline: String
  /// For each row the share of replicates in which it is on the front, ties included.
  public let probabilities: [Double]
  /// For each row the share of replicates in which it is on the front with another row at exactly equal objectives.
  public let tieProbabilities: [Double]
  /// For each row the Monte Carlo standard error of its probability, √(p (1 - p) / replicates).
  ///
  /// At a probability of 0 or 1 it is 0 and the true frequency may differ by about 3 / replicates.
  public let monteCarloErrors: [Double]
  /// Whether each row is on the front of the measured values.
  public let isOnMeasuredFront: [Bool]
  /// The mean number of rows on the front over the replicates.
  public let meanFrontSize: Double
  /// The number of replicates.
  public let replicates: Int
  /// The seed.
  public let seed: UInt64
  /// What the replicates were made from.
  public let source: ReplicateSource

  /// Counts fronts over the replicates: O(replicates × n log n) for two and three objectives, O(replicates × n log^(d-2) n) for d.
  ///
  /// Throws `ParetoError` for fewer than two objectives.
  public init(_ replicates: FrontReplicates) throws {
    guard replicates.objectives.count > 1 else {
      throw ParetoError("A front needs at least two objectives; \(replicates.objectives.count) was given.")
    }
    let rows = replicates.rowCount
    var search = ReplicateSearch(rows: rows, objectives: replicates.objectives.count)
    var hits = [Int](repeating: 0, count: rows)
    var ties = [Int](repeating: 0, count: rows)
    var total = 0
    for replicate in 0..<replicates.count {
      let start = replicate * rows
      try search.search(replicates.draws, start: start, count: rows)
      let members = search.members
      total += members.count
      for (position, row) in members.enumerated() {
        hits[row] += 1
        func equals(_ other: Int) -> Bool {
          replicates.draws.allSatisfy { $0[start + row] == $0[start + other] }
        }
        if (position > 0 && equals(members[position - 1]))
          || (position + 1 < members.count && equals(members[position + 1]))
        {
          ties[row] += 1
        }
      }
    }
    let count = Double(replicates.count)
    probabilities = hits.map { Double($0) / count }
    tieProbabilities = ties.map { Double($0) / count }
    monteCarloErrors = probabilities.map { ($0 * (1 - $0) / count).squareRoot() }
    try search.search(replicates.observed, start: 0, count: rows)
    var marks = [Bool](repeating: false, count: rows)
    for row in search.members { marks[row] = true }
    isOnMeasuredFront = marks
    meanFrontSize = Double(total) / count
    self.replicates = replicates.count
    seed = replicates.seed
    source = replicates.source
    let sure = probabilities.count { $0 >= 0.95 }
    let doubtful = probabilities.count { $0 >= 0.05 && $0 < 0.95 }
    headline =
      "\(sure) of \(rows) rows are on the front in at least 95 % of \(replicates.count) \(replicates.source.rawValue), "
      + "\(doubtful) in 5 to 95 %; the measured front has \(search.members.count)."
  }
}
