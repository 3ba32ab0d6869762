import BenchmarkAdapters
import Foundation
import ScalingExperiments
import Testing

/// AIPerf and GenAI-Perf: summaries and single requests.
@Suite struct AIPerfResultsTests {
  private static let summary = "aiperf/conc4/profile_export_aiperf.json"
  private static let table = "aiperf/conc4/profile_export_aiperf.csv"
  private static let lines = "aiperf/conc4/profile_export.jsonl"
  private static let context = MeasurementContext(modelName: "SmolLM2-135M-Instruct")

  @Test func `A summary gives its figures in seconds, with their definitions`() throws {
    let run = try #require(try ToolFiles.file(Self.summary).runs().runs.first)
    #expect(run.model.name == "SmolLM2-135M-Instruct")
    #expect(run.workload.load == .concurrency(4))
    #expect(run.workload.promptLength == 48 && run.workload.outputLength == 16)
    let latency = try #require(run.outcome(.latency(.mean)))
    #expect(latency.value == 1.4379743659166668 && latency.count == 12)
    #expect(latency.spread == .standardDeviation(0.39471291813474824))
    #expect(run.value(.timePerOutputToken(.mean)) == 0.06613815243730157)
    #expect(run.value(.interChunkLatency(.mean)) == 0.06545359972222222)
    #expect(run.value(.timeToFirstToken(.percentile(1))) == 0.15591912655)
    #expect(run.value(.throughput) == 43.37131152270701)
    #expect(run.value(.requestsCompleted) == 12)
    #expect(run.value(.duration) == 4.3607557120000005)
    #expect(run.source?.date == "2026-11-23T15:17:28.777055")
    // Nothing of the sixty metrics is lost, and the address of the server is none of a run's business.
    #expect(run.unmapped.contains { $0.path == ["decode_duration"] })
    #expect(!run.unmapped.contains { $0.json.contains("127.0.0.1") || $0.path.contains("cli_command") })
  }

  @Test func `The CSV gives the same figures, rounded`() throws {
    let full = try #require(try ToolFiles.file(Self.summary).runs().runs.first)
    let rounded = try #require(try ToolFiles.file(Self.table).runs(context: Self.context).runs.first)
    for metric in [Metric.latency(.mean), .timeToFirstToken(.percentile(99)), .timePerOutputToken(.median)] {
      guard let value = full.value(metric) else { continue }
      #expect(abs(try #require(rounded.value(metric)) - value) <= 0.5e-5)
    }
    #expect(rounded.value(.throughput) == 43.37 && rounded.value(.requestThroughput) == 2.74)
    #expect(rounded.value(.duration) == 4.36 && rounded.value(.inputTokens) == 576)
  }

  @Test func `The lines reproduce the summary`() throws {
    let run = try #require(try ToolFiles.file(Self.lines).runs(context: Self.context).runs.first)
    let requests = try #require(run.requests)
    let summary = try #require(try ToolFiles.file(Self.summary).runs().runs.first)
    #expect(requests.count == 12)
    for metric in [Metric.latency(.mean), .timeToFirstToken(.mean), .timePerOutputToken(.mean)] {
      let mean = try #require(requests.mean(of: metric))
      let reported = try #require(summary.outcome(metric))
      #expect(abs(mean.value - reported.value) <= 1e-12 && mean.count == reported.count)
    }
    // The tool's percentiles are linear between order statistics, as NumPy's are.
    let sorted = requests.latency.sorted()
    for percent in [1.0, 50, 99] {
      let position = percent / 100 * 11
      let low = sorted[Int(position)]
      let high = sorted[min(11, Int(position) + 1)]
      let expected = low + (high - low) * (position - position.rounded(.down))
      let reported = try #require(summary.value(.latency(.percentile(percent))))
      #expect(abs(reported - expected) <= 1e-12)
    }
    #expect(requests.outputTokens.compactMap { $0 }.reduce(0, +) == 190)
    #expect(run.unmapped.contains { $0.path == ["metrics", "time_to_second_token", "ms"] })
  }

