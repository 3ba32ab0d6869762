import BenchmarkAdapters
import Foundation
import ScalingExperiments
import Testing

/// Folder trees of results.
@Suite struct ResultsDirectoryTests {
  private func read(
    _ files: [String: String], context: MeasurementContext = MeasurementContext(),
    badFiles: ResultsDirectory.BadFilePolicy = .skipAndReport
  ) throws -> ResultsDirectoryContents {
    try TemporaryDirectory.read(files, context: context, badFiles: badFiles)
  }

  private func serve(_ model: String, _ rate: Double) -> String {
    "{\"model_id\": \"\(model)\", \"num_prompts\": 1, \"request_throughput\": \(rate)}"
  }

  @Test func `Every shipped file goes to the source that its keys name`() throws {
    let contents = try ResultsDirectory(ToolFiles.folder.path, context: MeasurementContext(acceleratorCount: 1)).read()
    // Of vLLM's load points: detailed, ramp, speculation, and 4 of a sweep. The dashboard file repeats the last of
    // these, SGLang's file and single requests of other tools name no model.
    let byTool = Dictionary(grouping: contents.runs) { $0.source?.tool ?? "" }.mapValues(\.count)
    #expect(
      byTool == [
        "AIPerf": 1, "GenAI-Perf": 1, "InferenceX": 4, "GuideLLM": 2, "Prometheus": 2, "Inspect": 1, "llama-bench": 20,
        "lm-eval": 2,
        "vLLM bench latency": 1, "vLLM /metrics": 3,
        "vLLM bench serve": 15,
        "vLLM bench throughput": 1,
      ])
    #expect(contents.runs.first { $0.source?.tool == "lm-eval" }?.answers?.count == 6)
    #expect(contents.sources.map(\.name) == contents.sources.map(\.name).sorted())
    let reasons = contents.notes.map(\.message)
    #expect(
      reasons.contains(
        "vllm/serve_0.32.0_sweep_append.pytorch.json: The run vllm/serve_0.32.0_sweep_append.pytorch.json has the same "
          + "figures as vllm/serve_0.32.0_sweep_append.json:4 and was listed once."))
    #expect(
      reasons.contains {
        $0.hasPrefix("sglang/bench_serving_0.4.6.jsonl:1: The file does not say which model ran;")
          && $0.hasSuffix("The file was left out.")
      })
    #expect(contents.headline.hasPrefix("\(contents.runs.count) runs from \(contents.sources.count) files, with "))
  }

  @Test func `Reading twice gives the same`() throws {
    let directory = ResultsDirectory(ToolFiles.folder.path)
    #expect(try directory.read() == directory.read())
  }

  @Test func `A sidecar completes the context of its folder, and that the one above`() throws {
    let contents = try read([
      "context.json": "{\"formatVersion\": 1, \"hardware\": {\"accelerator\": \"A\", \"acceleratorCount\": 1}}",
      "a.json": serve("m", 1),
      "deep/er/b.json": serve("m", 2),
      "tp2/context.json": "{\"formatVersion\": 1, \"hardware\": {\"acceleratorCount\": 2}}",
      "tp2/c.json": serve("m", 3),
      "tp2/d.json": serve("m", 4),
      "tp2/d.context.json": "{\"formatVersion\": 1, \"hardware\": {\"acceleratorCount\": 4}}",
    ])
    #expect(contents.runs.map(\.identifier) == ["a.json", "deep/er/b.json", "tp2/c.json", "tp2/d.json"])
    #expect(contents.runs.map { $0.hardware?.acceleratorCount } == [1, 1, 2, 4])
    #expect(contents.runs.allSatisfy { $0.hardware?.accelerator == "A" })
    #expect(contents.sources.count == 7)
    #expect(contents.notes.isEmpty)
  }

  @Test func `Copies, strangers and damaged files are listed`() throws {
    let contents = try read([
      "a.json": serve("m", 1), "b.json": serve("m", 1), "c.json": "{\"x\": 1, \"y\": 2}", "d.json": "{\"model_id\": ",
      "e.txt": "[2026-11-23] started", "f.context.json": "{\"formatVersion\": 1}", ".hidden.json": "{",
      "g.json": serve("m", 1) + "\n" + serve("m", 2) + "\n{\"other\": 1}",
    ])
    #expect(contents.runs.map(\.identifier) == ["a.json", "g.json:2"])
    #expect(
      contents.notes.map(\.message) == [
        "b.json: The file has the same content as a.json and was read once.",
        "d.json:1: The file is not valid JSON: it ends where a value is expected. The file was left out.",
        "e.txt: The file holds neither JSON objects nor a table nor metrics in Prometheus text format.",
        "f.context.json: The context belongs to no results file beside it.",
        "c.json: No format matches the keys of the file (x and y), so that it was left out; which tool wrote it? Read it "
          + "with that tool's source.",
        "g.json:3: The record has other keys than those before or after it and was left out.",
        "g.json: The run g.json:1 has the same figures as a.json and was listed once.",
      ])
  }

  @Test func `Of two copies the one with a context is read`() throws {
    let contents = try read([
      "a copy.json": serve("m", 1), "a.json": serve("m", 1),
      "a.context.json": "{\"formatVersion\": 1, \"hardware\": {\"accelerator\": \"A\", \"acceleratorCount\": 4}}",
    ])
    #expect(contents.runs.map(\.identifier) == ["a.json"])
    #expect(contents.runs.map { $0.hardware?.acceleratorCount } == [4])
    #expect(
      contents.notes.map(\.message) == ["a copy.json: The file has the same content as a.json and was read once."])
  }

  @Test func `Equal samples of two servers are two runs, judged by math_verify`() throws {
    let samples = """
      {"doc_id": 0, "resps": [["a"]], "filtered_resps": ["a"], "metrics": ["exact_match", "math_verify"], \
      "exact_match": 0, "math_verify": 1}
      {"doc_id": 1, "resps": [["b"]], "filtered_resps": ["b"], "metrics": ["exact_match", "math_verify"], \
      "exact_match": 0, "math_verify": 0}
      """
    func context(_ ranks: Int) -> String {
      "{\"formatVersion\": 1, \"model\": {\"name\": \"m\"}, \"serving\": {\"tensorParallel\": \(ranks)}}"
    }
    let contents = try read([
      "tp1/samples.jsonl": samples, "tp1/context.json": context(1), "tp2/samples.jsonl": samples,
      "tp2/context.json": context(2),
    ])
    #expect(contents.runs.map(\.serving.tensorParallel) == [1, 2])
    #expect(contents.runs.map(\.answers?.isCorrect) == [[true, false], [true, false]])
  }

  @Test func `Two formats for one file are one too many`() throws {
    let contents = try read([
      "a.json":
        "{\"model_id\": \"m\", \"num_prompts\": 1, \"request_throughput\": 1, \"total_output_tokens_retokenized\": 2}"
    ])
    #expect(contents.runs.isEmpty)
    #expect(
      contents.notes.first?.reason.hasPrefix("vLLM bench serve and SGLang bench_serving match the keys of the file")
        == true)
  }

  @Test func `Damaged files are refused where that is asked for`() {
    let error = #expect(throws: ImportError.self) { try read(["d.json": "{\"model_id\": "], badFiles: .refuse) }
    #expect(error?.message == "d.json:1: The file is not valid JSON: it ends where a value is expected.")
  }

  @Test func `A context that is wrong or contradicted is refused where that is asked for`() throws {
    let wrong = #expect(throws: ImportError.self) {
      try read(
        ["a.json": serve("m", 1), "context.json": "{\"formatVersion\": 1, \"gpus\": 1}"], badFiles: .refuse)
    }
    #expect(wrong?.message.hasPrefix("context.json:1: \"gpus\" is not a key of the file;") == true)
    let contradicted = #expect(throws: ImportError.self) {
      try read(["a.json": serve("m", 1)], context: MeasurementContext(modelName: "n"), badFiles: .refuse)
    }
    #expect(
      contradicted?.message.hasPrefix("a.json: model.name is \"m\" in the file, but \"n\" in the context;") == true)
    #expect(throws: ImportError.self) {
      try read(["a.json": serve("m", 1), "a.context.json": "{"], badFiles: .refuse)
    }
  }

  @Test func `A folder that is missing is named`() {
    let error = #expect(throws: ImportError.self) { try ResultsDirectory("/no/such/folder").read() }
    #expect(error?.message == "There is no folder /no/such/folder.")
  }
}
