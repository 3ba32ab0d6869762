import ScalingExperiments

/// The report of `trtllm-bench` (`--report_json`): one run.
///
/// Keys are trusted over the comments in the tool's source, which swap two throughputs. Figures of single tokens are there
/// only with `--streaming`.
public struct TensorRTLLMReport: MeasurementSource {
  /// Creates a source.
  public init() {}

  /// The name of the tool.
  public let name = "trtllm-bench"

  /// No: a file says all there is.
  public var readsNeighbours: Bool { false }

  /// Returns whether a file holds `engine`, `world_info` and `performance`.
  public func matches(_ keys: Set<String>) -> Bool {
    keys.isSuperset(of: ["engine", "world_info"]) && (keys.contains("performance") || keys.contains("request_info"))
  }

  /// Returns one run; throws `ImportError` as the protocol says.
  public func runs(
    from file: MeasurementFile, context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport {
    try file.runs(tool: name, having: ["engine"], context: context) { record, draft in
      stated(&record, into: &draft.stated)
      let completed = record.object("request_info") { request -> Int? in
        let count = request.count("num_requests")
        if let load = request.number("avg_num_concurrent_requests"), load > 0 { draft.add(.meanConcurrency, load) }
        draft.add(tokens("input tokens", "tokens of the prompt"), request.number("avg_input_length"), count: count)
        draft.add(.outputTokens(.mean), request.number("avg_output_length"), count: count)
        return count
      }
      let count = completed ?? nil
      draft.add(.requestsCompleted, count.map(Double.init))
      record.object("performance") { performance(&$0, count: count, into: &draft) }
      record.object("streaming_metrics") { streaming(&$0, count: count, into: &draft) }
      record.object("decoding_stats") { decoding(&$0, into: &draft) }
      record.object("energy") { energy in
        draft.add(
          .energy(.total, definition: "all accelerators, as the tool samples them"), energy.number("total_energy_j"))
        draft.add(
          .power(.mean, definition: "one accelerator, as the tool samples it"), energy.number("average_gpu_power"))
      }
    }
  }

  private func stated(_ record: inout JSONRecord, into stated: inout MeasurementContext) {
    record.object("engine") { engine in
      stated.modelName = engine.text("model")
      stated.serving.engine = "TensorRT-LLM"
      stated.serving.version = engine.text("version")
      // The weights count where they are quantized; the format of activations is kept as written.
      if engine.has("quantization") {
        stated.serving.precision = engine.peek("quantization")?.text.flatMap {
          ServingFigures.precision($0.lowercased())
        }
      } else {
        stated.serving.precision = engine.text("dtype").flatMap(ServingFigures.precision)
      }
    }
    if record.has("machine") { record.object("machine") { stated.accelerator = $0.text("name") } }
    record.object("world_info") { world in
      stated.serving.tensorParallel = world.count("tp_size", least: 1)
      stated.serving.pipelineParallel = world.count("pp_size", least: 1)
      stated.acceleratorCount = world.count("world_size", least: 1)
      let rate = world.number("issue_rate")
      if let rate, rate > 0 { stated.workload.load = .requestRate(rate) }
    }
  }

  private func performance(_ record: inout JSONRecord, count: Int?, into draft: inout RunDraft) {
    draft.add(.duration, record.number("total_latency_ms", timesTenTo: -3).flatMap { $0 > 0 ? $0 : nil })
    draft.add(.latency(.mean), record.number("avg_request_latency_ms", timesTenTo: -3), count: count)
    draft.add(.requestThroughput, record.number("request_throughput_req_s"))
    draft.add(.throughput, record.number("system_output_throughput_tok_s"))
    draft.add(.totalTokenThroughput, record.number("system_total_throughput_tok_s"))
    draft.add(
      rate("output throughput of a user", "output tokens / end to end, requests weighted equally"),
      record.number("output_throughput_per_user_tok_s"))
    draft.add(
      rate("output throughput per accelerator", "output tokens over wall-clock time and all accelerators"),
      record.number("output_throughput_per_gpu_tok_s"))
    percentiles(&record, "request_latency_percentiles_ms", -3, count: count, into: &draft) { .latency($0) }
  }

  private func streaming(_ record: inout JSONRecord, count: Int?, into draft: inout RunDraft) {
    draft.add(.timeToFirstToken(.mean), record.number("avg_ttft_ms", timesTenTo: -3), count: count)
    draft.add(.timePerOutputToken(.mean), record.number("avg_tpot_ms", timesTenTo: -3), count: count)
    percentiles(&record, "ttft_percentiles", -3, count: count, into: &draft) { .timeToFirstToken($0) }
    percentiles(&record, "tpot_percentiles", -3, count: count, into: &draft) { .timePerOutputToken($0) }
    percentiles(&record, "gen_tps_percentiles", 0, count: count, into: &draft) {
      rate("generation speed of a request", "(output tokens - 1) / (end to end - time to first token)", $0)
    }
  }

  private func decoding(_ record: inout JSONRecord, into draft: inout RunDraft) {
    let mode = record.text("mode")
    draft.stated.serving.speculation = .on(
      Speculation(method: mode.map { SpeculationMethod(rawValue: $0) } ?? .unnamed))
    percentiles(&record, "draft_acceptance_rate_percentiles", 0, count: nil, into: &draft) {
      Metric(
        quantity: "acceptance rate", statistic: $0, definition: "accepted over drafted tokens of a request",
        unit: .fraction, direction: .higherIsBetter, lowerBound: 0, upperBound: 1)
    }
    percentiles(&record, "acceptance_length_percentiles", 0, count: nil, into: &draft) {
      Metric(
        quantity: "acceptance length", statistic: $0, definition: "tokens of a pass, requests weighted equally",
        unit: .tokens, direction: .higherIsBetter, lowerBound: 0)
    }
  }

  /// Reads `{"p50": 1, "minimum": 0.5, "average": 2}`; an average that stands elsewhere is not repeated.
  private func percentiles(
    _ record: inout JSONRecord, _ key: String, _ exponent: Int, count: Int?, into draft: inout RunDraft,
    metric: (MetricStatistic) -> Metric
  ) {
    record.object(key) { percentiles in
      for word in percentiles.keys {
        guard let statistic = StatisticName(word)?.metricStatistic, statistic != .total else { continue }
        guard let value = percentiles.number(word, timesTenTo: exponent) else { continue }
        let metric = metric(statistic)
        if let bound = metric.upperBound, value > bound {
          percentiles.note(.skipped, "\(key).\(word) is \(value), more than \(bound); it was left out.")
          continue
        }
        guard !draft.outcomes.contains(where: { $0.metric == metric }) else { continue }
        draft.add(metric, value, count: count)
      }
    }
  }

  private func rate(_ quantity: MetricQuantity, _ definition: String, _ statistic: MetricStatistic = .mean) -> Metric {
    Metric(
      quantity: quantity, statistic: statistic, definition: definition, unit: .tokensPerSecond,
      direction: .higherIsBetter, naturalScale: .logarithmic, lowerBound: 0)
  }

  private func tokens(_ quantity: MetricQuantity, _ definition: String) -> Metric {
    Metric(
      quantity: quantity, statistic: .mean, definition: definition, unit: .tokens, naturalScale: .logarithmic,
      lowerBound: 0)
  }
}
