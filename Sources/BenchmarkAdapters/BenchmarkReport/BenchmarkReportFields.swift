import ScalingExperiments

/// The figures of an llm-d Benchmark Report, and the metrics that they are.
enum BenchmarkReportFields {
  /// A field of `results.request_performance.aggregate`.
  struct Field {
    let block: String
    let key: String
    /// The key in version 0.1, where it differs.
    let formerKey: String?
    /// The unit that is written.
    let unit: String
    /// The metric; `tool` is what measured it.
    let metric: @Sendable (_ statistic: MetricStatistic, _ tool: String) -> Metric

    var path: String { "\(block).\(key)" }

    init(
      _ block: String, _ key: String, unit: String, former: String? = nil,
      metric: @escaping @Sendable (MetricStatistic, String) -> Metric
    ) {
      self.block = block
      self.key = key
      self.unit = unit
      formerKey = former
      self.metric = metric
    }
  }

  static let all: [Field] = [
    Field("requests", "input_length", unit: "count") { statistic, _ in
      Metric(
        quantity: "input tokens", statistic: statistic, definition: "tokens of the prompt, as the client counts them",
        unit: .tokens, naturalScale: .logarithmic, lowerBound: 0)
    },
    Field("requests", "output_length", unit: "count") { statistic, _ in
      .outputTokens(statistic, definition: "tokens generated, as the client counts them")
    },
    Field("latency", "request_latency", unit: "s") { statistic, _ in .latency(statistic) },
    Field("latency", "time_to_first_token", unit: "s") { statistic, _ in .timeToFirstToken(statistic) },
    // The report passes on what each tool calls by these names, and the tools mean different things.
    Field("latency", "time_per_output_token", unit: "s/token") { statistic, tool in
      .timePerOutputToken(statistic, definition: "time_per_output_token as \(tool) has it")
    },
    Field("latency", "normalized_time_per_output_token", unit: "s/token") { statistic, _ in
      .timePerOutputTokenWithFirst(statistic)
    },
    Field("latency", "inter_token_latency", unit: "s/token") { statistic, tool in
      .interChunkLatency(statistic, definition: "inter_token_latency as \(tool) has it")
    },
    Field("throughput", "input_token_rate", unit: "tokens/s", former: "input_tokens_per_sec") { statistic, _ in
      rate(.inputThroughput, statistic)
    },
    Field("throughput", "output_token_rate", unit: "tokens/s", former: "output_tokens_per_sec") { statistic, _ in
      rate(.throughput, statistic)
    },
    Field("throughput", "total_token_rate", unit: "tokens/s", former: "total_tokens_per_sec") { statistic, _ in
      rate(.totalTokenThroughput, statistic)
    },
    Field("throughput", "request_rate", unit: "queries/s", former: "requests_per_sec") { statistic, _ in
      rate(.requestThroughput, statistic)
    },
  ]

  /// The mean of a rate is the total over the time; other statistics are of an instant.
  private static func rate(_ metric: Metric, _ statistic: MetricStatistic) -> Metric {
    guard statistic != .mean else { return metric }
    var metric = metric
    metric.statistic = statistic
    metric.definition += ", at an instant"
    return metric
  }

  /// The statistics that a report has a key for.
  static let statistics: [(key: String, statistic: MetricStatistic)] = [
    ("min", .percentile(0)), ("p0p1", .percentile(0.1)), ("p1", .percentile(1)), ("p5", .percentile(5)),
    ("p10", .percentile(10)), ("p25", .percentile(25)), ("p50", .median), ("p75", .percentile(75)),
    ("p90", .percentile(90)), ("p95", .percentile(95)), ("p99", .percentile(99)), ("p99p9", .percentile(99.9)),
    ("max", .percentile(100)),
  ]

  /// Where this library keeps what the schema has no field for: the one part that allows more.
  static let ownKey = "swift_scaling_analytics"
}
