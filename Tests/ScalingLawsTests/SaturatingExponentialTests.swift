import CurveFitting
import ScalingLaws
import Testing

@Suite struct SaturatingExponentialTests {
  private let law = SaturatingExponential(plateau: 0.75, amplitude: 0.65, scale: 5)

  /// From x = 0, and over decades: from 5 % of the scale (or less) to 8 scales.
  private static let examples: [ExactCase] =
    [6, 12, 40].map { n in
      ExactCase(name: "\(n) points from 0", x: (0..<n).map { 25 * Double($0) / Double(n - 1) })
    }
    + [6, 12, 40].flatMap { n in
      [1.5, 3, 4.5, 6].map { decades in
        let points = ExactCase.spread(n, decades: decades, middle: 1)
        return ExactCase(name: "\(n) points over \(decades) decades", x: points.map { $0 * 40 / points[n - 1] })
      }
    }

  @Test(arguments: examples) func `exact data give the parameters back without a guess`(_ example: ExactCase) throws {
    try expectRecovery(law, x: example.x)
  }

  @Test(arguments: [1e6, 1e-6]) func `the unit of x does not matter`(factor: Double) throws {
    for example in Self.examples {
      try expectRecovery(
        SaturatingExponential(plateau: 0.75, amplitude: 0.65, scale: 5 * factor), x: example.x.map { $0 * factor },
        example.name)
    }
  }

  @Test(arguments: [1e6, 1e-6]) func `the unit of y does not matter`(factor: Double) throws {
    for example in Self.examples {
      try expectRecovery(
        SaturatingExponential(plateau: 0.75 * factor, amplitude: 0.65 * factor, scale: 5), x: example.x, example.name)
    }
  }

  @Test(arguments: [-1e3, 1, 1e3]) func `a constant added to y moves the plateau alone`(shift: Double) throws {
    for example in Self.examples {
      try expectRecovery(
        SaturatingExponential(plateau: 0.75 + shift, amplitude: 0.65, scale: 5), x: example.x, example.name)
    }
  }

  @Test func `negative x are allowed`() throws {
    try expectRecovery(
      SaturatingExponential(plateau: 4, amplitude: 0.5, scale: 3), x: [-6, -4, -2, -1, 0, 1, 3, 5, 8])
  }

  @Test func `the value and its inverse`() {
    #expect(law.value(at: 0) == 0.75 - 0.65)
    // After one scale the distance has fallen by e = 2.718281828459045: 0.75 - 0.65 / e.
    #expect(abs(law.value(at: 5) - (0.75 - 0.65 / 2.718281828459045)) < 1e-15)
    #expect(abs((law.predictor(reaching: 0.75 - 0.65 / 2.718281828459045) ?? 0) - 5) < 1e-14)
    #expect(law.predictor(reaching: 0.75) == nil)
    #expect(SaturatingExponential(plateau: 1, amplitude: 0, scale: 1).predictor(reaching: 0.5) == nil)
  }
}
