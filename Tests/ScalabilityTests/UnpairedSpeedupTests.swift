import Foundation
import ScalingStatistics
import Testing

@testable import Scalability

@Suite struct UnpairedSpeedupTests {
  // Means, variances and degrees of freedom by hand.
  private let baseline = (1...8).map(Double.init)
  private let candidate = [2.0, 2.5, 3, 2, 2.5, 3, 2, 2.5, 3, 2.5]

  @Test func theIntervalIsThatOfTheFormula() throws {
    let speedup = try UnpairedSpeedup(baseline: baseline, candidate: candidate).ratioOfMeans
    // Means 4.5 and 2.5; variances 6 and 1.5/9: shares 6/8/20.25 and (1/6)/10/6.25.
    let shares = [6.0 / 8 / 20.25, 1.5 / 9 / 10 / 6.25]
    let variance = shares[0] + shares[1]
    let freedom = variance * variance / (shares[0] * shares[0] / 7 + shares[1] * shares[1] / 9)
    let half = StudentTDistribution(degreesOfFreedom: freedom).quantile(0.975) * variance.squareRoot()
    #expect(abs(speedup.value - 1.8) < 1e-14)
    #expect(abs(speedup.lower - 1.8 * exp(-half)) < 1e-12 && abs(speedup.upper - 1.8 * exp(half)) < 1e-12)
  }

  @Test func theIntervalCoversAsOftenAsItSays() throws {
    var generator = SeededGenerator(seed: 11)
    var covered = 0
    for _ in 0..<2_000 {
      func times(_ count: Int, _ scale: Double) -> [Double] {
        (0..<count).map { _ in
          let sum = (0..<4).reduce(0.0) { total, _ in total + -log(Double.random(in: 1e-12..<1, using: &generator)) }
          return scale * sum
        }
      }
      // Gamma times of shape 4: means 8 and 4, so the true ratio is 2.
      let interval = try UnpairedSpeedup(baseline: times(20, 2), candidate: times(30, 1)).ratioOfMeans
      if interval.contains(2) { covered += 1 }
    }
    #expect((0.935...0.965).contains(Double(covered) / 2_000), "\(covered)")
  }

  @Test func fewRequestsHaveARatioAndNoInterval() throws {
    let speedup = try UnpairedSpeedup(baseline: [1, 2], candidate: [1, 1.5])
    #expect(speedup.ratioOfMeans.lower == 0 && speedup.ratioOfMeans.upper == .infinity)
    #expect(speedup.headline.contains("too few"))
  }

  @Test func equalTimesHaveAnIntervalOfNoWidth() throws {
    let speedup = try UnpairedSpeedup(
      baseline: [Double](repeating: 2, count: 9), candidate: [Double](repeating: 1, count: 9)
    ).ratioOfMeans
    #expect(speedup.lower == 2 && speedup.upper == 2)
  }

  @Test func faultsAreNamed() {
    #expect(throws: ScalabilityError.self) { try UnpairedSpeedup(baseline: [1], candidate: [1, 2]) }
    #expect(throws: ScalabilityError.self) { try UnpairedSpeedup(baseline: [1, 0], candidate: [1, 2]) }
    #expect(throws: StatisticsError.self) { try UnpairedSpeedup(baseline: [1, 2], candidate: [1, 2], level: 1) }
  }
}
