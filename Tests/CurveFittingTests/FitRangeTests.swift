import CurveFitting
import ScalingLaws
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Numbers at the ends of floating point, and what a fit says where one of its own is none.
@Suite struct FitRangeTests {
  private let x: [Double] = [1, 2, 4, 8, 16, 32]
  private let y: [Double] = [3.1, 2.3, 1.9, 1.62, 1.51, 1.38]

  private static func overflow(_ law: String) -> String {
    "The squares or parameters of a \(law) leave the range of floating-point numbers here: use another unit of x or y."
  }

  @Test func `a fit without degrees of freedom has no covariance and says why`() throws {
    let fit = try PowerLawWithFloor.fit(x: Array(x.prefix(3)), y: Array(y.prefix(3)))
    #expect(fit.covariance == nil)
    #expect(fit.parameters.allSatisfy { $0.standardError == nil && $0.waldInterval == nil })
    #expect(fit.warnings.first == "as many parameters as observations: no interval can be given")
    let line = NonlinearModel("line", parameters: ["a", "b"]) { b, x in b[0] + b[1] * x[0] }
    let general = try line.fit(x: [1, 2], y: [1, 3], start: ["a": 0, "b": 0])
    #expect(general.covariance == nil)
    #expect(general.warnings.first == "as many parameters as observations: no interval can be given")
  }

  @Test func `a parameter that is not identified leaves no covariance`() throws {
    // Both amplitudes of the constant curve serve alike.
    let twice = NonlinearModel("twice", parameters: ["a", "b"]) { b, x in b[0] + b[1] + 0 * x[0] }
    let fit = try twice.fit(x: x, y: y, start: ["a": 1, "b": 1])
    #expect(fit.covariance == nil)
    #expect(fit.parameters.contains { $0.verdict == .notIdentified })
  }

  @Test func `squares that no number holds are refused, alone and in a batch`() {
    let large = y.map { $0 * 1e188 }
    #expect(sentence { try PowerLawWithFloor.fit(x: x, y: large) } == Self.overflow("power law with floor"))
    #expect(sentence { try PowerLawWithFloor.model.fit(x: x, y: large, objective: .huber(delta: 1e188)) } != "no error")
    #expect(
      sentence { try PowerLawWithFloor.model.fitBatch(x: x, responses: y + large) }
        == "Curve 1: " + Self.overflow("power law with floor"))
    let decay = NonlinearModel("decay", parameters: ["a", "b"]) { b, x in b[0] * exp(-b[1] * x[0]) }
    #expect(
      sentence { try decay.fit(x: x, y: large, start: ["a": 1e188, "b": 0.1]) }
        == "The squares of decay leave the range of floating-point numbers at the start a = 1e+188, b = 0.1: use another start or unit of y."
    )
  }

  @Test func `a variance below the least number is no certainty`() throws {
    // The slope's variance is near 1e-376, which is 0 in floating point.
    let fit = try LinearLaw.fit(x: x.map { $0 * 1e187 }, y: y)
    #expect(fit["slope"]?.standardError == nil)
    #expect(fit["intercept"]?.standardError != nil)
    #expect(fit.covariance == nil)
    #expect(
      fit.warnings == ["the variance of slope is too small for a floating-point number: use another unit of x or y"])
    #expect(
      sentence { try fit.confidenceBand(at: [1]) }
        == "This straight line has no band: the variance of slope is too small for a floating-point number: use another unit of x or y."
    )
  }

  @Test func `weights of which one is nothing beside another have the likelihood of their logarithms`() throws {
    // The first three points hold the line 0.95 + 2.15 x with residuals .05, -.1 and .05; their weights over the mean are 4/3.
    let fit = try LinearLaw.fit(x: [0, 1, 2, 3], y: [1, 3, 5.3, 7], errors: .weights([1e300, 1e300, 1e300, 1e-300]))
    expectClose(fit["intercept"]?.value, 0.95, relative: 1e-12, "intercept")
    expectClose(fit["slope"]?.value, 2.15, relative: 1e-12, "slope")
    expectClose(fit.residualSumOfSquares, 0.02, relative: 1e-12, "sum of squares")
    let logWeights = 3 * log(4.0 / 3) + log(4.0 / 3) - 600 * log(10.0)
    let expected = -0.5 * (4 * (log(2 * Double.pi * 0.02 / 4) + 1) - logWeights)
    expectClose(fit.logLikelihood, expected, relative: 1e-12, "log-likelihood")
    #expect(fit.correctedAkaikeCriterion.isFinite || fit.observationCount == 4)
  }

  @Test func `questions beyond floating point are refused, not answered with infinities`() throws {
    let fit = try LinearLaw.fit(x: x, y: x.map { 10 * $0 + ($0 > 3 ? 0.1 : -0.1) })
    #expect(
      sentence { try fit.confidenceBand(at: [1.7e308], by: .profile) }
        == "The straight line has no finite value at x = 1.7e+308.")
    let draws = try fit.bootstrap(.wild(), replicates: 50)
    #expect(
      sentence { try draws.confidenceBand(at: [1.7e308]) } == "The function has no finite value at the fit itself.")
  }

  @Test func `replicates of few distinct points have no NaN`() throws {
    let fit = try PowerLawWithFloor.fit(x: Array(x.prefix(5)), y: Array(y.prefix(5)))
    let draws = try fit.bootstrap(.pairs, replicates: 200)
    #expect(draws.standardErrors.count == 3)
    #expect(draws.standardErrors.allSatisfy { $0.allSatisfy { !$0.isNaN } })
    #expect(draws.draws.allSatisfy { $0.allSatisfy(\.isFinite) })
  }
}

