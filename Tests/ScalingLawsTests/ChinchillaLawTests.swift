import CurveFitting
import Foundation
import ScalingLaws
import Testing

@Suite struct ChinchillaLawTests {
  /// Equation 10 of Hoffmann and others, 2022.
  private let law = ChinchillaLaw(
    floor: 1.69, parameterAmplitude: 406.4, tokenAmplitude: 410.7, parameterExponent: 0.34, tokenExponent: 0.28)
  private var design: (n: [Double], d: [Double]) {
    var n: [Double] = []
    var d: [Double] = []
    for size in [1e8, 4e8, 1e9, 3e9, 1e10] {
      for ratio in [5.0, 20, 80] {
        n.append(size)
        d.append(size * ratio)
      }
    }
    return (n, d)
  }

  @Test(arguments: [FitObjective.squares, .logSquares, .logHuber(delta: 1e-3), .huber(delta: 1e-3)])
  func `exact losses give the law back without a guess`(_ objective: FitObjective) throws {
    let (n, d) = design
    let loss = zip(n, d).map { law.value(parameters: $0, tokens: $1) }
    let fit = try ChinchillaLaw.fit(parameters: n, tokens: d, loss: loss, objective: objective)
    for (parameter, truth) in zip(fit.parameters, law.parameters) {
      #expect(abs(parameter.value / truth - 1) < 1e-9, "\(parameter.name) is \(parameter.value)")
    }
    #expect(try ChinchillaLaw(fit).parameters == fit.parameters.map(\.value))
  }

  @Test func `parameters counted in other units move A by the exponent and nothing else`() throws {
    let (n, d) = design
    let loss = zip(n, d).enumerated().map { index, point in
      law.value(parameters: point.0, tokens: point.1) * (1 + 0.01 * sin(Double(7 * index)))
    }
    let own = try ChinchillaLaw.fit(parameters: n, tokens: d, loss: loss, objective: .logHuber(delta: 1e-3))
    let moved = try ChinchillaLaw.fit(
      parameters: n.map { $0 / 1e9 }, tokens: d, loss: loss, objective: .logHuber(delta: 1e-3))
    let alpha = own.parameters[3].value
    #expect(abs(moved.parameters[3].value / alpha - 1) < 1e-9)
    #expect(abs(moved.parameters[1].value / (own.parameters[1].value * pow(1e-9, alpha)) - 1) < 1e-9)
    for index in [0, 2, 4] { #expect(abs(moved.parameters[index].value / own.parameters[index].value - 1) < 1e-9) }
  }

  @Test func `faults in the columns have their sentences`() {
    func message(_ columns: [String: [Double]], _ y: [Double]) -> String {
      do {
        _ = try ChinchillaLaw.model.fit(columns: columns, y: y, objective: .logHuber(delta: 1e-3))
        return "no error"
      } catch { return "\(error)" }
    }
    let five: [Double] = [1, 2, 3, 4, 5, 6]
    #expect(message(["parameters": five], five).contains("needs the predictor \"tokens\""))
    #expect(
      message(["parameters": five, "tokens": [1, 2, 3, -4, 5, 6]], five).contains("tokens of observation 3 is -4.0"))
    #expect(message(["parameters": five, "tokens": five], [1, 2, 0, 4, 5, 6]).contains("y of observation 2 is 0.0"))
    #expect(ChinchillaLaw(parameters: [1, 2, 3, 4]) == nil)
    #expect(ChinchillaLaw.hoffmannStarts.count == 4500)
  }

  static let referenceData = ProcessInfo.processInfo.environment["SCALING_REFERENCE_DATA"]

  /// The 240 points of Epoch AI's replication (arXiv:2404.10102), read from a figure of Hoffmann et al.: the five highest losses left out.
  private func epochPoints() throws -> (n: [Double], d: [Double], loss: [Double]) {
    let file = (Self.referenceData ?? "") + "/epoch_chinchilla/svg_extracted_data.csv"
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let rows = text.split(whereSeparator: \.isNewline).dropFirst().map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) ?? .nan }
    }
    let cut = rows.map { $0[6] }.sorted(by: >)[4]
    let kept = rows.filter { $0[6] < cut }
    return (kept.map { $0[3] }, kept.map { $0[4] / (6 * $0[3]) }, kept.map { $0[6] })
  }

  @Test(
    .enabled(if: referenceData != nil, "Set SCALING_REFERENCE_DATA to a folder that holds epoch_chinchilla."))
  func `the 240 points of the replication give its optimum from no start (needs SCALING_REFERENCE_DATA)`() throws {
    let (n, d, loss) = try epochPoints()
    #expect(n.count == 240)
    let fit = try ChinchillaLaw.fit(parameters: n, tokens: d, loss: loss, objective: .logHuber(delta: 1e-3))
    #expect(abs(fit.objectiveValue / 0.0010182740178 - 1) < 1e-11)
    for (parameter, value) in zip(fit.parameters, [1.81721809, 477.8258, 2143.4172, 0.347310497, 0.367172430]) {
      // The published digits: seven of A.
      #expect(abs(parameter.value / value - 1) < 2e-7, "\(parameter.name) is \(parameter.value)")
    }
    // Their bootstrap of 4,000: .02566 for E, .258 and .421 for ln A and ln B, .01540 and .02060 for the exponents; a sandwich is of that size.
    let errors = try #require(fit["alpha"]?.standardError)
    #expect(errors > 0.010 && errors < 0.025)
    let logs = try ChinchillaLaw.logAmplitudes(of: fit)
    #expect(abs(logs.parameterAmplitude.value - log(fit.parameters[1].value)) < 1e-12)
    #expect(logs.parameterStandardError > 0.15 && logs.parameterStandardError < 0.45)
    // Every 375th of Hoffmann's 4,500 starts; the benchmarks run them all.
    let starts = stride(from: 0, to: 4500, by: 375).map { ChinchillaLaw.hoffmannStarts[$0].parameters }
    let certificate = try fit.certificate(starts: starts)
    #expect(certificate.isConfirmed && certificate.arrivals >= 10, "\(certificate)")
  }
}
