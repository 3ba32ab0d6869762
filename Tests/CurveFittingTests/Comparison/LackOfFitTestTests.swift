import CurveFitting
import ScalingLaws
import ScalingStatistics
import Testing

@Suite struct LackOfFitTestTests {
  private let x = NewAccounts.deposit
  private let y = NewAccounts.accounts

  @Test func `the new accounts of a bank do not follow a straight line`() throws {
    // Published: lack of fit 13593.6 on 4, pure error 1148 on 5, F = 14.80, p = 0.006; more digits from statsmodels 0.15.0, compare_f_test against one mean for each deposit.
    let test = try LackOfFitTest(try LinearLaw.fit(x: x, y: y))
    expectClose(test.lackOfFitSumOfSquares, 13593.57068062827, relative: 1e-12, "lack of fit")
    expectClose(test.pureErrorSumOfSquares, 1148, relative: 1e-14, "pure error")
    #expect(test.lackOfFitDegreesOfFreedom == 4 && test.pureErrorDegreesOfFreedom == 5)
    expectClose(test.statistic, 14.801361803819981, relative: 1e-12, "F")
    expectClose(test.probability, 0.005593811718691098, relative: 1e-10, "p")
    expectClose(test.pureErrorStandardDeviation, 229.6.squareRoot(), relative: 1e-14, "standard deviation")
    #expect(test.test == .f && test.repeatsProbability == nil && test.law == "straight line")
    #expect(test.headline == "straight line: misses the repeats' means, F = 14.8 on 4 and 5, p = 0.0056")
    #expect(test.description == test.headline)
  }

  @Test func `weights enter means and sums`() throws {
    let test = try LackOfFitTest(try LinearLaw.fit(x: x, y: y, errors: .weights([1, 2, 1, 3, 1, 2, 1, 4, 1, 2, 1])))
    expectClose(test.lackOfFitSumOfSquares, 11956.098577061548, relative: 1e-12, "lack of fit")
    expectClose(test.pureErrorSumOfSquares, 1281.2105263157896, relative: 1e-12, "pure error")
    expectClose(test.statistic, 11.664845795719991, relative: 1e-12, "F")
    expectClose(test.probability, 0.009495265287937843, relative: 1e-10, "p")
  }

  @Test func `a point of weight 0 is not there`() throws {
    let test = try LackOfFitTest(
      try LinearLaw.fit(
        x: x + [75, 300], y: y + [900, 900], errors: .weights([Double](repeating: 2, count: 11) + [0, 0])))
    expectClose(test.statistic, 14.801361803819981, relative: 1e-12, "F")
    #expect(test.lackOfFitDegreesOfFreedom == 4 && test.pureErrorDegreesOfFreedom == 5)
  }

  @Test func `the hyperbola serves the treated cells of Puromycin`() throws {
    // Pure error by hand: (29² + 10² + 16² + 7² + 10² + 7²) / 2 = 697.5. The residual sum of squares by SciPy 1.17.1, least_squares, is 1195.4488144393583.
    let test = try LackOfFitTest(try Puromycin.fitTreated())
    expectClose(test.pureErrorSumOfSquares, 697.5, relative: 1e-14, "pure error")
    expectClose(test.lackOfFitSumOfSquares, 1195.4488144393583 - 697.5, relative: 1e-9, "lack of fit")
    expectClose(test.statistic, 1.0708576654609856, relative: 1e-9, "F")
    expectClose(test.probability, 0.44683499564793033, relative: 1e-9, "p")
    #expect(test.headline == "hyperbola: no lack of fit shown, F = 1.07 on 4 and 6, p = 0.45")
  }

  @Test func `repeats of two predictors agree in both`() throws {
    let test = try LackOfFitTest(try Puromycin.fit())
    #expect(test.pureErrorDegreesOfFreedom == 11 && test.lackOfFitDegreesOfFreedom == 8)
  }

  @Test func `known errors are judged by the repeats`() throws {
    // The sums over 15²; SciPy 1.17.1, chi2.sf.
    let test = try LackOfFitTest(
      try LinearLaw.fit(x: x, y: y, errors: .standardDeviations([Double](repeating: 15, count: 11))))
    #expect(test.test == .chiSquared)
    expectClose(test.statistic, 60.41586969168121, relative: 1e-12, "chi-squared")
    expectClose(test.probability, 2.3720597120934267e-12, relative: 1e-8, "p")
    expectClose(test.repeatsProbability, 0.40353276339770044, relative: 1e-11, "p of the repeats")
    let tight = try LackOfFitTest(
      try LinearLaw.fit(x: x, y: y, errors: .standardDeviations([Double](repeating: 5, count: 11))))
    #expect(tight.headline.contains("; the repeats differ more than the stated errors, p = "))
  }

  @Test func `log squares are split in ln y`() throws {
    // A power law in ln y is a straight line between logarithms: by statsmodels 0.15.0 with ln x as predictor.
    let test = try LackOfFitTest(try PowerLaw.model.fit(x: x, y: y, objective: .logSquares))
    expectClose(test.pureErrorSumOfSquares, 0.144952841676402, relative: 1e-12, "pure error")
    expectClose(test.lackOfFitSumOfSquares, 1.6675849815560566, relative: 1e-9, "lack of fit")
    expectClose(test.statistic, 14.380409537596666, relative: 1e-9, "F")
    expectClose(test.probability, 0.005968596069003398, relative: 1e-8, "p")
  }

  @Test func `what cannot be split is refused in words`() throws {
    let distinct: [Double] = [1, 2, 3, 4, 5]
    let five: [Double] = [1, 3, 2, 5, 4]
    #expect(
      sentence { try LackOfFitTest(try LinearLaw.fit(x: distinct, y: five)) }
        == "No two observations share a point, so nothing but the law says how large the errors are: lack of fit needs repeats."
    )
    #expect(
      sentence { try LackOfFitTest(try LinearLaw.fit(x: [1, 1, 2, 2], y: [1, 2, 2, 4])) }
        == "The straight line has 2 free parameters for 2 distinct points: it can pass through the mean of each, so nothing shows a lack of fit."
    )
    #expect(
      sentence { try LackOfFitTest(try LinearLaw.fit(x: [1, 1, 1, 2, 3, 3], y: [0.1, 0.1, 0.1, 3, 0.7, 0.7])) }
        == "The repeats agree exactly, so they do not say how large the errors are.")
    #expect(
      sentence { try LackOfFitTest(try LinearLaw.model.fit(x: x, y: y, objective: .huber(delta: 10))) }
        == "The straight line was fitted under the objective Huber, delta 10: lack of fit is split from pure error for squares, of y or of ln y."
    )
    let covariance = distinct.indices.map { i in distinct.indices.map { i == $0 ? 1.0 : 0.1 } }
    #expect(
      sentence { try LackOfFitTest(try LinearLaw.fit(x: [1, 1, 2, 3, 4], y: five, errors: .covariance(covariance))) }
        == "The observations are dependent: lack of fit is split from pure error for independent ones.")
  }
}
