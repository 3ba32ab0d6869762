import CurveFitting
import ScalingLaws
import ScalingStatistics
import Testing

@Suite struct LargestOutHoldoutTests {
  private let x: [Double] = [3, 1, 5, 2, 4]
  private let y: [Double] = [6, 2, 10, 4, 9]

  @Test func `a straight line held out twice by hand`() throws {
    // Without x = 5: slope 11.5 / 5 = 2.3, intercept -0.5, so 11 at 5. Without 4 and 5: y = 2 x, so 8 at 4 and 10 at 5.
    let holdout = try LargestOutHoldout([LogLinearLaw.model, LinearLaw.model], x: x, y: y, largest: 2)
    #expect(holdout.ranking.map(\.law) == ["straight line", "log-linear law"])
    let line = holdout.ranking[0]
    #expect(line.errors.map(\.heldOutCount) == [1, 2, 2])
    #expect(line.errors.map(\.row) == [2, 4, 2])
    #expect(line.errors.map(\.predictor) == [5, 4, 5])
    #expect(line.errors.map(\.observed) == [10, 9, 10])
    let factors: [Double] = [1.25, 4.0 / 3, 5.0 / 3]
    for (index, predicted) in [11.0, 8, 10].enumerated() {
      expectClose(line.errors[index].predicted, predicted, relative: 1e-14, "prediction")
      expectClose(line.errors[index].factor, factors[index], relative: 1e-15, "factor")
    }
    expectClose(line.rootMeanSquare, (2.0 / 3).squareRoot(), relative: 1e-13, "root mean square")
    expectClose(
      line.rootMeanSquareRelative, ((0.01 + 1.0 / 81) / 3).squareRoot(), relative: 1e-13, "relative")
    // ln 1.1 and ln(8/9).
    let logs = [0.09531017980432486, -0.11778303565638346]
    expectClose(
      line.rootMeanSquareLog, ((logs[0] * logs[0] + logs[1] * logs[1]) / 3).squareRoot(), relative: 1e-13, "in ln y")
    expectClose(line.errors[0].logError, logs[0], relative: 1e-13, "log-error")
    expectClose(line.errors[1].relativeError, -1.0 / 9, relative: 1e-13, "relative error")
    #expect(abs(line.meanError) < 1e-14)
    expectClose(line.largestFactor, 5.0 / 3, relative: 1e-15, "largest factor")
    #expect(holdout.heldOutValues == [5, 4] && holdout.predictor == "x" && holdout.refused.isEmpty)
    #expect(line.headline == "straight line: root mean square error 0.816")
    #expect(
      holdout.headline
        == "\(line.headline); next \(holdout.ranking[1].headline), up to 1.67x beyond the largest kept")
    #expect(line.errors[0].headline == "11 predicted, 10 observed at 5, 1.25x the largest kept")
  }

  @Test func `the measure decides the ranking`() throws {
    for measure in [HoldoutMeasure.rootMeanSquareRelative, .rootMeanSquareLog] {
      let holdout = try LargestOutHoldout(
        [LogLinearLaw.model, LinearLaw.model], x: x, y: y, largest: 2, measure: measure)
      #expect(holdout.measure == measure && holdout.ranking[0].law == "straight line")
      #expect(holdout.ranking[0].headline.hasPrefix("straight line: \(measure.name) 0.08"))
    }
  }

  @Test func `repeats at one x leave together and points of weight 0 not at all`() throws {
    let x: [Double] = [1, 2, 3, 4, 4, 5, 9]
    let y: [Double] = [2, 4, 6, 9, 8, 10, 100]
    let holdout = try LargestOutHoldout(
      [LinearLaw.model], x: x, y: y, largest: 2, errors: .weights([1, 1, 1, 1, 1, 1, 0]))
    let last = holdout.ranking[0].errors.filter { $0.heldOutCount == 2 }
    #expect(last.map(\.row) == [3, 4, 5])
    #expect(holdout.heldOutValues == [5, 4])
    for error in last { expectClose(error.predicted, 2 * error.predictor, relative: 1e-13, "prediction") }
  }

  @Test func `errors follow their observations`() throws {
    let x: [Double] = [1, 2, 3, 4, 5, 6]
    let y: [Double] = [1, 3, 2, 5, 4, 6]
    let matrix = x.indices.map { i in x.indices.map { j in i == j ? Double(i + 1) : 0.2 } }
    let deviations: [Double] = [1, 2, 1, 3, 1, 2]
    for errors in [ObservationErrors.weights(deviations), .standardDeviations(deviations), .covariance(matrix)] {
      let holdout = try LargestOutHoldout([LinearLaw.model], x: x, y: y, largest: 1, errors: errors)
      let part: ObservationErrors
      switch errors {
      case .weights: part = .weights(Array(deviations.prefix(5)))
      case .standardDeviations: part = .standardDeviations(Array(deviations.prefix(5)))
      default: part = .covariance(matrix.prefix(5).map { Array($0.prefix(5)) })
      }
      let fit = try LinearLaw.fit(x: Array(x.prefix(5)), y: Array(y.prefix(5)), errors: part)
      expectClose(holdout.ranking[0].errors[0].predicted, fit.value(at: 6), relative: 1e-14, "prediction")
    }
  }

  @Test func `runs are held out by the tokens they saw`() throws {
    let law = ChinchillaLaw(
      floor: 1.7, parameterAmplitude: 400, tokenAmplitude: 1500, parameterExponent: 0.34, tokenExponent: 0.36)
    var columns: [String: [Double]] = ["parameters": [], "tokens": []]
    for n in [1e8, 3e8, 1e9, 3e9] {
      for d in [2e9, 8e9, 3.2e10, 1.28e11] {
        columns["parameters"]?.append(n)
        columns["tokens"]?.append(d)
      }
    }
    let y = zip(columns["parameters"] ?? [], columns["tokens"] ?? []).map { law.value(parameters: $0, tokens: $1) }
    let holdout = try LargestOutHoldout(
      [ChinchillaLaw.model], columns: columns, y: y, along: "tokens", largest: 1, measure: .rootMeanSquareLog)
    #expect(holdout.predictor == "tokens" && holdout.heldOutValues == [1.28e11])
    #expect(holdout.ranking[0].errors.count == 4)
    for error in holdout.ranking[0].errors {
      #expect(error.factor == 4)
      expectClose(error.predicted, error.observed, relative: 1e-8, "prediction")
    }
    #expect(
      sentence { try LargestOutHoldout([ChinchillaLaw.model], columns: columns, y: y, along: "compute", largest: 1) }
        == "There is no predictor \"compute\" to hold out by; there are parameters, tokens.")
    #expect(
      sentence { try LargestOutHoldout([ChinchillaLaw.model], x: y, y: y, largest: 1) }
        == "A Chinchilla law has the predictors parameters, tokens: give a column for each.")
  }

  @Test func `nested shares are fitted by their likelihood without the last caps`() throws {
    let caps: [Double] = [8, 16, 32, 64, 128, 256, 512]
    let counts: [Double] = [38, 92, 141, 179, 203, 226, 238]
    let shares = try NestedShares(counts: counts, problemCount: 400)
    let holdout = try LargestOutHoldout(
      LawFamily.rising, x: caps, shares: shares, largest: 2, bounds: ["plateau": 0...1])
    #expect(holdout.ranking[0].law == "saturating power law")
    let kept = try NestedShares(counts: Array(counts.prefix(5)), problemCount: 400)
    let fit = try SaturatingPowerLaw.model.fit(x: Array(caps.prefix(5)), shares: kept, bounds: ["plateau": 0...1])
    let errors = holdout.ranking[0].errors
    #expect(errors.map(\.factor) == [2, 2, 4])
    expectClose(errors[2].predicted, fit.value(at: 512), relative: 1e-12, "prediction")
    #expect(
      sentence { try LargestOutHoldout(LawFamily.rising, x: caps.reversed(), shares: shares, largest: 1) }
        == "The caps of nested shares rise from each to the next; these do not.")
  }

  @Test func `a law that a round refuses is listed with its reason`() throws {
    let x: [Double] = [1, 2, 3, 4]
    let y: [Double] = [4, 3, 2.5, 2.2]
    let holdout = try LargestOutHoldout([PowerLawWithFloor.model, LinearLaw.model], x: x, y: y, largest: 2)
    #expect(holdout.ranking.map(\.law) == ["straight line"])
    #expect(
      holdout.refused == [
        "power law with floor: 2 observations cannot determine the 3 parameters of a power law with floor."
      ])
    let negative = try LargestOutHoldout([LogLinearLaw.model, LinearLaw.model], x: [-1, 0, 1, 2], y: y, largest: 1)
    #expect(
      negative.refused == ["log-linear law: x of observation 0 is -1.0; a log-linear law needs x above 0."])
    #expect(negative.ranking[0].errors[0].factor == 2)
    let below = try LargestOutHoldout([LinearLaw.model], x: [-3, -2, -1, 2], y: y, largest: 1)
    #expect(below.largestFactor == nil)
    #expect(below.ranking[0].errors[0].headline.hasSuffix("observed at 2, beyond -1"))
  }

  @Test func `faults have sentences`() throws {
    let models: [any SeparableModel] = [LinearLaw.model]
    #expect(
      sentence { try LargestOutHoldout(models, x: x, y: y, largest: 0) }
        == "0 values of x cannot be held out: hold out at least one.")
    #expect(
      sentence { try LargestOutHoldout(models, x: x, y: y, largest: 4) }
        == "Holding out 4 of 5 distinct values of x leaves fewer than the two that any law needs.")
    #expect(
      sentence { try LargestOutHoldout(models, x: x, y: [1], largest: 1) }
        == "x has 5 values and y has 1: one y is needed for each x.")
    #expect(
      sentence { try LargestOutHoldout(models, x: [1, 2, 3, .nan], y: [1, 2, 3, 4], largest: 1) }
        == "x of observation 3 is nan, not a finite number.")
    #expect(
      sentence { try LargestOutHoldout(models, x: [1, 2, 3, 4], y: [1, 2, 3, .infinity], largest: 1) }
        == "y of observation 3 is inf, not a finite number.")
    #expect(
      sentence { try LargestOutHoldout(models, x: x, y: y, largest: 1, errors: .weights([1, 1])) }
        == "2 weights for 5 observations: one is needed for each.")
    #expect(
      sentence { try LargestOutHoldout(models, x: [], y: [], largest: 1, errors: .covariance([])) }
        == "There are no observations, so there is no covariance of them.")
    #expect(
      sentence { try LargestOutHoldout(models, x: x, y: y, largest: 1, bounds: ["platau": 0...1]) }
        == "None of the laws to compare has an amplitude \"platau\" to bound; they have intercept, slope.")
    #expect(
      sentence {
        try LargestOutHoldout(models, x: x, y: [6, 2, 0, 4, 9], largest: 1, measure: .rootMeanSquareRelative)
      }
        == "No law could be judged by its held-out error. straight line: the root mean square relative error is not defined for its predictions or these observations."
    )
    #expect(
      sentence { try LargestOutHoldout([], x: x, y: y, largest: 1) } == "No law could be judged by its held-out error. "
    )
  }
}
