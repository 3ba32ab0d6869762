import Foundation
import ScalingAnalytics

/// The files that the printed commands leave for some cells of the paper's sweep, with made-up times of a known truth.
///
/// Speculation is 1.5 times as fast; two and four ranks are 1.35 and 1.7 times as fast at 14B, .95 and .9 times at 1.5B.
/// Every strategy gives the same outputs, problem by problem.
struct PaperFolder {
  static let problemCount = 40
  static let strategies = ["baseline", "ngram", "tp2", "tp4"]

  /// SHA-256 of the hashes of all samples one after another, computed with Python's hashlib.
  private static let taskHash = "495fec2a2f8a5575f371801cd13ead7835c2d3504b8a3ded910c779a6165a6da"

  let root: URL
  let commands: CommandLines
  let cells: [SweepCell]

  /// Writes the files of 14B and 1.5B of one family: five caps, four strategies.
  init() throws {
    var plan = PaperExperiment.plan
    plan.workload.problemCount = Self.problemCount
    root = try PaperProgram.temporaryFolder()
    var commands = try CommandLines(plan: plan, version: .vLLM073)
    commands.resultsDirectory = "results"
    self.commands = commands
    cells = plan.cells.filter {
      $0.model.description.family == "s1.1" && !$0.model.description.name.hasSuffix("-7B")
    }
    for cell in cells {
      try write(serving(cell), of: try commands.serving(for: cell))
      try writeAnswers(cell)
      if cell.strategy.name == "ngram" {
        try write(Data(Self.counters(cell).utf8), of: try commands.metrics(for: cell))
      }
    }
  }

  /// The folder of results.
  var results: URL { root.appendingPathComponent(commands.resultsDirectory) }

  /// Removes all.
  func remove() { try? FileManager.default.removeItem(at: root) }

  /// The benchmark's file of a cell.
  func servingFile(_ identifier: String) -> URL { results.appendingPathComponent("\(identifier).json") }

  // MARK: The truth

  /// The tokens that an answer takes without a cap.
  static func needed(_ problem: Int) -> Int { 500 + (problem * 17 % 40) * 350 }

  static func tokens(_ problem: Int, cap: Int) -> Int { min(needed(problem), cap) }

  /// The share of a request's time that is chance: within 3 %, another one for each strategy and problem.
  private static func noise(_ problem: Int, _ strategy: Int) -> Double {
    1 + 0.03 * sin(Double(problem * 13 + strategy * 7 + 1))
  }

  static func speedup(_ cell: SweepCell) -> Double {
    let isLarge = cell.model.description.name.hasSuffix("14B")
    switch cell.strategy.name {
    case "ngram": return 1.5
    case "tp2": return isLarge ? 1.35 : 0.95
    case "tp4": return isLarge ? 1.7 : 0.9
    default: return 1
    }
  }

  static func latency(_ problem: Int, _ cell: SweepCell) -> Double {
    let secondsPerToken = cell.model.description.name.hasSuffix("14B") ? 0.0115 : 0.0025
    let time = Double(tokens(problem, cap: cell.tokenCap)) * secondsPerToken / speedup(cell)
    return time * noise(problem, strategies.firstIndex(of: cell.strategy.name) ?? 0)
  }

  static func isSolved(_ problem: Int, cap: Int) -> Bool { needed(problem) <= cap && problem % 10 != 9 }

  // MARK: The benchmark

  /// The keys of the real file, with the values of this cell.
  func serving(_ cell: SweepCell) throws -> Data {
    var record = try Self.object(PaperProgram.shippedTools, "vllm/serve_0.32.0_conc4_detailed.json")
    // Added by hand when the real file was made, and percentiles of other times.
    for key in ["tensor_parallel_size", "gpu_type", "version"] { record[key] = nil }
    for key in record.keys where key.hasSuffix("_ms") || key.hasPrefix("max_") { record[key] = nil }
    let problems = Array(0..<Self.problemCount)
    let lengths = problems.map { Self.tokens($0, cap: cell.tokenCap) }
    let latencies = problems.map { Self.latency($0, cell) }
    let total: Double = latencies.reduce(0, +)
    let output: Int = lengths.reduce(0, +)
    let count = problems.count
    let input = 100 * count
    for key in ["backend", "endpoint_type"] { record[key] = "openai-chat" }
    for key in ["model_id", "tokenizer_id"] { record[key] = cell.model.repository }
    for key in ["num_prompts", "completed"] { record[key] = count }
    record["cell"] = cell.identifier
    record["failed"] = 0
    record["max_concurrency"] = 1
    record["duration"] = total
    record["total_input_tokens"] = input
    record["total_output_tokens"] = output
    record["request_throughput"] = Double(count) / total
    record["output_throughput"] = Double(output) / total
    record["total_token_throughput"] = Double(output + input) / total
    record["mean_ttft_ms"] = 50
    record["mean_e2el_ms"] = total / Double(count) * 1_000
    record["input_lens"] = [Int](repeating: 100, count: count)
    record["output_lens"] = lengths
    record["ttfts"] = [Double](repeating: 0.05, count: count)
    // Four chunks an answer: the real gaps of 16,384 tokens would make a slow test and show nothing more.
    record["itls"] = latencies.map { time -> [Double] in [Double](repeating: (time - 0.05) / 4, count: 4) }
    record["latencies"] = latencies
    record["start_times"] = problems.map { problem -> Double in latencies.prefix(problem).reduce(0, +) }
    record["queue_times"] = [Double](repeating: 0.0001, count: count)
    record["generated_texts"] = [String](repeating: "answer", count: count)
    record["errors"] = [String](repeating: "", count: count)
    return try JSONSerialization.data(withJSONObject: record, options: .sortedKeys)
  }

