import BenchmarkAdapters
import Foundation
import ScalingExperiments
import Testing

/// llm-d Benchmark Reports, read and written.
@Suite struct BenchmarkReportTests {
  private static let text = """
    {"version": "0.2", "run": {"uid": "38b1", "time": {"start": "2025-11-05T18:00:42Z", "duration": "PT49.9S"}},
     "scenario": {"stack": [{"metadata": {"label": "vllm-0", "cfg_id": "cc"}, "standardized": {"kind": "inference_engine",
        "tool": "llm-d", "tool_version": "0.3.1", "role": "decode", "replicas": 2, "model": {"name": "Qwen/Qwen3-0.6B"},
        "accelerator": {"model": "NVIDIA-H100", "count": 8, "parallelism": {"tp": 8, "pp": 1, "dp": 1, "ep": 1}}},
        "native": {"args": {"--block-size": 1024}}},
        {"metadata": {"label": "epp-0", "cfg_id": "47"}, "standardized": {"kind": "generic", "tool": "router",
        "tool_version": "1"}, "native": {}}],
      "load": {"metadata": {}, "standardized": {"tool": "inference-perf", "tool_version": "0.3.0", "source": "random",
        "input_seq_len": {"distribution": "fixed", "value": 2148}, "rate_qps": 2.5,
        "output_seq_len": {"distribution": "gaussian", "value": 1000, "std_dev": 100}}, "native": {}}},
     "results": {"request_performance": {"aggregate": {
        "requests": {"total": 300, "failures": 2, "input_length": {"units": "count", "mean": 2148}},
        "latency": {"time_to_first_token": {"units": "ms", "mean": 125.5, "stddev": 10, "p0p1": 90, "p99p9": 300.25},
          "time_per_output_token": {"units": "s/token", "mean": 0.0368},
          "request_latency": {"units": "parsecs", "mean": 1}},
        "throughput": {"output_token_rate": {"units": "tokens/s", "mean": 5000.5, "p50": 4900}}}}}}
    """

