/// One configuration under one workload, and what came out.
public struct Run: Sendable, Codable, Hashable {
  /// A name that tells this run from the others of a collection.
  public var identifier: String
  /// What was run.
  public var model: ModelDescription
  /// On what; `nil` where unknown.
  public var hardware: HardwareDescription?
  /// How it was served.
  public var serving: ServingConfiguration
  /// What was asked of it.
  public var workload: Workload
  /// The summary figures that the source reports.
  public var outcomes: [MetricValue]
  /// The records of single requests; `nil` where the source has none.
  public var requests: RequestRecords?
  /// The judged answers; `nil` where the source has none.
  public var answers: AnswerRecords?
  /// What the adapter has to say about this run.
  public var notes: [ImportNote]

  /// Creates a run; what is left out is unknown.
  public init(
    identifier: String,
    model: ModelDescription,
    hardware: HardwareDescription? = nil,
    serving: ServingConfiguration = ServingConfiguration(),
    workload: Workload = Workload(),
    outcomes: [MetricValue] = [],
    requests: RequestRecords? = nil,
    answers: AnswerRecords? = nil,
    notes: [ImportNote] = []
  ) {
    self.identifier = identifier
    self.model = model
    self.hardware = hardware
    self.serving = serving
    self.workload = workload
    self.outcomes = outcomes
    self.requests = requests
    self.answers = answers
    self.notes = notes
  }

  /// Returns the reported value of a metric of the same quantity, statistic, definition and unit, or `nil`.
  public func outcome(_ metric: Metric) -> MetricValue? {
    outcomes.first { $0.metric.isComparable(with: metric) }
  }
}
