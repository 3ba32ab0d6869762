import ScalingExperiments
import Testing

@testable import ScalingStudies

@Suite struct ConditionGroupsTests {
  private static func groups(_ cells: [TinyCell]) -> ConditionGroups { ConditionGroups(cells.map(\.observation)) }

  @Test func `equal and unknown conditions make one group, and each unknown field is noted once`() throws {
    let full = SweepConditions(task: "MATH500", engine: "vLLM", version: "0.7.3")
    let groups = Self.groups([
      TinyCell(conditions: SweepConditions(engine: "vllm")), TinyCell(cap: 32, conditions: full),
      TinyCell(cap: 64, conditions: SweepConditions(engine: "vLLM")),
    ])
    #expect(groups.placed.map { $0?.conditions } == [full, full, full])
    #expect(groups.leftOut.isEmpty)
    #expect(
      groups.notes == [
        "tiny on any: some runs do not say their task, which is MATH500 in the others; they are taken to be alike.",
        "tiny on any: some runs do not say their engine version, which is 0.7.3 in the others; they are taken to be alike.",
      ])
    #expect(groups.placed.compactMap { $0?.label } == [16, 32, 64].map { "tiny on any, cap \($0), baseline" })
  }

  @Test(arguments: [
    (SweepConditions(task: "MATH500"), SweepConditions(task: "GSM8K"), "task MATH500", "task GSM8K"),
    (
      SweepConditions(sampling: .greedy), SweepConditions(sampling: .temperature(0.6)), "sampling greedy",
      "sampling temperature 0.6"
    ),
    (SweepConditions(engine: "vLLM"), SweepConditions(engine: "SGLang"), "engine vLLM", "engine SGLang"),
    (
      SweepConditions(version: "0.7.3"), SweepConditions(version: "0.8"), "engine version 0.7.3", "engine version 0.8"
    ),
    (SweepConditions(precision: .bf16), SweepConditions(precision: .fp8), "precision bf16", "precision fp8"),
    (SweepConditions(execution: .eager), SweepConditions(execution: .graph), "execution eager", "execution graph"),
  ])
  func `each field that both know and that differs keeps cells apart`(
    first: SweepConditions, second: SweepConditions, words: String, others: String
  ) {
    let groups = Self.groups([TinyCell(conditions: first), TinyCell(conditions: second)])
    #expect(groups.placed.map { $0?.conditions } == [first, second])
    #expect(
      groups.placed.compactMap { $0?.label } == [
        "tiny on any (\(words)), cap 16, baseline", "tiny on any (\(others)), cap 16, baseline",
      ])
    #expect(groups.notes.isEmpty)
  }

  @Test func `a cell that fits two groups belongs to neither`() {
    let groups = Self.groups([
      TinyCell(cap: 32), TinyCell(conditions: SweepConditions(version: "0.7.3")),
      TinyCell(conditions: SweepConditions(version: "0.8")),
    ])
    #expect(groups.placed[0] == nil)
    #expect(groups.leftOut.map(\.index) == [0])
    #expect(groups.leftOut[0].reason == "its engine version is not known, and cells of several kinds are there")
    let sweep = TinyCell.sweep([
      TinyCell(cap: 32), TinyCell(conditions: SweepConditions(version: "0.7.3")),
      TinyCell(conditions: SweepConditions(version: "0.8")),
    ])
    #expect(sweep.cells.count == 2)
    #expect(
      sweep.leftOut == [
        "Cell tiny on any, cap 32, baseline is left out: its engine version is not known, and cells of several kinds are there."
      ])
  }

  @Test func `other models and accelerators have groups of their own`() {
    let groups = Self.groups([
      TinyCell(conditions: SweepConditions(version: "0.7.3")),
      TinyCell(accelerator: "other", conditions: SweepConditions(version: "0.8")), TinyCell(model: "small"),
    ])
    #expect(groups.placed.compactMap { $0?.conditions.version } == ["0.7.3", "0.8"])
    #expect(groups.placed[2]?.conditions == SweepConditions())
    #expect(groups.notes.isEmpty && groups.leftOut.isEmpty)
  }

  @Test func `an unknown number of draft tokens is that of the others where they agree`() {
    let one = Self.groups([TinyCell(strategy: .ngram()), TinyCell(cap: 32, strategy: .ngram(draftTokens: 5))])
    #expect(one.placed.map { $0?.strategy } == [.ngram(draftTokens: 5), .ngram(draftTokens: 5)])
    #expect(
      one.notes == ["tiny on any: some runs do not say their number of draft tokens; they are taken to be alike."])
    let two = Self.groups([
      TinyCell(strategy: .ngram()), TinyCell(strategy: .ngram(draftTokens: 3)),
      TinyCell(strategy: .ngram(draftTokens: 5)),
    ])
    #expect(two.placed[0]?.strategy == .ngram())
  }

  @Test func `grouping twice changes nothing`() {
    let cells = [
      TinyCell(conditions: SweepConditions(engine: "vLLM")), TinyCell(conditions: SweepConditions(version: "0.7.3")),
      TinyCell(conditions: SweepConditions(version: "0.8")), TinyCell(strategy: .ngram()),
    ]
    let once = ConditionGroups(cells.map(\.observation)).placed.compactMap { $0 }
    let twice = ConditionGroups(once)
    #expect(twice.placed.compactMap { $0 } == once)
    #expect(twice.notes.isEmpty)
  }
}
