import ScalingExperiments

/// What a source has read of one run, before the context completes it.
public struct RunDraft: Sendable {
  /// A name that tells the run from the others of a collection.
  public var identifier: String
  /// Where the run stands.
  public var source: RunSource
  /// What the file itself says of model, hardware, server and workload.
  public var stated = MeasurementContext()
  /// The summary figures.
  public var outcomes: [MetricValue] = []
  /// The records of single requests; `nil` where the file has none.
  public var requests: RequestRecords?
  /// The judged answers; `nil` where the file has none.
  public var answers: AnswerRecords?
  /// What the engine counted of speculation; `nil` where the file does not say.
  public var counters: SpeculationCounters?
  /// What there is to say of the reading.
  public var notes: [ImportNote] = []
  /// What the file says beyond all that, as it was written.
  public var unmapped: [UnmappedField] = []

  /// Creates a draft with an identifier and a source; the line tells the records of one file apart.
  public init(tool: String, file: MeasurementFile, line: Int?, isOnly: Bool) {
    let line = isOnly ? nil : line
    identifier = line.map { "\(file.name):\($0)" } ?? file.name
    source = RunSource(tool: tool, file: file.name, line: line)
  }

  /// Adds a figure; one that is `nil` is unknown and not added.
  public mutating func add(
    _ metric: Metric, _ value: Double?, count: Int? = nil, spread: Spread? = nil, estimation: Estimation? = nil
  ) {
    guard let value else { return }
    outcomes.append(MetricValue(metric: metric, value: value, count: count, spread: spread, estimation: estimation))
  }

  /// Ends the reading of a record: lists the keys that nothing read, keeps them as written, and takes its notes.
  public mutating func finish(_ record: inout JSONRecord) {
    unmapped += record.noteUnused()
    notes += record.notes
  }

  /// Completes the run; throws `ImportError` for a contradiction and where nothing says which model ran.
  public func run(context: MeasurementContext) throws(ImportError) -> Run {
    let (facts, overruled) = try context.completing(stated, file: source.file, line: source.line)
    guard let name = facts.modelName, name.contains(where: { !$0.isWhitespace }) else {
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
      notes: notes, unmapped: unmapped)
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
}
