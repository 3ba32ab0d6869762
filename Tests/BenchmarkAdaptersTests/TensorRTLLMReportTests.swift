import BenchmarkAdapters
import ScalingExperiments
import Testing

/// trtllm-bench's report.
@Suite struct TensorRTLLMReportTests {
  private static let text = """
    {"engine": {"model": "m/x", "model_path": "/secret/path", "engine_dir": null, "version": "1.2", "backend": "Pytorch",
      "dtype": "bfloat16", "kv_cache_dtype": "FP8", "quantization": "FP8"},
     "machine": {"name": "NVIDIA H100 80GB HBM3", "memory.total": 79.6, "clocks.mem": 2.6},
     "world_info": {"tp_size": 4, "pp_size": 2, "ep_size": null, "world_size": 8, "max_batch_size": 64,
       "issue_rate": 12.5},
     "request_info": {"num_requests": 100, "avg_num_concurrent_requests": 31.5, "avg_input_length": 512.25,
       "avg_output_length": 128},
     "performance": {"total_latency_ms": 20000, "avg_request_latency_ms": 1500.5, "request_throughput_req_s": 5,
       "system_output_throughput_tok_s": 640, "system_total_throughput_tok_s": 3201.25,
       "output_throughput_per_user_tok_s": 85.3, "output_throughput_per_gpu_tok_s": 80,
       "request_latency_percentiles_ms": {"p50": 1400, "p99": 2500.5, "minimum": 900, "maximum": 2600, "average": 1500.5}},
     "streaming_metrics": {"token_output_speed_tok_s": 90, "avg_ttft_ms": 250, "avg_tpot_ms": 9.75,
       "ttft_percentiles": {"p99": 400}, "tpot_percentiles": {"p95": 11.5}, "gen_tps_percentiles": {"p50": 101}},
     "decoding_stats": {"mode": "Eagle", "acceptance_length_percentiles": {"p50": 2.5, "average": 2.75},
       "draft_acceptance_rate_percentiles": {"p50": 0.5, "maximum": 1.5}}}
    """

  @Test func `Figures, layout and speculation`() throws {
    let run = try #require(try ToolFiles.file(text: Self.text).runs().runs.first)
    #expect(run.model.name == "m/x" && run.hardware?.accelerator == "NVIDIA H100 80GB HBM3")
    #expect(run.hardware?.acceleratorCount == 8)
    #expect(run.serving.tensorParallel == 4 && run.serving.pipelineParallel == 2 && run.serving.precision == .fp8)
    #expect(run.serving.version == "1.2" && run.workload.load == .requestRate(12.5))
    #expect(run.serving.speculation == .on(Speculation(method: SpeculationMethod(rawValue: "Eagle"))))
    #expect(run.value(.latency(.mean)) == 1.5005 && run.value(.latency(.percentile(99))) == 2.5005)
    #expect(run.value(.latency(.percentile(0))) == 0.9 && run.value(.duration) == 20)
    #expect(run.value(.throughput) == 640 && run.value(.totalTokenThroughput) == 3201.25)
    #expect(run.value(.timeToFirstToken(.mean)) == 0.25 && run.value(.timePerOutputToken(.mean)) == 0.00975)
    #expect(run.value(.timePerOutputToken(.percentile(95))) == 0.0115)
    let length = run.outcomes.first { $0.metric.quantity == "acceptance length" && $0.metric.statistic == .mean }
    #expect(length?.value == 2.75)
    #expect(run.outcomes.count { $0.metric == .latency(.mean) } == 1)
    #expect(run.reasons.contains("draft_acceptance_rate_percentiles.maximum is 1.5, more than 1.0; it was left out."))
    #expect(run.unmapped.contains(UnmappedField(path: ["machine", "memory.total"], json: "79.6")))
  }

  @Test func `Without streaming, machine and rate, those are unknown`() throws {
    let text = """
      {"engine": {"model": "m", "dtype": "float16", "quantization": null}, "machine": null, "world_info": {"tp_size": 1},
       "request_info": {"num_requests": 1}, "performance": {"avg_request_latency_ms": 5}}
      """
    let run = try #require(try ToolFiles.runs(text, TensorRTLLMReport()).first)
    #expect(run.hardware == nil && run.workload.load == nil && run.serving.precision == .fp16)
    #expect(run.serving.speculation == nil && run.value(.timeToFirstToken(.mean)) == nil)
    #expect(run.value(.latency(.mean)) == 0.005)
  }

  @Test(.enabled(if: ToolFiles.reference != nil, "SCALING_REFERENCE_DATA is not set"))
  func `A report of another project`() throws {
    let file = try ToolFiles.referenceFile("trtllm-bench/bench_report_1.3.0rc12_thirdparty_fixture.json")
    let run = try #require(try file.runs().runs.first)
    #expect(run.model.name == "selftest/model" && run.value(.timeToFirstToken(.mean)) == 4.5331)
    #expect(
      run.value(.throughput) == 3.37
        && run.value(.energy(.total, definition: "all accelerators, as the tool samples them")) == 56.1)
  }
}
