import ScalingExperiments

/// A tool's format: knows its files by their keys and makes runs of them.
public protocol MeasurementSource: Sendable {
  /// The name of the tool and of what it wrote, such as "vLLM bench serve".
  var name: String { get }

  /// Returns whether a file with these keys is of this format. File names say nothing.
  func matches(_ keys: Set<String>) -> Bool

  /// Returns the runs of a file, completed by what the context states.
  ///
  /// Throws `ImportError` if the file is damaged, contradicts the context, or leaves open, as the context does, which
  /// model ran.
  func runs(from file: MeasurementFile, context: MeasurementContext) throws(ImportError) -> MeasurementImport

  /// Returns the runs of a file that may be spread over several files of one folder; the default reads it alone.
  ///
  /// Throws what `runs(from:context:)` throws.
  func runs(
    from file: MeasurementFile, beside neighbours: [MeasurementFile], context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport
}

extension MeasurementSource {
  /// Returns the runs of the file alone.
  public func runs(
    from file: MeasurementFile, beside neighbours: [MeasurementFile], context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport {
    try runs(from: file, context: context)
  }
}

/// What a source made of a file.
public struct MeasurementImport: Sendable, Hashable {
  /// The runs.
  public var runs: [Run]
  /// What was left out or not found, beyond the notes of the runs.
  public var notes: [ImportNote]

  /// Creates a result.
  public init(runs: [Run] = [], notes: [ImportNote] = []) {
    self.runs = runs
    self.notes = notes
  }
}

/// The formats that this library reads.
public enum MeasurementSources {
  /// All of them; no file matches two.
  public static let all: [any MeasurementSource] = [
    VLLMServeResults(), VLLMDashboardRecords(), VLLMLatencyResults(), VLLMThroughputResults(), VLLMServerMetrics(),
    SGLangServingResults(), LMEvalResults(), LMEvalSamples(),
  ]
}

/// What a source has read of one run, before the context completes it.
struct RunDraft {
  var identifier: String
  var source: RunSource
  /// What the file itself says.
  var stated = MeasurementContext()
  var outcomes: [MetricValue] = []
  var requests: RequestRecords?
  var answers: AnswerRecords?
  var counters: SpeculationCounters?
  var notes: [ImportNote] = []

  /// Completes the run; throws `ImportError` for a contradiction and where nothing says which model ran.
  func run(context: MeasurementContext) throws(ImportError) -> Run {
    let facts = try context.completing(stated, file: source.file, line: source.line)
    guard let name = facts.modelName else {
      throw .at(
        source.file, source.line,
        "The file does not say which model ran; state it as {\"formatVersion\": 1, \"model\": {\"name\": ...}} in "
          + "\(MeasurementContext.sidecarName(source.file)) beside it.")
    }
    var run = Run(
      identifier: identifier,
      model: ModelDescription(
        name: name, family: facts.modelFamily, parameters: facts.modelParameters, shape: facts.modelShape),
      hardware: facts.hardware, serving: facts.serving, workload: facts.workload, price: facts.price,
      speculationCounters: counters, source: source, outcomes: outcomes, requests: requests, answers: answers,
      notes: notes)
    let missing = facts.missing
    if !missing.isEmpty {
      run.notes.append(
        ImportNote(
          severity: .missing, file: source.file, line: source.line,
          reason: "Neither the file nor a context states \(Wording.list(missing))."))
    }
    return run
  }

  /// An identifier and a source for a record: the line tells the records of one file apart.
  init(tool: String, file: MeasurementFile, line: Int?, isOnly: Bool) {
    let line = isOnly ? nil : line
    identifier = line.map { "\(file.name):\($0)" } ?? file.name
    source = RunSource(tool: tool, file: file.name, line: line)
  }
}
