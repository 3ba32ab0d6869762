import CurveFitting
import ScalingLaws
import Testing

@Suite struct PowerLawTests {
  @Test(arguments: ExactCase.grid) func `exact data give coefficient and exponent back, of either sign`(
    _ example: ExactCase
  ) throws {
    for exponent in [-1.5, -0.5, -0.076, 0.25, 0.5, 2] {
      for coefficient in [3.0, -0.4] {
        try expectRecovery(
          PowerLaw(coefficient: coefficient, exponent: exponent), x: example.x, "exponent \(exponent)")
      }
    }
  }

  @Test(arguments: [(1e6, 1e3), (1e-6, 1e-3)]) func `the unit of x does not matter`(factor: Double, root: Double) throws
  {
    for example in ExactCase.grid {
      try expectRecovery(
        PowerLaw(coefficient: 3 / root, exponent: 0.5), x: example.x.map { $0 * factor }, example.name)
      try expectRecovery(
        PowerLaw(coefficient: 3 * root, exponent: -0.5), x: example.x.map { $0 * factor }, example.name)
    }
  }

  @Test(arguments: [1e6, 1e-6]) func `the unit of y does not matter`(factor: Double) throws {
    for example in ExactCase.grid {
      try expectRecovery(PowerLaw(coefficient: 3 * factor, exponent: -0.5), x: example.x, example.name)
    }
  }

  @Test func `the value and its inverse`() {
    let law = PowerLaw(coefficient: 2, exponent: -0.5)
    #expect(law.value(at: 16) == 0.5)
    #expect(abs((law.predictor(reaching: 0.5) ?? 0) - 16) < 1e-13)
    #expect(law.predictor(reaching: -1) == nil)
    #expect(law.predictor(reaching: 0) == nil)
    #expect(PowerLaw(coefficient: 2, exponent: 0).predictor(reaching: 2) == nil)
    #expect(PowerLaw(coefficient: 0, exponent: 1).predictor(reaching: 0) == nil)
    #expect(PowerLaw(coefficient: 0, exponent: 1).predictor(reaching: 2) == nil)
  }
}
