import ScalingExperiments

/// The summary of LLMPerf (`*_summary.json`): one run.
///
/// Its inter-token latency is the latency over all output tokens, the first included, and carries that definition.
public struct LLMPerfSummary: MeasurementSource {
  /// Creates a source.
  public init() {}

  /// The name of the tool.
  public let name = "LLMPerf"

  /// No: a file says all there is.
  public var readsNeighbours: Bool { false }

  /// Returns whether a file holds `num_concurrent_requests` and its flattened results.
  public func matches(_ keys: Set<String>) -> Bool {
    keys.contains("num_concurrent_requests")
      && keys.contains { $0.hasPrefix("results_ttft_s") || $0.hasPrefix("results_end_to_end_latency_s") }
  }

  /// Returns one run; throws `ImportError` as the protocol says.
  public func runs(
    from file: MeasurementFile, context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport {
    try file.runs(tool: name, context: context) { record, draft in
      draft.stated.modelName = record.text("model")
      draft.stated.workload.load = record.count("num_concurrent_requests", least: 1).map { .concurrency($0) }
      let prompt = record.count("mean_input_tokens", least: 1)
      if record.number("stddev_input_tokens") == 0 { draft.stated.workload.promptLength = prompt }
      if let seconds = record.number("timestamp") { draft.source.date = "\(Int(seconds)) s after 1970-01-01 00:00 UTC" }
      let completed = record.count("results_num_completed_requests")
      draft.add(.requestsAttempted, record.count("results_num_requests_started").map(Double.init))
      draft.add(.requestsCompleted, completed.map(Double.init))
      draft.add(.requestsFailed, record.count("results_number_errors").map(Double.init))
      draft.add(.throughput, record.number("results_mean_output_throughput_token_per_s"))
      draft.add(.requestThroughput, record.number("results_num_completed_requests_per_min").map { $0 / 60 })
      for (quantity, metric) in Self.quantities {
        statistics(&record, "results_\(quantity)_", metric, count: completed, into: &draft)
      }
    }
  }

  private func statistics(
    _ record: inout JSONRecord, _ prefix: String, _ metric: (MetricStatistic) -> Metric, count: Int?,
    into draft: inout RunDraft
  ) {
    var spread: Spread?
    if let deviation = record.number("\(prefix)stddev") { spread = .standardDeviation(deviation) }
    for key in record.keys where key.hasPrefix(prefix) {
      guard let statistic = StatisticName(key.dropFirst(prefix.count))?.metricStatistic, statistic != .total else {
        continue
      }
      // The least and the greatest number of tokens are written as texts.
      let value: Double?
      if let text = record.peek(key)?.text, let count = Int(text), count >= 0 {
        _ = record.take([key])
        value = Double(count)
      } else {
        value = record.number(key)
      }
      draft.add(metric(statistic), value, count: count, spread: statistic == .mean ? spread : nil)
    }
  }

  private static let quantities: [(name: String, metric: @Sendable (MetricStatistic) -> Metric)] = [
    ("ttft_s", { .timeToFirstToken($0) }),
    ("end_to_end_latency_s", { .latency($0) }),
    ("inter_token_latency_s", { .timePerOutputTokenWithFirst($0) }),
    ("number_output_tokens", { .outputTokens($0, definition: "tokens generated, as the client counts them") }),
    (
      "number_input_tokens",
      {
        Metric(
          quantity: "input tokens", statistic: $0, definition: "tokens of the prompt, as the client counts them",
          unit: .tokens, naturalScale: .logarithmic, lowerBound: 0)
      }
    ),
    (
      "request_output_throughput_token_per_s",
      {
        Metric(
          quantity: "output throughput of a user", statistic: $0,
          definition: "output tokens / end to end, requests weighted equally", unit: .tokensPerSecond,
          direction: .higherIsBetter, naturalScale: .logarithmic, lowerBound: 0)
      }
    ),
  ]
}
