import ScalingExperiments

/// What a column of a table of one's own says.
public struct TabularColumn: Sendable, Codable, Hashable {
  /// The name of the column, or the key of the records.
  public var name: String
  /// What it says.
  public var role: TabularRole
  /// The unit of its numbers as `UnitName` reads it, such as "ms"; `nil` for the canonical one.
  public var unit: String?

  /// Creates a declaration.
  public init(_ name: String, _ role: TabularRole, unit: String? = nil) {
    self.name = name
    self.role = role
    self.unit = unit
  }

  /// Returns a column of figures of a metric, in a unit such as "ms"; without one in the metric's own.
  public static func metric(_ name: String, _ metric: Metric, unit: String? = nil) -> Self {
    Self(name, .metric(metric), unit: unit)
  }
}

/// What a column can say.
public enum TabularRole: Sendable, Codable, Hashable {
  /// A name that tells runs apart.
  case run
  /// The time of the run, as it stands.
  case date
  /// The name of the model.
  case model
  /// The total number of its parameters.
  case parameters
  /// The name of the accelerator.
  case accelerator
  /// The number of accelerators in use.
  case acceleratorCount
  /// The price of one accelerator for an hour, in the currency of this ISO 4217 code.
  case price(currency: String)
  /// The serving engine.
  case engine
  /// Its version.
  case version
  /// The accelerators that share each weight matrix.
  case tensorParallel
  /// The pipeline stages.
  case pipelineParallel
  /// The replicas that share the load.
  case dataParallel
  /// The number format: "bf16", "fp8".
  case precision
  /// The method of speculation; "none" and "off" say that there was none.
  case speculation
  /// Requests in flight.
  case concurrency
  /// Requests a second; "inf" is all at once.
  case requestRate
  /// The size of a fixed batch.
  case batch
  /// The task or data set.
  case task
  /// The most output tokens of an answer.
  case tokenCap
  /// The answers drawn for each problem.
  case samplesPerProblem
  /// The tokens of every prompt.
  case promptLength
  /// The tokens of every answer, where they were forced.
  case outputLength
  /// A figure.
  case metric(Metric)
  /// The standard deviation of the figure of a metric.
  case standardDeviation(Metric)
  /// The number of observations behind the figures.
  case count
  /// Of a request or an answer: the problem.
  case problem
  /// Of an answer: which one to its problem, from 0.
  case sample
  /// Of an answer: whether it was right (true, false, 1, 0).
  case isCorrect
  /// Of a request: the latency.
  case latency
  /// Of a request: the time to the first token.
  case timeToFirstToken
  /// Of a request or an answer: the tokens generated.
  case outputTokens
  /// Of a request: the tokens of the prompt.
  case promptTokens
  /// Known, and not to be kept.
  case ignored
}
