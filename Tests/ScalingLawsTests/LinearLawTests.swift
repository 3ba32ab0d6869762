import CurveFitting
import ScalingLaws
import Testing

@Suite struct LinearLawTests {
  @Test(arguments: ExactCase.grid) func `exact data give intercept and slope back`(_ example: ExactCase) throws {
    try expectRecovery(LinearLaw(intercept: 2, slope: -3), x: example.x)
  }

  @Test(arguments: [1e6, 1e-6]) func `the units of x and y do not matter`(factor: Double) throws {
    for example in ExactCase.grid {
      try expectRecovery(
        LinearLaw(intercept: 2, slope: -3 / factor), x: example.x.map { $0 * factor }, example.name)
      try expectRecovery(
        LinearLaw(intercept: 2 * factor, slope: -3 * factor), x: example.x, example.name)
    }
  }

  @Test(arguments: [-1e3, 1, 1e3]) func `a constant added to y moves the intercept alone`(shift: Double) throws {
    for example in ExactCase.grid {
      try expectRecovery(LinearLaw(intercept: 2 + shift, slope: -3), x: example.x, example.name)
    }
  }

  @Test func `the value and its inverse`() {
    let law = LinearLaw(intercept: 1, slope: 2)
    #expect(law.value(at: 3) == 7)
    #expect(law.predictor(reaching: 7) == 3)
    #expect(LinearLaw(intercept: 1, slope: 0).predictor(reaching: 7) == nil)
  }
}
