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

  @Test func `what is not used is listed with its reason`() {
    let steps = [
      Self.step(8, query: 1), Self.step(20, query: 1, source: "second.csv"), Self.step(10, query: 6),
      Self.step(30, query: 6, source: "second.csv"), Self.step(9, query: 6, batch: 2),
      Self.step(9, query: 6, execution: .eager), Self.step(9, query: 6, shards: 2), Self.step(9, query: 4),
    ]
    #expect(
      VerificationCost.leftOut(steps, query: 6) == [
        "tiny, batch 2, context 512: the step of first.csv that scores 6 tokens has no step of the same session that scores one.",
        // 30/20 over 10/8.
        "tiny: 1 setting scoring 6 tokens measured again in second.csv; the first one read stands (first.csv). The other ratio is 1.20 times as large.",
        "1 step scoring 6 tokens not known to be graph replay, which the ratios are of.",
      ])
    #expect(VerificationCost.leftOut(steps, query: 4).isEmpty)
  }

  @Test func `the runs say how many tokens a pass scores`() throws {
    func run(_ name: String, _ setting: SpeculationSetting?) throws -> Run {
      try HandMadeRun.changed {
        $0.identifier = name
        $0.speculation = setting
      }
    }
    func on(_ positions: Int?) -> SpeculationSetting { .on(Speculation(method: .ngram, positionsPerPass: positions)) }
    let runs = [
      try run("six", on(6)), try run("plain", .off), try run("four", on(4)), try run("six again", on(6)),
      try run("silent", on(nil)), try run("eight", on(8)), try run("unknown", nil),
    ]
    #expect(VerificationCost.widths(of: runs) == [4, 6, 8])
    let steps = [Self.step(8, query: 1), Self.step(10, query: 6), Self.step(9, query: 4), Self.step(9, query: 5)]
    let costs = VerificationCost.ratios(steps, verifyingDraftsOf: runs)
    #expect(costs.map(\.query) == [4, 6])
    #expect(costs.map { printed($0.ratio, 3) } == ["1.125", "1.250"])
    #expect(
      VerificationCost.leftOut(steps, verifyingDraftsOf: runs) == [
        "Run \"silent\" does not state positionsPerPass, so it is unknown which steps verify its drafts.",
        "No decode step scores 8 tokens, as the passes of the runs with speculation do.",
      ])
    #expect(VerificationCost.ratios(steps, verifyingDraftsOf: []).isEmpty)
  }
}
