import ScalingExperiments
import ScalingStatistics

/// One measured decode step, with the shape of its model.
public struct DecodeStepSample: Sendable, Hashable {
  /// The model's shape.
  public let shape: TransformerShape
  /// The requests decoded together.
  public let batch: Int
  /// The positions in the key-value cache of each.
  public let context: Int
  /// The positions of each that are scored.
  public let query: Int
  /// The accelerators whose share of the weights was run.
  public let accelerators: Int
  /// The seconds of the step that went into collectives, which are known and not fitted; 0 for a share that was run alone.
  public let communicationTime: Double
  /// The measured seconds of the step.
  public let seconds: Double

  /// Creates a sample.
  ///
  /// Throws `ServingModelError` for a batch, query or accelerators below 1, a negative context, more accelerators than query heads, a time that is not positive and finite, or collectives that took as long as the step.
  public init(
    _ shape: TransformerShape, batch: Int, context: Int, query: Int = 1, accelerators: Int = 1,
    communicationTime: Double = 0, seconds: Double
  ) throws {
    try ServingModelError.checkWhole(batch, "requests in a batch")
    try ServingModelError.checkWhole(query, "positions in a query")
    try ServingModelError.checkWhole(accelerators, "accelerators")
    try ServingModelError.checkWhole(context, "positions in a context", least: 0)
    guard accelerators <= shape.attentionHeads else {
      throw ServingModelError(
        "A step of \(shape.name) on \(accelerators) accelerators was given, and it has \(shape.attentionHeads) query heads."
      )
    }
    try ServingModelError.checkPositive(seconds, "time of a step of \(shape.name)")
    try ServingModelError.checkTime(communicationTime, "time of the collectives")
    guard communicationTime < seconds else {
      throw ServingModelError(
        "The collectives took \(communicationTime) s of a step of \(seconds) s; something must be left for the step.")
    }
    self.shape = shape
    self.batch = batch
    self.context = context
    self.query = query
    self.accelerators = accelerators
    self.communicationTime = communicationTime
    self.seconds = seconds
  }

  /// Creates a sample from a recorded measurement; `shape` stands in where its model has none, and delays in the place of collectives count as communication.
  ///
  /// Throws as `init(_:batch:…)` and `TransformerShape.init(_:)` do.
  public init(_ measurement: DecodeStepMeasurement, shape: TransformerShape? = nil) throws {
    let delays = (measurement.injectedDelay ?? 0) * Double(measurement.delaysPerStep ?? 0)
    try self.init(
      try shape ?? TransformerShape(measurement.model), batch: measurement.batch, context: measurement.context,
      query: measurement.query, accelerators: measurement.shards, communicationTime: delays,
      seconds: measurement.median)
  }

  /// The load in words.
  public var label: String {
    "\(shape.name), batch \(batch), context \(context), query \(query)\(accelerators == 1 ? "" : ", on \(accelerators)")"
  }
}
