import ScalingExperiments

/// What the clients of vLLM and SGLang write alike.
enum ServingFigures {
  /// The metric of a statistic.
  typealias Maker = @Sendable (MetricStatistic) -> Metric

  /// Reads every figure of the form statistic, quantity, unit whose quantity has a metric.
  ///
  /// A time of exactly 0 is the tools' way to say that there was nothing to observe, so that it is left out.
  static func times(_ record: inout JSONRecord, _ metrics: [String: Maker], counts: [String: Int]) -> [MetricValue] {
    var values: [MetricValue] = []
    var deviations: [String: Double] = [:]
    var unobserved: [String] = []
    for name in record.keys {
      guard let key = StatisticKey(name), let metric = metrics[key.quantity] else { continue }
      guard let value = record.number(name, timesTenTo: key.exponent) else { continue }
      guard let statistic = key.statistic.metricStatistic else {
        deviations[key.quantity] = value
        continue
      }
      guard value > 0 else {
        unobserved.append(name)
        continue
      }
      values.append(MetricValue(metric: metric(statistic), value: value, count: counts[key.quantity]))
    }
    for (quantity, deviation) in deviations {
      guard let metric = metrics[quantity] else { continue }
      let mean = metric(.mean)
      for index in values.indices where values[index].metric == mean {
        values[index].spread = .standardDeviation(deviation)
      }
    }
    if !unobserved.isEmpty {
      record.note(
        .missing,
        "\(Wording.shortList(unobserved)) \(unobserved.count == 1 ? "is" : "are") 0, which is written where nothing "
          + "was observed; left out.")
    }
    return values
  }

  /// Reads figures that are one number each; tokens and requests are whole numbers.
  static func totals(_ record: inout JSONRecord, _ metrics: [(key: String, metric: Metric)]) -> [MetricValue] {
    metrics.compactMap { key, metric in
      let value = counts.contains(key) ? record.count(key).map(Double.init) : record.number(key)
      return value.map { MetricValue(metric: metric, value: $0) }
    }
  }

  private static let counts: Set<String> = [
    "total_input_tokens", "total_output_tokens", "total_num_tokens", "num_requests", "max_concurrent_requests",
  ]

  /// The numbers of requests sent, completed and failed; numbers that contradict one another are unknown.
  static func requests(
    _ record: inout JSONRecord
  ) -> (attempted: Int?, completed: Int?, failed: Int?) {
    let attempted = record.count("num_prompts")
    let completed = record.count("completed")
    let failed = record.count("failed")
    guard let attempted, (completed ?? 0) + (failed ?? 0) > attempted else { return (attempted, completed, failed) }
    let parts = [completed.map { "completed is \($0)" }, failed.map { "failed is \($0)" }].compactMap { $0 }
    record.note(
      .skipped,
      "\(Wording.list(parts)), but num_prompts is \(attempted): more than were sent; all of them were left out.")
    return (nil, nil, nil)
  }

  /// The metrics of both clients; the definitions are the same, as their source says.
  static let metrics: [String: Maker] = [
    "ttft": { .timeToFirstToken($0) },
    "tpot": { .timePerOutputToken($0) },
    "itl": { .interChunkLatency($0) },
    "e2el": { .latency($0) },
    "e2e_latency": { .latency($0) },
  ]

  /// How requests arrived, from the request rate and the limit on concurrency.
  static func load(_ record: inout JSONRecord) -> LoadDescription? {
    let limit = record.count("max_concurrency", least: 1)
    let isLimitUnknown = limit == nil && record.has("max_concurrency")
    let rate = record.take(["request_rate"])?.value
    // The rate of a ramp is "inf" in the file, and it is no rate at all.
    if let ramp = record.take(["ramp_up_strategy"])?.value.text {
      record.note(
        .missing, "The request rate was ramped up (\(Wording.quoted(ramp))), so that no one load describes it.")
      return nil
    }
    // A limit that cannot be read is no absence of one; a note names it.
    if isLimitUnknown { return nil }
    guard let rate else { return limit.map { .concurrency($0) } }
    if isInfinite(rate) { return limit.map { .concurrency($0) } ?? .saturating }
    guard let number = rate.number, number > 0 else {
      record.note(.missing, "request_rate is \(rate.description), which is no rate; how requests arrived is unknown.")
      return nil
    }
    guard limit == nil else {
      record.note(
        .missing,
        "Requests arrived at a finite rate under a limit on concurrency, so that neither describes the load alone.")
      return nil
    }
    return .requestRate(number)
  }

  /// vLLM writes the text "inf", SGLang a bare `Infinity`.
  private static func isInfinite(_ value: JSONValue) -> Bool {
    switch value.content {
    case .text(let text): text == "inf" || text == "Infinity"
    case .number(let digits): digits == "Infinity"
    default: false
    }
  }

  /// The number format that a tool's word for it means; `nil` for "auto" and words of which the format is unknown.
  static func precision(_ word: String) -> NumericPrecision? {
    let name = word.hasPrefix("torch.") ? String(word.dropFirst("torch.".count)) : word
    switch name {
    case "bfloat16", "bf16": return .bf16
    case "float16", "half", "fp16": return .fp16
    case "float32", "float", "fp32": return .fp32
    case "fp8", "float8_e4m3fn": return .fp8
    case "fp4": return .fp4
    case "int8": return .int8
    case "int4": return .int4
    default: return nil
    }
  }
}
