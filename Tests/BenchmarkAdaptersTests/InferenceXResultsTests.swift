import BenchmarkAdapters
import Foundation
import ScalingExperiments
import Testing

/// InferenceX: aggregates, rows of its interface, accuracies.
@Suite struct InferenceXResultsTests {
  private static let aggregate = "inferencex/agg_bmk_smollm2_cpu.json"

  @Test func `A row gives seconds, throughputs of one accelerator and of the system`() throws {
    let runs = try ToolFiles.file(Self.aggregate).runs().runs
    #expect(runs.count == 4)
    let run = runs[0]
    #expect(run.model.name == "SmolLM2-135M-Instruct" && run.hardware?.accelerator == "cpu-epyc")
    #expect(run.hardware?.acceleratorCount == 1 && run.serving.tensorParallel == 1)
    #expect(run.serving.engine == "vLLM" && run.serving.precision == .bf16 && run.serving.speculation == .off)
    #expect(run.workload.load == .concurrency(4))
    #expect(run.workload.task == "prompts of up to 64, answers of up to 24 tokens")
    #expect(run.value(.timeToFirstToken(.mean)) == 0.3657983968331943)
    #expect(run.value(.timePerOutputToken(.percentile(99))) == 0.053125664089989186)
    #expect(run.value(.latency(.median)) == 1.3548891014997935)
    #expect(run.value(.throughput) == 71.469374467885)
    #expect(run.reasons.contains { $0.contains("std_intvty") && $0.contains("left out") })
    #expect(run.unmapped.contains(UnmappedField(path: ["dp_attention"], json: "\"false\"")))
    #expect(!run.unmapped.contains { $0.path[0].hasSuffix("_intvty") })
  }

  @Test func `Its seconds are vLLM's milliseconds of the same points`() throws {
    let rows = try ToolFiles.file(Self.aggregate).runs().runs
    let points = try ToolFiles.file(ToolFiles.sweep).runs().runs
    #expect(rows.count == points.count)
    for row in rows {
      let point = try #require(points.first { $0.workload.load == row.workload.load })
      for value in row.outcomes {
        guard let same = point.outcome(value.metric) else { continue }
        #expect(abs(same.value - value.value) <= 4e-16 * value.value, "\(value.metric.title)")
      }
      #expect(row.outcomes.count { point.outcome($0.metric) != nil } >= 20)
    }
  }

  @Test func `Of a split server output is divided by what decodes, input by what prefills`() throws {
    let text = """
      [{"hw": "gb200", "conc": 64, "model": "m", "framework": "dynamo", "precision": "fp4", "spec_decoding": "mtp",
        "disagg": true, "is_multinode": true, "num_prefill_gpu": 4, "num_decode_gpu": 8, "prefill_tp": 4, "decode_tp": 8,
        "tput_per_gpu": 100, "output_tput_per_gpu": 20, "input_tput_per_gpu": 30, "mean_ttft": 0.5, "isl": null}]
      """
    let run = try #require(try ToolFiles.runs(text, InferenceXResults()).first)
    #expect(run.hardware?.acceleratorCount == 12 && run.serving.tensorParallel == nil)
    #expect(run.serving.speculation == .on(Speculation(method: SpeculationMethod(rawValue: "mtp"))))
    #expect(run.value(.throughput) == 160 && run.value(.inputThroughput) == 120)
    #expect(run.value(.totalTokenThroughput) == 1200)
    let output = try #require(run.outcomes.first { $0.metric.quantity == "output throughput per accelerator" })
    #expect(output.value == 20 && output.metric.definition.hasSuffix("the accelerators that decode"))
    #expect(run.workload.task == nil)
  }

  @Test func `Accelerators are tp x pp x pcp, and rows of the first version have tp alone`() throws {
    func count(_ layout: String) throws -> Int? {
      let text = "{\"model\": \"m\", \"hw\": \"h200\", \"tput_per_gpu\": 1, \(layout)}"
      return try ToolFiles.runs(text, InferenceXResults()).first?.hardware?.acceleratorCount
    }
    #expect(try count("\"tp\": 8, \"ep\": 8") == 8)
    #expect(try count("\"tp\": 4, \"pp\": 2, \"pcp_size\": 3, \"dcp_size\": 4") == 24)
    #expect(try count("\"ep\": 8") == nil)
    #expect(try count("\"tp\": 9007199254740991, \"pp\": 9007199254740991") == nil)
  }

  @Test func `Rows of the public interface hold their metrics one level below`() throws {
    let text = """
      [{"model": "m", "hardware": "b200", "framework": "sglang", "precision": "fp8", "spec_method": "none", "isl": 1024,
        "osl": 8192, "conc": 32, "date": "2026-10-01", "is_multinode": false, "disagg": false, "prefill_tp": 8,
        "decode_tp": 8, "num_prefill_gpu": 8, "num_decode_gpu": 8,
        "metrics": {"tput_per_gpu": 10, "median_tpot": 0.0125, "median_intvty": 80}}]
      """
    let run = try #require(try ToolFiles.file(text: text).runs().runs.first)
    #expect(run.source?.tool == "InferenceX" && run.source?.date == "2026-10-01")
    #expect(run.hardware?.acceleratorCount == 8 && run.value(.totalTokenThroughput) == 80)
    #expect(run.value(.timePerOutputToken(.median)) == 0.0125)
  }

  @Test func `Agentic rows nest their times by quantity`() throws {
    let text = """
      {"model": "m", "hw": "h100", "tput_per_gpu": 1, "conc": 8, "tp": 8, "isl": null, "osl": null,
       "request_metrics": {"ttft": {"mean": 0.5, "p99": 2, "count": 3}, "p90_e2el": 7}}
      """
    let run = try #require(try ToolFiles.runs(text, InferenceXResults()).first)
    #expect(run.value(.timeToFirstToken(.percentile(99))) == 2 && run.value(.latency(.percentile(90))) == 7)
  }

  @Test func `A score joins accuracy with the server that was timed`() throws {
    let text = """
      [{"task": "gsm8k", "score": 0.9545, "score_name": "exact_match,strict-match", "score_se": 0.0057, "em_strict": 0.9545,
        "n_eff": 1319, "tp": 8, "conc": 64, "model": "m", "hw": "h200", "framework": "sglang", "precision": "fp8",
        "infmax_model_prefix": "m"}]
      """
    let run = try #require(try ToolFiles.file(text: text).runs().runs.first)
    let score = try #require(run.outcomes.first)
    #expect(score.value == 0.9545 && score.count == 1319 && score.spread == .standardError(0.0057))
    #expect(score.metric.definition == "InferenceX exact_match,strict-match")
    #expect(run.workload.task == "gsm8k" && run.hardware?.acceleratorCount == 8)
    #expect(run.workload.load == .concurrency(64))
  }
}
