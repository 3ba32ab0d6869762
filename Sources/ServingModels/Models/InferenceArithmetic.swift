import ScalingStatistics

/// The floating-point operations of a transformer's forward pass: 2 × parameters for each position, and attention where its shape is given.
///
/// J. Kaplan et al., "Scaling Laws for Neural Language Models" (arXiv 2001.08361), section 2.1, equations 2.1 and 2.2: a multiply-add for every parameter. They count parameters
/// without embeddings; here the caller's count is used as it is (of a mixture of experts, the active ones). The attention term is 4 × layers × heads × head
/// dimension for every position attended to, itself included; averaged over a causal window of n positions it is Kaplan's 2 × layers × n × attention width.
/// Compute has more than one measure, and these are two: accepted FLOPs count the tokens that were kept, executed FLOPs every position that was scored.
public struct InferenceArithmetic: Sendable, Hashable, Codable {
  /// The parameters that take part in each position.
  public let parameters: Double
  /// The shape of the attention; nil leaves its term out.
  public let attention: AttentionShape?

  /// Creates the arithmetic of a model; throws `ServingModelError` for parameters that are not positive and finite.
  public init(parameters: Double, attention: AttentionShape? = nil) throws {
    guard parameters > 0, parameters.isFinite else {
      throw ServingModelError("A model of \(parameters) parameters was given; the number must be positive and finite.")
    }
    self.parameters = parameters
    self.attention = attention
  }

  /// What is counted, in a sentence for a chart or a report.
  public var definition: String {
    attention == nil
      ? "forward FLOPs, 2 x \(DecimalText.significant(parameters, 4)) parameters per position, without attention"
      : "forward FLOPs, 2 x \(DecimalText.significant(parameters, 4)) parameters per position, with attention over the context"
  }

  /// The FLOPs of scoring positions one after another that follow `prompt` earlier ones.
  ///
  /// Position i of n attends to prompt + i positions, so the attention term sums to n × prompt + n (n + 1) / 2. A prompt's own FLOPs are not among them: those are
  /// `forwardFLOPs(positions: prompt, after: 0)`. `prompt` is needed with attention only. Counts may be means.
  /// Throws `ServingModelError` for a negative or infinite count, or a missing prompt where there is attention.
  public func forwardFLOPs(positions: Double, after prompt: Double? = nil) throws -> Double {
    try executedFLOPs(positions: positions, outputTokens: positions, after: prompt)
  }

  /// The FLOPs of the tokens that were kept, as if each had been scored once.
  ///
  /// Strategies that give the same tokens tie in it: speculation is free here. Throws as `forwardFLOPs(positions:after:)` does.
  public func acceptedFLOPs(outputTokens: Double, after prompt: Double? = nil) throws -> Double {
    try forwardFLOPs(positions: outputTokens, after: prompt)
  }

  /// The FLOPs of every position that was scored, rejected drafts and padding included.
  ///
  /// `outputTokens` says how far the context grew, and is needed with attention only: the scored positions are taken to be spread evenly over the answer, each attending to
  /// prompt + (outputTokens + 1) / 2 positions on average. With as many positions as tokens this is exact.
  /// Throws `ServingModelError` for a negative or infinite count, or where attention lacks the prompt or the tokens.
  public func executedFLOPs(
    positions: Double, outputTokens: Double? = nil, after prompt: Double? = nil
  ) throws -> Double {
    try ServingModelError.checkCount(positions, "positions")
    if let outputTokens { try ServingModelError.checkCount(outputTokens, "output tokens") }
    if let prompt { try ServingModelError.checkCount(prompt, "prompt positions") }
    let dense = 2 * parameters * positions
    guard let attention else { return dense }
    guard let prompt, let outputTokens else {
      throw ServingModelError(
        "The attention term needs the number of \(prompt == nil ? "prompt positions" : "output tokens"): "
          + "say it, or leave the attention shape out.")
    }
    return dense + attention.flopsPerContextPosition * positions * (prompt + (outputTokens + 1) / 2)
  }
}
