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
    let objective = input.numbers.nextIndex(below: 3) > 0 ? .squares : FuzzedFit.objective(&input)
    let (x, y) = (input.x, input.y)
    let fitted = outcome.attempt {
      try model.fit(
        x: x, y: y, start: start, errors: errors, objective: objective, bounds: bounds, holding: holding,
        multistart: multistart, level: level)
    }
    guard let fit = fitted else { return }
    outcome.check(fit.parameters)
    outcome.check("objective of \(fit.law)", [fit.residualSumOfSquares, fit.objectiveValue])
    outcome.checkOpen("statistics of \(fit.law)", [fit.residualStandardError, fit.logLikelihood])
    outcome.checkOpen("AICc of \(fit.law)", [fit.correctedAkaikeCriterion])
    outcome.check("covariance of \(fit.law)", fit.covariance, of: fit.parameters, warnings: fit.warnings)
    outcome.check("residuals of \(fit.law)", fit.residuals)
    // Where a model is not defined its value is NaN, which is no estimate; a band must refuse there.
    let points = [input.oddNumber(), input.oddNumber()]
    for band in outcome.attempt({ try fit.confidenceBand(at: points) }) ?? [] { outcome.check("band", band) }
    guard x.count <= 30 else { return }
    ask(fit, &input, &outcome)
  }

  /// Profiles, inverse estimates, sandwiches and bootstraps of a fit.
  private static func ask(_ fit: NonlinearFit, _ input: inout NastyInput, _ outcome: inout FuzzOutcome) {
    let name = input.pick(fit.parameters).name
    let (point, target) = (
      input.oddNumber(), input.numbers.nextIndex(below: 2) == 0 ? input.oddNumber() : fit.value(at: 1)
    )
    switch input.numbers.nextIndex(below: 8) {
    case 0: outcome.check("profile of \(name)", outcome.attempt { try fit.profileInterval(of: name) })
    case 1: outcome.check("interval of \(name)", outcome.attempt { try fit.interval(of: name, level: 0.8) })
    case 2:
      let profile = outcome.attempt { try fit.profile(of: name, pointsPerSide: 2) }
      outcome.check("points of a profile", profile.map { $0.values + $0.signedRoots } ?? [])
    case 3:
      for construction in [BandConstruction.profile, .simultaneous] {
        for band in outcome.attempt({ try fit.confidenceBand(at: [point, 1], by: construction) }) ?? [] {
          outcome.check("\(construction) band", band)
        }
      }
      for band in outcome.attempt({ try fit.predictionBand(at: [point], by: .profile) }) ?? [] {
        outcome.check("prediction band", band)
      }
    case 4: outcome.check("x", outcome.attempt { try fit.predictor(reaching: target) })
    case 5:
      outcome.check("x by delta", outcome.attempt { try fit.predictorByDelta(reaching: target) })
      outcome.check("function", outcome.attempt { try fit.estimate { $0.value(at: point) * $0.values[0] } })
    case 6:
      let kind = input.pick([SandwichCovariance.hc0, .hc3, .cr3(clusters: fit.residuals.indices.map { $0 / 2 })])
      outcome.check("sandwich", outcome.attempt { try fit.interval(of: name, by: kind) })
    default:
      let clusters = fit.residuals.indices.map { $0 / 2 }
      let design = input.pick([FitResampling.pairs, .residuals, .wild(), .wildClusters(clusters), .clusters(clusters)])
      let bootstrap = outcome.attempt { try fit.bootstrap(design, replicates: 50) }
      for column in bootstrap?.draws ?? [] { outcome.check("draws", column) }
      if let bootstrap { outcome.check("percentiles", outcome.attempt { try bootstrap.percentileInterval(of: name) }) }
    }
  }
}
