/// The flags of the tools whose commands are printed: tool, version, and the file of its source that defines them.
///
/// Read in the source distribution and wheel of vLLM 0.7.3 and the wheels of vLLM 0.33.0 and lm-eval 0.4.13. The
/// benchmarks of vLLM 0.7.3 are in its source distribution only. `--no-…` is what `argparse.BooleanOptionalAction`
/// makes of a flag; `--host` and `--port` of 0.33.0 are made from the fields of `FrontendArgs`.
struct FlagTable {
  struct Entry {
    let tool: String
    let version: String
    let source: String
    let flags: Set<String>
  }

  private static let engine073: Set<String> = [
    "--model", "--dtype", "--max-model-len", "--tensor-parallel-size", "--pipeline-parallel-size", "--seed",
    "--enforce-eager", "--enable-prefix-caching", "--no-enable-prefix-caching", "--speculative-model",
    "--num-speculative-tokens", "--ngram-prompt-lookup-max", "--ngram-prompt-lookup-min",
  ]

  private static let engineCurrent: Set<String> = [
    "--model", "--dtype", "--max-model-len", "--tensor-parallel-size", "--pipeline-parallel-size",
    "--data-parallel-size", "--seed", "--enforce-eager", "--enable-prefix-caching", "--no-enable-prefix-caching",
    "--speculative-config", "--attention-backend", "--generation-config",
  ]

  static let entries: [Entry] = [
    Entry(tool: "vllm serve", version: "0.7.3", source: "vllm/engine/arg_utils.py", flags: engine073),
    Entry(
      tool: "vllm serve", version: "0.7.3", source: "vllm/entrypoints/openai/cli_args.py", flags: ["--host", "--port"]),
    Entry(
      tool: "benchmark_serving.py", version: "0.7.3", source: "benchmarks/benchmark_serving.py",
      flags: [
        "--backend", "--base-url", "--endpoint", "--dataset-name", "--dataset-path", "--max-concurrency", "--model",
        "--num-prompts", "--request-rate", "--seed", "--save-result", "--metadata", "--result-dir", "--result-filename",
        "--percentile-metrics", "--metric-percentiles", "--hf-subset", "--hf-split", "--hf-output-len",
      ]),
    Entry(
      tool: "benchmark_latency.py", version: "0.7.3", source: "benchmarks/benchmark_latency.py",
      flags: ["--input-len", "--output-len", "--batch-size", "--num-iters-warmup", "--num-iters", "--output-json"]),
    Entry(tool: "benchmark_latency.py", version: "0.7.3", source: "vllm/engine/arg_utils.py", flags: engine073),
    Entry(tool: "vllm serve", version: "0.33.0", source: "vllm/engine/arg_utils.py", flags: engineCurrent),
    Entry(
      tool: "vllm serve", version: "0.33.0", source: "vllm/entrypoints/common/cli_args.py", flags: ["--host", "--port"]),
    Entry(
      tool: "vllm bench serve", version: "0.33.0", source: "vllm/benchmarks/serve.py",
      flags: [
        "--backend", "--base-url", "--endpoint", "--max-concurrency", "--model", "--request-rate", "--num-warmups",
        "--save-result", "--save-detailed", "--metadata", "--result-dir", "--result-filename", "--percentile-metrics",
        "--metric-percentiles", "--temperature",
      ]),
    Entry(
      tool: "vllm bench serve", version: "0.33.0", source: "vllm/benchmarks/datasets/datasets.py",
      flags: [
        "--seed", "--num-prompts", "--dataset-name", "--dataset-path", "--no-oversample", "--skip-chat-template",
        "--disable-shuffle", "--custom-output-len",
      ]),
    Entry(
      tool: "vllm bench latency", version: "0.33.0", source: "vllm/benchmarks/latency.py",
      flags: ["--input-len", "--output-len", "--batch-size", "--num-iters-warmup", "--num-iters", "--output-json"]),
    Entry(tool: "vllm bench latency", version: "0.33.0", source: "vllm/engine/arg_utils.py", flags: engineCurrent),
    Entry(
      tool: "lm-eval run", version: "0.4.13", source: "lm_eval/_cli/run.py",
      flags: [
        "--model", "--model_args", "--tasks", "--num_fewshot", "--apply_chat_template", "--gen_kwargs", "--log_samples",
        "--output_path",
      ]),
    Entry(
      tool: "curl", version: "7.88", source: "the manual page curl(1)",
      flags: ["--silent", "--show-error", "--fail", "--output"]),
  ]

  /// The tool that a command starts, and its arguments; `nil` for a program that is not in the table.
  static func tool(_ words: [String]) -> (name: String, arguments: [String])? {
    let words = Array(words.drop { $0.hasPrefix("VLLM_") })
    guard let first = words.first else { return nil }
    if first == "python3", words.count > 1, let script = words[1].split(separator: "/").last {
      return (String(script), Array(words.dropFirst(2)))
    }
    for length in [3, 2, 1] where words.count >= length {
      let name = words.prefix(length).joined(separator: " ")
      if entries.contains(where: { $0.tool == name }) { return (name, Array(words.dropFirst(length))) }
    }
    return nil
  }

  /// The source that defines a flag of a tool in a version.
  static func source(of flag: String, _ tool: String, _ version: String) -> String? {
    entries.first { $0.tool == tool && $0.version == version && $0.flags.contains(flag) }?.source
  }
}
