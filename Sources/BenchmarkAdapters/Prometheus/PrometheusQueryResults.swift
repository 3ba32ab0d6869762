import ScalingExperiments

/// The answers of Prometheus' HTTP interface (`/api/v1/query` and `query_range`): what a server reported over time.
///
/// An instant vector of vLLM's metrics is a scrape: totals since the server started, and two of them make a load point
/// (`VLLMServerMetrics.runs(from:since:context:)`). A range gives the mean, the least and the greatest of its samples for
/// each series, and no load point: nothing in it says what was asked of the server.
public struct PrometheusQueryResults: MeasurementSource {
  /// Creates a source.
  public init() {}

  /// The name of the tool.
  public let name = "Prometheus"

  /// No: a file says all there is.
  public var readsNeighbours: Bool { false }

  /// Returns whether a file holds an answer of Prometheus, sound or an error.
  public func matches(_ keys: Set<String>) -> Bool {
    keys.isSuperset(of: ["status", "data.resultType"]) || keys.isSuperset(of: ["status", "errorType", "error"])
  }

  /// Returns one run for each model that the labels name.
  ///
  /// Throws `ImportError` as the protocol says, and with Prometheus' own words for an answer that is an error.
  public func runs(
    from file: MeasurementFile, context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport {
    let records = try file.records
    if let record = records.first, record["status"]?.text == "error" {
      throw .at(
        file.name, record.line, "Prometheus answered with an error: \(record["error"]?.text ?? "no reason given").")
    }
    guard let (kind, series) = PrometheusSeries.list(records) else {
      throw .at(file.name, nil, "The file holds no answer of Prometheus.")
    }
    if kind == "vector", series.contains(where: { $0.name?.hasPrefix("vllm:") ?? false }) {
      return try VLLMServerMetrics().runs(from: file, context: context)
    }
    if kind == "vector", series.contains(where: { $0.name?.hasPrefix("sglang:") ?? false }) {
      return try SGLangServerMetrics().runs(from: file, context: context)
    }
    guard kind == "matrix" || kind == "vector" else {
      throw .at(
        file.name, nil, "The answer is a \(kind), which says of no model what it is; query a vector or a range.")
    }
    var notes: [ImportNote] = []
    if let warnings = records.first?["warnings"]?.elements, !warnings.isEmpty {
      let words = warnings.compactMap(\.text).joined(separator: " ")
      notes.append(ImportNote(severity: .missing, file: file.name, reason: "Prometheus warned: \(words)"))
    }
    var collector = RunCollector(file: file, context: context)
    let models = Set(series.compactMap { $0.labels["model_name"] }).subtracting([""]).sorted()
    for model in models.isEmpty ? [nil] : models.map(Optional.some) {
      var draft = RunDraft(tool: name, file: file, line: nil, isOnly: true)
      if models.count > 1, let model { draft.identifier += ", \(model)" }
      draft.stated.modelName = model
      for entry in series where model == nil || entry.labels["model_name"] == model {
        add(entry, to: &draft, file: file.name)
      }
      if draft.outcomes.isEmpty {
        notes += draft.notes
        notes.append(
          ImportNote(severity: .missing, file: file.name, reason: "No series has a finite value: there is no run."))
      } else {
        collector.add(draft)
      }
    }
    collector.result.notes += notes
    return try collector.finished()
  }

  /// The figures of one series.
  private func add(_ series: PrometheusSeries, to draft: inout RunDraft, file: String) {
    let title = series.name ?? "a query"
    let finite = series.points.filter { $0.value.isFinite && abs($0.value) < JSONRecord.bound }
    if finite.count < series.points.count {
      draft.notes.append(
        ImportNote(
          severity: .missing, file: file, line: series.line,
          reason:
            "\(Wording.count(series.points.count - finite.count, "sample")) of \(title) without a finite value: NaN is "
            + "written where nothing happened."))
    }
    guard let first = finite.first, let last = finite.last else { return }
    // Labels that all series share say where and by whom a server was scraped.
    let labels = series.labels.filter {
      !["instance", "job", "model_name", "engine", "pod", "namespace"].contains($0.key)
    }
    let selector = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
    let place = selector.isEmpty ? "" : " {\(selector)}"
    let values = finite.map(\.value)
    guard series.points.count > 1 else {
      draft.add(metric(series, .total, "of \(title)\(place), at one time"), first.value)
      return
    }
    let step = (last.time - first.time) / Double(max(1, finite.count - 1))
    let definition = "\(title)\(place), \(finite.count) samples, one in \(Self.digits(step)) s"
    draft.add(
      metric(series, .mean, definition), values.reduce(0, +) / Double(values.count), count: values.count)
    if let least = values.min() { draft.add(metric(series, .percentile(0), definition), least, count: values.count) }
    if let most = values.max() { draft.add(metric(series, .percentile(100), definition), most, count: values.count) }
  }

  private func metric(_ series: PrometheusSeries, _ statistic: MetricStatistic, _ definition: String) -> Metric {
    let name = series.name ?? ""
    let isTime = name.hasSuffix("_seconds") || name.hasSuffix("_seconds_sum")
    let quantity: MetricQuantity =
      name.hasSuffix(":num_requests_running") || name.hasSuffix(":num_running_reqs")
      ? "concurrency" : MetricQuantity(rawValue: name.isEmpty ? "query result" : name)
    return Metric(
      quantity: quantity, statistic: statistic, definition: definition, unit: isTime ? .seconds : .dimensionless)
  }

  private static func digits(_ value: Double) -> String {
    let rounded = (value * 1_000).rounded() / 1_000
    return rounded.rounded() == rounded && abs(rounded) < 1e15 ? "\(Int(rounded))" : "\(rounded)"
  }
}
