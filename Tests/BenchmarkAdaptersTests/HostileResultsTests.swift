import BenchmarkAdapters
import Foundation
import ScalingExperiments
import Testing

/// Damaged files of every format: an answer or an error, never a trap.
@Suite struct HostileResultsTests {
  /// SplitMix64 (Steele, Lea and Flood 2014): the same damage in every run of the tests.
  private struct Generator {
    var state: UInt64

    mutating func next(below bound: Int) -> Int {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
      return Int((mixed ^ mixed >> 31) % UInt64(max(bound, 1)))
    }
  }

  /// Values that break arithmetic, types or nesting.
  private static let poisons: [[UInt8]] = [
    "NaN", "-Infinity", "Infinity", "null", "-1", "0", "1e999", "1e-999", "9223372036854775807", "-9223372036854775808",
    "18446744073709551616", "\"\"", "\"-9223372036854775808\"", "[]", "{}", "[[[[1]]]]", "true", "\\u0000", "\u{FEFF}",
    "{\"a\":", "}", "]", ",", "\"", "p100_ttft_ms", "p1e9_", "+Inf", "\u{301}",
  ].map { Array($0.utf8) }

  private static func damaged(_ bytes: [UInt8], _ generator: inout Generator) -> [UInt8] {
    var bytes = bytes
    for _ in 0...generator.next(below: 4) {
      let place = generator.next(below: bytes.count)
      switch generator.next(below: 6) {
      case 0: if !bytes.isEmpty { bytes[place] = UInt8(generator.next(below: 256)) }
      case 1: bytes.removeSubrange(place..<min(bytes.count, place + 1 + generator.next(below: 40)))
      case 2: bytes.insert(contentsOf: poisons[generator.next(below: poisons.count)], at: min(place, bytes.count))
      case 3: bytes.removeSubrange(place...)
      case 4:
        // A whole value gives way, so that the text stays well formed more often.
        guard let start = bytes[place...].firstIndex(of: 0x3A) else { break }
        let end = bytes[start...].firstIndex { $0 == 0x2C || $0 == 0x7D || $0 == 0x0A } ?? bytes.endIndex
        bytes.replaceSubrange(start + 1..<max(end, start + 1), with: poisons[generator.next(below: 18)])
      default:
        let end = min(bytes.count, place + generator.next(below: 60))
        bytes.insert(contentsOf: Array(bytes[place..<end]), at: place)
      }
    }
    return bytes
  }

  /// Short texts of every format, cut from the shipped files.
  private static func seeds() throws -> [[UInt8]] {
    func text(_ name: String, lines: Int) throws -> [UInt8] {
      let text = try String(contentsOf: ToolFiles.folder.appendingPathComponent(name), encoding: .utf8)
      return Array(text.split(separator: "\n").prefix(lines).joined(separator: "\n").utf8)
    }
    let detailed = """
      {"model_id": "m", "num_prompts": 2, "request_throughput": 1, "max_concurrency": 2, "request_rate": "inf",
      "input_lens": [5, 6], "output_lens": [3, 2], "ttfts": [0.5, 0.25], "itls": [[0.25, 0.1], [1]], "errors": ["", ""],
      "tensor_parallel_size": "1", "spec_method": "ngram", "num_speculative_tokens": "3", "generated_texts": ["a", "b"]}
      """
    let scrape = """
      # TYPE vllm:generation_tokens_total counter
      vllm:generation_tokens_total{engine="0",model_name="m"} 576.0
      # TYPE vllm:iteration_tokens_total histogram
      vllm:iteration_tokens_total_count{engine="0",model_name="m"} 155.0
      vllm:iteration_tokens_total_sum{engine="0",model_name="m"} 1344.0
      vllm:spec_decode_num_drafts_total{engine="0",model_name="m"} 118.0
      vllm:spec_decode_num_draft_tokens_total{engine="0",model_name="m"} 344.0
      vllm:spec_decode_num_accepted_tokens_total{engine="0",model_name="m"} 248.0
      vllm:spec_decode_num_accepted_tokens_per_pos_total{engine="0",model_name="m",position="0"} 104.0
      """
    return [
      Array(detailed.utf8), Array(scrape.utf8), try text(ToolFiles.speculation, lines: 1),
      try text("vllm/latency_0.32.0_bs4.json", lines: 99), try text("vllm/throughput_0.32.0.json", lines: 99),
      try text("sglang/bench_serving_0.4.6.jsonl", lines: 2), try text(ToolFiles.results, lines: 400),
      try text(ToolFiles.choices, lines: 2), try text("aiperf/conc4/profile_export.jsonl", lines: 1),
      try text("aiperf/conc4/profile_export_aiperf.csv", lines: 6),
      try text("genai-perf/concurrency4/profile_export_genai_perf.csv", lines: 14),
      try text("inferencex/agg_bmk_smollm2_cpu.json", lines: 1),
      try text("llama-bench/smollm2_b11434_cpu.csv", lines: 2),
      try text("llama-bench/smollm2_b11434_cpu.md", lines: 4), try text("generic/vllm_sweep.jsonl", lines: 1),
      try text("llama-bench/smollm2_b11434_cpu_depthsweep_quiet.jsonl", lines: 1),
      try text("prometheus/range_gen_tok_rate.json", lines: 1), try text("prometheus/instant_vector.json", lines: 1),
      Array(Self.guide.utf8), Array(Self.log.utf8), Array(Self.report.utf8), Array(Self.record.utf8),
    ]
  }

