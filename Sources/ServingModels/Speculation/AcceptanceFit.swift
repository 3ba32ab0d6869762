import ScalingExperiments
import ScalingStatistics

/// Acceptance from the counters of an engine, in the terms of the scheme that it counts by.
///
/// The two engines of vLLM count different things, so there is one initializer for each and no way to mix them. Given the counters of each request, whole requests are resampled: text that is easy
/// to draft comes in runs, so passes are not independent. From pooled counters that dependence cannot be seen, and the interval says so.
public struct AcceptanceFit: Sendable, Hashable, Codable {
  /// The acceptance, the tokens per pass and how sure both are, in a sentence.
  public let headline: String
  /// The tokens of a pass that had drafts.
  public let tokensPerPass: Estimate
  /// The acceptance of independent drafts; nil where drafts differ in length, because a short draft kept whole looks like a rejection.
  public let acceptance: Estimate?
  /// The share of passes that kept at least 1, 2, … drafts; empty where the engine does not count by position.
  public let byPosition: [Estimate]
  /// The largest difference between the shares by position and α^i; nil without both.
  ///
  /// Large where drafts are not independent, so that other numbers of drafts must not be predicted from α.
  public let geometricMisfit: Double?
  /// The number of drafts that a pass verifies.
  public let draftTokens: Int
  /// The passes that had drafts.
  public let passes: Double
  /// What an interval leaves out, in sentences.
  public let warnings: [String]

  /// Fits vLLM's second engine (V1): accepted counts are prefixes, by position where known.
  ///
  /// `requests` holds the counters of each request, or one element for all. `draftTokens` is the number that the engine was set to. With counts by position and full drafts, α is accepted / (accepted + passes that
  /// ended in a rejection), the likelihood's maximum; else it is solved from the tokens per pass. Throws `ServingModelError` for no counters, no passes, negative counts, more accepted than drafted, counts by
  /// position that rise, exceed the passes, do not add up to the accepted or are more than `draftTokens`, and a level or number of replicates that cannot be used. O(requests × replicates).
  public init(
    engineV1 requests: [EngineV1SpeculationCounters], draftTokens: Int, level: Double = 0.95,
    replicates: Int = 2_000, seed: UInt64 = 1
  ) throws {
    try SpeculationInput.checkDrafts(draftTokens, least: 1)
    for (row, counters) in requests.enumerated() { try SpeculationInput.checkCounters(counters, draftTokens, row) }
    let isByPosition = requests.allSatisfy { $0.drafts == 0 || !$0.acceptedByPosition.isEmpty }
    let total = Self.sums(requests, draftTokens)
    guard total.passes > 0 else {
      throw ServingModelError("\(requests.count) counters hold 0 drafts; an acceptance needs passes that had some.")
    }
    let isFull = total.drafted == total.passes * Double(draftTokens)
    let width = isByPosition ? draftTokens : 0
    func statistic(_ weights: [Double]?) -> [Double]? {
      let sums = weights.map { Self.sums(requests, draftTokens, weights: $0) } ?? total
      guard sums.passes > 0 else { return nil }
      let tokens = 1 + sums.accepted / sums.passes
      let rate: Double
      if !isFull {
        rate = 0
      } else if isByPosition {
        let rejections = sums.passes - sums.byPosition[draftTokens - 1]
        rate = sums.accepted + rejections > 0 ? sums.accepted / (sums.accepted + rejections) : 0
      } else {
        guard let solved = try? SpeculativeDecoding.acceptance(expectedTokens: tokens, draftTokens: draftTokens)
        else { return nil }
        rate = solved
      }
      return [tokens, rate] + sums.byPosition.prefix(width).map { $0 / sums.passes }
    }
    let pooled = PooledPasses(draftTokens: draftTokens, passes: total.passes, level: level)
    let estimates = try Self.intervals(
      requests.count, level: level, replicates: replicates, seed: seed, statistic: statistic, pooled: pooled,
      trials: isByPosition && isFull ? total.accepted + total.passes - total.byPosition[draftTokens - 1] : nil)
    var warnings: [String] = []
    if !isFull {
      warnings.append(
        "The engine drafted \(DecimalText.significant(total.drafted / total.passes, 4)) tokens a pass, not \(draftTokens): drafts differ in length, so one acceptance for all cannot be told."
      )
    }
    self.init(
      estimates, draftTokens: draftTokens, passes: total.passes, hasAcceptance: isFull, requests: requests.count,
      warnings: warnings)
  }

