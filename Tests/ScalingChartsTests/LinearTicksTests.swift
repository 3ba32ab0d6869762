import Testing

@testable import ScalingCharts

@Suite struct LinearTicksTests {
  private func values(_ lower: Double, _ upper: Double, _ target: Int, isInside: Bool = false) -> [Double] {
    LinearTicks.make(lower: lower, upper: upper, target: target, isInside: isInside).map(\.value)
  }

  /// Example of `extended` in the manual of the R package labeling, by the author of the paper.
  @Test func thePublishedExampleIsReproduced() {
    #expect(values(8.1, 14.1, 4) == [8, 10, 12, 14])
  }

  /// A labelling with step 1 times a power of ten, zero included, full coverage and the wished count has the highest
  /// possible score, so it has to win.
  @Test func aPerfectLabellingWins() {
    #expect(values(0, 5, 6) == [0, 1, 2, 3, 4, 5])
    #expect(values(0, 0.4, 5) == [0, 0.1, 0.2, 0.3, 0.4])
    #expect(values(-3e9, 3e9, 7) == [-3e9, -2e9, -1e9, 0, 1e9, 2e9, 3e9])
    #expect(values(0, 4e-12, 5) == [0, 1e-12, 2e-12, 3e-12, 4e-12])
  }

  /// References from a search without pruning, in exact fractions, written apart from this library.
  @Test func theSearchFindsTheBestOfAllLabellings() {
    #expect(values(0.13, 0.97, 5) == [0.2, 0.4, 0.6, 0.8, 1])
    #expect(values(-17.3, 42.9, 6) == [-20, -10, 0, 10, 20, 30, 40])
    #expect(values(1203, 1391, 4) == [1200, 1250, 1300, 1350, 1400])
    #expect(values(0.003, 0.0117, 6) == [0.002, 0.004, 0.006, 0.008, 0.01, 0.012])
    #expect(values(15, 180, 7) == [0, 30, 60, 90, 120, 150, 180])
    #expect(values(-250, -3, 5) == [-250, -200, -150, -100, -50, 0])
  }

  @Test func insideTicksAreAscendingAndInside() {
    let ranges: [ClosedRange<Double>] = [
      0...1, 0.03...0.97, -1e-12...3e-12, 1e15...(1e15 + 40), 7...7.0001, -1e299...1e300, 1e-200...3e-200,
      999_999_999...1_000_000_000, -17.3...(-2.9),
    ]
    for range in ranges {
      for target in 2...9 {
        let ticks = values(range.lowerBound, range.upperBound, target, isInside: true)
        #expect(ticks.count >= 2)
        #expect(ticks.allSatisfy(range.contains))
        #expect(zip(ticks, ticks.dropFirst()).allSatisfy { $0 < $1 })
      }
    }
  }
}
