import BenchmarkAdapters
import ScalingExperiments
import Testing

/// Files of LLMPerf, and of a fork of vLLM's client.
@Suite(.enabled(if: ToolFiles.reference != nil, "SCALING_REFERENCE_DATA is not set"))
struct LLMPerfTests {
  @Test func `The fork's seconds are read as seconds`() throws {
    let file = try ToolFiles.referenceFile("inferencex/glm5_fp8_vllm_tp8_isl1024_osl128_conc16.json")
    let run = try #require(try file.runs().runs.first)
    #expect(run.model.name == "zai-org/GLM-5-FP8" && run.workload.load == .concurrency(16))
    #expect(run.value(.timeToFirstToken(.median)) == 0.29139942955225706)
    #expect(run.value(.latency(.percentile(99))) == 9.590554047282783)
    #expect(run.value(.inputThroughput) == 3228.647450737003)
  }

  @Test func `LLMPerf's lines reproduce its summary`() throws {
    let summary = try #require(try ToolFiles.referenceFile("llmperf/summary_together_70b.json").runs().runs.first)
    let lines = try ToolFiles.referenceFile("llmperf/individual_together_70b.json")
    let run = try #require(try lines.runs(context: MeasurementContext(modelName: "m")).runs.first)
    let requests = try #require(run.requests)
    #expect(requests.count == 150)
    for metric in [Metric.latency(.mean), .timeToFirstToken(.mean)] {
      let mean = try #require(requests.mean(of: metric))
      #expect(abs(mean.value - (try #require(summary.value(metric)))) <= 1e-12)
    }
    // 2.5297 s over 157 tokens: the first is in it.
    #expect(abs(try #require(requests.timePerOutputTokenWithFirst[0]) - 0.0161) < 5e-5)
    #expect(summary.value(.timePerOutputTokenWithFirst(.mean)) == 0.01578128072700586)
    #expect(
      summary.value(.outputTokens(.percentile(0), definition: "tokens generated, as the client counts them")) == 41)
    #expect(summary.value(.throughput) == 216.45553311958628)
    #expect(abs(try #require(summary.value(.requestThroughput)) - 81.89078137274691 / 60) < 1e-15)
    #expect(summary.workload.load == .concurrency(5) && summary.workload.promptLength == 550)
  }
}
