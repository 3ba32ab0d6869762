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

  @Test func `laws are stored and read back`() throws {
    let law = SaturatingPowerLaw(plateau: 0.75, amplitude: 0.6, exponent: 0.4)
    let data = try JSONEncoder().encode(law)
    #expect(try JSONDecoder().decode(SaturatingPowerLaw.self, from: data) == law)
  }
}
