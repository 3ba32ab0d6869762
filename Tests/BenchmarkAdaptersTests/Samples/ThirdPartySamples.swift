/// Files of other projects: `formats/third-party` of the reference data.
enum ThirdPartySamples {
  private static let ms = 1e-3

  static let table: [String: SampleExpectation] = [
    "inferencex/glm5_fp8_vllm_tp8_isl1024_osl128_conc16.json": .figures(
      runs: 1,
      [
        SampleFigure(0, "Median time to first token (s)", 0.29139942955225706),
        SampleFigure(0, "p99 latency (s)", 9.590554047282783),
        SampleFigure(0, "Median time per output token (s)", 0.033614915054966145),
        SampleFigure(0, "Total throughput (tokens/s)", 403.5809313421254),
        SampleFigure(0, "Total input throughput (tokens/s)", 3228.647450737003),
      ]),
    "inferencex/glm5_fp8_vllm_tp8_isl1024_osl128_conc64.json": .figures(
      runs: 1,
      [
        SampleFigure(0, "Median time to first token (s)", 0.9015302835032344),
        SampleFigure(0, "Total throughput (tokens/s)", 663.0380225369481),
      ]),
    "inferencex/minimax_m25_vllm_dep8_isl2048_osl128_conc4.json": .figures(
      runs: 1,
      [
        SampleFigure(0, "Median latency (s)", 2.807225035969168),
        SampleFigure(0, "p99 time per output token (s)", 0.017255655738459094),
      ]),
    "inferencex/dsv4_mtp.yaml": .refused("The file looks like YAML"),
    "inferencex/kimik2.5_eagle3.yaml": .refused("The file looks like YAML"),
    "sglang/llama_3_3_70b_offline_output.jsonl": .figuresOfUnnamedModel(
      runs: 7,
      [
        SampleFigure(0, "Mean latency (s)", 224918.79882259612, ms),
        SampleFigure(0, "Total throughput (tokens/s)", 4520.698730654741),
        SampleFigure(6, "Mean latency (s)", 51991.706012124894, ms),
      ]),
    "sglang/llama_3_3_70b_online_output.jsonl": .figuresOfUnnamedModel(
      runs: 7,
      [
        SampleFigure(0, "Mean latency (s)", 7840.616212638561, ms),
        SampleFigure(0, "Median time to first token (s)", 85.74514742940664, ms),
        SampleFigure(0, "Total throughput (tokens/s)", 537.4142851849319),
      ]),
    "trtllm-bench/bench_report_1.3.0rc12_thirdparty_fixture.json": .figures(
      runs: 1,
      [
        SampleFigure(0, "Mean latency (s)", 4743.5, ms),
        SampleFigure(0, "Mean time to first token (s)", 4533.1, ms),
        SampleFigure(0, "Mean time per output token (s)", 14.03, ms),
        SampleFigure(0, "Total throughput (tokens/s)", 3.37),
      ]),
    "llmperf/summary_together_70b.json": .figures(
      runs: 1,
      [
        SampleFigure(0, "Mean time to first token (s)", 0.622329721273333),
        SampleFigure(0, "Mean latency (s)", 2.4906428459),
        SampleFigure(0, "Mean time per output token (s)", 0.01578128072700586),
        SampleFigure(0, "Total throughput (tokens/s)", 216.45553311958628),
      ]),
    "llmperf/individual_together_70b.json": .figuresOfUnnamedModel(
      runs: 1, [SampleFigure(0, SampleFigure.requests, 150), SampleFigure(0, SampleFigure.latencySum, 373.596426885)]),
    "llm-d-benchmark-report/br_v0_2_1_json_schema.json": .refused("The file is a JSON Schema"),
    "llm-d-benchmark-report/br_v0_2_example.yaml": .refused("The file looks like YAML"),
    "helm/hellaswag_pythia1b/per_instance_stats.json": .refused(
      "The file is of HELM, which has no adapter; its Every Eval Ever records are read."),
    "helm/hellaswag_pythia1b/run_spec.json": .contextOf("stats.json"),
    "helm/hellaswag_pythia1b/stats.json": .refused(
      "The file is of HELM, which has no adapter; its Every Eval Ever records are read."),
    "inference-perf/batchsize_stage_0_lifecycle_metrics.json": .refused(
      "The file is a stage of inference-perf, which has no adapter; its llm-d Benchmark Report is read."),
    "inference-perf/batchsize_stage_4_lifecycle_metrics.json": .refused(
      "The file is a stage of inference-perf, which has no adapter; its llm-d Benchmark Report is read."),
    "lighteval/doc_example_results.json": .refused(
      "The file is of lighteval, which has no adapter; its Every Eval Ever records are read."),
  ]
}
