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

/// Objectives of a general model: NIST's Rat43, from both of its starts.
@Suite struct NonlinearSearchTests {
  // SciPy 1.17.1: BFGS on the exact objective from 60 starts (complex-step gradient), the best finished by a root of the gradient.
  static let references: [(FitObjective, Double, [Double])] = [
    (
      .logSquares, 0.056420436828382825,
      [702.5068886008888, 4.449165425033146, 0.6861944762766163, 1.0132893786593404]
    ),
    (
      .huber(delta: 10), 1801.0570267217772,
      [712.3025781279099, 4.3911142771870795, 0.6694837016837419, 1.0105373590876057]
    ),
    (
      .logHuber(delta: 0.05), 0.021036466722348903,
      [715.1376151818562, 3.725433162427186, 0.6092556190961088, 0.8388432135885315]
    ),
    (
      .softL1(scale: 20), 2517.8009217820645,
      [708.8818852641762, 4.586403842045459, 0.6893437535487533, 1.0681166741132326]
    ),
    (
      .logSoftL1(scale: 0.05), 0.01775145957866519,
      [712.9948910491536, 3.871041091993692, 0.6242724470832997, 0.8730363077002319]
    ),
    (
      .envelope(penalty: 3), 14989.168568662655,
      [680.2508380199545, 6.274163966380867, 0.8630470482268858, 1.5503156030536893]
    ),
    (
      .logEnvelope(penalty: 3), 0.09751833583126196,
      [683.6596669590546, 4.958660446992344, 0.7390044373948171, 1.136346944198383]
    ),
    (
      .huberEnvelope(penalty: 3, delta: 10), 3167.2453976736388,
      [691.8384982113885, 6.0345167308480265, 0.8258992648036521, 1.4574645545559044]
    ),
    (
      .logHuberEnvelope(penalty: 3, delta: 0.05), 0.03739721443958606,
      [686.4501600652104, 5.241343326981608, 0.7607870017486859, 1.200727191814009]
    ),
  ]

  @Test(arguments: references.indices) func `objectives and parameters are those of SciPy`(_ index: Int) throws {
    let (objective, value, parameters) = Self.references[index]
    let problem = try #require(NistCertified.problems.first { $0.name == "Rat43" })
    let model = try #require(NistModels.model("Rat43"))
    for start in problem.starts {
      let fit = try model.fit(
        x: problem.columns[0], y: problem.y, start: Dictionary(uniqueKeysWithValues: zip(model.parameters, start)),
        objective: objective)
      expectClose(fit.objectiveValue, value, relative: 1e-10, objective.explanation)
      for (parameter, reference) in zip(fit.parameters, parameters) {
        expectClose(parameter.value, reference, relative: 1e-7, "\(objective.explanation), \(parameter.name)")
        #expect(parameter.standardError != nil)
      }
      #expect(fit.termination.isConverged && fit.objective == objective)
      #expect(fit.headline.hasPrefix("Rat43 (\(objective.explanation)): b1 "))
    }
  }

  private let law = NonlinearModel("decay", parameters: ["a", "b"]) { b, x in b[0] * exp(-b[1] * x[0]) }
  private let x: [Double] = [0, 1, 2, 3, 4, 5]
  private let y = [2.1, 1.2, 0.81, 0.43, 0.28, 0.15]

  @Test func `log squares of an exponential are the straight line of ln y`() throws {
    let fit = try law.fit(x: x, y: y, start: ["a": 1, "b": 1], objective: .logSquares)
    let line = try NonlinearModel("line", parameters: ["c", "d"]) { b, x in b[0] - b[1] * x[0] }
      .fit(x: x, y: y.map { log($0) }, start: ["c": 0, "d": 0])
    expectClose(fit["a"]?.value, exp(line["c"]?.value ?? .nan), relative: 1e-12, "a")
    expectClose(fit["b"]?.value, line["d"]?.value ?? .nan, relative: 1e-12, "b")
    expectClose(fit["b"]?.standardError, line["d"]?.standardError ?? .nan, relative: 1e-11, "error of b")
    expectClose(fit.residualSumOfSquares, line.residualSumOfSquares, relative: 1e-11, "sum of squares")
    // The density of y is that of ln y over y.
    expectClose(
      fit.logLikelihood, line.logLikelihood - y.reduce(0) { $0 + log($1) }, relative: 1e-11, "log-likelihood")
    expectClose(fit.residuals[2], y[2] - fit.value(at: 2), relative: 1e-12, "residual in the unit of y")
  }

  @Test func `a straight line of numerical derivatives has the same robust fit`() throws {
    let plain = NonlinearModel.numerical("decay", parameters: ["a", "b"]) { b, x in b[0] * exp(-b[1] * x[0]) }
    for objective in [FitObjective.huber(delta: 0.02), .logHuber(delta: 0.02), .logSquares] {
      let one = try law.fit(x: x, y: y, start: ["a": 1, "b": 1], objective: objective)
      let other = try plain.fit(x: x, y: y, start: ["a": 1, "b": 1], objective: objective)
      for (a, b) in zip(one.parameters, other.parameters) {
        expectClose(b.value, a.value, relative: 1e-7, "\(objective.explanation), \(a.name)")
        expectClose(b.standardError, a.standardError ?? .nan, relative: 1e-5, "error of \(a.name)")
      }
    }
  }

  @Test func `a parameter that the loss presses against a bound stays there`() throws {
    let free = try law.fit(x: x, y: y, start: ["a": 1, "b": 1], objective: .huber(delta: 0.02))
    let value = try #require(free["b"]?.value)
    let fit = try law.fit(
      x: x, y: y, start: ["a": 1, "b": 1], objective: .huber(delta: 0.02), bounds: ["b": (value + 0.1)...3])
    #expect(fit["b"]?.value == value + 0.1 && fit["b"]?.verdict == .onBound)
    #expect(fit.objectiveValue > free.objectiveValue && fit.degreesOfFreedom == free.degreesOfFreedom + 1)
  }

  @Test func `a multi-start says how many starts arrived`() throws {
    let fit = try law.fit(
      x: x, y: y, start: ["a": 1, "b": 1], objective: .logHuber(delta: 0.01), bounds: ["a": 0.1...10, "b": 0.01...5],
      multistart: .withinBounds(count: 20, seed: 1))
    #expect(fit.startCount == 21 && fit.multistart.isConfirmed)
    #expect(fit.multistart.arrivals >= 15)
    #expect(fit.multistart.headline.hasSuffix("none lower"))
  }

  @Test func `objectives that cannot be had have their sentence`() throws {
    func fit(_ y: [Double], _ objective: FitObjective, _ errors: ObservationErrors = .equal, a: Double = 1) -> String {
      sentence { try law.fit(x: x, y: y, start: ["a": a, "b": 1], errors: errors, objective: objective) }
    }
    #expect(
      fit(y, .logHuber(delta: 0.1), a: -1)
        == "decay is not a positive number at observation 0 with the start a = -1.0, b = 1.0: the objective log-Huber, delta 0.1 takes its logarithm."
    )
    #expect(
      fit([2.1, 1.2, 0, 0.4, 0.3, 0.1], .logSquares)
        == "y of observation 2 is 0.0; the objective log squares needs y above 0, because it takes ln y.")
    #expect(
      fit(y, .huber(delta: 1), .standardDeviations([Double](repeating: 0.1, count: 6)))
        == "The objective Huber, delta 1 takes weights, not errors of known size: its intervals come from the residuals."
    )
    #expect(fit(y, .huber(delta: 0)) == "The delta of an objective is 0.0: it must be a positive number.")
  }
}
