import ScalingExperiments
import ScalingStatistics

/// What answering one question costs in equivalent FLOPs: the arithmetic, and the bytes read times what the hardware could compute meanwhile.
///
/// eFLOPs = C_comp + I · C_mem: R. Sadhukhan et al., "Kinetics: Rethinking Test-Time Scaling Laws" (arXiv 2506.05333, section 2), with the sums of its published program. For N answers of L_out tokens to a prompt of L_in, P parameters, and
/// D keys and values a position (r query heads share one): C_comp = 2 N P L_out + 2 r N L_in D L_out + r N D L_out², and with 16-bit elements C_mem = 2 L_in D L_out + N D L_out² bytes. The weights are left out there, because a large batch shares
/// their reading; at batch 1 they are most of what is read, and the two ways to count order models differently. `KineticsOptions` adds them, and the forward pass over the prompt.
public struct KineticsCost: Sendable, Hashable, Codable {
  /// The cost and what it is made of, in a sentence.
  public let headline: String
  /// Multiplications and additions, in FLOP.
  public let computation: Double
  /// Keys and values read, in bytes.
  public let keyValueBytes: Double
  /// Weights read, in bytes: this question's share where several sequences read them together; 0 where they are left out.
  public let weightBytes: Double
  /// I: the FLOP that the hardware could do while it reads one byte.
  public let intensity: Double

  /// Bytes read in FLOP: intensity × bytes.
  public var memory: Double { intensity * (keyValueBytes + weightBytes) }
  /// The sum, in equivalent FLOP.
  public var total: Double { computation + memory }

  /// The cost of a question of `promptTokens` that is answered `answers` times in `outputTokens` each.
  ///
  /// `intensity` is peak FLOP/s over memory bandwidth, of the precision that is computed in: `intensity(of:_:)` gives that of an accelerator (the paper's 562.5 is 4,500 TFLOP/s over 8 TB/s of a B200: its FP8 rate,
  /// where its bf16 rate gives 281). Throws `ServingModelError` for counts below 1 (a prompt may be empty), an intensity that is not positive and finite, and options that cannot be. O(1).
  public init(
    _ model: KineticsModel, promptTokens: Int, outputTokens: Int, answers: Int = 1, intensity: Double,
    options: KineticsOptions = .paper
  ) throws {
    guard promptTokens >= 0 else {
      throw ServingModelError("The prompt tokens are \(promptTokens); they must be 0 or more.")
    }
    try ServingModelError.checkWhole(outputTokens, "output tokens")
    try ServingModelError.checkWhole(answers, "answers")
    try SpeculationInput.checkPositive(intensity, "intensity, in FLOP for each byte,")
    try options.check()
    let (prompt, output, count) = (Double(promptTokens), Double(outputTokens), Double(answers))
    let (read, searched) = options.keyValues.positions(prompt: prompt, output: output)
    var computation = count * (2 * model.parameters * output + model.attentionFLOPs * read)
    // One query with one key of a block: half of what keys and values take.
    computation += count * 0.5 * model.attentionFLOPs * searched
    if options.countsPrompt {
      computation += 2 * model.parameters * prompt + model.attentionFLOPs * 0.5 * prompt * prompt
    }
    let elements = model.keyValueElements * options.bytesPerElement
    if options.sharesPrompt, options.keyValues == .all {
      keyValueBytes = elements * (prompt * output + count * 0.5 * output * output)
    } else {
      // Every answer chooses blocks of its own.
      keyValueBytes = count * elements * (read + 0.5 * searched)
    }
    weightBytes =
      options.batch.map { model.readParameters(batch: $0) * options.bytesPerParameter * count * output / $0 } ?? 0
    self.computation = computation
    self.intensity = intensity
    let memory = intensity * (keyValueBytes + weightBytes)
    let total = computation + memory
    guard total.isFinite else {
      throw ServingModelError("The cost of \(answers) answers of \(outputTokens) tokens leaves the range of numbers.")
    }
    headline =
      "\(model.name): \(DecimalText.significant(total * 1e-12, 4)) TFLOP-equivalents a question, "
      + "\(DecimalText.fixed(100 * memory / total, 0)) % of them for reading "
      + (options.batch == nil ? "keys and values (weights left out)." : "keys, values and weights.")
  }

  /// The seconds that the cost takes at a peak rate in FLOP/s, arithmetic and reading one after the other as the sum has them.
  ///
  /// Throws `ServingModelError` for a rate that is not positive and finite.
  public func seconds(peak: Double) throws -> Double {
    try SpeculationInput.checkPositive(peak, "peak rate, in FLOP/s,")
    return total / peak
  }

  /// The intensity of an accelerator: its dense peak rate in a precision over its memory bandwidth; nil where the catalogue has no such rate.
  public static func intensity(of accelerator: Accelerator, _ precision: NumericPrecision) -> Double? {
    accelerator.ridge(precision)
  }
}
