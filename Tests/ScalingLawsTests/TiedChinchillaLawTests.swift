import CurveFitting
import Foundation
import ScalingLaws
import Testing

@Suite struct TiedChinchillaLawTests {
  private let law = TiedChinchillaLaw(floor: 1.87, parameterAmplitude: 521, tokenAmplitude: 1488, exponent: 0.353)
  private var design: (n: [Double], d: [Double]) {
    var n: [Double] = []
    var d: [Double] = []
    for size in [1e8, 4e8, 1e9, 3e9] {
      for ratio in [5.0, 20, 80] {
        n.append(size)
        d.append(size * ratio)
      }
    }
    return (n, d)
  }

  @Test(arguments: [FitObjective.squares, .logSquares, .logHuber(delta: 1e-3)])
  func `exact losses give the law back without a guess`(_ objective: FitObjective) throws {
    let (n, d) = design
    let loss = zip(n, d).map { law.value(parameters: $0, tokens: $1) }
    let fit = try TiedChinchillaLaw.fit(parameters: n, tokens: d, loss: loss, objective: objective)
    for (parameter, truth) in zip(fit.parameters, law.parameters) {
      #expect(abs(parameter.value / truth - 1) < 1e-8, "\(parameter.name) is \(parameter.value)")
    }
    #expect(try TiedChinchillaLaw(fit).parameters == fit.parameters.map(\.value))
  }

  @Test(arguments: [1e-9, 0.25, 7.0, 1e6])
  func `parameters counted in other units move A by the exponent and nothing else`(_ factor: Double) throws {
    let (n, d) = design
    let loss = zip(n, d).enumerated().map { index, point in
      law.value(parameters: point.0, tokens: point.1) * (1 + 0.01 * sin(Double(7 * index)))
    }
    let own = try TiedChinchillaLaw(try TiedChinchillaLaw.fit(parameters: n, tokens: d, loss: loss))
    let moved = try TiedChinchillaLaw(
      try TiedChinchillaLaw.fit(parameters: n.map { $0 * factor }, tokens: d, loss: loss))
    #expect(abs(moved.exponent / own.exponent - 1) < 1e-8)
    #expect(abs(moved.parameterAmplitude / (own.parameterAmplitude * pow(factor, own.exponent)) - 1) < 1e-7)
    #expect(abs(moved.floor / own.floor - 1) < 1e-8 && abs(moved.tokenAmplitude / own.tokenAmplitude - 1) < 1e-7)
  }

  @Test func `a fit of another law is refused`() throws {
    let (n, d) = design
    let loss = zip(n, d).map { law.value(parameters: $0, tokens: $1) }
    let fit = try ChinchillaLaw.fit(parameters: n, tokens: d, loss: loss)
    #expect(
      throws: FitError(
        "A fit of a Chinchilla law does not hold the parameters of a Chinchilla law with tied exponents.")
    ) {
      try TiedChinchillaLaw(fit)
    }
  }
}
