import CurveFitting
import ScalingLaws
import ScalingStatistics
import Testing

@Suite struct AveragedPredictionTests {
  private let x: [Double] = [1, 2, 3, 4, 5, 6]
  private let y: [Double] = [1, 3, 2, 5, 4, 6]

  private func fits() throws -> [Fit] { [try LinearLaw.fit(x: x, y: y), try LogLinearLaw.fit(x: x, y: y)] }

  // Predictions and standard errors at x = 12 by statsmodels 0.15.0 (get_prediction): 11.028571428571436 ± 2.0124104746217535 and 6.89525613520511 ± 1.0682865299540327; averages, Buckland's
  // standard error and the adjusted one of Burnham and Anderson (as in R's MuMIn::par.avg with revised.var = FALSE) from these by NumPy 2.4.6, t and z of SciPy 1.17.1.
  @Test func `equal weights`() throws {
    let average = try AveragedPrediction(try fits(), at: 12)
    expectClose(average.predictions[0], 11.028571428571436, relative: 1e-13, "line")
    expectClose(average.predictions[1], 6.89525613520511, relative: 1e-13, "line in ln x")
    expectClose(average.value, 8.961913781888272, relative: 1e-13, "average")
    expectClose(average.betweenLawsStandardDeviation, 2.0666576466831628, relative: 1e-12, "between laws")
    expectClose(average.unconditionalStandardError, 2.605514479358063, relative: 1e-12, "unconditional")
    #expect(average.withinLaws?.value == average.value)
    expectClose(average.withinLaws?.upper, 8.961913781888272 + 4.276693059475973, relative: 1e-11, "within, upper")
    expectClose(average.withinLaws?.lower, 8.961913781888272 - 4.276693059475973, relative: 1e-11, "within, lower")
    expectClose(average.unconditional?.upper, 8.961913781888272 + 5.960771501528756, relative: 1e-11, "upper")
    expectClose(average.unconditional?.lower, 8.961913781888272 - 5.960771501528756, relative: 1e-11, "lower")
    #expect(average.lowest == average.predictions[1] && average.highest == average.predictions[0])
    #expect(average.weights == [0.5, 0.5] && average.laws == ["straight line", "log-linear law"])
    #expect(
      average.headline
        == "8.962 (mean of 2 laws, equal weights); 6.895 to 11.03 between laws, [4.685, 13.24] within them")
    #expect(average.withinLaws?.method == "mean of the intervals of 2 laws, equal weights")
    #expect(average.description == average.headline)
  }

  @Test func `Akaike weights`() throws {
    let average = try AveragedPrediction(try fits(), at: 12, weighting: .correctedAkaike)
    expectClose(average.weights[0], 0.6087030606784293, relative: 1e-12, "weight")
    expectClose(average.value, 9.411217805026153, relative: 1e-12, "average")
    expectClose(average.betweenLawsStandardDeviation, 2.0172257492373293, relative: 1e-12, "between laws")
    expectClose(average.unconditionalStandardError, 2.6411006181203813, relative: 1e-12, "unconditional")
    expectClose(average.unconditional?.upper, 9.411217805026153 + 6.161985876371384, relative: 1e-11, "upper")
    #expect(average.headline.hasPrefix("9.411 (mean of 2 laws, AICc weights)"))
    // With as many parameters in both laws the two criteria weigh alike.
    let bayesian = try AveragedPrediction(try fits(), at: 12, weighting: .bayesian)
    expectClose(bayesian.value, 9.411217805026153, relative: 1e-12, "average by BIC")
  }

  @Test func `the mean of the logarithms`() throws {
    let average = try AveragedPrediction(try fits(), at: 12, scale: .logarithmic)
    expectClose(average.value, 8.720368387023854, relative: 1e-13, "average")
    expectClose(average.betweenLawsStandardDeviation, 0.23482782472854435, relative: 1e-12, "between laws")
    expectClose(average.unconditionalStandardError, 0.2893605010751532, relative: 1e-12, "unconditional")
    expectClose(average.withinLaws?.lower, 5.4590287221093465, relative: 1e-11, "lower")
    expectClose(average.withinLaws?.upper, 13.930101612658595, relative: 1e-11, "upper")
    #expect(average.headline.hasPrefix("8.72 (geometric mean of 2 laws, equal weights)"))
  }

  @Test func `many points are the same as each alone`() throws {
    let points: [Double] = [3, 12, 40]
    let together = try AveragedPrediction.predictions(try fits(), at: points, weighting: .bayesian)
    for (point, average) in zip(points, together) {
      #expect(average == (try AveragedPrediction(try fits(), at: point, weighting: .bayesian)))
      #expect(average == (try AveragedPrediction(try fits(), at: ["x": point], weighting: .bayesian)))
    }
  }

  @Test func `one law is its own average, without spread`() throws {
    let fit = try LinearLaw.fit(x: x, y: y)
    let average = try AveragedPrediction([fit], at: 12)
    let band = try fit.confidenceBand(at: [12])[0]
    #expect(average.value == fit.value(at: 12) && average.betweenLawsStandardDeviation == 0)
    expectClose(average.withinLaws?.lower, band.lower, relative: 1e-13, "within")
    expectClose(average.unconditional?.lower, band.lower, relative: 1e-13, "unconditional")
  }

  @Test func `a law without an interval is named`() throws {
    let x: [Double] = [1, 2, 4]
    let y: [Double] = [4, 3, 2.5]
    let laws = [try PowerLawWithFloor.fit(x: x, y: y), try LinearLaw.fit(x: x, y: y)]
    let average = try AveragedPrediction(laws, at: 8)
    #expect(average.withinLaws == nil && average.unconditional == nil && average.unconditionalStandardError == nil)
    #expect(
      average.lawsWithoutInterval == [
        "power law with floor: This power law with floor has no band: as many parameters as observations: no interval can be given."
      ])
    #expect(average.headline.hasSuffix("between laws, not every law has an interval"))
  }

  @Test func `faults have sentences`() throws {
    let fits = try fits()
    #expect(sentence { try AveragedPrediction([], at: 1) } == "There are no fits to average.")
    #expect(
      sentence { try AveragedPrediction(fits, at: 1, level: 2) }
        == "A level of 2.0 was asked for; a level lies between 0 and 1, such as 0.95.")
    let other = try LogLinearLaw.fit(x: x, y: y.map { $0 + 1 })
    #expect(
      sentence { try AveragedPrediction([fits[0], other], at: 12) }
        == "The log-linear law and the straight line were fitted to different observations: their predictions are not averaged."
    )
    #expect(
      sentence { try AveragedPrediction(fits, at: 0) } == "The log-linear law is not defined at x = 0.0.")
    #expect(
      sentence { try AveragedPrediction(fits, at: 0.1, scale: .logarithmic) }
        .hasSuffix("at x = 0.1: a geometric mean needs predictions above 0."))
    #expect(
      sentence { try AveragedPrediction(fits, at: ["tokens": 3]) }.hasPrefix(
        "A straight line has no predictor \"tokens\""))
    let robust = try LinearLaw.model.fit(x: x, y: y, objective: .huber(delta: 0.5))
    #expect(try AveragedPrediction([fits[1], robust], at: 12).laws.count == 2)
    #expect(
      sentence { try AveragedPrediction([fits[1], robust], at: 12, weighting: .correctedAkaike) }
        .contains("which has no likelihood"))
  }
}
