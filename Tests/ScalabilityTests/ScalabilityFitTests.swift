import CurveFitting
import Foundation
import Scalability
import Testing

@Suite struct ScalabilityFitTests {
  private static let spec = (x: PublishedThroughputs.specUsers, y: PublishedThroughputs.specThroughput)
  private static let ray = (x: PublishedThroughputs.rayProcessors, y: PublishedThroughputs.rayThroughput)

  @Test func `Gunther's example has the published estimates and standard errors`() throws {
    // usl 3 (tests/*.Rout.save) prints these to four digits; sixteen digits of the estimates by mpmath (Newton on the gradient with 40 digits), errors by SciPy 1.17.
    let fit = try ScalabilityFit(.universal, processors: Self.spec.x, throughput: Self.spec.y)
    let expected = [
      ("contention", 0.02773, 9.122e-3, 0.027_728_475_618_634_39, 9.121_731_686e-3),
      ("coherency", 1.044e-4, 1.988e-5, 1.043_654_838_440_909e-4, 1.987_527_077_7e-5),
      ("throughput of one", 90.00, 14.21, 89.995_233_104_332_22, 14.213_489_26),
    ]
    for (name, value, error, digits, errorDigits) in expected {
      let parameter = try #require(fit[name])
      #expect(agree(parameter.value, value, 5e-4), "\(name)")
      #expect(agree(parameter.standardError, error, 5e-4), "\(name)")
      #expect(agree(parameter.value, digits, 1e-12), "\(name)")
      #expect(agree(parameter.standardError, errorDigits, 1e-7), "\(name)")
      #expect(!parameter.isOnBound && !parameter.isMeasured)
    }
    #expect(agree(fit.residualStandardError, 82.85, 1e-4))
    #expect(agree(fit.residualSumOfSquares, 27_453.72, 1e-6))
    #expect(fit.degreesOfFreedom == 4)
    #expect(agree(fit.rSquared, 0.989561, 1e-6))
    let efficiencies = [0.7211, 0.6148, 0.5100, 0.2860, 0.1882, 0.1370, 0.0876]
    for (found, published) in zip(fit.efficiencies, efficiencies) { #expect(abs(found - published) < 6e-5) }
    let residuals = [-25.10, -81.66, 111.09, 3.05, -49.99, -46.60, 56.00]
    for (found, published) in zip(fit.residuals, residuals) { #expect(abs(found - published) < 0.006) }
    let law = try #require(fit.universal)
    #expect(agree(law.peakProcessors, 96.51956, 1e-7))
    #expect(agree(law.limitWithoutCoherency, 3245.589, 2e-7))
    #expect(fit.warnings.isEmpty)
  }

  @Test func `its t intervals are true 95 % intervals with four degrees of freedom`() throws {
    // The R package prints narrower ones: a one-sided quantile with n - 1 degrees of freedom.
    let fit = try ScalabilityFit(.universal, processors: Self.spec.x, throughput: Self.spec.y)
    let contention = try #require(fit["contention"]?.interval)
    #expect(abs(contention.lower - 0.00240) < 5e-6 && abs(contention.upper - 0.05305) < 5e-6)
    let coherency = try #require(fit["coherency"]?.interval)
    #expect(abs(coherency.lower - 4.918e-5) < 5e-9 && abs(coherency.upper - 1.5955e-4) < 5e-9)
    let single = try #require(fit["throughput of one"]?.interval)
    #expect(abs(single.lower - 50.53) < 0.005 && abs(single.upper - 129.46) < 0.005)
    #expect(contention.method.hasPrefix("t interval, 4 degrees of freedom"))
  }

  @Test func `profile intervals are where the sum of squares reaches its threshold`() throws {
    // SciPy: brentq on the least sum of squares with the quantity held, t(0.975, 4)² s² above the minimum.
    let fit = try ScalabilityFit(.universal, processors: Self.spec.x, throughput: Self.spec.y)
    let contention = try #require(fit["contention"]?.profileInterval)
    #expect(agree(contention.lower, 0.009_484_733_115, 1e-6))
    #expect(agree(contention.upper, 0.064_103_491_558, 1e-6))
    let coherency = try #require(fit["coherency"]?.profileInterval)
    #expect(agree(coherency.lower, 3.862_124_232_5e-5, 1e-6))
    #expect(agree(coherency.upper, 1.611_757_086_3e-4, 1e-6))
    let single = try #require(fit["throughput of one"]?.profileInterval)
    #expect(agree(single.lower, 61.246_339_508, 1e-6))
    #expect(agree(single.upper, 144.545_559_489, 1e-6))
    let peak = try #require(fit.peak)
    #expect(agree(peak.value, 96.519_560_966_609, 1e-12))
    #expect(agree(peak.lower, 77.855_355_851, 1e-6))
    #expect(agree(peak.upper, 156.661_804_073, 1e-6))
    #expect(
      fit.headline
        == "universal scalability law: contention 0.02773 [0.009485, 0.0641], coherency 0.0001044 [3.862e-5, 0.0001612], throughput of one 90 [61.25, 144.5]; peak at 96.52 [77.86, 156.7]."
    )
  }

  @Test func `the band is the delta method's`() throws {
    // numpy, from the Jacobian at the solution.
    let fit = try ScalabilityFit(.universal, processors: Self.spec.x, throughput: Self.spec.y)
    let band = try fit.confidenceBand(at: [100, 400])
    #expect(agree(band[0].value, 1883.400_566, 1e-8))
    #expect(agree(band[0].lower, 1742.657_679, 1e-7) && agree(band[0].upper, 2024.143_453, 1e-7))
    #expect(agree(band[1].lower, 904.874_002, 1e-7) && agree(band[1].upper, 1601.922_681, 1e-7))
    #expect(
      message { try fit.confidenceBand(at: [-1]) }
        == "The number of processors asked for is -1.0; it must be positive and finite.")
  }

