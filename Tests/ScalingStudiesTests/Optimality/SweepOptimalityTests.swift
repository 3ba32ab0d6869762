import ScalingExperiments
import ScalingStudies
import Testing

/// Sweeps of constant times, where every front can be said in the head.
@Suite struct SweepOptimalityTests {
  private static func cell(
    _ model: String, _ strategy: ObservedStrategy, seconds: Double, right: Int, accelerator: String = "A",
    engine: String? = nil, judged: Range<Int> = 0..<40, timed: String = "problem", parameters: Int? = 1_000
  ) -> SweepObservation {
    SweepObservation(
      model: ModelDescription(name: model, parameters: parameters), tokenCap: 4, strategy: strategy,
      accelerator: accelerator, accelerators: strategy.accelerators, problems: (0..<30).map { "\(timed) \($0)" },
      latency: (0..<30).map { _ in seconds }, outputTokens: (0..<30).map { _ in 4 },
      positions: (0..<30).map { _ in 4 },
      solved: Dictionary(uniqueKeysWithValues: judged.map { ("problem \($0)", $0 < right) }),
      conditions: SweepConditions(engine: engine))
  }

  @Test func `kinds of hardware are compared together and conditions apart`() throws {
    let sweep = SweepObservations(cells: [
      Self.cell("m", .baseline, seconds: 3, right: 20, engine: "vLLM"),
      Self.cell("m", .tensorParallel(2), seconds: 2, right: 20, engine: "vLLM"),
      Self.cell("m", .baseline, seconds: 1, right: 20, accelerator: "B", engine: "vLLM"),
      Self.cell("n", .baseline, seconds: 1, right: 20, engine: "SGLang"),
    ])
    let found = try SweepOptimality(sweep, replicates: 50)
    #expect(found.comparisons.map(\.label) == ["A and B (engine vLLM)"])
    #expect(found.headline == "1 comparison of 3 judged and timed cells by mean latency.")
    #expect(
      found.leftOut == [
        "A (engine SGLang): a single cell was judged and timed; there is nothing to choose among."
      ])
    let finding = try #require(found.comparisons[0].findings.last)
    #expect(finding.measure == .executedFLOPs)
    // All three tie in compute and accuracy; B alone is on the front over latency.
    #expect(finding.computeFront.members.count == 3 && finding.systemFront.members.count == 1)
    #expect(finding.regret.levels.map(\.greatestRatio) == [3])
    #expect(finding.groups.map(\.name) == ["baseline", "A"])
    #expect(
      finding.leaving.map(\.changed).sorted { $0.count < $1.count } == [
        ["hardware"], ["strategy", "hardware"],
      ])
  }

  @Test func `requests that a tool numbered are drawn apart from the problems`() throws {
    let sweep = SweepObservations(cells: [
      Self.cell("m", .baseline, seconds: 3, right: 20, timed: "request"),
      Self.cell("m", .tensorParallel(2), seconds: 2, right: 20, timed: "request"),
    ])
    let found = try SweepOptimality(sweep, replicates: 50)
    let finding = try #require(found.comparisons.first?.findings.first)
    #expect(
      finding.resampling.contains(
        "40 that were only judged, 30 timed requests whose keys are no judged problem, drawn apart from accuracy"))
  }

  @Test func `accuracies are over the problems that all cells share`() throws {
    let sweep = SweepObservations(cells: [
      Self.cell("m", .baseline, seconds: 3, right: 20),
      Self.cell("m", .tensorParallel(2), seconds: 2, right: 20, judged: 10..<30),
    ])
    let found = try SweepOptimality(sweep, replicates: 50)
    // 10 of the 20 problems from 10 to 29.
    #expect(found.comparisons.first?.grid.accuracy == [0.5, 0.5])
    let apart = SweepObservations(cells: [
      Self.cell("m", .baseline, seconds: 3, right: 20, judged: 0..<10),
      Self.cell("m", .tensorParallel(2), seconds: 2, right: 20, judged: 10..<30),
    ])
    #expect(
      try SweepOptimality(apart, replicates: 50).leftOut == [
        "A: No problem was judged in all of 2 cells: their accuracies are of different things."
      ])
  }

  @Test func `what is unknown is listed and the rest compared`() throws {
    let sweep = SweepObservations(cells: [
      Self.cell("m", .baseline, seconds: 3, right: 20),
      Self.cell("n", .baseline, seconds: 2, right: 20, parameters: nil),
    ])
    let found = try SweepOptimality(sweep, replicates: 50)
    #expect(found.comparisons.first?.findings.map(\.measure) == [.generatedTokens])
    #expect(
      found.leftOut == [
        "accepted FLOPs on A: parameters or scored positions of some cells are unknown.",
        "executed FLOPs on A: parameters or scored positions of some cells are unknown.",
      ])
    #expect(try SweepOptimality(SweepObservations(cells: [])).leftOut == ["No cell was both judged and timed."])
    #expect(
      message { try SweepOptimality(sweep, level: 2, replicates: 50) }
        == "A level of 2.0 was asked for; a level lies between 0 and 1, such as 0.95.")
  }
}
