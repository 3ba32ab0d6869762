import ScalingExperiments
import ScalingStudies
import Testing

@Suite struct ShardingFindingTests {
  private static func step(
    _ milliseconds: Double, shards: Int, delay microseconds: Double?, model: String = "tiny", batch: Int = 1,
    execution: ExecutionMode? = .graph
  ) -> DecodeStepMeasurement {
    DecodeStepMeasurement(
      model: ModelDescription(name: model), shards: shards, batch: batch, context: 512, execution: execution,
      injectedDelay: microseconds.map { $0 / 1e6 }, delaysPerStep: 8, median: milliseconds / 1e3,
      percentile10: milliseconds / 1e3 * 0.9, percentile90: milliseconds / 1e3 * 1.1)
  }

  // 10 ms on one accelerator; 4, 5, 8 and 12.5 ms on four, so 2.5, 2, 1.25 and 0.8 times as fast, in no order.
  private static let steps = [
    step(5, shards: 4, delay: 10), step(12.5, shards: 4, delay: 30), step(10, shards: 1, delay: 0),
    step(4, shards: 4, delay: 0), step(8, shards: 4, delay: 20),
  ]

  @Test func `speed-ups are quotients of medians in the order of the delay`() throws {
    let findings = try ShardingFinding.findings(Self.steps)
    #expect(findings.count == 1)
    let finding = try #require(findings.first)
    #expect(finding.label == "tiny" && finding.shards == 4 && finding.batch == 1 && finding.context == 512)
    #expect(finding.reductionsPerStep == 8)
    let expected = [2.5, 2, 1.25, 0.8]
    for row in expected.indices {
      #expect(agree(finding.speedups[row], expected[row]))
      #expect(agree(finding.reductionTimes[row], Double(row) * 1e-5))
      // The 10th percentile of the one over the 90th of the other, and the other way round.
      #expect(agree(finding.lowSpeedups[row], expected[row] * 0.9 / 1.1))
      #expect(agree(finding.highSpeedups[row], expected[row] * 1.1 / 0.9))
    }
    #expect(agree(try #require(finding.speedup(atMicroseconds: 20)), 1.25))
    #expect(finding.speedup(atMicroseconds: 15) == nil)
  }

  @Test func `targets are met on the straight line between two measurements`() throws {
    let finding = try #require(try ShardingFinding.findings(Self.steps, target: 1.7).first)
    // 10 + 10 x 0.3 / 0.75 and 20 + 10 x 0.25 / 0.45.
    #expect(agree(try #require(finding.reachesTarget.x), 14))
    #expect(agree(try #require(finding.breakEven.x), 20 + 10 * 0.25 / 0.45))
    #expect(finding.target == 1.7)
    #expect(
      finding.headline
        == "tiny on 4 shards, batch 1: 2.50x with an all-reduce time of 0 us; 1.7x at 14.0 us, 1x at 25.6 us.")
    let interval = try #require(finding.reachesTarget.estimate)
    #expect(interval.lower < 14 && 14 < interval.upper)
  }

  @Test func `a target outside the measured range is not extrapolated to`() throws {
    let finding = try #require(try ShardingFinding.findings(Self.steps, target: 3).first)
    #expect(finding.reachesTarget.x == nil && finding.reachesTarget.outcome == .notReached)
    #expect(finding.headline.contains("3x not between 0 and 30 us"))
  }

  @Test func `efficiency, overhead and cost follow from the speed-up`() throws {
    let first = try #require(try ShardingFinding.findings(Self.steps).first?.efficiencies.first)
    #expect(agree(first.efficiency, 0.625))
    #expect(agree(first.costRatio, 1.6))
    // (1/2.5 - 1/4) / (1 - 1/4).
    #expect(agree(try #require(first.karpFlattOverhead), 0.2))
  }

  @Test func `only steps of one model, batch and kind are compared`() throws {
    let others = [
      // No whole-model step.
      Self.step(3, shards: 4, delay: 0, model: "lonely"), Self.step(4, shards: 4, delay: 10, model: "lonely"),
      // A single delay.
      Self.step(6, shards: 2, delay: 0),
      // Neither delayed nor replayed as a graph.
      Self.step(1, shards: 4, delay: nil), Self.step(1, shards: 4, delay: 5, execution: .eager),
      Self.step(1, shards: 4, delay: 5, execution: nil),
      // Another batch, with a whole-model step of its own.
      Self.step(20, shards: 1, delay: 0, batch: 8), Self.step(10, shards: 4, delay: 0, batch: 8),
      Self.step(16, shards: 4, delay: 10, batch: 8),
    ]
    let findings = try ShardingFinding.findings(Self.steps + others)
    #expect(findings.map(\.batch) == [1, 8])
    #expect(findings[0].speedups.count == 4)
    #expect(agree(findings[1].speedups[0], 2))
    #expect(agree(findings[1].speedups[1], 1.25))
    #expect(try ShardingFinding.findings([]).isEmpty)
  }

  @Test func `one delay measured twice is refused`() {
    let twice = Self.steps + [Self.step(4.1, shards: 4, delay: 10)]
    #expect(
      message { try ShardingFinding.findings(twice) }?.hasPrefix("x must rise from row to row; row 2 has") == true)
  }
}
