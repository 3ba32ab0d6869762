import CurveFitting
import ScalingStatistics

/// One of the questions that may be asked of a fit: intervals, bands, inverse estimates, bootstraps, sandwiches.
enum FuzzedQuestion {
  static func ask(_ fit: Fit, _ input: inout NastyInput, _ outcome: inout FuzzOutcome, isLong: Bool = false) {
    let name = input.pick(fit.parameters.map(\.name))
    let (a, b, level) = (input.oddNumber(), input.oddNumber(), FuzzedFit.level(&input))
    let clusters = input.x.indices.map { _ in input.numbers.nextIndex(below: 4) }
    // A bootstrap's time is that of its replicates: of few points and few problems only.
    let isLong = isLong || input.x.count > 100
    switch input.numbers.nextIndex(below: 24) {
    case 0: outcome.check("profile", outcome.attempt { try fit.profileInterval(of: name, level: level) })
    case 1:
      for interval in outcome.attempt({ try fit.profileIntervals() }) ?? [] { outcome.check("profile", interval) }
    case 2:
      guard let profile = outcome.attempt({ try fit.profile(of: name, pointsPerSide: 3) }) else { return }
      outcome.check("profile's points", profile.values + profile.signedRoots)
    case 3: outcome.check("inverse estimate", outcome.attempt { try fit.predictor(reaching: a, level: level) })
    case 4: outcome.check("inverse estimate by delta", outcome.attempt { try fit.predictorByDelta(reaching: a) })
    case 5, 6:
      let construction = input.pick([BandConstruction.delta, .profile, .simultaneous])
      let isMean = input.numbers.nextIndex(below: 2) == 0
      let bands = outcome.attempt {
        isMean
          ? try fit.confidenceBand(at: [a, b], level: level, by: construction)
          : try fit.predictionBand(at: [a, b], level: level, by: construction)
      }
      for band in bands ?? [] { outcome.check("\(construction.rawValue) band", band) }
    case 7, 8:
      let kinds: [SandwichCovariance] = [.hc0, .hc1, .hc2, .hc3, .cr1(clusters: clusters), .cr3(clusters: clusters)]
      let kind = input.pick(kinds)
      outcome.check("sandwich", outcome.attempt { try fit.interval(of: name, by: kind) })
      outcome.checkOpen("sandwich", (outcome.attempt { try fit.robustCovariance(kind) } ?? []).flatMap { $0 })
    case 9:
      guard !isLong else { return }
      bootstrap(fit, name, clusters, at: a, &input, &outcome)
    case 10:
      guard !isLong else { return }
      let share = outcome.attempt {
        try fit.wildClusterProbability(of: name, being: a, clusters: clusters, replicates: 59)
      }
      outcome.check("probability", share.map { [$0] } ?? [])
    case 11: outcome.check("function", outcome.attempt { try fit.estimate { $0[name] * a } })
    default: return
    }
  }

  static func bootstrap(
    _ fit: Fit, _ name: String, _ clusters: [Int], at x: Double, _ input: inout NastyInput, _ outcome: inout FuzzOutcome
  ) {
    let designs: [FitResampling] = [
      .pairs, .residuals, .wild(), .wild(.rademacher), .clusters(clusters), .wildClusters(clusters), .problems,
    ]
    let design = input.pick(designs)
    guard let draws = outcome.attempt({ try fit.bootstrap(design, replicates: 50, acceleration: true) }) else { return }
    outcome.check("draws, \(design.explanation)", draws.draws.flatMap { $0 })
    outcome.checkOpen("errors, \(design.explanation)", draws.standardErrors.flatMap { $0 })
    outcome.check("percentile interval", outcome.attempt { try draws.percentileInterval(of: name) })
    outcome.check("accelerated interval", outcome.attempt { try draws.acceleratedInterval(of: name) })
    outcome.check("studentized interval", outcome.attempt { try draws.studentizedInterval(of: name) })
    for band in outcome.attempt({ try draws.confidenceBand(at: [x]) }) ?? [] { outcome.check("bootstrap band", band) }
  }
}
