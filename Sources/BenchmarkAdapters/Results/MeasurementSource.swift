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

  /// Whether files of this format are spread over several of one folder; the default says that they may be.
  ///
  /// A folder holds such files together in memory; others are read one by one and are no file's neighbours.
  var readsNeighbours: Bool { get }

  /// Returns the runs of a file that may be spread over several files of one folder; the default reads it alone.
  ///
  /// The neighbours are the other files of the folder whose formats read neighbours, or that have no format. Throws what `runs(from:context:)` throws.
  func runs(
    from file: MeasurementFile, beside neighbours: [MeasurementFile], context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport
}

extension MeasurementSource {
  /// Says that files may be spread over several of one folder.
  public var readsNeighbours: Bool { true }

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
  /// Of the notes, those on records that gave no run.
  var losses: [ImportNote] = []

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
    let (facts, overruled) = try context.completing(stated, file: source.file, line: source.line)
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
    run.notes += overruled.map {
      ImportNote(severity: .skipped, file: source.file, line: source.line, reason: $0)
    }
    let unshown = Self.strategy(facts.serving, notShownBy: stated.serving)
    if !unshown.isEmpty {
      run.notes.append(
        ImportNote(
          severity: .missing, file: source.file, line: source.line,
          reason:
            "That it ran with \(Wording.list(unshown)) is the word of the context alone; the file does not show it."))
    }
    let missing = facts.missing
    if !missing.isEmpty {
      run.notes.append(
        ImportNote(
          severity: .missing, file: source.file, line: source.line,
          reason: "Neither the file nor a context states \(Wording.list(missing))."))
    }
    return run
  }

  /// What of the strategy a run has from its context and not from its file, in words.
  private static func strategy(
    _ facts: ServingConfiguration, notShownBy stated: ServingConfiguration
  ) -> [String] {
    var words: [String] = []
    for (name, path) in [
      ("tensor parallel", \ServingConfiguration.tensorParallel), ("pipeline parallel", \.pipelineParallel),
      ("data parallel", \.dataParallel),
    ] {
      guard stated[keyPath: path] == nil, let size = facts[keyPath: path] else { continue }
      // One stage, one replica: the absence of a strategy. One rank is the baseline of another.
      if size > 1 || path == \.tensorParallel { words.append("\(name) \(size)") }
    }
    switch (facts.speculation, stated.speculation) {
    case (.off, nil): words.append("no speculation")
    case (.on(let speculation), nil): words.append("speculation by \(speculation.method.rawValue)")
    case (.on(let speculation), .on(let shown)) where shown.method == .unnamed && speculation.method != .unnamed:
      words.append("\(speculation.method.rawValue) as the method of its speculation")
    default: break
    }
    return words
  }

  /// An identifier and a source for a record: the line tells the records of one file apart.
  init(tool: String, file: MeasurementFile, line: Int?, isOnly: Bool) {
    let line = isOnly ? nil : line
    identifier = line.map { "\(file.name):\($0)" } ?? file.name
    source = RunSource(tool: tool, file: file.name, line: line)
  }
}
