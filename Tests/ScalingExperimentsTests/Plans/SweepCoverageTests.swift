import Foundation
import ScalingExperiments
import Testing

@Suite struct SweepCoverageTests {
  private let plan = SweepFixture.plan

  @Test func `nothing measured is everything missing`() {
    let coverage = plan.coverage(of: [])
    #expect(coverage.present.isEmpty)
    #expect(coverage.missing == plan.cells)
    #expect(coverage.headline == "0 of 12 cells have runs, 0 with both latency and accuracy; 12 are missing.")
  }

  @Test func `cells present, missing, repeated, strays and duplicates are told apart`() throws {
    var judged = try SweepFixture.run("judged")
    judged.answers = try AnswerRecords(problems: ["p"], outputTokens: [3], isCorrect: [true])
    var copy = try SweepFixture.run("copy", latency: 2)
    copy.notes = [ImportNote(severity: .information, reason: "read again")]
    let runs = [
      try SweepFixture.run("tp", tensorParallel: 2, latency: 1),
      try SweepFixture.run("first", latency: 2),
      try SweepFixture.run("repeat", latency: 2.5),
      copy,
      judged,
      try SweepFixture.run("stray", cap: 7, latency: 1),
    ]
    let coverage = plan.coverage(of: runs)
    // In the order of the plan, whatever the order of the runs.
    #expect(coverage.present.map(\.cell.identifier) == ["a-1b_baseline_cap64", "a-1b_tp2_cap64"])
    #expect(coverage.present.map(\.runs) == [["first", "repeat", "judged"], ["tp"]])
    #expect(coverage.present.map(\.latencyRuns) == [2, 1])
    #expect(coverage.present.map(\.accuracyRuns) == [1, 0])
    #expect(coverage.present.map(\.isComplete) == [true, false])
    #expect(coverage.missing.count == 10)
    #expect(coverage.strays.map(\.run) == ["stray"])
    #expect(coverage.duplicates.map(\.run) == ["copy"])
    #expect(coverage.duplicates.map(\.original) == ["first"])
    #expect(
      coverage.headline == "2 of 12 cells have runs, 1 with both latency and accuracy; 10 are missing. "
        + "1 run belongs to no cell. 1 run was given twice.")
  }

  @Test func `a full sweep misses nothing`() throws {
    let runs = try plan.cells.map { cell in
      try SweepFixture.run(
        cell.identifier, model: cell.model.repository, cap: cell.tokenCap,
        tensorParallel: cell.strategy.serving.tensorParallel, speculation: cell.strategy.serving.speculation)
    }
    let coverage = plan.coverage(of: runs.reversed())
    #expect(coverage.missing.isEmpty)
    #expect(coverage.present.map(\.runs) == plan.cells.map { [$0.identifier] })
    #expect(coverage.strays.isEmpty && coverage.duplicates.isEmpty && coverage.deviations.isEmpty)
    let data = try JSONEncoder().encode(coverage)
    #expect(try JSONDecoder().decode(SweepCoverage.self, from: data) == coverage)
  }
}
