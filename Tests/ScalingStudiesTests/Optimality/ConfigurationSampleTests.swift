import ScalingExperiments
import Testing

@testable import ScalingStudies

@Suite struct ConfigurationSampleTests {
  private static func sample(_ panels: [(judged: Range<Int>, timed: Range<Int>)], units: Int) -> ConfigurationSample {
    ConfigurationSample(
      panels: panels.map { .init(judged: Array($0.judged), timed: Array($0.timed)) },
      rows: panels.enumerated().map { index, panel in
        let values = panel.timed.map { Double($0 + 1) }
        return .init(
          panel: index, solved: panel.judged.filter { $0 % 2 == 0 }, latency: values, tokens: values, accepted: [],
          executed: [])
      }, unitCount: units)
  }

  @Test func `weights of shared units move every configuration alike`() throws {
    let sample = Self.sample([(0..<4, 0..<2), (0..<4, 0..<2)], units: 4)
    let columns = try #require(sample.columns([3, 1, 0, 0]))
    // Units 0 and 2 are solved: 3 of 4. Latencies of 1 and 2 with weights 3 and 1.
    #expect(columns.accuracy == [0.75, 0.75])
    #expect(columns.latency == [1.25, 1.25])
    #expect(columns.compute(.generatedTokens) == [1.25, 1.25])
    #expect(columns.compute(.executedFLOPs) == nil)
    #expect(columns.cost(.acceleratorTime, [1, 4]) == [1.25, 5])
    #expect(columns.cost(.costPerToken, [1, 4]) == [1, 4])
    #expect(sample.columns([0, 0, 1, 1]) == nil, "no timed request was drawn")
  }

  @Test func `judged, judged and timed, and only timed units are drawn apart`() {
    let sample = Self.sample([(0..<60, 30..<90), (0..<60, 30..<90)], units: 90)
    #expect(Set(sample.strata[0..<30]).count == 1)
    #expect(Set(sample.strata[30..<60]).count == 1)
    #expect(Set(sample.strata[60..<90]).count == 1)
    #expect(Set(sample.strata).count == 3)
    #expect(sample.refusal == nil && sample.judgedAlike)
    #expect(
      sample.words
        == "30 problems that were judged and timed, alike in all configurations, 30 that were only judged, 30 timed requests whose keys are no judged problem, drawn apart from accuracy"
    )
  }

  @Test func `runs over problems of their own keep their counts, and small remainders are drawn together`() {
    let large = Self.sample([(0..<40, 0..<40), (40..<80, 40..<80)], units: 80)
    #expect(Set(large.strata).count == 2)
    #expect(large.words.hasSuffix("; not all runs were judged on the same problems"))
    // Five problems that only the second run has: too few to be drawn among themselves.
    let uneven = Self.sample([(0..<40, 0..<40), (0..<45, 0..<45)], units: 45)
    #expect(Set(uneven.strata).count == 1)
  }

  @Test func `too few problems or requests give no interval, and the reason`() {
    #expect(
      Self.sample([(0..<100, 0..<12)], units: 100).refusal
        == "no interval: a run has 100 judged problems or 12 timed requests, and at least 20 of each are needed")
  }
}
