/// The files that the tools wrote for this project: `formats/ours` of the reference data.
enum OurSamples {
  private static let ms = 1e-3

  static let table: [String: SampleExpectation] = [
    "vllm/serve_0.32.0_conc4_detailed.json": .figures(
      runs: 1,
      [
        SampleFigure(0, "Mean time to first token (s)", 459.0380591875487, ms),
        SampleFigure(0, "p99 time per output token (s)", 48.48104024130229, ms),
        SampleFigure(0, "Total throughput (tokens/s)", 70.45820121268116),
      ]),
    "vllm/serve_0.32.0_rampup.json": .figures(
      runs: 1,
      [
        SampleFigure(0, "Mean time to first token (s)", 172.6101416666476, ms),
        SampleFigure(0, "Total throughput (tokens/s)", 37.42028805760707),
      ]),
    "vllm/serve_0.32.0_specdecode_ngram.json": .figures(
      runs: 1,
      [
        SampleFigure(0, "Mean time to first token (s)", 842.6868665000408, ms),
        SampleFigure(0, "Mean acceptance length (tokens)", 3.1016949152542375),
        SampleFigure(0, "Acceptance rate", 0.7209302325581395),
      ]),
    "vllm/serve_0.32.0_sweep_append.json": .figures(
      runs: 4,
      [
        SampleFigure(0, "Mean time to first token (s)", 157.47571499991864, ms),
        SampleFigure(1, "Mean time to first token (s)", 235.19655949996832, ms),
        SampleFigure(2, "Total throughput (tokens/s)", 71.469374467885),
        SampleFigure(3, "Total throughput (tokens/s)", 75.81918334141689),
      ]),
    // One point: the tool writes this file anew for each.
    "vllm/serve_0.32.0_sweep_append.pytorch.json": .figures(
      runs: 1,
      [
        SampleFigure(0, "Mean time to first token (s)", 807.3404357082646, ms),
        SampleFigure(0, "Total throughput (tokens/s)", 75.81918334141689),
      ]),
    "vllm/latency_0.32.0_bs4.json": .figures(
      runs: 1,
      [
        SampleFigure(0, "Mean latency (s)", 0.8665987755001273), SampleFigure(0, "p99 latency (s)", 0.9540903898502393),
      ]),
    "vllm/throughput_0.32.0.json": .figures(
      runs: 1,
      [
        SampleFigure(0, "Total request throughput (requests/s)", 8.258741424600064),
        SampleFigure(0, "Total duration (s)", 2.9060117959998024),
      ]),
    "vllm/metrics_0.32.0.prom": .figures(
      runs: 1,
      [
        SampleFigure(0, "Total output tokens", 2160),
        SampleFigure(0, "Mean latency (s)", 154.75602412223816 / 90),
      ]),
    "vllm/metrics_0.32.0_specdecode.prom": .figures(
      runs: 1,
      [
        SampleFigure(0, "Total output tokens", 576),
        SampleFigure(0, "Mean latency (s)", 21.010205268859863 / 12),
      ]),
    "sglang/bench_serving_0.4.6.jsonl": .figuresOfUnnamedModel(
      runs: 2,
      [
        SampleFigure(0, "Mean time to first token (s)", 340.6108437999592, ms),
        SampleFigure(0, "Mean latency (s)", 1018.4746142999302, ms),
        SampleFigure(1, "p99 time per output token (s)", 49.20074590265965, ms),
        SampleFigure(1, "Total throughput (tokens/s)", 26.85351899597426),
      ]),
    "lm-eval/dummy/results_2026-11-23T15-06-28.941792.json": .figures(
      runs: 2, [SampleFigure(0, "Accuracy", 0.6666666666666666), SampleFigure(1, "Accuracy", 0)]),
    // Without a context a samples file alone leaves open which model answered.
    "lm-eval/dummy/samples_toy_add_2026-11-23T15-06-28.941792.jsonl": .refused(
      "The file does not say which model ran"),
    "lm-eval/dummy/samples_toy_mc_2026-11-23T15-06-28.941792.jsonl": .refused(
      "The file does not say which model ran"),
    "aiperf/conc4/profile_export_aiperf.json": .figures(
      runs: 1,
      [
        SampleFigure(0, "Mean latency (s)", 1437.9743659166668, ms),
        SampleFigure(0, "p1 time to first token (s)", 155.91912655000002, ms),
        SampleFigure(0, "Mean time per output token (s)", 66.13815243730157, ms),
        SampleFigure(0, "Total throughput (tokens/s)", 43.37131152270701),
        SampleFigure(0, "Total request throughput (requests/s)", 2.7392407277499164),
        SampleFigure(0, "Mean inter-chunk latency (s)", 65.45359972222222, ms),
      ]),
    "aiperf/conc4/profile_export_aiperf.csv": .figuresOfUnnamedModel(
      runs: 1,
      [
        SampleFigure(0, "Mean latency (s)", 1437.97, ms), SampleFigure(0, "p99 time per output token (s)", 83.07, ms),
        SampleFigure(0, "Total throughput (tokens/s)", 43.37),
      ]),
    "aiperf/conc4/profile_export.jsonl": .figuresOfUnnamedModel(
      runs: 1,
      [SampleFigure(0, SampleFigure.requests, 12), SampleFigure(0, SampleFigure.latencySum, 17255.692390999997, ms)]),
    "genai-perf/concurrency4/profile_export_genai_perf.json": .figures(
      runs: 1,
      [
        SampleFigure(0, "Mean latency (s)", 648.0052633333333, ms),
        SampleFigure(0, "p99 time to first token (s)", 122.15747462, ms),
        SampleFigure(0, "Mean time per output token (s)", 36.735962666666666, ms),
        SampleFigure(0, "Total throughput (tokens/s)", 96.67818864189765),
      ]),
    "genai-perf/concurrency4/profile_export_genai_perf.csv": .figuresOfUnnamedModel(
      runs: 1,
      [
        SampleFigure(0, "Mean latency (s)", 648.01, ms), SampleFigure(0, "Total throughput (tokens/s)", 96.68),
      ]),
    "genai-perf/run_1/profile_export.json": .figuresOfUnnamedModel(
      runs: 1,
      [SampleFigure(0, SampleFigure.requests, 12), SampleFigure(0, SampleFigure.latencySum, 7_776_063_160, 1e-9)]),
    "guidellm/benchmarks_0.8.1_concurrent.json": .figures(
      runs: 2,
      [
        SampleFigure(0, "Mean latency (s)", 1.0881811380386353),
        SampleFigure(0, "Mean time per output token (s)", 67.91860610246658, ms),
        SampleFigure(0, "Mean time per output token (s)", 60.45246654086643, ms),
        SampleFigure(0, "Mean time to first token (s)", 179.91069952646887, ms),
        SampleFigure(1, "Mean latency (s)", 1.3577865362167358),
        SampleFigure(1, "Mean time per output token (s)", 84.77854480346043, ms),
      ]),
    "guidellm/benchmarks_0.8.1_concurrent.csv": .refused("The file is GuideLLM's CSV"),
    "inferencex/agg_bmk_smollm2_cpu.json": .figures(
      runs: 4,
      [
        SampleFigure(0, "Mean time to first token (s)", 0.3657983968331943),
        SampleFigure(0, "p99 time per output token (s)", 0.053125664089989186),
        SampleFigure(0, "Mean latency (s)", 1.3356535590832361),
      ]),
    "inspect/2026-11-23T15-24-02-00-00_arith_RfUpwQ29QGtFgRA7LBP94M.json": .figures(
      runs: 1,
      [
        SampleFigure(0, "Accuracy", 0.1111111111111111), SampleFigure(0, SampleFigure.rightAnswers, 2),
        SampleFigure(0, SampleFigure.requests, 18),
      ]),
    "llama-bench/smollm2_b11434_cpu.json": .figures(
      runs: 6,
      [
        SampleFigure(0, "Mean input throughput (tokens/s)", 120.653177),
        SampleFigure(2, "Mean throughput (tokens/s)", 78.789801),
        SampleFigure(5, "Mean throughput (tokens/s)", 44.904264),
      ]),
    "llama-bench/smollm2_b11434_cpu_depthsweep_quiet.jsonl": .figures(
      runs: 10,
      [
        SampleFigure(0, "Mean input throughput (tokens/s)", 275.668737),
        SampleFigure(9, "Mean throughput (tokens/s)", 98.833953),
      ]),
    "llama-bench/smollm2_b11434_cpu.csv": .figures(
      runs: 2,
      [
        SampleFigure(0, "Mean input throughput (tokens/s)", 48.353526),
        SampleFigure(1, "Mean throughput (tokens/s)", 41.197082),
      ]),
    "llama-bench/smollm2_b11434_cpu.md": .figures(
      runs: 2,
      [
        SampleFigure(0, "Mean input throughput (tokens/s)", 105.39),
        SampleFigure(1, "Mean throughput (tokens/s)", 17.49),
      ]),
    "llama-bench/smollm2_b11434_cpu.sql": .refused("The file is SQL"),
    "generic/vllm_sweep.csv": .figures(
      runs: 4,
      [
        SampleFigure(0, "Mean time to first token (s)", 157.47571499991864, ms),
        SampleFigure(1, "p99 time to first token (s)", 370.18956750011057, ms),
      ]),
    "generic/vllm_sweep.jsonl": .figures(
      runs: 4, [SampleFigure(0, "Mean time to first token (s)", 157.4757149999, ms)]),
    "prometheus/instant_vector.json": .figures(runs: 1, [SampleFigure(0, "Total requests", 90)]),
    "prometheus/range_gen_tok_rate.json": .figures(
      runs: 1,
      [SampleFigure(0, "Mean query result", 120.36354173045129 / 14), SampleFigure(0, "p100 query result", 43)]),
    "prometheus/range_num_requests_running.json": .figures(
      runs: 1, [SampleFigure(0, "Mean concurrency", 1.0 / 3), SampleFigure(0, "p100 concurrency", 3)]),
    "mlflow/search_runs.csv": .refused(
      "The file is an export of MLflow; say with TabularRuns.mlflow(metrics:parameters:) what its columns are."),
    "tensorboard/serve_output_throughput.csv": .refused(
      "The file is an export of TensorBoard; say with TabularRuns.tensorBoard(_:unit:step:) what it measured."),
    "mlperf/server_tokenlat/mlperf_log_accuracy.json": .refused(
      "The file holds no records, so that there is nothing to read."),
    "mlperf/server_tokenlat/mlperf_log_detail.txt": .refused("The file is a log of MLPerf LoadGen"),
    "mlperf/server_tokenlat/mlperf_log_summary.txt": .refused("The file is a summary of MLPerf LoadGen"),
    "optimum-benchmark/bs1/benchmark.json": .refused(
      "The file is of optimum-benchmark, which has no adapter;"),
    "optimum-benchmark/bs1/benchmark_config.json": .contextOf("benchmark_report.json"),
    "optimum-benchmark/bs1/benchmark_report.csv": .refused(
      "The file is of optimum-benchmark, which has no adapter;"),
    "optimum-benchmark/bs1/benchmark_report.json": .refused(
      "The file is of optimum-benchmark, which has no adapter;"),
  ]
}
