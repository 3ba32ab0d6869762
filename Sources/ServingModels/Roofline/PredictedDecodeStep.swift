import ScalingStatistics

/// What a decode step may spend its time on.
public enum DecodeStepTerm: String, Sendable, Hashable, Codable, CaseIterable {
  /// Streaming the weights.
  case weights
  /// Reading keys and values.
  case keysAndValues
  /// Multiplying matrices.
  case arithmetic
  /// Computing attention.
  case attention
  /// Waiting for the other accelerators.
  case allReduces
  /// Launching kernels and whatever else each layer and step takes.
  case overhead
  /// Waiting for the host.
  case host

  /// The words for a sentence.
  public var words: String {
    switch self {
    case .weights: "weights"
    case .keysAndValues: "keys and values"
    case .arithmetic: "arithmetic"
    case .attention: "attention"
    case .allReduces: "all-reduces"
    case .overhead: "overhead"
    case .host: "host"
    }
  }
}

/// A predicted decode step, with what it spends its time on.
public struct PredictedDecodeStep: Sendable, Hashable {
  /// The time and the term that binds, in a sentence.
  public let headline: String
  /// The requests decoded together.
  public let batch: Int
  /// The positions in the key-value cache of each.
  public let context: Int
  /// The positions of each that are scored.
  public let query: Int
  /// The accelerators that share each weight matrix.
  public let accelerators: Int
  /// Seconds to stream an accelerator's weights.
  public let weightTime: Double
  /// Seconds to multiply matrices, which overlap with streaming weights.
  public let matrixTime: Double
  /// Seconds to read its keys and values.
  public let keyValueTime: Double
  /// Seconds to compute attention, which overlap with reading keys and values.
  public let attentionTime: Double
  /// Seconds that layers and the step take besides.
  public let overheadTime: Double
  /// Seconds of all the all-reduces, or whatever collectives there are.
  public let allReduceTime: Double
  /// The collectives in the step.
  public let collectiveCount: Double
  /// Seconds of the host.
  public let hostTime: Double
  /// The larger of streaming weights and matrices, the larger of keys and values and attention, and overhead, collectives and host, in seconds.
  public let stepTime: Double
  /// The largest part of the step; of equal parts the first in the order of `DecodeStepTerm`.
  public let binding: DecodeStepTerm
  /// The bytes that weights, keys and values take on each accelerator; activations are not counted.
  public let memoryNeeded: Double
  /// Whether they fit into its memory; nil where that is unknown.
  public let fits: Bool?
  /// Whether it is a bound, from peaks without any loss.
  public let isBound: Bool

  /// Seconds of arithmetic, matrices and attention together.
  public var arithmeticTime: Double { matrixTime + attentionTime }
  /// Tokens for each second, of all requests of the batch together, without speculation.
  public var tokensPerSecond: Double { Double(batch) / stepTime }

  init(
    _ parts: StepParts, batch: Int, context: Int, query: Int, accelerators: Int, collectives: Double, memory: Double?,
    isBound: Bool
  ) {
    self.batch = batch
    self.context = context
    self.query = query
    self.accelerators = accelerators
    weightTime = parts.weights
    matrixTime = parts.matrices
    keyValueTime = parts.keysAndValues
    attentionTime = parts.attention
    overheadTime = parts.overhead
    allReduceTime = parts.communication
    collectiveCount = collectives
    hostTime = parts.host
    stepTime = parts.total
    binding = parts.binding
    memoryNeeded = parts.memoryNeeded
    fits = memory.map { parts.memoryNeeded <= $0 }
    self.isBound = isBound
    headline =
      "\(DecimalText.significant(stepTime * 1e3, 3)) ms a step at batch \(batch) and a context of \(context)\(query == 1 ? "" : ", \(query) positions each,") on \(accelerators) \(accelerators == 1 ? "accelerator" : "accelerators"), bound by \(binding.words)\(fits == false ? "; it does not fit into memory" : "")."
  }
}

/// The predicted speed-up of tensor parallelism at one batch and context.
public struct PredictedSpeedup: Sendable, Hashable {
  /// The speed-up and what binds, in a sentence.
  public let headline: String
  /// The step on one accelerator.
  public let single: PredictedDecodeStep
  /// The step on several.
  public let shared: PredictedDecodeStep
  /// The time on one over that on several; without meaning for serving where `single` does not fit into memory.
  public let speedup: Double

  init(single: PredictedDecodeStep, shared: PredictedDecodeStep) {
    self.single = single
    self.shared = shared
    speedup = single.stepTime / shared.stepTime
    let misses = [single, shared].filter { $0.fits == false }.map { "\($0.accelerators)" }
    headline =
      "\(DecimalText.fixed(speedup, 2))x on \(shared.accelerators) accelerators at batch \(shared.batch) and a context of \(shared.context), bound by \(shared.binding.words) (on one by \(single.binding.words))\(misses.isEmpty ? "" : "; it does not fit into the memory of \(misses.joined(separator: " or of "))")."
  }
}