  @Test func `the ray tracer's coherency is on its bound and the rest is Amdahl's law`() throws {
    // usl 3: alpha 0.0577708, beta 0, gamma 21.84884, limit 378.199, knee 17.3098, residual sum of squares 697.238. Standard errors and profiles by SciPy.
    let fit = try ScalabilityFit(.universal, processors: Self.ray.x, throughput: Self.ray.y)
    let amdahl = try ScalabilityFit(.amdahl, processors: Self.ray.x, throughput: Self.ray.y)
    let coherency = try #require(fit["coherency"])
    #expect(coherency.value == 0 && coherency.isOnBound)
    #expect(coherency.standardError == nil && coherency.interval == nil)
    #expect(coherency.profileInterval?.lower == 0)
    #expect(agree(coherency.profileInterval?.upper, 1.182_811_561e-4, 1e-6))
    #expect(fit.peak == nil)
    #expect(fit.universal?.peakProcessors == nil)
    for fit in [fit, amdahl] {
      let fraction = fit.parameters[1]
      #expect(agree(fraction.value, 0.057_770_78, 1e-7))
      #expect(agree(fraction.standardError, 0.005_257_98, 1e-6))
      #expect(agree(fit.throughputOfOne, 21.848_842_926, 1e-8))
      #expect(agree(fit.parameters[0].standardError, 1.257_778_68, 1e-6))
      #expect(agree(fit.residualSumOfSquares, 697.237_799_7, 1e-8))
      #expect(fit.degreesOfFreedom == 9)
      #expect(agree(fit.universal?.limitWithoutCoherency, 378.199, 1e-6))
      #expect(agree(fit.universal?.kneeProcessors, 17.3098, 3e-6))
    }
    // With coherency free to rise, less contention is not refused as soon.
    let contention = try #require(fit["contention"]?.profileInterval)
    #expect(agree(contention.lower, 0.042_820_712, 1e-6))
    #expect(agree(contention.upper, 0.071_386_810, 1e-6))
    let single = try #require(fit["throughput of one"]?.profileInterval)
    #expect(agree(single.lower, 18.977_147_503, 1e-6) && agree(single.upper, 25.055_819_784, 1e-6))
    #expect(fit.warnings.contains("coherency is on its bound 0"))
    #expect(fit.headline.contains("; no peak. Beware: coherency is on its bound 0"))
  }

