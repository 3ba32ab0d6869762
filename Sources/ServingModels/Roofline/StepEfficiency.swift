import ScalingStatistics

/// The shares of the hardware's peaks that kernels reach, and the time that is none of reading or arithmetic.
public struct StepEfficiency: Sendable, Hashable, Codable {
  /// The share of the memory bandwidth at which weights are streamed.
  public let memory: Double
  /// The share of the memory bandwidth at which keys and values are read.
  public let keysAndValues: Double
  /// The share of the peak rate at which matrices are multiplied.
  public let compute: Double
  /// The share of the peak rate at which attention is computed.
  public let attentionCompute: Double
  /// The seconds that each layer takes besides.
  public let layerOverhead: Double
  /// The seconds that each step takes besides.
  public let fixedTime: Double

  /// All of the bandwidth and of the peak, and no time besides: a bound.
  public static let ideal = StepEfficiency(
    checked: 1, keysAndValues: 1, compute: 1, attentionCompute: 1, layerOverhead: 0, fixedTime: 0)

  init(
    checked memory: Double, keysAndValues: Double, compute: Double, attentionCompute: Double, layerOverhead: Double,
    fixedTime: Double
  ) {
    self.memory = memory
    self.keysAndValues = keysAndValues
    self.compute = compute
    self.attentionCompute = attentionCompute
    self.layerOverhead = layerOverhead
    self.fixedTime = fixedTime
  }

  /// Creates efficiencies; a share for keys and values or for attention that is left out is that of the memory or of the arithmetic.
  ///
  /// Throws `ServingModelError` for a share that is not above 0 and at most 1, or a time that is negative or not finite.
  public init(
    memory: Double = 1, keysAndValues: Double? = nil, compute: Double = 1, attentionCompute: Double? = nil,
    layerOverhead: Double = 0, fixedTime: Double = 0
  ) throws {
    for (name, value) in [
      ("memory efficiency", memory), ("efficiency of keys and values", keysAndValues ?? memory),
      ("compute efficiency", compute), ("compute efficiency of attention", attentionCompute ?? compute),
    ] where !(value > 0 && value <= 1) {
      throw ServingModelError("The \(name) is \(value); it is a share of the peak, above 0 and at most 1.")
    }
    try ServingModelError.checkTime(layerOverhead, "overhead of a layer")
    try ServingModelError.checkTime(fixedTime, "fixed time of a step")
    self.init(
      checked: memory, keysAndValues: keysAndValues ?? memory, compute: compute,
      attentionCompute: attentionCompute ?? compute, layerOverhead: layerOverhead, fixedTime: fixedTime)
  }

  /// Whether this is the bound without any loss.
  public var isIdeal: Bool { self == .ideal }

  /// The shares and times, for a sentence.
  public var words: String {
    guard !isIdeal else { return "the whole bandwidth and peak and no overhead" }
    func percent(_ value: Double) -> String { "\(DecimalText.significant(100 * value, 3)) %" }
    return
      "\(percent(memory)) of the bandwidth for weights and \(percent(keysAndValues)) for keys and values, \(percent(compute)) of the peak for matrices and \(percent(attentionCompute)) for attention, \(DecimalText.significant(layerOverhead * 1e6, 3)) us a layer and \(DecimalText.significant(fixedTime * 1e3, 3)) ms a step besides"
  }
}
