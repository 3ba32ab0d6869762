import CurveFitting
import Foundation
import ScalingLaws
import Testing

@Suite struct KaplanLawTests {
  /// Kaplan and others, 2020, table 2: alphaN .076, alphaD .103, N_c 6.4e13, D_c 1.8e13.
  private let law = KaplanLaw(
    criticalParameters: 6.4e13, criticalTokens: 1.8e13, parameterExponent: 0.076, tokenExponent: 0.103)
  private var design: (n: [Double], d: [Double]) {
    var n: [Double] = []
    var d: [Double] = []
    for size in [1e6, 1e7, 1e8, 1e9] {
      for tokens in [2e7, 4e8, 2e9, 2.2e10] {
        n.append(size)
        d.append(tokens)
      }
    }
    return (n, d)
  }

  @Test func `endless data or parameters leave one power each`() {
    #expect(abs(law.loss(parameters: 1e9, tokens: 1e300) / pow(6.4e13 / 1e9, 0.076) - 1) < 1e-12)
    #expect(abs(law.loss(parameters: 1e300, tokens: 1e10) / pow(1.8e13 / 1e10, 0.103) - 1) < 1e-12)
  }

  @Test func `exact losses give the law back without a guess`() throws {
    let (n, d) = design
    let fit = try KaplanLaw.fit(
      parameters: n, tokens: d, loss: zip(n, d).map { law.loss(parameters: $0, tokens: $1) })
    let found = try KaplanLaw(fit)
    #expect(abs(found.parameterExponent / 0.076 - 1) < 1e-8 && abs(found.tokenExponent / 0.103 - 1) < 1e-8, "\(fit)")
    #expect(abs(found.criticalParameters / 6.4e13 - 1) < 1e-6 && abs(found.criticalTokens / 1.8e13 - 1) < 1e-6)
  }

  @Test func `parameters counted in other units move N_c with them and nothing else`() throws {
    let (n, d) = design
    let loss = zip(n, d).enumerated().map { index, point in
      law.loss(parameters: point.0, tokens: point.1) * (1 + 0.01 * sin(Double(7 * index)))
    }
    let own = try KaplanLaw(try KaplanLaw.fit(parameters: n, tokens: d, loss: loss))
    let moved = try KaplanLaw(try KaplanLaw.fit(parameters: n.map { $0 / 1e6 }, tokens: d, loss: loss))
    #expect(abs(moved.criticalParameters * 1e6 / own.criticalParameters - 1) < 1e-6)
    #expect(abs(moved.parameterExponent / own.parameterExponent - 1) < 1e-7)
    #expect(abs(moved.criticalTokens / own.criticalTokens - 1) < 1e-6)
  }

  @Test func `the closed form of the best split agrees with a search`() throws {
    struct Searched: LossLaw {
      let law: KaplanLaw
      func loss(parameters: Double, tokens: Double) -> Double { law.loss(parameters: parameters, tokens: tokens) }
    }
    let closed = try law.optimalAllocation(compute: 1e21)
    let searched = try Searched(law: law).optimalAllocation(compute: 1e21)
    #expect(abs(searched.parameters / closed.parameters - 1) < 1e-6)
    #expect(abs(closed.parameterExponent - 0.103 / 0.179) < 1e-12)
    #expect(abs(searched.parameterExponent - closed.parameterExponent) < 1e-4)
  }

  @Test func `faults have their sentences`() {
    #expect(throws: FitError("tokens of run 1 is -1.0: it must be positive and finite.")) {
      try KaplanLaw.fit(parameters: [1, 2], tokens: [1, -1], loss: [1, 1])
    }
  }
}
