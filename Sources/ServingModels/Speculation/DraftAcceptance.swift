import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How far drafts are kept: the probability that at least i of them are, position by position, and how often there is a draft at all.
///
/// A draft is kept only where all before it were, so a pass gives 1 + h Σ P(at least i kept) tokens for any acceptance by position. Independent drafts of equal acceptance α are the geometric case P(i) = α^i.
/// Lookup in the prompt (n-grams) often finds nothing to propose: h is the share of passes that have drafts, the hit rate, and the rest of the numbers hold for those passes.
public struct DraftAcceptance: Sendable, Hashable, Codable {
  /// Tokens for each pass with all drafts, in a sentence.
  public let headline: String
  /// The probability that at least 1, 2, … drafts are kept in a pass that has drafts; never rising.
  public let survival: [Double]
  /// The share of passes that have drafts.
  public let hitRate: Double

  /// Creates the acceptance from the probabilities of keeping at least 1, 2, … drafts.
  ///
  /// Throws `ServingModelError` for none, a probability outside 0 to 1 (NaN too), one that rises with the position, or a hit rate outside 0 to 1. O(n).
  public init(survival: [Double], hitRate: Double = 1) throws {
    guard !survival.isEmpty else {
      throw ServingModelError("The probabilities of keeping drafts are empty; one for each draft position is needed.")
    }
    for (index, value) in survival.enumerated() {
      try SpeculationInput.checkProbability(value, "probability of keeping \(index + 1) drafts")
      guard index == 0 || value <= survival[index - 1] else {
        throw ServingModelError(
          "The probability of keeping \(index + 1) drafts is \(value), above that of keeping \(index): it cannot rise.")
      }
    }
    try SpeculationInput.checkProbability(hitRate, "hit rate")
    self.survival = survival
    self.hitRate = hitRate
    let tokens = 1 + hitRate * SampleMoments.sum(survival)
    headline =
      "\(DecimalText.fixed(tokens, 2)) tokens per pass with \(survival.count) draft\(survival.count == 1 ? "" : "s")"
      + (hitRate < 1 ? ", found in \(DecimalText.fixed(100 * hitRate, 0)) % of passes." : ".")
  }

  /// Creates the geometric case: every draft is kept with the same probability where those before it were.
  ///
  /// Throws `ServingModelError` for a rate outside 0 to 1, fewer than one draft, or a hit rate outside 0 to 1.
  public init(rate: Double, draftTokens: Int, hitRate: Double = 1) throws {
    try SpeculationInput.checkProbability(rate, "acceptance")
    try SpeculationInput.checkDrafts(draftTokens, least: 1)
    try self.init(survival: (1...draftTokens).map { pow(rate, Double($0)) }, hitRate: hitRate)
  }

  /// Creates the acceptance from the probability, at each position, that the draft is kept where those before it were.
  ///
  /// Throws as `init(survival:hitRate:)` does.
  public init(conditionalRates: [Double], hitRate: Double = 1) throws {
    var kept = 1.0
    var survival: [Double] = []
    for (index, rate) in conditionalRates.enumerated() {
      try SpeculationInput.checkProbability(rate, "acceptance at position \(index + 1)")
      kept *= rate
      survival.append(kept)
    }
    try self.init(survival: survival, hitRate: hitRate)
  }

  /// The tokens that a pass gives on average with so many drafts: 1 + hit rate × Σ P(at least i kept).
  ///
  /// Throws `ServingModelError` for negative drafts, or more than there are probabilities. O(drafts).
  public func expectedTokens(draftTokens: Int) throws -> Double {
    try SpeculationInput.checkDrafts(draftTokens)
    guard draftTokens <= survival.count else {
      throw ServingModelError(
        "The number of draft tokens is \(draftTokens); acceptance is known for \(survival.count) positions.")
    }
    return 1 + hitRate * SampleMoments.sum(Array(survival.prefix(draftTokens)))
  }
}

extension DraftAcceptance {
  private enum CodingKeys: String, CodingKey { case headline, survival, hitRate }

  /// Decodes the probabilities and checks them as `init(survival:hitRate:)` does.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      survival: try container.decode([Double].self, forKey: .survival),
      hitRate: try container.decode(Double.self, forKey: .hitRate))
  }
}
