import ScalingExperiments

/// The part of a command that a strategy decides, in the flags of a version of vLLM.
///
/// Sources: vllm/engine/arg_utils.py of 0.7.3 and 0.33.0; vllm/envs.py of 0.7.3.
struct EngineArguments {
  private let serving: ServingConfiguration
  private let version: CommandLines.EngineVersion
  private let strategyWords: [String]
  private let attention: String?

  init(_ strategy: SweepStrategy, _ version: CommandLines.EngineVersion) throws(CommandLineError) {
    serving = strategy.serving
    self.version = version
    var words: [String] = []
    if let precision = serving.precision {
      words += ["--dtype", try Self.dtype(precision, strategy.name)]
    }
    for (flag, name, count) in [
      ("--tensor-parallel-size", "tensorParallel", serving.tensorParallel),
      ("--pipeline-parallel-size", "pipelineParallel", serving.pipelineParallel),
      ("--data-parallel-size", "dataParallel", serving.dataParallel),
    ] {
      guard let count else { continue }
      guard count > 0 else {
        throw CommandLineError(message: "The strategy \"\(strategy.name)\" has a \(name) of \(count).")
      }
      // One is what the engine does unasked, and 0.7.3 knows no data parallelism.
      guard count > 1 || flag == "--tensor-parallel-size" else { continue }
      if version == .vLLM073, flag == "--data-parallel-size" {
        throw CommandLineError(
          message: "The strategy \"\(strategy.name)\" has \(count) replicas, for which vLLM 0.7.3 has no flag.")
      }
      words += [flag, "\(count)"]
    }
    if serving.execution == .eager { words.append("--enforce-eager") }
    if case .on(let speculation)? = serving.speculation {
      words += try Self.speculation(speculation, strategy.name, version)
    }
    strategyWords = words
    attention = try serving.attentionBackend.map { backend throws(CommandLineError) in
      try Self.attention(backend, strategy.name)
    }
  }

  /// The variables of the engine: 0.7.3 chooses its attention kernels by one, and its older core by another.
  var environment: [ShellCommand.Variable] {
    guard version == .vLLM073 else { return [] }
    return [ShellCommand.Variable(name: "VLLM_USE_V1", value: "0")]
      + (attention.map { [ShellCommand.Variable(name: "VLLM_ATTENTION_BACKEND", value: $0)] } ?? [])
  }

  /// The flags of the engine, for the server and the latency benchmark alike.
  func words(contextLength: Int, seed: Int) -> [String] {
    var words = strategyWords
    if version == .vLLMCurrent, let attention { words += ["--attention-backend", attention] }
    // Off in 0.7.3 and on since: said, so that both versions and all cells prefill the whole prompt.
    return words + ["--max-model-len", "\(contextLength)", "--seed", "\(seed)", "--no-enable-prefix-caching"]
  }

  /// The flags of the server alone.
  ///
  /// Since 0.7.3 the default has become the model's own generation_config.json, with penalties that greedy decoding
  /// would obey.
  var serverOnly: [String] { version == .vLLMCurrent ? ["--generation-config", "vllm"] : [] }

  /// A configuration as this version makes it true: of another version than the plan's the builds are unknown.
  static func stated(
    _ serving: ServingConfiguration, _ version: CommandLines.EngineVersion
  ) -> ServingConfiguration {
    guard serving.version != version.rawValue else { return serving }
    var stated = serving
    stated.engine = "vLLM"
    stated.version = version.rawValue
    stated.attentionBackend = serving.attentionBackend.flatMap { $0.split(separator: " ").first }.map(String.init)
    stated.cudaVersion = nil
    stated.torchVersion = nil
    return stated
  }

  private static func dtype(_ precision: NumericPrecision, _ name: String) throws(CommandLineError) -> String {
    switch precision {
    case .bf16: return "bfloat16"
    case .fp16: return "float16"
    case .fp32: return "float32"
    default:
      throw CommandLineError(
        message: "The strategy \"\(name)\" has the precision \(precision.rawValue), for which there is no --dtype.")
    }
  }

  private static func attention(_ backend: String, _ name: String) throws(CommandLineError) -> String {
    switch backend.split(separator: " ").first.map({ $0.lowercased() }) {
    case "flashattention": return "FLASH_ATTN"
    case "flashinfer": return "FLASHINFER"
    default:
      throw CommandLineError(
        message: "The strategy \"\(name)\" has the attention backend \(Wording.quoted(backend)); the commands know "
          + "FlashAttention and FlashInfer.")
    }
  }

  private static func speculation(
    _ speculation: Speculation, _ name: String, _ version: CommandLines.EngineVersion
  ) throws(CommandLineError) -> [String] {
    guard speculation.method == .ngram else {
      throw CommandLineError(
        message:
          "The strategy \"\(name)\" speculates by \(speculation.method.rawValue); the commands know n-grams only.")
    }
    guard let drafts = speculation.draftTokens, let shortest = speculation.ngramMinimum,
      let longest = speculation.ngramMaximum, drafts > 0, shortest > 0, shortest <= longest
    else {
      throw CommandLineError(
        message: "The strategy \"\(name)\" needs draftTokens, ngramMinimum and ngramMaximum, all above 0 and in order.")
    }
    switch version {
    case .vLLM073:
      return [
        "--speculative-model", "[ngram]", "--num-speculative-tokens", "\(drafts)", "--ngram-prompt-lookup-max",
        "\(longest)", "--ngram-prompt-lookup-min", "\(shortest)",
      ]
    case .vLLMCurrent:
      let settings = try SidecarValue.object([
        ("method", .text("ngram")), ("num_speculative_tokens", .integer(drafts)),
        ("prompt_lookup_max", .integer(longest)), ("prompt_lookup_min", .integer(shortest)),
      ]).line("--speculative-config")
      return ["--speculative-config", settings]
    }
  }
}
