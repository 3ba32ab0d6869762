import BenchmarkAdapters
import ScalingExperiments
import Testing

/// llama-bench in its four spellings.
@Suite struct LlamaBenchResultsTests {
  private static func rate(_ quantity: MetricQuantity, _ run: Run) -> MetricValue? {
    run.outcomes.first { $0.metric.quantity == quantity && $0.metric.unit == .tokensPerSecond }
  }

  @Test func `JSON: a run for each test, prompt and generation told apart`() throws {
    let runs = try ToolFiles.file("llama-bench/smollm2_b11434_cpu.json").runs().runs
    #expect(runs.count == 6)
    let prompt = runs[0]
    #expect(prompt.model.name == "SmolLM2-135M-Instruct.Q4_1" && prompt.model.parameters == 134_515_008)
    #expect(prompt.hardware?.accelerator == "AMD EPYC" && prompt.hardware?.acceleratorCount == nil)
    #expect(prompt.serving.engine == "llama.cpp" && prompt.serving.version == nil)
    #expect(prompt.workload.load == .batch(1) && prompt.workload.task == "pp32")
    #expect(prompt.workload.promptLength == 32 && prompt.workload.outputLength == nil)
    let rate = try #require(Self.rate("input throughput", prompt))
    #expect(rate.value == 120.653177 && rate.count == 3 && rate.spread == .standardDeviation(41.16783))
    #expect(prompt.requests == nil)
    #expect(prompt.source?.date == "2026-11-23T15:17:36Z")
    #expect(prompt.unmapped.contains(UnmappedField(path: ["n_threads"], json: "1")))
    #expect(prompt.unmapped.contains { $0.path == ["samples_ns"] })
    let generation = runs[2]
    #expect(Self.rate(.throughput, generation)?.value == 78.789801)
    #expect(generation.requests?.latency == [0.215475621, 0.193632505, 0.201297594])
    #expect(generation.requests?.outputTokens == [16, 16, 16])
    // The same test twice stays two runs: with one thread and with two.
    #expect(runs[3].workload.task == "pp32" && runs[3].unmapped.contains(UnmappedField(path: ["n_threads"], json: "2")))
  }

  @Test func `JSON Lines: depths are part of the test`() throws {
    let runs = try ToolFiles.file("llama-bench/smollm2_b11434_cpu_depthsweep_quiet.jsonl").runs().runs
    #expect(
      runs.map(\.workload.task) == [
        "pp16", "pp64", "pp256", "tg16", "tg64", "pp16 @ d256", "pp64 @ d256", "pp256 @ d256", "tg16 @ d256",
        "tg64 @ d256",
      ])
    #expect(runs.compactMap { Self.rate(.throughput, $0)?.value } == [118.982555, 118.054133, 97.625428, 98.833953])
  }

  @Test func `CSV: every value is quoted`() throws {
    let runs = try ToolFiles.file("llama-bench/smollm2_b11434_cpu.csv").runs().runs
    #expect(runs.map(\.workload.task) == ["pp32", "tg16"])
    let rate = try #require(Self.rate(.throughput, runs[1]))
    #expect(rate.value == 41.197082 && rate.count == nil && rate.spread == .standardDeviation(3.958481))
    #expect(runs[1].outcomes.first { $0.metric.quantity == "test time" }?.value == 0.390178206)
  }

  @Test func `Markdown: rounded, under the coarse label`() throws {
    let runs = try ToolFiles.file("llama-bench/smollm2_b11434_cpu.md").runs().runs
    #expect(runs.map(\.model.name) == ["llama 256M Q4_1", "llama 256M Q4_1"] && runs[0].model.parameters == nil)
    let rate = try #require(Self.rate("input throughput", runs[0]))
    #expect(rate.value == 105.39 && rate.spread == .standardDeviation(8.1))
    #expect(runs[0].unmapped.contains(UnmappedField(path: ["params"], json: "\"134.52 M\"")))
  }

  @Test(arguments: [
    ("pp512", 512, 0, 0), ("tg128", 0, 128, 0), ("pp512+tg128", 512, 128, 0), ("pp2048 @ d4096", 2048, 0, 4096),
    ("tg32 @ d8192", 0, 32, 8192),
  ])
  func `Words for tests`(word: String, prompt: Int, output: Int, depth: Int) throws {
    let text = "| model | test | t/s |\n| --- | --- | ---: |\n| m | \(word) | 10 ± 1 |\n"
    let run = try #require(try MeasurementFile(bytes: Array(text.utf8), name: "t.md").runs().runs.first)
    #expect(run.workload.task == word)
    #expect(run.workload.promptLength ?? 0 == prompt && run.workload.outputLength ?? 0 == output)
    #expect(run.outcomes.count == 1)
  }

  @Test(arguments: ["", "pp", "xx5", "pp5 @ d1 @ d2", "pp-1", "pp5 @ x"])
  func `Other words are no test`(word: String) throws {
    let text = "| model | test | t/s |\n| --- | --- | ---: |\n| m | \(word) | 10 ± 1 |\n"
    let run = try #require(try MeasurementFile(bytes: Array(text.utf8), name: "t.md").runs().runs.first)
    #expect(run.outcomes.isEmpty)
  }

  @Test func `Several accelerators are named once, their number is not guessed`() throws {
    let text = """
      {"build_commit": "abc1234", "build_number": 7951, "gpu_info": "NVIDIA H100, NVIDIA H100", "cpu_info": "c",
       "model_filename": "/models/x/Llama-3-8B-Q8_0.gguf", "model_n_params": 8030261248, "n_prompt": 512, "n_gen": 128,
       "avg_ns": 1000000000, "stddev_ns": 0, "avg_ts": 640, "stddev_ts": 0, "flash_attn": true, "samples_ns": [1000000000]}
      """
    let run = try #require(try ToolFiles.runs(text, LlamaBenchResults()).first)
    #expect(run.hardware?.accelerator == "NVIDIA H100" && run.hardware?.acceleratorCount == nil)
    #expect(run.serving.version == "b7951 abc1234" && run.model.name == "Llama-3-8B-Q8_0")
    let rate = try #require(Self.rate("total token throughput", run))
    #expect(rate.value == 640 && rate.metric.definition.hasPrefix("prompt and output tokens"))
    #expect(run.requests?.promptTokens == [512] && run.requests?.outputTokens == [128])
  }
}
