import Foundation
import ScalingStatistics
import Testing

/// Expected values: closed forms for 1, 2 and 4 degrees of freedom; else mpmath 1.3, 50 digits, at the exact doubles given.
@Suite struct StudentTDistributionTests {
  @Test(
    arguments: [
      (0.5, -3.0, 0.1836540779929717241), (0.5, -1e6, 0.00032070097541419884777),
      (1.5, -0.25, 0.41625484200160410484), (3, -2.0, 0.069662984279421588424),
      (3, -1e8, 1.1026577908435837021e-24), (5.5, -1.0, 0.17962668740656014424),
      (10, -40.0, 1.1404288715428773225e-12), (30, -2.042, 0.025014335328098950572),
      (100, -12.0, 2.1975438578021890726e-21), (1000, -0.01, 0.4960116409660936444),
      (1e5, -3.0, 0.001350230442032359595), (1e6, -1.96, 0.024998033792634895343),
      (1e6, -8.0, 6.2275317166012598048e-16),
    ] as [(Double, Double, Double)])
  func `lower tails agree to twelve digits`(freedom: Double, t: Double, expected: Double) {
    let distribution = StudentTDistribution(degreesOfFreedom: freedom)
    #expect(relativeError(distribution.cumulativeProbability(at: t), expected) < 1e-12)
    #expect(relativeError(distribution.twoSidedTailProbability(at: -t), 2 * expected) < 1e-12)
    #expect(relativeError(distribution.cumulativeProbability(at: -t), 1 - expected) < 1e-12)
  }

  @Test(
    arguments: [
      (0.5, 0.025, -164.55767348048851485), (0.5, 1e-06, -102849115631.63401049), (3, 0.025, -3.1824463052837095204),
      (3, 0.25, -0.76489232840434528066), (3, 1e-12, -10331.108244292486204), (4.5, 0.005, -4.2728239930112929984),
      (7, 0.4, -0.26316686135202275215), (10, 0.025, -2.2281388519862747157), (29, 1e-10, -9.5179655049378311863),
      (120, 0.05, -1.6576508993552356218), (1e4, 0.025, -1.9602012398906262341), (1e6, 0.025, -1.9599663568141070115),
      (1e6, 1e-9, -5.9978624557108954639),
    ] as [(Double, Double, Double)])
  func `quantiles agree to twelve digits`(freedom: Double, probability: Double, expected: Double) {
    let distribution = StudentTDistribution(degreesOfFreedom: freedom)
    #expect(relativeError(distribution.quantile(probability), expected) < 1e-12)
  }

  @Test(arguments: [0.001, 0.3, 1.0, 2.5, 40.0, 1e5])
  func `one and two degrees of freedom follow their closed forms`(t: Double) {
    // Tails written without cancellation: arctan(1/t)/π, and 1/(s (s + t)) with s = √(2 + t²).
    let one = StudentTDistribution(degreesOfFreedom: 1)
    #expect(relativeError(one.cumulativeProbability(at: -t), atan2(1, t) / Double.pi) < 1e-12)
    let two = StudentTDistribution(degreesOfFreedom: 2)
    let s = (2 + t * t).squareRoot()
    #expect(relativeError(two.cumulativeProbability(at: -t), 1 / (s * (s + t))) < 1e-12)
  }

