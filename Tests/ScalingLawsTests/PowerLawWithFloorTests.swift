import CurveFitting
import ScalingLaws
import Testing

@Suite struct PowerLawWithFloorTests {
  private let law = PowerLawWithFloor(floor: 2, amplitude: 3, exponent: 0.5)

  @Test(arguments: ExactCase.grid) func `exact data give the parameters back without a guess`(_ example: ExactCase)
    throws
  {
    try expectRecovery(law, x: example.x)
  }

  @Test(arguments: [1e6, 1e-6]) func `the unit of x does not matter`(factor: Double) throws {
    // y = 2 + 3 (x / factor)^-0.5, so the amplitude grows with the root of the factor.
    for example in ExactCase.grid {
      try expectRecovery(
        PowerLawWithFloor(floor: 2, amplitude: 3 * factor.squareRoot(), exponent: 0.5),
        x: example.x.map { $0 * factor }, example.name)
    }
  }

  @Test(arguments: [1e6, 1e-6]) func `the unit of y does not matter`(factor: Double) throws {
    for example in ExactCase.grid {
      try expectRecovery(
        PowerLawWithFloor(floor: 2 * factor, amplitude: 3 * factor, exponent: 0.5), x: example.x, example.name)
    }
  }

  @Test(arguments: [-1e3, 1, 1e3]) func `a constant added to y moves the floor alone`(shift: Double) throws {
    for example in ExactCase.grid {
      try expectRecovery(
        PowerLawWithFloor(floor: 2 + shift, amplitude: 3, exponent: 0.5), x: example.x, example.name)
    }
  }

  @Test func `exact data with an exponent of a scaling law for losses`() throws {
    // Hoffmann et al. 2022, eq. 10, the term in the number of parameters.
    try expectRecovery(
      PowerLawWithFloor(floor: 1.69, amplitude: 406.4, exponent: 0.34), x: ExactCase.spread(12, decades: 3, middle: 1e9)
    )
  }

  @Test func `the value and its inverse`() {
    // 2 + 3 / sqrt(9) = 3.
    #expect(law.value(at: 9) == 3)
    #expect(abs((law.predictor(reaching: 3) ?? 0) - 9) < 1e-14 * 9)
    #expect(law.predictor(reaching: 2) == nil)
    #expect(law.predictor(reaching: 1) == nil)
    #expect(PowerLawWithFloor(floor: 2, amplitude: 0, exponent: 1).predictor(reaching: 3) == nil)
  }
}