/// Amplitudes whose range is one value: given, not estimated.
@Suite struct FixedAmplitudeTests {
  private let x: [Double] = [1, 2, 4, 8, 16, 32, 64]
  private let y: [Double] = [5.1, 3.72, 3.03, 2.4, 2.01, 1.68, 1.52]

  @Test func `a floor held at a value is fixed, and the rest is the power law of what is above it`() throws {
    let fit = try PowerLawWithFloor.fit(x: x, y: y, bounds: ["floor": 1...1])
    #expect(fit["floor"]?.value == 1)
    #expect(fit["floor"]?.verdict == .fixed)
    #expect(fit["floor"]?.waldInterval == nil)
    #expect(fit.warnings.isEmpty && fit.isTrustworthy)
    let above = try PowerLaw.fit(x: x, y: y.map { $0 - 1 })
    #expect(fit.degreesOfFreedom == above.degreesOfFreedom)
    expectClose(fit["exponent"]?.value, -(above["exponent"]?.value ?? .nan), relative: 1e-10, "exponent")
    expectClose(fit["amplitude"]?.value, above["coefficient"]?.value ?? .nan, relative: 1e-10, "amplitude")
    expectClose(
      fit["exponent"]?.standardError, above["exponent"]?.standardError ?? .nan, relative: 1e-8, "error of exponent")
    #expect(fit.covariance?[0] == [0, 0, 0])
  }

  @Test func `another objective and a user's own model say so too`() throws {
    let robust = try PowerLawWithFloor.model.fit(x: x, y: y, objective: .huber(delta: 0.1), bounds: ["floor": 1...1])
    #expect(robust["floor"]?.value == 1)
    #expect(robust["floor"]?.verdict == .fixed)
    let line = NonlinearModel("line", parameters: ["a", "b"]) { b, x in b[0] + b[1] * x[0] }
    let held = try line.fit(x: x, y: y, start: ["a": 0, "b": 2], bounds: ["b": 2...2])
    #expect(held["b"]?.value == 2)
    #expect(held["b"]?.verdict == .fixed)
    #expect(held.warnings.isEmpty && held.isTrustworthy)
  }
}