  @Test(arguments: [0.6, 0.75, 0.9, 0.975, 0.999])
  func `quantiles of one, two and four degrees of freedom follow their closed forms`(probability: Double) {
    let p = probability
    #expect(
      relativeError(StudentTDistribution(degreesOfFreedom: 1).quantile(p), tan(Double.pi * (p - 0.5))) < 1e-12)
    #expect(
      relativeError(StudentTDistribution(degreesOfFreedom: 2).quantile(p), (2 * p - 1) / (2 * p * (1 - p)).squareRoot())
        < 1e-12)
    // W. T. Shaw, "Sampling Student's t Distribution", J. Computational Finance 9 (2006).
    let root = (4 * p * (1 - p)).squareRoot()
    let four = 2 * (cos(acos(root) / 3) / root - 1).squareRoot()
    #expect(relativeError(StudentTDistribution(degreesOfFreedom: 4).quantile(p), four) < 1e-12)
  }

  @Test(
    arguments: [
      (0.5, 2.0, 0.051899228247372615098), (3, 0.0, 0.36755259694786136634), (10, 1.5, 0.12744479428709168073),
      (1e6, 2.0, 0.053991060997102184493),
    ] as [(Double, Double, Double)])
  func `densities agree to twelve digits`(freedom: Double, t: Double, expected: Double) {
    #expect(relativeError(StudentTDistribution(degreesOfFreedom: freedom).density(at: t), expected) < 1e-12)
  }

  @Test func `infinite degrees of freedom are the normal distribution`() {
    let distribution = StudentTDistribution(degreesOfFreedom: .infinity)
    #expect(relativeError(distribution.quantile(0.975), 1.9599639845400538556) < 1e-14)
    #expect(relativeError(distribution.cumulativeProbability(at: -1), 0.15865525393145705141) < 1e-14)
    #expect(relativeError(distribution.density(at: 0), 0.39894228040143267794) < 1e-14)
  }

  @Test func `the ends are infinite and what is outside the domain is not a number`() {
    let distribution = StudentTDistribution(degreesOfFreedom: 3)
    #expect(distribution.quantile(0) == -.infinity)
    #expect(distribution.quantile(1) == .infinity)
    #expect(distribution.quantile(0.5) == 0)
    #expect(distribution.cumulativeProbability(at: 0) == 0.5)
    #expect(distribution.cumulativeProbability(at: -.infinity) == 0)
    #expect(distribution.cumulativeProbability(at: .infinity) == 1)
    for probability in [-0.1, 1.1, .nan] { #expect(distribution.quantile(probability).isNaN) }
    #expect(distribution.cumulativeProbability(at: .nan).isNaN)
    for freedom in [0.0, -1, .nan] {
      #expect(StudentTDistribution(degreesOfFreedom: freedom).quantile(0.3).isNaN)
      #expect(StudentTDistribution(degreesOfFreedom: freedom).cumulativeProbability(at: 1).isNaN)
    }
  }

  @Test func `quantile and cumulative probability undo each other`() {
    for freedom in [0.5, 1, 2, 3.3, 8, 60, 1e4] {
      let distribution = StudentTDistribution(degreesOfFreedom: freedom)
      for probability in [1e-8, 0.01, 0.2, 0.45] {
        let back = distribution.cumulativeProbability(at: distribution.quantile(probability))
        #expect(relativeError(back, probability) < 1e-12, "\(freedom) degrees of freedom at \(probability)")
      }
    }
  }

  @Test(
    arguments: [
      (0.5, 1e-30, 1.02849115631633984e+59),
      (0.5, 0.3, 1.00952587860716612),
      (1.5, 1e-12, 52194694.2734463546),
      (3.0, 1e-200, 4.79527572046922338e+66),
      (10.0, 0.499999, 2.56997803486484333e-6),
      (29.0, 1e-30, 53.0176199287630572),
      (1000000.0, 1e-30, 11.4644042266142695),
      (1000000.0, 0.4, 0.253347170537841622),
    ] as [(Double, Double, Double)])
  func `upper tail quantiles agree to twelve digits`(freedom: Double, probability: Double, expected: Double) {
    let distribution = StudentTDistribution(degreesOfFreedom: freedom)
    #expect(relativeError(distribution.upperTailQuantile(probability), expected) < 1e-12)
    #expect(distribution.quantile(probability) == -distribution.upperTailQuantile(probability))
    #expect(relativeError(distribution.upperTailProbability(at: expected), probability) < 1e-12)
  }

  @Test func `a tail whose square overflows is still a power`() {
    let distribution = StudentTDistribution(degreesOfFreedom: 0.5)
    #expect(relativeError(distribution.upperTailProbability(at: 1e120), 3.207009754142229e-61) < 1e-12)
    #expect(relativeError(distribution.upperTailProbability(at: 1e200), 3.207009754142229e-101) < 1e-12)
    #expect(relativeError(distribution.density(at: -1e120), 1.6035048770711145e-181) < 1e-12)
    #expect(relativeError(distribution.density(at: 1e200), 1.6035048770711145e-301) < 1e-12)
    #expect(relativeError(distribution.upperTailQuantile(3.207009754142229e-101), 1e200) < 1e-12)
    #expect(distribution.upperTailQuantile(1e-300) == .infinity)
    #expect(distribution.density(at: .infinity) == 0)
  }

  /// NIST/SEMATECH e-Handbook of Statistical Methods, section 1.3.6.7.2, critical values of Student's t distribution.
  @Test(
    arguments: [(1, 0.025, 12.706), (5, 0.05, 2.015), (10, 0.025, 2.228), (30, 0.005, 2.750)]
      as [(Double, Double, Double)])
  func `published critical values come out`(freedom: Double, level: Double, critical: Double) {
    #expect(abs(StudentTDistribution(degreesOfFreedom: freedom).upperTailQuantile(level) - critical) < 0.0005)
  }
}
