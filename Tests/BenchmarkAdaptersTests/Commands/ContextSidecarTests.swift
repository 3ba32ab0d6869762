import BenchmarkAdapters
import Foundation
import ScalingExperiments
import Testing

@Suite struct ContextSidecarTests {
  private struct Contents: Decodable {
    var formatVersion: Int
    var model: ModelDescription
    var hardware: HardwareDescription
    var serving: ServingConfiguration
    var workload: Workload
  }

  private func contents(_ command: ShellCommand) throws -> Contents {
    try JSONDecoder().decode(Contents.self, from: Data(try #require(command.sidecar).text.utf8))
  }

  private func run(_ command: ShellCommand) throws -> Run {
    let contents = try contents(command)
    return Run(
      identifier: "r", model: contents.model, hardware: contents.hardware, serving: contents.serving,
      workload: contents.workload)
  }

  @Test func `a context decodes as the plan's own values, with the tool's name for the model`() throws {
    let plan = PaperExperiment.plan
    let lines = try CommandLines(plan: plan, version: .vLLM073)
    for cell in plan.cells {
      let contents = try contents(lines.serving(for: cell))
      #expect(contents.formatVersion == 1)
      #expect(contents.model.name == cell.model.repository)
      #expect(contents.model.parameters == cell.model.description.parameters)
      #expect(contents.model.shape == cell.model.description.shape)
      #expect(contents.hardware == plan.hardware(for: cell))
      #expect(contents.serving == cell.strategy.serving)
      #expect(contents.workload == plan.workload(for: cell))
    }
  }

  @Test func `the run that a context describes belongs to its cell, whichever the version`() throws {
    let plan = PaperExperiment.plan
    for version in CommandLines.EngineVersion.allCases {
      let lines = try CommandLines(plan: plan, version: version)
      for cell in plan.cells {
        for command in [try lines.serving(for: cell), try lines.metrics(for: cell), try lines.accuracy(for: cell)] {
          #expect(plan.cell(of: try run(command)) == cell)
        }
        var judged = try run(lines.accuracy(for: cell))
        judged.workload.task = lines.task.harnessTask
        #expect(plan.cell(of: judged) == cell)
        #expect(plan.cell(of: try run(lines.latency(for: cell))) == nil)
      }
    }
  }

  @Test(arguments: CommandLines.EngineVersion.allCases)
  func `the reader of contexts takes every one of them, and none of their keys is unknown to it`(
    _ version: CommandLines.EngineVersion
  ) throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).context.json")
    defer { try? FileManager.default.removeItem(at: file) }
    let lines = try CommandLines(plan: PaperExperiment.plan, version: version)
    for cell in lines.plan.cells {
      for command in try lines.commands(for: cell) + [lines.latency(for: cell)] {
        guard let sidecar = command.sidecar else { continue }
        try sidecar.text.write(to: file, atomically: false, encoding: .utf8)
        let context = try MeasurementContext(contentsOf: file.path)
        #expect(context.modelName == cell.model.repository)
        #expect(context.modelParameters == cell.model.description.parameters)
        #expect(context.acceleratorCount == cell.strategy.acceleratorCount)
        #expect(context.serving.tensorParallel == cell.strategy.serving.tensorParallel)
        #expect(context.serving.speculation == cell.strategy.serving.speculation)
        #expect(context.workload.tokenCap == cell.tokenCap)
      }
    }
  }

  @Test func `another version of the engine does not inherit the builds of the plan's`() throws {
    let plan = PaperExperiment.plan
    let lines = try CommandLines(plan: plan, version: .vLLMCurrent)
    let serving = try contents(lines.serving(for: plan.cells[0])).serving
    #expect(serving.version == "0.33.0")
    #expect(serving.attentionBackend == "FlashAttention")
    #expect(serving.cudaVersion == nil)
    #expect(serving.torchVersion == nil)
    #expect(serving.tensorParallel == 1)
  }

  @Test func `the accuracy's context leaves the task to the results, which name it otherwise`() throws {
    let plan = PaperExperiment.plan
    let lines = try CommandLines(plan: plan, version: .vLLM073)
    let workload = try contents(lines.accuracy(for: plan.cells[0])).workload
    #expect(workload.task == nil)
    #expect(workload.tokenCap == plan.cells[0].tokenCap)
    #expect(workload.load == .concurrency(1))
  }

  @Test func `the fixed-length benchmark is no cell's measurement of the task`() throws {
    let plan = PaperExperiment.plan
    let lines = try CommandLines(plan: plan, version: .vLLM073)
    let workload = try contents(lines.latency(for: plan.cells[0])).workload
    #expect(workload.task == "random tokens")
    #expect(workload.load == .batch(1))
    #expect(workload.sampling == .temperature(1))
    #expect(workload.problemCount == nil)
  }

  @Test func `topologies, odd names and odd numbers survive`() throws {
    var plan = PaperExperiment.plan
    plan.hardware.accelerator = "quote \" backslash \\ bell \u{7} tab \t line \n é"
    plan.hardware.memory = 96.5e9
    plan.hardware.memoryBandwidth = 1.25e18
    plan.hardware.topology = Topology(
      acceleratorsPerNode: 4, nodes: 1,
      linkInsideNode: Link(name: "NVLink 4", bytesPerSecondPerDirection: 150e9, latency: 1.5e-6))
    let lines = try CommandLines(plan: plan, version: .vLLM073)
    #expect(try contents(lines.serving(for: plan.cells[0])).hardware == plan.hardware(for: plan.cells[0]))
  }

  @Test func `a number that JSON cannot write is refused by file and key`() throws {
    var plan = PaperExperiment.plan
    plan.hardware.memory = .infinity
    let lines = try CommandLines(plan: plan, version: .vLLM073)
    do {
      _ = try lines.serving(for: plan.cells[0])
      Issue.record("The infinite memory was written.")
    } catch {
      #expect(
        "\(error)" == "results/deepseek-r1-distill-qwen-1.5b_baseline_cap1024.context.json: memory is inf, "
          + "which JSON cannot write.")
    }
  }
}
