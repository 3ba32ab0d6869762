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
}
