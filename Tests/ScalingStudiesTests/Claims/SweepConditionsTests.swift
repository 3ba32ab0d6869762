import ScalingExperiments
import Testing

@testable import ScalingStudies

@Suite struct SweepConditionsTests {
  private static let run = Run(
    identifier: "r", model: ModelDescription(name: "m"),
    serving: ServingConfiguration(engine: "vLLM", version: "0.7.3", precision: .bf16, execution: .graph),
    workload: Workload(task: "HuggingFaceH4/math-500", sampling: .greedy))

  @Test func `the conditions of a run are its own words, the task by the first of its names`() {
    #expect(
      SweepConditions(Self.run)
        == SweepConditions(
          task: "MATH500", sampling: .greedy, engine: "vLLM", version: "0.7.3", precision: .bf16, execution: .graph))
    #expect(SweepConditions(Self.run, taskNames: []).task == "HuggingFaceH4/math-500")
    #expect(SweepConditions(Self.run, taskNames: [["mine", "huggingfaceh4/MATH-500"]]).task == "mine")
    #expect(SweepConditions(Run(identifier: "r", model: ModelDescription(name: "m"))) == SweepConditions())
  }

  @Test func `only what both know can differ, whatever the case of letters`() {
    let known = SweepConditions(Self.run)
    #expect(known.differences(from: SweepConditions()).isEmpty)
    #expect(known.differences(from: SweepConditions(engine: "VLLM")).isEmpty)
    let other = known.differences(from: SweepConditions(version: "0.8", execution: .eager))
    #expect(other.map(\.name) == ["engine version", "execution"])
    #expect(other.map(\.value) == ["0.7.3", "graph"])
    #expect(other.map(\.other) == ["0.8", "eager"])
  }

  @Test func `what is unknown is completed and what is known stays`() {
    let some = SweepConditions(engine: "SGLang", precision: .fp8)
    let whole = some.completed(by: SweepConditions(Self.run))
    #expect(whole.engine == "SGLang" && whole.precision == .fp8)
    #expect(whole.task == "MATH500" && whole.version == "0.7.3")
    #expect(some.unknown(beside: SweepConditions(Self.run)) == ["task", "sampling", "engine version", "execution"])
    #expect(some.knownCount == 2)
  }
}
