import ScalingExperiments

/// The results of `vllm bench latency`: batches timed from start to end.
///
/// The file says neither batch size nor lengths nor parallelism, and before vLLM 0.32 not the model: the context must.
public struct VLLMLatencyResults: MeasurementSource {
  /// Creates a source.
  public init() {}

  /// The name of the tool.
  public let name = "vLLM bench latency"

  /// No: a file says all there is.
  public var readsNeighbours: Bool { false }

  /// Returns whether a file holds `avg_latency` and `percentiles`.
  public func matches(_ keys: Set<String>) -> Bool {
    keys.isSuperset(of: ["avg_latency", "latencies", "percentiles"])
  }

  /// The metric of a batch's time; at batch 1 it is the latency of a request.
  static func latency(_ statistic: MetricStatistic) -> Metric {
    .latency(statistic, definition: "one batch from start to end, inside the engine")
  }

  /// Returns one run for each record; throws `ImportError` as the protocol says.
  public func runs(
    from file: MeasurementFile, context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport {
    try RecordRuns.read(file, context: context) { value, isOnly in
      guard var record = JSONRecord(value, file: file.name, freeText: file.freeText),
        record.keys.contains("avg_latency")
      else { return nil }
      var draft = RunDraft(tool: name, file: file, line: record.line, isOnly: isOnly)
      draft.stated = MeasurementContext(modelName: record.text("model_id"), serving: .init(engine: "vLLM"))
      let column = record.column("latencies", "a finite number of more than 0") { value in
        value.number.flatMap { $0 > 0 && $0 < JSONRecord.bound ? $0 : nil }
      }
      let latencies = (column ?? []).compactMap { $0 }
      if column?.isEmpty == true { record.note(.missing, "latencies is empty: no batch was timed.") }
      // The aggregates are of all repetitions, also of those that cannot be read.
      let count = column.flatMap { $0.isEmpty ? nil : $0.count }
      draft.outcomes = Self.figures(&record, count: count)
      let workload = context.workload
      if workload.load == .batch(1), !latencies.isEmpty {
        draft.requests = try? RequestRecords(
          problems: latencies.indices.map(String.init),
          outputTokens: [Int?](repeating: workload.outputLength, count: latencies.count),
          promptTokens: [Int?](repeating: workload.promptLength, count: latencies.count), latency: latencies)
        record.note(.information, "The requests repeat one batch of made-up prompts: they are no sample of problems.")
      }
      var missing: [String] = []
      if workload.load == nil { missing.append("the batch size") }
      if workload.promptLength == nil { missing.append("the prompt length") }
      if workload.outputLength == nil { missing.append("the output length") }
      if !missing.isEmpty {
        record.note(
          .missing,
          "The tool does not write \(Wording.list(missing)); state workload.load, promptLength and outputLength in a "
            + "context.")
      }
      draft.finish(&record)
      return draft
    }
  }
}

extension VLLMLatencyResults {
  /// The mean and the percentiles.
  private static func figures(_ record: inout JSONRecord, count: Int?) -> [MetricValue] {
    var figures: [MetricValue] = []
    var zeros: [String] = []
    func add(_ statistic: MetricStatistic, _ value: Double, _ key: String) {
      if value > 0 {
        figures.append(MetricValue(metric: latency(statistic), value: value, count: count))
      } else {
        zeros.append(key)
      }
    }
    if let mean = record.number("avg_latency") { add(.mean, mean, "avg_latency") }
    if let (key, percentiles) = record.take(["percentiles"]) {
      if percentiles.members == nil { record.refuse(key, percentiles, "an object") }
      for member in percentiles.members ?? [] where !member.value.isNull {
        let name = "percentiles.\(member.key)"
        guard let percent = StatisticName.percentage(member.key[...]) else {
          record.note(.skipped, "\(name) is no percentile from 0 to 100; it was left out.", line: member.line)
          continue
        }
        guard let value = member.value.number, value >= 0, value < JSONRecord.bound else {
          record.refuse(name, member.value, "a finite number of 0 or more")
          continue
        }
        add(.percentile(percent), value, name)
      }
    }
    if !zeros.isEmpty {
      record.note(
        .skipped, "\(Wording.list(zeros)) \(zeros.count == 1 ? "is" : "are") 0, but no batch takes no time; left out.")
    }
    return figures
  }
}

/// The results of `vllm bench throughput`: all requests at once, offline.
///
/// Prompt and output tokens are counted together; the context can state the lengths.
public struct VLLMThroughputResults: MeasurementSource {
  /// Creates a source.
  public init() {}

