import ServingModels
import Testing

/// The printed digits of Leviathan, Kalman and Matias, "Fast Inference from Transformers via Speculative Decoding", ICML 2023.
@Suite struct SpeculativeDecodingTests {
  private func rounded(_ value: Double, _ places: Double) -> Double { (value * places).rounded() / places }

  /// Table 1 of the paper: operations and speed at c = 0, to its printed digits.
  @Test(
    arguments: [
      (0.6, 2, 1.96, 1.53), (0.7, 3, 2.53, 1.58), (0.8, 2, 2.44, 1.23), (0.8, 5, 3.69, 1.63), (0.9, 2, 2.71, 1.11),
      (0.9, 10, 6.86, 1.60),
    ])
  func `the paper's table of tokens and operations comes out`(row: (Double, Int, Double, Double)) throws {
    let (acceptance, drafts, tokens, operations) = row
    let gain = try SpeculativeDecoding.speedup(acceptance: acceptance, draftTokens: drafts, draftCost: 0)
    let factor = try SpeculativeDecoding.operationsFactor(
      acceptance: acceptance, draftTokens: drafts, draftOperations: 0)
    #expect(rounded(gain, 100) == tokens)
    #expect(rounded(factor, 100) == operations)
  }

  @Test func `tokens are the geometric sum, with its limits at acceptance 0 and 1`() throws {
    for drafts in 0...12 {
      for acceptance in [0.0, 0.1, 0.5, 0.95, 0.999_999_999] {
        var sum = 0.0
        var power = 1.0
        for _ in 0...drafts {
          sum += power
          power *= acceptance
        }
        let tokens = try SpeculativeDecoding.expectedTokens(acceptance: acceptance, draftTokens: drafts)
        #expect(abs(tokens - sum) < 1e-12 * sum)
      }
      #expect(try SpeculativeDecoding.expectedTokens(acceptance: 1, draftTokens: drafts) == Double(drafts + 1))
    }
    // Five drafts: 1.4275, 1.96875, 2.9412 (2.94117), 3.6893 (3.68928) for 0.3, 0.5, 0.7, 0.8.
    for (acceptance, tokens) in [(0.3, 1.42753), (0.5, 1.96875), (0.7, 2.94117), (0.8, 3.68928)] {
      #expect(
        rounded(try SpeculativeDecoding.expectedTokens(acceptance: acceptance, draftTokens: 5), 1e5) == tokens)
    }
  }

  /// The best γ for equal acceptance: recomputed from theorem 3.8 by trying every γ.
  @Test(
    arguments: [
      (0.7, 0.05, 6, 2.353), (0.8, 0.05, 8, 3.092), (0.8, 0.1, 6, 2.470), (0.9, 0.1, 10, 3.431), (0.5, 0.1, 2, 1.458),
    ])
  func `the best number of drafts is found`(row: (Double, Double, Int, Double)) throws {
    let (acceptance, cost, drafts, gain) = row
    let times = try SpeculationTimes(
      draftStep: cost * 0.02, verification: try VerificationTimes(constant: 0.02, upTo: 41))
    let best = try times.best(try DraftAcceptance(rate: acceptance, draftTokens: 40))
    #expect(best.draftTokens == drafts)
    #expect(rounded(best.speedup, 1000) == gain)
    #expect(!best.isAtLimit)
    let direct = try SpeculativeDecoding.speedup(acceptance: acceptance, draftTokens: drafts, draftCost: cost)
    #expect(abs(direct - best.speedup) < 1e-12)
    let closed = try SpeculativeDecoding.best(acceptance: acceptance, draftCost: cost)
    #expect(closed.draftTokens == drafts && abs(closed.speedup - best.speedup) < 1e-12)
  }

  @Test func `drafts without a cost are never enough, and drafts that cost more than they bring are none`() throws {
    let free = try SpeculativeDecoding.best(acceptance: 0.5, draftCost: 0, upTo: 8)
    #expect(free.draftTokens == 8 && free.isAtLimit)
    #expect(free.headline == "8 drafts gain most, 2.00x; it is the largest number tried, more may gain more.")
    let none = try SpeculativeDecoding.best(acceptance: 0.2, draftCost: 0.2)
    #expect(none.draftTokens == 0 && none.speedup == 1)
    #expect(none.headline == "Speculation does not pay with any of 1 to 64 drafts.")
  }

  @Test func `a gain needs acceptance above the cost of a draft, and one draft then gives it`() throws {
    #expect(try SpeculativeDecoding.canGain(acceptance: 0.3, draftCost: 0.2))
    #expect(try !SpeculativeDecoding.canGain(acceptance: 0.2, draftCost: 0.2))
    #expect(try SpeculativeDecoding.guaranteedSpeedup(acceptance: 0.2, draftCost: 0.3) == nil)
    let least = try #require(try SpeculativeDecoding.guaranteedSpeedup(acceptance: 0.5, draftCost: 0.25))
    #expect(least == 1.5 / 1.25)
    #expect(
      abs(try SpeculativeDecoding.speedup(acceptance: 0.5, draftTokens: 1, draftCost: 0.25) - least) < 1e-15)
  }

  @Test func `acceptance is solved back from tokens`() throws {
    for acceptance in [0.0, 0.25, 0.7, 0.99, 1] {
      let tokens = try SpeculativeDecoding.expectedTokens(acceptance: acceptance, draftTokens: 5)
      let back = try SpeculativeDecoding.acceptance(expectedTokens: tokens, draftTokens: 5)
      #expect(abs(back - acceptance) < 1e-12)
    }
  }

  @Test func `impossible input is refused by field and value`() {
    #expect(
      message { try SpeculativeDecoding.expectedTokens(acceptance: 1.2, draftTokens: 3) }
        == "The acceptance is 1.2; a probability lies in 0 to 1.")
    #expect(
      message { try SpeculativeDecoding.expectedTokens(acceptance: .nan, draftTokens: 3) }
        == "The acceptance is nan; a probability lies in 0 to 1.")
    #expect(
      message { try SpeculativeDecoding.expectedTokens(acceptance: 0.5, draftTokens: -1) }
        == "The number of draft tokens is -1; it must be 0 or more.")
    #expect(
      message { try SpeculativeDecoding.expectedTokens(acceptance: 0.5, draftTokens: .max) }
        == "The number of draft tokens is 9223372036854775807; at most 10000 are computed with.")
    #expect(
      message { try SpeculativeDecoding.best(acceptance: 0.5, draftCost: 0.1, upTo: 0) }
        == "The number of draft tokens is 0; it must be 1 or more.")
    #expect(
      message { try SpeculativeDecoding.speedup(acceptance: 0.5, draftTokens: 1, draftCost: -0.1) }
        == "The cost of a draft step is -0.1; it must be finite, 0 or more.")
    #expect(
      message {
        try SpeculativeDecoding.speedup(acceptance: 0.5, draftTokens: 1, draftCost: 0, verificationCost: 0)
      } == "The cost of verification is 0.0; it must be finite and positive.")
    #expect(
      message { try SpeculativeDecoding.acceptance(expectedTokens: 0.5, draftTokens: 3) }
        == "The tokens per pass are 0.5; with 3 drafts a pass gives 1 to 4.")
  }
}
