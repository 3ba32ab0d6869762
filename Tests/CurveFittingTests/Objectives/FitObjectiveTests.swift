import CurveFitting
import Foundation
import ScalingLaws
import Testing

@Suite struct FitObjectiveTests {
  private static let x: [Double] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]
  private static let y = [5.02, 4.11, 3.57, 3.09, 2.81, 2.58, 2.44, 2.61, 2.22, 2.17]

  /// SciPy 1.17.1 least_squares (trf, x_scale jac, all tolerances 1e-15) from three starts.
  ///
  /// The objective (twice the cost for squares), floor, amplitude, exponent.
  /// Envelopes: residuals times √10 where negative.
  struct Reference: Sendable, CustomTestStringConvertible {
    let objective: FitObjective
    let value: Double
    let parameters: [Double]
    /// From the formula of the sandwich, written in NumPy with analytic second derivatives; s²(JᵀJ)⁻¹ for log squares.
    var errors: [Double] = []
    var testDescription: String { objective.explanation }
  }
  static let references = [
    Reference(
      objective: .squares, value: 0.075582824114517528,
      parameters: [2.1359698055036302, 2.8704734571887043, 0.5174466650093286]),
    Reference(
      objective: .logSquares, value: 0.012363278271644236,
      parameters: [2.1134288992762995, 2.872200419362118, 0.5023769500209208],
      errors: [0.1095357896230777, 0.1696196244472206, 0.07344526191296365]),
    Reference(
      objective: .huber(delta: 0.05), value: 0.015173082972800758,
      parameters: [2.05665584169326, 2.9481727071981125, 0.4954053722789842]),
    Reference(
      objective: .logHuber(delta: 0.02), value: 0.002340061562016641,
      parameters: [2.0435562672723333, 2.9498605905402293, 0.48733019699318697]),
    Reference(
      objective: .softL1(scale: 0.05), value: 0.01398175761761536,
      parameters: [2.0587238016554497, 2.9484184384370327, 0.4961571904462198],
      errors: [0.04960462312927089, 0.053678209564754366, 0.019331838576618587]),
    Reference(
      objective: .logSoftL1(scale: 0.02), value: 0.002166475279245877,
      parameters: [2.0451506525142813, 2.949437919274225, 0.4878583138376856],
      errors: [0.03970151673329773, 0.04814172876278672, 0.015665867118931767]),
    Reference(
      objective: .envelope(penalty: 10), value: 0.09917710230588246,
      parameters: [2.0439609807880523, 2.9185630125583026, 0.49067062075631757],
      errors: [0.02388760944527308, 0.035572033416852715, 0.012779082622884306]),
    Reference(
      objective: .logEnvelope(penalty: 10), value: 0.01562096200679118,
      parameters: [2.031192941974718, 2.9084443749955025, 0.48015007489977246]),
  ]

  @Test(arguments: references) func `a fit without a guess is SciPy's best of three starts`(_ reference: Reference)
    throws
  {
    let fit = try PowerLawWithFloor.model.fit(x: Self.x, y: Self.y, objective: reference.objective)
    #expect(fit.objective == reference.objective)
    #expect(fit.termination.isConverged)
    expectClose(fit.objectiveValue, reference.value, relative: 1e-11, "the objective")
    for (parameter, value) in zip(fit.parameters, reference.parameters) {
      expectClose(parameter.value, value, relative: 1e-6, parameter.name)
    }
    for (parameter, error) in zip(fit.parameters, reference.errors) {
      expectClose(parameter.standardError, error, relative: 1e-5, "the standard error of \(parameter.name)")
    }
  }

  @Test func `a delta beyond every residual is least squares, and penalty 1 is no penalty`() throws {
    let squares = try PowerLawWithFloor.fit(x: Self.x, y: Self.y)
    for objective in [
      FitObjective.huber(delta: 100), .huberEnvelope(penalty: 1, delta: 100), .envelope(penalty: 1),
    ] {
      let fit = try PowerLawWithFloor.model.fit(x: Self.x, y: Self.y, objective: objective)
      for (a, b) in zip(fit.parameters, squares.parameters) { expectClose(a.value, b.value, relative: 1e-10, a.name) }
    }
  }

  @Test func `a small delta with penalty 10 leaves one point in eleven below the curve`() throws {
    // The 1/11 quantile: of 10 exact fits of 3 parameters, no more than 10/11 of the points lie below the curve.
    let fit = try PowerLawWithFloor.model.fit(
      x: Self.x, y: Self.y, objective: .huberEnvelope(penalty: 10, delta: 1e-4))
    #expect(fit.residuals.count { $0 < -1e-3 } == 0)
  }

  @Test func `a weight of 2 is a point given twice, and a weight of 0 a point left out`() throws {
    for objective in [FitObjective.logHuber(delta: 0.01), .softL1(scale: 0.05), .logEnvelope(penalty: 5)] {
      var weights = [Double](repeating: 1, count: 10)
      weights[3] = 2
      weights[7] = 0
      let weighted = try PowerLawWithFloor.model.fit(
        x: Self.x, y: Self.y, errors: .weights(weights), objective: objective)
      let rows = [0, 1, 2, 3, 3, 4, 5, 6, 8, 9]
      let repeated = try PowerLawWithFloor.model.fit(
        x: rows.map { Self.x[$0] }, y: rows.map { Self.y[$0] }, objective: objective)
      for (a, b) in zip(weighted.parameters, repeated.parameters) {
        expectClose(a.value, b.value, relative: 1e-9, "\(objective.explanation): \(a.name)")
      }
    }
  }

  @Test func `a search near an earlier fit finds the same minimum`() throws {
    let objective = FitObjective.logHuber(delta: 0.005)
    let full = try PowerLawWithFloor.model.fit(x: Self.x, y: Self.y, objective: objective)
    let near = try PowerLawWithFloor.model.fit(x: Self.x, y: Self.y, objective: objective, near: full)
    #expect(near.scan.cells == 1)
    for (a, b) in zip(near.parameters, full.parameters) { expectClose(a.value, b.value, relative: 1e-10, a.name) }
  }

  @Test func `the words of a fit say what was minimised and how its errors were made`() throws {
    let fit = try PowerLawWithFloor.model.fit(x: Self.x, y: Self.y, objective: .logHuber(delta: 0.02))
    #expect(fit.headline.hasPrefix("power law with floor (log-Huber, delta 0.02): floor 2.044"))
    #expect(fit["floor"]?.waldInterval?.method.contains("sandwich") == true)
    #expect(FitObjective.logHuberEnvelope(penalty: 10, delta: 1e-3).explanation.contains("log-Huber envelope"))
    #expect(FitObjective.squares.formula == "Σ w r², r = y - f")
    let data = try JSONEncoder().encode(FitObjective.logHuber(delta: 1e-3))
    #expect(try JSONDecoder().decode(FitObjective.self, from: data) == .logHuber(delta: 1e-3))
  }

  @Test func `fits under other objectives are not compared by AICc`() throws {
    let squares = try PowerLawWithFloor.fit(x: Self.x, y: Self.y)
    let huber = try PowerLaw.model.fit(x: Self.x, y: Self.y, objective: .huber(delta: 0.1))
    #expect(
      sentence { try ModelComparison([squares, huber]) }
        == "The power law was fitted under the objective Huber, delta 0.1, which has no likelihood: AICc compares fits by squares, of y or of ln y."
    )
    let logs = try PowerLaw.model.fit(x: Self.x, y: Self.y, objective: .logSquares)
    #expect(sentence { try ModelComparison([squares, logs]) }.contains("different observations or errors"))
    let own = try PowerLawWithFloor.model.fit(x: Self.x, y: Self.y, objective: .logSquares)
    #expect(try ModelComparison([logs, own]).best.law == "power law with floor")
  }

  @Test func `bad objectives and data have their sentences`() {
    func message(_ objective: FitObjective, y: [Double] = Self.y, errors: ObservationErrors = .equal) -> String {
      sentence { try PowerLawWithFloor.model.fit(x: Self.x, y: y, errors: errors, objective: objective) }
    }
    #expect(message(.huber(delta: 0)) == "The delta of an objective is 0.0: it must be a positive number.")
    #expect(message(.logHuber(delta: .nan)) == "The delta of an objective is nan: it must be a positive number.")
    #expect(message(.softL1(scale: -1)) == "The scale of an objective is -1.0: it must be a positive number.")
    #expect(message(.envelope(penalty: 0)) == "The penalty of an objective is 0.0: it must be a positive number.")
    var y = Self.y
    y[4] = 0
    #expect(
      message(.logSquares, y: y)
        == "y of observation 4 is 0.0; the objective log squares needs y above 0, because it takes ln y.")
    #expect(
      message(.huber(delta: 1), errors: .standardDeviations([Double](repeating: 1, count: 10)))
        == "The objective Huber, delta 1 takes weights, not errors of known size: its intervals come from the residuals."
    )
  }

  @Test(arguments: [1e-300, 1e-9, 1e9, 1e300]) func `a unit of y does not matter to an objective in logarithms`(
    factor: Double
  ) throws {
    let own = try PowerLawWithFloor.model.fit(x: Self.x, y: Self.y, objective: .logHuber(delta: 0.01))
    let moved = try PowerLawWithFloor.model.fit(
      x: Self.x, y: Self.y.map { $0 * factor }, objective: .logHuber(delta: 0.01))
    expectClose(moved.objectiveValue, own.objectiveValue, relative: 1e-10, "the objective")
    expectClose(moved.parameters[2].value, own.parameters[2].value, relative: 1e-9, "the exponent")
    expectClose(moved.parameters[0].value, own.parameters[0].value * factor, relative: 1e-9, "the floor")
  }
}
