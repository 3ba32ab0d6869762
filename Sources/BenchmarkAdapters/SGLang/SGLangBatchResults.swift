import ScalingExperiments

/// The results of SGLang's `bench_one_batch`, `bench_one_batch_server` and `bench_offline_throughput`: JSON Lines, one run
/// for each line.
///
/// None of them says which model ran. -1 is how the tools write a figure that they never had.
public struct SGLangBatchResults: MeasurementSource {
  /// Creates a source.
  public init() {}

  /// The name of the tool.
  public let name = "SGLang bench_one_batch"

  /// No: a file says all there is.
  public var readsNeighbours: Bool { false }

  /// Returns whether a file holds a run of one batch, or successful requests and their total latency.
  public func matches(_ keys: Set<String>) -> Bool {
    keys.isSuperset(of: ["run_name", "batch_size", "input_len"])
      || keys.isSuperset(of: ["successful_requests", "total_latency"])
  }

  /// Returns one run for each line; throws `ImportError` as the protocol says.
  public func runs(
    from file: MeasurementFile, context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport {
    try file.runs(tool: name, context: context) { record, draft in
      dropPlaceholders(&record)
      draft.stated.serving.engine = record.text("backend") == "vllm" ? "vLLM" : "SGLang"
      if record.keys.contains("successful_requests") {
        draft.source.tool = "SGLang bench_offline_throughput"
        offline(&record, into: &draft)
      } else {
        if record.has("latency") { draft.source.tool = "SGLang bench_one_batch_server" }
        batch(&record, into: &draft)
      }
    }
  }

  /// Takes away what is -1, so that it is neither a figure nor a fault.
  private func dropPlaceholders(_ record: inout JSONRecord) {
    let keys = record.keys.filter { record.peek($0)?.number == -1 }
    guard !keys.isEmpty else { return }
    for key in keys { _ = record.take([key]) }
    record.hide(keys)
    record.note(
      .missing,
      "\(Wording.shortList(keys)) \(keys.count == 1 ? "is" : "are") -1, which is written where nothing was "
        + "observed; left out.")
  }

  private func batch(_ record: inout JSONRecord, into draft: inout RunDraft) {
    draft.stated.workload.load = record.count("batch_size", least: 1).map { .batch($0) }
    draft.stated.workload.promptLength = record.count("input_len", least: 1)
    draft.stated.workload.outputLength = record.count("output_len", least: 1)
    func add(_ metric: Metric, _ key: String) {
      // Throughputs and times of 0 are those of a batch without output.
      draft.add(metric, record.number(key).flatMap { $0 > 0 ? $0 : nil }, count: 1)
    }
    add(Self.time("prefill time", .mean, "the prompts of one batch, inside the engine"), "prefill_latency")
    add(
      Self.time("decode step time", .median, "one token for each sequence of a batch, inside the engine"),
      "median_decode_latency")
    add(.latency(.mean, definition: "one batch from start to end, inside the engine"), "total_latency")
    add(.latency(.mean, definition: "one batch from start to end, client side"), "latency")
    add(.timeToFirstToken(.mean, definition: "of the last request of a batch, client side"), "last_ttft")
    add(Self.rate("input throughput", "prompt tokens of a batch over its prefill time"), "prefill_throughput")
    add(Self.rate(.throughput, "output tokens of a step over the median step time"), "median_decode_throughput")
    add(Self.rate("input throughput", "prompt tokens of a batch over the time to the first token"), "input_throughput")
    add(Self.rate(.throughput, "output tokens of a batch over its time after the first token"), "output_throughput")
    add(Self.rate("total token throughput", "prompt and output tokens of a batch over its time"), "overall_throughput")
    if let length = record.number("acc_length"), length >= 1 {
      draft.add(.acceptanceLength(definition: "tokens of a pass, as the server reports"), length)
      if length > 1 { draft.stated.serving.speculation = .on(Speculation(method: .unnamed)) }
    }
  }

  private func offline(_ record: inout JSONRecord, into draft: inout RunDraft) {
    draft.stated.workload.load = .saturating
    draft.stated.modelName = record.text("model", "model_path")
    draft.add(.requestsCompleted, record.count("successful_requests").map(Double.init))
    draft.add(.duration, record.number("total_latency"))
    draft.add(.inputTokens, record.count("total_input_tokens").map(Double.init))
    draft.add(.outputTokens(.total), record.count("total_output_tokens").map(Double.init))
    draft.add(.requestThroughput, record.number("request_throughput"))
    draft.add(.inputThroughput, record.number("input_throughput"))
    draft.add(.throughput, record.number("output_throughput"))
    draft.add(.totalTokenThroughput, record.number("total_throughput"))
  }

  private static func time(_ quantity: MetricQuantity, _ statistic: MetricStatistic, _ definition: String) -> Metric {
    Metric(
      quantity: quantity, statistic: statistic, definition: definition, unit: .seconds, direction: .lowerIsBetter,
      naturalScale: .logarithmic, lowerBound: 0)
  }

  private static func rate(_ quantity: MetricQuantity, _ definition: String) -> Metric {
    Metric(
      quantity: quantity, statistic: .total, definition: definition, unit: .tokensPerSecond,
      direction: .higherIsBetter, naturalScale: .logarithmic, lowerBound: 0)
  }
}
