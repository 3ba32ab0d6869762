import Foundation
import Scalability
import Testing

@Suite struct ScalabilityComparisonTests {
  @Test func `seven points make AICc prefer Amdahl's law where an F test refuses it`() throws {
    // SciPy: AICc 102.7386033851 (Amdahl), 105.7855670136 (universal), 119.9256432314 (linear); F = (131265.389 - 27453.720) / (27453.720 / 4), p = 0.0177036544.
    let comparison = try ScalabilityComparison(
      processors: PublishedThroughputs.specUsers, throughput: PublishedThroughputs.specThroughput)
    #expect(comparison.ranking.map(\.fit.law) == [.amdahl, .universal, .linear])
    #expect(agree(comparison.ranking[0].fit.correctedAkaikeCriterion, 102.738_603_385_1, 1e-10))
    #expect(agree(comparison.ranking[1].difference, 105.785_567_013_6 - 102.738_603_385_1, 1e-7))
    #expect(agree(comparison.ranking[2].difference, 119.925_643_231_4 - 102.738_603_385_1, 1e-8))
    let ratio = exp(-0.5 * 3.046_963_628_5)
    #expect(agree(comparison.ranking[1].weight, ratio / (1 + ratio + exp(-0.5 * 17.187_039_846_3)), 1e-8))
    #expect(agree(comparison.coherencyProbability, 0.017_703_654_37, 1e-7))
    #expect(
      comparison.headline
        == "Amdahl's law by AICc (weight 0.82); next universal scalability law, ΔAICc 3.0; but an F test refuses Amdahl's law for the universal one (p = 0.018)."
    )
  }

  @Test func `a universal law without coherency is Amdahl's and gets no weight of its own`() throws {
    // SciPy: AICc 86.2867629738 (Amdahl), 129.3269955420 (linear).
    let comparison = try ScalabilityComparison(
      processors: PublishedThroughputs.rayProcessors, throughput: PublishedThroughputs.rayThroughput)
    #expect(comparison.ranking.map(\.fit.law) == [.amdahl, .linear])
    #expect(agree(comparison.ranking[0].fit.correctedAkaikeCriterion, 86.286_762_973_8, 1e-10))
    #expect(agree(comparison.ranking[1].fit.correctedAkaikeCriterion, 129.326_995_542, 1e-10))
    #expect(comparison.coincident == ["universal scalability law coincides with Amdahl's law here"])
    #expect(comparison.coherencyProbability == nil)
    #expect(abs(comparison.ranking.map(\.weight).reduce(0, +) - 1) < 1e-15)
  }

  @Test func `many points with a peak choose the universal law`() throws {
    let law = try UniversalScalabilityLaw(contention: 0.03, coherency: 0.001, throughputOfOne: 10)
    let processors = (1...30).map { Double(2 * $0) }
    // A fixed pattern of 1 % in the place of noise.
    let throughput = processors.enumerated().map { law.throughput(at: $1) * (1 + 0.01 * Double($0 % 3 - 1)) }
    let comparison = try ScalabilityComparison(processors: processors, throughput: throughput)
    #expect(comparison.best.law == .universal)
    #expect((comparison.coherencyProbability ?? 1) < 1e-9)
  }

  @Test func `laws with too few observations are listed, and none left is an error`() throws {
    let comparison = try ScalabilityComparison(processors: [1, 2, 4, 8], throughput: [1, 1.9, 3.4, 5.5])
    #expect(comparison.ranking.map(\.fit.law) == [.linear])
    #expect(
      comparison.refused == [
        "Amdahl's law: 4 observations are too few for AICc.",
        "universal scalability law: 4 observations are too few for AICc.",
      ])
    #expect(
      message { try ScalabilityComparison(processors: [1, 2], throughput: [1, 1.9]) }?
        .hasPrefix("No law can be compared. linear scaling: 2 observations are too few for AICc.") == true)
    #expect(
      message { try ScalabilityComparison(among: [], processors: [1], throughput: [1]) }
        == "There are no laws to compare.")
    #expect(
      message { try ScalabilityComparison(among: [.amdahl, .amdahl], processors: [1], throughput: [1]) }
        == "Amdahl's law stands twice in the list of laws to compare.")
    #expect(
      message { try ScalabilityComparison(processors: [1, 2], throughput: [1, 0]) }
        == "The throughput of row 1 is 0.0; it must be positive and finite.")
  }

  @Test func `a comparison is stored and read back, and one without laws is refused`() throws {
    let comparison = try ScalabilityComparison(
      processors: PublishedThroughputs.rayProcessors, throughput: PublishedThroughputs.rayThroughput)
    let data = try JSONEncoder().encode(comparison)
    #expect(try JSONDecoder().decode(ScalabilityComparison.self, from: data) == comparison)
    let empty = #"{"headline": "", "ranking": [], "coincident": [], "refused": []}"#
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(ScalabilityComparison.self, from: Data(empty.utf8))
    }
  }
}
