import ScalingStatistics
import Testing

/// Expected values: mpmath 1.3, 50 digits, at the exact doubles given.
@Suite struct NormalDistributionTests {
  private let normal = NormalDistribution.standard

  @Test(arguments: [
    (-8.0, 6.2209605742717841235e-16), (-1.0, 0.15865525393145705141), (0.0, 0.5), (0.5, 0.69146246127401310364),
    (1.0, 0.84134474606854294859), (3.0, 0.99865010196836990547),
  ])
  func `cumulative probabilities agree to twelve digits`(x: Double, expected: Double) {
    #expect(relativeError(normal.cumulativeProbability(at: x), expected) < 1e-12)
  }

  @Test(arguments: [
    (1e-300, -37.047096299361199237), (1e-20, -9.2623400897984075796), (1e-05, -4.2648907939228246102),
    (0.01, -2.3263478740408410931), (0.025, -1.9599639845400542118), (0.2, -0.84162123357291416552),
    (0.4999, -0.00025066283008800749239), (0.6, 0.25334710313579974132), (0.975, 1.9599639845400538556),
    (0.9999999999, 6.3613408896974218642), (1 - 0x1p-53, 8.2095361516013868556),
  ])
  func `quantiles agree to twelve digits`(probability: Double, expected: Double) {
    #expect(relativeError(normal.quantile(probability), expected) < 1e-12)
  }

  @Test func `location and scale move and stretch`() {
    let distribution = NormalDistribution(mean: 10, standardDeviation: 2)
    #expect(abs(distribution.quantile(0.975) - (10 + 2 * 1.9599639845400538556)) < 1e-13)
    #expect(relativeError(distribution.cumulativeProbability(at: 8), 0.15865525393145705141) < 1e-14)
    // 1 / (2 √(2π)).
    #expect(relativeError(distribution.density(at: 10), 0.19947114020071633897) < 1e-14)
  }

  @Test func `the ends are infinite and what is outside the domain is not a number`() {
    #expect(normal.quantile(0) == -.infinity)
    #expect(normal.quantile(1) == .infinity)
    #expect(normal.quantile(0.5) == 0)
    #expect(normal.cumulativeProbability(at: -.infinity) == 0)
    #expect(normal.cumulativeProbability(at: .infinity) == 1)
    for probability in [-0.1, 1.1, .nan] { #expect(normal.quantile(probability).isNaN) }
    #expect(NormalDistribution(mean: 0, standardDeviation: 0).density(at: 0).isNaN)
    #expect(NormalDistribution(mean: 0, standardDeviation: -1).quantile(0.3).isNaN)
  }

  @Test(arguments: [
    (-8.0, 0.999999999999999378), (1.0, 0.158655253931457051), (9.5, 1.04945150753626075e-21),
    (37.5, 4.60535300958195484e-308),
  ])
  func `upper tails and their quantiles agree to twelve digits`(x: Double, expected: Double) {
    #expect(relativeError(normal.upperTailProbability(at: x), expected) < 1e-12)
    // A tail that is rounded to a double near 1 has lost the place it came from.
    if x > 0 { #expect(relativeError(normal.upperTailQuantile(expected), x) < 1e-12) }
  }

  @Test func `upper tails move with location and end at infinity`() {
    let distribution = NormalDistribution(mean: 10, standardDeviation: 2)
    #expect(relativeError(distribution.upperTailQuantile(0.158655253931457051), 12) < 1e-14)
    #expect(relativeError(distribution.upperTailProbability(at: 12), 0.158655253931457051) < 1e-14)
    #expect(normal.upperTailQuantile(0) == .infinity)
    #expect(normal.upperTailQuantile(1) == -.infinity)
    #expect(normal.upperTailQuantile(.nan).isNaN)
    #expect(normal.density(at: .infinity) == 0)
    #expect(normal.upperTailProbability(at: .nan).isNaN)
    #expect(NormalDistribution(mean: .infinity, standardDeviation: 1).cumulativeProbability(at: 0).isNaN)
    #expect(NormalDistribution(mean: 0, standardDeviation: .infinity).density(at: 0).isNaN)
  }
}
