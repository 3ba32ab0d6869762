import Foundation
import ServingModels
import Testing

@Suite struct DraftAcceptanceTests {
  @Test func `tokens follow from the probabilities by position`() throws {
    // 1 + 0.7 + 0.49 + 0.35.
    let measured = try DraftAcceptance(survival: [0.7, 0.49, 0.35])
    #expect(abs(try measured.expectedTokens(draftTokens: 3) - 2.54) < 1e-15)
    #expect(try measured.expectedTokens(draftTokens: 0) == 1)
    #expect(measured.headline == "2.54 tokens per pass with 3 drafts.")
    // 0.8, then 0.8 x 0.5.
    #expect(try DraftAcceptance(conditionalRates: [0.8, 0.5]).survival == [0.8, 0.4])
    let geometric = try DraftAcceptance(rate: 0.7, draftTokens: 3)
    let closed = try SpeculativeDecoding.expectedTokens(acceptance: 0.7, draftTokens: 3)
    #expect(abs(try geometric.expectedTokens(draftTokens: 3) - closed) < 1e-15)
  }

  /// h = 0.4, P = 0.8, 0.64: 1 + 0.4 x 1.44 = 1.576 tokens; 0.4 x 1.1 + 0.6 = 1.04 steps, or 1.1 where misses are padded.
  @Test func `a hit rate scales drafts and time`() throws {
    let lookup = try DraftAcceptance(survival: [0.8, 0.64], hitRate: 0.4)
    let verification = try VerificationTimes(positions: [1, 3], seconds: [0.01, 0.011])
    let plain = try SpeculationTimes(verification: verification).speedup(lookup, draftTokens: 2)
    #expect(abs(plain.tokensPerPass - 1.576) < 1e-15)
    #expect(abs(plain.secondsPerPass - 0.0104) < 1e-15)
    #expect(abs(plain.speedup - 1.576 / 1.04) < 1e-14)
    let padded = try SpeculationTimes(verification: verification, padsMisses: true).speedup(lookup, draftTokens: 2)
    #expect(abs(padded.speedup - 1.576 / 1.1) < 1e-14)
    #expect(plain.headline == "1.52x with 2 drafts: 1.58 tokens per pass that takes 1.04 steps.")
  }

  @Test func `values survive an archive, and a bad archive is refused`() throws {
    let value = try DraftAcceptance(survival: [0.8, 0.64], hitRate: 0.4)
    #expect(try JSONDecoder().decode(DraftAcceptance.self, from: JSONEncoder().encode(value)) == value)
    let bad = Data(#"{"headline":"","survival":[0.5,0.6],"hitRate":1}"#.utf8)
    #expect(
      message { try JSONDecoder().decode(DraftAcceptance.self, from: bad) }
        == "The probability of keeping 2 drafts is 0.6, above that of keeping 1: it cannot rise.")
  }

  @Test func `impossible input is refused by field and value`() throws {
    #expect(
      message { try DraftAcceptance(survival: []) }
        == "The probabilities of keeping drafts are empty; one for each draft position is needed.")
    #expect(
      message { try DraftAcceptance(rate: -0.1, draftTokens: 2) }
        == "The acceptance is -0.1; a probability lies in 0 to 1.")
    #expect(
      message { try DraftAcceptance(rate: 0.5, draftTokens: 0) }
        == "The number of draft tokens is 0; it must be 1 or more.")
    #expect(
      message { try DraftAcceptance(conditionalRates: [0.5, 1.5]) }
        == "The acceptance at position 2 is 1.5; a probability lies in 0 to 1.")
    #expect(
      message { try DraftAcceptance(rate: 0.5, draftTokens: 2, hitRate: .nan) }
        == "The hit rate is nan; a probability lies in 0 to 1.")
    #expect(
      message { try DraftAcceptance(rate: 0.5, draftTokens: 2).expectedTokens(draftTokens: 3) }
        == "The number of draft tokens is 3; acceptance is known for 2 positions.")
  }
}
