import Foundation
import ScalingStatistics
import Testing

/// Expected values: closed forms for two degrees of freedom; else mpmath 1.3, 60 digits, at the exact doubles given.
@Suite struct FDistributionTests {
  enum Side { case lower, upper }

  private func distribution(_ numerator: Double, _ denominator: Double) -> FDistribution {
    FDistribution(numeratorDegreesOfFreedom: numerator, denominatorDegreesOfFreedom: denominator)
  }

  @Test(
    arguments: [
      (0.5, 0.5, 0.01, 4.24279549815336164, 0.170388416487730096, 0.829611583512269904),
      (0.5, 1000000.0, 30.0, 8.4154450900609545e-6, 0.999969115712161997, 0.0000308842878380029338),
      (1.0, 5.0, 6.61, 0.0117936023789536796, 0.950024881781762232, 0.0499751182182377676),
      (2.5, 7.3, 1e-09, 0.00853507236457649728, 6.82805789675366152e-12, 0.999999999993171942),
      (3.0, 20.0, 3.1, 0.0468708666901546743, 0.95007546695432122, 0.0499245330456787801),
      (5.0, 10.0, 250.0, 7.24171296018619641e-12, 0.999999999634287285, 3.65712714774153768e-10),
      (30.0, 0.5, 1000000000000.0, 1.93809425378517604e-16, 0.999224762298485772, 0.000775237701514228049),
      (57.3, 120.0, 0.4, 0.0034613346192002885, 0.0000913412662376833664, 0.999908658733762317),
      (1000.0, 1000.0, 1.05, 4.46032331672246575, 0.779708517474066239, 0.220291482525933761),
      (1000000.0, 0.5, 0.2, 0.417780971908792203, 0.0472468682562284944, 0.952753131743771506),
      (1000000.0, 1000000.0, 1.004, 27.103134614232953, 0.977033554161384329, 0.0229664458386156714),
      (1000000.0, 1000000.0, 0.9889, 0.0000347598061470938086, 1.19558497648547214e-8, 0.999999988044150235),
      (1000000.0, 30.0, 2.2, 0.0182440585817204622, 0.995460104332056355, 0.00453989566794364493),
      (20000.0, 1000000.0, 1.06, 1.60851194849225377e-6, 0.999999997178445724, 2.82155427636606929e-9),
    ] as [(Double, Double, Double, Double, Double, Double)])
  func `density and both tails agree to twelve digits`(
    numerator: Double, denominator: Double, f: Double, density: Double, lower: Double, upper: Double
  ) {
    let distribution = distribution(numerator, denominator)
    #expect(relativeError(distribution.density(at: f), density) < 1e-12)
    #expect(relativeError(distribution.cumulativeProbability(at: f), lower) < 1e-12)
    #expect(relativeError(distribution.upperTailProbability(at: f), upper) < 1e-12)
  }

  @Test(
    arguments: [
      (0.5, 0.5, 0.3, .lower, 0.0994661268058850421),
      (0.5, 0.5, 1e-12, .upper, 8.46235246896737784e+46),
      (0.5, 1000000.0, 0.05, .upper, 4.84047403766647312),
      (0.5, 1000000.0, 1e-09, .lower, 2.69988118215515748e-36),
      (1.0, 5.0, 0.01, .upper, 16.2581770398336561),
      (2.5, 7.3, 0.025, .lower, 0.0463187462127310992),
      (3.0, 20.0, 1e-30, .upper, 7591.57682750808657),
      (10.0, 10.0, 0.45, .upper, 1.08490753238001115),
      (57.3, 120.0, 1e-06, .lower, 0.304616665114960201),
      (1000000.0, 0.5, 0.05, .upper, 59261.6671728009725),
      (1000000.0, 0.5, 1e-09, .lower, 0.0144852934523859762),
      (1000000.0, 1000000.0, 0.05, .upper, 1.00329512584861012),
      (1000000.0, 1000000.0, 1e-15, .upper, 1.01600957984516593),
      (1000000.0, 30.0, 0.025, .lower, 0.638573844135621194),
    ] as [(Double, Double, Double, Side, Double)])
  func `quantiles from either tail agree to twelve digits`(
    numerator: Double, denominator: Double, probability: Double, side: Side, expected: Double
  ) {
    let distribution = distribution(numerator, denominator)
    let found =
      side == .lower ? distribution.quantile(probability) : distribution.upperTailQuantile(probability)
    #expect(relativeError(found, expected) < 1e-12)
  }

