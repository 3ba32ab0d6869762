import BenchmarkAdapters
import Foundation
import ScalingExperiments
import Testing

/// What a sidecar states, and what is said to a wrong one.
@Suite struct MeasurementContextTests {
  private func context(_ text: String) throws -> MeasurementContext {
    var result: Result<MeasurementContext, any Error> = .success(MeasurementContext())
    try TemporaryDirectory.use { directory in
      let file = directory.appendingPathComponent("r.context.json")
      try Data(text.utf8).write(to: file)
      result = Result { try MeasurementContext(contentsOf: file.path, name: "r.context.json") }
    }
    return try result.get()
  }

  private static let serve =
    "{\"model_id\": \"m\", \"num_prompts\": 1, \"request_throughput\": 1, \"tensor_parallel_size\": \"2\"}"

  @Test func `A sidecar states what no file says`() throws {
    let context = try context(
      """
      {"formatVersion": 1, "model": {"name": "m", "family": "f", "parameters": 7e9},
      "hardware": {"accelerator": "GH200", "acceleratorCount": 4, "memory": 96e9,
        "topology": {"acceleratorsPerNode": 4, "nodes": 1, "linkInsideNode": {"name": "NVLink 4"}}},
      "serving": {"tensorParallel": 4, "precision": "bf16", "execution": "graph", "speculation": "off"},
      "workload": {"tokenCap": 4096, "load": {"kind": "batch", "value": 1}, "promptLength": 32},
      "price": {"currency": "USD", "perHour": 2.5}, "conflicts": "context"}
      """)
    #expect(
      context
        == MeasurementContext(
          modelName: "m", modelFamily: "f", modelParameters: 7_000_000_000, accelerator: "GH200", acceleratorCount: 4,
          memory: 96e9,
          topology: Topology(acceleratorsPerNode: 4, nodes: 1, linkInsideNode: Link(name: "NVLink 4")),
          price: AcceleratorPrice(currency: "USD", perHour: 2.5),
          serving: ServingConfiguration(tensorParallel: 4, precision: .bf16, execution: .graph, speculation: .off),
          workload: Workload(tokenCap: 4096, promptLength: 32, load: .batch(1)), conflicts: .context))
  }

  @Test func `A context completes a run`() throws {
    let context = MeasurementContext(
      modelParameters: 7, accelerator: "A", acceleratorCount: 2, price: AcceleratorPrice(currency: "EUR", perHour: 3),
      serving: ServingConfiguration(tensorParallel: 2, precision: .bf16, execution: .eager, speculation: .off))
    let run = try #require(try ToolFiles.runs(Self.serve, VLLMServeResults(), context: context).first)
    #expect(run.model == ModelDescription(name: "m", parameters: 7))
    #expect(run.hardware == HardwareDescription(accelerator: "A", acceleratorCount: 2))
    #expect(run.serving.speculation == .off)
    #expect(run.price?.perHour == 3)
    #expect(!run.notes.contains { $0.severity == .missing && $0.reason.hasPrefix("Neither") })
  }

  @Test func `A contradiction is refused unless it is said which counts`() throws {
    var context = MeasurementContext(serving: ServingConfiguration(tensorParallel: 4))
    let error = #expect(throws: ImportError.self) {
      try ToolFiles.runs(Self.serve, VLLMServeResults(), context: context)
    }
    #expect(
      error?.message
        == "r.json: serving.tensorParallel is 2 in the file, but 4 in the context; correct one of them, or "
        + "state \"conflicts\": \"context\" or \"file\" in the context.")
    context.conflicts = .context
    #expect(try ToolFiles.runs(Self.serve, VLLMServeResults(), context: context).first?.serving.tensorParallel == 4)
    context.conflicts = .file
    #expect(try ToolFiles.runs(Self.serve, VLLMServeResults(), context: context).first?.serving.tensorParallel == 2)
  }

  @Test func `A context names the method of a speculation that a file shows, and cannot deny it`() throws {
    let file = try ToolFiles.file(ToolFiles.speculationScrape)
    let ngram = Speculation(method: .ngram, draftTokens: 3, ngramMinimum: 1, ngramMaximum: 4)
    var context = MeasurementContext(serving: ServingConfiguration(speculation: .on(ngram)))
    let run = try VLLMServerMetrics().runs(from: file, context: context).runs.first
    #expect(run?.serving.speculation == .on(ngram))
    context.serving.speculation = .off
    let error = #expect(throws: ImportError.self) { try VLLMServerMetrics().runs(from: file, context: context) }
    #expect(
      error?.message.hasPrefix(
        "\(ToolFiles.speculationScrape): serving.speculation is unnamed in the file, but off in the context;") == true)
  }

  @Test func `The nearer context counts`() {
    let near = MeasurementContext(modelName: "near", acceleratorCount: 1)
    let far = MeasurementContext(modelName: "far", accelerator: "A", acceleratorCount: 8)
    let both = near.completed(by: far)
    #expect(both == MeasurementContext(modelName: "near", accelerator: "A", acceleratorCount: 1))
  }

  @Test(
    arguments: [
      ("{}", "1: The file lacks the key \"formatVersion\": the version of its format, which is 1."),
      ("{\"formatVersion\": 2, \"x\": 1}", "1: formatVersion is 2, but this library reads version 1 only."),
      (
        "{\"formatVersion\": 1,\n\"gpus\": 4}",
        "2: \"gpus\" is not a key of the file; the keys are formatVersion, model, hardware, serving, workload, price and "
          + "conflicts."
      ),
      (
        "{\"formatVersion\": 1, \"hardware\": {\"acceleratorCount\": 0}}",
        "1: hardware.acceleratorCount must be a whole number of 1 or more, not 0."
      ),
      (
        "{\"formatVersion\": 1, \"price\": {\"currency\": \"dollars\", \"perHour\": 1}}",
        "1: price.currency must be the three capital letters of an ISO 4217 code, not the text \"dollars\"."
      ),
      (
        "{\"formatVersion\": 1, \"conflicts\": \"mine\"}",
        "1: conflicts must be one of \"refuse\", \"context\" and \"file\", not the text \"mine\"."
      ),
      ("{\"formatVersion\": NaN}", "1: The file is not valid JSON: a value is expected, not \"N\"."),
    ])
  func `A wrong context is refused with its line and key`(text: String, expected: String) {
    let error = #expect(throws: ImportError.self) { try context(text) }
    #expect(error?.message == "r.context.json:" + expected)
  }
}
