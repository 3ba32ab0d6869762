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

@Suite struct FittedParameterTests {
  private let x: [Double] = [1, 2, 4, 8, 16, 32, 64, 128]

  @Test func `a plateau held at 1 solves the problem in which it is fixed`() throws {
    let y = [0.301, 0.479, 0.602, 0.714, 0.789, 0.858, 0.903, 0.951]
    // Without the bound the plateau is 1.0918991803772936. References with mpmath at 50 digits, the second for y = 1 - a x^-e.
    let free = try SaturatingPowerLaw.fit(x: x, y: y)
    expectClose(free["plateau"]?.value, 1.0918991803772936, relative: 1e-10, "free plateau")
    let fit = try SaturatingPowerLaw.fit(x: x, y: y, bounds: ["plateau": 0...1])
    #expect(fit["plateau"]?.value == 1)
    #expect(fit["plateau"]?.verdict == .onBound)
    #expect(fit["plateau"]?.waldInterval == nil && fit["plateau"]?.standardError == nil)
    expectClose(fit["amplitude"]?.value, 0.70969363247417364, relative: 1e-10, "amplitude")
    expectClose(fit["exponent"]?.value, 0.4517066682423882, relative: 1e-10, "exponent")
    expectClose(fit["amplitude"]?.standardError, 0.014492235497075289, relative: 1e-9, "error of the amplitude")
    expectClose(fit["exponent"]?.standardError, 0.016380265124207427, relative: 1e-9, "error of the exponent")
    expectClose(fit.residualSumOfSquares, 0.0016926446473820678, relative: 1e-11, "sum of squares")
    expectClose(fit.correctedAkaikeCriterion, -32.984220546871206, relative: 1e-11, "AICc with two free parameters")
    let band = try fit.confidenceBand(at: [10])[0]
    expectClose(band.value, 0.74917880051153761, relative: 1e-10, "value")
    expectClose(band.upper - band.value, 0.018429451938710084, relative: 1e-8, "band")
    #expect(fit.degreesOfFreedom == 6)
    #expect(fit.headline == "saturating power law: plateau 1, amplitude 0.7097, exponent 0.4517; plateau is on a bound")
    // The multiplier has the sign of a bound that binds: more plateau would lower the objective.
    #expect(fit.residuals.reduce(0, +) > 0)
    #expect(free.residualSumOfSquares < fit.residualSumOfSquares)
  }

  @Test func `a bound that does not bind changes nothing`() throws {
    let y = x.map { 0.8 - 0.5 / $0 }.enumerated().map { $1 + ($0.isMultiple(of: 2) ? 0.003 : -0.003) }
    let free = try SaturatingPowerLaw.fit(x: x, y: y)
    let bounded = try SaturatingPowerLaw.fit(x: x, y: y, bounds: ["plateau": 0...1])
    for (a, b) in zip(free.parameters, bounded.parameters) { expectClose(a.value, b.value, relative: 1e-12, a.name) }
  }

  @Test func `falling data leave a saturating law without its curve, and it says so`() throws {
    let fit = try SaturatingPowerLaw.fit(x: x, y: [0.9, 0.8, 0.72, 0.61, 0.5, 0.42, 0.3, 0.21])
    #expect(fit["amplitude"]?.value == 0)
    #expect(fit["amplitude"]?.verdict == .onBound)
    #expect(fit["exponent"]?.verdict == .notIdentified)
    #expect(fit["amplitude"]?.waldInterval == nil && fit["exponent"]?.waldInterval == nil)
    // What is left is a constant: the mean, 4.46 / 8.
    expectClose(fit["plateau"]?.value, 0.5575, relative: 1e-14, "plateau")
    #expect(fit.headline.hasSuffix("; amplitude is on a bound"))
    #expect(fit.warnings == ["amplitude is on a bound", "exponent is not identified"])
    #expect(!fit.isTrustworthy)
  }

  @Test func `a straight line in ln x never identifies the exponent of a saturating power law`() throws {
    for noise in [0, 1e-6, 0.003] {
      var generator = SeededGenerator(seed: 5)
      let y = x.map { 0.1 + 0.08 * log($0) + noise * generator.nextNormal() }
      let fit = try SaturatingPowerLaw.fit(x: x, y: y)
      let verdict = fit["exponent"]?.verdict
      #expect(verdict == .onBound || verdict == .weaklyIdentified || verdict == .notIdentified, "noise \(noise)")
      #expect(fit["plateau"]?.verdict != .identified, "noise \(noise)")
      #expect(!fit.isTrustworthy && !fit.warnings.isEmpty)
    }
  }

  @Test(arguments: LawFamily.rising.indices + [5])
  func `equal y give a result with a verdict`(index: Int) throws {
    let model = (LawFamily.rising + [PowerLawWithFloor.model])[index]
    for value in [0, 0.1, -3, 1e300, 1e-300] {
      let y = [Double](repeating: value, count: 8)
      if value == 1e300, model.name == "power law" {
        // No offset takes the constant away, and the square of its rounding is beyond floating point.
        #expect(sentence { try model.fit(x: x, y: y) }.contains("leave the range of floating-point numbers"))
        continue
      }
      let fit = try model.fit(x: x, y: y)
      #expect(fit.parameters.allSatisfy { $0.value.isFinite }, "\(model.name) of \(value): \(fit)")
      #expect(fit.parameters.allSatisfy { $0.standardError?.isNaN != true })
      #expect(!fit.headline.contains("NaN"))
      if model.shapeNames.isEmpty { continue }
      if value == 0 || model.name != "power law" {
        // A constant does not contain the shape of a law with an offset, nor 0 that of a power law.
        #expect(fit.parameters.last?.verdict == .notIdentified, "\(model.name) of \(value): \(fit)")
        #expect(!fit.isTrustworthy)
      }
    }
  }

  @Test func `verdicts and headlines in words`() throws {
    let fit = try LinearLaw.fit(x: [1, 2, 3, 4], y: [1, 3, 2, 4])
    // Slope 0.8 with error sqrt(0.9 / 5) and t quantile 4.30265 at 2 degrees of freedom.
    #expect(fit["slope"]?.headline == "slope = 0.8, standard error 0.42")
    #expect(fit["slope"]?.waldInterval?.headline == "0.8 [-1.025, 2.625]")
    #expect(fit["slope"]?.description == fit["slope"]?.headline)
    #expect(ParameterVerdict.notIdentified.explanation == "not identified")
    #expect(ParameterVerdict.weaklyIdentified.explanation == "weakly identified")
  }

  @Test func `the interval of an exponent covers the truth as often as it says`() throws {
    // 12 points over three decades, errors of 2 % of the amplitude, 300 seeded replicates; four binomial deviations are 5 %.
    let replicates = 300
    let x = (0..<12).map { exp2(Double($0)) }
    var covered = 0
    for replicate in 0..<replicates {
      var generator = SeededGenerator(seed: 20, stream: UInt64(replicate))
      let y = x.map { 2 + 3 * pow($0, -0.5) + 0.06 * generator.nextNormal() }
      let fit = try PowerLawWithFloor.fit(x: x, y: y)
      if fit["exponent"]?.waldInterval?.contains(0.5) == true { covered += 1 }
    }
    let share = Double(covered) / Double(replicates)
    #expect(abs(share - 0.95) <= binomialTolerance(0.95, replicates: replicates), "covered \(share)")
  }
}
