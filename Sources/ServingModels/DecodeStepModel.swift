import ScalingStatistics

/// What a decode step takes by batch, context and tensor-parallel accelerators, from hardware and the shape of a model alone.
///
/// step(p) = max(bytes / bandwidth, FLOPs / peak) + 2 L × all-reduce + host, of one of p accelerators:
/// - bytes: weights / p, and the keys and values of batch × context positions, 2 × L × heads × dimension × bytes an element each. An accelerator holds ⌈heads / p⌉ of the key and value
///   heads, at least one: they are replicated where p exceeds them;
/// - FLOPs: (2 × streamed parameters + attention over the context) × batch / p;
/// - all-reduces: two a layer (M. Shoeybi et al., arXiv 1909.08053, section 3), of batch × hidden size elements;
/// - host: a fixed time a step, alike on one accelerator and on several.
///
/// A bound, not a measurement: the whole bandwidth and peak are used, and nothing overlaps with all-reduces or the host. R. Pope et al., "Efficiently Scaling Transformer
/// Inference" (arXiv 2211.05102), section 2, for the roofline of a step.
public struct DecodeStepModel: Sendable, Hashable {
  /// The bytes of weights that one step streams, over all accelerators.
  public let weightBytes: Double
  /// The bytes of weights that lie in memory and are not streamed: the input embedding, of which a row is read.
  public let restingBytes: Double
  /// The layers, query heads and head dimension.
  public let attention: AttentionShape
  /// The key and value heads of a layer.
  public let keyValueHeads: Int
  /// The width of the residual stream.
  public let hiddenSize: Int
  /// The bytes of a weight, an activation and an element of keys and values.
  public let bytesPerElement: Double
  /// The memory bandwidth of one accelerator, in bytes per second.
  public let memoryBandwidth: Double
  /// The peak rate of one accelerator, in FLOP/s.
  public let peakRate: Double
  /// The memory of one accelerator in bytes; nil where unknown.
  public let memory: Double?
  /// The all-reduce among the accelerators.
  public let allReduce: AllReduceTime
  /// The time of the host in each step, in seconds.
  public let hostTime: Double

  /// Creates a model of a step.
  ///
  /// Throws `ServingModelError` for sizes and rates that are not positive and finite, fewer than one key and value head or hidden element, or a host time or resting bytes that are negative
  /// or not finite.
  public init(
    weightBytes: Double, restingBytes: Double = 0, attention: AttentionShape, keyValueHeads: Int, hiddenSize: Int,
    bytesPerElement: Double = 2, memoryBandwidth: Double, peakRate: Double, memory: Double? = nil,
    allReduce: AllReduceTime, hostTime: Double = 0
  ) throws {
    for (name, value) in [
      ("size of the weights", weightBytes), ("size of an element", bytesPerElement),
      ("number of key and value heads", Double(keyValueHeads)), ("hidden size", Double(hiddenSize)),
      ("memory bandwidth", memoryBandwidth), ("peak rate", peakRate), ("memory", memory ?? 1),
    ] {
      guard value > 0, value.isFinite else {
        throw ServingModelError("The \(name) was given as \(value); the number must be positive and finite.")
      }
    }
    try ServingModelError.checkCount(restingBytes, "resting bytes")
    guard hostTime >= 0, hostTime.isFinite else {
      throw ServingModelError("The host time is \(hostTime) s; it must be finite, 0 or more.")
    }
    self.weightBytes = weightBytes
    self.restingBytes = restingBytes
    self.attention = attention
    self.keyValueHeads = keyValueHeads
    self.hiddenSize = hiddenSize
    self.bytesPerElement = bytesPerElement
    self.memoryBandwidth = memoryBandwidth
    self.peakRate = peakRate
    self.memory = memory
    self.allReduce = allReduce
    self.hostTime = hostTime
  }

  /// Returns the time of a step and its parts.
  ///
  /// Throws `ServingModelError` for a batch or accelerators below 1 or a negative context.
  public func step(batch: Int, context: Int, accelerators: Int) throws -> PredictedDecodeStep {
    guard batch > 0, accelerators > 0, context >= 0 else {
      throw ServingModelError(
        "A step of batch \(batch) at a context of \(context) on \(accelerators) accelerators was asked for; batch and accelerators are at least 1, and the context 0 or more."
      )
    }
    let ranks = Double(accelerators)
    let sequences = Double(batch)
    let heads = max(1, (keyValueHeads + accelerators - 1) / accelerators)
    let position = 2 * Double(attention.layers) * Double(heads) * Double(attention.headDimension) * bytesPerElement
    let keyValueBytes = sequences * Double(context) * position
    let arithmetic = try InferenceArithmetic(parameters: weightBytes / bytesPerElement)
    let flops =
      try arithmetic.forwardFLOPs(positions: sequences) + sequences * Double(context)
      * attention.flopsPerContextPosition
    let reduction = try allReduce.seconds(
      bytes: sequences * Double(hiddenSize) * bytesPerElement, accelerators: accelerators)
    return PredictedDecodeStep(
      batch: batch, context: context, accelerators: accelerators, weights: weightBytes / ranks / memoryBandwidth,
      keysAndValues: keyValueBytes / memoryBandwidth, arithmetic: flops / ranks / peakRate,
      allReduces: 2 * Double(attention.layers) * reduction, host: hostTime,
      memoryNeeded: (weightBytes + restingBytes) / ranks + keyValueBytes, memory: memory)
  }

  /// Returns the speed-up of some accelerators over one.
  ///
  /// Throws as `step(batch:context:accelerators:)` does.
  public func speedup(batch: Int, context: Int, accelerators: Int) throws -> PredictedSpeedup {
    PredictedSpeedup(
      single: try step(batch: batch, context: context, accelerators: 1),
      shared: try step(batch: batch, context: context, accelerators: accelerators))
  }
}