  /// Fits vLLM's first engine (V0): tokens per pass from emitted tokens, because its accepted tokens go on behind a rejection.
  ///
  /// `requests` holds the counters of each request, or one element for all; `draftTokens` is k, so that drafted / k passes were made. Throws `ServingModelError` for no counters, unknown emitted tokens, no passes, negative counts,
  /// drafted tokens that are no multiple of k, tokens per pass outside 1 to k + 1, and a level or number of replicates that cannot be used.
  public init(
    engineV0 requests: [EngineV0SpeculationCounters], draftTokens: Int, level: Double = 0.95,
    replicates: Int = 2_000, seed: UInt64 = 1
  ) throws {
    try SpeculationInput.checkDrafts(draftTokens, least: 1)
    var passes: [Double] = []
    var emitted: [Double] = []
    for (row, counters) in requests.enumerated() {
      guard let tokens = counters.emittedTokens else {
        throw ServingModelError(
          "The emitted tokens of row \(row) are unknown; accepted tokens of this engine go on behind a rejection and cannot replace them."
        )
      }
      for (name, value) in [
        ("drafted tokens", counters.draftTokens), ("accepted tokens", counters.acceptedTokens),
        ("emitted tokens", tokens),
      ] { try SpeculationInput.checkCounter(value, name, row) }
      guard counters.acceptedTokens <= counters.draftTokens else {
        throw ServingModelError(
          "Row \(row) accepted \(counters.acceptedTokens) tokens of \(counters.draftTokens) drafted.")
      }
      guard counters.draftTokens % draftTokens == 0 else {
        throw ServingModelError(
          "Row \(row) drafted \(counters.draftTokens) tokens, no multiple of \(draftTokens) a pass.")
      }
      let count = counters.draftTokens / draftTokens
      guard tokens >= count, Double(tokens) <= Double(count) * Double(draftTokens + 1) else {
        throw ServingModelError(
          "Row \(row) emitted \(tokens) tokens in \(count) passes of \(draftTokens) drafts: a pass emits 1 to \(draftTokens + 1)."
        )
      }
      passes.append(Double(count))
      emitted.append(Double(tokens))
    }
    let total = SampleMoments.sum(passes)
    guard total > 0 else {
      throw ServingModelError("\(requests.count) counters hold 0 drafts; an acceptance needs passes that had some.")
    }
    func statistic(_ weights: [Double]?) -> [Double]? {
      var (made, given) = (0.0, 0.0)
      for row in passes.indices {
        let weight = weights?[row] ?? 1
        made += weight * passes[row]
        given += weight * emitted[row]
      }
      guard made > 0,
        let rate = try? SpeculativeDecoding.acceptance(expectedTokens: given / made, draftTokens: draftTokens)
      else { return nil }
      return [given / made, rate]
    }
    let estimates = try Self.intervals(
      requests.count, level: level, replicates: replicates, seed: seed, statistic: statistic,
      pooled: PooledPasses(draftTokens: draftTokens, passes: total, level: level), trials: nil)
    self.init(
      estimates, draftTokens: draftTokens, passes: total, hasAcceptance: true, requests: requests.count, warnings: [])
  }

  /// The acceptance as measured by position, in the passes that had drafts; nil where the engine does not count by position.
  public var measured: DraftAcceptance? {
    byPosition.isEmpty ? nil : try? DraftAcceptance(survival: byPosition.map(\.value))
  }

  /// The acceptance as measured by position, with the hit rate that follows from the passes in all, those without drafts among them.
  ///
  /// Throws `ServingModelError` where the engine does not count by position, and for fewer passes than had drafts.
  public func measured(forwardPasses: Double) throws -> DraftAcceptance {
    guard !byPosition.isEmpty else {
      throw ServingModelError("The counters have no positions, so the acceptance of each is unknown.")
    }
    guard forwardPasses.isFinite, forwardPasses >= passes else {
      throw ServingModelError(
        "\(forwardPasses) passes were made in all, and \(DecimalText.significant(passes, 9)) had drafts.")
    }
    return try DraftAcceptance(survival: byPosition.map(\.value), hitRate: passes / forwardPasses)
  }

