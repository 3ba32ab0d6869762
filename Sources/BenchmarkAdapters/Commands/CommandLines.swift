import ScalingExperiments

/// The commands that measure the cells of a plan: the server, the benchmarks, and the accuracy harness.
///
/// Every flag was read in the source of the stated version of its tool (vLLM 0.7.3 or 0.33.0, lm-eval 0.4.13). The files
/// are named after the cells, `DIRECTORY/IDENTIFIER.json` with `DIRECTORY/IDENTIFIER.context.json` beside it, because no
/// tool writes into its file on what hardware and how the model was served.
public struct CommandLines: Sendable, Hashable {
  /// A version of vLLM whose flags are known here.
  public enum EngineVersion: String, Sendable, Hashable, CaseIterable {
    /// The version of the paper; its benchmarks are scripts of the repository, not of the package.
    case vLLM073 = "0.7.3"
    /// A recent version, in which the benchmarks are subcommands.
    case vLLMCurrent = "0.33.0"
  }

  /// The version of lm-evaluation-harness whose flags are printed.
  public static let harnessVersion = "0.4.13"

  /// The sweep.
  public let plan: SweepPlan
  /// The version of vLLM.
  public let version: EngineVersion
  /// The task under its tools' names.
  public let task: EvaluationTask
  /// Where results and contexts go.
  public var resultsDirectory = "results"
  /// Where the prompts go that the benchmark sends.
  public var problemsDirectory = "problems"
  /// Where the server's words and the marks of finished cells go; apart from the results, which are all read.
  public var logsDirectory = "logs"
  /// The checkout of vLLM whose `benchmarks` are run, for versions that do not install them.
  public var engineRepository = "vllm"
  /// The address at which the server listens.
  public var host = "127.0.0.1"
  /// The port at which the server listens.
  public var port = 8_000
  /// The tokens that the context has room for beyond the longest cap: prompt and chat template.
  public var promptAllowance = 2_048
  /// The seed of engine and benchmark; one seed for all cells means one order of the problems.
  public var seed = 0
  /// The seconds after which the harness gives an answer up; it has to outlast the longest one.
  public var answerTimeout = 7_200
  /// The prompt tokens of the benchmark of fixed lengths.
  public var fixedPromptTokens = 256
  /// The repeats of the benchmark of fixed lengths.
  public var fixedRepeats = 5

  /// Creates the commands for a plan.
  ///
  /// Throws `CommandLineError` if the plan has faults, is not of `task`, or does not say problems, load or sampling, or
  /// if the version cannot do what it says.
  public init(
    plan: SweepPlan, version: EngineVersion, task: EvaluationTask = .math500
  ) throws(CommandLineError) {
    if let fault = plan.faults.first { throw CommandLineError(message: fault) }
    guard plan.workload.task == task.name else {
      throw CommandLineError(
        message: "The plan's task is \(Wording.quoted(plan.workload.task ?? "")), but the commands are for "
          + "\(Wording.quoted(task.name)).")
    }
    self.plan = plan
    self.version = version
    self.task = task
    _ = try problemCount()
    _ = try loadFlags()
    _ = try temperature()
    for strategy in plan.strategies { _ = try EngineArguments(strategy, version) }
  }

  /// Returns the command that starts the server of a cell; it runs until it is ended.
  ///
  /// Its context is long enough for the longest cap of the plan, so that cells differ in their cap alone.
  /// Throws `CommandLineError` for what the version has no flag for.
  public func server(for cell: SweepCell) throws(CommandLineError) -> ShellCommand {
    let engine = try EngineArguments(cell.strategy, version)
    return ShellCommand(
      purpose: "server", environment: engine.environment,
      words: ["vllm", "serve", cell.model.repository, "--host", host, "--port", "\(port)"]
        + engine.words(contextLength: contextLength, seed: seed) + engine.serverOnly)
  }

