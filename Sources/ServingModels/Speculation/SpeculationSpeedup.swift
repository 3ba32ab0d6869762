import ScalingStatistics

/// What speculation gains in wall-clock time with some number of drafts.
public struct SpeculationSpeedup: Sendable, Hashable, Codable {
  /// The gain, the drafts and the tokens per pass, in a sentence.
  public let headline: String
  /// The drafts a pass; 0 is no speculation.
  public let draftTokens: Int
  /// The tokens that a pass gives on average.
  public let tokensPerPass: Double
  /// The seconds of a pass on average: drafts and verification, and the plain step where no draft was found.
  public let secondsPerPass: Double
  /// The time without speculation over the time with it.
  public let speedup: Double
  /// Whether it gains time.
  public var paysOff: Bool { speedup > 1 }

  init(draftTokens: Int, tokensPerPass: Double, secondsPerPass: Double, plainStep: Double) {
    self.draftTokens = draftTokens
    self.tokensPerPass = tokensPerPass
    self.secondsPerPass = secondsPerPass
    speedup = tokensPerPass * plainStep / secondsPerPass
    headline =
      "\(DecimalText.fixed(speedup, 2))x with \(draftTokens) draft\(draftTokens == 1 ? "" : "s"): "
      + "\(DecimalText.fixed(tokensPerPass, 2)) tokens per pass that takes \(DecimalText.fixed(secondsPerPass / plainStep, 2)) steps."
  }
}

/// What a pass of speculation is made of: the time of a draft step and that of scoring positions.
///
/// S = Ω T_T / (γ T_D + T_V(γ)) (J. Chen et al., "MagicDec", arXiv 2408.11049, section 3), with the share of passes that find no draft taken into both Ω and the time.
public struct SpeculationTimes: Sendable, Hashable, Codable {
  /// The seconds of one draft; 0 for lookup in the prompt.
  public let draftStep: Double
  /// The seconds of scoring positions.
  public let verification: VerificationTimes
  /// Whether passes without drafts score all positions all the same, padding included.
  public let padsMisses: Bool

  /// Creates the times of a pass; throws `ServingModelError` for a draft step that is negative or not finite.
  public init(draftStep: Double = 0, verification: VerificationTimes, padsMisses: Bool = false) throws {
    try SpeculationInput.checkCost(draftStep, "time of a draft step")
    self.draftStep = draftStep
    self.verification = verification
    self.padsMisses = padsMisses
  }

  /// What so many drafts gain.
  ///
  /// Throws `ServingModelError` for negative drafts, or more than the acceptance or the verification times know. O(drafts).
  public func speedup(_ acceptance: DraftAcceptance, draftTokens: Int) throws -> SpeculationSpeedup {
    let tokens = try acceptance.expectedTokens(draftTokens: draftTokens)
    let scored = try verification.seconds(scoring: draftTokens + 1)
    let drafted = Double(draftTokens) * draftStep + scored
    let missed = padsMisses ? scored : verification.plainStep
    let share = draftTokens == 0 ? 0 : acceptance.hitRate
    return SpeculationSpeedup(
      draftTokens: draftTokens, tokensPerPass: tokens, secondsPerPass: share * drafted + (1 - share) * missed,
      plainStep: verification.plainStep)
  }

  /// The number of drafts that gains most, 0 where none gains: every number up to the largest known is tried.
  ///
  /// `limit` lowers that number; nil takes all that the acceptance and the times know. Of equal gains the fewest drafts stand. Throws as `speedup(_:draftTokens:)` does. O(drafts²).
  public func best(_ acceptance: DraftAcceptance, upTo limit: Int? = nil) throws -> BestSpeculation {
    if let limit { try SpeculationInput.checkDrafts(limit) }
    let known = min(acceptance.survival.count, (verification.positions.last ?? 1) - 1)
    let last = min(limit ?? known, known)
    // Zero drafts are the plain step, also where misses are padded: nothing is speculated then.
    var best = try speedup(acceptance, draftTokens: 0)
    var all = [best]
    for count in stride(from: 1, through: last, by: 1) {
      let next = try speedup(acceptance, draftTokens: count)
      all.append(next)
      if next.speedup > best.speedup { best = next }
    }
    return BestSpeculation(best: best, tried: all)
  }
}

extension SpeculationTimes {
  private enum CodingKeys: String, CodingKey { case draftStep, verification, padsMisses }

  /// Decodes the times and checks them as `init(draftStep:verification:padsMisses:)` does.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      draftStep: try container.decode(Double.self, forKey: .draftStep),
      verification: try container.decode(VerificationTimes.self, forKey: .verification),
      padsMisses: try container.decode(Bool.self, forKey: .padsMisses))
  }
}

/// The number of drafts that gains most.
public struct BestSpeculation: Sendable, Hashable, Codable {
  /// The best number and its gain, and whether more might gain more, in a sentence.
  public let headline: String
  /// The drafts a pass; 0 where speculation does not pay.
  public let draftTokens: Int
  /// The gain with them.
  public let speedup: Double
  /// Whether the best number is the largest tried, so that more might gain more.
  public let isAtLimit: Bool
  /// The gain for 0, 1, 2, … drafts.
  public let tried: [SpeculationSpeedup]

  init(best: SpeculationSpeedup, tried: [SpeculationSpeedup]) {
    draftTokens = best.draftTokens
    speedup = best.speedup
    isAtLimit = tried.count > 1 && best.draftTokens == tried.count - 1
    self.tried = tried
    headline =
      best.draftTokens == 0
      ? "Speculation does not pay with any of 1 to \(max(1, tried.count - 1)) drafts."
      : "\(best.draftTokens) draft\(best.draftTokens == 1 ? "" : "s") gain most, \(DecimalText.fixed(best.speedup, 2))x"
        + (isAtLimit ? "; it is the largest number tried, more may gain more." : ".")
  }
}
