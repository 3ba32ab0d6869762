import Testing

@testable import ScalingCharts

@Suite struct AxisScaleTests {
  @Test func aLinearScaleKeepsDifferences() {
    let scale = AxisScale(kind: .linear, domain: 10...20, start: 100, end: 300)
    #expect(scale.position(10) == 100)
    #expect(scale.position(15) == 200)
    #expect(scale.position(25) == 400)
    #expect(scale.value(at: 250) == 17.5)
  }

  @Test func aLogarithmicScaleKeepsRatios() {
    let scale = AxisScale(kind: .logarithmic, domain: 1...10_000, start: 400, end: 0)
    #expect(scale.position(1) == 400)
    #expect(abs(scale.position(10) - 300) < 1e-9)
    #expect(abs(scale.position(1000) - 100) < 1e-9)
    #expect(abs(scale.value(at: 200) - 100) < 1e-9)
  }

  @Test func farValuesStayFinite() {
    let scale = AxisScale(kind: .linear, domain: 0...1e-200, start: 0, end: 100)
    #expect(scale.position(1e300) == 1e9)
    #expect(scale.position(-1e300) == -1e9)
  }
}
