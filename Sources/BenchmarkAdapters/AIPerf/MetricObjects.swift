import ScalingExperiments

/// The figures of AIPerf and GenAI-Perf: objects of a unit and statistics, `{"unit": "ms", "avg": 12.5, "p99": 20, ...}`.
enum MetricObjects {
  /// What a figure is: one of a distribution over requests, or a total of the benchmark.
  private enum Meaning {
    case distribution(@Sendable (MetricStatistic) -> Metric)
    case single(Metric)
  }

  /// Reads every metric object whose name is known into a draft; the others stay unread.
  static func read(_ record: inout JSONRecord, into draft: inout RunDraft) {
    for key in record.keys {
      guard let meaning = meanings[key], record.has(key) else { continue }
      record.object(key) { object in
        switch meaning {
        case .distribution(let metric): distribution(&object, metric, into: &draft)
        case .single(let metric): single(&object, metric, into: &draft)
        }
      }
    }
  }

  private static func distribution(
    _ object: inout JSONRecord, _ metric: (MetricStatistic) -> Metric, into draft: inout RunDraft
  ) {
    guard let unit = unit(&object, of: metric(.mean)) else { return }
    let count = object.count("count")
    // Zeros beside a count of 0 are no figures.
    if count == 0 { return }
    // The sum follows from mean and count.
    _ = object.take(["sum"])
    var spread: Spread?
    if let deviation = object.number("std", unit: unit) { spread = .standardDeviation(deviation) }
    for key in object.keys {
      guard let statistic = StatisticName(key)?.metricStatistic, statistic != .total else { continue }
      let value = object.number(key, unit: unit)
      draft.add(metric(statistic), value, count: count, spread: statistic == .mean ? spread : nil)
    }
  }

  private static func single(_ object: inout JSONRecord, _ metric: Metric, into draft: inout RunDraft) {
    guard let unit = unit(&object, of: metric) else { return }
    // Derived figures are written as an average of one.
    for key in ["std", "min", "max", "count", "sum", "p1", "p5", "p10", "p25", "p50", "p75", "p90", "p95", "p99"] {
      _ = object.take([key])
    }
    draft.add(metric, object.number("avg", "value", unit: unit))
  }

  /// The unit of an object; `nil`, with a note, for one in which the metric cannot be.
  private static func unit(_ object: inout JSONRecord, of metric: Metric) -> UnitName? {
    guard let unit = object.unit("unit") else { return nil }
    guard unit.canonical == metric.unit || (unit.canonical == .dimensionless && metric.unit == .tokens) else {
      if let word = object.peek("unit") { object.refuse("unit", word, "a unit of \(metric.quantity.rawValue)") }
      return nil
    }
    return unit
  }

  private static let meanings: [String: Meaning] = [
    "request_latency": .distribution { .latency($0) },
    "time_to_first_token": .distribution { .timeToFirstToken($0) },
    "time_to_second_token": .distribution {
      time("time to second token", $0, "from the first streamed token to the second")
    },
    "time_to_first_output_token": .distribution {
      .timeToFirstToken($0, definition: "from sending the request to the first token that is no reasoning, client side")
    },
    // The tools' word for (latency - time to first token) / (tokens - 1), a figure of each request.
    "inter_token_latency": .distribution { .timePerOutputToken($0) },
    "inter_chunk_latency": .distribution { .interChunkLatency($0) },
    "output_token_throughput_per_user": .distribution {
      rate("output throughput of a user", $0, "1 / time per output token, requests weighted equally")
    },
    "output_sequence_length": .distribution {
      .outputTokens($0, definition: "tokens generated, as the client counts them")
    },
    "input_sequence_length": .distribution {
      Metric(
        quantity: "input tokens", statistic: $0, definition: "tokens of the prompt, as the client counts them",
        unit: .tokens, naturalScale: .logarithmic, lowerBound: 0)
    },
    "output_token_throughput": .single(.throughput),
    "request_throughput": .single(.requestThroughput),
    "input_token_throughput": .single(.inputThroughput),
    "total_token_throughput": .single(.totalTokenThroughput),
    "goodput": .single(.goodput),
    "request_goodput": .single(.goodput),
    "benchmark_duration": .single(.duration),
    "total_isl": .single(.inputTokens),
    "total_input_sequence_length": .single(.inputTokens),
    "total_osl": .single(.outputTokens(.total)),
    "total_output_sequence_length": .single(.outputTokens(.total)),
    "request_count": .single(.requestsCompleted),
    "error_request_count": .single(.requestsFailed),
    "effective_concurrency": .single(
      Metric(
        quantity: "concurrency", statistic: .mean, definition: "requests in flight, time weighted equally",
        unit: .dimensionless, lowerBound: 0)),
  ]

  private static func time(_ quantity: MetricQuantity, _ statistic: MetricStatistic, _ definition: String) -> Metric {
    Metric(
      quantity: quantity, statistic: statistic, definition: definition, unit: .seconds, direction: .lowerIsBetter,
      naturalScale: .logarithmic, lowerBound: 0)
  }

  private static func rate(_ quantity: MetricQuantity, _ statistic: MetricStatistic, _ definition: String) -> Metric {
    Metric(
      quantity: quantity, statistic: statistic, definition: definition, unit: .tokensPerSecond,
      direction: .higherIsBetter, naturalScale: .logarithmic, lowerBound: 0)
  }
}
