import Foundation
import Scalability
import Testing

@Suite struct StrongScalingTests {
  @Test func `speed-up, efficiency, overhead and cost are over the stated baseline`() throws {
    // By hand: 100 s, 60 s, 40 s on 1, 2, 4.
    let scaling = try StrongScaling(processors: [4, 1, 2], times: [40, 100, 60], baseline: 1)
    #expect(scaling.runs.map(\.processors) == [1, 2, 4])
    #expect(scaling.runs.map(\.speedup) == [1, 100.0 / 60, 2.5])
    #expect(scaling.runs[2].efficiency == 0.625)
    #expect(scaling.runs[2].overhead == 60)
    #expect(scaling.runs[2].costRatio == 1.6)
    #expect(scaling.runs[2].speedupFromOne == 2.5)
    #expect(scaling.superlinearProcessors.isEmpty)
    #expect(scaling.headline == "2.50x on 4 over 1: efficiency 62.5 %, 1.60 times the processor time.")
  }

  @Test func `over four processors the speed-up from one assumes that four are four times as fast`() throws {
    // T(4) = 50, T(16) = 20: relative 2.5, from one 10, efficiency 2.5 × 4 / 16.
    let scaling = try StrongScaling(processors: [4, 16], times: [50, 20], baseline: 4)
    #expect(scaling.runs[1].speedup == 2.5)
    #expect(scaling.runs[1].speedupFromOne == 10)
    #expect(scaling.runs[1].efficiency == 0.625)
    #expect(scaling.runs[1].overhead == 120)
    #expect(
      message { try scaling.karpFlatt() }
        == "Karp and Flatt's measure is of speed-ups over one processor; the baseline here has 4.")
  }

  @Test func `the published shards: FasterTransformer's 13B decodes 1.63 times as fast on two A100`() throws {
    // Measured decode steps 22.0 ms and 13.5 ms, as llm-analysis records them.
    let scaling = try StrongScaling(processors: [1, 2], times: [22.0, 13.5], baseline: 1)
    #expect(abs(scaling.runs[1].speedup - 1.63) < 0.005)
    #expect(agree(scaling.runs[1].efficiency, 22 / 27.0, 1e-15))
  }

  @Test func `superlinear runs are flagged and not refused`() throws {
    let scaling = try StrongScaling(processors: [1, 2, 4], times: [100, 40, 30], baseline: 1)
    #expect(scaling.superlinearProcessors == [2])
    #expect(scaling.runs[1].overhead == -20)
    #expect(scaling.headline.hasSuffix("; superlinear on 2."))
    // Linear scaling is not superlinear by its rounding.
    #expect(
      try StrongScaling(processors: [1, 3, 7, 49], times: [1, 1 / 3.0, 1 / 7.0, 1 / 49.0], baseline: 1)
        .superlinearProcessors.isEmpty)
  }

  @Test func `repeats are averaged only where that is said`() throws {
    let scaling = try StrongScaling(
      processors: [1, 2, 1, 2], times: [100, 55, 110, 50], baseline: 1, repeats: .averaged)
    #expect(scaling.runs.map(\.time) == [105, 52.5])
    #expect(scaling.runs[1].speedup == 2)
    #expect(
      message { try StrongScaling(processors: [1, 2, 1], times: [100, 55, 110], baseline: 1) }
        == "Rows 0 and 2 both have 1 processors: say that repeats are averaged, or leave one out.")
  }

  @Test func `its fit is that of the throughputs, and the series that of the speed-ups`() throws {
    let processors = PublishedThroughputs.rayProcessors.map { Int($0) }
    let scaling = try StrongScaling(
      processors: processors, times: PublishedThroughputs.rayThroughput.map { 1 / $0 }, baseline: 1)
    #expect(agree(try scaling.fit(.amdahl).amdahl?.serialFraction, 0.057_770_78, 1e-7))
    #expect(try scaling.comparison().best.law == .amdahl)
    let series = try scaling.karpFlatt()
    #expect(series.processors == Array(processors.dropFirst()))
    #expect(agree(series.overheads[0], 0.008_547_008_547, 1e-9))
  }

  @Test func `errors in proportion weigh each throughput by its own size`() throws {
    // Linear scaling with weights 1 / X²: γ = Σ (p / X) / Σ (p / X)², by hand for X = 1, 1.8, 3.2.
    let times = [1, 1 / 1.8, 1 / 3.2]
    let scaling = try StrongScaling(processors: [1, 2, 4], times: times, baseline: 1)
    let ratios = [1, 2 / 1.8, 4 / 3.2]
    let expected = ratios.reduce(0, +) / ratios.reduce(0) { $0 + $1 * $1 }
    let fit = try scaling.fit(.linear, errors: scaling.relativeErrors)
    #expect(agree(fit.throughputOfOne, expected, 1e-13))
    let weak = try WeakScaling(
      processors: [1, 2, 4], times: times.enumerated().map { $1 * [1, 2, 4][$0] }, baseline: 1)
    #expect(agree(try weak.fit(.linear, errors: weak.relativeErrors).throughputOfOne, expected, 1e-13))
  }

  @Test func `it is stored and read back`() throws {
    let scaling = try StrongScaling(processors: [1, 2], times: [3, 2], baseline: 1)
    #expect(try JSONDecoder().decode(StrongScaling.self, from: try JSONEncoder().encode(scaling)) == scaling)
  }

  @Test func `every input fault names its row and value`() {
    func fault(_ processors: [Int], _ times: [Double], _ baseline: Int = 1) -> String? {
      message { try StrongScaling(processors: processors, times: times, baseline: baseline) }
    }
    #expect(fault([1, 2], [1]) == "There are 1 values of time for 2 numbers of processors: one is needed for each.")
    #expect(fault([1, 2], [1, 0]) == "The time of row 1 is 0.0; it must be positive and finite.")
    #expect(fault([1, 2], [.nan, 1]) == "The time of row 0 is nan; it must be positive and finite.")
    #expect(fault([1, -2], [1, 1]) == "The number of processors of row 1 is -2; it must be 1 or more.")
    #expect(fault([2, 4], [2, 1]) == "There is no run on 1 processors to compare with; there are runs on 2, 4.")
    #expect(fault([1], [1]) == "A scaling series needs two numbers of processors or more: there is nothing to compare.")
    #expect(fault([], []) == "A scaling series needs two numbers of processors or more: there is nothing to compare.")
  }
}