  private static let guide = """
    {"metadata": {"guidellm_version": "0.8"}, "benchmarks": [{"type_": "b", "config": {"strategy": {"type_": "concurrent",
     "streams": 2}, "backend": {"model": "m"}}, "duration": 2.5, "metrics": {"request_totals": {"successful": 2, "total": 2},
     "request_latency": {"successful": {"mean": 1.5, "std_dev": 0.5, "count": 2, "percentiles": {"p001": 1, "p999": 2}}}},
     "requests": {"successful": [{"request_latency": 1, "time_to_first_token_ms": 100, "output_tokens": 5}]}}]}
    """
  private static let log = """
    {"version": 2, "status": "success", "eval": {"task": "t", "model": "m", "config": {"epochs": 2}}, "results": {"scores":
     [{"name": "s", "scorer": "s", "metrics": {"accuracy": {"value": 0.5}, "stderr": {"value": 0.1}}}]}, "samples":
     [{"id": 1, "epoch": 2, "scores": {"s": {"value": "C"}}, "model_usage": {"m": {"output_tokens": 5}}, "total_time": 2}]}
    """
  private static let report = """
    {"version": "0.2", "run": {"uid": "a"}, "scenario": {"stack": [{"standardized": {"kind": "inference_engine", "tool": "v",
     "replicas": 2, "model": {"name": "m"}, "accelerator": {"model": "x", "count": 4, "parallelism": {"tp": 4}}}}]},
     "results": {"request_performance": {"aggregate": {"requests": {"total": 3}, "latency": {"request_latency":
     {"units": "ms", "mean": 5, "p99p9": 7}}}}}}
    """
  private static let record = """
    {"schema_version": "0.2.1", "model_info": {"id": "m"}, "evaluation_results": [{"evaluation_name": "e", "metric_config":
     {"evaluation_description": "accuracy", "lower_is_better": false, "min_score": 0, "max_score": 1}, "score_details":
     {"score": 0.5, "uncertainty": {"standard_error": {"value": 0.1}, "num_samples": 7}}}]}
    """

  @Test func `Twenty thousand damaged files trap nothing`() throws {
    var generator = Generator(state: 20_261_123)
    let seeds = try Self.seeds()
    let context = MeasurementContext(
      modelName: "m", workload: Workload(promptLength: 8, outputLength: 8, load: .batch(1)), conflicts: .file)
    var outcomes = (read: 0, refused: 0)
    for round in 0..<20_000 {
      let bytes = Self.damaged(seeds[round % seeds.count], &generator)
      guard let file = try? MeasurementFile(bytes: bytes, name: "r") else {
        outcomes.refused += 1
        continue
      }
      for source in MeasurementSources.all {
        guard let result = try? source.runs(from: file, beside: [file], context: context) else { continue }
        for run in result.runs {
          outcomes.read += 1
          #expect(run.outcomes.allSatisfy { $0.value.isFinite && $0.value >= $0.metric.lowerBound ?? -.infinity })
          #expect(run.requests?.latency.allSatisfy { $0.isFinite && $0 > 0 } ?? true)
        }
      }
    }
    // Enough of both that the damage reaches the sources.
    #expect(outcomes.read > 2_000)
    #expect(outcomes.refused > 2_000)
  }
}
