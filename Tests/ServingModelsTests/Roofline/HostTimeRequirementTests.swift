import ServingModels
import Testing

/// The paper's two figures on GH200 at 4.0 TB/s, with the all-reduce of a CUDA graph (4.95 us) and an eager one (19.1 us).
@Suite struct HostTimeRequirementTests {
  private static func requirement(
    _ size: String, speedup: Double, rounding: Double = 0, allReduceTime: Double
  ) throws -> HostTimeRequirement {
    try AllReduceRequirementTests.prediction(size, allReduce: allReduceTime).hostTimeRequirement(
      for: speedup, rounding: rounding)
  }

  @Test func `the host times are those of hand arithmetic`() throws {
    let graph = try Self.requirement("14B", speedup: 1.7, rounding: 0.05, allReduceTime: 4.95e-6)
    // T(1) = 6.995732992 ms, T(4) = 1.748933248 + 96 x 0.00495 = 2.224133248 ms; (6.995732992 - 1.7 x 2.224133248) / 0.7.
    #expect(abs(try #require(graph.hostTime) - 4.592437815e-3) < 1e-12)
    let range = try #require(graph.hostTimeRange)
    // At 1.75: 3.103499808 / 0.75; at 1.65: 3.3259131328 / 0.65.
    #expect(abs(range.lowerBound - 4.137999744e-3) < 1e-12)
    #expect(abs(range.upperBound - 5.116789435e-3) < 1e-12)
    // 6.995732992 / 1.7 - 2.224133248.
    #expect(abs(graph.addedHostTime - 1.891003806e-3) < 1e-12)
    #expect(
      graph.headline
        == "With an all-reduce of 4.95 us (3.15x if the host takes no time), 1.7x on 4 accelerators would need 4.59 ms of the host in each step on one and on several alike (4.14 ms to 5.12 ms within the rounding), or 1.89 ms more on several than on one."
    )
  }

  @Test func `the speed-up follows back from either host time`() throws {
    for speedup in [0.9, 1.2, 1.7, 2.5] {
      for time in [4.95e-6, 19.1e-6, 60e-6] {
        for host in [0, 1e-3] {
          // What the host takes in the prediction does not matter.
          let prediction = try AllReduceRequirementTests.prediction("14B", allReduce: time, host: host)
          let requirement = try prediction.hostTimeRequirement(for: speedup)
          let single = prediction.single.stepTime - host
          let shared = prediction.shared.stepTime - host
          if let needed = requirement.hostTime {
            #expect(abs((single + needed) / (shared + needed) - speedup) < 1e-12)
          }
          #expect(abs(single / (shared + requirement.addedHostTime) - speedup) < 1e-12)
        }
      }
    }
  }

  @Test func `a speed-up of 1 needs more host time on several than on one`() throws {
    let graph = try Self.requirement("1.5B", speedup: 1, allReduceTime: 4.95e-6)
    #expect(graph.hostTime == nil && graph.hostTimeRange == nil)
    // 0.771857152 x 3/4 - 56 x 0.00495 ms.
    #expect(abs(graph.addedHostTime - 0.301692864e-3) < 1e-12)
    #expect(
      graph.headline.hasSuffix(
        "1x on 4 accelerators would need 0.302 ms more of the host in each step on several than on one; the same time on both does not lead there."
      ))
    let eager = try Self.requirement("1.5B", speedup: 1, allReduceTime: 19.1e-6)
    #expect(eager.hostTime == nil && eager.addedHostTime < 0)
    #expect(eager.headline.hasSuffix("whatever the host adds: the all-reduces alone cost more."))
  }

  @Test func `a range that holds 1 has no ends`() throws {
    #expect(
      try Self.requirement("14B", speedup: 1.02, rounding: 0.05, allReduceTime: 4.95e-6).hostTimeRange == nil)
  }

  @Test func `every input fault has a sentence`() {
    #expect(
      message { try Self.requirement("14B", speedup: 0.05, rounding: 0.05, allReduceTime: 0) }
        == "A speed-up of 0.05 with a rounding of 0.05 was given; the least of the range must be positive and the most finite."
    )
    #expect(
      message {
        try RooflineModel(MeasuredSteps.shape("14B"), on: Accelerator.named("GH200-96GB"), communication: .none)
          .speedup(batch: 1, context: 0, accelerators: 1).hostTimeRequirement(for: 1.7)
      } == "A speed-up of one accelerator over itself is 1, whatever the host takes.")
  }
}
