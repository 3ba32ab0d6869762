import ScalingExperiments
import ScalingStatistics

/// What the claims that compare cells have to say of their estimands, in sentences.
enum ComparisonWords {
  /// The two estimands of a speed-up, for a definition.
  static let speedup =
    "speed-up by latency (ratio of totals on the pairs with equal output lengths) where nine tenths of the pairs are such, elsewhere by time per token (ratio of each side's total latency for its own total tokens, on all pairs)"

  /// The estimand of a cost, for a definition.
  static let cost =
    "accelerators x total latency / total tokens, each side its own tokens, on all pairs of problems"

  /// Which estimand the cells used.
  static func estimands(_ cells: [SweepComparison]) -> String {
    let other = cells.count { $0.estimand == .timePerToken }
    let latency = cells.count - other
    if other == 0 { return "\(counted(latency)) by latency." }
    return
      "\(counted(latency)) by latency, \(other) by time per token because outputs differ in more than a tenth of their pairs."
  }

  /// Which estimand the cells of one model used, as the end of a sentence.
  static func brief(_ cells: [SweepComparison]) -> String {
    let other = cells.count { $0.estimand == .timePerToken }
    if other == 0 { return "by latency" }
    return other == cells.count
      ? "by time per token" : "\(cells.count - other) by latency and \(other) by time per token"
  }

  /// How many of the pairs behind costs have other output lengths.
  static func changedLengths(_ cells: [SweepComparison]) -> String {
    let pairs = cells.reduce(0) { $0 + $1.pairCount }
    let changed = cells.reduce(0) { $0 + $1.changedCount }
    return
      "\(DecimalText.significant(100 * Double(changed) / Double(max(1, pairs)), 2)) % of \(pairs) pairs have other output lengths; each side's seconds are for its own tokens."
  }

  /// The level, for a definition.
  static func level(_ level: Double) -> String { "\(DecimalText.significant(level * 100, 3)) % for all together" }

  private static func counted(_ count: Int) -> String { count == 1 ? "1 cell" : "\(count) cells" }
}

extension SweepObservations {
  /// The cells of other speculation than n-grams, which a claim of the paper does not speak of.
  func leftOutSpeculation(of claim: String) -> [String] {
    cells.filter { $0.strategy.isSpeculation && !$0.strategy.isNgramSpeculation }.map {
      "\($0.label): \(claim) is about n-gram speculation."
    }
  }
}
