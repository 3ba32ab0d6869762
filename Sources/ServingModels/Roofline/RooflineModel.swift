import ScalingExperiments
import ScalingStatistics

/// What a step of a model takes on hardware by batch, context, query length and tensor-parallel accelerators.
///
/// step(p) = max(weights, matrices) + max(keys and values, attention) + L × overhead + fixed + 2 L × all-reduce + host, of one of p accelerators:
/// - weights: streamed bytes / p / (efficiency × bandwidth); of a mixture of experts those that the step's positions touch;
/// - matrices: 2 × active parameters × batch × query / p / (efficiency × peak);
/// - keys and values: batch × context × 2 L ⌈heads / p⌉ d × bytes / (efficiency × bandwidth), at least one head on each accelerator: they are replicated where p exceeds them;
/// - attention: 4 L ⌈query heads / p⌉ d × batch × query × context / (efficiency × peak).
///
/// Matrices and attention run one after the other, so that each has a roofline of its own. With `StepEfficiency.ideal` it is a bound and not a measurement; `DecodeStepFit` finds the efficiencies from measured steps.
/// Nothing overlaps with all-reduces or the host.
/// R. Pope et al., "Efficiently Scaling Transformer Inference" (arXiv 2211.05102), section 2, for the roofline; M. Shoeybi et al. (arXiv 1909.08053), section 3, for the all-reduces.
public struct RooflineModel: Sendable {
  /// The model's shape.
  public let shape: TransformerShape
  /// The hardware.
  public let accelerator: Accelerator
  /// The bytes of an element.
  public let widths: ElementWidths
  /// The shares of the peaks in use.
  public let efficiency: StepEfficiency
  /// What accelerators do together in a step.
  public let communication: StepCommunication
  /// The time of the host in each step, in seconds.
  public let hostTime: Double
  /// The peak rate in use, in FLOP/s.
  public let peakRate: Double

  /// Creates a model; dense peaks are used unless sparse ones are asked for.
  ///
  /// Throws `ServingModelError` where the accelerator's peak in the format of the arithmetic is unknown, or for a host time that is negative or not finite.
  public init(
    _ shape: TransformerShape, on accelerator: Accelerator, widths: ElementWidths = .bf16,
    efficiency: StepEfficiency = .ideal, communication: StepCommunication, hostTime: Double = 0,
    sparsity: PeakRate.Sparsity = .dense
  ) throws {
    guard let peak = accelerator.peak(widths.arithmetic, sparsity) else {
      throw ServingModelError(
        "\(accelerator.name): its \(sparsity.rawValue) peak in \(widths.arithmetic.rawValue) is unknown, so no step on it can be predicted."
      )
    }
    try ServingModelError.checkTime(hostTime, "host time")
    self.shape = shape
    self.accelerator = accelerator
    self.widths = widths
    self.efficiency = efficiency
    self.communication = communication
    self.hostTime = hostTime
    peakRate = peak.value
  }

  /// Creates a model whose accelerators meet in two all-reduces a layer, as Megatron-LM's do; otherwise as `init(_:on:widths:efficiency:communication:hostTime:sparsity:)`.
  public init(
    _ shape: TransformerShape, on accelerator: Accelerator, widths: ElementWidths = .bf16,
    efficiency: StepEfficiency = .ideal, allReduce: any Collective, hostTime: Double = 0
  ) throws {
    try self.init(
      shape, on: accelerator, widths: widths, efficiency: efficiency, communication: .tensorParallel(allReduce),
      hostTime: hostTime)
  }

  /// What is assumed, in a sentence.
  public var assumptions: String {
    let gigabytes = shape.streamedParameters(positions: 1) * widths.weightBytes / 1e9
    let together = communication.uses.map { use in
      let numbers = [(use.perLayer, "a layer"), (use.perStep, "a step")].filter { $0.0 > 0 }
      return
        "\(numbers.map { "\(DecimalText.significant($0.0, 4)) collectives \($0.1)" }.joined(separator: " and ")) of \(use.collective.words)"
    }
    return
      "\(DecimalText.significant(gigabytes, 4)) GB of weights streamed a step at \(DecimalText.significant(accelerator.memoryBandwidth.value / 1e12, 4)) TB/s, \(DecimalText.significant(peakRate / 1e12, 4)) TFLOP/s in \(widths.arithmetic.rawValue), \(efficiency.words), \(together.isEmpty ? "no communication" : together.joined(separator: ", ")), \(DecimalText.significant(hostTime * 1e3, 3)) ms of the host a step; nothing overlaps with collectives or the host."
  }

