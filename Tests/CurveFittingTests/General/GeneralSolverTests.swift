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

/// Minima, bounds, flat starts and stopping of the general solver, against closed forms.
@Suite struct GeneralSolverTests {
  static let line = NonlinearModel("line", parameters: ["intercept", "slope"]) { b, x in b[0] + b[1] * x[0] }
  static let decay = NonlinearModel("decay", parameters: ["a", "b"]) { b, x in b[0] * exp(-b[1] * x[0]) }

  @Test("A minimum on a bound satisfies the Karush-Kuhn-Tucker conditions")
  func boundHolds() throws {
    // Free, the line through (0, 1), (1, 3), (2, 5.3) has slope 2.15; held at 2 its intercept is the mean of y - 2x.
    let x: [Double] = [0, 1, 2]
    let y = [1, 3, 5.3]
    let held = try Self.line.fit(x: x, y: y, start: ["intercept": 0, "slope": 0], bounds: ["slope": -1...2])
    #expect(held["slope"]?.value == 2)
    #expect(held["slope"]?.verdict == .onBound)
    #expect(held["slope"]?.waldInterval == nil)
    expectClose(held["intercept"]?.value, 3.3 / 3, relative: 1e-14, "intercept")
    #expect(held.degreesOfFreedom == 2)
    #expect(held.covariance?[1] == [0, 0])
    #expect(held.headline == "line: intercept 1.1, slope 2; slope is on a bound")
    // A start on a bound that the minimum is away from leaves it.
    let free = try Self.line.fit(x: x, y: y, start: ["intercept": 0, "slope": 4], bounds: ["slope": 0...4])
    expectClose(free["slope"]?.value, 2.15, relative: 1e-13, "slope")
    #expect(free.termination.isConverged)
  }

  @Test("A minimum in a corner of the bounds is found")
  func corner() throws {
    let fit = try Self.line.fit(
      x: [0, 1, 2], y: [1, 3, 5], start: ["intercept": 0.2, "slope": 0.3],
      bounds: ["intercept": 0...0.5, "slope": 0...1])
    #expect(fit.parameters.map(\.value) == [0.5, 1])
    #expect(fit.parameters.allSatisfy { $0.verdict == .onBound })
    #expect(fit.degreesOfFreedom == 3)
  }

  @Test("Bounds change nothing where the minimum lies inside them", arguments: [0.02, 0.3, 2])
  func boundsInside(rate: Double) throws {
    let x = (0..<12).map { Double($0) * 0.4 / rate }
    let y = x.enumerated().map { 3 * exp(-rate * $1) + ($0.isMultiple(of: 2) ? 0.01 : -0.01) }
    let free = try Self.decay.fit(x: x, y: y, start: ["a": 1, "b": rate * 3])
    let bounded = try Self.decay.fit(
      x: x, y: y, start: ["a": 1, "b": rate * 3], bounds: ["a": 0...10, "b": 0...(10 * rate)])
    for name in ["a", "b"] {
      expectClose(bounded[name]?.value, free[name]?.value ?? .nan, relative: 1e-12, name)
      expectClose(bounded[name]?.standardError, free[name]?.standardError ?? .nan, relative: 1e-9, name)
    }
    #expect(free.isTrustworthy)
  }

  @Test("Equal starts of two terms are told apart")
  func symmetricStart() throws {
    let model = NonlinearModel("two decays", parameters: ["a", "b", "c", "d"]) { b, x in
      b[0] * exp(-b[1] * x[0]) + b[2] * exp(-b[3] * x[0])
    }
    let x = (0..<20).map { Double($0) * 0.2 }
    let y = x.map { 2 * exp(-0.5 * $0) + 3 * exp(-4 * $0) }
    let fit = try model.fit(x: x, y: y, start: ["a": 1, "b": 1, "c": 1, "d": 1])
    let rates = [fit["b"]?.value ?? .nan, fit["d"]?.value ?? .nan].sorted()
    expectClose(rates[0], 0.5, relative: 1e-9, "slow rate")
    expectClose(rates[1], 4, relative: 1e-9, "fast rate")
  }

  @Test(
    "Exact data give their parameters back in any units", arguments: [1e-9, 1, 1e9], [1e-150, 1e-9, 1, 1e9, 1e150])
  func units(xUnit: Double, yUnit: Double) throws {
    let x = [0.1, 0.5, 1, 2, 3, 5].map { $0 * xUnit }
    let y = x.map { yUnit * 7 * exp(-0.8 * $0 / xUnit) }
    let fit = try Self.decay.fit(x: x, y: y, start: ["a": yUnit, "b": 0.1 / xUnit])
    expectClose(fit["a"]?.value, 7 * yUnit, relative: 1e-12, "a")
    expectClose(fit["b"]?.value, 0.8 / xUnit, relative: 1e-12, "b")
    #expect(fit.termination.isConverged)
  }

