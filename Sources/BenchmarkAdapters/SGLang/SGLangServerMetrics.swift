import ScalingExperiments

/// The `/metrics` text of an SGLang server, or an instant vector of it: what it counted since it was started, one run for
/// each model.
///
/// Speculation is reported by gauges, which say how things stood at the moment of the scrape and nothing of the time
/// before. A load point is the difference of two scrapes: `runs(from:since:context:)`.
public struct SGLangServerMetrics: MeasurementSource {
  /// Creates a source.
  public init() {}

  /// The name of the tool.
  public let name = "SGLang /metrics"

  /// No: a file says all there is.
  public var readsNeighbours: Bool { false }

  /// Returns whether a metric's name begins with "sglang:".
  public func matches(_ keys: Set<String>) -> Bool { keys.contains { $0.hasPrefix("sglang:") } }

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
    let ours = exposition.samples.filter { $0.name.hasPrefix("sglang:") }
    let models = Set(ours.compactMap { $0.labels["model_name"] }).subtracting([""]).sorted()
    var collector = RunCollector(file: file, context: context)
    for model in models.isEmpty ? [nil] : models.map(Optional.some) {
      var draft = RunDraft(tool: name, file: file, line: nil, isOnly: true)
      if models.count > 1, let model { draft.identifier += " \(model)" }
      draft.stated = MeasurementContext(modelName: model, serving: .init(engine: "SGLang"))
      let labels = model.map { ["model_name": $0] } ?? [:]
      let used = figures(exposition, labels, window, file: file.name, into: &draft)
      keep(ours.filter { sample in labels.allSatisfy { sample.labels[$0.key] == $0.value } }, except: used, in: &draft)
      collector.add(draft)
    }
    return try collector.finished()
  }

  /// Adds the figures; returns the names of the metrics that they are of.
  private func figures(
    _ exposition: PrometheusExposition, _ labels: [String: String], _ window: String, file: String,
    into draft: inout RunDraft
  ) -> Set<String> {
    var used: Set<String> = []
    func isSound(_ name: String, isWhole: Bool) -> Bool {
      guard let fault = exposition.fault(name, labels, isWhole: isWhole, file: file) else { return true }
      draft.notes.append(fault)
      return false
    }
    for (suffix, metric) in Self.histograms {
      let name = "sglang:\(suffix)"
      guard let (count, sum) = exposition.histogram(name, labels) else { continue }
      used.formUnion(["\(name)_count", "\(name)_sum", "\(name)_bucket"])
      guard isSound("\(name)_count", isWhole: true), isSound("\(name)_sum", isWhole: false), count > 0 else { continue }
      draft.add(metric(window), sum / count, count: Int(exactly: count))
    }
    for (suffix, metric) in Self.counters {
      let name = "sglang:\(suffix)"
      guard let value = exposition.counter(name, labels) else { continue }
      used.insert(name)
      if isSound(name, isWhole: true) { draft.add(metric(window), value) }
    }
    let length = exposition.samples("sglang:spec_accept_length", labels).map(\.value)
    if length.count == 1, let length = length.first, length >= 1, length < JSONRecord.bound {
      used.insert("sglang:spec_accept_length")
      draft.add(.acceptanceLength(definition: "tokens of a pass, at the moment of the scrape"), length)
      if length > 1 { draft.stated.serving.speculation = .on(Speculation(method: .unnamed)) }
    }
    return used
  }

  private static let histograms: [(name: String, metric: @Sendable (String) -> Metric)] = [
    ("time_to_first_token_seconds", { .timeToFirstToken(.mean, definition: "server side, \($0)") }),
    (
      "inter_token_latency_seconds",
      {
        .timePerOutputToken(
          .mean,
          definition: "interval between outputs over the tokens in it, tokens weighted equally, server side, \($0)")
      }
    ),
    (
      "time_per_output_token_seconds",
      { .timePerOutputToken(.mean, definition: "between engine outputs, tokens weighted equally, server side, \($0)") }
    ),
    ("e2e_request_latency_seconds", { .latency(.mean, definition: "end to end, server side, \($0)") }),
  ]

  private static let counters: [(name: String, metric: @Sendable (String) -> Metric)] = [
    ("generation_tokens_total", { .outputTokens(.total, definition: "tokens generated, server side, \($0)") }),
    ("prompt_tokens_total", { total("input tokens", "tokens of the prompts, server side, \($0)", .tokens) }),
    ("num_requests_total", { total("requests", "finished, server side, \($0)", .dimensionless) }),
  ]

  private static func total(_ quantity: MetricQuantity, _ definition: String, _ unit: MetricUnit) -> Metric {
    Metric(quantity: quantity, statistic: .total, definition: definition, unit: unit, lowerBound: 0)
  }

  /// Keeps gauges and counters without a place as written; buckets and times of creation are no figures.
  private func keep(_ samples: [PrometheusExposition.Sample], except used: Set<String>, in draft: inout RunDraft) {
    let rest = samples.filter {
      !used.contains($0.name) && !$0.name.hasSuffix("_bucket") && !$0.name.hasSuffix("_created")
    }
    for sample in rest {
      let labels = sample.labels.filter { $0.key != "model_name" && $0.key != "le" }.sorted { $0.key < $1.key }
      draft.unmapped.append(
        UnmappedField(path: [sample.name] + labels.map { "\($0.key)=\($0.value)" }, json: "\(sample.value)"))
    }
    guard !rest.isEmpty else { return }
    let names = Wording.shortList(Set(rest.map(\.name)).sorted())
    draft.notes.append(
      ImportNote(
        severity: .kept, file: draft.source.file,
        reason: "\(Wording.count(rest.count, "sample was", "samples were")) not used: \(names); kept as written."))
  }
}
