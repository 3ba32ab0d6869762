import ScalingStatistics

/// What speculative decoding gained and what it spent, from counts.
///
/// Y. Leviathan, M. Kalman and Y. Matias, "Fast Inference from Transformers via Speculative Decoding" (ICML 2023), for the terms: a pass scores several drafts and the position before
/// them at once, and keeps those that the model itself would have given, and one token more.
public struct SpeculationGain: Sendable, Hashable, Codable {
  /// Tokens for each pass, the arithmetic they took, and the share of drafts kept, in a sentence.
  public let headline: String
  /// The tokens generated for each forward pass; 1 without speculation.
  public let tokensPerPass: Double
  /// The positions scored for each token that was kept: the arithmetic over that of decoding without speculation.
  public let positionsPerAcceptedToken: Double
  /// The share of the drafts that were kept; nil where none was proposed.
  public let acceptanceShare: Double?
  /// The positions scored in all.
  public let executedPositions: Double

  /// Computes the gain from the counts of one or many requests.
  ///
  /// `positionsPerPass` is what a pass scores, padding included: the draft tokens and one. `draftTokens` and `acceptedTokens` are the drafts proposed and kept; counts of engines that go on counting after a rejected draft are not
  /// acceptances and must not be given. Throws `ServingModelError` for a count that is negative or not finite, no tokens or no passes, fewer than one position a
  /// pass, more drafts kept than proposed, as many drafts kept as tokens or more, or more drafts than the positions could score.
  public init(
    outputTokens: Double, forwardPasses: Double, positionsPerPass: Double, draftTokens: Double, acceptedTokens: Double
  ) throws {
    for (name, value) in [
      ("output tokens", outputTokens), ("forward passes", forwardPasses), ("positions in a pass", positionsPerPass),
      ("draft tokens", draftTokens), ("accepted tokens", acceptedTokens),
    ] { try ServingModelError.checkCount(value, name) }
    guard outputTokens > 0, forwardPasses > 0 else {
      throw ServingModelError(
        "\(DecimalText.significant(outputTokens, 6)) tokens in \(DecimalText.significant(forwardPasses, 6)) passes: "
          + "a gain needs some of both.")
    }
    guard positionsPerPass >= 1 else {
      throw ServingModelError("A pass scores \(positionsPerPass) positions; it scores at least one.")
    }
    guard acceptedTokens <= draftTokens else {
      throw ServingModelError(
        "\(DecimalText.significant(acceptedTokens, 6)) drafts were accepted of "
          + "\(DecimalText.significant(draftTokens, 6)) proposed: no more can be kept than proposed.")
    }
    guard acceptedTokens < outputTokens else {
      throw ServingModelError(
        "\(DecimalText.significant(acceptedTokens, 6)) accepted drafts in "
          + "\(DecimalText.significant(outputTokens, 6)) tokens: a pass also gives one token of its own.")
    }
    guard draftTokens <= forwardPasses * (positionsPerPass - 1) else {
      throw ServingModelError(
        "\(DecimalText.significant(draftTokens, 6)) drafts do not fit into \(DecimalText.significant(forwardPasses, 6)) "
          + "passes of \(DecimalText.significant(positionsPerPass, 6)) positions, one of which is no draft.")
    }
    tokensPerPass = outputTokens / forwardPasses
    executedPositions = forwardPasses * positionsPerPass
    positionsPerAcceptedToken = executedPositions / outputTokens
    acceptanceShare = draftTokens > 0 ? acceptedTokens / draftTokens : nil
    let share = acceptanceShare.map { "\(DecimalText.fixed(100 * $0, 0)) % of the drafts kept" } ?? "no drafts"
    headline =
      "\(DecimalText.fixed(tokensPerPass, 2)) tokens per pass for \(DecimalText.fixed(positionsPerAcceptedToken, 2)) times "
      + "the positions, \(share)."
  }
}
