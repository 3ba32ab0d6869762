import BenchmarkAdapters
import ScalingExperiments
import Testing

/// SGLang's batches, and LLMPerf's failures.
@Suite struct SGLangBatchResultsTests {
  private static let context = MeasurementContext(modelName: "m")

  @Test func `A batch gives prefill, step and whole`() throws {
    let text = """
      {"run_name": "before", "batch_size": 16, "input_len": 256, "output_len": 16, "prefill_latency": 0.25,
       "prefill_throughput": 16384, "median_decode_latency": 0.0125, "median_decode_throughput": 1280,
       "total_latency": 0.5, "overall_throughput": 8704, "cuda_graph_bs": 16}
      """
    let run = try #require(try ToolFiles.runs(text, SGLangBatchResults(), context: Self.context).first)
    #expect(run.workload.load == .batch(16) && run.workload.promptLength == 256 && run.workload.outputLength == 16)
    let latency = Metric.latency(.mean, definition: "one batch from start to end, inside the engine")
    #expect(run.value(latency) == 0.5)
    #expect(run.outcomes.first { $0.metric.quantity == "decode step time" }?.value == 0.0125)
    #expect(run.unmapped.map(\.path) == [["run_name"], ["cuda_graph_bs"]])
  }

  @Test func `A figure of -1 was never observed`() throws {
    let text = """
      {"backend": "engine", "successful_requests": -1, "total_latency": 12.5, "total_input_tokens": 100,
       "total_output_tokens": 50, "request_throughput": 0.8, "input_throughput": 8, "output_throughput": 4,
       "total_throughput": 12, "last_gen_throughput": -1}
      """
    let run = try #require(try ToolFiles.runs(text, SGLangBatchResults(), context: Self.context).first)
    #expect(run.source?.tool == "SGLang bench_offline_throughput" && run.workload.load == .saturating)
    #expect(run.value(.throughput) == 4 && run.value(.duration) == 12.5)
    #expect(run.value(.requestsCompleted) == nil)
    #expect(run.reasons.contains { $0.hasPrefix("successful_requests and last_gen_throughput are -1") })
  }

  @Test func `Failed requests of LLMPerf are counted`() throws {
    let text = """
      [{"error_code": null, "end_to_end_latency_s": 2, "ttft_s": 0.5, "number_output_tokens": 4, "number_input_tokens": 3,
        "GEN_TEXT": "x"},
       {"error_code": 429, "end_to_end_latency_s": 0, "ttft_s": 0, "number_output_tokens": 0}]
      """
    let run = try #require(try ToolFiles.runs(text, LLMPerfRequests(), context: Self.context).first)
    #expect(run.requests?.latency == [2] && run.requests?.timeToFirstToken == [0.5])
    #expect(run.reasons.contains("1 request failed and left out."))
  }
}
