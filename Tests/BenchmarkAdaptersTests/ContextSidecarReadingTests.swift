import ScalingExperiments
import Testing

@testable import BenchmarkAdapters

/// The contexts that a sweep's commands write are those that the adapters read.
@Suite struct ContextSidecarReadingTests {
  @Test func `A written context is read back whole`() throws {
    let workload = Workload(
      task: "MATH500", problemCount: 500, tokenCap: 4096, samplesPerProblem: 1, load: .batch(1), sampling: .greedy)
    let serving = ServingConfiguration(
      engine: "vLLM", version: "0.7.3", tensorParallel: 2, precision: .bf16, execution: .graph,
      speculation: .on(Speculation(method: .ngram, draftTokens: 5, ngramMinimum: 1, ngramMaximum: 4)))
    let sidecar = try ContextSidecar(
      path: "r.context.json", model: ModelDescription(name: "m", family: "f", parameters: 7),
      hardware: HardwareDescription(accelerator: "GH200", memory: 96e9, acceleratorCount: 4), serving: serving,
      workload: workload, promptLength: 32, outputLength: 16)
    var expected = MeasurementContext(
      modelName: "m", modelFamily: "f", modelParameters: 7, accelerator: "GH200", acceleratorCount: 4, memory: 96e9,
      serving: serving, workload: workload)
    expected.workload.promptLength = 32
    expected.workload.outputLength = 16
    #expect(try MeasurementContext(bytes: Array(sidecar.text.utf8), name: "r.context.json") == expected)
  }
}
