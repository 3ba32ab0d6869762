import BenchmarkAdapters
import ScalingExperiments
import Testing

/// Results that say almost nothing about what was run.
@Suite struct VLLMOfflineResultsTests {
  private let context = MeasurementContext(
    serving: ServingConfiguration(tensorParallel: 2),
    workload: Workload(promptLength: 32, outputLength: 16, load: .batch(4)))

  private func latency(_ statistic: MetricStatistic) -> Metric {
    .latency(statistic, definition: "one batch from start to end, inside the engine")
  }

  @Test func `A latency result takes batch and lengths from the context`() throws {
    let file = try ToolFiles.file("vllm/latency_0.32.0_bs4.json")
    let run = try #require(try VLLMLatencyResults().runs(from: file, context: context).runs.first)
    #expect(run.model.name == "models/SmolLM2-135M-Instruct")
    #expect(run.workload.load == .batch(4))
    #expect(run.workload.promptLength == 32)
    #expect(run.workload.outputLength == 16)
    #expect(run.serving.tensorParallel == 2)
    #expect(run.value(latency(.mean)) == 0.8665987755001273)
    #expect(run.outcome(latency(.mean))?.count == 6)
    #expect(run.value(latency(.percentile(99))) == 0.9540903898502393)
    // A batch of four is no request.
    #expect(run.requests == nil)
  }

  @Test func `Without a context nothing is assumed`() throws {
    let file = try ToolFiles.file("vllm/latency_0.32.0_bs4.json")
    let run = try #require(try VLLMLatencyResults().runs(from: file, context: MeasurementContext()).runs.first)
    #expect(run.workload.load == nil)
    #expect(run.serving.tensorParallel == nil)
    #expect(
      run.reasons.contains(
        "The tool does not write the batch size, the prompt length and the output length; state workload.load, "
          + "promptLength and outputLength in a context."))
  }

  @Test func `At batch 1 every repetition is a request`() throws {
    var one = context
    one.workload.load = .batch(1)
    one.modelName = "m"
    let text = "{\"avg_latency\": 2.5, \"latencies\": [2, 3], \"percentiles\": {\"50\": 2.5}}"
    let run = try #require(try ToolFiles.runs(text, VLLMLatencyResults(), context: one).first)
    #expect(run.model.name == "m")
    #expect(run.requests?.latency == [2, 3])
    #expect(run.requests?.outputTokens == [16, 16])
  }

  @Test func `A throughput result counts tokens together`() throws {
    let file = try ToolFiles.file("vllm/throughput_0.32.0.json")
    let run = try #require(try VLLMThroughputResults().runs(from: file, context: MeasurementContext()).runs.first)
    #expect(run.workload.load == .saturating)
    #expect(run.value(.requestThroughput) == 8.258741424600064)
    #expect(run.value(.totalTokenThroughput) == 396.4195883808031)
    #expect(run.value(.duration) == 2.9060117959998024)
    #expect(run.value(.throughput) == nil)
  }

  @Test func `Dashboard records are put together into the result that they were made from`() throws {
    let file = try ToolFiles.file("vllm/serve_0.32.0_sweep_append.pytorch.json")
    let runs = try VLLMDashboardRecords().runs(from: file, context: MeasurementContext()).runs
    let run = try #require(runs.first)
    #expect(runs.count == 1)
    #expect(run.workload.load == .concurrency(8))
    #expect(run.value(.timeToFirstToken(.mean)) == 0.8073404357082646)
    let whole = try #require(
      try VLLMServeResults().runs(from: ToolFiles.file(ToolFiles.sweep), context: MeasurementContext()).runs.last)
    #expect(Set(run.outcomes) == Set(whole.outcomes))
  }

  @Test(
    arguments: [
      (
        "\"avg_latency\": 0, \"latencies\": [2, 3], \"percentiles\": {}",
        "avg_latency is 0, but no batch takes no time; left out."
      ),
      (
        "\"avg_latency\": NaN, \"latencies\": [2, 3], \"percentiles\": {}",
        "avg_latency is NaN, not a finite number of 0 or more; it was left out."
      ),
      (
        "\"avg_latency\": 1e400, \"latencies\": [2, 3], \"percentiles\": {\"50\": -1}",
        "percentiles.50 is -1, not a finite number of 0 or more; it was left out."
      ),
      (
        "\"avg_latency\": null, \"latencies\": [2, NaN, 0], \"percentiles\": {}",
        "latencies[1] is NaN and latencies[2] is 0, not a finite number of more than 0; they were left out."
      ),
      ("\"avg_latency\": null, \"latencies\": [], \"percentiles\": {}", "latencies is empty: no batch was timed."),
      (
        "\"avg_latency\": null, \"latencies\": [2], \"percentiles\": {\"half\": 1}",
        "percentiles.half is no percentile from 0 to 100; it was left out."
      ),
      (
        "\"avg_latency\": null, \"latencies\": [2], \"percentiles\": [1]",
        "percentiles is a list, not an object; it was left out."
      ),
    ])
  func `A time of a batch that cannot be is named and unknown`(members: String, expected: String) throws {
    let text = "{\"model_id\": \"m\", \(members)}"
    let run = try #require(try ToolFiles.runs(text, VLLMLatencyResults(), context: context).first)
    #expect(run.outcomes.isEmpty)
    #expect(run.reasons.contains(expected), "\(run.reasons)")
  }

  @Test func `Totals of a throughput result that cannot be are named and unknown`() throws {
    let text =
      "{\"model_id\": \"m\", \"elapsed_time\": NaN, \"num_requests\": 2.5, \"requests_per_second\": 1, \"total_num_tokens\": "
      + "-4}"
    let run = try #require(try ToolFiles.runs(text, VLLMThroughputResults()).first)
    #expect(run.outcomes.map(\.metric) == [.requestThroughput])
    for key in ["elapsed_time is NaN", "num_requests is 2.5", "total_num_tokens is -4"] {
      #expect(run.reasons.contains { $0.hasPrefix(key) }, "\(run.reasons)")
    }
  }
}
