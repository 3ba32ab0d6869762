import CurveFitting
import ScalingLaws
import ScalingStatistics
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The power law with floor as a user would write it: another solver, other coordinates and other code for every question, so that equal answers bear each other out.
@Suite struct FittedModelTests {
  static let model = NonlinearModel("own law", parameters: ["floor", "amplitude", "exponent"]) { b, x in
    b[0] + b[1] * pow(x[0], -b[2])
  }
  static let start = ["floor": 0.5, "amplitude": 1, "exponent": 1]
  static let covariance = (0..<12).map { i in (0..<12).map { j in 4e-4 * pow(0.5, Double(abs(i - j))) } }

  static let allErrors: [ObservationErrors] = [
    .equal, .weights([1, 2, 1, 3, 1, 0.5, 1, 1, 2, 1, 1, 4]),
    .standardDeviations([0.03, 0.02, 0.03, 0.02, 0.02, 0.02, 0.02, 0.01, 0.02, 0.02, 0.02, 0.02]),
    .covariance(covariance),
  ]
  static let objectives: [FitObjective] = [
    .squares, .logSquares, .huber(delta: 0.01), .logHuber(delta: 0.01), .softL1(scale: 0.02), .logSoftL1(scale: 0.02),
    .envelope(penalty: 3), .logEnvelope(penalty: 3), .huberEnvelope(penalty: 3, delta: 0.02),
    .logHuberEnvelope(penalty: 3, delta: 0.02),
  ]

  private func expectSame(_ own: Estimate, _ law: Estimate, relative: Double, _ what: String) {
    expectClose(own.value, law.value, relative: relative, "\(what), value")
    expectClose(own.lower, law.lower, relative: relative, "\(what), lower end")
    expectClose(own.upper, law.upper, relative: relative, "\(what), upper end")
    #expect(own.level == law.level && own.method == law.method)
  }

  private func both(
    _ errors: ObservationErrors = .equal, _ objective: FitObjective = .squares
  ) throws -> (own: NonlinearFit, law: Fit) {
    (
      try Self.model.fit(x: TwelvePoints.x, y: TwelvePoints.y, start: Self.start, errors: errors, objective: objective),
      try PowerLawWithFloor.model.fit(x: TwelvePoints.x, y: TwelvePoints.y, errors: errors, objective: objective)
    )
  }

  private func expectSameNumbers(_ own: NonlinearFit, _ law: Fit) throws {
    for (a, b) in zip(own.parameters, law.parameters) {
      expectClose(a.value, b.value, relative: 1e-8, a.name)
      expectClose(a.standardError, b.standardError ?? .nan, relative: 1e-7, "error of \(a.name)")
      #expect(a.verdict == b.verdict && a.name == b.name)
      expectSame(
        try own.interval(of: a.name, level: 0.9), try law.interval(of: a.name, level: 0.9), relative: 1e-7,
        "interval of \(a.name)")
    }
    expectClose(own.objectiveValue, law.objectiveValue, relative: 1e-10, "objective")
    expectClose(own.residualSumOfSquares, law.residualSumOfSquares, relative: 1e-8, "sum of squares")
    #expect(own.objective == law.objective && own.degreesOfFreedom == law.degreesOfFreedom)
    if law.objective.isSquares {
      expectClose(own.logLikelihood, law.logLikelihood, relative: 1e-10, "log-likelihood")
      expectClose(own.correctedAkaikeCriterion, law.correctedAkaikeCriterion, relative: 1e-10, "AICc")
      expectClose(own.bayesianCriterion, law.bayesianCriterion, relative: 1e-10, "BIC")
    } else {
      #expect(own.logLikelihood == -.infinity && law.logLikelihood == -.infinity)
    }
    for (a, b) in zip((own.covariance ?? []).joined(), (law.covariance ?? []).joined()) {
      expectClose(a, b, relative: 1e-6, "covariance")
    }
    for (a, b) in zip(try own.confidenceBand(at: [3, 400]), try law.confidenceBand(at: [3, 400])) {
      expectSame(a, b, relative: 1e-8, "band")
    }
    expectSame(
      try own.predictorByDelta(reaching: 1.4), try law.predictorByDelta(reaching: 1.4), relative: 1e-7, "x by delta")
    func function(_ law: FittedLaw) -> Double { law["floor"] * law.value(at: 400) + law.values[2] }
    expectSame(
      try own.estimate(of: function), try law.estimate(of: function), relative: 1e-6, "function of the parameters")
  }

  @Test(arguments: allErrors) func `a law as a closure has the numbers of the law`(_ errors: ObservationErrors) throws {
    let (own, law) = try both(errors)
    try expectSameNumbers(own, law)
    expectClose(own.lackOfFitProbability ?? 1, law.lackOfFitProbability ?? 1, relative: 1e-8, "lack of fit")
  }

  @Test(arguments: allErrors) func `its profiles, bands and x are those of the law`(_ errors: ObservationErrors) throws
  {
    let (own, law) = try both(errors)
    let profiles = try own.profileIntervals()
    for (index, parameter) in law.parameters.enumerated() {
      expectSame(
        profiles[index], try law.profileInterval(of: parameter.name), relative: 1e-7, "profile of \(parameter.name)")
      let (a, b) = (
        try own.profile(of: parameter.name, pointsPerSide: 3), try law.profile(of: parameter.name, pointsPerSide: 3)
      )
      #expect(a.values.count == b.values.count && a.headline == b.headline)
      for (one, other) in zip(a.values, b.values) { expectClose(one, other, relative: 1e-7, "point of a profile") }
      for (one, other) in zip(a.signedRoots, b.signedRoots) { expectClose(one, other, relative: 1e-12, "root") }
    }
    for construction in [BandConstruction.delta, .profile, .simultaneous] {
      let bands = (
        try own.confidenceBand(at: [10, 400], by: construction),
        try law.confidenceBand(at: [10, 400], by: construction)
      )
      for (a, b) in zip(bands.0, bands.1) { expectSame(a, b, relative: 1e-8, "\(construction) band") }
    }
    if !errors.isScaleKnown {
      for construction in [BandConstruction.delta, .profile] {
        expectSame(
          try own.predictionBand(at: [400], by: construction)[0],
          try law.predictionBand(at: [400], by: construction)[0], relative: 1e-8, "\(construction) of an observation")
      }
    }
    expectSame(try own.predictor(reaching: 1.4), try law.predictor(reaching: 1.4), relative: 1e-7, "x reaching 1.4")
  }

