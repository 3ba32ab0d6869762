import ScalingStatistics

/// The predicted time to score prompts, with its parts.
public struct PredictedPrefill: Sendable, Hashable {
  /// The time, in a sentence.
  public let headline: String
  /// The prompts scored together.
  public let batch: Int
  /// The positions of each.
  public let prompt: Int
  /// The positions of each that were in the key-value cache already.
  public let cached: Int
  /// The accelerators that share each weight matrix.
  public let accelerators: Int
  /// Seconds to stream the weights and multiply matrices, which overlap.
  public let matrixTime: Double
  /// Seconds to read keys and values and compute attention, which overlap.
  public let attentionTime: Double
  /// Seconds of all-reduces, or whatever collectives there are.
  public let allReduceTime: Double
  /// Seconds of overhead and host.
  public let overheadTime: Double
  /// The seconds in all.
  public let time: Double
}

/// The predicted time of a generation.
public struct PredictedGeneration: Sendable, Hashable {
  /// The time and its two parts, in a sentence.
  public let headline: String
  /// The requests generated together.
  public let batch: Int
  /// The positions of each prompt.
  public let prompt: Int
  /// The tokens generated for each, the first of which the prefill gives.
  public let tokens: Int
  /// The accelerators that share each weight matrix.
  public let accelerators: Int
  /// Seconds to the first token.
  public let prefillTime: Double
  /// Seconds of the decode steps, one for each token.
  public let decodeTime: Double
  /// Seconds from the first to the last token: a step less than `decodeTime`.
  public let timeAfterFirstToken: Double
  /// Seconds from request to last token.
  public var latency: Double { prefillTime + timeAfterFirstToken }
  /// The mean seconds for each token after the first; that of the only step for one token.
  public var timePerOutputToken: Double { tokens > 1 ? timeAfterFirstToken / Double(tokens - 1) : decodeTime }
}

extension RooflineModel {
  /// Returns the time to score prompts of `prompt` positions that follow `cached` ones.
  ///
  /// max(weights, matrices) + max(keys and values, attention) + collectives + overhead + host: position i of n attends to cached + i, so attention sums to n × cached + n (n + 1) / 2 positions. The output embedding is multiplied for the last position
  /// only. The shares of a fit to decode steps are those of narrow matrices; prefill needs shares of its own.
  /// Throws `ServingModelError` for a batch, prompt or accelerators below 1, a negative cache, more accelerators than query heads, or as the collectives do. O(1).
  public func prefill(
    batch: Int = 1, prompt: Int, cached: Int = 0, accelerators: Int = 1
  ) throws -> PredictedPrefill {
    try check(batch: batch, context: cached, query: prompt, accelerators: accelerators)
    let sequences = Double(batch)
    let positions = sequences * Double(prompt)
    let together =
      accelerators == 1
      ? 0
      : try communication.seconds(positions: positions, shape: shape, widths: widths, accelerators: accelerators)
    // A mean context stands for the sum over positions, which attention is linear in.
    let attended = Double(cached) + (Double(prompt) + 1) / 2
    let parts = local(
      batch: sequences, context: attended, query: Double(prompt), accelerators: accelerators, communication: together)
    let unused =
      2 * shape.embeddingParameters * (positions - sequences) / Double(accelerators) / peakRate / efficiency.compute
    let matrices = max(parts.weights, max(0, parts.matrices - unused))
    let read = parts.keysAndValues / attended * (Double(cached) + Double(prompt))
    let attention = max(read, parts.attention)
    let overhead = parts.overhead + parts.host
    let time = matrices + attention + together + overhead
    return PredictedPrefill(
      headline:
        "\(DecimalText.significant(time * 1e3, 3)) ms to score \(batch) \(batch == 1 ? "prompt" : "prompts") of \(prompt) positions on \(accelerators) \(accelerators == 1 ? "accelerator" : "accelerators").",
      batch: batch, prompt: prompt, cached: cached, accelerators: accelerators, matrixTime: matrices,
      attentionTime: attention, allReduceTime: together, overheadTime: overhead, time: time)
  }

  /// Returns the time to generate `tokens` for each request of a batch after a prompt: the prefill, and a step for each token as the context grows.
  ///
  /// Throws as `prefill(batch:prompt:cached:accelerators:)` does, and for fewer than one token. O(1).
  public func generation(
    batch: Int = 1, prompt: Int, tokens: Int, accelerators: Int = 1
  ) throws -> PredictedGeneration {
    try ServingModelError.checkWhole(tokens, "tokens to generate")
    let first = try prefill(batch: batch, prompt: prompt, accelerators: accelerators)
    let together =
      accelerators == 1
      ? 0
      : try communication.seconds(
        positions: Double(batch), shape: shape, widths: widths, accelerators: accelerators)
    // A step is a straight line in the context, so that its sum over the tokens has a closed form.
    func step(_ context: Double) -> StepParts {
      local(
        batch: Double(batch), context: context, query: 1, accelerators: accelerators, communication: together)
    }
    let start = step(0).total
    let slope = max(step(1).keysAndValues, step(1).attention)
    func sum(_ count: Double) -> Double {
      count * start + slope * (count * Double(prompt) + count * (count - 1) / 2)
    }
    let whole = sum(Double(tokens))
    let rest = sum(Double(tokens - 1))
    return PredictedGeneration(
      headline:
        "\(DecimalText.significant(first.time + rest, 3)) s for \(tokens) tokens after a prompt of \(prompt) at batch \(batch) on \(accelerators) \(accelerators == 1 ? "accelerator" : "accelerators"), \(DecimalText.significant(first.time, 3)) s of them to the first.",
      batch: batch, prompt: prompt, tokens: tokens, accelerators: accelerators, prefillTime: first.time,
      decodeTime: whole, timeAfterFirstToken: rest)
  }
}
