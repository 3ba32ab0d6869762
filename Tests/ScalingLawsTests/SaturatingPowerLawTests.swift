import CurveFitting
import ScalingLaws
import Testing

@Suite struct SaturatingPowerLawTests {
  private let law = SaturatingPowerLaw(plateau: 0.75, amplitude: 0.6, exponent: 0.4)

  @Test(arguments: ExactCase.grid) func `exact data give the parameters back without a guess`(_ example: ExactCase)
    throws
  {
    try expectRecovery(law, x: example.x)
  }

  @Test(arguments: [1e6, 1e-6]) func `the unit of x does not matter`(factor: Double) throws {
    for example in ExactCase.grid {
      // 1e6^0.4 = 10^2.4.
      let amplitude = 0.6 * (factor > 1 ? 251.18864315095801 : 1 / 251.18864315095801)
      try expectRecovery(
        SaturatingPowerLaw(plateau: 0.75, amplitude: amplitude, exponent: 0.4), x: example.x.map { $0 * factor },
        example.name)
    }
  }

  @Test(arguments: [1e6, 1e-6]) func `the unit of y does not matter`(factor: Double) throws {
    for example in ExactCase.grid {
      try expectRecovery(
        SaturatingPowerLaw(plateau: 0.75 * factor, amplitude: 0.6 * factor, exponent: 0.4), x: example.x, example.name)
    }
  }

  @Test(arguments: [-1e3, 1, 1e3]) func `a constant added to y moves the plateau alone`(shift: Double) throws {
    for example in ExactCase.grid {
      try expectRecovery(
        SaturatingPowerLaw(plateau: 0.75 + shift, amplitude: 0.6, exponent: 0.4), x: example.x, example.name)
    }
  }

  @Test func `the value, its inverse and the share of the plateau`() {
    let law = SaturatingPowerLaw(plateau: 0.8, amplitude: 0.4, exponent: 0.5)
    // 0.8 - 0.4 / 4 = 0.7.
    #expect(abs(law.value(at: 16) - 0.7) < 1e-15)
    #expect(abs((law.predictor(reaching: 0.7) ?? 0) - 16) < 1e-12)
    // 95 % of 0.8 leaves 0.04 = 0.4 / sqrt(x): x = 100.
    #expect(abs((law.predictor(reachingShare: 0.95) ?? 0) - 100) < 1e-10)
    #expect(law.predictor(reaching: 0.8) == nil)
    #expect(law.predictor(reachingShare: 1) == nil)
  }
}
