import ScalingStatistics

/// The cost of a question in eFLOPs, with its parts.
public struct KineticsCost: Sendable, Hashable, Codable {
  /// The cost and the share of memory in it, in a sentence.
  public let headline: String
  /// The model's name.
  public let model: String
  /// The tokens of the prompt.
  public let promptTokens: Double
  /// The tokens of each trial.
  public let outputTokens: Double
  /// The trials of the question.
  public let trials: Double
  /// The FLOPs that a byte counts for.
  public let intensity: Double
  /// The FLOPs of matrices: 2 × parameters × tokens.
  public let linearFLOPs: Double
  /// The FLOPs of attention.
  public let attentionFLOPs: Double
  /// The FLOPs of choosing blocks; 0 where none are chosen.
  public let searchFLOPs: Double
  /// The FLOPs of the prompt; 0 where they are left out.
  public let promptFLOPs: Double
  /// The bytes of keys and values read.
  public let keyValueBytes: Double
  /// The bytes of the blocks' keys read.
  public let searchBytes: Double
  /// The bytes of weights read, this question's share of them; 0 where they are left out.
  public let weightBytes: Double

  /// The FLOPs of arithmetic in all.
  public var computeFLOPs: Double { linearFLOPs + attentionFLOPs + searchFLOPs + promptFLOPs }
  /// The bytes read in all.
  public var bytes: Double { keyValueBytes + searchBytes + weightBytes }
  /// The eFLOPs of reading memory: intensity × bytes.
  public var memoryEFLOPs: Double { intensity * bytes }
  /// The eFLOPs in all: arithmetic and memory, added up.
  public var total: Double { computeFLOPs + memoryEFLOPs }
  /// The share of memory in the eFLOPs.
  public var memoryShare: Double { memoryEFLOPs / total }

  init(
    model: String, promptTokens: Double, outputTokens: Double, trials: Double, intensity: Double, linearFLOPs: Double,
    attentionFLOPs: Double, searchFLOPs: Double, promptFLOPs: Double, keyValueBytes: Double, searchBytes: Double,
    weightBytes: Double
  ) {
    self.model = model
    self.promptTokens = promptTokens
    self.outputTokens = outputTokens
    self.trials = trials
    self.intensity = intensity
    self.linearFLOPs = linearFLOPs
    self.attentionFLOPs = attentionFLOPs
    self.searchFLOPs = searchFLOPs
    self.promptFLOPs = promptFLOPs
    self.keyValueBytes = keyValueBytes
    self.searchBytes = searchBytes
    self.weightBytes = weightBytes
    let compute = linearFLOPs + attentionFLOPs + searchFLOPs + promptFLOPs
    let memory = intensity * (keyValueBytes + searchBytes + weightBytes)
    let tokens = DecimalText.significant(outputTokens, 6)
    headline =
      "\(model): \(DecimalText.significant((compute + memory) / 1e12, 4)) TeFLOP for "
      + "\(trials == 1 ? "one trial" : "\(DecimalText.significant(trials, 6)) trials") of \(tokens) tokens, "
      + "\(DecimalText.fixed(100 * memory / (compute + memory), 0)) % of it memory."
  }

  /// Returns the seconds that the eFLOPs take at a peak rate in FLOP/s, the paper's time where the peak is the one that the intensity was made from.
  ///
  /// Throws `ServingModelError` for a rate that is not positive and finite.
  public func seconds(atPeak rate: Double) throws -> Double {
    try ServingModelError.checkPositive(rate, "peak rate in FLOP/s")
    return total / rate
  }
}
