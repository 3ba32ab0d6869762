import ScalingExperiments
import ScalingStatistics

/// What a question costs in eFLOPs, equivalent FLOPs: arithmetic plus memory traffic times the arithmetic intensity of the hardware.
///
/// R. Sadhukhan et al., "Kinetics: Rethinking Test-Time Scaling Laws" (arXiv 2506.05333). For N trials of L_out tokens after a prompt of L_in, with P parameters, D = 2 × layers × key and value heads × head dimension
/// elements of keys and values a position, r query heads for each of those, and I FLOPs a byte:
///
/// 2 N P L_out + 2 r N L_in D L_out + r N D L_out² + 2 I L_in D L_out + I N D L_out², for keys and values of two bytes, the prompt's read once for all trials.
///
/// That is a sum, and not the larger of the two as in a roofline. Reading the weights is left out there, which holds where many sequences share them and not at batch 1: `weights` puts it in. So is the prompt's own
/// arithmetic, which `includesPrompt` puts in. The defaults are the paper's.
public struct KineticsCostModel: Sendable, Hashable, Codable {
  /// FLOPs a byte in the paper: 4,500 TFLOP/s over 8 TB/s of a B200.
  ///
  /// That peak is of dense FP8 (or sparse bf16), while keys and values are of two bytes: of dense bf16 it is half.
  public static let paperIntensity = 562.5

  /// The model's shape.
  public let shape: TransformerShape
  /// The parameters that a position takes part in.
  public let parameters: Double
  /// The bytes of an element.
  public let widths: ElementWidths
  /// The FLOPs that the hardware does while it reads a byte.
  public let intensity: Double
  /// What is read of keys and values.
  public let attention: KineticsAttention
  /// Whether weights are read, and by how many sequences together.
  public let weights: KineticsWeightReads
  /// Whether trials of a question read the keys and values of its prompt together; the reads of sparse attention are never shared, because each trial chooses its own.
  public let sharesPrompt: Bool
  /// Whether the prompt's own arithmetic counts, once for a question where trials share the prompt.
  public let includesPrompt: Bool

  /// Creates a cost model from an intensity.
  ///
  /// `parameters` is the count that takes part in each position; without it, it is that of the shape without inactive experts, the input embedding included, as in the paper. The paper's tables round it, such as 14.77e9. Throws `ServingModelError`
  /// for an intensity or a count that is not positive and finite, and for attention or a batch that cannot be (see `KineticsAttention` and `KineticsWeightReads`).
  public init(
    _ shape: TransformerShape, parameters: Double? = nil, widths: ElementWidths = .bf16,
    intensity: Double = KineticsCostModel.paperIntensity, attention: KineticsAttention = .dense,
    weights: KineticsWeightReads = .omitted, sharesPrompt: Bool = true, includesPrompt: Bool = false
  ) throws {
    let count = parameters ?? (shape.activeParameters + shape.restingParameters)
    try ServingModelError.checkPositive(count, "parameters of \(shape.name)")
    try ServingModelError.checkPositive(intensity, "intensity in FLOPs a byte")
    try attention.check()
    try weights.check()
    self.shape = shape
    self.parameters = count
    self.widths = widths
    self.intensity = intensity
    self.attention = attention
    self.weights = weights
    self.sharesPrompt = sharesPrompt
    self.includesPrompt = includesPrompt
  }

  /// Creates a cost model for an accelerator: the intensity is its peak in the format of the arithmetic over its memory bandwidth.
  ///
  /// Throws `ServingModelError` where that peak is unknown, and as `init(_:parameters:widths:intensity:attention:weights:sharesPrompt:includesPrompt:)` does.
  public init(
    _ shape: TransformerShape, on accelerator: Accelerator, sparsity: PeakRate.Sparsity = .dense,
    parameters: Double? = nil, widths: ElementWidths = .bf16, attention: KineticsAttention = .dense,
    weights: KineticsWeightReads = .omitted, sharesPrompt: Bool = true, includesPrompt: Bool = false
  ) throws {
    guard let peak = accelerator.peak(widths.arithmetic, sparsity) else {
      throw ServingModelError(
        "\(accelerator.name): its \(sparsity.rawValue) peak in \(widths.arithmetic.rawValue) is unknown, "
          + "so its FLOPs a byte are.")
    }
    try self.init(
      shape, parameters: parameters, widths: widths, intensity: peak.value / accelerator.memoryBandwidth.value,
      attention: attention, weights: weights, sharesPrompt: sharesPrompt, includesPrompt: includesPrompt)
  }

