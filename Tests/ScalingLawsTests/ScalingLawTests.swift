import CurveFitting
import Foundation
import ScalingLaws
import Testing

@Suite struct ScalingLawTests {
  private let x: [Double] = [1, 2, 4, 8, 16, 32]

  @Test func `a fit reads back into its type and into no other`() throws {
    let truth = PowerLawWithFloor(floor: 2, amplitude: 3, exponent: 0.5)
    let fit = try PowerLawWithFloor.fit(x: x, y: x.map { truth.value(at: $0) })
    let law = try PowerLawWithFloor(fit)
    #expect(law.parameters == fit.parameters.map(\.value))
    do {
      _ = try SaturatingPowerLaw(fit)
      Issue.record("A fit of another law was accepted.")
    } catch let error as FitError {
      #expect(
        error.message == "A fit of a power law with floor does not hold the parameters of a saturating power law.")
    }
  }

  @Test func `a law's values are those of its fit at any x`() throws {
    let truth = SaturatingExponential(plateau: 1, amplitude: 0.5, scale: 7)
    let fit = try SaturatingExponential.fit(x: x, y: x.map { truth.value(at: $0) })
    let law = try SaturatingExponential(fit)
    for point in [0, 0.5, 3, 31, 100] { #expect(abs(law.value(at: point) - fit.value(at: point)) < 1e-13) }
  }

  @Test func `the count of parameters is checked`() {
    #expect(PowerLawWithFloor(parameters: [1, 2]) == nil)
    #expect(SaturatingPowerLaw(parameters: [1, 2, 3, 4]) == nil)
    #expect(SaturatingExponential(parameters: []) == nil)
    #expect(PowerLaw(parameters: [1, 2, 3]) == nil)
    #expect(LogLinearLaw(parameters: [1]) == nil)
    #expect(LinearLaw(parameters: [1, 2]) == LinearLaw(intercept: 1, slope: 2))
  }

  @Test func `names and formulas of all laws`() {
    let models = [
      PowerLawWithFloor.model, SaturatingPowerLaw.model, SaturatingExponential.model, PowerLaw.model,
      LogLinearLaw.model,
      LinearLaw.model,
    ]
    #expect(
      models.map(\.name) == [
        "power law with floor", "saturating power law", "saturating exponential", "power law", "log-linear law",
        "straight line",
      ])
    #expect(
      models.map(\.parameterNames) == [
        ["floor", "amplitude", "exponent"], ["plateau", "amplitude", "exponent"], ["plateau", "amplitude", "scale"],
        ["coefficient", "exponent"], ["intercept", "slope"], ["intercept", "slope"],
      ])
    #expect(models[0].formula == "y = floor + amplitude · x^-exponent")
  }

  /// What a fit was asked for, as its bits would show it.
  private func numbers(_ fit: Fit) -> [Double] { fit.parameters.map(\.value) + [fit.objectiveValue, fit.level] }

  @Test func `a law's fit takes every option of its model's`() throws {
    let y = [3.05, 2.47, 2.02, 1.79, 1.64, 1.49]
    let options = (
      errors: ObservationErrors.weights([1, 2, 1, 2, 1, 1]), objective: FitObjective.huber(delta: 0.02),
      bounds: ["floor": 0...1.2], level: 0.8
    )
    let own = try PowerLawWithFloor.fit(
      x: x, y: y, errors: options.errors, objective: options.objective, bounds: options.bounds, level: options.level)
    let model = try PowerLawWithFloor.model.fit(
      x: x, y: y, errors: options.errors, objective: options.objective, bounds: options.bounds, level: options.level)
    #expect(numbers(own) == numbers(model) && own.objective == options.objective)
    let again = try PowerLawWithFloor.fit(
      x: x, y: y, errors: options.errors, objective: options.objective, bounds: options.bounds, level: options.level,
      near: own)
    #expect(abs(again.objectiveValue / own.objectiveValue - 1) < 1e-12 && again.evaluations < own.evaluations)
  }

  @Test func `laws of two predictors search near an earlier fit`() throws {
    let tied = TiedChinchillaLaw(floor: 1.87, parameterAmplitude: 521, tokenAmplitude: 1488, exponent: 0.353)
    let n = [1e8, 1e8, 4e8, 4e8, 1e9, 1e9, 3e9, 3e9]
    let ratio: [Double] = [5, 80, 5, 80, 20, 80, 5, 20]
    let d = zip(n, ratio).map { $0 * $1 }
    let loss = zip(n, d).enumerated().map { index, run in
      tied.value(parameters: run.0, tokens: run.1) + 0.002 * (index.isMultiple(of: 3) ? 1 : -0.5)
    }
    func check(_ fit: (Fit?) throws -> Fit) throws {
      let first = try fit(nil)
      let second = try fit(first)
      #expect(second.evaluations < first.evaluations && second.scan.cells <= first.scan.cells, "\(first.law)")
      #expect(abs(second.objectiveValue / first.objectiveValue - 1) < 1e-10, "\(first.law)")
    }
    try check { try ChinchillaLaw.fit(parameters: n, tokens: d, loss: loss, near: $0) }
    try check { try TiedChinchillaLaw.fit(parameters: n, tokens: d, loss: loss, near: $0) }
    try check { try OverTrainingLaw.fit(parameters: n, tokensPerParameter: ratio, loss: loss, near: $0) }
    try check { try MultiplicativeLaw.fit(columns: ["parameters": n, "tokens": d], y: loss, near: $0) }
    let kaplan = try KaplanLaw.fit(parameters: n, tokens: d, loss: loss)
    let near = try KaplanLaw.fit(parameters: n, tokens: d, loss: loss, near: kaplan)
    #expect(near.startCount == 1 && near.evaluations < 4 * kaplan.evaluations)
    #expect(near.residualSumOfSquares <= kaplan.residualSumOfSquares * (1 + 1e-12))
    let bounded = try KaplanLaw.fit(parameters: n, tokens: d, loss: loss, bounds: ["alphaN": 0.01...0.02], level: 0.9)
    #expect((0.01...0.02).contains(bounded["alphaN"]?.value ?? 0) && bounded.level == 0.9)
  }

  @Test func `every law of a Fit is read by the same rule`() throws {
    #expect(TiedChinchillaLaw(parameters: [1, 2, 3, 0.4])?.exponent == 0.4)
    #expect(TiedChinchillaLaw(parameters: [1, 2, 3]) == nil && OverTrainingLaw(parameters: [1, 2, 3, 4, 5]) == nil)
    let laws: [any SeparableLaw.Type] = [
      PowerLaw.self, ChinchillaLaw.self, TiedChinchillaLaw.self, OverTrainingLaw.self,
    ]
    #expect(laws.map { $0.model.parameterNames.count } == [2, 5, 4, 4])
  }

  @Test func `laws are stored and read back`() throws {
    let law = SaturatingPowerLaw(plateau: 0.75, amplitude: 0.6, exponent: 0.4)
    let data = try JSONEncoder().encode(law)
    #expect(try JSONDecoder().decode(SaturatingPowerLaw.self, from: data) == law)
  }
}
