import ScalingExperiments

/// The results of `vllm bench serve` and of `benchmark_serving.py` before it, one run for each load point.
///
/// Reads one object, a list, or objects appended to one another; milliseconds in `_ms` keys and the seconds of forks
/// without them; per-request arrays where the tool was asked for them. The guide `VLLM` says what becomes of which key.
public struct VLLMServeResults: MeasurementSource {
  /// Creates a source.
  public init() {}

  /// The name of the tool.
  public let name = "vLLM bench serve"

  /// No: a file says all there is.
  public var readsNeighbours: Bool { false }

  /// Returns whether a file holds `request_throughput` and `num_prompts`.
  public func matches(_ keys: Set<String>) -> Bool { keys.isSuperset(of: ["request_throughput", "num_prompts"]) }

  /// Returns one run for each record; throws `ImportError` as the protocol says.
  public func runs(
    from file: MeasurementFile, context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport {
    try RecordRuns.read(file, context: context) { value, isOnly in
      guard let record = JSONRecord(value, file: file.name, freeText: file.freeText),
        record.keys.contains("num_prompts")
      else { return nil }
      return Self.draft(record, tool: name, file: file, isOnly: isOnly)
    }
  }

  static func draft(_ record: JSONRecord, tool: String, file: MeasurementFile, isOnly: Bool) -> RunDraft {
    var record = record
    var draft = RunDraft(tool: tool, file: file, line: record.line, isOnly: isOnly)
    draft.source.date = record.text("date")
    draft.stated = stated(&record)
    let (attempted, completed, failed) = ServingFigures.requests(&record)
    for (metric, count) in [
      (Metric.requestsAttempted, attempted), (.requestsCompleted, completed), (.requestsFailed, failed),
    ] {
      if let count { draft.outcomes.append(MetricValue(metric: metric, value: Double(count))) }
    }
    if failed == nil, !record.has("failed"), let attempted, let completed, attempted > completed {
      record.note(
        .missing,
        "This version does not count failures: \(attempted - completed) of \(attempted) requests did not complete.")
    }
    draft.outcomes += ServingFigures.totals(&record, totals)
    if let goodput = record.number("request_goodput", "request_goodput:", "good_throughput") {
      draft.outcomes.append(MetricValue(metric: .goodput, value: goodput))
    }
    // Requests of one token have no time per output token, so that its count is unknown.
    var counts: [String: Int] = [:]
    if let completed, completed > 0 { counts = ["ttft": completed, "e2el": completed] }
    draft.outcomes += ServingFigures.times(&record, metrics, counts: counts)
    draft.counters = VLLMSpeculationKeys.read(&record, outcomes: &draft.outcomes)
    if draft.counters != nil, draft.stated.serving.speculation == nil {
      draft.stated.serving.speculation = .on(Speculation(method: .unnamed))
    }
    draft.requests = ServingRequests.read(&record, attempted: attempted, completed: completed)
    draft.finish(&record)
    return draft
  }

  private static let metrics = ServingFigures.metrics.merging([
    "e2el_including_client_queue": {
      .latency($0, definition: "end to end, client side, waiting for a free slot of the client included")
    },
    "client_queue_time": {
      Metric(
        quantity: "client queue time", statistic: $0, definition: "waiting for a free slot of the client",
        unit: .seconds, direction: .lowerIsBetter, lowerBound: 0)
    },
  ]) { first, _ in first }

  private static let totals: [(key: String, metric: Metric)] = [
    ("duration", .duration),
    ("total_input_tokens", .inputTokens),
    ("total_output_tokens", .outputTokens(.total)),
    ("request_throughput", .requestThroughput),
    ("output_throughput", .throughput),
    ("input_throughput", .inputThroughput),
    ("total_token_throughput", .totalTokenThroughput),
    ("max_output_tokens_per_s", .peakOutputThroughput),
    // Twice the concurrency in practice: never the load.
    ("max_concurrent_requests", .peakConcurrentRequests),
  ]

  /// What the record says of model, server and load; `--metadata` puts texts of the user's own among the keys.
  private static func stated(_ record: inout JSONRecord) -> MeasurementContext {
    var stated = MeasurementContext(modelName: record.text("model_id"))
    stated.accelerator = record.text("gpu_type", "accelerator", "hardware")
    stated.acceleratorCount = record.count("gpu_count", "num_gpus", least: 1)
    stated.serving.engine = record.text("backend").flatMap { $0 == "vllm" ? "vLLM" : nil }
    stated.serving.version = record.text("version", "vllm_version")
    stated.serving.tensorParallel = record.count("tensor_parallel_size", "tensor_parallel", "tp", least: 1)
    stated.serving.pipelineParallel = record.count("pipeline_parallel_size", "pp", least: 1)
    stated.serving.dataParallel = record.count("data_parallel_size", "dp", least: 1)
    stated.serving.precision = record.text("dtype").flatMap(ServingFigures.precision)
    stated.serving.speculation = speculation(&record)
    stated.workload.load = ServingFigures.load(&record)
    return stated
  }

  private static func speculation(_ record: inout JSONRecord) -> SpeculationSetting? {
    let method = record.text("spec_method", "speculative_method")
    let tokens = record.count("num_speculative_tokens", least: 1)
    guard let method else { return tokens.map { .on(Speculation(method: .unnamed, draftTokens: $0)) } }
    if ["off", "none", "baseline"].contains(method) { return .off }
    return .on(Speculation(method: SpeculationMethod(rawValue: method), draftTokens: tokens))
  }
}
