import ScalingExperiments
import ServingModels
import Testing

@Suite struct AcceptanceFitTests {
  /// 100 drafts of 3: 70, 49 and 35 kept at the positions, 154 in all, 65 ended in a rejection.
  private let prefix = EngineV1SpeculationCounters(
    drafts: 100, draftTokens: 300, acceptedTokens: 154, acceptedByPosition: [70, 49, 35])

  /// Wilson's intervals of 154 of 219, 70 and 49 of 100, and the normal interval of the mean of a geometric law cut at 3, by plain Python.
  @Test func `prefix counters give the maximum of the likelihood with binomial intervals`() throws {
    let fit = try AcceptanceFit(engineV1: [prefix], draftTokens: 3)
    #expect(abs(fit.tokensPerPass.value - 2.54) < 1e-15)
    let rate = try #require(fit.acceptance)
    #expect(abs(rate.value - 0.7031963470319634) < 1e-15)
    #expect(abs(rate.lower - 0.6396090640789776) < 1e-12 && abs(rate.upper - 0.7597780179792692) < 1e-12)
    #expect(fit.byPosition.map(\.value) == [0.7, 0.49, 0.35])
    #expect(abs(fit.byPosition[0].lower - 0.6041514536665332) < 1e-12)
    #expect(abs(fit.byPosition[1].upper - 0.5865198806597283) < 1e-12)
    // 0.35 - 0.70320^3 = 0.00228; 0.70320 - 0.7 = 0.00320; 0.49449 - 0.49 = 0.00449.
    #expect(abs((fit.geometricMisfit ?? 0) - 0.00449) < 1e-5)
    #expect(
      fit.warnings == [
        "One set of counters for all requests: the intervals treat passes as independent, and are too narrow where drafts are easy in one request and hard in another."
      ])
    #expect(fit.measured?.survival == [0.7, 0.49, 0.35])
    #expect(rate.method == "Wilson, passes as independent trials")
  }

  @Test func `without counts by position acceptance is solved from the tokens`() throws {
    let fit = try AcceptanceFit(
      engineV1: [EngineV1SpeculationCounters(drafts: 100, draftTokens: 300, acceptedTokens: 154)], draftTokens: 3)
    let rate = try #require(fit.acceptance)
    #expect(abs(rate.value - 0.701806170832887) < 1e-12)
    #expect(abs(fit.tokensPerPass.lower - 2.297082130661969) < 1e-9)
    #expect(abs(fit.tokensPerPass.upper - 2.782917869338031) < 1e-9)
    #expect(abs(rate.lower - 0.6358067892106791) < 1e-9 && abs(rate.upper - 0.7614895101797065) < 1e-9)
    #expect(fit.byPosition.isEmpty && fit.geometricMisfit == nil && fit.measured == nil)
  }

  /// The same passes as the first engine counts them: accepted tokens behind a rejection make 190 of 300, and must not matter.
  @Test func `the first engine's accepted tokens are not used`() throws {
    let fit = try AcceptanceFit(
      engineV0: [EngineV0SpeculationCounters(draftTokens: 300, acceptedTokens: 190, emittedTokens: 254)],
      draftTokens: 3)
    #expect(abs(fit.tokensPerPass.value - 2.54) < 1e-15)
    #expect(abs((fit.acceptance?.value ?? 0) - 0.701806170832887) < 1e-12)
    let none = EngineV0SpeculationCounters(draftTokens: 300, acceptedTokens: 190)
    #expect(
      message { try AcceptanceFit(engineV0: [none], draftTokens: 3) }
        == "The emitted tokens of row 0 are unknown; accepted tokens of this engine go on behind a rejection and cannot replace them."
    )
  }

  /// 100 of 250 passes had drafts: 1 + 0.4 (0.7 + 0.49 + 0.35).
  @Test func `the passes in all give the hit rate`() throws {
    let fit = try AcceptanceFit(engineV1: [prefix], draftTokens: 3)
    let measured = try fit.measured(forwardPasses: 250)
    #expect(measured.hitRate == 0.4)
    #expect(abs(try measured.expectedTokens(draftTokens: 3) - 1.616) < 1e-15)
    #expect(message { try fit.measured(forwardPasses: 99) } == "99.0 passes were made in all, and 100 had drafts.")
    let unplaced = try AcceptanceFit(
      engineV1: [EngineV1SpeculationCounters(drafts: 100, draftTokens: 300, acceptedTokens: 154)], draftTokens: 3)
    #expect(
      message { try unplaced.measured(forwardPasses: 250) }
        == "The counters have no positions, so the acceptance of each is unknown.")
  }

  @Test func `requests that differ widen the interval beyond that of independent passes`() throws {
    let easy = EngineV1SpeculationCounters(
      drafts: 50, draftTokens: 150, acceptedTokens: 140, acceptedByPosition: [50, 48, 42])
    let hard = EngineV1SpeculationCounters(
      drafts: 50, draftTokens: 150, acceptedTokens: 14, acceptedByPosition: [10, 3, 1])
    let requests = [easy, hard, easy, hard, easy, hard, easy, hard]
    let clustered = try #require(try AcceptanceFit(engineV1: requests, draftTokens: 3).acceptance)
    let sum = EngineV1SpeculationCounters(
      drafts: 400, draftTokens: 1_200, acceptedTokens: 616, acceptedByPosition: [240, 204, 172])
    let pooled = try #require(try AcceptanceFit(engineV1: [sum], draftTokens: 3).acceptance)
    // 616 kept, 228 rejections.
    #expect(abs(clustered.value - 616.0 / 844) < 1e-15 && clustered.value == pooled.value)
    #expect(clustered.upper - clustered.lower > 3 * (pooled.upper - pooled.lower))
    #expect(clustered.method == "percentile bootstrap over 8 requests")
    #expect(try AcceptanceFit(engineV1: requests, draftTokens: 3).warnings.isEmpty)
  }

  @Test func `drafts of differing length have no single acceptance`() throws {
    let short = EngineV1SpeculationCounters(drafts: 100, draftTokens: 250, acceptedTokens: 154)
    let fit = try AcceptanceFit(engineV1: [short], draftTokens: 3)
    #expect(fit.acceptance == nil)
    #expect(
      fit.warnings.first
        == "The engine drafted 2.5 tokens a pass, not 3: drafts differ in length, so one acceptance for all cannot be told."
    )
  }

  @Test func `contradicting counters are refused by row and value`() {
    func fault(_ drafts: Int, _ drafted: Int, _ accepted: Int, _ positions: [Int] = []) -> String? {
      message {
        try AcceptanceFit(
          engineV1: [
            EngineV1SpeculationCounters(
              drafts: drafts, draftTokens: drafted, acceptedTokens: accepted, acceptedByPosition: positions)
          ], draftTokens: 3)
      }
    }
    #expect(fault(0, 0, 0) == "1 counters hold 0 drafts; an acceptance needs passes that had some.")
    #expect(fault(-1, 0, 0) == "The drafts of row 0 are -1; they must be 0 or more.")
    #expect(fault(.max, 0, 0) == "The drafts of row 0 are 9223372036854775807; counts are whole up to 2^53.")
    #expect(fault(2, 6, 7) == "Row 0 accepted 7 tokens of 6 drafted.")
    #expect(fault(2, 7, 3) == "Row 0 drafted 7 tokens in 2 drafts of at most 3.")
    #expect(fault(2, 6, 3, [1, 2, 0]) == "Row 0 kept 2 drafts at position 2 after 1: a prefix cannot grow.")
    #expect(fault(2, 6, 3, [2, 2, 0]) == "Row 0 accepted 3 tokens, but 4 by position.")
    #expect(fault(2, 6, 3, [1, 1, 1, 0]) == "Row 0 counts 4 positions of drafts of 3 tokens.")
    #expect(
      message { try AcceptanceFit(engineV1: [prefix], draftTokens: 3, level: 2) }
        == "A level of 2.0 was asked for; a level lies between 0 and 1, such as 0.95.")
    #expect(
      message { try AcceptanceFit(engineV1: [], draftTokens: 3) }
        == "0 counters hold 0 drafts; an acceptance needs passes that had some.")
    let odd = EngineV0SpeculationCounters(draftTokens: 10, acceptedTokens: 3, emittedTokens: 5)
    #expect(
      message { try AcceptanceFit(engineV0: [odd], draftTokens: 3) }
        == "Row 0 drafted 10 tokens, no multiple of 3 a pass.")
    let many = EngineV0SpeculationCounters(draftTokens: 9, acceptedTokens: 3, emittedTokens: 13)
    #expect(
      message { try AcceptanceFit(engineV0: [many], draftTokens: 3) }
        == "Row 0 emitted 13 tokens in 3 passes of 3 drafts: a pass emits 1 to 4.")
  }
}