  /// Returns the time of a decode step and its parts; `query` positions of each sequence are scored, more than one where drafts are verified.
  ///
  /// Throws `ServingModelError` for a batch, query or accelerators below 1, a negative context, more accelerators than query heads, numbers whose time is not finite, or as the collectives do. O(1).
  public func decodeStep(
    batch: Int, context: Int, query: Int = 1, accelerators: Int = 1
  ) throws -> PredictedDecodeStep {
    let parts = try parts(batch: batch, context: context, query: query, accelerators: accelerators)
    return PredictedDecodeStep(
      parts, batch: batch, context: context, query: query, accelerators: accelerators,
      collectives: accelerators > 1 ? communication.count(layers: Double(shape.layers)) : 0,
      memory: accelerator.memory?.value, isBound: efficiency.isIdeal)
  }

  /// Returns the speed-up of some accelerators over one.
  ///
  /// Throws as `decodeStep(batch:context:query:accelerators:)` does.
  public func speedup(batch: Int, context: Int, query: Int = 1, accelerators: Int) throws -> PredictedSpeedup {
    PredictedSpeedup(
      single: try decodeStep(batch: batch, context: context, query: query),
      shared: try decodeStep(batch: batch, context: context, query: query, accelerators: accelerators))
  }

  func check(batch: Int, context: Int, query: Int, accelerators: Int) throws {
    guard batch > 0, accelerators > 0, context >= 0, query > 0 else {
      throw ServingModelError(
        "A step of batch \(batch) and query \(query) at a context of \(context) on \(accelerators) accelerators was asked for; batch, query and accelerators are at least 1, and the context 0 or more."
      )
    }
    guard accelerators <= shape.attentionHeads else {
      throw ServingModelError(
        "Tensor parallelism over \(accelerators) accelerators was asked for, and \(shape.name) has \(shape.attentionHeads) query heads: none is cut."
      )
    }
  }

  /// The parts of a step without the sentences, for many at a time.
  func parts(batch: Int, context: Int, query: Int, accelerators: Int) throws -> StepParts {
    try check(batch: batch, context: context, query: query, accelerators: accelerators)
    let positions = Double(batch) * Double(query)
    let together =
      accelerators == 1
      ? 0
      : try communication.seconds(positions: positions, shape: shape, widths: widths, accelerators: accelerators)
    let parts = local(
      batch: Double(batch), context: Double(context), query: Double(query), accelerators: accelerators,
      communication: together)
    guard parts.total > 0, parts.total.isFinite else {
      throw ServingModelError(
        "A step of \(shape.name) at batch \(batch) and a context of \(context) on \(accelerator.name) takes \(parts.total) s, a time that cannot be computed with."
      )
    }
    return parts
  }

  /// The parts of a step whose communication is known.
  func local(
    batch: Double, context: Double, query: Double, accelerators: Int, communication: Double
  ) -> StepParts {
    let ranks = Double(accelerators)
    let positions = batch * query
    let bandwidth = accelerator.memoryBandwidth.value
    let streamed = shape.streamedParameters(positions: positions) * widths.weightBytes
    let keyValueBytes =
      batch * context * shape.keyValueElements(accelerators: accelerators) * widths.keyValueBytes
    let heads = (shape.attentionHeads + accelerators - 1) / accelerators
    let attention = 4 * Double(shape.layers) * Double(heads) * Double(shape.headDimension) * positions * context
    return StepParts(
      weights: streamed / ranks / bandwidth / efficiency.memory,
      matrices: 2 * shape.activeParameters * positions / ranks / peakRate / efficiency.compute,
      keysAndValues: keyValueBytes / bandwidth / efficiency.keysAndValues,
      attention: attention / peakRate / efficiency.attentionCompute,
      overhead: Double(shape.layers) * efficiency.layerOverhead + efficiency.fixedTime,
      communication: communication, host: hostTime,
      memoryNeeded: Double(shape.parameters) * widths.weightBytes / ranks + keyValueBytes)
  }
}

/// The parts of a step in seconds.
struct StepParts: Sendable, Hashable {
  var weights = 0.0
  var matrices = 0.0
  var keysAndValues = 0.0
  var attention = 0.0
  var overhead = 0.0
  var communication = 0.0
  var host = 0.0
  var memoryNeeded = 0.0

  var total: Double { max(weights, matrices) + max(keysAndValues, attention) + overhead + communication + host }

  /// The largest part; what hides behind another binds nothing.
  ///
  /// Of equal parts the first in the order of `DecodeStepTerm`.
  var binding: DecodeStepTerm {
    var largest = DecodeStepTerm.weights
    var seconds = -1.0
    func offer(_ term: DecodeStepTerm, _ time: Double) {
      if time > seconds {
        largest = term
        seconds = time
      }
    }
    if weights >= matrices { offer(.weights, weights) }
    if keysAndValues >= attention { offer(.keysAndValues, keysAndValues) }
    if weights < matrices { offer(.arithmetic, matrices) }
    if keysAndValues < attention { offer(.attention, attention) }
    offer(.allReduces, communication)
    offer(.overhead, overhead)
    offer(.host, host)
    return largest
  }
}
