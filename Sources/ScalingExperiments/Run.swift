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
  /// What an hour of one accelerator cost; `nil` where unknown.
  public var price: AcceleratorPrice?
  /// What the engine counted of speculation; `nil` where unknown.
  public var speculationCounters: SpeculationCounters?
  /// Where the run was read; `nil` where it was made in code.
  public var source: RunSource?
  /// The summary figures that the source reports.
  public var outcomes: [MetricValue]
  /// The records of single requests; `nil` where the source has none.
  public var requests: RequestRecords?
  /// The judged answers; `nil` where the source has none.
  public var answers: AnswerRecords?
  /// What the adapter has to say about this run.
  public var notes: [ImportNote]
  /// What the source says beyond all that, as it was written.
  public var unmapped: [UnmappedField]

  /// Creates a run; what is left out is unknown.
  public init(
    identifier: String,
    model: ModelDescription,
    hardware: HardwareDescription? = nil,
    serving: ServingConfiguration = ServingConfiguration(),
    workload: Workload = Workload(),
    price: AcceleratorPrice? = nil,
    speculationCounters: SpeculationCounters? = nil,
    source: RunSource? = nil,
    outcomes: [MetricValue] = [],
    requests: RequestRecords? = nil,
    answers: AnswerRecords? = nil,
    notes: [ImportNote] = [],
    unmapped: [UnmappedField] = []
  ) {
    self.identifier = identifier
    self.model = model
    self.hardware = hardware
    self.serving = serving
    self.workload = workload
    self.price = price
    self.speculationCounters = speculationCounters
    self.source = source
    self.outcomes = outcomes
    self.requests = requests
    self.answers = answers
    self.notes = notes
    self.unmapped = unmapped
  }

  /// Returns the reported value of a metric of the same quantity, statistic, definition and unit, or `nil`.
  public func outcome(_ metric: Metric) -> MetricValue? {
    outcomes.first { $0.metric.isComparable(with: metric) }
  }
}

/// The price of one accelerator.
public struct AcceleratorPrice: Sendable, Codable, Hashable {
  /// The ISO 4217 code of the currency, such as "USD".
  public var currency: String
  /// The price of one accelerator for one hour.
  public var perHour: Double

  /// Creates a price.
  public init(currency: String, perHour: Double) {
    self.currency = currency
    self.perHour = perHour
  }
}

/// The file that a run was read from.
public struct RunSource: Sendable, Codable, Hashable {
  /// The tool that wrote the file, such as "vLLM bench serve".
  public var tool: String
  /// The name of the file, with the folders below the one that was read.
  public var file: String
  /// The line on which the record starts, from 1; `nil` where a file is one record.
  public var line: Int?
  /// The time of the run as the tool wrote it (most leave out the zone); `nil` where unknown.
  public var date: String?

  /// Creates an entry.
  public init(tool: String, file: String, line: Int? = nil, date: String? = nil) {
    self.tool = tool
    self.file = file
    self.line = line
    self.date = date
  }
}