  /// Returns the benchmark of a cell: every problem of the task sent to the server, output up to the cap.
  ///
  /// It leaves a file with the records of single requests (0.7.3 always writes them). Throws `CommandLineError`.
  public func serving(for cell: SweepCell) throws(CommandLineError) -> ShellCommand {
    var words: [String]
    switch version {
    case .vLLM073: words = ["python3", "\(engineRepository)/benchmarks/benchmark_serving.py"]
    case .vLLMCurrent: words = ["vllm", "bench", "serve"]
    }
    words += [
      "--backend", "openai-chat", "--base-url", baseURL, "--endpoint", "/v1/chat/completions", "--model",
      cell.model.repository, "--seed", "\(seed)", "--num-prompts", "\(try problemCount())",
    ]
    words += try loadFlags()
    switch version {
    case .vLLM073:
      // Its other data sets leave out whatever has more than 2,048 tokens with the cap: nothing would be left.
      words += ["--dataset-name", "hf", "--dataset-path", conversationsDirectory, "--hf-split", "train"]
      words += ["--hf-output-len", "\(cell.tokenCap)"]
    case .vLLMCurrent:
      // The server applies the chat template; the client would apply it once more.
      words += ["--dataset-name", "custom", "--dataset-path", problemsFile, "--skip-chat-template"]
      words += ["--disable-shuffle", "--no-oversample", "--custom-output-len", "\(cell.tokenCap)"]
      words += ["--temperature", Self.digits(try temperature()), "--num-warmups", "1", "--save-detailed"]
    }
    words += [
      "--percentile-metrics", "ttft,tpot,itl,e2el", "--metric-percentiles", "50,95,99", "--save-result",
      "--result-dir", resultsDirectory, "--result-filename", "\(cell.identifier).json", "--metadata",
      "cell=\(cell.identifier)",
    ]
    let path = "\(resultsDirectory)/\(cell.identifier)"
    return ShellCommand(
      purpose: "serving benchmark", words: words, leaves: ["\(path).json"],
      sidecar: try sidecar("\(path).context.json", cell, plan.workload(for: cell)))
  }

  /// Returns the benchmark of fixed lengths: random prompts, one at a time, output of exactly the cap.
  ///
  /// It starts an engine of its own, so that no server may hold the accelerators. It samples at temperature 1 whatever
  /// the plan says, and n-grams seldom repeat in random text: of speculation it tells nothing. Throws
  /// `CommandLineError`.
  public func latency(for cell: SweepCell) throws(CommandLineError) -> ShellCommand {
    let engine = try EngineArguments(cell.strategy, version)
    let path = "\(resultsDirectory)/\(cell.identifier)_latency"
    let words: [String] =
      switch version {
      case .vLLM073: ["python3", "\(engineRepository)/benchmarks/benchmark_latency.py"]
      case .vLLMCurrent: ["vllm", "bench", "latency"]
      }
    let workload = Workload(
      task: "random tokens", tokenCap: cell.tokenCap, load: .batch(1), sampling: .temperature(1))
    return ShellCommand(
      purpose: "latency benchmark", environment: engine.environment,
      words: words + ["--model", cell.model.repository]
        + engine.words(contextLength: contextLength, seed: seed)
        + [
          "--batch-size", "1", "--input-len", "\(fixedPromptTokens)", "--output-len", "\(cell.tokenCap)",
          "--num-iters-warmup", "1", "--num-iters", "\(fixedRepeats)", "--output-json", "\(path).json",
        ],
      leaves: ["\(path).json"],
      sidecar: try sidecar(
        "\(path).context.json", cell, workload, promptLength: fixedPromptTokens, outputLength: cell.tokenCap))
  }

  /// Returns the command that keeps the server's counters, among them those of speculation.
  ///
  /// They count from the start of the server, warm-up included: one server a cell, asked right after the benchmark.
  /// Throws `CommandLineError`.
  public func metrics(for cell: SweepCell) throws(CommandLineError) -> ShellCommand {
    let path = "\(resultsDirectory)/\(cell.identifier).metrics"
    return ShellCommand(
      purpose: "server counters",
      words: ["curl", "--silent", "--show-error", "--fail", "--output", "\(path).txt", "\(baseURL)/metrics"],
      leaves: ["\(path).txt"],
      sidecar: try sidecar("\(path).context.json", cell, plan.workload(for: cell)))
  }

  /// Returns the accuracy of a cell: the same problems through lm-eval, judged one by one.
  ///
  /// It leaves its results and the judged samples in a folder of the cell, named by the time of the run. Stop sequences
  /// of the task are taken away: they are meant for models that go on to a problem of their own, and would cut a chain
  /// of thought. Throws `CommandLineError`.
  public func accuracy(for cell: SweepCell) throws(CommandLineError) -> ShellCommand {
    let temperature = try temperature()
    let model = try SidecarValue.object([
      ("model", .text(cell.model.repository)), ("base_url", .text("\(baseURL)/v1/chat/completions")),
      ("num_concurrent", .integer(concurrency)), ("max_length", .integer(contextLength)),
      ("timeout", .integer(answerTimeout)),
    ]).line("--model_args")
    let generation = try SidecarValue.object([
      ("max_gen_toks", .integer(cell.tokenCap)), ("do_sample", .flag(temperature > 0)),
      ("temperature", .number(temperature)), ("until", .list([])),
    ]).line("--gen_kwargs")
    let root = "\(resultsDirectory)/\(cell.identifier)"
    let folder = "\(root)/\(Self.harnessFolder(cell.model.repository))"
    var workload = plan.workload(for: cell)
    // The results say the task under the harness's name.
    workload.task = nil
    workload.load = .concurrency(concurrency)
    return ShellCommand(
      purpose: "accuracy",
      words: [
        "lm-eval", "run", "--model", "local-chat-completions", "--model_args", model, "--tasks", task.harnessTask,
        "--num_fewshot", "\(plan.fewShotExamples)", "--apply_chat_template", "--gen_kwargs", generation,
        "--log_samples", "--output_path", root,
      ],
      leaves: ["\(folder)/results_*.json", "\(folder)/samples_\(task.harnessTask)_*.jsonl"],
      sidecar: try sidecar("\(folder)/context.json", cell, workload))
  }

