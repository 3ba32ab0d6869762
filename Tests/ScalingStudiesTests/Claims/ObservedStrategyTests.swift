import Foundation
import ScalingExperiments
import ScalingStudies
import Testing

@Suite struct ObservedStrategyTests {
  private static let eagle = Speculation(method: .eagle, draftTokens: 3)

  @Test func `a configuration is a strategy where it says both, and mixes nothing`() {
    func strategy(_ ranks: Int?, _ speculation: SpeculationSetting?) -> ObservedStrategy? {
      ObservedStrategy(ServingConfiguration(tensorParallel: ranks, speculation: speculation))
    }
    #expect(strategy(1, .off) == .baseline)
    #expect(strategy(1, .on(Self.eagle)) == .speculation(method: .eagle, draftTokens: 3))
    #expect(strategy(1, .on(Speculation(method: .ngram))) == .ngram())
    #expect(strategy(4, .off) == .tensorParallel(4))
    #expect(strategy(2, .on(Self.eagle)) == nil)
    #expect(strategy(nil, .off) == nil && strategy(1, nil) == nil && strategy(0, .off) == nil)
  }

  @Test func `words, accelerators and kinds follow from the case`() {
    let all: [ObservedStrategy] = [
      .baseline, .ngram(), .ngram(draftTokens: 1), .ngram(draftTokens: 5),
      .speculation(method: .draftModel, draftTokens: nil), .tensorParallel(2), .tensorParallel(4),
    ]
    #expect(
      all.map(\.words) == [
        "baseline", "n-gram speculation", "n-gram speculation of 1 token", "n-gram speculation of 5 tokens",
        "draft model speculation", "tensor parallel 2", "tensor parallel 4",
      ])
    #expect(all.map(\.accelerators) == [1, 1, 1, 1, 1, 2, 4])
    #expect(all.map(\.isSpeculation) == [false, true, true, true, true, false, false])
    #expect(all.map(\.isNgramSpeculation) == [false, true, true, true, false, false, false])
    #expect(all.map(\.isTensorParallel) == [false, false, false, false, false, true, true])
    #expect(
      all.shuffled().sorted() == [
        .baseline, .speculation(method: .draftModel, draftTokens: nil), .ngram(), .ngram(draftTokens: 1),
        .ngram(draftTokens: 5), .tensorParallel(2), .tensorParallel(4),
      ])
  }

  @Test func `a strategy survives encoding`() throws {
    for strategy in [ObservedStrategy.baseline, .ngram(draftTokens: 5), .tensorParallel(2)] {
      #expect(try JSONDecoder().decode(ObservedStrategy.self, from: JSONEncoder().encode(strategy)) == strategy)
    }
  }
}
