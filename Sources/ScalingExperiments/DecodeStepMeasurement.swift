/// The measured time of one decode step in one configuration.
public struct DecodeStepMeasurement: Sendable, Codable, Hashable {
  /// The model.
  public var model: ModelDescription
  /// The number of tensor-parallel ranks whose share of the weights one accelerator held; 1 is the whole model.
  public var shards: Int
  /// The sequences decoded together.
  public var batch: Int
  /// The tokens of each sequence in the key-value cache.
  public var context: Int
  /// The tokens of each sequence scored in the step (1: plain decoding; more: verification of drafts).
  public var query: Int
  /// How kernels were launched; `nil` where unknown.
  public var execution: ExecutionMode?
  /// The delay in seconds put in the place of each collective; 0 is a measured absence, `nil` is no such experiment.
  public var injectedDelay: Double?
  /// The number of such delays in a step.
  public var delaysPerStep: Int?
  /// The bytes of weights read in a step.
  public var weightBytesRead: Double?
  /// The parameters that the shard holds.
  public var parameters: Int?
  /// The median step time in seconds.
  public var median: Double
  /// The 10th percentile of the step time in seconds.
  public var percentile10: Double
  /// The 90th percentile of the step time in seconds.
  public var percentile90: Double
  /// The number of steps measured; `nil` where unknown.
  public var repeats: Int?
  /// The name of the file or session that the measurement comes from: the same configuration measured in two sessions
  /// differs by more than its percentiles say.
  public var source: String?

  /// Creates a measurement; what is left out is unknown.
  public init(
    model: ModelDescription,
    shards: Int = 1,
    batch: Int = 1,
    context: Int,
    query: Int = 1,
    execution: ExecutionMode? = nil,
    injectedDelay: Double? = nil,
    delaysPerStep: Int? = nil,
    weightBytesRead: Double? = nil,
    parameters: Int? = nil,
    median: Double,
    percentile10: Double,
    percentile90: Double,
    repeats: Int? = nil,
    source: String? = nil
  ) {
    self.model = model
    self.shards = shards
    self.batch = batch
    self.context = context
    self.query = query
    self.execution = execution
    self.injectedDelay = injectedDelay
    self.delaysPerStep = delaysPerStep
    self.weightBytesRead = weightBytesRead
    self.parameters = parameters
    self.median = median
    self.percentile10 = percentile10
    self.percentile90 = percentile90
    self.repeats = repeats
    self.source = source
  }
}
