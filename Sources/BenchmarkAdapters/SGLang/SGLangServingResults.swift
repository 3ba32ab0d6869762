import ScalingExperiments

/// The results of SGLang's `bench_serving`: JSON Lines, appended to by every call, one run for each line.
///
/// Reads the files of 2024, of 0.4 and 0.5, and those with `server_info`, without which nothing says which model ran.
public struct SGLangServingResults: MeasurementSource {
  /// Creates a source.
  public init() {}

  /// The name of the tool.
  public let name = "SGLang bench_serving"

  /// No: a file says all there is.
  public var readsNeighbours: Bool { false }

  /// Returns whether a file holds `total_output_tokens_retokenized`.
  public func matches(_ keys: Set<String>) -> Bool { keys.contains("total_output_tokens_retokenized") }

  /// Returns one run for each line; throws `ImportError` as the protocol says.
  public func runs(
    from file: MeasurementFile, context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport {
    try RecordRuns.read(file, context: context) { value, isOnly in
      guard let record = JSONRecord(value, file: file.name, freeText: file.freeText),
        record.keys.contains("total_output_tokens_retokenized")
      else { return nil }
      return draft(record, file: file, isOnly: isOnly)
    }
  }

  private func draft(_ record: JSONRecord, file: MeasurementFile, isOnly: Bool) -> RunDraft {
    var record = record
    var draft = RunDraft(tool: name, file: file, line: record.line, isOnly: isOnly)
    let backend = record.text("backend")
    draft.stated = stated(&record, backend: backend)
    let completed = ServingFigures.requests(&record).completed
    if let completed { draft.outcomes.append(MetricValue(metric: .requestsCompleted, value: Double(completed))) }
    draft.outcomes += ServingFigures.totals(&record, Self.totals)
    let length = acceptanceLength(&record)
    if let length {
      draft.outcomes.append(
        MetricValue(metric: .acceptanceLength(definition: "tokens of a pass, as the server reports"), value: length))
      if draft.stated.serving.speculation == nil {
        draft.stated.serving.speculation = .on(Speculation(method: .unnamed))
      }
    }
    var metrics = ServingFigures.metrics
    if let backend, backend.hasPrefix("sglang-oai"), length != nil {
      // One tool, two definitions: here the gap is split over the tokens that the chunk is found to hold.
      metrics["itl"] = {
        .interChunkLatency($0, definition: "between streamed chunks, split over their tokens after tokenizing again")
      }
    }
    var counts: [String: Int] = [:]
    if let completed, completed > 0 { counts = ["ttft": completed, "e2e_latency": completed] }
    draft.outcomes += ServingFigures.times(&record, metrics, counts: counts)
    draft.requests = ServingRequests.read(&record, attempted: nil, completed: completed)
    draft.finish(&record)
    return draft
  }

  private func acceptanceLength(_ record: inout JSONRecord) -> Double? {
    guard let length = record.number("accept_length") else { return nil }
    guard length >= 1 else {
      record.note(.skipped, "accept_length is \(length), but a pass gives 1 token or more; it was left out.")
      return nil
    }
    return length
  }

  private static let totals: [(key: String, metric: Metric)] = [
    ("duration", .duration),
    ("total_input_tokens", .inputTokens),
    ("total_output_tokens", .outputTokens(.total)),
    ("request_throughput", .requestThroughput),
    ("input_throughput", .inputThroughput),
    ("output_throughput", .throughput),
    ("total_throughput", .totalTokenThroughput),
    ("concurrency", .meanConcurrency),
    ("max_output_tokens_per_s", .peakOutputThroughput),
    ("max_concurrent_requests", .peakConcurrentRequests),
  ]

  private func stated(_ record: inout JSONRecord, backend: String?) -> MeasurementContext {
    var stated = MeasurementContext()
    stated.serving.engine = backend.map { backend in
      backend.hasPrefix("sglang") ? "SGLang" : backend == "vllm" ? "vLLM" : backend
    }
    stated.workload.task = record.text("dataset_name")
    stated.workload.load = ServingFigures.load(&record)
    let prompt = record.count("random_input_len", least: 1)
    let output = record.count("random_output_len", least: 1)
    // Below 1 the lengths are drawn from a range, of which these are the upper ends.
    if record.number("random_range_ratio") == 1, stated.workload.task?.hasPrefix("random") == true {
      stated.workload.promptLength = prompt
      stated.workload.outputLength = output
    }
    if let info = record.take(["server_info"])?.value {
      let server = SGLangServerArguments(info: info)
      stated.modelName = server.text("model_path")
      server.add(to: &stated.serving, record: &record)
      record.note(.information, "Of server_info, model, version, parallelism, precision and speculation were used.")
    }
    return stated
  }
}
