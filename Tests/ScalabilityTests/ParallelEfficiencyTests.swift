import Scalability
import ScalingStatistics
import Testing

@Suite struct ParallelEfficiencyTests {
  @Test func `a speed-up of 1.7 on four has the published efficiency and cost`() throws {
    // E = 1.7 / 4; e = (1/1.7 - 1/4) / (3/4); cost = 4 / 1.7.
    let result = try ParallelEfficiency(speedup: 1.7, processors: 4)
    #expect(abs(result.efficiency - 0.425) < 1e-15)
    #expect(abs((result.karpFlattOverhead ?? 0) - 0.451) < 0.0005)
    #expect(abs(result.costRatio - 2.353) < 0.0005)
    #expect(result.efficiencyEstimate == nil)
    #expect(
      result.headline
        == "1.70x on 4 over 1: efficiency 42.5 %, Karp–Flatt overhead 0.451, 2.35 times the processor time.")
  }

  @Test func `the interval is carried through and its ends change places where the transform falls`() throws {
    let speedup = Estimate(value: 2, lower: 1.6, upper: 2.5, level: 0.9, method: "BCa bootstrap over 100 pairs")
    let result = try ParallelEfficiency(speedup: speedup, processors: 4)
    let efficiency = try #require(result.efficiencyEstimate)
    #expect(efficiency.value == 0.5)
    #expect(efficiency.lower == 0.4)
    #expect(efficiency.upper == 0.625)
    #expect(efficiency.level == 0.9)
    #expect(efficiency.method == speedup.method)
    let cost = try #require(result.costRatioEstimate)
    #expect(cost.value == 2)
    #expect(cost.lower == 1.6)
    #expect(cost.upper == 2.5)
    // (1/2.5 - 1/4) / (3/4) = 0.2 and (1/1.6 - 1/4) / (3/4) = 0.5.
    let overhead = try #require(result.karpFlattEstimate)
    #expect(abs(overhead.lower - 0.2) < 1e-15)
    #expect(abs(overhead.upper - 0.5) < 1e-15)
    #expect(abs(overhead.value - 1.0 / 3) < 1e-15)
    #expect(result.headline.hasPrefix("2.00x [1.60, 2.50] on 4 over 1"))
  }

  @Test func `a lower end that is not positive leaves the cost open`() throws {
    let speedup = Estimate(value: 1, lower: -0.5, upper: 2, level: 0.95, method: "t")
    let result = try ParallelEfficiency(speedup: speedup, processors: 2)
    #expect(result.costRatioEstimate?.upper == .infinity)
    #expect(result.karpFlattEstimate?.upper == .infinity)
    #expect(result.costRatioEstimate?.lower == 1)
  }

  @Test func `over more than one processor there is no Karp–Flatt measure`() throws {
    let result = try ParallelEfficiency(speedup: 1.5, processors: 8, baselineProcessors: 4)
    #expect(result.efficiency == 0.75)
    #expect(abs(result.costRatio - 4.0 / 3) < 1e-15)
    #expect(result.karpFlattOverhead == nil)
    #expect(result.headline == "1.50x on 8 over 4: efficiency 75.0 %, 1.33 times the processor time.")
  }

  @Test func `a superlinear speed-up has a negative overhead`() throws {
    let result = try ParallelEfficiency(speedup: 3, processors: 2)
    #expect(result.efficiency == 1.5)
    #expect((result.karpFlattOverhead ?? 0) < 0)
  }

  @Test func `every input fault has a sentence`() {
    #expect(
      message { try ParallelEfficiency(speedup: 1.5, processors: 4, baselineProcessors: 4) }
        == "A speed-up on 4 processors over 4 has no parallel efficiency: it needs more than 4.")
    #expect(
      message { try ParallelEfficiency(speedup: 1.5, processors: 4, baselineProcessors: 0) }
        == "The run compared with has 0 processors; at least one is needed.")
    #expect(
      message { try ParallelEfficiency(speedup: 0, processors: 4) }
        == "A speed-up of 0.0 was given; it must be positive and finite.")
    #expect(
      message { try ParallelEfficiency(speedup: .nan, processors: 4) }
        == "A speed-up of nan was given; it must be positive and finite.")
  }
}
