import CurveFitting
import Foundation
import ScalingLaws
import Testing

@Suite struct ObjectiveOfEveryLawTests {
  private static let n: [Double] = [1e8, 1e8, 1e8, 4e8, 4e8, 4e8, 1e9, 1e9, 1e9, 3e9, 3e9, 3e9]
  private static let d: [Double] = n.enumerated().map { $1 * [5.0, 20, 80][$0 % 3] }
  private static let kaplan = KaplanLaw(
    criticalParameters: 6.4e13, criticalTokens: 1.8e13, parameterExponent: 0.076, tokenExponent: 0.103)
  private static let counting = CountingConvention(parameters: .all, tokens: .seen)

  @Test func `Kaplan's law under Huber's loss is not moved by one run that went wrong`() throws {
    var loss = n(Self.kaplan)
    loss[7] *= 1.3
    let robust = try KaplanLaw(
      KaplanLaw.fit(parameters: Self.n, tokens: Self.d, loss: loss, objective: .logHuber(delta: 1e-6)))
    let squares = try KaplanLaw(KaplanLaw.fit(parameters: Self.n, tokens: Self.d, loss: loss))
    #expect(abs(robust.parameterExponent / 0.076 - 1) < 1e-3, "\(robust)")
    #expect(abs(squares.parameterExponent / 0.076 - 1) > 1e-2, "\(squares)")
    #expect(
      throws: FitError("A Kaplan joint law is fitted to ln of the loss: squares is not an objective in logarithms.")
    ) { try KaplanLaw.fit(parameters: Self.n, tokens: Self.d, loss: loss, objective: .squares) }
  }

  private func n(_ law: KaplanLaw) -> [Double] {
    Self.n.indices.map { law.loss(parameters: Self.n[$0], tokens: Self.d[$0]) }
  }

  @Test func `the decays under Huber's loss are not moved by one run that went wrong, and the record repeats it`()
    throws
  {
    let base = ChinchillaLaw(
      floor: 1.8, parameterAmplitude: 480, tokenAmplitude: 2100, parameterExponent: 0.35, tokenExponent: 0.37)
    let truth = DataConstrainedLaw(base: base, tokenDecay: 15.4, parameterDecay: 5.3)
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
    var loss = n.indices.map { truth.value(parameters: n[$0], tokens: d[$0], uniqueTokens: u[$0]) }
    loss[15] *= 1.2
    let data = try FitData(
      predictors: [.init("parameters", values: n), .init("tokens", values: d), .init("uniqueTokens", values: u)],
      response: .init("loss", values: loss))
    let record = try FitRecord.fit(
      .dataConstrained(base: base), to: data, counting: Self.counting, objective: .logHuber(delta: 1e-6),
      bounds: ["tokenDecay": 1...200])
    #expect(abs(record.parameters[0].value / 15.4 - 1) < 1e-2, "\(record.parameters)")
    #expect(record.objective == .logHuber(delta: 1e-6) && record.headline.contains("by log-Huber, delta "))
    let stored = try JSONDecoder().decode(FitRecord.self, from: try JSONEncoder().encode(record))
    #expect(stored == record)
    #expect(try stored.repeated() == record)
  }

  @Test func `a record whose numbers are infinite is stored and read back`() throws {
    let x = ExactCase.spread(12, decades: 2)
    let data = try FitData(
      predictors: [.init("x", values: x)], response: .init("y", values: x.map { 3 / $0 + sin($0) }))
    let (_, record) = try FitRecord.fit(PowerLaw.model, to: data, counting: Self.counting)
    let json = try #require(String(data: try JSONEncoder().encode(record), encoding: .utf8))
    var object = try #require(
      try JSONSerialization.jsonObject(with: try JSONEncoder().encode(record)) as? [String: Any])
    object["objectiveValue"] = "inf"
    object["parameters"] = [
      ["name": "a", "value": "-inf", "lower": "-inf", "upper": "inf", "level": 0.95, "method": "profile, open"],
      ["name": "b", "value": 0.1, "lower": "inf", "upper": "inf", "level": 0.95, "method": "all above"],
      ["name": "c", "value": 2.5],
    ]
    let infinite = try JSONDecoder().decode(FitRecord.self, from: JSONSerialization.data(withJSONObject: object))
    #expect(infinite.objectiveValue == .infinity && infinite.parameters[0].value == -.infinity)
    #expect(infinite.parameters[0].interval?.upper == .infinity && infinite.parameters[1].interval?.lower == .infinity)
    #expect(infinite.parameters[2].interval == nil)
    let again = try JSONDecoder().decode(FitRecord.self, from: try JSONEncoder().encode(infinite))
    #expect(again == infinite)
    #expect(try JSONDecoder().decode(FitRecord.self, from: Data(json.utf8)) == record)
    object["objectiveValue"] = "much"
    let wrong = try JSONSerialization.data(withJSONObject: object)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(FitRecord.self, from: wrong) }
  }
}
