import CurveFitting
import ScalingLaws
import Testing

@Suite struct LawFamilyTests {
  @Test func `the families name their laws in order`() {
    #expect(LawFamily.saturating.map(\.name) == ["saturating power law", "saturating exponential"])
    #expect(LawFamily.unbounded.map(\.name) == ["log-linear law", "power law", "straight line"])
    #expect(LawFamily.rising.map(\.name) == LawFamily.saturating.map(\.name) + LawFamily.unbounded.map(\.name))
    #expect(
      LawFamily.falling.map(\.name) == ["power law with floor", "power law", "log-linear law", "straight line"])
  }

  @Test func `a saturating fit is read back by its kind`() throws {
    let x: [Double] = [1, 2, 4, 8, 16, 32]
    let power = try SaturatingPowerLaw.fit(x: x, y: x.map { 1 - 0.5 / $0 })
    #expect(LawFamily.saturatingLaw(power) is SaturatingPowerLaw)
    let exponential = try SaturatingExponential.fit(x: x, y: [0.1, 0.3, 0.5, 0.6, 0.62, 0.63])
    #expect(LawFamily.saturatingLaw(exponential) is SaturatingExponential)
    #expect(LawFamily.saturatingLaw(try LinearLaw.fit(x: x, y: x)) == nil)
  }

  @Test func `each member of a family finds the curve that it made`() throws {
    let x = ExactCase.spread(12, decades: 3)
    let laws: [any ScalingLaw] = [
      SaturatingPowerLaw(plateau: 0.8, amplitude: 0.5, exponent: 0.6),
      SaturatingExponential(plateau: 0.8, amplitude: 0.5, scale: 60), LogLinearLaw(intercept: 0.1, slope: 0.08),
      PowerLaw(coefficient: 0.2, exponent: 0.3), LinearLaw(intercept: 0.1, slope: 0.01),
    ]
    for (index, law) in laws.enumerated() {
      let comparison = try ModelComparison(LawFamily.rising, x: x, y: x.map { law.value(at: $0) })
      #expect(comparison.best.law == LawFamily.rising[index].name)
    }
  }
}
