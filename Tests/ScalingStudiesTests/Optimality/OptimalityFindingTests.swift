import Foundation
import ScalingExperiments
import ScalingStudies
import Testing

@Suite struct OptimalityFindingTests {
  /// Half of the problems solved by a small slow model (4 s) and a large fast one (1 s); a larger one solves all in 5 s.
  private static func grid() throws -> ConfigurationGrid {
    try ConfigurationGrid([
      try OneCapRun(identifier: "small", parameters: 100, latency: 4, solved: (1, 49)).ladder(),
      try OneCapRun(identifier: "large", parameters: 1_000, latency: 1, solved: (1, 49)).ladder(),
      try OneCapRun(identifier: "larger", parameters: 2_000, latency: 5, solved: (2, 98)).ladder(),
    ])
  }

  @Test func `the cheapest by FLOPs is not the fastest and the regret says by how much`() throws {
    let finding = try OptimalityFinding(try Self.grid(), measure: .executedFLOPs)
    #expect(finding.measure == .executedFLOPs)
    #expect(finding.computeFront.members.sorted() == [0, 2])
    #expect(finding.systemFront.members.sorted() == [1, 2])
    #expect(finding.overlap.shared == [2])
    #expect(agree(finding.overlap.jaccard, 1.0 / 3))
    #expect(finding.regret.levels.map(\.quality) == [0.5, 1])
    #expect(finding.regret.levels.map(\.greatestRatio) == [4, 1])
    // The geometric mean of 4 and 1.
    #expect(agree(finding.regret.geometricMeanOfGreatest, 2))
    #expect(
      finding.headline
        == "executed FLOPs: 2 configurations on the front over compute, 2 over latency, 1 on both (Jaccard 0.33); choosing by compute takes 2.00x the least latency in the geometric mean over accuracies, at most 4.0x, and at equal latency loses 16.7 points of accuracy on average."
    )
    // Half of the problems in 1 s; the small model has them in 4 s, and the larger all in 5 s.
    #expect(finding.equalCost.levels.map(\.budget) == [1, 4, 5])
    #expect(finding.equalCost.levels.map(\.leastLoss) == [0.5, 0, 0])
    #expect(finding.costsLatency)
    #expect(finding.tiedLevels == 0)
  }

  @Test func `configurations that tie in tokens are all on the front and their regret is a range`() throws {
    let finding = try OptimalityFinding(try Self.grid(), measure: .generatedTokens)
    // Every answer has four tokens, so only the most accurate is on the front over tokens.
    #expect(finding.computeFront.members == [2])
    let tied = try ConfigurationGrid([
      try OneCapRun(identifier: "slow", latency: 4, solved: (1, 49)).ladder(),
      try OneCapRun(identifier: "fast", latency: 1, solved: (1, 49)).ladder(),
    ])
    let range = try OptimalityFinding(tied, measure: .generatedTokens)
    #expect(range.computeFront.members.sorted() == [0, 1])
    #expect(range.overlap.shared == [1])
    #expect(range.regret.levels.map(\.leastRatio) == [1])
    #expect(range.regret.levels.map(\.greatestRatio) == [4])
    #expect(
      range.headline.contains(
        "choosing by compute takes 1.00x the least latency in the geometric mean over accuracies with ties broken in its favour (4.00x against it; 1 of 1 accuracies have ties), at most 4.0x, and at equal latency loses 0.0 points of accuracy on average (25.0 with ties against it)."
      ))
    // Ties are no cost: compute does not decide between the two.
    #expect(!range.costsLatency)
    #expect(range.tiedLevels == 1)
  }

  @Test func `who leaves and who enters says which cost moved by what factor`() throws {
    let finding = try OptimalityFinding(try Self.grid(), measure: .executedFLOPs)
    #expect(finding.leaving.map(\.label) == ["small, cap 4"])
    #expect(finding.entering.map(\.label) == ["large, cap 4"])
    let change = try #require(finding.leaving.first)
    #expect(change.kind == .leaves && change.row == 0 && change.rivalRow == 1)
    #expect(change.computeFactor == 10 && change.systemFactor == 0.25 && agree(change.rateFactor, 0.025))
    #expect(change.changed == ["model"] && change.accuracyGain == 0 && change.systemFrontShare == nil)
    #expect(
      change.headline
        == "small, cap 4 leaves: large, cap 4 is as accurate and takes 0.25x the mean latency for 10x the executed FLOPs."
    )
    #expect(
      finding.changeSummary == [
        "1 leaves: the rival has another model (1), and takes 0.25x the mean latency for 10x the executed FLOPs.",
        "1 enters: the rival has another model (1), and takes 4x the mean latency for 0.1x the executed FLOPs.",
      ])
  }

  @Test func `two timed problems and small fronts give no interval, in words`() throws {
    let finding = try OptimalityFinding(try Self.grid(), measure: .executedFLOPs)
    #expect(finding.overlap.jaccardInterval == nil && finding.leastRegretInterval == nil)
    #expect(finding.regretCurve.points.allSatisfy { $0.leastBand == nil })
    #expect(
      finding.resampling
        == "There is no interval: a run has 100 judged problems or 2 timed requests, and at least 20 of each are needed."
    )
    // Enough of both, but the fronts have three members together.
    let runs = try [("small", 100, 4.0), ("large", 1_000, 1)].map { name, parameters, latency in
      try TokenCapLadder(
        try HandMadeRun.changed { run in
          run.identifier = name
          run.model = ModelDescription(name: name, parameters: parameters)
          run.judged = (0..<40).map { "problem \($0)" }
          run.judgedTokens = (0..<40).map { _ in 4 }
          run.isCorrect = (0..<40).map { $0 % 2 == 0 }
          // The tool numbers its requests.
          run.timed = (0..<30).map { "request \($0)" }
          run.timedTokens = (0..<30).map { _ in 4 }
          run.latency = (0..<30).map { latency + Double($0) / 100 }
          run.setup = (0..<30).map { _ in 0 }
          run.passes = nil
          run.caps = [4]
          run.latencyAtCaps = [run.latency]
        })
    }
    let small = try OptimalityFinding(try ConfigurationGrid(runs), measure: .executedFLOPs, replicates: 60)
    #expect(small.overlap.jaccardInterval == nil)
    let regret = try #require(small.leastRegretInterval)
    // (4 + mean) over (1 + mean), the mean about 0.145.
    #expect(agree(regret.value, 4.145 / 1.145) && regret.lower < regret.value && regret.value < regret.upper)
    #expect(
      small.resampling
        == "60 replicates over 70 problems, seed 1: 40 that were only judged, 30 timed requests whose keys are no judged problem, drawn apart from accuracy; no interval of the Jaccard index: 2 members on either front are too few, and at least 5 are needed. Hardware, engine and a second timing of the same request are not drawn."
    )
  }

  @Test func `the system's cost may be accelerator time or the cost per token`() throws {
    // On two accelerators each; times are doubled, and every answer has four tokens.
    let grid = try Self.grid()
    #expect(grid.cost(.latency) == [4, 1, 5])
    #expect(grid.cost(.acceleratorTime) == [8, 2, 10])
    #expect(grid.cost(.costPerToken) == [2, 0.5, 2.5])
    let finding = try OptimalityFinding(grid, measure: .executedFLOPs, system: .acceleratorTime)
    #expect(finding.system == .acceleratorTime && finding.regret.levels.map(\.greatestRatio) == [4, 1])
    #expect(
      finding.headline.contains("1 over accelerator time") || finding.headline.contains("2 over accelerator time"))
    #expect(SystemMeasure.allCases.map(\.words).count == Set(SystemMeasure.allCases.map(\.words)).count)
  }

  @Test func `groups of one kind of hardware stand beside those of models`() throws {
    func cell(_ name: String, _ accelerator: String, _ seconds: Double, _ right: Int) -> SweepObservation {
      SweepObservation(
        model: ModelDescription(name: name, parameters: name == "small" ? 100 : 1_000), tokenCap: 4,
        strategy: .baseline, accelerator: accelerator, accelerators: 1, problems: (0..<20).map { "\($0)" },
        latency: (0..<20).map { _ in seconds }, outputTokens: (0..<20).map { _ in 4 },
        positions: (0..<20).map { _ in 4 },
        solved: Dictionary(uniqueKeysWithValues: (0..<20).map { ("\($0)", $0 < right) }))
    }
    let grid = try ConfigurationGrid(cells: [
      cell("small", "A", 2, 10), cell("large", "A", 1, 10), cell("small", "B", 3, 10), cell("large", "B", 9, 15),
    ])
    #expect(grid.measures == ComputeMeasure.allCases)
    #expect(grid.accuracy == [0.5, 0.5, 0.5, 0.75])
    let finding = try OptimalityFinding(grid, measure: .executedFLOPs, replicates: 50)
    #expect(finding.groups.map(\.name) == ["small", "large", "A", "B"])
    let hardware = finding.groups.filter { $0.dimension == .hardware }
    // On A the small model is the cheapest and the large the fastest; on B both agree.
    #expect(hardware.map(\.leastRegret) == [2, 1])
    #expect(hardware.map(\.jaccard) == [0, 1])
    #expect(hardware[0].jaccardInterval == nil)
    #expect(
      hardware[0].headline
        == "hardware A: 0 of 1 optimal by compute and 1 by latency are both (Jaccard 0.00; 2 members are too few for an interval of it); choosing by compute takes 2.00x [2.00, 2.00] the least latency."
    )
  }

  @Test func `findings can be stored, and the same seed gives the same bits`() throws {
    let grid = try ShippedStudy.study().configurations
    let findings = try OptimalityFinding.findings(grid, replicates: 50, seed: 9)
    #expect(findings.map(\.measure) == ComputeMeasure.allCases)
    #expect(try OptimalityFinding.findings(grid, replicates: 50, seed: 9) == findings)
    // One measure alone meets the same resamples.
    #expect(try OptimalityFinding(grid, measure: .executedFLOPs, replicates: 50, seed: 9) == findings[2])
    let stored = try JSONDecoder().decode([OptimalityFinding].self, from: JSONEncoder().encode(findings))
    #expect(stored == findings)
  }

  @Test func `faulty questions are refused in words`() throws {
    let grid = try ShippedStudy.study().configurations
    #expect(
      message { try OptimalityFinding(grid, measure: .executedFLOPs, level: 95, replicates: 50) }
        == "A level of 95.0 was asked for; a level lies between 0 and 1, such as 0.95.")
    #expect(
      message { try OptimalityFinding(grid, measure: .executedFLOPs, replicates: 3) }
        == "3 bootstrap replicates were asked for; an interval needs at least 50.")
    let cell = SweepObservation(
      model: ModelDescription(name: "tiny"), tokenCap: 4, strategy: .baseline, accelerator: "A", accelerators: 1,
      problems: ["a"], latency: [1], outputTokens: [4], solved: ["a": true],
      conditions: SweepConditions(engine: "vLLM"))
    let other = SweepObservation(
      model: ModelDescription(name: "tiny"), tokenCap: 8, strategy: .baseline, accelerator: "A", accelerators: 1,
      problems: ["a"], latency: [1], outputTokens: [4], solved: ["a": true],
      conditions: SweepConditions(engine: "SGLang"))
    #expect(
      message { try OptimalityFinding(try ConfigurationGrid(cells: [cell]), measure: .acceptedFLOPs) }
        == "Not all of the 1 configurations have accepted FLOPs: state the parameters of their models and the positions that were scored."
    )
    #expect(
      message { try ConfigurationGrid(cells: [cell, other]) }
        == "Cell \(other.label) ran with engine SGLang and another with vLLM: compare cells of like conditions.")
    #expect(message { try ConfigurationGrid(cells: []) } == "No cell was both judged and timed.")
  }

  @Test func `every measure of compute has words and a metric of its own`() {
    #expect(ComputeMeasure.allCases.map(\.words) == ["generated tokens", "accepted FLOPs", "executed FLOPs"])
    #expect(ComputeMeasure.generatedTokens.metric.unit == .tokens)
    #expect(ComputeMeasure.acceptedFLOPs.metric.unit == .floatingPointOperations)
    // Accepted and executed FLOPs must not share an axis.
    #expect(!ComputeMeasure.acceptedFLOPs.metric.isComparable(with: ComputeMeasure.executedFLOPs.metric))
  }
}
