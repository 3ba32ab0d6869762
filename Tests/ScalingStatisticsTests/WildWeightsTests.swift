import ScalingStatistics
import Testing

@Suite struct WildWeightsTests {
  @Test func `the points have mean zero and variance one`() {
    // Webb (2023): fourth moment 2 (1/4 + 1 + 9/4) / 6 = 7/6; Rademacher's is 1.
    for (weights, fourth) in [(WildWeights.webb, 7.0 / 6), (.rademacher, 1)] {
      let points = weights.points
      let n = Double(points.count)
      #expect(abs(points.reduce(0, +)) < 1e-15)
      #expect(abs(points.map { $0 * $0 }.reduce(0, +) / n - 1) < 1e-15)
      #expect(abs(points.map { $0 * $0 * $0 }.reduce(0, +)) < 1e-15)
      #expect(abs(points.map { $0 * $0 * $0 * $0 }.reduce(0, +) / n - fourth) < 1e-15)
      #expect(points == points.sorted())
    }
    #expect(WildWeights.webb.points.count == 6)
    #expect(WildWeights.rademacher.points == [-1, 1])
  }

  @Test(arguments: WildWeights.allCases) func `every point is drawn equally often`(weights: WildWeights) {
    let draws = weights.multipliers(count: 60_000, replicate: 3, seed: 9)
    let share = 1 / Double(weights.points.count)
    for point in weights.points {
      let found = Double(draws.count { $0 == point }) / 60_000
      // Five standard errors of a binomial share.
      #expect(abs(found - share) < 5 * (share * (1 - share) / 60_000).squareRoot())
    }
  }

  @Test func `a replicate has its own stream whatever came before`() {
    let one = (0..<5).map { WildWeights.webb.multipliers(count: 12, replicate: $0, seed: 4) }
    let two = (0..<5).reversed().map { WildWeights.webb.multipliers(count: 12, replicate: $0, seed: 4) }
    #expect(one == two.reversed())
    #expect(Set(one).count == 5)
    #expect(one[0] != WildWeights.webb.multipliers(count: 12, replicate: 0, seed: 5))
    var generator = SeededGenerator(seed: 4, stream: 2)
    #expect((0..<12).map { _ in WildWeights.webb.draw(using: &generator) } == one[2])
  }

  @Test func `no rows have no multipliers`() {
    #expect(WildWeights.webb.multipliers(count: 0, replicate: 0, seed: 1).isEmpty)
    #expect(WildWeights.rademacher.multipliers(count: -3, replicate: 0, seed: 1).isEmpty)
  }
}
