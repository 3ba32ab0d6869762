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
        == "executed FLOPs: 2 configurations on the front over compute, 2 over latency, 1 on both (Jaccard 0.33); choosing by compute takes 2.00x the least latency in the geometric mean over accuracies, at most 4.0x."
    )
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
        "choosing by compute takes 1.00x the least latency in the geometric mean over accuracies with ties broken in its favour (4.00x against it; 1 of 1 accuracies have ties)"
      ))
    // Ties are no cost: compute does not decide between the two.
    #expect(!range.costsLatency)
    #expect(range.tiedLevels == 1)
  }

  @Test func `every measure of compute has words and a metric of its own`() {
    #expect(ComputeMeasure.allCases.map(\.words) == ["generated tokens", "accepted FLOPs", "executed FLOPs"])
    #expect(ComputeMeasure.generatedTokens.metric.unit == .tokens)
    #expect(ComputeMeasure.acceptedFLOPs.metric.unit == .floatingPointOperations)
    // Accepted and executed FLOPs must not share an axis.
    #expect(!ComputeMeasure.acceptedFLOPs.metric.isComparable(with: ComputeMeasure.executedFLOPs.metric))
  }
}
