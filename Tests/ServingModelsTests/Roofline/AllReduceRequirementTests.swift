import ServingModels
import Testing

/// Two models on GH200 at 4.0 TB/s: weights stream at the whole bandwidth, nothing else takes time.
///
/// 27,982,931,968 bytes at 14B (48 layers) and 3,087,428,608 at 1.5B (28 layers).
@Suite struct AllReduceRequirementTests {
  static func prediction(
    _ size: String, allReduce: Double = 0, host: Double = 0, context: Int = 0
  ) throws -> PredictedSpeedup {
    try RooflineModel(
      MeasuredSteps.shape(size), on: Accelerator.named("GH200-96GB"), allReduce: InjectedDelay(allReduce),
      hostTime: host
    ).speedup(batch: 1, context: context, accelerators: 4)
  }

  private static func speedup(_ size: String, _ allReduce: Double, host: Double = 0) throws -> Double {
    try prediction(size, allReduce: allReduce, host: host).speedup
  }

  /// 1.7 and "worse than single-GPU" (1.0) are the paper's, section 3.2.
  @Test func `the all-reduce times that would have to be true are 24.6 and 10.3 microseconds`() throws {
    // 27,982,931,968 / 4e12 = 6.995732992 ms; × (1/1.7 − 1/4) = 2.366203806 ms; / 96 = 24.64795631 us.
    #expect(abs(try Self.prediction("14B").breakEvenAllReduce(for: 1.7).allReduceTime - 24.64795631e-6) < 1e-14)
    // 771.857152 us × 3/4 / 56 = 10.33737257 us.
    #expect(abs(try Self.prediction("1.5B").breakEvenAllReduce(for: 1).allReduceTime - 10.33737257e-6) < 1e-14)
    // Whatever the all-reduces were taken to be before.
    let other = try Self.prediction("1.5B", allReduce: 3e-6).breakEvenAllReduce(for: 1).allReduceTime
    #expect(abs(other - 10.33737257e-6) < 1e-14)
  }

  @Test func `a rounded figure gives a range of times`() throws {
    let requirement = try Self.prediction("14B").breakEvenAllReduce(for: 1.7, rounding: 0.05)
    #expect(abs(requirement.shortestTime - 6.995732992e-3 * (1 / 1.75 - 0.25) / 96) < 1e-15)
    #expect(abs(requirement.longestTime - 6.995732992e-3 * (1 / 1.65 - 0.25) / 96) < 1e-15)
    #expect(
      requirement.headline
        == "For a speed-up of 1.7 on 4 accelerators each of the 96 all-reduces of a token would have "
        + "to take 24.6 us (23.4 to 25.9 us for anything from 1.65 to 1.75), if weights stream at full bandwidth and "
        + "nothing else costs time.")
    #expect(
      try Self.prediction("1.5B").breakEvenAllReduce(for: 1).headline
        == "For a speed-up of 1 on 4 accelerators each of the 56 all-reduces "
        + "of a token would have to take 10.3 us, if weights stream at full bandwidth and nothing else costs time.")
    #expect(
      try Self.prediction("1.5B", host: 1e-3, context: 8_192).breakEvenAllReduce(for: 1).headline.hasSuffix(
        " us, at batch 1 and a context of 8192, if the rest of the step is as predicted."))
  }

  /// All-reduce times measured on H100 (vLLM 0.14, payload of one token): 19.1 us eager, 4.95 us in a graph; by hand 6995.73 / (1748.93 + 96 t) and 771.857 / (192.964 + 56 t).
  @Test func `measured all-reduce times give the speed-ups worked out by hand`() throws {
    #expect(abs(try Self.speedup("14B", 19.1e-6) - 1.953) < 5e-4)
    #expect(abs(try Self.speedup("14B", 4.95e-6) - 3.145) < 5e-4)
    #expect(abs(try Self.speedup("1.5B", 19.1e-6) - 0.6113) < 5e-5)
    #expect(abs(try Self.speedup("1.5B", 4.95e-6) - 1.6417) < 5e-5)
  }

  @Test func `4.6 ms of the host give 14B its 1.7, and never bring 1.5B below 1`() throws {
    // (6.9957 + 4.6) / (1.7489 + 0.4752 + 4.6) = 1.699.
    #expect(abs(try Self.speedup("14B", 4.95e-6, host: 4.6e-3) - 1.6991) < 5e-4)
    var previous = Double.infinity
    for host in [0, 1e-3, 4.6e-3, 1e-1, 1, 100] {
      let speedup = try Self.speedup("1.5B", 4.95e-6, host: host)
      #expect(speedup > 1 && speedup < previous)
      previous = speedup
    }
  }

  @Test func `a free all-reduce gives the number of accelerators, and the inverse undoes the speed-up`() throws {
    let free = try Self.prediction("14B")
    #expect(free.speedup == 4)
    #expect(try free.breakEvenAllReduce(for: 4).allReduceTime == 0)
    for target in [0.01, 0.5, 1, 1.7, 3.99] {
      for context in [0, 4_096] {
        let time = try Self.prediction("14B", context: context).breakEvenAllReduce(for: target).allReduceTime
        let back = try Self.prediction("14B", allReduce: time, context: context).speedup
        #expect(abs(back / target - 1) < 1e-12)
      }
    }
  }

  @Test func `every input fault has a sentence`() throws {
    let large = try Self.prediction("14B")
    #expect(
      message { try large.breakEvenAllReduce(for: 0) } == "The speed-up is 0.0; it must be positive and finite.")
    #expect(
      message { try large.breakEvenAllReduce(for: 4.1) }
        == "A speed-up of 4.1 on 4 accelerators is more than the 4 that the step could give, even if all-reduces took no time."
    )
    #expect(
      message { try large.breakEvenAllReduce(for: .leastNonzeroMagnitude) }?.hasSuffix(
        "too small for a finite all-reduce time.") == true)
    #expect(
      message { try large.breakEvenAllReduce(for: 1, rounding: -1) }
        == "The rounding is -1.0; it must be finite, 0 or more.")
    #expect(
      message { try large.breakEvenAllReduce(for: 1, rounding: 1) }
        == "The speed-up is 0.0; it must be positive and finite.")
    let alone = try RooflineModel(
      MeasuredSteps.shape("14B"), on: Accelerator.named("GH200-96GB"), communication: .none
    ).speedup(batch: 1, context: 0, accelerators: 4)
    #expect(
      message { try alone.breakEvenAllReduce(for: 1) }
        == "A step on 4 accelerators without collectives was given; no time of theirs explains a speed-up.")
  }
}
