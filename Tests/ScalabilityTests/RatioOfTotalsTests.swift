import Foundation
import Scalability
import ScalingStatistics
import Testing

@Suite struct RatioOfTotalsTests {
  @Test func `the ratio and its interval agree with hand arithmetic`() throws {
    // Means 4 and 2; a/4 - b/2 is 0, -0.5, 0.5, 0: sum of squares 0.5, variance 1/6, error √(1/24).
    let estimate = try RatioOfTotals.estimate([2, 2, 8, 4], over: [1, 2, 3, 2])
    #expect(estimate.value == 2)
    // t of 3 degrees of freedom at 0.975, from printed tables.
    let half = 3.1824463052842638 * (1.0 / 24).squareRoot()
    #expect(abs(estimate.upper / (2 * exp(half)) - 1) < 1e-12)
    #expect(abs(estimate.lower / (2 * exp(-half)) - 1) < 1e-12)
    #expect(estimate.level == 0.95)
    #expect(estimate.method == "linearised ratio of totals over 4 pairs")
  }

  @Test func `swapping the columns inverts the ratio and its interval`() throws {
    let first = try RatioOfTotals.estimate([2, 2, 8, 4], over: [1, 2, 3, 2])
    let second = try RatioOfTotals.estimate([1, 2, 3, 2], over: [2, 2, 8, 4])
    #expect(abs(second.lower * first.upper - 1) < 1e-14)
    #expect(abs(second.upper * first.lower - 1) < 1e-14)
  }

  @Test func `proportional columns have an interval without width`() throws {
    let estimate = try RatioOfTotals.estimate([2, 4, 8], over: [1, 2, 4])
    #expect(abs(estimate.lower - 2) < 1e-14)
    #expect(abs(estimate.upper - 2) < 1e-14)
  }

  @Test func `95 of 100 intervals hold the truth for 30 pairs with noise and long tails`() throws {
    var covered = 0
    let trials = 1_000
    for trial in 0..<trials {
      var generator = SeededGenerator(seed: 7, stream: UInt64(trial))
      var first: [Double] = []
      var second: [Double] = []
      for _ in 0..<30 {
        let length = exp(0.7 * generator.nextNormal())
        first.append(1.5 * length * exp(0.2 * generator.nextNormal()))
        second.append(length * exp(0.2 * generator.nextNormal()))
      }
      // Both noises have the same mean, so that the true ratio of totals is 1.5.
      if try RatioOfTotals.estimate(first, over: second).contains(1.5) { covered += 1 }
    }
    // Four standard errors of a binomial share at 0.95 are 2.8 points.
    #expect(covered > 922)
    #expect(covered < 978)
  }

  @Test func `every input fault has a sentence`() {
    #expect(
      message { try RatioOfTotals.estimate([1, 2], over: [1]) }
        == "A ratio of totals needs two pairs or more; there are 2 and 1 values.")
    #expect(
      message { try RatioOfTotals.estimate([1], over: [1]) }
        == "A ratio of totals needs two pairs or more; there are 1 and 1 values.")
    #expect(
      message { try RatioOfTotals.estimate([1, 2], over: [1, .nan]) }
        == "A value of pair 1 is nan; totals are of positive, finite values.")
    #expect(
      message { try RatioOfTotals.estimate([0, 2], over: [1, 1]) }
        == "A value of pair 0 is 0.0; totals are of positive, finite values.")
    #expect(
      message { try RatioOfTotals.estimate([1, 2], over: [1, 2], level: 1) }
        == "A level of 1.0 was asked for; a level lies between 0 and 1, such as 0.95.")
  }
}
