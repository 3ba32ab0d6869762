import BenchmarkAdapters
import Foundation
import ScalingExperiments
import Testing

@Suite struct CommandLinesTests {
  private struct NgramSettings: Decodable {
    var method: String
    var tokens: Int
    var longest: Int
    var shortest: Int

    enum CodingKeys: String, CodingKey {
      case method
      case tokens = "num_speculative_tokens"
      case longest = "prompt_lookup_max"
      case shortest = "prompt_lookup_min"
    }
  }

  private let plan = PaperExperiment.plan

  private func cell(_ identifier: String) throws -> SweepCell { try #require(plan.cell(identifier: identifier)) }

  private func version(_ tool: String, _ engine: CommandLines.EngineVersion) -> String {
    switch tool {
    case "curl": "7.88"
    case "lm-eval run": CommandLines.harnessVersion
    default: engine.rawValue
    }
  }

  @Test(arguments: CommandLines.EngineVersion.allCases)
  func `every flag of every command of every cell exists in the stated version`(
    _ engine: CommandLines.EngineVersion
  ) throws {
    let lines = try CommandLines(plan: plan, version: engine)
    var seen = 0
    for cell in plan.cells {
      for command in try lines.commands(for: cell) + [lines.latency(for: cell)] {
        let (tool, arguments) = try #require(FlagTable.tool(TestShell.words(command.text)), "\(command.text)")
        for flag in arguments where flag.hasPrefix("--") {
          #expect(
            FlagTable.source(of: flag, tool, version(tool, engine)) != nil,
            "\(flag) of \(tool) \(version(tool, engine))")
          seen += 1
        }
      }
    }
    #expect(seen > 120 * 40)
  }

  @Test func `flags for what the paper does not use exist as well`() throws {
    var eager = plan
    eager.hardware.acceleratorCount = 16
    eager.strategies = [eager.strategies[0]]
    eager.strategies[0].serving.execution = .eager
    eager.strategies[0].serving.pipelineParallel = 2
    eager.workload.load = .saturating
    for engine in CommandLines.EngineVersion.allCases {
      let lines = try CommandLines(plan: eager, version: engine)
      for command in try lines.commands(for: eager.cells[0]) {
        let (tool, arguments) = try #require(FlagTable.tool(TestShell.words(command.text)))
        for flag in arguments where flag.hasPrefix("--") {
          #expect(FlagTable.source(of: flag, tool, version(tool, engine)) != nil)
        }
      }
      let server = try lines.server(for: eager.cells[0]).words
      #expect(server.contains("--enforce-eager"))
      #expect(server.joined(separator: " ").contains("--pipeline-parallel-size 2"))
      #expect(try lines.serving(for: eager.cells[0]).text.contains("--request-rate inf"))
    }
  }

