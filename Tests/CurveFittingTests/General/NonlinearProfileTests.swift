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

/// Profiles of models that no separable law is.
@Suite struct NonlinearProfileTests {
  private func nist(_ name: String) throws -> NonlinearFit {
    let problem = try #require(NistCertified.problems.first { $0.name == name })
    let model = try #require(NistModels.model(name))
    return try model.fit(
      x: problem.columns[0], y: problem.y,
      start: Dictionary(uniqueKeysWithValues: zip(model.parameters, problem.starts[1])))
  }

  // SciPy 1.17.1 on NIST's certified fits: least_squares with one parameter held (complex-step Jacobian, tolerances 1e-15, Gauss-Newton to the end), brentq on (S - S_min) / s² = F.ppf(0.95, 1, n - p).
  @Test func `profiles of NIST's problems are those of SciPy`() throws {
    let references: [(String, [(Double, Double)])] = [
      ("Misra1a", [(233.19530796166126, 245.01736924321887), (0.000534318267928738, 0.0005660298972764428)]),
      ("BoxBOD", [(180.96700467352096, 258.5677771071613), (0.30258962269312095, 1.0730532049513988)]),
      (
        "MGH10",
        [
          (0.005279483555637839, 0.005957532915047888), (6131.297466736409, 6232.006576714681),
          (343.53497925311905, 346.9259941041009),
        ]
      ),
      (
        "MGH09",
        [
          (0.16353068219574945, 0.21590565934374106), (-0.007746908850226941, 1.3196336877924593),
          (-0.03472379757212231, 0.626700622331233), (0.030422942154287966, 0.5477677103097974),
        ]
      ),
      ("Rat43", [(668.1015366445347, 739.4279948743564)]),
    ]
    for (name, rows) in references {
      let fit = try nist(name)
      for (index, (lower, upper)) in rows.enumerated() {
        let interval = try fit.profileInterval(of: "b\(index + 1)")
        expectClose(interval.lower, lower, relative: 1e-8, "\(name) b\(index + 1), lower end")
        expectClose(interval.upper, upper, relative: 1e-8, "\(name) b\(index + 1), upper end")
      }
    }
  }

  private let x: [Double] = [0, 1, 2, 4, 7]
  private let y = [1.1, 1.9, 3.2, 5.1, 7.8]
  private let line = NonlinearModel("line", parameters: ["a", "b"]) { b, x in b[0] + b[1] * x[0] }

  @Test func `the profile of a straight line is its t interval, of tied and of turned parameters too`() throws {
    let fit = try line.fit(x: x, y: y, start: ["a": 0, "b": 0])
    for parameter in fit.parameters {
      let profile = try fit.profileInterval(of: parameter.name)
      expectClose(profile.lower, parameter.waldInterval?.lower ?? .nan, relative: 1e-9, parameter.name)
      expectClose(profile.upper, parameter.waldInterval?.upper ?? .nan, relative: 1e-9, parameter.name)
    }
    let tied = NonlinearModel("tied", parameters: ["a", "b", "c"]) { b, x in b[0] + (b[1] - b[2]) / 3 * x[0] }
    let turned = try tied.fit(
      x: x, y: y, start: ["a": 0, "b": 0], holding: ["c": .tied(to: "b", factor: -2)])
    let slope = try fit.profileInterval(of: "b")
    let negative = try turned.profileInterval(of: "c")
    expectClose(negative.lower, -2 * slope.upper, relative: 1e-9, "turned lower end")
    expectClose(negative.upper, -2 * slope.lower, relative: 1e-9, "turned upper end")
    #expect(try turned.profile(of: "c").values == turned.profile(of: "c").values.sorted())
    let held = try line.fit(x: x, y: y, start: ["b": 0], holding: ["a": .fixed(1)])
    #expect(sentence { try held.profileInterval(of: "a") } == "a has no interval: it is fixed.")
  }

  @Test func `the x of a straight line has Fieller's interval`() throws {
    let fit = try line.fit(x: x, y: y, start: ["a": 0, "b": 0])
    let target = 6.0
    let mean = x.reduce(0, +) / 5
    let sxx = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let slope = zip(x, y).reduce(0) { $0 + ($1.0 - mean) * $1.1 } / sxx
    let center = y.reduce(0, +) / 5
    let rest = zip(x, y).reduce(0) { $0 + pow($1.1 - center - slope * ($1.0 - mean), 2) }
    let t = StudentTDistribution(degreesOfFreedom: 3).quantile(0.975)
    let c = t * t * rest / 3
    let a = slope * slope - c / sxx
    let b = 2 * slope * (center - target)
    let d = (center - target) * (center - target) - c / 5
    let root = (b * b - 4 * a * d).squareRoot()
    let estimate = try fit.predictor(reaching: target)
    expectClose(estimate.value, mean + (target - center) / slope, relative: 1e-12, "x")
    expectClose(estimate.lower, mean + (-b - root) / (2 * a), relative: 1e-9, "lower end")
    expectClose(estimate.upper, mean + (-b + root) / (2 * a), relative: 1e-9, "upper end")
  }