  @Test func `A report of version 0.2 gives figures, layout and load`() throws {
    let run = try #require(try ToolFiles.file(text: Self.text).runs().runs.first)
    #expect(run.model.name == "Qwen/Qwen3-0.6B" && run.hardware?.accelerator == "NVIDIA-H100")
    // Two replicas of eight.
    #expect(run.hardware?.acceleratorCount == 16 && run.serving.tensorParallel == 8)
    #expect(run.serving.engine == "llm-d" && run.serving.version == "0.3.1")
    #expect(run.workload.load == .requestRate(2.5) && run.workload.promptLength == 2148)
    #expect(run.workload.outputLength == nil)
    #expect(run.value(.timeToFirstToken(.mean)) == 0.1255 && run.value(.timeToFirstToken(.percentile(0.1))) == 0.09)
    #expect(run.value(.timeToFirstToken(.percentile(99.9))) == 0.30025)
    #expect(run.value(.throughput) == 5000.5 && run.value(.requestsFailed) == 2)
    // What the tool behind the report calls by that name is not said.
    #expect(run.outcome(.timePerOutputToken(.mean)) == nil)
    #expect(
      run.value(.timePerOutputToken(.mean, definition: "time_per_output_token as inference-perf has it")) == 0.0368)
    #expect(run.reasons.contains { $0.contains("units is the text \"parsecs\"") })
    #expect(run.source?.date == "2025-11-05T18:00:42Z")
  }

  @Test func `A report of version 0.1 has metrics, and rates as numbers`() throws {
    let text = """
      {"version": "0.1", "run": {"uid": "a"}, "scenario": {"model": {"name": "m"}, "host": {"accelerator":
        [{"model": "H200"}, {"model": "H200"}]}, "platform": {"engine": [{"name": "vllm", "version": "0.9"}]}},
       "metrics": {"time": {"duration": 60}, "requests": {"total": 10, "failures": 0},
        "latency": {"request_latency": {"units": "s", "mean": 2.5}}, "throughput": {"output_tokens_per_sec": 100.5}}}
      """
    let run = try #require(try ToolFiles.file(text: text).runs().runs.first)
    #expect(run.model.name == "m" && run.hardware?.accelerator == "H200" && run.serving.version == "0.9")
    #expect(run.value(.throughput) == 100.5 && run.value(.latency(.mean)) == 2.5 && run.value(.duration) == 60)
  }

  /// A run with all that a report can hold and more.
  private static func run() throws -> Run {
    Run(
      identifier: "a run", model: ModelDescription(name: "m", parameters: 7_000_000_000),
      hardware: HardwareDescription(accelerator: "H100", memory: 8e10, acceleratorCount: 4),
      serving: ServingConfiguration(
        engine: "vLLM", version: "0.32.0", tensorParallel: 4, precision: .bf16, execution: .graph,
        speculation: .on(Speculation(method: .unnamed))),
      workload: Workload(task: "t", promptLength: 128, outputLength: 64, load: .concurrency(8)),
      price: AcceleratorPrice(currency: "USD", perHour: 2.5),
      source: RunSource(tool: "a tool", file: "f", date: "2026-11-24T10:00:00Z"),
      outcomes: [
        MetricValue(metric: .latency(.mean), value: 1.25, count: 10, spread: .standardDeviation(0.5)),
        MetricValue(metric: .latency(.percentile(99)), value: 3, count: 10),
        MetricValue(metric: .latency(.percentile(42)), value: 1, count: 10),
        MetricValue(metric: .timePerOutputToken(.mean), value: 0.0123),
        MetricValue(metric: .timePerOutputTokenWithFirst(.mean), value: 0.02),
        MetricValue(metric: .throughput, value: 1000.5), MetricValue(metric: .requestsAttempted, value: 10),
        MetricValue(metric: .accuracy, value: 0.5, spread: .standardError(0.1)),
      ],
      unmapped: [UnmappedField(path: ["x"], json: "[1]")])
  }

  @Test func `What is written is read again, whole`() throws {
    let run = try Self.run()
    let written = BenchmarkReport.file(of: run)
    #expect(written.notes.isEmpty)
    let read = try #require(try ToolFiles.file(text: written.text).runs().runs.first)
    #expect(read.model == run.model && read.hardware == run.hardware && read.serving == run.serving)
    #expect(read.workload == run.workload && read.price == run.price && read.unmapped == run.unmapped)
    #expect(Set(read.outcomes) == Set(run.outcomes))
    #expect(read.source?.date == "2026-11-24T10:00:00Z")
    #expect(BenchmarkReport.file(of: run) == written)
  }

  @Test func `What the schema wants and the run does not know is left out, with a note`() throws {
    var run = try Self.run()
    run.hardware = nil
    run.workload.promptLength = nil
    run.requests = try RequestRecords(problems: ["a"], latency: [1])
    let written = BenchmarkReport.file(of: run)
    #expect(
      written.notes.map(\.reason) == [
        "A Benchmark Report has no single requests; 1 request left out.",
        "The schema wants engine, accelerator and number of accelerators together; one of them is unknown, so that the "
          + "stack was left out.",
        "The schema wants the length of the prompts with the load; it is unknown, so that the load was left out.",
      ])
    #expect(!written.text.contains("\"scenario\""))
    let read = try #require(try ToolFiles.file(text: written.text).runs().runs.first)
    #expect(read.model == run.model && read.serving == run.serving && read.hardware == nil)
    if let folder = ProcessInfo.processInfo.environment["SCALING_WRITTEN_REPORTS"] {
      // For `check-jsonschema` by hand: the guide says when that was last done.
      try written.text.write(toFile: "\(folder)/partial.json", atomically: true, encoding: .utf8)
      try BenchmarkReport.file(of: Self.run()).text.write(
        toFile: "\(folder)/whole.json", atomically: true, encoding: .utf8)
      for (index, tool) in try ToolFiles.file(ToolFiles.sweep).runs().runs.enumerated() {
        try BenchmarkReport.file(of: tool).text.write(
          toFile: "\(folder)/tool\(index).json", atomically: true, encoding: .utf8)
      }
    }
  }
}