  @Test func `the first six points of the ray tracer have the published fit`() throws {
    // usl's vignette: alpha 0.02444, beta 0.00163, gamma 20.856. True t intervals with three degrees of freedom by SciPy.
    let fit = try ScalabilityFit(
      .universal, processors: Array(Self.ray.x.prefix(6)), throughput: Array(Self.ray.y.prefix(6)))
    #expect(agree(fit["contention"]?.value, 0.024_444_041_421_926_46, 1e-12))
    #expect(agree(fit["coherency"]?.value, 0.001_626_809_280_410_079, 1e-12))
    #expect(agree(fit.throughputOfOne, 20.856_045_302_982_11, 1e-12))
    #expect(agree(fit["contention"]?.interval?.upper, 0.051_146_85, 1e-5))
    #expect(agree(fit["throughput of one"]?.interval?.lower, 18.346_666, 1e-6))
  }

  @Test func `the two-parameter fit passes through the measurement at one, which counts as none`() throws {
    // Least squares with gamma = 64.9 over the six others, four degrees of freedom: estimates by mpmath, errors and profiles by SciPy.
    let fit = try ScalabilityFit(
      .universal, processors: Self.spec.x, throughput: Self.spec.y, throughputOfOne: .measured)
    #expect(agree(fit["contention"]?.value, 0.012_604_870_931_929_74, 1e-12))
    #expect(agree(fit["coherency"]?.value, 1.112_003_027_750_131e-4, 1e-12))
    #expect(agree(fit["contention"]?.standardError, 2.833_992_11e-3, 1e-7))
    #expect(agree(fit["coherency"]?.standardError, 2.284_774_68e-5, 1e-7))
    #expect(agree(fit["contention"]?.profileInterval?.lower, 0.004_682_624_62, 1e-6))
    #expect(agree(fit["contention"]?.profileInterval?.upper, 0.021_346_180_49, 1e-6))
    #expect(fit.observationCount == 6 && fit.degreesOfFreedom == 4)
    #expect(agree(fit.correctedAkaikeCriterion, 90.745_227_022_5, 1e-10))
    #expect(fit["throughput of one"]?.isMeasured == true)
    #expect(fit["throughput of one"]?.value == 64.9)
    #expect(fit["throughput of one"]?.profileInterval == nil)
    #expect(fit["contention"]?.interval?.method.hasSuffix("; the throughput measured at 1 taken as exact") == true)
    let ray = try ScalabilityFit(.universal, processors: Self.ray.x, throughput: Self.ray.y, throughputOfOne: .measured)
    #expect(agree(ray["contention"]?.value, 0.049_797_279_455_521_25, 1e-12))
    #expect(agree(ray["coherency"]?.value, 1.143_444_272_905_631e-5, 1e-11))
    #expect(agree(ray["contention"]?.profileInterval?.lower, 0.042_123_130, 1e-6))
    #expect(agree(ray["contention"]?.profileInterval?.upper, 0.053_319_422, 1e-6))
  }

