import ScalingStatistics

/// What a decode step may spend its time on.
public enum DecodeStepTerm: String, Sendable, Hashable, Codable, CaseIterable {
  /// Streaming the weights.
  case weights
  /// Reading keys and values.
  case keysAndValues
  /// Multiplying and adding.
  case arithmetic
  /// Waiting for the other accelerators.
  case allReduces
  /// Waiting for the host.
  case host

  /// The words for a sentence.
  public var words: String {
    switch self {
    case .weights: "weights"
    case .keysAndValues: "keys and values"
    case .arithmetic: "arithmetic"
    case .allReduces: "all-reduces"
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
  /// The accelerators that share each weight matrix.
  public let accelerators: Int
  /// Seconds to stream an accelerator's weights.
  public let weightTime: Double
  /// Seconds to read its keys and values.
  public let keyValueTime: Double
  /// Seconds of arithmetic at the peak, which overlaps with reading memory.
  public let arithmeticTime: Double
  /// Seconds of all the all-reduces.
  public let allReduceTime: Double
  /// Seconds of the host.
  public let hostTime: Double
  /// The larger of reading memory and arithmetic, and all-reduces and host, in seconds.
  public let stepTime: Double
  /// The largest part of the step; of equal parts the first in the order of `DecodeStepTerm`.
  public let binding: DecodeStepTerm
  /// The bytes that weights, keys and values take on each accelerator; activations are not counted.
  public let memoryNeeded: Double
  /// Whether they fit into its memory; nil where that is unknown.
  public let fits: Bool?

  init(
    batch: Int, context: Int, accelerators: Int, weights: Double, keysAndValues: Double, arithmetic: Double,
    allReduces: Double, host: Double, memoryNeeded: Double, memory: Double?
  ) {
    self.batch = batch
    self.context = context
    self.accelerators = accelerators
    weightTime = weights
    keyValueTime = keysAndValues
    arithmeticTime = arithmetic
    allReduceTime = allReduces
    hostTime = host
    let isMemoryBound = weights + keysAndValues >= arithmetic
    stepTime = (isMemoryBound ? weights + keysAndValues : arithmetic) + allReduces + host
    // What hides behind reading memory, or behind arithmetic, binds nothing.
    let parts: [(DecodeStepTerm, Double)] =
      (isMemoryBound ? [(.weights, weights), (.keysAndValues, keysAndValues)] : [(.arithmetic, arithmetic)])
      + [(.allReduces, allReduces), (.host, host)]
    var largest = parts[0]
    for part in parts where part.1 > largest.1 { largest = part }
    binding = largest.0
    self.memoryNeeded = memoryNeeded
    fits = memory.map { memoryNeeded <= $0 }
    headline =
      "\(DecimalText.significant(stepTime * 1e3, 3)) ms a step at batch \(batch) and a context of \(context) on \(accelerators) \(accelerators == 1 ? "accelerator" : "accelerators"), bound by \(largest.0.words)\(fits == false ? "; it does not fit into memory" : "")."
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
