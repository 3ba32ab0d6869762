import ScalingExperiments
import Testing

@Suite struct PowerMeasurementTests {
  @Test func `Energy is power times time`() {
    let window = PowerMeasurement(
      model: ModelDescription(name: "a"), speculation: .off, seconds: 4, requests: 2, outputTokens: 100, meanWatts: 150)
    #expect(window.joules == 600)
    #expect(window.joulesPerToken == 6)
  }

  @Test func `Without tokens there is no energy per token`() {
    let idle = PowerMeasurement(
      model: ModelDescription(name: "a"), seconds: 4, requests: 0, outputTokens: 0, meanWatts: 70)
    #expect(idle.joulesPerToken == nil)
    #expect(idle.speculation == nil)
  }
}
