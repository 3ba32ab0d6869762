import CurveFitting
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Calls, holds, multi-starts and the sentences of faults.
@Suite struct NonlinearModelTests {
  private let line = GeneralSolverTests.line
  private let decay = GeneralSolverTests.decay
  private let x: [Double] = [0, 1, 2, 3]
  private let y: [Double] = [1.1, 2.9, 5.1, 6.9]

  @Test("A fixed parameter keeps its value and the other is fitted given it")
  func fixed() throws {
    let fit = try line.fit(x: x, y: y, start: ["intercept": 0], holding: ["slope": .fixed(2)])
    #expect(fit["slope"]?.value == 2)
    #expect(fit["slope"]?.waldInterval == nil)
    #expect(fit["slope"]?.verdict == .fixed)
    // The mean of y - 2x = (1.1, .9, 1.1, .9), its standard deviation over the root of 4.
    expectClose(fit["intercept"]?.value, 1, relative: 1e-14, "intercept")
    expectClose(fit["intercept"]?.standardError, (0.04 / 3).squareRoot() / 2, relative: 1e-12, "standard error")
    #expect(fit.degreesOfFreedom == 3)
  }

  @Test("A tied parameter is a factor times another, with its standard error")
  func tied() throws {
    let fit = try line.fit(x: x, y: y, start: ["slope": 1], holding: ["intercept": .tied(to: "slope", factor: 0.5)])
    // y = slope (x + 1/2): slope = Σ y (x + 1/2) / Σ (x + 1/2)².
    let slope = (1.1 * 0.5 + 2.9 * 1.5 + 5.1 * 2.5 + 6.9 * 3.5) / 21
    expectClose(fit["slope"]?.value, slope, relative: 1e-14, "slope")
    expectClose(fit["intercept"]?.value, slope / 2, relative: 1e-14, "intercept")
    expectClose(
      fit["intercept"]?.standardError, (fit["slope"]?.standardError ?? .nan) / 2, relative: 1e-14, "standard error")
    let covariance = try #require(fit.covariance)
    expectClose(covariance[0][1], covariance[1][1] / 2, relative: 1e-14, "covariance")
  }

