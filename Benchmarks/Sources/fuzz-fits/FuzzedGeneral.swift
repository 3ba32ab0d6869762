import CurveFitting
import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Models of the user's own, with exact and numerical derivatives, bounds, held parameters and odd starts.
enum FuzzedGeneral {
  private static let models: [NonlinearModel] = [
    NonlinearModel("power", parameters: ["a", "b", "c"]) { p, x in p[0] + p[1] * pow(x[0], -p[2]) },
    NonlinearModel("exponential", parameters: ["a", "b", "c"]) { p, x in p[0] - p[1] * exp(-x[0] / p[2]) },
    NonlinearModel("logarithm", parameters: ["a", "b", "c"]) { p, x in p[0] + p[1] * log(x[0] - p[2]) },
    NonlinearModel("root", parameters: ["a", "b", "c"]) { p, x in sqrt(p[0] + p[1] * x[0]) / p[2] },
    NonlinearModel("constant", parameters: ["a", "b", "c"]) { p, _ in p[0] + 0 * p[1] * p[2] },
    NonlinearModel("not a number", parameters: ["a", "b", "c"]) { p, _ in p[0] * Dual(.nan) },
    .numerical("power", parameters: ["a", "b", "c"]) { p, x in p[0] + p[1] * pow(x[0], -p[2]) },
    .numerical("step", parameters: ["a", "b", "c"]) { p, x in x[0] < p[2] ? p[0] : p[1] },
    .numerical("exponential", parameters: ["a", "b", "c"]) { p, x in p[0] * exp(exp(p[1] * x[0])) + p[2] },
  ]

  static func run(_ input: inout NastyInput, _ outcome: inout FuzzOutcome) {
    let (model, errors, level) = (input.pick(models), input.errors(), FuzzedFit.level(&input))
    var start: [String: Double] = [:]
    for name in model.parameters where input.numbers.nextIndex(below: 30) > 0 {
      start[name] = input.numbers.nextIndex(below: 3) == 0 ? input.oddNumber() : 1
    }
    let bounds = FuzzedFit.bounds(&input, of: model.parameters)
    var holding: [String: ParameterHold] = [:]
    if input.numbers.nextIndex(below: 4) == 0 {
      let other = input.pick(model.parameters + ["nothing"])
      holding[input.pick(model.parameters + ["nothing"])] = input.pick([
        .fixed(input.oddNumber()), .tied(to: other), .tied(to: other, factor: input.oddNumber()),
      ])
    }
    for name in holding.keys where input.numbers.nextIndex(below: 8) > 0 { start[name] = nil }
    let multistart = input.pick([.none, .none, .none, .withinBounds(count: 3, seed: 1)] as [Multistart])
    let (x, y) = (input.x, input.y)
    let fitted = outcome.attempt {
      try model.fit(
        x: x, y: y, start: start, errors: errors, bounds: bounds, holding: holding, multistart: multistart,
        level: level)
    }
    guard let fit = fitted else { return }
    outcome.check(fit.parameters)
    outcome.check("objective of \(fit.law)", [fit.residualSumOfSquares])
    outcome.checkOpen("statistics of \(fit.law)", [fit.residualStandardError, fit.logLikelihood])
    outcome.checkOpen("AICc of \(fit.law)", [fit.correctedAkaikeCriterion])
    outcome.check("covariance of \(fit.law)", fit.covariance, of: fit.parameters, warnings: fit.warnings)
    outcome.check("residuals of \(fit.law)", fit.residuals)
    // Where a model is not defined its value is NaN, which is no estimate; a band must refuse there.
    let points = [input.oddNumber(), input.oddNumber()]
    for band in outcome.attempt({ try fit.confidenceBand(at: points) }) ?? [] { outcome.check("band", band) }
  }
}
