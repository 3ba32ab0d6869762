import Scalability
import ScalingStatistics

/// What a speed-up compares.
enum SpeedupEstimand: Hashable {
  /// Total latency, on the pairs with equal output lengths.
  case latency
  /// Total latency for total tokens, each side its own, on all pairs: what is left where outputs differ.
  case timePerToken
}

/// One cell against another of the same model, cap, hardware and conditions: the same problems under two strategies.
struct SweepComparison {
  let model: ObservedModel
  let tokenCap: Int
  let candidate: ObservedStrategy
  let estimand: SpeedupEstimand
  /// Total latency, or time per token, of the reference over that of the candidate.
  let speedup: Estimate
  /// Accelerator-seconds a token of the candidate over those of the reference, each a ratio of sums over all pairs.
  let costRatio: Estimate
  /// All pairs, and those whose output lengths differ.
  let pairCount: Int
  let changedCount: Int
  /// The pairs behind the speed-up, and those of them that took longer, or longer a token.
  let speedupPairCount: Int
  let slowerCount: Int

  /// Standard error of ln cost ratio.
  ///
  /// Skewness has moved one end of the interval outwards; the other is where Student's t puts it.
  var logCostError: Double {
    let t = StudentTDistribution(degreesOfFreedom: Double(pairCount - 1)).quantile(0.5 + costRatio.level / 2)
    let center = logarithm(costRatio.value)
    return min(logarithm(costRatio.upper) - center, center - logarithm(costRatio.lower)) / t
  }

  /// Compares two cells over some pairs of rows; throws where their numbers cannot be added up.
  init(_ base: SweepObservation, _ cell: SweepObservation, rows: [(Int, Int)], level: Double) throws {
    let before = rows.map { base.latency[$0.0] }
    let after = rows.map { cell.latency[$0.1] }
    let tokensBefore = rows.map { base.outputTokens[$0.0] }
    let tokensAfter = rows.map { cell.outputTokens[$0.1] }
    let like = rows.indices.filter { tokensBefore[$0] == tokensAfter[$0] }
    model = ObservedModel(cell)
    tokenCap = cell.tokenCap
    candidate = cell.strategy
    pairCount = rows.count
    changedCount = rows.count - like.count
    if Double(like.count) >= ClaimMinimum.likeShare * Double(rows.count) {
      estimand = .latency
      speedup = try RatioOfTotals.estimate(like.map { before[$0] }, over: like.map { after[$0] }, level: level)
      speedupPairCount = like.count
      slowerCount = like.count { after[$0] > before[$0] }
    } else {
      estimand = .timePerToken
      speedup = try RatioOfTotals.estimate(
        before, per: tokensBefore, over: after, per: tokensAfter, level: level)
      speedupPairCount = rows.count
      slowerCount = rows.indices.count { after[$0] * tokensBefore[$0] > before[$0] * tokensAfter[$0] }
    }
    // Over the same pairs the cost of a token is the reciprocal of either speed-up.
    let perToken =
      estimand == .timePerToken || like.count == rows.count
      ? speedup
      : try RatioOfTotals.estimate(before, per: tokensBefore, over: after, per: tokensAfter, level: level)
    let factor = Double(cell.accelerators) / Double(base.accelerators)
    costRatio = Estimate(
      value: factor / perToken.value, lower: factor / perToken.upper, upper: factor / perToken.lower, level: level,
      method: perToken.method)
  }
}
