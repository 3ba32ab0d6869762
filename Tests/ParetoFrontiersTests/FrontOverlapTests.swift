import ParetoFrontiers
import ScalingStatistics
import Testing

@Suite struct FrontOverlapTests {
  @Test func `shared and single rows keep the order of their front`() {
    let overlap = FrontOverlap(first: [5, 3, 1, 2], second: [2, 9, 5])
    #expect(overlap.shared == [5, 2])
    #expect(overlap.onlyFirst == [3, 1])
    #expect(overlap.onlySecond == [9])
    #expect(overlap.jaccard == 0.4)
    #expect(overlap.headline == "2 rows are in both, of 4 and 3 (Jaccard index 0.40).")
  }

  @Test func `equal sets overlap fully and disjoint ones not at all`() {
    #expect(FrontOverlap(first: [1, 2], second: [2, 1, 1]).jaccard == 1)
    #expect(FrontOverlap(first: [1], second: [2]).jaccard == 0)
    #expect(FrontOverlap(first: [1], second: []).jaccard == 0)
  }

  @Test func `an interval of the index stands in the headline`() {
    let interval = Estimate(value: 0.4, lower: 0.25, upper: 0.5, level: 0.95, method: "bootstrap")
    let overlap = FrontOverlap(first: [5, 3, 1, 2], second: [2, 9, 5], jaccardInterval: interval)
    #expect(overlap.jaccardInterval == interval)
    #expect(overlap.headline == "2 rows are in both, of 4 and 3 (Jaccard index 0.40 [0.25, 0.50]).")
  }

  @Test func `two empty sets are the same set`() {
    let overlap = FrontOverlap(first: [], second: [])
    #expect(overlap.jaccard == 1)
    #expect(overlap.headline == "Both sets are empty.")
  }
}
