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
        == "tiny on 4 shards, batch 1: 2.50x with an all-reduce time of 0 us; 1.7x at 14.0 us (readings 8.4 to 18.1), 1x at 25.6 us (readings 20.6 to 29.6)."
    )
    // Readings of a clock have no level. The low curve (9/11 of the speed-ups) is 2.045 at 0 and 1.636 at 10 us, the high one (11/9) 2.444 at 10, 1.528 at 20 us.
    #expect(finding.reachesTarget.estimate == nil && finding.breakEven.estimate == nil)
    let range = try #require(finding.reachesTarget.range)
    #expect(agree(range.lowerBound, 10 * (2.5 * 9 / 11 - 1.7) / (0.5 * 9 / 11)))
    #expect(agree(range.upperBound, 10 + 10 * (2 * 11.0 / 9 - 1.7) / (0.75 * 11 / 9)))
  }

  @Test func `a target outside the measured range is not extrapolated to`() throws {
    let finding = try #require(try ShardingFinding.findings(Self.steps, target: 3).first)
    #expect(finding.reachesTarget.x == nil && finding.reachesTarget.outcome == .notReached)
    #expect(
      finding.headline
        == "tiny on 4 shards, batch 1: 2.50x with an all-reduce time of 0 us; below 3x even at 0 us, 1x at 25.6 us (readings 20.6 to 29.6)."
    )
    let fast = try #require(try ShardingFinding.findings(Array(Self.steps.filter { $0.median < 0.0125 })).first)
    #expect(fast.headline.hasSuffix("; 1.7x at 14.0 us (readings 8.4 to 18.1), above 1x up to 20 us."))
  }

  @Test func `a target met in several places is not said to be missed`() throws {
    // 2, 0.8 and 1.25 times as fast: 1 is met at 10 x 1/1.2 and at 10 + 10 x 0.2/0.45 us.
    let steps = [
      Self.step(10, shards: 1, delay: 0), Self.step(5, shards: 4, delay: 0), Self.step(12.5, shards: 4, delay: 10),
      Self.step(8, shards: 4, delay: 20),
    ]
    let finding = try #require(try ShardingFinding.findings(steps).first)
    #expect(
      finding.headline.hasSuffix(
        "; 1.7x at 2.5 us (readings up to 5.1), 1x in several places (8.3, 14.4 us)."))
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

  @Test func `what makes no curve is listed with its reason`() throws {
    let others = [
      Self.step(3, shards: 4, delay: 0, model: "lonely"), Self.step(4, shards: 4, delay: 10, model: "lonely"),
      Self.step(6, shards: 2, delay: 0), Self.step(1, shards: 4, delay: nil),
      Self.step(1, shards: 4, delay: 5, execution: .eager), Self.step(1, shards: 4, delay: 5, execution: nil),
      Self.step(11, shards: 1, delay: 5), Self.step(20, shards: 1, delay: 0, batch: 8),
    ]
    #expect(
      ShardingFinding.leftOut(Self.steps + others) == [
        "tiny on 1 shard, batch 1, context 512: 1 step with a delay; the whole model is compared without one.",
        "lonely on 4 shards, batch 1, context 512: there is no step of the whole model (1 shard, no delay) to compare with.",
        "tiny on 2 shards, batch 1, context 512: a single all-reduce time (0 us); a curve needs two or more.",
        "tiny on 1 shard, batch 8, context 512: no shard of this model was measured in this setting.",
        "tiny: 2 delayed steps not known to be graph replay, which the curves are of.",
      ])
    #expect(ShardingFinding.leftOut(Self.steps).isEmpty && ShardingFinding.leftOut([]).isEmpty)
    // The file is named where it is known.
    var step = Self.step(6, shards: 2, delay: 0)
    step.source = "tp_delay.csv"
    #expect(
      ShardingFinding.leftOut([step]).first?.hasPrefix("tiny on 2 shards, batch 1, context 512 (tp_delay.csv): ")
        == true)
  }

  @Test func `one delay measured twice is refused`() {
    let twice = Self.steps + [Self.step(4.1, shards: 4, delay: 10)]
    #expect(
      message { try ShardingFinding.findings(twice) }
        == "tiny on 4 shards, batch 1, context 512: the all-reduce time of 10 us was measured twice (5 and 4.1 ms a step); keep one of them."
    )
    let whole = Self.steps + [Self.step(9, shards: 1, delay: 0)]
    #expect(
      message { try ShardingFinding.findings(whole) }
        == "tiny on 1 shard, batch 1, context 512: the all-reduce time of 0 us was measured twice (10 and 9 ms a step); keep one of them."
    )
  }
}