  /// Returns what a question costs with so many trials of so many tokens each.
  ///
  /// Numbers may be fractions, but a mean length does not cost the mean cost: see `meanCost(promptTokens:outputTokens:trials:)`. Throws `ServingModelError` for no output tokens, less than one trial, a negative prompt, or numbers whose
  /// cost is not finite. O(1).
  public func cost(promptTokens: Double, outputTokens: Double, trials: Double = 1) throws -> KineticsCost {
    try ServingModelError.checkCount(promptTokens, "prompt tokens")
    try ServingModelError.checkPositive(outputTokens, "number of output tokens")
    try ServingModelError.checkPositive(trials, "number of trials")
    guard trials >= 1 else {
      throw ServingModelError("The number of trials is \(trials); a question is tried at least once.")
    }
    let cost = parts(promptTokens, outputTokens, trials)
    guard cost.total.isFinite else {
      throw ServingModelError(
        "\(trials) trials of \(outputTokens) tokens after \(promptTokens) cost \(cost.total) eFLOPs, "
          + "a number that cannot be computed with.")
    }
    return cost
  }

  /// Returns the mean cost of questions whose answers differ in length; cost grows with the square of the length, so that the cost of the mean length would be too low.
  ///
  /// Throws as `cost(promptTokens:outputTokens:trials:)` does, and for no lengths. O(n).
  public func meanCost(
    promptTokens: Double, outputTokens: [Double], trials: Double = 1
  ) throws -> KineticsCost {
    guard !outputTokens.isEmpty else {
      throw ServingModelError("The output tokens are empty; a mean cost needs at least one answer.")
    }
    let costs = try outputTokens.map { try cost(promptTokens: promptTokens, outputTokens: $0, trials: trials) }
    func mean(_ part: (KineticsCost) -> Double) -> Double { SampleMoments.mean(costs.map(part)) }
    return KineticsCost(
      model: shape.name, promptTokens: promptTokens, outputTokens: SampleMoments.mean(outputTokens), trials: trials,
      intensity: intensity, linearFLOPs: mean(\.linearFLOPs), attentionFLOPs: mean(\.attentionFLOPs),
      searchFLOPs: mean(\.searchFLOPs), promptFLOPs: mean(\.promptFLOPs), keyValueBytes: mean(\.keyValueBytes),
      searchBytes: mean(\.searchBytes), weightBytes: mean(\.weightBytes))
  }

  private func parts(_ prompt: Double, _ output: Double, _ trials: Double) -> KineticsCost {
    let layers = Double(shape.layers)
    let queryWidth = layers * Double(shape.attentionHeads) * Double(shape.headDimension)
    let keyWidth = layers * Double(shape.keyValueHeads) * Double(shape.headDimension)
    // The positions that the tokens of one trial attend to, of the prompt and of the trial's own.
    let ofPrompt = prompt * output
    let ofAnswer = output * output / 2
    let attended = attention.attended(prompt: prompt, output: output)
    let promptReads = sharesPrompt ? 1 : trials
    let isDense = attention.blockSize == nil && attention.budget == nil
    let read = isDense ? promptReads * ofPrompt + trials * ofAnswer : trials * attended
    var search = (flops: 0.0, bytes: 0.0)
    if let size = attention.blockSize {
      // One key stands for each block, and every one of them is scored against the query.
      search.flops = 2 * queryWidth * trials * (ofPrompt + ofAnswer) / size
      search.bytes = keyWidth * widths.keyValueBytes * (promptReads * ofPrompt + trials * ofAnswer) / size
    }
    var bytes = 0.0
    if case .shared(let batch) = weights {
      let passes = trials * output / batch
      bytes = shape.streamedParameters(positions: batch) * widths.weightBytes * passes
    }
    return KineticsCost(
      model: shape.name, promptTokens: prompt, outputTokens: output, trials: trials, intensity: intensity,
      linearFLOPs: 2 * parameters * output * trials, attentionFLOPs: 4 * queryWidth * attended * trials,
      searchFLOPs: search.flops,
      promptFLOPs: includesPrompt
        ? promptReads * (2 * parameters * prompt + 2 * queryWidth * prompt * prompt) : 0,
      keyValueBytes: 2 * keyWidth * widths.keyValueBytes * read, searchBytes: search.bytes, weightBytes: bytes)
  }
}

extension KineticsCostModel {
  private enum CodingKeys: String, CodingKey {
    case shape, parameters, widths, intensity, attention, weights, sharesPrompt, includesPrompt
  }

  /// Decodes a model and checks it as its initializer does.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      try container.decode(TransformerShape.self, forKey: .shape),
      parameters: try container.decode(Double.self, forKey: .parameters),
      widths: try container.decode(ElementWidths.self, forKey: .widths),
      intensity: try container.decode(Double.self, forKey: .intensity),
      attention: try container.decode(KineticsAttention.self, forKey: .attention),
      weights: try container.decode(KineticsWeightReads.self, forKey: .weights),
      sharesPrompt: try container.decode(Bool.self, forKey: .sharesPrompt),
      includesPrompt: try container.decode(Bool.self, forKey: .includesPrompt))
  }
}
