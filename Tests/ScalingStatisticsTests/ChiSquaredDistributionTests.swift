import Foundation
import ScalingStatistics
import Testing

/// Expected values: the closed form for 2 degrees of freedom; else mpmath 1.3, 50 digits, at the exact doubles given.
@Suite struct ChiSquaredDistributionTests {
  @Test(
    arguments: [
      (0.5, 1e-4, 0.09277203314117649129, 0.90722796685882350871),
      (0.5, 30, 0.99999998942883990743, 1.0571160092570999437e-8),
      (1, 3.841458820694124, 0.94999999999999994256, 0.050000000000000057435),
      (3, 0.1, 0.0081625762681235222123, 0.99183742373187647779),
      (3, 60, 0.99999999999941217693, 5.878230727906912341e-13),
      (10, 18.307, 0.94999941090860187971, 0.050000589091398120291),
      (10, 2, 0.0036598468273437123455, 0.99634015317265628765),
      (99.5, 100, 0.53293370512981607702, 0.46706629487018392298),
      (1_000, 900, 0.010717238091289741557, 0.98928276190871025844),
      (1_000, 1_200, 0.9999877440576693771, 0.000012255942330622904168),
      (1e5, 1e5, 0.50059470810479331139, 0.49940529189520668861),
      (1e5, 101_000, 0.98713115962276633014, 0.012868840377233669864),
      (1e6, 997_000, 0.016878021126839673782, 0.98312197887316032622),
      (1e6, 1_005_000, 0.99979232199053296997, 0.00020767800946703002892),
    ] as [(Double, Double, Double, Double)])
  func `both tails agree to twelve digits`(freedom: Double, x: Double, lower: Double, upper: Double) {
    let distribution = ChiSquaredDistribution(degreesOfFreedom: freedom)
    #expect(relativeError(distribution.cumulativeProbability(at: x), lower) < 1e-12)
    #expect(relativeError(distribution.upperTailProbability(at: x), upper) < 1e-12)
  }

  @Test(arguments: [1e-3, 0.5, 2.0, 10, 100, 600])
  func `two degrees of freedom are exponential`(x: Double) {
    let distribution = ChiSquaredDistribution(degreesOfFreedom: 2)
    #expect(relativeError(distribution.upperTailProbability(at: x), exp(-x / 2)) < 1e-12)
    #expect(relativeError(distribution.cumulativeProbability(at: x), -expm1(-x / 2)) < 1e-12)
  }

  @Test func `the ends are certain and what is outside the domain is not a number`() {
    let distribution = ChiSquaredDistribution(degreesOfFreedom: 3)
    #expect(distribution.cumulativeProbability(at: 0) == 0)
    #expect(distribution.cumulativeProbability(at: -1) == 0)
    #expect(distribution.upperTailProbability(at: -1) == 1)
    #expect(distribution.cumulativeProbability(at: .infinity) == 1)
    #expect(distribution.upperTailProbability(at: .infinity) == 0)
    #expect(distribution.cumulativeProbability(at: .nan).isNaN)
    #expect(ChiSquaredDistribution(degreesOfFreedom: 0).cumulativeProbability(at: 1).isNaN)
  }

  enum Side { case lower, upper }

  @Test(
    arguments: [
      (0.5, 1e-12, .lower, 1.34993957862234592e-48),
      (0.5, 0.05, .upper, 2.42023227488952514),
      (0.5, 1e-30, .upper, 129.302818433019321),
      (1.0, 0.05, .upper, 3.84145882069412587),
      (3.0, 0.5, .lower, 2.36597388437533827),
      (3.0, 1e-20, .lower, 1.1223305780454986e-13),
      (10.0, 0.05, .upper, 18.3070380532751467),
      (57.3, 1e-09, .upper, 146.313239985468204),
      (799.0, 0.025, .lower, 722.561617998281104),
      (1000.0, 1e-12, .upper, 1347.62005385660791),
      (100000.0, 0.025, .lower, 99125.3733006473515),
      (1000000.0, 0.95, .lower, 1002327.31078121906),
      (1000000.0, 1e-15, .upper, 1011272.16982719366),
    ] as [(Double, Double, Side, Double)])
  func `quantiles from either tail agree to twelve digits`(
    freedom: Double, probability: Double, side: Side, expected: Double
  ) {
    let distribution = ChiSquaredDistribution(degreesOfFreedom: freedom)
    let found =
      side == .lower ? distribution.quantile(probability) : distribution.upperTailQuantile(probability)
    #expect(relativeError(found, expected) < 1e-12)
  }

  @Test(
    arguments: [
      (0.5, 0.3, 0.492466068793781338),
      (1.0, 4.0, 0.026995483256594026),
      (3.0, 0.1, 0.120003894843013601),
      (99.5, 100.0, 0.028074192219999016),
      (1000.0, 1200.0, 1.07724943014962011e-6),
      (1000000.0, 997000.0, 0.0000296878344819026636),
    ] as [(Double, Double, Double)])
  func `densities agree to twelve digits`(freedom: Double, x: Double, expected: Double) {
    #expect(relativeError(ChiSquaredDistribution(degreesOfFreedom: freedom).density(at: x), expected) < 1e-12)
  }

  /// NIST/SEMATECH e-Handbook of Statistical Methods, section 1.3.6.7.4, critical values of the chi-square distribution.
  @Test(
    arguments: [(1, 0.05, 3.841), (10, 0.05, 18.307), (10, 0.95, 3.940), (100, 0.01, 135.807)]
      as [(Double, Double, Double)])
  func `published critical values come out`(freedom: Double, level: Double, critical: Double) {
    #expect(abs(ChiSquaredDistribution(degreesOfFreedom: freedom).upperTailQuantile(level) - critical) < 0.0005)
  }

  @Test func `quantiles and densities end where they should`() {
    let distribution = ChiSquaredDistribution(degreesOfFreedom: 3)
    #expect(distribution.quantile(0) == 0)
    #expect(distribution.quantile(1) == .infinity)
    #expect(distribution.upperTailQuantile(0) == .infinity)
    #expect(distribution.upperTailQuantile(1) == 0)
    #expect(distribution.density(at: -1) == 0)
    #expect(distribution.density(at: 0) == 0)
    #expect(distribution.density(at: .infinity) == 0)
    #expect(ChiSquaredDistribution(degreesOfFreedom: 2).density(at: 0) == 0.5)
    #expect(ChiSquaredDistribution(degreesOfFreedom: 1).density(at: 0) == .infinity)
    for probability in [-0.1, 1.1, .nan] {
      #expect(distribution.quantile(probability).isNaN)
      #expect(distribution.upperTailQuantile(probability).isNaN)
    }
    #expect(distribution.density(at: .nan).isNaN)
    for freedom in [-1, .nan, .infinity] as [Double] {
      let nothing = ChiSquaredDistribution(degreesOfFreedom: freedom)
      #expect(nothing.density(at: 1).isNaN)
      #expect(nothing.quantile(0.3).isNaN)
    }
    // A quantile below the smallest double is 0.
    #expect(ChiSquaredDistribution(degreesOfFreedom: 0.5).quantile(1e-100) == 0)
  }
}
