import ScalingExperiments

/// The JSON reports of GuideLLM, versions 1 and 2: one run for each benchmark in them.
///
/// Two of its words mean something else here than in other tools: `time_per_output_token` has the first token in it, and
/// `inter_token_latency`, which has the usual formula, weights tokens equally. Their definitions say so.
public struct GuideLLMResults: MeasurementSource {
  /// Creates a source.
  public init() {}

  /// The name of the tool.
  public let name = "GuideLLM"

  /// No: a file says all there is.
  public var readsNeighbours: Bool { false }

  /// Returns the metric of GuideLLM's `time_per_output_token`: the first token is in it, and it ends with the last token,
  /// not with the request.
  public static func timePerOutputToken(_ statistic: MetricStatistic = .mean) -> Metric {
    .timePerOutputToken(
      statistic,
      definition: "start to last token / output tokens, the first included, tokens weighted equally")
  }

  /// Returns the metric of GuideLLM's `inter_token_latency`: the usual formula, but to the last token and by tokens.
  public static func interTokenLatency(_ statistic: MetricStatistic = .mean) -> Metric {
    .timePerOutputToken(
      statistic, definition: "first to last token / (output tokens - 1), tokens weighted equally")
  }

  /// Returns whether a file holds benchmarks with a `type_`, or names the version of GuideLLM.
  public func matches(_ keys: Set<String>) -> Bool {
    keys.contains("benchmarks") && (keys.contains("benchmarks.type_") || keys.contains("metadata.guidellm_version"))
  }

  /// Returns one run for each benchmark; throws `ImportError` as the protocol says.
  public func runs(
    from file: MeasurementFile, context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport {
    var collector = RunCollector(file: file, context: context)
    for value in try file.records {
      guard var report = JSONRecord(value, file: file.name, freeText: file.freeText) else { continue }
      let model = model(&report)
      let version = report.object("metadata") { metadata -> String? in
        let version = metadata.text("guidellm_version")
        _ = metadata.take(["version"])
        return version
      }
      let benchmarks = report.list("benchmarks") ?? []
      // What the report says of all its benchmarks stays with each of them.
      let common = report.noteUnused()
      for (index, element) in benchmarks.enumerated() {
        guard var benchmark = JSONRecord(element, file: file.name, freeText: file.freeText) else {
          report.refuse("benchmarks[\(index)]", element, "an object")
          continue
        }
        var draft = RunDraft(tool: name, file: file, line: benchmark.line, isOnly: benchmarks.count == 1)
        if benchmarks.count > 1 { draft.identifier = "\(file.name)#\(index + 1)" }
        draft.stated.modelName = model
        draft.unmapped += common
        if let version = version ?? nil {
          draft.unmapped.append(Self.field(["metadata", "guidellm_version"], version))
        }
        self.benchmark(&benchmark, into: &draft)
        draft.finish(&benchmark)
        collector.add(draft)
      }
      collector.result.notes += report.notes
    }
    return try collector.finished()
  }

  private static func field(_ path: [String], _ text: String) -> UnmappedField {
    UnmappedField(path: path, json: JSONValue(line: 1, content: .text(text)).json)
  }

  /// The model of the report as a whole: under `args` in version 1, under `config.spec.backend` in version 2.
  private func model(_ report: inout JSONRecord) -> String? {
    let paths = [["args", "model"], ["config", "spec", "backend", "model"], ["args", "backend_kwargs", "model"]]
    return report.value.value(atFirstOf: paths)?.text
  }

  private func benchmark(_ record: inout JSONRecord, into draft: inout RunDraft) {
    if let start = record.number("start_time") { draft.source.date = "\(Int(start)) s after 1970-01-01 00:00 UTC" }
    draft.add(.duration, record.number("duration").flatMap { $0 > 0 ? $0 : nil })
    for paths in [["config", "backend", "model"], ["worker", "backend_model"], ["benchmarker", "backend", "model"]] {
      if let model = record.value.value(at: paths)?.text { draft.stated.modelName = model }
    }
    let strategy = record.value.value(atFirstOf: [
      ["config", "strategy"], ["args", "strategy"], ["scheduler", "strategy"],
    ])
    draft.stated.workload.load = strategy.flatMap { load($0, &record) }
    record.object("metrics") { GuideLLMFigures.read(&$0, into: &draft) }
    if let requests = record.take(["requests", "request_samples"])?.value {
      draft.requests = GuideLLMRequests.read(requests, &record)
    }
  }

  /// The load from the strategy that was carried out.
  private func load(_ strategy: JSONValue, _ record: inout JSONRecord) -> LoadDescription? {
    let kind = strategy.value(atFirstOf: [["type_"], ["kind"], ["type"]])?.text
    func count(_ keys: [String]) -> Int? {
      strategy.value(atFirstOf: keys.map { [$0] })?.integer.flatMap { $0 > 0 ? $0 : nil }
    }
    switch kind {
    case "synchronous": return .concurrency(1)
    case "concurrent": return count(["streams", "max_concurrency"]).map { .concurrency($0) }
    case "throughput": return count(["max_concurrency"]).map { .concurrency($0) } ?? .saturating
    case "constant", "poisson", "async":
      let rate = strategy["rate"]?.number.flatMap { $0 > 0 && $0 < JSONRecord.bound ? $0 : nil }
      guard let rate else { break }
      return .requestRate(rate)
    default: break
    }
    record.note(
      .missing, "The strategy is \(kind.map(Wording.quoted) ?? "not named"), from which no load follows; it is unknown."
    )
    return nil
  }
}
