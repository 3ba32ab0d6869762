import CurveFitting
import ScalingLaws
import Testing

@Suite struct LogLinearLawTests {
  @Test(arguments: ExactCase.grid) func `exact data give intercept and slope back`(_ example: ExactCase) throws {
    try expectRecovery(LogLinearLaw(intercept: 0.2, slope: 0.07), x: example.x)
  }

  @Test(arguments: [1e6, 1e-6]) func `the units of x and y do not matter`(factor: Double) throws {
    for example in ExactCase.grid {
      // ln 1e6 = 13.815510557964274: a new unit of x moves the intercept.
      let moved = 0.2 - 0.07 * (factor > 1 ? 13.815510557964274 : -13.815510557964274)
      try expectRecovery(
        LogLinearLaw(intercept: moved, slope: 0.07), x: example.x.map { $0 * factor }, example.name)
      try expectRecovery(
        LogLinearLaw(intercept: 0.2 * factor, slope: 0.07 * factor), x: example.x, example.name)
    }
  }

  @Test(arguments: [-1e3, 1, 1e3]) func `a constant added to y moves the intercept alone`(shift: Double) throws {
    for example in ExactCase.grid {
      try expectRecovery(LogLinearLaw(intercept: 0.2 + shift, slope: 0.07), x: example.x, example.name)
    }
  }

  @Test func `the value, its inverse and the gain of a doubling`() {
    let law = LogLinearLaw(intercept: 0.2, slope: 0.1)
    #expect(law.value(at: 1) == 0.2)
    #expect(abs(law.gainPerDoubling - 0.069314718055994531) < 1e-17)
    #expect(abs(law.value(at: 2) - law.value(at: 1) - law.gainPerDoubling) < 1e-16)
    #expect(abs((law.predictor(reaching: 0.3) ?? 0) - 2.718281828459045) < 1e-14)
    #expect(LogLinearLaw(intercept: 0.2, slope: 0).predictor(reaching: 0.3) == nil)
  }
}
