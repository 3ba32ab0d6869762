import Testing

@testable import ScalingCharts

@Suite struct ChartAxisTests {
  @Test func theCaptionJoinsTitleUnitAndHint() {
    #expect(ChartAxis("Latency", unit: "ms", hint: "lower is better").caption == "Latency (ms) · lower is better")
    #expect(ChartAxis("Latency (ms)").caption == "Latency (ms)")
    #expect(ChartAxis("", unit: "ms").caption == "ms")
  }
}