  private init(
    _ estimates: [Estimate], draftTokens: Int, passes: Double, hasAcceptance: Bool, requests: Int, warnings: [String]
  ) {
    tokensPerPass = estimates[0]
    acceptance = hasAcceptance ? estimates[1] : nil
    byPosition = Array(estimates.dropFirst(2))
    self.draftTokens = draftTokens
    self.passes = passes
    var kept = 1.0
    var misfit = 0.0
    for position in byPosition {
      kept *= estimates[1].value
      misfit = max(misfit, abs(position.value - kept))
    }
    geometricMisfit = hasAcceptance && !byPosition.isEmpty ? misfit : nil
    self.warnings =
      warnings
      + (requests > 1
        ? []
        : [
          "One set of counters for all requests: the intervals treat passes as independent, and are too narrow where drafts are easy in one request and hard in another."
        ])
    let rate = hasAcceptance ? "acceptance \(estimates[1].headline), " : ""
    headline =
      "\(rate)\(estimates[0].headline) tokens per pass, over \(DecimalText.significant(passes, 6)) passes with drafts."
  }
}

extension AcceptanceFit {
  /// Sums of counters over requests, each as often as its weight says.
  private struct Sums {
    var passes = 0.0
    var drafted = 0.0
    var accepted = 0.0
    var byPosition: [Double]
  }

  private static func sums(
    _ requests: [EngineV1SpeculationCounters], _ draftTokens: Int, weights: [Double]? = nil
  ) -> Sums {
    var sums = Sums(byPosition: [Double](repeating: 0, count: draftTokens))
    for (row, counters) in requests.enumerated() {
      let weight = weights?[row] ?? 1
      sums.passes += weight * Double(counters.drafts)
      sums.drafted += weight * Double(counters.draftTokens)
      sums.accepted += weight * Double(counters.acceptedTokens)
      for (position, count) in counters.acceptedByPosition.enumerated() {
        sums.byPosition[position] += weight * Double(count)
      }
    }
    return sums
  }

  /// What pooled counters allow: passes as independent trials.
  private struct PooledPasses {
    let draftTokens: Int
    let passes: Double
    let level: Double
    static let method = "passes as independent trials"

    /// Mean ± z standard errors, of the geometric distribution cut at the number of drafts.
    func tokens(_ mean: Double, acceptance: Double) -> Estimate {
      var (first, second, kept) = (0.0, 0.0, 1.0)
      for position in stride(from: 1, through: draftTokens, by: 1) {
        kept *= acceptance
        first += kept
        second += Double(2 * position - 1) * kept
      }
      let z = NormalDistribution.standard.quantile(0.5 + level / 2)
      let half = z * (max(0, second - first * first) / passes).squareRoot()
      return Estimate(
        value: mean, lower: max(1, mean - half), upper: min(Double(draftTokens) + 1, mean + half), level: level,
        method: "normal, " + Self.method)
    }
  }

  private static func intervals(
    _ requests: Int, level: Double, replicates: Int, seed: UInt64, statistic: ([Double]?) -> [Double]?,
    pooled: PooledPasses, trials: Double?
  ) throws -> [Estimate] {
    guard level > 0, level < 1 else {
      throw ServingModelError("A level of \(level) was asked for; a level lies between 0 and 1, such as 0.95.")
    }
    if requests > 1 {
      do {
        let design = try Bootstrap(unitCount: requests, unitName: "requests", replicates: replicates, seed: seed)
        let distribution = try design.distribution { statistic($0) }
        return try distribution.observed.indices.map { try distribution.percentileInterval($0, level: level) }
      } catch let error as StatisticsError { throw ServingModelError(error.message) }
    }
    guard let values = statistic(nil) else {
      throw ServingModelError(
        "No acceptance follows from the counters: the tokens per pass lie outside what drafts give.")
    }
    let tokens = pooled.tokens(values[0], acceptance: values[1])
    func share(_ value: Double, of trials: Double) throws -> Estimate {
      do {
        let successes = Int((value * trials).rounded())
        let interval = try BinomialInterval.wilson(successes: successes, trials: Int(trials), level: level)
        return Estimate(
          value: value, lower: interval.lower, upper: interval.upper, level: level,
          method: "Wilson, " + PooledPasses.method)
      } catch let error as StatisticsError { throw ServingModelError(error.message) }
    }
    let rate: Estimate
    if let trials {
      rate = try share(values[1], of: max(1, trials))
    } else {
      func end(_ tokens: Double) throws -> Double {
        try SpeculativeDecoding.acceptance(expectedTokens: tokens, draftTokens: pooled.draftTokens)
      }
      rate = Estimate(
        value: values[1], lower: try end(tokens.lower), upper: try end(tokens.upper), level: level,
        method: tokens.method)
    }
    return [tokens, rate] + (try values.dropFirst(2).map { try share($0, of: pooled.passes) })
  }
}