  @Test func `a bound ends an interval, and a side that the data leave free is open and says so`() throws {
    let bounded = try line.fit(x: x, y: y, start: ["a": 1.2, "b": 1], bounds: ["a": 1.1...1.3])
    let interval = try bounded.profileInterval(of: "a")
    #expect(interval.lower == 1.1 && interval.upper == 1.3)
    let x = (0..<8).map { pow(10, 2 * Double($0) / 7) }
    let y = [2.98, 2.66, 2.61, 2.28, 2.25, 2.03, 1.97, 1.74]
    let law = FittedModelTests.model
    let start = ["floor": 0, "amplitude": 3, "exponent": 0.1]
    let fit = try law.fit(
      x: x, y: y, start: start, bounds: ["amplitude": 0 ... .infinity, "exponent": 0 ... .infinity])
    // The line in ln x is the limit of a floor at minus infinity: (S_line - S) / s² is 1.454 (NumPy 2.4), inside F(1, 5) at 0.95, 6.608.
    let floor = try fit.interval(of: "floor")
    expectClose(fit["exponent"]?.value, 0.13004687804961010, relative: 1e-6, "exponent")
    #expect(floor.lower == -.infinity && floor.upper < 1.74)
    #expect(floor.method.hasSuffix("; open below: the data allow any smaller value"))
    #expect(try fit.profile(of: "floor").isOpenBelow)
    let same = try PowerLawWithFloor.fit(x: x, y: y).profileInterval(of: "floor")
    expectClose(floor.upper, same.upper, relative: 1e-6, "upper end of the floor")
    let twelve = try law.fit(x: TwelvePoints.x, y: TwelvePoints.y, start: FittedModelTests.start)
    let reached = try twelve.predictor(reaching: 1.1)
    #expect(reached.upper == .infinity && reached.lower > 200)
    #expect(reached.method.hasSuffix("; open above: the data allow the law never to reach the value"))
  }

  @Test func `a model of two predictors has profile bands by columns`() throws {
    let plane = NonlinearModel("plane", parameters: ["a", "b", "c"], predictors: ["u", "v"]) { b, x in
      b[0] + b[1] * x[0] + b[2] * x[1]
    }
    let columns = ["u": [0.0, 1, 2, 3, 4, 5], "v": [1.0, 0, 2, 1, 4, 3]]
    let fit = try plane.fit(columns: columns, y: [1.1, 1.9, 4.2, 4.7, 8.1, 7.9], start: ["a": 0, "b": 0, "c": 0])
    let at = ["u": [2.0, 9], "v": [2.0, 0]]
    for (profile, delta) in zip(try fit.profileBand(at: at), try fit.confidenceBand(at: at)) {
      expectClose(profile.lower, delta.lower, relative: 1e-9, "lower end")
      expectClose(profile.upper, delta.upper, relative: 1e-9, "upper end")
    }
    #expect(
      sentence { try fit.predictor(reaching: 3) }
        == "A plane has several predictors: the x that reaches a value is a curve, not a number.")
    #expect(try fit.place(of: ["u": 10, "v": 2]) == ["u": .beyond(2), "v": .inside])
  }

  @Test func `questions without an answer have their sentence`() throws {
    let fit = try line.fit(x: x, y: y, start: ["a": 0, "b": 0])
    #expect(sentence { try fit.profileInterval(of: "c") } == "A line has no parameter \"c\"; it has a, b.")
    let robust = try line.fit(x: x, y: y, start: ["a": 0, "b": 0], objective: .huber(delta: 0.1))
    #expect(
      sentence { try robust.profileInterval(of: "a") }
        == "A profile interval is one of least squares; this line was fitted by Huber, delta 0.1.")
    #expect(try robust.interval(of: "a") == robust["a"]?.waldInterval)
    #expect(
      sentence { try robust.predictionBand(at: [3]) }
        == "Under the objective Huber, delta 0.1 the errors of y have no one variance: there is no prediction band.")
    #expect(
      sentence { try line.fit(x: [0, 1], y: [1, 2], start: ["a": 0, "b": 0]).profileInterval(of: "a") }
        == "A line through as many points as parameters has no profile: no degrees of freedom are left.")
    let product = NonlinearModel("product", parameters: ["a", "b", "c"]) { b, x in b[0] * b[1] * x[0] + b[2] }
    let loose = try product.fit(x: x, y: y, start: ["a": 1, "b": 1, "c": 0])
    #expect(sentence { try loose.profileInterval(of: "c") } == "This product has no profile: a is not identified.")
    #expect(try loose.interval(of: "c") == loose["c"]?.waldInterval)
    #expect(
      sentence { try fit.predictor(reaching: .nan) } == "A value of nan was asked for; it must be a finite number.")
  }
}