  @Test("Several predictors are named columns")
  func twoPredictors() throws {
    let plane = NonlinearModel("plane", parameters: ["a", "b", "c"], predictors: ["n", "d"]) { b, x in
      b[0] + b[1] * x[0] + b[2] * x[1]
    }
    let n: [Double] = [0, 1, 0, 1, 2]
    let d: [Double] = [0, 0, 1, 1, 3]
    let values = zip(n, d).map { 1 + 2 * $0 - 3 * $1 }
    let fit = try plane.fit(columns: ["n": n, "d": d], y: values, start: ["a": 0, "b": 0, "c": 0])
    for (parameter, wanted) in zip(fit.parameters, [1.0, 2, -3]) {
      expectClose(parameter.value, wanted, relative: 1e-13, parameter.name)
    }
    #expect(fit.predictorRanges == [0...2, 0...3])
    #expect(try fit.values(at: ["n": [10], "d": [1]]).map { ($0 * 1e9).rounded() / 1e9 } == [18])
    #expect(
      sentence { try plane.fit(x: n, y: values, start: [:]) }
        == "plane has 2 predictors (n, d): give a column for each.")
    #expect(
      sentence { try plane.fit(columns: ["n": n], y: values, start: [:]) }
        == "plane needs a column \"d\" and none was given.")
    #expect(
      sentence { try plane.fit(columns: ["n": n, "d": d, "e": d], y: values, start: [:]) }
        == "plane has no predictor \"e\"; it has n, d.")
  }

  @Test("A multi-start finds the lower of two minima, the same for a seed")
  func multistart() throws {
    let wave = NonlinearModel("wave", parameters: ["a", "frequency"]) { b, x in b[0] * sin(b[1] * x[0]) }
    let x = (0..<40).map { Double($0) * 0.25 }
    let y = x.map { 2 * sin(3 * $0) }
    let start = ["a": 1, "frequency": 0.5]
    let bounds = ["a": 0...5.0, "frequency": 0.1...6.0]
    let alone = try wave.fit(x: x, y: y, start: start, bounds: bounds)
    #expect(alone.residualSumOfSquares > 1)
    #expect(alone.startCount == 1)
    let many = try wave.fit(
      x: x, y: y, start: start, bounds: bounds, multistart: .withinBounds(count: 20, seed: 1))
    expectClose(many["frequency"]?.value, 3, relative: 1e-12, "frequency")
    #expect(many.startCount == 21)
    let again = try wave.fit(
      x: x, y: y, start: start, bounds: bounds, multistart: .withinBounds(count: 20, seed: 1))
    #expect(again.parameters == many.parameters)
    #expect(
      sentence {
        try wave.fit(x: x, y: y, start: start, bounds: ["a": 0...5], multistart: .withinBounds(count: 2, seed: 1))
      } == "A multi-start draws within bounds, and frequency has none on both sides.")
  }

  @Test("A model of plain numbers is fitted by differences")
  func numerical() throws {
    let model = NonlinearModel.numerical("decay", parameters: ["a", "b"]) { b, x in b[0] * exp(-b[1] * x[0]) }
    let times: [Double] = [0, 1, 2, 3, 5, 8]
    let values = [3.02, 2.21, 1.66, 1.21, 0.68, 0.27]
    let plain = try model.fit(x: times, y: values, start: ["a": 1, "b": 1])
    let exact = try decay.fit(x: times, y: values, start: ["a": 1, "b": 1])
    for name in ["a", "b"] {
      expectClose(plain[name]?.value, exact[name]?.value ?? .nan, relative: 1e-10, name)
      expectClose(plain[name]?.standardError, exact[name]?.standardError ?? .nan, relative: 1e-8, name)
    }
  }

  @Test("Faults of the start, the bounds and the holds have their sentences")
  func namedFaults() {
    let start = ["intercept": 0.0, "slope": 1]
    func fault(
      start: [String: Double] = ["intercept": 0, "slope": 1], bounds: [String: ClosedRange<Double>] = [:],
      holding: [String: ParameterHold] = [:], level: Double = 0.95
    ) -> String {
      sentence { try line.fit(x: x, y: y, start: start, bounds: bounds, holding: holding, level: level) }
    }
    #expect(
      fault(start: ["slope": 1]) == "line needs a start for intercept: every parameter that is not held has one.")
    #expect(
      fault(start: ["intercept": 0, "slop": 1]) == "line has no parameter \"slop\" to start; it has intercept, slope.")
    #expect(fault(start: ["intercept": 0, "slope": .nan]) == "The start of slope is nan, not a finite number.")
    #expect(
      fault(bounds: ["slope": 2...3]) == "The start of slope is 1.0, outside its bounds 2.0 to 3.0.")
    #expect(fault(bounds: ["b": 2...3]) == "line has no parameter \"b\" to bound; it has intercept, slope.")
    #expect(fault(holding: ["b": .fixed(1)]) == "line has no parameter \"b\" to hold; it has intercept, slope.")
    #expect(
      fault(holding: ["slope": .fixed(.infinity)]) == "slope is held at inf, which is not a number that slope can have."
    )
    #expect(
      fault(holding: ["slope": .tied(to: "c")])
        == "line has no parameter \"c\" to tie slope to; it has intercept, slope.")
    #expect(
      fault(holding: ["slope": .tied(to: "intercept"), "intercept": .tied(to: "slope")])
        == "The ties of intercept lead back to itself: one parameter of them must be free or fixed.")
    #expect(
      fault(holding: ["slope": .tied(to: "intercept", factor: 0)])
        == "slope is tied to intercept by the factor 0.0: a factor is finite and not 0.")
    #expect(
      fault(bounds: ["slope": 0...3], holding: ["slope": .fixed(1)])
        == "slope is held and cannot be bounded as well: bound the parameter it is tied to.")
    #expect(fault(level: 1) == "A level of 1.0 was asked for; a level lies between 0 and 1, such as 0.95.")
    #expect(sentence { try line.fit(x: [], y: [], start: start) } == "There are no observations to fit line to.")
    #expect(
      sentence { try line.fit(x: [1], y: [1], start: start) }
        == "1 observations cannot determine the 2 free parameters of line.")
    #expect(
      sentence { try line.fit(x: [1, 2], y: [1], start: start) }
        == "x has 2 values and y has 1: one is needed for each observation.")
    #expect(
      sentence { try line.fit(x: [1, .nan], y: [1, 2], start: start) }
        == "x of observation 1 is nan, not a finite number.")
    #expect(
      sentence { try line.fit(x: [1, 2], y: [.infinity, 2], start: start) }
        == "y of observation 0 is inf, not a finite number.")
    #expect(
      sentence { try line.fit(x: x, y: y, start: start, errors: .weights([0, 0, 0, 0])) }
        == "Every weight is 0, so no observation is left to fit.")
    #expect(
      sentence {
        try NonlinearModel("twice", parameters: ["a", "a"]) { b, _ in b[0] }.fit(x: x, y: y, start: ["a": 1])
      } == "twice has two parameters with the name \"a\".")
  }

  @Test("A start at which the model is not finite is refused with the place")
  func undefinedStart() {
    let model = NonlinearModel("log", parameters: ["shift"]) { b, x in log(x[0] - b[0]) }
    #expect(
      sentence { try model.fit(x: x, y: y, start: ["shift": 0.5]) }
        == "log is not a number at observation 0 with the start shift = 0.5: start where it is finite.")
    #expect(
      sentence { try line.fit(x: x, y: y, start: ["intercept": 1e300, "slope": 0]) }
        == "The squares of line leave the range of floating-point numbers at the start intercept = 1e+300, slope = 0.0: use another start or unit of y."
    )
  }
}
