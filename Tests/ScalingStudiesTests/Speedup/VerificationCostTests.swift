import ScalingExperiments
import ScalingStudies
import Testing

@Suite struct VerificationCostTests {
  private static func step(
    _ milliseconds: Double, query: Int, batch: Int = 1, shards: Int = 1, delay: Double? = nil,
    execution: ExecutionMode? = .graph, source: String = "first.csv"
  ) -> DecodeStepMeasurement {
    DecodeStepMeasurement(
      model: ModelDescription(name: "tiny"), shards: shards, batch: batch, context: 512, query: query,
      execution: execution, injectedDelay: delay, median: milliseconds / 1e3, percentile10: milliseconds / 1e3,
      percentile90: milliseconds / 1e3, source: source)
  }

  @Test func `the price of verifying is one median over the other`() throws {
    let costs = VerificationCost.ratios([Self.step(8, query: 1), Self.step(10, query: 6)], query: 6)
    #expect(costs.count == 1)
    let cost = try #require(costs.first)
    #expect(agree(cost.ratio, 1.25))
    #expect(cost.label == "tiny" && cost.context == 512 && cost.batch == 1 && cost.query == 6)
    #expect(cost.headline == "tiny: scoring 6 tokens instead of 1 takes 1.25x (batch 1, context 512).")
  }

  @Test func `steps of another kind are not compared`() {
    let steps = [
      Self.step(8, query: 1), Self.step(9, query: 6, batch: 2), Self.step(9, query: 6, shards: 2),
      Self.step(9, query: 6, delay: 0), Self.step(9, query: 6, execution: .eager),
      Self.step(9, query: 6, execution: nil), Self.step(9, query: 6, source: "second.csv"), Self.step(9, query: 4),
    ]
    #expect(VerificationCost.ratios(steps, query: 6).isEmpty)
    #expect(VerificationCost.ratios(steps, query: 4).count == 1)
  }

  @Test func `of two sessions the first one read stands and neither lends its step to the other`() {
    let steps = [
      Self.step(8, query: 1), Self.step(20, query: 1, source: "second.csv"),
      Self.step(30, query: 6, source: "second.csv"),
      Self.step(10, query: 6),
    ]
    let costs = VerificationCost.ratios(steps, query: 6)
    #expect(costs.count == 1)
    #expect(costs.map { printed($0.ratio, 2) } == ["1.50"])
  }
}
