import Foundation
import ScalingStatistics
import Testing

/// Expected values: closed forms for shapes of 1 and 1/2; else mpmath 1.3, 60 digits, at the exact doubles given.
@Suite struct BetaDistributionTests {
  enum Side { case lower, upper }

  @Test(
    arguments: [
      (0.25, 0.25, 0.001, 23.9959898790769709, 0.0959263563368266498, 0.90407364366317335),
      (0.25, 500000.0, 1e-05, 277.896079974560626, 0.999507986686256505, 0.000492013313743494665),
      (0.5, 0.5, 0.75, 0.735105193895722733, 0.666666666666666667, 0.333333333333333333),
      (2.0, 3.0, 0.2, 1.53600000000000004, 0.180800000000000017, 0.819199999999999983),
      (12.5, 0.75, 0.9999, 53.7853978458978442, 0.992823898723720989, 0.00717610127627901068),
      (81.5, 182.5, 0.25, 1.57478434912923799, 0.0164712368418938399, 0.98352876315810616),
      (500000.0, 500000.0, 0.501, 107.981906030607885, 0.977249949038368517, 0.0227500509616314828),
      (500000.0, 500000.0, 0.4962, 2.28653662387635316e-10, 1.47942031135817902e-14, 0.999999999999985206),
      (500000.0, 0.25, 0.99999, 277.896079981832903, 0.000492013313756142016, 0.999507986686243858),
      (500000.0, 2000.0, 0.9955, 0.000725008436823801301, 1.21548697410446151e-8, 0.999999987845130259),
    ] as [(Double, Double, Double, Double, Double, Double)])
  func `density and both tails agree to twelve digits`(
    alpha: Double, beta: Double, x: Double, density: Double, lower: Double, upper: Double
  ) {
    let distribution = BetaDistribution(alpha: alpha, beta: beta)
    #expect(relativeError(distribution.density(at: x), density) < 1e-12)
    #expect(relativeError(distribution.cumulativeProbability(at: x), lower) < 1e-12)
    #expect(relativeError(distribution.upperTailProbability(at: x), upper) < 1e-12)
  }

  @Test(
    arguments: [
      (0.25, 0.25, 0.3, .lower, 0.090467659149126445),
      (0.25, 500000.0, 0.01, .upper, 4.86776264762765109e-6),
      (0.5, 3.0, 1e-12, .lower, 2.84444444444444433e-25),
      (2.0, 3.0, 0.025, .lower, 0.0675859864885429571),
      (2.0, 3.0, 1e-12, .upper, 0.999937002955332721),
      (12.5, 0.75, 0.2, .lower, 0.905436328416004128),
      (81.5, 182.5, 0.025, .upper, 0.365647499174082415),
      (500000.0, 500000.0, 1e-12, .upper, 0.503517199280606568),
      (500000.0, 0.25, 1e-09, .lower, 0.99996548342335244),
      (500000.0, 2000.0, 0.005, .lower, 0.995783212706258204),
    ] as [(Double, Double, Double, Side, Double)])
  func `quantiles from either tail agree to twelve digits`(
    alpha: Double, beta: Double, probability: Double, side: Side, expected: Double
  ) {
    let distribution = BetaDistribution(alpha: alpha, beta: beta)
    let found =
      side == .lower ? distribution.quantile(probability) : distribution.upperTailQuantile(probability)
    #expect(relativeError(found, expected) < 1e-12)
  }

  @Test(arguments: [1e-12, 0.03, 0.5, 0.8, 0.999])
  func `a shape of one is a power and two of a half are the arcsine law`(x: Double) {
    for shape in [0.25, 1, 3.5, 400] {
      let power = BetaDistribution(alpha: shape, beta: 1)
      #expect(relativeError(power.cumulativeProbability(at: x), pow(x, shape)) < 1e-12)
      #expect(
        relativeError(BetaDistribution(alpha: 1, beta: shape).upperTailProbability(at: x), exp(shape * log1p(-x)))
          < 1e-12)
      #expect(relativeError(power.quantile(0.02), pow(0.02, 1 / shape)) < 1e-12)
    }
    let arcsine = BetaDistribution(alpha: 0.5, beta: 0.5)
    #expect(relativeError(arcsine.cumulativeProbability(at: x), 2 / Double.pi * asin(x.squareRoot())) < 1e-12)
  }

  @Test func `the ends are certain and what is outside the domain is not a number`() {
    let distribution = BetaDistribution(alpha: 2, beta: 0.5)
    #expect(distribution.quantile(0) == 0)
    #expect(distribution.quantile(1) == 1)
    #expect(distribution.upperTailQuantile(0) == 1)
    #expect(distribution.upperTailQuantile(1) == 0)
    for x in [-1, 0, -.infinity] as [Double] {
      #expect(distribution.cumulativeProbability(at: x) == 0)
      #expect(distribution.upperTailProbability(at: x) == 1)
      #expect(distribution.density(at: x) == 0)
    }
    for x in [1, 2, .infinity] as [Double] {
      #expect(distribution.cumulativeProbability(at: x) == 1)
      #expect(distribution.upperTailProbability(at: x) == 0)
    }
    #expect(distribution.density(at: 1) == .infinity)
    #expect(distribution.density(at: 2) == 0)
    #expect(BetaDistribution(alpha: 1, beta: 3).density(at: 0) == 3)
    for probability in [-0.1, 1.1, .nan] {
      #expect(distribution.quantile(probability).isNaN)
      #expect(distribution.upperTailQuantile(probability).isNaN)
    }
    #expect(distribution.cumulativeProbability(at: .nan).isNaN)
    #expect(distribution.density(at: .nan).isNaN)
    for (alpha, beta) in [(0, 1), (1, -1), (.nan, 1), (1, .infinity)] as [(Double, Double)] {
      let nothing = BetaDistribution(alpha: alpha, beta: beta)
      #expect(nothing.density(at: 0.5).isNaN)
      #expect(nothing.cumulativeProbability(at: 0.5).isNaN)
      #expect(nothing.quantile(0.5).isNaN)
    }
  }
}
