import CurveFitting
import ScalingLaws
import ScalingStatistics

/// Comparisons of laws: criteria, tests of nested laws, lack of fit, hold-outs, averages.
enum FuzzedComparison {
  static func run(_ input: inout NastyInput, _ outcome: inout FuzzOutcome) {
    let errors = input.errors()
    let (x, y) = (input.x, input.y)
    let models = FuzzedFit.models.filter { _ in input.numbers.nextIndex(below: 2) == 0 }
    switch input.numbers.nextIndex(below: 4) {
    case 0:
      guard let comparison = outcome.attempt({ try ModelComparison(models, x: x, y: y, errors: errors) }) else {
        return
      }
      for ranked in comparison.ranking {
        outcome.check(ranked.fit)
        outcome.checkOpen("comparison", [ranked.difference, ranked.weight, ranked.bayesianWeight])
      }
      let (point, weighting) = (input.oddNumber(), input.pick([LawWeighting.equal, .correctedAkaike, .bayesian]))
      let scale = input.pick([AveragingScale.linear, .logarithmic])
      let average = outcome.attempt {
        try AveragedPrediction(comparison.ranking.map(\.fit), at: point, weighting: weighting, scale: scale)
      }
      guard let average else { return }
      outcome.check("average", [average.value, average.lowest, average.highest] + average.weights)
      outcome.check("average", average.withinLaws)
      outcome.check("average", average.unconditional)
    case 1:
      let count = input.pick([1, 2, 3, 0, -1, 100])
      let holdout = outcome.attempt { try LargestOutHoldout(models, x: x, y: y, largest: count, errors: errors) }
      guard let holdout else { return }
      outcome.fitted()
      outcome.check("largest factor", holdout.largestFactor.map { [$0] } ?? [])
      for law in holdout.ranking {
        outcome.check("hold-out", law.errors.flatMap { [$0.predicted, $0.error] } + [law.rootMeanSquare])
      }
    case 2:
      let repeated = x.map { $0.rounded(.up) }
      guard let fit = outcome.attempt({ try LinearLaw.fit(x: repeated, y: y, errors: errors) }) else { return }
      outcome.check(fit)
      guard let test = outcome.attempt({ try LackOfFitTest(fit) }) else { return }
      outcome.check("lack of fit, p", [test.probability])
      outcome.checkOpen("lack of fit", [test.statistic, test.pureErrorSumOfSquares, test.lackOfFitSumOfSquares])
    default:
      guard let small = outcome.attempt({ try PowerLaw.fit(x: x, y: y, errors: errors) }),
        let large = outcome.attempt({ try PowerLawWithFloor.fit(x: x, y: y, errors: errors) })
      else { return }
      outcome.check(small)
      outcome.check(large)
      guard let test = outcome.attempt({ try NestedTest(smaller: small, larger: large) }) else { return }
      outcome.check("nested test, p", [test.probability])
      outcome.checkOpen("nested test", [test.statistic, test.extraSumOfSquares])
    }
  }
}