  @Test func `Warm-up, failed and cancelled requests are counted and left out`() throws {
    func line(_ metadata: String, _ rest: String) -> String {
      #"{"metadata": {"request_start_ns": 1, \#(metadata)}, \#(rest)}"#
    }
    let sound = #""metrics": {"request_latency": {"value": 5, "unit": "ms"}, "x": {"value": 1, "unit": "KB"}}"#
    let text = [
      line(#""benchmark_phase": "warmup""#, sound), line(#""benchmark_phase": "profiling""#, sound),
      line(#""was_cancelled": true"#, sound),
      line(#""was_cancelled": false"#, #""metrics": {}, "error": {"code": 500}"#),
      line(#""a": 1"#, #""metrics": {"request_latency": {"value": 5, "unit": "parsecs"}}"#),
    ].joined(separator: "\n")
    let run = try #require(try ToolFiles.runs(text, AIPerfRequests(), context: Self.context).first)
    #expect(run.requests?.latency == [0.005])
    #expect(
      run.reasons.filter { $0.contains("left out") } == [
        "metrics.request_latency.unit is the text \"parsecs\", not a unit that this library knows; it was left out.",
        "1 request belonged to the warm-up and was left out.", "1 request was cancelled and was left out.",
        "1 request failed and was left out.", "1 request without a readable latency (line 5) and was left out.",
      ])
    #expect(run.unmapped == [UnmappedField(path: ["metrics", "x", "KB"], json: "[1]")])
  }

  @Test func `GenAI-Perf is read by the same rules`() throws {
    let file = try ToolFiles.file("genai-perf/concurrency4/profile_export_genai_perf.json")
    let run = try #require(try file.runs().runs.first)
    #expect(run.source?.tool == "GenAI-Perf")
    #expect(run.workload.load == .concurrency(4) && run.workload.promptLength == 12)
    // Nothing forces the length of an answer here.
    #expect(run.workload.outputLength == nil)
    #expect(run.value(.latency(.mean)) == 0.6480052633333333)
    #expect(run.value(.timeToFirstToken(.percentile(99))) == 0.12215747462)
    #expect(run.value(.throughput) == 96.67818864189765)
  }

  @Test func `perf_analyzer's nanoseconds give latencies of twelve requests`() throws {
    let file = try ToolFiles.file("genai-perf/run_1/profile_export.json")
    let run = try #require(try file.runs(context: Self.context).runs.first)
    let requests = try #require(run.requests)
    #expect(requests.count == 12 && run.workload.load == .concurrency(4))
    // 1795448093404518097 to 1795448093457315003 and to 1795448093990248791; what comes then says [DONE].
    #expect(requests.timeToFirstToken[0] == 0.052796906 && requests.latency[0] == 0.585730694)
    #expect(requests.outputChunks[0] == 16)
  }

  @Test func `The shape of 2025 says the load under loadgen`() throws {
    let text = """
      {"aiperf_version": "0.2.0", "request_latency": {"unit": "s", "avg": 2, "count": 4, "std": 0.5},
       "input_config": {"endpoint": {"model_names": ["m"]}, "loadgen": {"request_rate": 5.5},
       "input": {"prompt": {"input_tokens": {"mean": 100, "stddev": 0}, "output_tokens": {"mean": 50}}}}}
      """
    let run = try #require(try ToolFiles.runs(text, AIPerfResults()).first)
    #expect(run.workload.load == .requestRate(5.5) && run.workload.promptLength == 100)
    #expect(
      run.outcome(.latency(.mean))
        == MetricValue(
          metric: .latency(.mean), value: 2, count: 4, spread: .standardDeviation(0.5)))
  }

  @Test func `Unknown units, counts of nothing and half runs are named`() throws {
    let text = """
      {"aiperf_version": "1", "input_config": {"models": ["a", "b"]}, "was_cancelled": true,
       "error_summary": [{"count": 3, "error_details": {"message": "no"}}],
       "request_latency": {"unit": "fortnights", "avg": 2},
       "time_to_first_token": {"unit": "ms", "avg": 0, "count": 0},
       "request_throughput": {"unit": "ms", "avg": 2}}
      """
    let run = try #require(try ToolFiles.runs(text, AIPerfResults(), context: MeasurementContext(modelName: "c")).first)
    #expect(run.outcomes.isEmpty)
    for reason in [
      "The requests went to a and b; nothing says which figures are whose.",
      "request_latency.unit is the text \"fortnights\", not a unit that this library knows; it was left out.",
      "request_throughput.unit is the text \"ms\", not a unit of request throughput; it was left out.",
      "The benchmark was cancelled: its figures are of the part that ran.", "3 requests failed and are in no figure.",
    ] { #expect(run.reasons.contains(reason), "\(run.reasons)") }
  }
}
