import ScalingExperiments

/// What the names of the server's metrics begin with.
private let prefix = "vllm:"

/// The `/metrics` text of a vLLM server: what it counted since it was started, one run for each model it serves.
///
/// A load point is the difference of two scrapes: `runs(from:since:context:)`.
public struct VLLMServerMetrics: MeasurementSource {
  /// Creates a source.
  public init() {}

  /// The name of the tool.
  public let name = "vLLM /metrics"

  /// No: a file says all there is.
  public var readsNeighbours: Bool { false }

  /// Returns whether a metric's name begins with "vllm:".
  public func matches(_ keys: Set<String>) -> Bool { keys.contains { $0.hasPrefix(prefix) } }

  /// Returns one run for each model; throws `ImportError` as the protocol says.
  public func runs(
    from file: MeasurementFile, context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport {
    try runs(file.scrape, file: file, window: "since the server started", context: context)
  }

  /// Returns what happened between two scrapes, one run for each model.
  ///
  /// Throws `ImportError` as the protocol says, and if a counter decreased between the two.
  public func runs(
    from later: MeasurementFile, since earlier: MeasurementFile, context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport {
    let difference = try later.scrape.since(earlier.scrape, name: later.name)
    return try runs(difference, file: later, window: "between two scrapes", context: context)
  }

  private func runs(
    _ exposition: PrometheusExposition, file: MeasurementFile, window: String, context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport {
    let ours = exposition.samples.filter { $0.name.hasPrefix(prefix) }
    let models = Set(ours.compactMap { $0.labels["model_name"] }).subtracting([""]).sorted()
    guard !models.isEmpty else {
      throw .at(file.name, nil, "No metric has the label model_name, so that nothing says which model ran.")
    }
    var collector = RunCollector(file: file, context: context)
    for model in models {
      var draft = RunDraft(tool: name, file: file, line: nil, isOnly: true)
      if models.count > 1 { draft.identifier += " \(model)" }
      let labels = ["model_name": model]
      draft.stated = MeasurementContext(modelName: model, serving: .init(engine: "vLLM"))
      var reader = Reader(exposition: exposition, labels: labels, file: file.name)
      draft.outcomes = outcomes(&reader, window)
      draft.counters = counters(&reader)
      draft.notes = reader.notes
      if draft.counters != nil { draft.stated.serving.speculation = .on(Speculation(method: .unnamed)) }
      draft.notes.append(
        ImportNote(
          severity: .information, file: file.name,
          reason: "The figures are those of the server \(window), warm-up and all clients included; percentiles, which "
            + "buckets only bracket, are left out."))
      collector.add(draft)
    }
    collector.result.notes += unused(ours, of: exposition, file: file)
    return try collector.finished()
  }

  // MARK: Figures

  /// The histograms of which a mean is taken: exact, unlike percentiles from buckets.
  private static let histograms: [(name: String, metric: @Sendable (String) -> Metric)] = [
    ("time_to_first_token_seconds", { .timeToFirstToken(.mean, definition: "server side, \($0)") }),
    (
      "inter_token_latency_seconds",
      { .interChunkLatency(.mean, definition: "between engine outputs, server side, \($0)") }
    ),
    (
      "request_time_per_output_token_seconds",
      {
        .timePerOutputToken(
          .mean, definition: "decode time / (output tokens - 1), requests weighted equally, server side, \($0)")
      }
    ),
    ("e2e_request_latency_seconds", { .latency(.mean, definition: "end to end, server side, \($0)") }),
    (
      "iteration_tokens_total",
      {
        Metric(
          quantity: "tokens per engine step", statistic: .mean, definition: "prompt and output tokens, \($0)",
          unit: .tokens, lowerBound: 0)
      }
    ),
  ]

  private static let counters: [(name: String, metric: @Sendable (String) -> Metric)] = [
    ("generation_tokens_total", { .outputTokens(.total, definition: "tokens generated, server side, \($0)") }),
    (
      "prompt_tokens_total",
      {
        Metric(
          quantity: "input tokens", statistic: .total, definition: "tokens of the prompts, server side, \($0)",
          unit: .tokens, lowerBound: 0)
      }
    ),
    (
      "request_success_total",
      {
        Metric(
          quantity: "requests", statistic: .total, definition: "finished, server side, \($0)", unit: .dimensionless,
          lowerBound: 0)
      }
    ),
    (
      "num_preemptions_total",
      {
        Metric(
          quantity: "preemptions", statistic: .total, definition: "server side, \($0)", unit: .dimensionless,
          direction: .lowerIsBetter, lowerBound: 0)
      }
    ),
  ]

  /// The metrics of one model; those that cannot be are left out, with a note.
  private struct Reader {
    let exposition: PrometheusExposition
    let labels: [String: String]
    let file: String
    var notes: [ImportNote] = []

    /// The sum of a counter; `nil` where there is none and where a sample of it cannot be.
    mutating func counter(_ name: String) -> Double? {
      guard let value = exposition.counter(prefix + name, labels) else { return nil }
      return isSound(prefix + name, isWhole: true) ? value : nil
    }

    mutating func count(_ name: String) -> Int? {
      counter("spec_decode_num_\(name)_total").flatMap { Int(exactly: $0) }
    }

    mutating func histogram(_ name: String) -> (count: Double, sum: Double)? {
      guard let (count, sum) = exposition.histogram(prefix + name, labels) else { return nil }
      let isSound = [
        isSound("\(prefix)\(name)_count", isWhole: true), isSound("\(prefix)\(name)_sum", isWhole: false),
      ]
      guard isSound == [true, true] else { return nil }
      guard count > 0 || sum == 0 else {
        note("\(prefix)\(name) has the sum \(sum) of no observations; it was left out.")
        return nil
      }
      return count > 0 ? (count, sum) : nil
    }

    mutating func isSound(_ name: String, isWhole: Bool) -> Bool {
      guard let fault = exposition.fault(name, labels, isWhole: isWhole, file: file) else { return true }
      notes.append(fault)
      return false
    }

    mutating func note(_ reason: String) {
      notes.append(ImportNote(severity: .skipped, file: file, reason: reason))
    }
  }

  private func outcomes(_ reader: inout Reader, _ window: String) -> [MetricValue] {
    var values: [MetricValue] = []
    for (name, metric) in Self.counters {
      guard let value = reader.counter(name) else { continue }
      values.append(MetricValue(metric: metric(window), value: value))
    }
    for (name, metric) in Self.histograms {
      guard let (count, sum) = reader.histogram(name), (sum / count).isFinite else { continue }
      values.append(MetricValue(metric: metric(window), value: sum / count, count: Int(exactly: count)))
    }
    return values
  }

  /// V1 counts drafts, V0 counted emitted tokens: each scheme has a counter that the other lacks.
  private func counters(_ reader: inout Reader) -> SpeculationCounters? {
    let drafted = reader.count("draft_tokens")
    let accepted = reader.count("accepted_tokens")
    let isSecondEngine = reader.exposition.counter(prefix + "spec_decode_num_drafts_total", reader.labels) != nil
    let drafts = reader.count("drafts")
    guard let drafted, let accepted else { return nil }
    guard accepted <= drafted else {
      reader.note(
        "vLLM counts \(accepted) accepted of \(drafted) drafted tokens, which cannot be; the counters were left out.")
      return nil
    }
    guard isSecondEngine else {
      return .engineV0(
        EngineV0SpeculationCounters(
          draftTokens: drafted, acceptedTokens: accepted, emittedTokens: reader.count("emitted_tokens")))
    }
    guard let drafts else { return nil }
    return .engineV1(
      EngineV1SpeculationCounters(
        drafts: drafts, draftTokens: drafted, acceptedTokens: accepted, acceptedByPosition: positions(&reader)))
  }

  private func positions(_ reader: inout Reader) -> [Int] {
    let name = "\(prefix)spec_decode_num_accepted_tokens_per_pos_total"
    guard reader.isSound(name, isWhole: true) else { return [] }
    var byPosition: [Int: Double] = [:]
    for sample in reader.exposition.samples(name, reader.labels) {
      guard let position = sample.labels["position"].flatMap({ Int($0) }) else { continue }
      byPosition[position, default: 0] += sample.value
    }
    let positions = byPosition.sorted { $0.key < $1.key }.compactMap { Int(exactly: $0.value) }
    return positions.count == byPosition.count ? positions : []
  }

  // MARK: Notes

  private func unused(
    _ ours: [PrometheusExposition.Sample], of exposition: PrometheusExposition, file: MeasurementFile
  ) -> [ImportNote] {
    let used = Self.counters.map(\.name) + Self.histograms.map(\.name)
    let names = Set(ours.map(\.name)).filter { name in
      // Times of creation are no measurements.
      guard !name.hasSuffix("_created"), !name.hasPrefix("\(prefix)spec_decode_num_") else { return false }
      return !used.contains { name == prefix + $0 || name.hasPrefix("\(prefix)\($0)_") }
    }.filter { !$0.hasSuffix("_bucket") && !$0.hasSuffix("_sum") }
    let others = exposition.samples.count - ours.count
    var notes: [ImportNote] = []
    if !names.isEmpty {
      notes.append(
        ImportNote(
          severity: .skipped, file: file.name,
          reason: "\(Wording.count(names.count, "metric was", "metrics were")) not used: "
            + "\(Wording.shortList(names.sorted(), longest: 60))."))
    }
    if others > 0 {
      notes.append(
        ImportNote(
          severity: .skipped, file: file.name,
          reason: "\(Wording.count(others, "sample")) of the process and the web server not used."))
    }
    return notes
  }
}
