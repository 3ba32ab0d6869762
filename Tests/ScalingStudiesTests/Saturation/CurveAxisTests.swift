import ScalingExperiments
import ScalingStudies
import Testing

@Suite struct CurveAxisTests {
  @Test func `every axis has a metric with its unit and words for a sentence`() {
    #expect(CurveAxis.allCases.map(\.metric.unit) == [.tokens, .seconds, .acceleratorSecondsPerToken])
    #expect(CurveAxis.allCases.map(\.words) == ["generated tokens", "latency", "cost per token"])
    #expect(CurveAxis.outputTokens.metric.statistic == .mean)
    #expect(CurveAxis.latency.metric.statistic == .mean)
  }

  @Test func `every verdict has words of its own`() {
    let verdicts: [SaturationVerdict] = [.levelsOff, .plateauBeyondData, .notShown, .notRising]
    #expect(Set(verdicts.map(\.words)).count == 4)
  }
}