  @Test(arguments: objectives) func `its objectives are those of the law`(_ objective: FitObjective) throws {
    let (own, law) = try both(.equal, objective)
    try expectSameNumbers(own, law)
  }

  @Test func `its sandwiches are those of the law`() throws {
    let (own, law) = try both()
    let clusters = [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]
    for kind in [SandwichCovariance.hc0, .hc1, .hc2, .hc3, .cr1(clusters: clusters), .cr3(clusters: clusters)] {
      for (a, b) in zip(try own.robustCovariance(kind).joined(), try law.robustCovariance(kind).joined()) {
        expectClose(a, b, relative: 1e-7, "\(kind.explanation)")
      }
      expectSame(
        try own.interval(of: "exponent", by: kind), try law.interval(of: "exponent", by: kind), relative: 1e-7,
        kind.explanation)
    }
  }

  @Test func `its bootstraps are those of the law, draw by draw`() throws {
    let (own, law) = try both()
    let clusters = [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]
    for design in [FitResampling.residuals, .wild(), .wildClusters(clusters), .pairs, .clusters(clusters)] {
      let a = try own.bootstrap(design, replicates: 60, seed: 3)
      let b = try law.bootstrap(design, replicates: 60, seed: 3)
      #expect(a.names == b.names && a.headline.replacingWords("own law", law.law) == b.headline)
      for name in a.names.indices {
        // The law's exponent has a range and an amplitude above 0, the closure's has none: draws on a bound may differ.
        let pairs = zip(a.draws[name], b.draws[name]).filter { abs($0 - $1) <= 1e-6 * abs($1) }
        #expect(pairs.count >= 54, "\(design.explanation): \(pairs.count) draws of \(a.names[name]) agree")
      }
      for (one, other) in zip(a.observedErrors, b.observedErrors) { expectClose(one, other, relative: 1e-7, "error") }
    }
    let probability = try own.wildClusterProbability(
      of: "exponent", being: 0.45, clusters: clusters, replicates: 200, seed: 2)
    expectClose(
      probability,
      try law.wildClusterProbability(of: "exponent", being: 0.45, clusters: clusters, replicates: 200, seed: 2),
      relative: 0.05, "probability")
  }

  @Test func `it is compared, tested and averaged with laws of the library`() throws {
    let (own, law) = try both()
    let smaller = try PowerLaw.model.fit(x: TwelvePoints.x, y: TwelvePoints.y)
    let comparison = try ModelComparison([smaller, own, law])
    #expect(comparison.ranking.map(\.fit.law) == [own.law, law.law, smaller.law] || comparison.best.law == law.law)
    expectClose(comparison.ranking[0].weight, comparison.ranking[1].weight, relative: 1e-8, "equal weights")
    let test = try NestedTest(smaller: smaller, larger: own)
    expectClose(
      test.statistic, try NestedTest(smaller: smaller, larger: law).statistic, relative: 1e-8, "F of the floor")
    let average = try AveragedPrediction([own, law], at: 400)
    expectClose(average.value, law.value(at: 400), relative: 1e-9, "average of the same law twice")
    #expect(average.betweenLawsStandardDeviation < 1e-8)
    let robust = try both(.equal, .huber(delta: 0.02)).own
    #expect(
      sentence { try ModelComparison([law, robust]) }
        == "The own law was fitted under the objective Huber, delta 0.02, which has no likelihood: AICc compares fits by squares, of y or of ln y."
    )
  }

  @Test func `it is held out and fitted among laws of the library from its start`() throws {
    let own = Self.model.starting(at: Self.start)
    let holdout = try LargestOutHoldout(
      [PowerLawWithFloor.model], startedModels: [own], x: TwelvePoints.x, y: TwelvePoints.y, largest: 3)
    #expect(holdout.ranking.count == 2 && holdout.refused.isEmpty)
    for (a, b) in zip(holdout.ranking[0].errors, holdout.ranking[1].errors) {
      expectClose(a.predicted, b.predicted, relative: 1e-8, "prediction of what was held out")
    }
    let comparison = try ModelComparison(
      [PowerLaw.model], startedModels: [own], x: TwelvePoints.x, y: TwelvePoints.y)
    #expect(comparison.ranking.map(\.fit.law) == ["own law", "power law"])
    let misnamed = Self.model.starting(at: ["floor": 1])
    let refused = try ModelComparison(
      [PowerLaw.model], startedModels: [misnamed], x: TwelvePoints.x, y: TwelvePoints.y)
    #expect(
      refused.refused == ["own law: own law needs a start for amplitude: every parameter that is not held has one."])
  }
}

extension String {
  /// The text with some words in place of others.
  fileprivate func replacingWords(_ words: String, _ others: String) -> String {
    guard let range = firstRange(of: words) else { return self }
    return self[..<range.lowerBound] + others + self[range.upperBound...]
  }
}
