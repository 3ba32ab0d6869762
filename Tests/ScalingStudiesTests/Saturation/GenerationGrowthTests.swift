import Foundation
import ScalingExperiments
import ScalingStudies
import Testing

@Suite struct GenerationGrowthTests {
  private static func trace(_ tokens: [Int], _ latency: [Double]) throws -> GenerationTrace {
    try GenerationTrace(model: ModelDescription(name: "tiny"), outputTokens: tokens, latency: latency)
  }

  @Test func `a token costs the slope between neighbouring readings`() throws {
    let growth = try GenerationGrowth(try Self.trace([100, 200, 400], [1, 2, 5]))
    #expect(growth.label == "tiny")
    #expect(agree(growth.secondsPerTokenAtStart, 0.01))
    #expect(agree(growth.secondsPerTokenAtEnd, 0.015))
    #expect(agree(growth.marginalGrowth, 1.5))
    #expect(agree(growth.elasticity, log(5.0) / log(4.0)))
    #expect(
      growth.headline
        == "tiny: 10.00 ms a token near 200 tokens, 15.00 ms near 400 (1.50x); latency grows as tokens to the power 1.161."
    )
  }

  @Test func `a reading at the start of the clock is left aside`() throws {
    let growth = try GenerationGrowth(try Self.trace([0, 100, 200, 400], [0, 1, 2, 5]))
    #expect(growth.tokens == [100, 200, 400])
    #expect(growth == (try GenerationGrowth(try Self.trace([100, 200, 400], [1, 2, 5]))))
  }

  @Test func `fewer than three usable readings are refused`() throws {
    let two = try Self.trace([100, 200], [1, 2])
    #expect(
      message { try GenerationGrowth(two) } == "The generation of tiny has 2 usable readings; its bend needs three.")
    let started = try Self.trace([0, 100, 200], [0, 1, 2])
    #expect(
      message { try GenerationGrowth(started) }
        == "The generation of tiny has 2 usable readings; its bend needs three.")
    let none = try Self.trace([], [])
    #expect(
      message { try GenerationGrowth(none) } == "The generation of tiny has 0 usable readings; its bend needs three.")
  }
}
