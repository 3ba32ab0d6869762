import BenchmarkAdapters
import ScalingExperiments
import Testing

/// Answers of Prometheus' HTTP interface, SGLang's scrapes, quantiles of histograms.
@Suite struct PrometheusQueryResultsTests {
  @Test func `An instant vector of vLLM's metrics is a scrape`() throws {
    let run = try #require(try ToolFiles.file("prometheus/instant_vector.json").runs().runs.first)
    #expect(run.model.name == "SmolLM2-135M-Instruct" && run.serving.engine == "vLLM")
    let finished = try #require(run.outcomes.first { $0.metric.quantity == "requests" })
    #expect(finished.value == 90)
    #expect(finished.metric.definition == "finished, server side, since the server started")
  }

  @Test func `A range gives mean, least and greatest of its samples`() throws {
    let run = try #require(try ToolFiles.file("prometheus/range_gen_tok_rate.json").runs().runs.first)
    // 9 zeros, then these, by hand.
    let values = [5.89369909987141, 22.285714285714285, 43, 38.89841405915131, 10.285714285714285]
    let mean = try #require(run.outcomes.first { $0.metric.statistic == .mean })
    #expect(abs(mean.value - values.reduce(0, +) / 14) < 1e-14 && mean.count == 14)
    #expect(mean.metric.definition == "a query, 14 samples, one in 15 s")
    #expect(run.outcomes.map(\.value).max() == 43 && run.workload.load == nil)
    let running = try #require(try ToolFiles.file("prometheus/range_num_requests_running.json").runs().runs.first)
    #expect(running.outcomes.first?.metric.quantity == "concurrency")
    #expect(abs(try #require(running.outcomes.first).value - 5.0 / 15) < 1e-15)
  }

  @Test func `NaN is where nothing happened, and no 0`() throws {
    let text = """
      {"status": "success", "data": {"resultType": "matrix", "result": [{"metric": {"__name__": "x_seconds", "q": "0.5"},
       "values": [[0, "NaN"], [15, "2"], [30, "4"], [45, "+Inf"]]}]}}
      """
    let run = try #require(
      try ToolFiles.runs(text, PrometheusQueryResults(), context: MeasurementContext(modelName: "m")).first)
    let mean = try #require(run.outcomes.first)
    #expect(mean.value == 3 && mean.metric.unit == .seconds && mean.metric.quantity == "x_seconds")
    #expect(mean.metric.definition == "x_seconds {q=0.5}, 2 samples, one in 15 s")
    #expect(run.reasons.contains { $0.hasPrefix("2 samples of x_seconds without a finite value") })
  }

  @Test func `An error is refused in Prometheus' words, and so is a scalar`() throws {
    let error = #expect(throws: ImportError.self) {
      try ToolFiles.file(text: #"{"status": "error", "errorType": "bad_data", "error": "parse error"}"#).runs()
    }
    #expect(error?.message == "r.json:1: Prometheus answered with an error: parse error.")
    let scalar = #expect(throws: ImportError.self) {
      try ToolFiles.file(text: #"{"status": "success", "data": {"resultType": "scalar", "result": [1, "2"]}}"#).runs()
    }
    #expect(scalar?.message.contains("The answer is a scalar") == true)
  }

  private static func vector(_ counts: [String: Double]) -> String {
    let series = counts.sorted { $0.key < $1.key }.map {
      #"{"metric": {"__name__": "\#($0.key)", "model_name": "m"}, "value": [1, "\#($0.value)"]}"#
    }
    return #"{"status": "success", "data": {"resultType": "vector", "result": [\#(series.joined(separator: ","))]}}"#
  }

  @Test func `Two instant vectors make a load point, unless the server was started again`() throws {
    func file(_ tokens: Double, _ count: Double, _ sum: Double) throws -> MeasurementFile {
      try ToolFiles.file(
        text: Self.vector([
          "vllm:generation_tokens_total": tokens, "vllm:e2e_request_latency_seconds_count": count,
          "vllm:e2e_request_latency_seconds_sum": sum,
        ]))
    }
    let (before, after) = (try file(100, 10, 5), try file(400, 30, 25))
    let run = try #require(
      try VLLMServerMetrics().runs(from: after, since: before, context: MeasurementContext()).runs.first)
    #expect(run.outcomes.first { $0.metric.quantity == .outputTokens }?.value == 300)
    let latency = try #require(run.outcomes.first { $0.metric.quantity == .latency })
    #expect(latency.value == 1 && latency.count == 20)
    #expect(throws: ImportError.self) {
      try VLLMServerMetrics().runs(from: before, since: after, context: MeasurementContext())
    }
  }

  private static let sglang = """
    # TYPE sglang:prompt_tokens_total counter
    sglang:prompt_tokens_total{model_name="m"} 8128
    # TYPE sglang:generation_tokens_total counter
    sglang:generation_tokens_total{model_name="m"} 7557
    # TYPE sglang:cache_hit_rate gauge
    sglang:cache_hit_rate{model_name="m"} 0.25
    # TYPE sglang:spec_accept_length gauge
    sglang:spec_accept_length{model_name="m"} 2.5
    # TYPE sglang:time_to_first_token_seconds histogram
    sglang:time_to_first_token_seconds_sum{model_name="m"} 12
    sglang:time_to_first_token_seconds_bucket{le="1.0",model_name="m"} 10
    sglang:time_to_first_token_seconds_bucket{le="2.0",model_name="m"} 30
    sglang:time_to_first_token_seconds_bucket{le="+Inf",model_name="m"} 40
    sglang:time_to_first_token_seconds_count{model_name="m"} 40
    """

  @Test func `SGLang's scrape, whose speculation is a gauge`() throws {
    let run = try #require(try ToolFiles.file(text: Self.sglang, name: "m.prom").runs().runs.first)
    #expect(run.serving.engine == "SGLang" && run.serving.speculation == .on(Speculation(method: .unnamed)))
    let first = try #require(run.outcomes.first { $0.metric.quantity == .timeToFirstToken })
    #expect(first.value == 0.3 && first.count == 40)
    #expect(run.outcomes.first { $0.metric.quantity == "acceptance length" }?.value == 2.5)
    #expect(run.outcomes.first { $0.metric.quantity == .outputTokens }?.value == 7557)
    #expect(run.unmapped == [UnmappedField(path: ["sglang:cache_hit_rate"], json: "0.25")])
  }

  @Test func `A quantile lies on the line between the edges of its bucket`() throws {
    guard case .exposition(let scrape) = try ToolFiles.file(text: Self.sglang, name: "m.prom").content else {
      Issue.record("no scrape")
      return
    }
    let name = "sglang:time_to_first_token_seconds"
    let median = try #require(scrape.histogramQuantile(0.5, of: name))
    #expect(median.value == 1.5 && median.lower == 1 && median.upper == 2 && median.count == 40)
    #expect(median.value(of: .timeToFirstToken(.median)).estimation == .histogramBuckets)
    #expect(scrape.histogramQuantile(0.1, of: name)?.value == 0.4)
    // The last bucket has no upper edge.
    #expect(scrape.histogramQuantile(0.9, of: name) == nil)
    #expect(scrape.histogramQuantile(1.5, of: name) == nil && scrape.histogramQuantile(0.5, of: "other") == nil)
  }
}