  /// Returns the commands of a cell in the order in which they are run: server, benchmark, counters, accuracy.
  ///
  /// Throws `CommandLineError`.
  public func commands(for cell: SweepCell) throws(CommandLineError) -> [ShellCommand] {
    [try server(for: cell), try serving(for: cell), try metrics(for: cell), try accuracy(for: cell)]
  }
}

/// What the commands share.
extension CommandLines {
  var baseURL: String { "http://\(host):\(port)" }
  /// The benchmark of 0.7.3 reads conversations, that of later versions prompts.
  var conversationsDirectory: String { "\(problemsDirectory)/conversations" }
  var problemsFile: String { "\(problemsDirectory)/problems.jsonl" }

  /// The longest cap with room for the prompt.
  var contextLength: Int {
    let (length, overflow) = (plan.tokenCaps.max() ?? 0).addingReportingOverflow(promptAllowance)
    return overflow ? Int.max : length
  }

  private var concurrency: Int {
    if case .concurrency(let count)? = plan.workload.load { count } else { 1 }
  }

  private func problemCount() throws(CommandLineError) -> Int {
    guard let count = plan.workload.problemCount, count > 0 else {
      throw CommandLineError(message: "The plan does not say how many problems there are, or says none.")
    }
    guard plan.workload.samplesPerProblem ?? 1 == 1 else {
      throw CommandLineError(message: "The plan asks for several answers a problem, which these commands do not draw.")
    }
    return count
  }

  private func loadFlags() throws(CommandLineError) -> [String] {
    switch plan.workload.load {
    case .concurrency(let count)? where count > 0: return ["--max-concurrency", "\(count)"]
    case .requestRate(let rate)? where rate > 0 && rate.isFinite: return ["--request-rate", "\(rate)"]
    case .saturating?: return ["--request-rate", "inf"]
    case .concurrency?, .requestRate?:
      throw CommandLineError(message: "The load of the plan is not positive and finite.")
    case .batch?:
      throw CommandLineError(message: "The load of the plan is a batch, but a server takes requests one by one.")
    case nil: throw CommandLineError(message: "The plan does not say its load.")
    }
  }

  private func temperature() throws(CommandLineError) -> Double {
    switch plan.workload.sampling {
    case .greedy?: return 0
    case .temperature(let value)? where value >= 0 && value.isFinite:
      guard value == 0 || version != .vLLM073 else {
        throw CommandLineError(
          message: "The plan samples at temperature \(value), but the benchmark of vLLM 0.7.3 is always greedy.")
      }
      return value
    case .temperature(let value)?:
      throw CommandLineError(message: "The temperature of the plan is \(value); it must be finite, 0 or more.")
    case nil: throw CommandLineError(message: "The plan does not say how tokens are chosen (sampling).")
    }
  }

  private func sidecar(
    _ path: String, _ cell: SweepCell, _ workload: Workload, promptLength: Int? = nil, outputLength: Int? = nil
  ) throws(CommandLineError) -> ContextSidecar {
    var model = cell.model.description
    // As the tools call it: two names for one model would be a conflict.
    model.name = cell.model.repository
    return try ContextSidecar(
      path: path, model: model, hardware: plan.hardware(for: cell),
      serving: EngineArguments.stated(cell.strategy.serving, version), workload: workload,
      promptLength: promptLength, outputLength: outputLength)
  }

  /// The folder that lm-eval makes of a model's name: `sanitize_model_name` in lm_eval/utils.py.
  private static func harnessFolder(_ name: String) -> String {
    var folder = ""
    var isInRun = false
    for scalar in name.unicodeScalars {
      let isReplaced = "\"<>:/|\\?*[]".unicodeScalars.contains(scalar)
      // A run of such characters becomes one pair of underscores.
      if isReplaced {
        if !isInRun { folder += "__" }
      } else {
        folder.unicodeScalars.append(scalar)
      }
      isInRun = isReplaced
    }
    return folder
  }

  private static func digits(_ value: Double) -> String { value == 0 ? "0" : "\(value)" }
}
