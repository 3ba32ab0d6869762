import CurveFitting
import ScalingLaws
import Testing

/// Certified values of the NIST Statistical Reference Datasets, https://www.itl.nist.gov/div898/strd/.
@Suite struct FitTests {
  // Norris, J., NIST: calibration of ozone monitors; linear, 36 observations, certified to 15 digits.
  private let norrisX: [Double] = [
    0.2, 337.4, 118.2, 884.6, 10.1, 226.5, 666.3, 996.3, 448.6, 777, 558.2, 0.4, 0.6, 775.5, 666.9, 338, 447.5, 11.6,
    556, 228.1, 995.8, 887.6, 120.2, 0.3, 0.3, 556.8, 339.1, 887.2, 999, 779, 11.1, 118.3, 229.2, 669.1, 448.9, 0.5,
  ]
  private let norrisY: [Double] = [
    0.1, 338.8, 118.1, 888, 9.2, 228.1, 668.5, 998.5, 449.1, 778.9, 559.2, 0.3, 0.1, 778.1, 668.8, 339.3, 448.9, 10.8,
    557.7, 228.3, 998, 888.8, 119.6, 0.3, 0.6, 557.6, 339.3, 888, 998.5, 778.9, 10.2, 117.6, 228.9, 668.4, 449.2, 0.2,
  ]

  @Test func `NIST Norris, a straight line`() throws {
    let fit = try LinearLaw.fit(x: norrisX, y: norrisY)
    expectClose(fit["intercept"]?.value, -0.262323073774029, relative: 1e-12, "intercept")
    expectClose(fit["slope"]?.value, 1.00211681802045, relative: 1e-13, "slope")
    expectClose(fit["intercept"]?.standardError, 0.232818234301152, relative: 1e-12, "error of the intercept")
    expectClose(fit["slope"]?.standardError, 0.429796848199937e-3, relative: 1e-12, "error of the slope")
    expectClose(fit.residualStandardError, 0.884796396144373, relative: 1e-12, "residual standard deviation")
    #expect(fit.degreesOfFreedom == 34)
  }

  @Test func `NIST DanWood, a power law`() throws {
    // Daniel and Wood 1980: radiated energy of a carbon filament; certified to 11 digits.
    let fit = try PowerLaw.fit(
      x: [1.309, 1.471, 1.49, 1.565, 1.611, 1.68], y: [2.138, 3.421, 3.597, 4.34, 4.882, 5.66])
    expectClose(fit["coefficient"]?.value, 7.6886226176e-1, relative: 1e-10, "coefficient")
    expectClose(fit["exponent"]?.value, 3.8604055871, relative: 1e-10, "exponent")
    expectClose(fit["coefficient"]?.standardError, 1.8281973860e-2, relative: 1e-9, "error of the coefficient")
    expectClose(fit["exponent"]?.standardError, 5.1726610913e-2, relative: 1e-9, "error of the exponent")
    expectClose(fit.residualSumOfSquares, 4.3173084083e-3, relative: 1e-10, "residual sum of squares")
    expectClose(fit.residualStandardError, 3.2853114039e-2, relative: 1e-10, "residual standard deviation")
  }

  @Test func `residuals are observed less fitted, in the order of y`() throws {
    let fit = try LinearLaw.fit(x: [4, 1, 2, 3], y: [4, 1, 3, 2])
    // Slope 0.8, intercept 0.5 by hand.
    for (residual, expected) in zip(fit.residuals, [0.3, -0.3, 0.9, -0.9]) { #expect(abs(residual - expected) < 1e-15) }
  }

  @Test func `a fit says its law, formula, numbers and reason to stop`() throws {
    let fit = try PowerLawWithFloor.fit(x: [1, 4, 16, 64], y: [5, 3.5, 2.75, 2.375])
    #expect(fit.headline == "power law with floor: floor 2, amplitude 3, exponent 0.5")
    #expect(fit.description == fit.headline && fit.debugDescription == fit.headline)
    #expect(fit.formula == "y = floor + amplitude · x^-exponent")
    #expect(fit.termination == .residualsAtRounding)
    #expect(fit.termination.explanation == "the residuals are rounding errors")
    #expect(fit.isTrustworthy && fit.warnings.isEmpty)
    #expect(fit.observationCount == 4 && fit.degreesOfFreedom == 1)
    #expect(fit.predictorRange == 1...64)
    #expect(fit["plateau"] == nil)
  }

  @Test func `as many parameters as observations give numbers without intervals`() throws {
    let fit = try PowerLawWithFloor.fit(x: [1, 4, 16], y: [5, 3.5, 2.75])
    expectClose(fit["exponent"]?.value, 0.5, relative: 1e-10, "exponent")
    #expect(fit.parameters.allSatisfy { $0.standardError == nil && $0.waldInterval == nil })
    #expect(fit.residualStandardError == nil)
    #expect(fit.warnings.contains("as many parameters as observations: no interval can be given"))
    #expect(!fit.isTrustworthy)
    #expect(fit.correctedAkaikeCriterion == .infinity)
  }
}
