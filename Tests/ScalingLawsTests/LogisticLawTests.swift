import CurveFitting
import ScalingLaws
import Testing

@Suite struct LogisticLawTests {
  private let law = LogisticLaw(lower: 0.25, rise: 0.5, midpoint: 30, slope: 2)

  @Test(
    arguments: ExactCase.grid.filter { $0.name.hasSuffix("1.5 decades") || $0.name.hasPrefix("12 points over 3.0") })
  func `exact data give the parameters back without a guess`(_ example: ExactCase) throws {
    try expectRecovery(law, x: example.x, tolerance: 1e-9)
  }

  @Test(arguments: [1e9, 1e-9]) func `the units of x and y do not matter`(factor: Double) throws {
    let x = ExactCase.spread(12, decades: 2)
    try expectRecovery(
      LogisticLaw(lower: 0.25, rise: 0.5, midpoint: 30 * factor, slope: 2), x: x.map { $0 * factor }, tolerance: 1e-9)
    try expectRecovery(
      LogisticLaw(lower: 0.25 * factor, rise: 0.5 * factor, midpoint: 30, slope: 2), x: x, tolerance: 1e-9)
  }

  @Test func `data that fall leave no rise, and a fit that says so`() throws {
    let fit = try LogisticLaw.fit(x: [1, 2, 4, 8, 16, 32], y: [6, 5, 4, 3, 2, 1])
    #expect(fit["rise"]?.value == 0)
    #expect(fit["rise"]?.verdict != .identified && !fit.isTrustworthy)
  }

  @Test func `the value, its inverse and the ends`() {
    // Half of the rise at the midpoint; (x / midpoint)^-2 = 1/4 at twice it: 0.25 + 0.5 / 1.25 = 0.65.
    #expect(law.value(at: 30) == 0.5)
    #expect(abs(law.value(at: 60) - 0.65) < 1e-15)
    #expect(law.upper == 0.75 && law.plateau == 0.75)
    #expect(abs((law.predictor(reaching: 0.65) ?? 0) - 60) < 1e-12)
    #expect(law.predictor(reaching: 0.75) == nil)
    #expect(law.predictor(reaching: 0.25) == nil)
    #expect(LogisticLaw(lower: 0.25, upper: 0.75, midpoint: 30, slope: 2) == law)
    #expect(LogisticLaw(parameters: [1, 2, 3]) == nil)
    #expect(LogisticLaw.model.parameterNames == ["lower", "rise", "midpoint", "slope"])
  }
}