  /// NIST/SEMATECH e-Handbook of Statistical Methods, section 1.3.6.7.3, upper critical values of the F distribution.
  @Test(
    arguments: [
      (1, 1, 0.05, 161.448), (1, 2, 0.05, 18.513), (3, 2, 0.05, 19.164), (3, 3, 0.05, 9.277), (5, 10, 0.05, 3.326),
      (10, 20, 0.05, 2.348), (5, 10, 0.01, 5.636),
    ] as [(Double, Double, Double, Double)])
  func `published critical values come out`(numerator: Double, denominator: Double, level: Double, critical: Double) {
    #expect(abs(distribution(numerator, denominator).upperTailQuantile(level) - critical) < 0.0005)
  }

  @Test(arguments: [1e-8, 0.02, 0.7, 1, 3, 500, 1e9])
  func `two degrees of freedom follow their closed forms`(f: Double) {
    // Two above the line: P(F > f) = (1 + 2 f / v)^(-v / 2).
    for v in [0.5, 2, 7, 100] {
      let upper = exp(-v / 2 * log1p(2 * f / v))
      #expect(relativeError(distribution(2, v).upperTailProbability(at: f), upper) < 1e-12)
      #expect(relativeError(distribution(2, v).cumulativeProbability(at: f), -expm1(-v / 2 * log1p(2 * f / v))) < 1e-12)
      #expect(relativeError(distribution(2, v).density(at: f), upper / (1 + 2 * f / v)) < 1e-12)
    }
  }

  @Test func `the square of a t is an F with one degree of freedom`() {
    for v in [0.5, 3, 12, 1e4] {
      for probability in [1e-9, 0.02, 0.3] {
        let t = StudentTDistribution(degreesOfFreedom: v).upperTailQuantile(probability)
        #expect(relativeError(distribution(1, v).upperTailQuantile(2 * probability), t * t) < 1e-12)
      }
    }
  }

  @Test(
    arguments: [
      (3, 2.6, 0.067659711629688005, 0.949668902140146655, 0.0503310978598533446),
      (0.5, 1e-4, 195.026249827511481, 0.0780120601583390163, 0.921987939841660984),
      (1e6, 1.003, 29.7770326254874738, 0.982983227066730458, 0.0170167729332695417),
    ] as [(Double, Double, Double, Double, Double)])
  func `infinite degrees of freedom are a known variance`(
    freedom: Double, f: Double, density: Double, lower: Double, upper: Double
  ) {
    let known = distribution(freedom, .infinity)
    #expect(relativeError(known.density(at: f), density) < 1e-12)
    #expect(relativeError(known.cumulativeProbability(at: f), lower) < 1e-12)
    #expect(relativeError(known.upperTailProbability(at: f), upper) < 1e-12)
    #expect(relativeError(known.quantile(lower), f) < 1e-12)
    let swapped = distribution(.infinity, freedom)
    #expect(relativeError(swapped.density(at: 1 / f), density * f * f) < 1e-12)
    #expect(relativeError(swapped.cumulativeProbability(at: 1 / f), upper) < 1e-12)
    #expect(relativeError(swapped.upperTailQuantile(lower), 1 / f) < 1e-12)
  }

  @Test func `the ends are certain and what is outside the domain is not a number`() {
    let distribution = distribution(3, 7)
    #expect(distribution.quantile(0) == 0)
    #expect(distribution.quantile(1) == .infinity)
    #expect(distribution.upperTailQuantile(0) == .infinity)
    #expect(distribution.upperTailQuantile(1) == 0)
    #expect(distribution.cumulativeProbability(at: -1) == 0)
    #expect(distribution.upperTailProbability(at: 0) == 1)
    #expect(distribution.cumulativeProbability(at: .infinity) == 1)
    #expect(distribution.upperTailProbability(at: .infinity) == 0)
    #expect(distribution.density(at: -1) == 0)
    #expect(distribution.density(at: 0) == 0)
    #expect(distribution.density(at: .infinity) == 0)
    #expect(self.distribution(2, 7).density(at: 0) == 1)
    #expect(self.distribution(1, 7).density(at: 0) == .infinity)
    for probability in [-0.1, 1.1, .nan] {
      #expect(distribution.quantile(probability).isNaN)
      #expect(distribution.upperTailQuantile(probability).isNaN)
    }
    #expect(distribution.density(at: .nan).isNaN)
    #expect(distribution.cumulativeProbability(at: .nan).isNaN)
    for (above, below) in [(0, 3), (3, -1), (.nan, 3), (.infinity, .infinity)] as [(Double, Double)] {
      let nothing = self.distribution(above, below)
      #expect(nothing.density(at: 1).isNaN)
      #expect(nothing.cumulativeProbability(at: 1).isNaN)
      #expect(nothing.upperTailProbability(at: 1).isNaN)
      #expect(nothing.quantile(0.3).isNaN)
      #expect(nothing.upperTailQuantile(0.3).isNaN)
    }
  }
}
