import CurveFitting
import Foundation
import ScalingLaws
import Testing

/// N in other units: A is multiplied by c^alpha, places of N by c, and nothing else changes.
///
/// The laws whose tests are not in files of their own.
@Suite struct UnitOfParametersTests {
  private func close(_ value: Double, _ expected: Double, _ tolerance: Double = 1e-6) -> Bool {
    abs(value / expected - 1) < tolerance
  }

  @Test(arguments: [1e-9, 0.25, 7.0])
  func `over-training law`(_ c: Double) throws {
    let law = OverTrainingLaw(floor: 1.8, parameterAmplitude: 166, tokenAmplitude: 367, exponent: 0.27)
    let n: [Double] = [1e7, 8e7, 1.5e8, 4e8, 1e7, 4e8, 1e9]
    let m: [Double] = [20, 20, 20, 20, 320, 80, 40]
    let loss = n.indices.map {
      law.value(parameters: n[$0], tokensPerParameter: m[$0]) * (1 + 0.003 * sin(Double(7 * $0)))
    }
    let own = try OverTrainingLaw(OverTrainingLaw.fit(parameters: n, tokensPerParameter: m, loss: loss))
    // The tokens stay what they were, so there are m / c for each of the other units.
    let moved = try OverTrainingLaw(
      OverTrainingLaw.fit(parameters: n.map { $0 * c }, tokensPerParameter: m.map { $0 / c }, loss: loss))
    #expect(close(moved.parameterAmplitude, own.parameterAmplitude * pow(c, own.exponent)))
    #expect(close(moved.tokenAmplitude, own.tokenAmplitude) && close(moved.floor, own.floor))
    #expect(close(moved.exponent, own.exponent))
  }

  @Test(arguments: [1e-9, 0.25, 7.0])
  func `data-constrained law, whose base carries A`(_ c: Double) throws {
    let base = ChinchillaLaw(
      floor: 1.87, parameterAmplitude: 521, tokenAmplitude: 1488, parameterExponent: 0.35, tokenExponent: 0.37)
    var other = base
    other.parameterAmplitude *= pow(c, base.parameterExponent)
    let law = DataConstrainedLaw(base: base, tokenDecay: 15, parameterDecay: 5)
    var (n, d, u): ([Double], [Double], [Double]) = ([], [], [])
    for size in [1e8, 1e9, 8e9] {
      for unique in [1e8, 1e9, 4e9] {
        for epochs in [1.0, 4, 15, 60] {
          n.append(size)
          d.append(unique * epochs)
          u.append(unique)
        }
      }
    }
    let loss = n.indices.map {
      law.value(parameters: n[$0], tokens: d[$0], uniqueTokens: u[$0]) * (1 + 0.003 * sin(Double(7 * $0)))
    }
    let own = try DataConstrainedLaw(
      base: base, fit: DataConstrainedLaw.fit(base: base, parameters: n, tokens: d, uniqueTokens: u, loss: loss))
    let moved = try DataConstrainedLaw(
      base: other,
      fit: DataConstrainedLaw.fit(
        base: other, parameters: n.map { $0 * c }, tokens: d, uniqueTokens: u, loss: loss))
    #expect(close(moved.tokenDecay, own.tokenDecay) && close(moved.parameterDecay, own.parameterDecay))
    let inOtherUnits = DataConstrainedLaw(base: other, tokenDecay: 15, parameterDecay: 5)
    #expect(close(inOtherUnits.optimalParameters(forTokens: 1e9), c * law.optimalParameters(forTokens: 1e9), 1e-12))
  }

  @Test(arguments: [1e-9, 0.25, 7.0])
  func `shifted, bounded and broken laws of N alone`(_ c: Double) throws {
    let n = ExactCase.spread(24, decades: 4, middle: 1e8)
    let y = n.enumerated().map { index, n in
      (0.1 + 0.8 * pow(1 + n / 1e8, -0.5)) * (1 + 0.002 * sin(Double(11 * index)))
    }
    let moved = n.map { $0 * c }
    let shifted = try [n, moved].map { try ShiftedPowerLaw(ShiftedPowerLaw.fit(x: $0, y: y)) }
    #expect(close(shifted[1].shift, c * shifted[0].shift) && close(shifted[1].exponent, shifted[0].exponent))
    #expect(close(shifted[1].amplitude, shifted[0].amplitude * pow(c, shifted[0].exponent), 1e-5))
    let bounded = try [n, moved].map { try BoundedRationalLaw(BoundedRationalLaw.fit(x: $0, y: y)) }
    #expect(close(bounded[1].amplitude, bounded[0].amplitude * pow(c, bounded[0].exponent), 1e-5))
    #expect(close(bounded[1].floor, bounded[0].floor) && close(bounded[1].ceiling, bounded[0].ceiling))
    let broken = try [n, moved].map { try BrokenPowerLaw.fit(x: $0, y: y, scale: .logarithm).law }
    #expect(close(broken[1].breaks[0].place, c * broken[0].breaks[0].place, 1e-5))
    #expect(close(broken[1].amplitude, broken[0].amplitude * pow(c, broken[0].exponent), 1e-4))
    #expect(close(broken[1].floor, broken[0].floor, 1e-5))
    #expect(close(broken[1].breaks[0].change, broken[0].breaks[0].change, 1e-5))
  }
}