  @Test func `the old regression on deviations has the published coefficients`() throws {
    // usl 1.x: specsdm91 alpha 0.01705, beta 7.892e-05; raytracer 0.05002394, 4.71e-06.
    let spec = try UniversalScalabilityLaw.transformed(processors: Self.spec.x, throughput: Self.spec.y)
    #expect(agree(spec.contention, 0.017_046_89, 1e-7))
    #expect(agree(spec.coherency, 7.892_497_92e-5, 1e-8))
    #expect(spec.throughputOfOne == 64.9)
    let ray = try UniversalScalabilityLaw.transformed(processors: Self.ray.x, throughput: Self.ray.y)
    #expect(agree(ray.contention, 0.050_023_94, 1e-6))
    #expect(agree(ray.coherency, 4.708_217_81e-6, 1e-7))
    // Published R² 0.9624 is that of the throughputs at these coefficients.
    let mean = Self.spec.y.reduce(0, +) / 7
    let total = Self.spec.y.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let rest = zip(Self.spec.x, Self.spec.y).reduce(0) { $0 + pow($1.1 - spec.throughput(at: $1.0), 2) }
    #expect(abs(1 - rest / total - 0.9624) < 5e-5)
    #expect(
      message { try UniversalScalabilityLaw.transformed(processors: [1, 4], throughput: [1, 3]) }
        == "Two parameters need measurements at two different numbers of processors beside 1; there are fewer here.")
    #expect(
      message { try UniversalScalabilityLaw.transformed(processors: [1, 2, 4], throughput: [1, 2.5, 4]) }?
        .hasSuffix("outside 0 to 1: fit the throughput itself.") == true)
  }

  @Test func `the R package's synthetic data give their parameters back`() throws {
    // usl's test data: alpha 0.02, beta 0.02, gamma 1, rounded to four decimals.
    let fit = try ScalabilityFit(
      .universal, processors: [1, 2, 4, 6, 8, 10], throughput: [1, 1.8868, 3.0769, 3.5294, 3.5398, 3.3557])
    #expect(agree(fit["contention"]?.value, 0.02, 2e-3))
    #expect(agree(fit["coherency"]?.value, 0.02, 1e-3))
    #expect(agree(fit.throughputOfOne, 1, 1e-4))
  }

  @Test(arguments: [(0.0, 0.0), (0.3, 0), (0, 1e-5), (1e-4, 3e-7), (0.9, 0.02), (1, 0.5), (1, 1), (0, 1)])
  func `exact data give their parameters back from bound to bound`(contention: Double, coherency: Double) throws {
    let law = try UniversalScalabilityLaw(contention: contention, coherency: coherency, throughputOfOne: 1e6)
    let processors: [Double] = [1, 2, 4, 8, 16, 32, 64]
    let fit = try ScalabilityFit(
      .universal, processors: processors, throughput: processors.map { law.throughput(at: $0) })
    #expect(abs((fit["contention"]?.value ?? .nan) - contention) < 1e-9 * max(contention, 1e-3))
    #expect(abs((fit["coherency"]?.value ?? .nan) - coherency) < 1e-9 * max(coherency, 1e-4))
    #expect(agree(fit.throughputOfOne, 1e6, 1e-9))
  }

  @Test func `Gustafson's law is a straight line`() throws {
    // Ordinary least squares of the rates on p by numpy: intercept 0.013605978629, slope 0.090120018993; a = intercept / (intercept + slope), error by the delta method.
    let processors: [Double] = [1, 2, 4, 8, 16]
    let rates = zip(processors, [10, 10.4, 10.5, 10.9, 11]).map { $0 / $1 }
    let fit = try ScalabilityFit(.gustafson, processors: processors, throughput: rates)
    #expect(agree(fit.gustafson?.serialShare, 0.131_172_309_169, 1e-9))
    #expect(agree(fit["serial share"]?.standardError, 0.026_707_074_08, 1e-8))
    #expect(agree(fit.throughputOfOne, 0.103_725_997_622, 1e-10))
    #expect(agree(fit["throughput of one"]?.standardError, 0.002_870_193_912, 1e-8))
    #expect(agree(fit.throughput(at: 4), 0.013_605_978_629 + 4 * 0.090_120_018_993, 1e-9))
    #expect(fit.universal == nil && fit.amdahl == nil)
  }

  @Test func `Sun and Ni's law is fitted for a stated growth`() throws {
    // SciPy, g = 1/2 on the ray tracer.
    let fit = try ScalabilityFit(
      .memoryBounded(growthExponent: 0.5), processors: Self.ray.x, throughput: Self.ray.y)
    #expect(agree(fit.memoryBounded?.serialFraction, 0.564_194_33, 1e-7))
    #expect(agree(fit.throughputOfOne, 50.741_686_53, 1e-7))
    #expect(agree(fit.residualSumOfSquares, 2_827.594_780_5, 1e-9))
    #expect(fit.memoryBounded?.growthExponent == 0.5)
  }

  @Test func `without degrees of freedom there are points and no intervals`() throws {
    let law = try UniversalScalabilityLaw(contention: 0.05, coherency: 0.001, throughputOfOne: 3)
    let processors: [Double] = [1, 8, 32]
    let fit = try ScalabilityFit(
      .universal, processors: processors, throughput: processors.map { law.throughput(at: $0) })
    #expect(fit.degreesOfFreedom == 0)
    #expect(agree(fit["contention"]?.value, 0.05, 1e-8))
    #expect(fit.parameters.allSatisfy { $0.interval == nil && $0.profileInterval == nil && $0.standardError == nil })
    #expect(fit.peak == nil && fit.residualStandardError == nil && fit.correctedAkaikeCriterion == nil)
    #expect(fit.warnings.first == "as many parameters as observations: no interval can be given")
    #expect(
      message { try fit.confidenceBand(at: [4]) }
        == "The fit of the universal scalability law has no band: as many parameters as observations leave no degrees of freedom."
    )
    // Two others beside the measured one leave none either.
    let measured = try ScalabilityFit(
      .universal, processors: processors, throughput: processors.map { law.throughput(at: $0) },
      throughputOfOne: .measured)
    #expect(measured.degreesOfFreedom == 0 && measured["contention"]?.interval == nil)
    #expect(agree(measured["coherency"]?.value, 0.001, 1e-8))
  }

  @Test func `superlinear throughputs are flagged and not refused`() throws {
    let fit = try ScalabilityFit(
      .amdahl, processors: [1, 2, 4, 8], throughput: [1, 2.4, 5, 9], throughputOfOne: .measured)
    #expect(fit.superlinearProcessors == [2, 4, 8])
    #expect(fit["serial fraction"]?.value == 0 && fit["serial fraction"]?.isOnBound == true)
    #expect(fit.warnings.contains("superlinear at 2, 4, 8: more for each than at 1"))
    // The scatter of a fitted line does not make half of its points superlinear: 8.2 of the line's 8.1 is less for each than 1.1 on one.
    let linear = try ScalabilityFit(.linear, processors: [1, 2, 4, 8], throughput: [1.1, 2, 3.9, 8.2])
    #expect(linear.superlinearProcessors.isEmpty && linear.warnings.isEmpty)
  }

  @Test func `known errors give normal intervals and weights follow their sizes`() throws {
    // Halving every known error halves the standard errors; they do not look at the residuals.
    let once = try ScalabilityFit(
      .amdahl, processors: Self.ray.x, throughput: Self.ray.y,
      errors: .standardDeviations(Self.ray.x.map { _ in 8 }))
    let half = try ScalabilityFit(
      .amdahl, processors: Self.ray.x, throughput: Self.ray.y,
      errors: .standardDeviations(Self.ray.x.map { _ in 4 }))
    // Unscaled covariance: 0.00525798 / sqrt(697.2378 / 9) × 8 by hand.
    #expect(agree(once["serial fraction"]?.standardError, 0.005_257_98 / (697.2378 / 9).squareRoot() * 8, 1e-5))
    #expect(agree(half["serial fraction"]?.standardError, (once["serial fraction"]?.standardError ?? 0) / 2, 1e-9))
    #expect(once["serial fraction"]?.interval?.method.hasPrefix("normal interval") == true)
    #expect(once.residualStandardError == nil && once.rSquared == nil)
  }

  @Test func `a fit is stored and read back, and made twice is the same to the bit`() throws {
    let fit = try ScalabilityFit(.universal, processors: Self.ray.x, throughput: Self.ray.y)
    let again = try ScalabilityFit(.universal, processors: Self.ray.x, throughput: Self.ray.y)
    #expect(fit == again)
    let copy = try JSONDecoder().decode(ScalabilityFit.self, from: try JSONEncoder().encode(fit))
    #expect(copy == fit)
    #expect(copy.throughput(at: 100) == fit.throughput(at: 100))
  }

  @Test func `units of throughput do not matter`() throws {
    let fit = try ScalabilityFit(.universal, processors: Self.spec.x, throughput: Self.spec.y.map { 1e9 * $0 })
    #expect(agree(fit["contention"]?.value, 0.027_728_475_618_634_39, 1e-12))
    #expect(agree(fit.throughputOfOne, 89.995_233_104_332_22e9, 1e-12))
  }
}