  private static func counters(_ cell: SweepCell) -> String {
    let labels = "{model_name=\"\(cell.model.repository)\"}"
    return """
      # TYPE vllm:spec_decode_num_draft_tokens_total counter
      vllm:spec_decode_num_draft_tokens_total\(labels) \(5 * cell.tokenCap)
      # TYPE vllm:spec_decode_num_accepted_tokens_total counter
      vllm:spec_decode_num_accepted_tokens_total\(labels) \(cell.tokenCap)
      # TYPE vllm:spec_decode_num_emitted_tokens_total counter
      vllm:spec_decode_num_emitted_tokens_total\(labels) \(2 * cell.tokenCap)

      """
  }

  // MARK: The harness

  private func writeAnswers(_ cell: SweepCell) throws {
    let command = try commands.accuracy(for: cell)
    let task = commands.task.harnessTask
    let generation: [String: Any] = [
      "until": [String](), "max_gen_toks": cell.tokenCap, "do_sample": false, "temperature": 0,
    ]
    let solved = (0..<Self.problemCount).map { Self.isSolved($0, cap: cell.tokenCap) }
    let share = Double(solved.count { $0 }) / Double(solved.count)
    var record = try Self.object(
      PaperProgram.shippedTools, "lm-eval/dummy/results_2026-11-23T15-06-28.941792.json")
    // No two evaluations end at the same time; the samples say no time, and are equal.
    record["date"] = 1_795_446_385.5 + Double(cells.firstIndex(of: cell) ?? 0) * 3_600
    record.merge([
      "results": [
        task: ["alias": task, "sample_len": solved.count, "exact_match,none": 0.0, "math_verify,none": share]
      ],
      "configs": [
        task: ["task": task, "output_type": "generate_until", "generation_kwargs": generation, "repeats": 1]
      ],
      "versions": [task: 2], "n-shot": [task: 0], "task_hashes": [task: Self.taskHash],
      "higher_is_better": [task: ["exact_match": true, "math_verify": true]],
      "n-samples": [task: ["original": solved.count, "effective": solved.count]],
      "config": ["model": "local-chat-completions", "model_args": ["model": cell.model.repository]],
      "model_source": "local-chat-completions", "model_name": cell.model.repository,
    ]) { $1 }
    try write(try JSONSerialization.data(withJSONObject: record, options: .sortedKeys), of: command)
    var lines = Data()
    for (problem, isRight) in solved.enumerated() {
      let number = (problem < 10 ? "0" : "") + "\(problem)"
      let sample: [String: Any] = [
        "doc_id": problem, "doc": ["problem": "p"], "target": "1", "filter": "none",
        "arguments": ["gen_args_0": ["arg_0": "p", "arg_1": generation]], "resps": [["text"]],
        "filtered_resps": ["text"], "metrics": ["exact_match", "math_verify"], "doc_hash": "doc-\(number)",
        "prompt_hash": "prompt-\(number)", "target_hash": "target-\(number)", "exact_match": 0,
        "math_verify": isRight ? 1 : 0,
      ]
      lines += try JSONSerialization.data(withJSONObject: sample, options: .sortedKeys) + Data("\n".utf8)
    }
    try write(lines, to: command.leaves[1])
  }

  // MARK: Files

  /// Writes the first file that a command leaves, and its context.
  private func write(_ data: Data, of command: ShellCommand) throws {
    try write(data, to: command.leaves[0])
    if let sidecar = command.sidecar { try write(Data(sidecar.text.utf8), to: sidecar.path) }
  }

  private func write(_ data: Data, to name: String) throws {
    let file = root.appendingPathComponent(name.replacingOccurrences(of: "*", with: "2026-11-23T15-06-28.941792"))
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
  }

  private static func object(_ folder: URL, _ name: String) throws -> [String: Any] {
    let data = try Data(contentsOf: folder.appendingPathComponent(name))
    return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }
}