  @Test func `the servers of 0 7 3 are started as the paper says`() throws {
    let lines = try CommandLines(plan: plan, version: .vLLM073)
    #expect(
      try lines.server(for: cell("deepseek-r1-distill-qwen-14b_tp4_cap8192")).text
        == "VLLM_USE_V1=0 VLLM_ATTENTION_BACKEND=FLASH_ATTN vllm serve deepseek-ai/DeepSeek-R1-Distill-Qwen-14B "
        + "--host 127.0.0.1 --port 8000 --dtype bfloat16 --tensor-parallel-size 4 --max-model-len 18432 --seed 0 "
        + "--no-enable-prefix-caching")
    #expect(
      try lines.server(for: cell("s1.1-7b_ngram_cap1024")).text
        == "VLLM_USE_V1=0 VLLM_ATTENTION_BACKEND=FLASH_ATTN vllm serve simplescaling/s1.1-7B --host 127.0.0.1 "
        + "--port 8000 --dtype bfloat16 --tensor-parallel-size 1 --speculative-model '[ngram]' "
        + "--num-speculative-tokens 5 --ngram-prompt-lookup-max 4 --ngram-prompt-lookup-min 1 --max-model-len 18432 "
        + "--seed 0 --no-enable-prefix-caching")
  }

  @Test func `the current version takes speculation as JSON`() throws {
    let lines = try CommandLines(plan: plan, version: .vLLMCurrent)
    let words = try lines.server(for: cell("s1.1-7b_ngram_cap1024")).words
    let index = try #require(words.firstIndex(of: "--speculative-config"))
    let settings = try JSONDecoder().decode(NgramSettings.self, from: Data(words[index + 1].utf8))
    #expect(settings.method == "ngram")
    #expect(settings.tokens == 5)
    #expect(settings.longest == 4)
    #expect(settings.shortest == 1)
    #expect(!words.contains("--speculative-model"))
    #expect(try lines.server(for: cell("s1.1-7b_ngram_cap1024")).environment.isEmpty)
  }

  @Test func `benchmarks send every problem one at a time with the cell's cap, and keep the details`() throws {
    let cell = try cell("s1.1-14b_baseline_cap4096")
    let old = try CommandLines(plan: plan, version: .vLLM073).serving(for: cell)
    #expect(
      old.text == "python3 vllm/benchmarks/benchmark_serving.py --backend openai-chat --base-url http://127.0.0.1:8000 "
        + "--endpoint /v1/chat/completions --model simplescaling/s1.1-14B --seed 0 --num-prompts 500 "
        + "--max-concurrency 1 --dataset-name hf --dataset-path problems/conversations --hf-split train "
        + "--hf-output-len 4096 --percentile-metrics ttft,tpot,itl,e2el --metric-percentiles 50,95,99 --save-result "
        + "--result-dir results --result-filename s1.1-14b_baseline_cap4096.json --metadata "
        + "'cell=s1.1-14b_baseline_cap4096'")
    #expect(old.leaves == ["results/s1.1-14b_baseline_cap4096.json"])
    #expect(old.sidecar?.path == "results/s1.1-14b_baseline_cap4096.context.json")
    let current = try CommandLines(plan: plan, version: .vLLMCurrent).serving(for: cell).text
    #expect(current.hasPrefix("vllm bench serve --backend openai-chat "))
    for part in [
      "--max-concurrency 1 ", "--dataset-name custom --dataset-path problems/problems.jsonl --skip-chat-template ",
      "--custom-output-len 4096 ", "--temperature 0 ", "--save-detailed ", "--disable-shuffle ",
    ] { #expect(current.contains(part), "\(part)") }
  }

  @Test func `accuracy is zero-shot, capped, logged, and not cut by stop sequences`() throws {
    let lines = try CommandLines(plan: plan, version: .vLLM073)
    let command = try lines.accuracy(for: cell("deepseek-r1-distill-qwen-7b_tp2_cap2048"))
    let words = TestShell.words(command.text)
    #expect(words.prefix(4) == ["lm-eval", "run", "--model", "local-chat-completions"])
    func value(_ flag: String) throws -> String { words[try #require(words.firstIndex(of: flag)) + 1] }
    #expect(try value("--tasks") == "minerva_math500")
    #expect(try value("--num_fewshot") == "0")
    #expect(words.contains("--log_samples") && words.contains("--apply_chat_template"))
    let generation = try #require(
      try JSONSerialization.jsonObject(with: Data(try value("--gen_kwargs").utf8)) as? [String: Any])
    #expect(generation["max_gen_toks"] as? Int == 2_048)
    #expect((generation["until"] as? [String])?.isEmpty == true)
    #expect(generation["do_sample"] as? Bool == false)
    let model = try #require(
      try JSONSerialization.jsonObject(with: Data(try value("--model_args").utf8)) as? [String: Any])
    #expect(model["model"] as? String == "deepseek-ai/DeepSeek-R1-Distill-Qwen-7B")
    #expect(model["base_url"] as? String == "http://127.0.0.1:8000/v1/chat/completions")
    #expect(model["num_concurrent"] as? Int == 1)
    let folder =
      "results/deepseek-r1-distill-qwen-7b_tp2_cap2048/deepseek-ai__DeepSeek-R1-Distill-Qwen-7B"
    #expect(command.leaves == ["\(folder)/results_*.json", "\(folder)/samples_minerva_math500_*.jsonl"])
    #expect(command.sidecar?.path == "\(folder)/context.json")
  }

  @Test func `the latency benchmark runs one sequence of fixed lengths`() throws {
    let lines = try CommandLines(plan: plan, version: .vLLM073)
    let command = try lines.latency(for: cell("s1.1-1.5b_tp2_cap1024"))
    #expect(
      command.text.hasSuffix(
        "--batch-size 1 --input-len 256 --output-len 1024 --num-iters-warmup 1 --num-iters 5 --output-json "
          + "results/s1.1-1.5b_tp2_cap1024_latency.json"))
    #expect(command.words.contains("--tensor-parallel-size"))
    let text = try #require(command.sidecar?.text)
    for part in ["\"promptLength\": 256", "\"outputLength\": 1024", "\"kind\": \"batch\""] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test func `places, port and seed are the caller's`() throws {
    var lines = try CommandLines(plan: plan, version: .vLLM073)
    lines.resultsDirectory = "my results"
    lines.port = 9_000
    lines.seed = 7
    lines.promptAllowance = 16
    let cell = try cell("s1.1-1.5b_tp2_cap1024")
    #expect(try lines.server(for: cell).text.contains("--port 9000 "))
    #expect(try lines.server(for: cell).text.contains("--max-model-len 16400 --seed 7 "))
    #expect(try lines.serving(for: cell).text.contains("--result-dir 'my results' "))
    #expect(try lines.metrics(for: cell).text.hasSuffix("http://127.0.0.1:9000/metrics"))
  }

  @Test func `what a command could not say is refused in words`() throws {
    func fault(_ engine: CommandLines.EngineVersion = .vLLM073, _ change: (inout SweepPlan) -> Void) -> String? {
      var changed = plan
      change(&changed)
      do {
        _ = try CommandLines(plan: changed, version: engine)
        return nil
      } catch {
        return "\(error)"
      }
    }
    #expect(fault { $0.tokenCaps = [0] } == "The token cap 0 is below 1.")
    #expect(
      fault { $0.workload.task = "AIME24" } == "The plan's task is \"AIME24\", but the commands are for \"MATH500\".")
    #expect(
      fault { $0.workload.problemCount = nil } == "The plan does not say how many problems there are, or says none.")
    #expect(
      fault { $0.workload.samplesPerProblem = 4 }
        == "The plan asks for several answers a problem, which these commands do not draw.")
    #expect(fault { $0.workload.load = nil } == "The plan does not say its load.")
    #expect(fault { $0.workload.load = .concurrency(0) } == "The load of the plan is not positive and finite.")
    #expect(
      fault { $0.workload.load = .batch(1) }
        == "The load of the plan is a batch, but a server takes requests one by one.")
    #expect(fault { $0.workload.sampling = nil } == "The plan does not say how tokens are chosen (sampling).")
    #expect(
      fault { $0.workload.sampling = .temperature(.nan) }
        == "The temperature of the plan is nan; it must be finite, 0 or more.")
    #expect(
      fault { $0.workload.sampling = .temperature(0.6) }
        == "The plan samples at temperature 0.6, but the benchmark of vLLM 0.7.3 is always greedy.")
    #expect(fault(.vLLMCurrent) { $0.workload.sampling = .temperature(0.6) } == nil)
    #expect(
      fault { $0.strategies[0].serving.dataParallel = 2 }
        == "The strategy \"baseline\" has 2 replicas, for which vLLM 0.7.3 has no flag.")
    #expect(fault(.vLLMCurrent) { $0.strategies[0].serving.dataParallel = 2 } == nil)
    #expect(
      fault { $0.strategies[0].serving.tensorParallel = 0 } == "The strategy \"baseline\" has a tensorParallel of 0.")
    #expect(
      fault { $0.strategies[0].serving.precision = .fp8 }
        == "The strategy \"baseline\" has the precision fp8, for which there is no --dtype.")
    #expect(
      fault { $0.strategies[0].serving.attentionBackend = "Flash" }
        == "The strategy \"baseline\" has the attention backend \"Flash\"; the commands know FlashAttention and FlashInfer."
    )
    #expect(
      fault { $0.strategies[1].serving.speculation = .on(Speculation(method: .eagle)) }
        == "The strategy \"ngram\" speculates by eagle; the commands know n-grams only.")
    #expect(
      fault { $0.strategies[1].serving.speculation = .on(Speculation(method: .ngram, draftTokens: 5)) }
        == "The strategy \"ngram\" needs draftTokens, ngramMinimum and ngramMaximum, all above 0 and in order.")
  }
}
