import CurveFitting
import ScalingStatistics
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The numbers of a fit and its bands, against the closed forms of a straight line.
@Suite struct NonlinearFitTests {
  private let x: [Double] = [1, 2, 3, 4, 5, 6]
  private let y = [2.1, 3.9, 6.2, 7.8, 10.1, 11.9]
  private let start = ["intercept": 0.0, "slope": 0]

  /// Slope, intercept and residual sum of squares by hand: mean x 3.5, Σ(x - 3.5)² = 17.5.
  private var byHand: (slope: Double, intercept: Double, rss: Double) {
    let mean = y.reduce(0, +) / 6
    let slope = zip(x, y).reduce(0) { $0 + ($1.0 - 3.5) * ($1.1 - mean) } / 17.5
    let intercept = mean - 3.5 * slope
    return (slope, intercept, zip(x, y).reduce(0) { $0 + pow($1.1 - intercept - slope * $1.0, 2) })
  }

  @Test("A straight line has the estimates, errors and criteria of the textbook")
  func line() throws {
    let fit = try GeneralSolverTests.line.fit(x: x, y: y, start: start)
    let (slope, intercept, rss) = byHand
    let s = (rss / 4).squareRoot()
    expectClose(fit["slope"]?.value, slope, relative: 1e-14, "slope")
    expectClose(fit["intercept"]?.value, intercept, relative: 1e-12, "intercept")
    expectClose(fit.residualSumOfSquares, rss, relative: 1e-12, "residual sum of squares")
    expectClose(fit.residualStandardError, s, relative: 1e-12, "residual standard error")
    expectClose(fit["slope"]?.standardError, s / 17.5.squareRoot(), relative: 1e-12, "standard error of the slope")
    expectClose(
      fit["intercept"]?.standardError, s * (1 / 6.0 + 3.5 * 3.5 / 17.5).squareRoot(), relative: 1e-12,
      "standard error of the intercept")
    expectClose(fit.covariance?[0][1], -s * s * 3.5 / 17.5, relative: 1e-12, "covariance")
    // t at 97.5 % with 4 degrees of freedom: 2.7764451052 (any table).
    let half = 2.776_445_105_2 * s / 17.5.squareRoot()
    expectClose(fit["slope"]?.waldInterval?.upper, slope + half, relative: 1e-10, "upper end")
    let logLikelihood = -3 * (log(2 * Double.pi * rss / 6) + 1)
    expectClose(fit.logLikelihood, logLikelihood, relative: 1e-12, "log-likelihood")
    expectClose(
      fit.correctedAkaikeCriterion, -2 * logLikelihood + 6 + 2 * 3 * 4 / 2, relative: 1e-12, "corrected criterion")
    #expect(fit.isTrustworthy)
    #expect(fit.lackOfFitProbability == nil)
    #expect(fit.linearParameters == ["intercept", "slope"])
    #expect(fit.law == "line")
    #expect(fit.description == fit.headline)
  }

  @Test("Bands of a straight line are those of the textbook")
  func bands() throws {
    let fit = try GeneralSolverTests.line.fit(x: x, y: y, start: start)
    let (slope, intercept, rss) = byHand
    let s = (rss / 4).squareRoot()
    for at in [0.0, 3.5, 12] {
      let mean = try fit.confidenceBand(at: [at])[0]
      let new = try fit.predictionBand(at: [at])[0]
      let share = 1 / 6.0 + (at - 3.5) * (at - 3.5) / 17.5
      expectClose(mean.value, intercept + slope * at, relative: 1e-12, "mean")
      expectClose(mean.upper - mean.value, 2.776_445_105_2 * s * share.squareRoot(), relative: 1e-9, "mean band")
      expectClose(new.upper - new.value, 2.776_445_105_2 * s * (1 + share).squareRoot(), relative: 1e-9, "band")
    }
    #expect(fit.value(at: 12) == fit.values(at: [12])[0])
    #expect(fit.place(of: 12) == .beyond(2))
    #expect(fit.place(of: 0.5) == .beyond(2))
    #expect(fit.place(of: -1) == .beyondByDistance(2))
    #expect(fit.place(of: 3) == .inside)
    #expect(sentence { try fit.confidenceBand(at: [.nan]) } == "x of observation 0 is nan, not a finite number.")
    #expect(
      sentence { try fit.confidenceBand(at: [1], level: 0) }
        == "A level of 0.0 was asked for; a level lies between 0 and 1, such as 0.95.")
  }

  @Test("Known errors give normal intervals, chi-squared and its probability")
  func knownErrors() throws {
    let sizes = [Double](repeating: 0.2, count: 6)
    let fit = try GeneralSolverTests.line.fit(x: x, y: y, start: start, errors: .standardDeviations(sizes))
    let (_, _, rss) = byHand
    expectClose(fit.residualSumOfSquares, rss / 0.04, relative: 1e-12, "chi-squared")
    expectClose(fit["slope"]?.standardError, 0.2 / 17.5.squareRoot(), relative: 1e-12, "standard error")
    // With 4 degrees of freedom the upper tail of chi-squared is (1 + c/2) exp(-c/2).
    let c = rss / 0.04
    expectClose(fit.lackOfFitProbability, (1 + c / 2) * exp(-c / 2), relative: 1e-12, "probability")
    #expect(fit.residualStandardError == nil)
    #expect(
      sentence { try fit.predictionBand(at: [1]) }
        == "A new observation's error is not known here: add its variance to the band of the mean.")
    let rows = (0..<6).map { i in (0..<6).map { $0 == i ? 0.04 : 0.0 } }
    let same = try GeneralSolverTests.line.fit(x: x, y: y, start: start, errors: .covariance(rows))
    expectClose(same["slope"]?.standardError, fit["slope"]?.standardError ?? .nan, relative: 1e-12, "covariance")
  }

  @Test("A weight of 2 counts as two observations for the estimates, one of 0 as none")
  func weights() throws {
    let doubled = try GeneralSolverTests.line.fit(x: x, y: y, start: start, errors: .weights([2, 1, 1, 1, 1, 0]))
    let repeated = try GeneralSolverTests.line.fit(
      x: [1] + x.dropLast(), y: [y[0]] + y.dropLast(), start: start)
    for name in ["intercept", "slope"] {
      expectClose(doubled[name]?.value, repeated[name]?.value ?? .nan, relative: 1e-12, name)
    }
    #expect(doubled.observationCount == 5)
    #expect(doubled.degreesOfFreedom == 3)
  }

  @Test("As many parameters as observations leave no interval")
  func noDegrees() throws {
    let fit = try GeneralSolverTests.line.fit(x: [1, 2], y: [3, 5], start: start)
    expectClose(fit["slope"]?.value, 2, relative: 1e-14, "slope")
    #expect(fit["slope"]?.waldInterval == nil)
    #expect(fit.termination == .residualsAtRounding)
    #expect(fit.warnings.first == "as many parameters as observations: no interval can be given")
    #expect(sentence { try fit.confidenceBand(at: [1]) } == "line has no band: \(fit.warnings[0]).")
  }
}
