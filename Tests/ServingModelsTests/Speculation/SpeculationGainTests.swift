import Foundation
import ServingModels
import Testing

@Suite struct SpeculationGainTests {
  @Test func `hand-made counts give tokens a pass and arithmetic a token`() throws {
    // 10 passes of 6 positions, 25 tokens, 15 of 50 drafts kept.
    let gain = try SpeculationGain(
      outputTokens: 25, forwardPasses: 10, positionsPerPass: 6, draftTokens: 50, acceptedTokens: 15)
    #expect(gain.tokensPerPass == 2.5)
    #expect(gain.executedPositions == 60)
    #expect(gain.positionsPerAcceptedToken == 2.4)
    #expect(gain.acceptanceShare == 0.3)
    #expect(gain.headline == "2.50 tokens per pass for 2.40 times the positions, 30 % of the drafts kept.")
  }

  @Test func `decoding without drafts gains nothing and spends nothing`() throws {
    let gain = try SpeculationGain(
      outputTokens: 67, forwardPasses: 67, positionsPerPass: 1, draftTokens: 0, acceptedTokens: 0)
    #expect(gain.tokensPerPass == 1)
    #expect(gain.positionsPerAcceptedToken == 1)
    #expect(gain.acceptanceShare == nil)
    #expect(gain.headline == "1.00 tokens per pass for 1.00 times the positions, no drafts.")
  }

  @Test func `counts that contradict each other are refused`() {
    func fault(_ tokens: Double, _ passes: Double, _ positions: Double, _ drafts: Double, _ kept: Double) -> String? {
      message {
        try SpeculationGain(
          outputTokens: tokens, forwardPasses: passes, positionsPerPass: positions, draftTokens: drafts,
          acceptedTokens: kept)
      }
    }
    #expect(fault(0, 1, 6, 0, 0) == "0 tokens in 1 passes: a gain needs some of both.")
    #expect(fault(1, 0, 6, 0, 0) == "1 tokens in 0 passes: a gain needs some of both.")
    #expect(fault(1, 1, 0.5, 0, 0) == "A pass scores 0.5 positions; it scores at least one.")
    #expect(
      fault(9, 2, 6, 3, 4) == "4 drafts were accepted of 3 proposed: no more can be kept than proposed.")
    #expect(fault(4, 2, 6, 10, 4) == "4 accepted drafts in 4 tokens: a pass also gives one token of its own.")
    #expect(
      fault(9, 2, 6, 11, 4) == "11 drafts do not fit into 2 passes of 6 positions, one of which is no draft.")
    #expect(fault(.nan, 2, 6, 3, 1) == "The number of output tokens is nan; it must be finite, 0 or more.")
  }

  /// "About 3.3 tokens a pass, and 1.8 times the arithmetic" (README of Examples/Data/h100).
  @Test func `the measured n-gram speculation gives the published gain`() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../Examples/Data/h100/requests.csv")
    let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let header = try #require(lines.first)
    func total(_ name: String, _ model: String) throws -> Double {
      let column = try #require(header.firstIndex(of: name))
      return lines.dropFirst().filter { $0[0] == model && $0.contains("ngram") }.compactMap { Double($0[column]) }
        .reduce(0, +)
    }
    for model in ["0.5M", "0.9M", "2M", "5M"] {
      let gain = try SpeculationGain(
        outputTokens: total("output_tokens", model), forwardPasses: total("forward_passes", model),
        positionsPerPass: 6, draftTokens: total("draft_tokens", model), acceptedTokens: total("accepted_tokens", model))
      #expect(abs(gain.tokensPerPass - 3.3) < 0.05)
      #expect(abs(gain.positionsPerAcceptedToken - 1.8) < 0.05)
    }
  }
}
