#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The closed formulas of speculative decoding with independent drafts of equal acceptance.
///
/// Y. Leviathan, M. Kalman and Y. Matias, "Fast Inference from Transformers via Speculative Decoding" (ICML 2023, arXiv 2211.17192). α is the probability that a draft is kept where those before it were, γ the
/// number of drafts a pass, c the time of a draft step over that of a step of the target. Where acceptance differs by position, or many drafts find none, use `DraftAcceptance`.
public enum SpeculativeDecoding {
  /// The tokens that a pass of the target gives on average: (1 - α^(γ+1)) / (1 - α), and γ + 1 at α = 1 (equation 1).
  ///
  /// Throws `ServingModelError` for an acceptance outside 0 to 1 or a negative number of drafts. O(1).
  public static func expectedTokens(acceptance: Double, draftTokens: Int) throws -> Double {
    try SpeculationInput.checkProbability(acceptance, "acceptance")
    try SpeculationInput.checkDrafts(draftTokens)
    return tokens(acceptance, draftTokens)
  }

  /// The gain in wall-clock time: (1 - α^(γ+1)) / ((1 - α)(γ c + v)) (theorem 3.8, and MagicDec's form with a price of verification).
  ///
  /// `draftCost` is c. `verificationCost` is v, the time of scoring γ + 1 positions over that of scoring one: 1 in the paper, which holds only while the
  /// step is bound by memory (J. Chen et al., "MagicDec", arXiv 2408.11049). Throws `ServingModelError` for an acceptance outside 0 to 1, negative drafts or cost, or a verification that takes no time.
  public static func speedup(
    acceptance: Double, draftTokens: Int, draftCost: Double, verificationCost: Double = 1
  ) throws -> Double {
    let tokens = try expectedTokens(acceptance: acceptance, draftTokens: draftTokens)
    try SpeculationInput.checkCost(draftCost, "cost of a draft step")
    try SpeculationInput.checkPositive(verificationCost, "cost of verification")
    return tokens / (Double(draftTokens) * draftCost + verificationCost)
  }

  /// The arithmetic over that of decoding without speculation: (1 - α)(γ ĉ + γ + 1) / (1 - α^(γ+1)) (theorem 3.11).
  ///
  /// `draftOperations` is ĉ, the operations of a draft step over those of a step of the target. Throws as `speedup` does.
  public static func operationsFactor(
    acceptance: Double, draftTokens: Int, draftOperations: Double
  ) throws -> Double {
    let tokens = try expectedTokens(acceptance: acceptance, draftTokens: draftTokens)
    try SpeculationInput.checkCost(draftOperations, "operations of a draft step")
    let drafts = Double(draftTokens)
    return (drafts * draftOperations + drafts + 1) / tokens
  }

  /// Whether any number of drafts gains time where verification is free: exactly where α > c (corollary 3.9).
  ///
  /// Throws `ServingModelError` for an acceptance outside 0 to 1 or a negative cost.
  public static func canGain(acceptance: Double, draftCost: Double) throws -> Bool {
    try SpeculationInput.checkProbability(acceptance, "acceptance")
    try SpeculationInput.checkCost(draftCost, "cost of a draft step")
    return acceptance > draftCost
  }

  /// The gain that one draft a pass gives, (1 + α) / (1 + c): the least that the best number of drafts reaches (corollary 3.9); nil where α <= c.
  ///
  /// Throws as `canGain(acceptance:draftCost:)` does.
  public static func guaranteedSpeedup(acceptance: Double, draftCost: Double) throws -> Double? {
    try canGain(acceptance: acceptance, draftCost: draftCost) ? (1 + acceptance) / (1 + draftCost) : nil
  }

  /// The number of drafts that gains most for a draft cost c and a verification that costs nothing more, 0 where none gains; every number up to `limit` is tried.
  ///
  /// Without a cost of drafts more are always better, so that the limit is what is returned; the result says so. Where verification has a price, see `SpeculationTimes.best(_:upTo:)`. Throws `ServingModelError` for an acceptance outside 0 to 1, a
  /// negative cost, or a limit outside 1 to 10,000. O(limit²).
  public static func best(acceptance: Double, draftCost: Double, upTo limit: Int = 64) throws -> BestSpeculation {
    try SpeculationInput.checkProbability(acceptance, "acceptance")
    try SpeculationInput.checkCost(draftCost, "cost of a draft step")
    try SpeculationInput.checkDrafts(limit, least: 1)
    let times = try SpeculationTimes(
      draftStep: draftCost, verification: try VerificationTimes(constant: 1, upTo: limit + 1))
    return try times.best(try DraftAcceptance(rate: acceptance, draftTokens: limit))
  }

  /// The acceptance that gives some mean number of tokens a pass: the inverse of `expectedTokens(acceptance:draftTokens:)`.
  ///
  /// Throws `ServingModelError` for fewer than one draft and for tokens outside 1 to drafts + 1, which no acceptance gives. To rounding, by bisection.
  public static func acceptance(expectedTokens: Double, draftTokens: Int) throws -> Double {
    try SpeculationInput.checkDrafts(draftTokens, least: 1)
    guard expectedTokens >= 1, expectedTokens <= Double(draftTokens) + 1 else {
      throw ServingModelError(
        "The tokens per pass are \(expectedTokens); with \(draftTokens) drafts a pass gives 1 to \(draftTokens + 1).")
    }
    var low = 0.0
    var high = 1.0
    for _ in 0..<100 {
      let middle = 0.5 * (low + high)
      if tokens(middle, draftTokens) < expectedTokens { low = middle } else { high = middle }
    }
    return 0.5 * (low + high)
  }

  /// The tokens for input that was checked.
  static func tokens(_ acceptance: Double, _ drafts: Int) -> Double {
    let rejection = 1 - acceptance
    // Near acceptance 1 both sides of the fraction vanish; log1p and expm1 keep their digits.
    guard rejection > 0 else { return Double(drafts) + 1 }
    return -expm1(Double(drafts + 1) * log1p(-rejection)) / rejection
  }
}
