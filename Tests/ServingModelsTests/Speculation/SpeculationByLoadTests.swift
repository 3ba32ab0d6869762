import ServingModels
import Testing

/// A step that takes max(1 + batch x context x 1e-4, batch x positions x 0.05): weights and keys against arithmetic.
@Suite struct SpeculationByLoadTests {
  private func scan() throws -> SpeculationByLoad {
    try SpeculationByLoad(
      batches: [64, 1, 8], contexts: [100, 10_000, 1_000], acceptance: try DraftAcceptance(rate: 0.7, draftTokens: 5)
    ) { batch, context, positions in
      max(1 + Double(batch * context) * 1e-4, Double(batch * positions) * 0.05)
    }
  }

  @Test func `speculation pays at small batch, fails at large, and pays again at long context`() throws {
    let loads = try scan()
    #expect(loads.batches == [1, 8, 64] && loads.contexts == [100, 1_000, 10_000])
    // Batch 1: bound by memory for all 6 positions, so the gain is the tokens, 1 + .7 + .49 + .343 + .2401 + .16807.
    let single = try #require(loads.best(batch: 1, context: 100))
    #expect(single.draftTokens == 5 && abs(single.speedup - 2.94117) < 1e-12 && single.isAtLimit)
    // Batch 64, context 100: 3.2 for one position, arithmetic from the start.
    #expect(loads.best(batch: 64, context: 100)?.draftTokens == 0)
    // Batch 64, context 1,000: 7.4; two positions fit into it, three take 9.6.
    let middling = try #require(loads.best(batch: 64, context: 1_000))
    #expect(middling.draftTokens == 1 && abs(middling.speedup - 1.7) < 1e-12)
    // Batch 64, context 10,000: 65 for up to 20 positions.
    #expect(abs((loads.best(batch: 64, context: 10_000)?.speedup ?? 0) - 2.94117) < 1e-12)
    #expect(loads.largestPayingBatch(context: 100) == 8)
    #expect(loads.leastPayingContext(batch: 64) == 1_000)
    #expect(loads.leastPayingContext(batch: 1) == 100)
    #expect(loads.best(batch: 2, context: 100) == nil)
    #expect(loads.headline == "Speculation pays at 8 of 9 loads, at most 2.94x.")
  }

  @Test func `the cost of drafting enters`() throws {
    let acceptance = try DraftAcceptance(rate: 0.7, draftTokens: 20)
    let loads = try SpeculationByLoad(
      batches: [1], contexts: [1], acceptance: acceptance, stepTime: { _, _, _ in 2 }, draftTime: { _, _ in 0.1 })
    // c = 0.05: six drafts, 2.353x.
    let best = try #require(loads.best(batch: 1, context: 1))
    #expect(best.draftTokens == 6 && abs(best.speedup - 2.353) < 5e-4)
  }

  @Test func `impossible input is refused by field and value`() throws {
    let acceptance = try DraftAcceptance(rate: 0.7, draftTokens: 2)
    #expect(
      message { try SpeculationByLoad(batches: [], contexts: [1], acceptance: acceptance) { _, _, _ in 1 } }
        == "No batch was given; at least one is needed.")
    #expect(
      message { try SpeculationByLoad(batches: [1], contexts: [0], acceptance: acceptance) { _, _, _ in 1 } }
        == "A context of 0 was given; it must be 1 or more.")
    #expect(
      message { try SpeculationByLoad(batches: [1], contexts: [1], acceptance: acceptance) { _, _, _ in -1 } }
        == "The time of scoring 1 positions is -1.0; it must be finite and positive.")
  }
}
