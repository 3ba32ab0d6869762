import ScalingExperiments
import ScalingStudies
import Testing

@Suite struct SweepObservationsTests {
  private static func run(_ change: (inout Run) -> Void = { _ in }) throws -> Run {
    var run = Run(
      identifier: "r", model: ModelDescription(name: "m", parameters: 1_000),
      hardware: HardwareDescription(accelerator: "any", acceleratorCount: 1),
      serving: ServingConfiguration(tensorParallel: 1, speculation: .off),
      workload: Workload(tokenCap: 16, load: .batch(1)),
      requests: try RequestRecords(problems: ["a", "b"], outputTokens: [4, 16], latency: [1, 3]),
      answers: try AnswerRecords(problems: ["a", "b"], outputTokens: [4, nil], isCorrect: [true, false]))
    change(&run)
    return run
  }

  @Test func `a run becomes a cell`() throws {
    let sweep = SweepObservations([try Self.run()])
    #expect(sweep.headline == "1 cells observed; 0 times something was left out.")
    let cell = try #require(sweep.cells.first)
    #expect(cell.label == "m on any, cap 16, baseline")
    #expect(cell.accuracy == 0.5)
    #expect(cell.meanLatency == 2)
    #expect(cell.meanTokens == 10)
    #expect(cell.positions == [4, 16])
  }

  @Test func `what cannot be used is left out with its reason`() throws {
    func reasons(_ change: (inout Run) -> Void) throws -> [String] {
      SweepObservations([try Self.run(change)]).leftOut
    }
    let start = "Run \"r\" is left out: "
    #expect(
      try reasons { $0.serving.speculation = nil }
        == [start + "its speculation or tensor parallelism is unknown, or it mixes the two."])
    #expect(try reasons { $0.hardware?.acceleratorCount = nil } == [start + "the number of accelerators is unknown."])
    #expect(
      try reasons { $0.hardware?.acceleratorCount = 4 } == [start + "it had 4 accelerators, and baseline uses 1."])
    #expect(try reasons { $0.workload.load = nil } == [start + "its concurrency is unknown."])
    #expect(try reasons { $0.workload.load = .concurrency(8) } == [start + "its requests ran side by side."])
    #expect(try reasons { $0.workload.tokenCap = nil } == [start + "its token cap is unknown."])
    let isNaN = try RequestRecords(problems: ["a", "b"], outputTokens: [4, 16], latency: [1, .nan])
    #expect(try reasons { $0.requests = isNaN } == [start + "the latency of problem b is nan."])
    let twice = try RequestRecords(problems: ["a", "a"], outputTokens: [4, 16], latency: [1, 1])
    #expect(
      try reasons { $0.requests = twice }
        == [start + "it timed a problem twice, so its requests cannot be paired by problem."])
    let unknown = try RequestRecords(problems: ["a", "b"], latency: [1, 1])
    #expect(
      try reasons { $0.requests = unknown } == [start + "the output tokens of a request are unknown or 0."])
  }

  @Test func `a repeated cell is kept once and said so, and other verdicts do not replace the first`() throws {
    let again = try Self.run { $0.identifier = "again" }
    let sweep = SweepObservations([try Self.run(), again])
    #expect(sweep.cells.count == 1)
    #expect(
      sweep.leftOut == [
        "Run \"again\" is left out: cell m on any, cap 16, baseline was timed before; repeats are kept apart, not pooled."
      ])
    let answers = try AnswerRecords(problems: ["a"], outputTokens: [4], isCorrect: [false])
    let judged = try Self.run {
      $0.requests = nil
      $0.answers = answers
    }
    let other = SweepObservations([try Self.run(), judged])
    #expect(other.cells.first?.accuracy == 0.5)
    #expect(
      other.leftOut == [
        "Run \"r\" is left out: cell m on any, cap 16, baseline was judged before, with other verdicts."
      ])
  }

  @Test func `answers and requests of different runs meet in one cell`() throws {
    let timed = try Self.run { $0.answers = nil }
    let judged = try Self.run { $0.requests = nil }
    #expect(SweepObservations([judged, timed]).cells.first?.accuracy == 0.5)
    #expect(SweepObservations([judged]).cells.isEmpty)
  }
}
