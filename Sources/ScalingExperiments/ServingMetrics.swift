/// The metrics that serving benchmarks report beside latency and throughput of output.
extension Metric {
  /// Returns the time between two pieces of a streamed answer, in seconds.
  ///
  /// It is no time per token: under speculation one piece holds several tokens. Tools call it inter-token latency.
  public static func interChunkLatency(
    _ statistic: MetricStatistic = .mean,
    definition: String = "between streamed chunks, which hold several tokens under speculation, chunks weighted equally"
  ) -> Metric {
    Metric(
      quantity: "inter-chunk latency", statistic: statistic, definition: definition, unit: .seconds,
      direction: .lowerIsBetter, naturalScale: .logarithmic, lowerBound: 0)
  }

  /// The throughput of requests of the whole system, in requests per second.
  public static let requestThroughput = Metric(
    quantity: "request throughput", statistic: .total, definition: "completed requests over wall-clock time",
    unit: .requestsPerSecond, direction: .higherIsBetter, naturalScale: .logarithmic, lowerBound: 0)

  /// The throughput of requests that met their service-level objectives, in requests per second.
  public static let goodput = Metric(
    quantity: "goodput", statistic: .total, definition: "requests within their objectives over wall-clock time",
    unit: .requestsPerSecond, direction: .higherIsBetter, naturalScale: .logarithmic, lowerBound: 0)

  /// The throughput of prompt tokens of the whole system, in tokens per second.
  public static let inputThroughput = tokens("input throughput", "prompt tokens over wall-clock time")

  /// The throughput of prompt and output tokens together, in tokens per second.
  public static let totalTokenThroughput = tokens(
    "total token throughput", "prompt and output tokens over wall-clock time")

  /// The most output tokens in one second.
  public static let peakOutputThroughput = tokens(
    "peak output throughput", "most output tokens in a one-second bucket")

  /// The most requests alive in one second: no measure of concurrency, because a request that ends and one that begins
  /// in the same second both count.
  public static let peakConcurrentRequests = Metric(
    quantity: "peak concurrent requests", statistic: .total, definition: "requests alive in a one-second bucket, most",
    unit: .dimensionless, lowerBound: 0)

  /// The mean number of requests in flight.
  public static let meanConcurrency = Metric(
    quantity: "concurrency", statistic: .mean, definition: "sum of latencies over wall-clock time",
    unit: .dimensionless, lowerBound: 0)

  /// The wall-clock time of a benchmark, in seconds.
  public static let duration = Metric(
    quantity: "duration", statistic: .total, definition: "wall-clock time of the benchmark", unit: .seconds,
    naturalScale: .logarithmic, lowerBound: 0)

  /// The prompt tokens of all requests.
  public static let inputTokens = Metric(
    quantity: "input tokens", statistic: .total, definition: "tokens of the prompts, as the client counts them",
    unit: .tokens, naturalScale: .logarithmic, lowerBound: 0)

  /// The requests that were to be sent.
  public static let requestsAttempted = requests("asked for")
  /// The requests that were answered.
  public static let requestsCompleted = requests("completed")
  /// The requests that failed.
  public static let requestsFailed = requests("failed")

  /// The share of drafted tokens that were kept.
  public static let acceptanceRate = Metric(
    quantity: "acceptance rate", statistic: .share, definition: "accepted draft tokens over draft tokens",
    unit: .fraction, direction: .higherIsBetter, lowerBound: 0, upperBound: 1)

  /// Returns the share of drafts whose token at a position, from 1, was kept.
  public static func acceptanceRate(position: Int) -> Metric {
    Metric(
      quantity: "acceptance rate", statistic: .share,
      definition: "drafts whose token at position \(position) was accepted, over drafts", unit: .fraction,
      direction: .higherIsBetter, lowerBound: 0, upperBound: 1)
  }

  /// Returns the mean number of tokens that a verification pass yields.
  public static func acceptanceLength(
    definition: String = "1 + accepted tokens over passes that had a draft"
  ) -> Metric {
    Metric(
      quantity: "acceptance length", statistic: .mean, definition: definition, unit: .tokens,
      direction: .higherIsBetter, lowerBound: 0)
  }

  private static func tokens(_ quantity: MetricQuantity, _ definition: String) -> Metric {
    Metric(
      quantity: quantity, statistic: .total, definition: definition, unit: .tokensPerSecond,
      direction: .higherIsBetter, naturalScale: .logarithmic, lowerBound: 0)
  }

  private static func requests(_ definition: String) -> Metric {
    Metric(
      quantity: "requests", statistic: .total, definition: definition, unit: .dimensionless, lowerBound: 0)
  }
}
