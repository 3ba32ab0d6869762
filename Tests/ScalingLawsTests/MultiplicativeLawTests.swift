import CurveFitting
import Foundation
import ScalingLaws
import Testing

@Suite struct MultiplicativeLawTests {
  private let names = ["data", "size"]
  private var design: [String: [Double]] {
    var data: [Double] = []
    var size: [Double] = []
    for d in [1e3, 1e4, 1e5, 1e6] {
      for s in [1e8, 1e9, 4e9, 1.6e10] {
        data.append(d)
        size.append(s)
      }
    }
    return ["data": data, "size": size]
  }
  private func values(_ law: MultiplicativeLaw, _ columns: [String: [Double]]) -> [Double] {
    zip(columns["data"] ?? [], columns["size"] ?? []).map { law.value(at: [$0, $1]) }
  }

  @Test(arguments: [FitObjective.squares, .logSquares, .logHuber(delta: 1e-3)])
  func `exact values of two predictors give the law back`(_ objective: FitObjective) throws {
    let law = try MultiplicativeLaw(floor: 1.2, amplitude: 60, predictors: names, exponents: [0.12, 0.15])
    let fit = try MultiplicativeLaw.fit(columns: design, y: values(law, design), objective: objective)
    let found = try MultiplicativeLaw(fit, predictors: names)
    #expect(abs(found.floor / 1.2 - 1) < 1e-7 && abs(found.amplitude / 60 - 1) < 1e-6, "\(fit)")
    #expect(abs(found.exponents[0] / 0.12 - 1) < 1e-7 && abs(found.exponents[1] / 0.15 - 1) < 1e-7)
  }

  @Test func `three predictors are found too`() throws {
    let law = try MultiplicativeLaw(
      floor: 0.5, amplitude: 3, predictors: ["a", "b", "c"], exponents: [0.4, 0.2, 0.7])
    var columns: [String: [Double]] = ["a": [], "b": [], "c": []]
    for a in [1.0, 5, 30] {
      for b in [1.0, 10, 100] {
        for c in [2.0, 4, 9] {
          columns["a"]?.append(a)
          columns["b"]?.append(b)
          columns["c"]?.append(c)
        }
      }
    }
    let y = (0..<27).map { i in law.value(at: ["a", "b", "c"].map { columns[$0]?[i] ?? .nan }) }
    let found = try MultiplicativeLaw(try MultiplicativeLaw.fit(columns: columns, y: y), predictors: ["a", "b", "c"])
    for (value, truth) in zip([found.floor, found.amplitude] + found.exponents, [0.5, 3, 0.4, 0.2, 0.7]) {
      #expect(abs(value / truth - 1) < 1e-8)
    }
  }

  @Test func `a predictor in other units moves the amplitude by its exponent and nothing else`() throws {
    let law = try MultiplicativeLaw(floor: 1.2, amplitude: 60, predictors: names, exponents: [0.12, 0.15])
    let y = values(law, design).enumerated().map { $1 + 0.01 * sin(Double(5 * $0)) }
    let own = try MultiplicativeLaw(try MultiplicativeLaw.fit(columns: design, y: y), predictors: names)
    var other = design
    other["size"] = other["size"]?.map { $0 / 1e9 }
    let moved = try MultiplicativeLaw(try MultiplicativeLaw.fit(columns: other, y: y), predictors: names)
    #expect(abs(moved.amplitude / (own.amplitude * pow(1e-9, own.exponents[1])) - 1) < 1e-6)
    #expect(abs(moved.floor - own.floor) < 1e-7 && abs(moved.exponents[1] / own.exponents[1] - 1) < 1e-7)
  }

  @Test func `faults have their sentences`() {
    #expect(
      throws: FitError("A multiplicative law has one to three predictors with different names, not (a, a).")
    ) { try MultiplicativeLaw.model(["a", "a"]) }
    #expect(throws: FitError("A multiplicative law of 2 predictors has 1 exponents.")) {
      try MultiplicativeLaw(floor: 0, amplitude: 1, predictors: ["a", "b"], exponents: [1])
    }
  }
}
