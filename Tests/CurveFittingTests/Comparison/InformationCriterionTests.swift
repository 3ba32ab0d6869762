import CurveFitting
import ScalingLaws
import ScalingStatistics
import Testing

@Suite struct InformationCriterionTests {
  private let x: [Double] = [1, 2, 3, 4, 5, 6]
  private let y: [Double] = [1, 3, 2, 5, 4, 6]

  @Test func `the criterion of Schwarz counts the fitted scale`() throws {
    // statsmodels 0.15.0: OLS(...).bic, which leaves the scale out, plus ln 6 for it.
    let line = try LinearLaw.fit(x: x, y: y)
    expectClose(line.bayesianCriterion, 19.61670715735365, relative: 1e-13, "BIC of the line")
    let logarithm = try LogLinearLaw.fit(x: x, y: y)
    expectClose(logarithm.bayesianCriterion, 20.500434870040916, relative: 1e-13, "BIC in ln x")
    #expect(InformationCriterion.bayesian.value(of: line) == line.bayesianCriterion)
    #expect(InformationCriterion.correctedAkaike.value(of: line) == line.correctedAkaikeCriterion)
  }

  @Test func `with known errors there is no scale to count`() throws {
    // Sum of squares 3.7714285714285714 + 6 ln(2π) + 2 ln 6.
    let fit = try LinearLaw.fit(x: x, y: y, errors: .standardDeviations([Double](repeating: 1, count: 6)))
    expectClose(fit.bayesianCriterion, 18.382209908340753, relative: 1e-13, "BIC")
  }

  @Test func `nested shares count problems, not caps`() throws {
    let shares = try NestedShares(counts: [38, 92, 141, 179, 203, 226], problemCount: 400)
    let fit = try LogLinearLaw.model.fit(x: [8, 16, 32, 64, 128, 256], shares: shares)
    // 2 ln 400 = 11.982929094215963.
    expectClose(
      fit.bayesianCriterion + 2 * fit.logLikelihood, 11.982929094215963, relative: 1e-12, "price of two parameters")
  }

  @Test func `a fit without degrees of freedom has no criterion`() throws {
    #expect(try LinearLaw.fit(x: [1, 2], y: [1, 3]).bayesianCriterion == .infinity)
  }

  @Test func `an objective without a likelihood has no criterion`() throws {
    let fit = try LinearLaw.model.fit(x: x, y: y, objective: .huber(delta: 0.5))
    #expect(fit.bayesianCriterion == .infinity)
    #expect(
      sentence { try ModelComparison([fit], criterion: .bayesian) }
        == "The straight line was fitted under the objective Huber, delta 0.5, which has no likelihood: BIC compares fits by squares, of y or of ln y."
    )
  }

  @Test func `a general fit has the criterion of the same law in the library`() throws {
    let model = NonlinearModel("line", parameters: ["a", "b"]) { p, x in p[0] + p[1] * x[0] }
    let fit = try model.fit(x: x, y: y, start: ["a": 0, "b": 1])
    expectClose(fit.bayesianCriterion, 19.61670715735365, relative: 1e-13, "BIC")
  }
}