  /// The name of the tool.
  public let name = "vLLM bench throughput"

  /// No: a file says all there is.
  public var readsNeighbours: Bool { false }

  /// Returns whether a file holds `elapsed_time` and `requests_per_second`.
  public func matches(_ keys: Set<String>) -> Bool {
    keys.isSuperset(of: ["elapsed_time", "num_requests", "requests_per_second"])
  }

  /// Returns one run for each record; throws `ImportError` as the protocol says.
  public func runs(
    from file: MeasurementFile, context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport {
    try RecordRuns.read(file, context: context) { value, isOnly in
      guard var record = JSONRecord(value, file: file.name, freeText: file.freeText),
        record.keys.contains("elapsed_time")
      else { return nil }
      var draft = RunDraft(tool: name, file: file, line: record.line, isOnly: isOnly)
      draft.stated = MeasurementContext(
        modelName: record.text("model_id"), serving: .init(engine: "vLLM"), workload: .init(load: .saturating))
      draft.outcomes = ServingFigures.totals(
        &record,
        [
          ("elapsed_time", .duration), ("num_requests", .requestsCompleted),
          ("requests_per_second", .requestThroughput), ("tokens_per_second", .totalTokenThroughput),
        ])
      if let tokens = record.count("total_num_tokens").map(Double.init) {
        draft.outcomes.append(
          MetricValue(
            metric: Metric(
              quantity: "tokens", statistic: .total, definition: "prompt and output tokens together", unit: .tokens,
              lowerBound: 0),
            value: tokens))
      }
      record.note(
        .missing, "The tool counts prompt and output tokens together, so that the output throughput is unknown.")
      draft.finish(&record)
      return draft
    }
  }
}

/// The rewriting of serve results for the PyTorch dashboard (`.pytorch.json`): one record for each figure.
///
/// Beside the file that it was made from it says nothing new: `ResultsDirectory` lists equal runs once.
public struct VLLMDashboardRecords: MeasurementSource {
  /// Creates a source.
  public init() {}

  /// The name of the tool.
  public let name = "vLLM bench serve, dashboard records"

  /// No: a file says all there is.
  public var readsNeighbours: Bool { false }

  /// Returns whether a file holds `benchmark`, `model` and `metric`.
  public func matches(_ keys: Set<String>) -> Bool { keys.isSuperset(of: ["benchmark", "model", "metric"]) }

  /// Returns one run for each load point, put together from its records; throws `ImportError` as the protocol says.
  public func runs(
    from file: MeasurementFile, context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport {
    guard case .records(let records) = file.content else { return MeasurementImport() }
    var points: [(date: String, line: Int, members: [JSONMember])] = []
    var skipped = 0
    for record in records {
      guard let name = record.value(at: ["metric", "name"])?.text,
        let value = record.value(at: ["metric", "benchmark_values"])?.elements?.first,
        let extra = record.value(at: ["metric", "extra_info"]), let members = extra.members,
        extra["num_prompts"] != nil
      else {
        skipped += 1
        continue
      }
      let date = extra["date"]?.text ?? ""
      let figure = JSONMember(key: name, line: value.line, value: value)
      if let index = points.firstIndex(where: { $0.date == date }) {
        points[index].members.append(figure)
      } else {
        points.append((date, record.line, members + [figure]))
      }
    }
    var collector = RunCollector(file: file, context: context)
    for (index, point) in points.enumerated() {
      let value = JSONValue(line: point.line, content: .object(point.members))
      guard let record = JSONRecord(value, file: file.name, freeText: file.freeText) else { continue }
      var draft = VLLMServeResults.draft(record, tool: name, file: file, isOnly: points.count == 1)
      if points.count > 1 { draft.identifier = "\(file.name)#\(index + 1)" }
      collector.add(draft)
    }
    if skipped > 0 {
      collector.result.notes.append(
        ImportNote(
          severity: .skipped, file: file.name,
          reason: "\(Wording.count(skipped, "record")) that vLLM did not write left out."))
    }
    return try collector.finished()
  }
}
