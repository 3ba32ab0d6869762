import ScalingExperiments

/// The distributions of a benchmark of GuideLLM.
enum GuideLLMFigures {
  /// Reads those of successful requests; what failed or was cut off is kept as written where there is any of it.
  static func read(_ metrics: inout JSONRecord, into draft: inout RunDraft) {
    metrics.object("request_totals") { totals in
      draft.add(.requestsAttempted, totals.count("total").map(Double.init))
      draft.add(.requestsCompleted, totals.count("successful").map(Double.init))
      draft.add(.requestsFailed, totals.count("errored").map(Double.init))
      if let cut = totals.count("incomplete"), cut > 0 {
        totals.note(
          .skipped, "\(Wording.count(cut, "request")) did not end in time and \(cut == 1 ? "is" : "are") in no figure.")
      }
    }
    for (key, exponent, metric) in distributions {
      successful(&metrics, key) { distribution(&$0, exponent, metric, into: &draft) }
    }
    // Rates over time: their mean is the total over the time, other statistics are of an instant.
    for (key, metric) in rates {
      successful(&metrics, key) { rate in
        if rate.count("count") ?? 1 > 0 { draft.add(metric, rate.number("mean")) }
      }
    }
  }

  private static func successful(_ metrics: inout JSONRecord, _ key: String, read: (inout JSONRecord) -> Void) {
    metrics.object(key) { metric in
      metric.object("successful", read: read)
      // Of nothing the tool writes zeros; the total is that of the three.
      for other in ["errored", "incomplete"] where metric.peek(other)?["count"]?.integer == 0 {
        _ = metric.take([other])
      }
      if !["errored", "incomplete"].contains(where: { metric.has($0) && !metric.used.contains($0) }) {
        _ = metric.take(["total"])
      }
    }
  }

  private static func distribution(
    _ record: inout JSONRecord, _ exponent: Int, _ metric: (MetricStatistic) -> Metric, into draft: inout RunDraft
  ) {
    let count = record.count("count")
    if count == 0 { return record.takeAll() }
    var spread: Spread?
    if let deviation = record.number("std_dev", timesTenTo: exponent) { spread = .standardDeviation(deviation) }
    draft.add(metric(.mean), record.number("mean", timesTenTo: exponent), count: count, spread: spread)
    for key in ["median", "min", "max"] {
      guard let statistic = StatisticName(key)?.metricStatistic else { continue }
      draft.add(metric(statistic), record.number(key, timesTenTo: exponent), count: count)
    }
    record.object("percentiles") { percentiles in
      for key in percentiles.keys {
        guard let statistic = StatisticName(key)?.metricStatistic else { continue }
        draft.add(metric(statistic), percentiles.number(key, timesTenTo: exponent), count: count)
      }
    }
    // These follow from the others.
    for key in ["variance", "total_sum", "pdf"] { _ = record.take([key]) }
  }

  private static let distributions: [(key: String, exponent: Int, metric: @Sendable (MetricStatistic) -> Metric)] = [
    ("request_latency", 0, { .latency($0) }),
    ("time_to_first_token_ms", -3, { .timeToFirstToken($0) }),
    (
      "time_to_first_output_token_ms", -3,
      {
        .timeToFirstToken(
          $0, definition: "from sending the request to the first token that is no reasoning, client side")
      }
    ),
    ("time_per_output_token_ms", -3, { GuideLLMResults.timePerOutputToken($0) }),
    ("inter_token_latency_ms", -3, { GuideLLMResults.interTokenLatency($0) }),
    ("prompt_token_count", 0, { input($0) }),
    (
      "output_token_count", 0,
      { .outputTokens($0, definition: "tokens generated, as the server or the client counts them") }
    ),
    (
      "request_concurrency", 0,
      {
        Metric(
          quantity: "concurrency", statistic: $0, definition: "requests in flight, time weighted equally",
          unit: .dimensionless, lowerBound: 0)
      }
    ),
  ]

  private static let rates: [(key: String, metric: Metric)] = [
    ("requests_per_second", .requestThroughput),
    ("output_tokens_per_second", .throughput),
    ("prompt_tokens_per_second", .inputThroughput),
    ("tokens_per_second", .totalTokenThroughput),
  ]

  private static func input(_ statistic: MetricStatistic) -> Metric {
    Metric(
      quantity: "input tokens", statistic: statistic,
      definition: "tokens of the prompt, the chat template's included", unit: .tokens, naturalScale: .logarithmic,
      lowerBound: 0)
  }
}