  @Test("A model that is undefined beyond a point is fitted up to it")
  func undefinedRegion() throws {
    // ln(x - shift) is not defined where shift is above the least x; first steps from here go there.
    let model = NonlinearModel("log", parameters: ["scale", "shift"]) { b, x in b[0] * log(x[0] - b[1]) }
    let x: [Double] = [1, 1.2, 1.5, 2, 3, 5, 9]
    let y = x.map { 2 * log($0 - 0.95) }
    let fit = try model.fit(x: x, y: y, start: ["scale": 0.1, "shift": -20])
    expectClose(fit["scale"]?.value, 2, relative: 1e-9, "scale")
    expectClose(fit["shift"]?.value, 0.95, relative: 1e-9, "shift")
  }

  @Test("A model without a minimum stops and says so, within its limit of evaluations")
  func noMinimum() throws {
    let model = NonlinearModel("runaway", parameters: ["a"]) { b, x in exp(-b[0]) * x[0] }
    let fit = try model.fit(x: [1, 2, 3], y: [-1, -2, -3], start: ["a": 0])
    #expect(fit.parameters[0].value.isFinite)
    #expect(fit.parameters[0].value > 20)
    #expect(!fit.isTrustworthy)
    #expect(fit.evaluations < 7000)
  }

  @Test("Parameters that the data do not tell apart are said to be not identified")
  func notIdentified() throws {
    let model = NonlinearModel("sum", parameters: ["a", "b", "c"]) { b, x in (b[0] + b[1]) * x[0] + b[2] }
    let fit = try model.fit(x: [0, 1, 2, 3], y: [1, 3.1, 4.9, 7], start: ["a": 1, "b": 0, "c": 0])
    #expect(fit["a"]?.verdict == .notIdentified)
    #expect(fit["b"]?.verdict == .notIdentified)
    #expect(fit["c"]?.verdict == .identified)
    #expect(fit["a"]?.standardError == nil)
    expectClose((fit["a"]?.value ?? 0) + (fit["b"]?.value ?? 0), 1.98, relative: 1e-11, "slope")
  }

  @Test("A shape whose amplitude may be 0 is said to be weakly identified")
  func weaklyIdentified() throws {
    var generator = SeededGenerator(seed: 7)
    let x = (1...12).map { Double($0) }
    let y = x.map { _ in generator.nextUniform() }
    let fit = try Self.decay.fit(x: x, y: y.map { $0 - 0.5 }, start: ["a": 1, "b": 0.3], bounds: ["b": 0...3])
    #expect(fit["a"]?.verdict == .weaklyIdentified)
    #expect(!fit.isTrustworthy)
  }

  @Test("The same input gives the same bits, from several tasks at once too")
  func sameBits() async throws {
    let x = (1...30).map { Double($0) }
    let y = x.map { 4 * exp(-0.1 * $0) + 0.01 * sin(7 * $0) }
    func numbers() throws -> [Double] {
      let fit = try Self.decay.fit(x: x, y: y, start: ["a": 1, "b": 1])
      return fit.parameters.flatMap { [$0.value, $0.standardError ?? -1] } + fit.residuals
    }
    let first = try numbers()
    try await withThrowingTaskGroup(of: [Double].self) { group in
      for _ in 0..<4 { group.addTask { try numbers() } }
      for try await other in group { #expect(other == first) }
    }
  }

  @Test("Random models and data never trap and never give an estimate that is not a number")
  func nastyInput() throws {
    var generator = SeededGenerator(seed: 11)
    let models: [NonlinearModel] = [
      Self.decay, Self.line,
      NonlinearModel("quotient", parameters: ["a", "b"]) { b, x in b[0] / (x[0] - b[1]) },
      NonlinearModel("power", parameters: ["a", "b"]) { b, x in b[0] * pow(x[0], b[1]) },
      NonlinearModel.numerical("root", parameters: ["a", "b"]) { b, x in b[0] * (x[0] - b[1]).squareRoot() },
      NonlinearModel("tower", parameters: ["a", "b"]) { b, x in exp(exp(b[0] * x[0])) - pow(b[1], b[0]) },
      NonlinearModel("constant", parameters: ["a", "b"]) { _, x in Dual(x[0]) },
    ]
    func number() -> Double {
      let sizes = [1, 1, 1, 10, 1e5, 1e-5, 1e100, 1e-100, 1e300, 1e-300]
      let size = sizes[Int(generator.nextUniform() * 10)]
      let special = generator.nextUniform()
      if special < 0.03 { return 0 }
      if special < 0.04 { return .nan }
      if special < 0.05 { return .infinity }
      return (generator.nextUniform() - 0.3) * size
    }
    for round in 0..<400 {
      let model = models[round % models.count]
      let n = Int(generator.nextUniform() * 8)
      let x = (0..<n).map { _ in number() }
      let y = (0..<n).map { _ in number() }
      let start = ["a": number(), "b": number()]
      let errors: ObservationErrors =
        round.isMultiple(of: 3) ? .equal : round % 3 == 1 ? .weights(x.map(abs)) : .standardDeviations(y.map(abs))
      do {
        let fit = try model.fit(x: x, y: y, start: start, errors: errors)
        for parameter in fit.parameters {
          #expect(parameter.value.isFinite)
          #expect(!(parameter.standardError?.isNaN ?? false))
        }
        #expect(!fit.residualSumOfSquares.isNaN)
      } catch {
        #expect(error is FitError)
      }
    }
  }
}
