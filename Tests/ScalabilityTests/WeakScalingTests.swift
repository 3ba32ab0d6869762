import Foundation
import Scalability
import Testing

@Suite struct WeakScalingTests {
  @Test func `without work each processor has the same share`() throws {
    // 10 s on one and 12.5 s on eight with eight times the work: efficiency 0.8, scaled speed-up 6.4.
    let scaling = try WeakScaling(processors: [1, 8], times: [10, 12.5], baseline: 1)
    #expect(agree(scaling.runs[1].scaledSpeedup, 6.4, 1e-15))
    #expect(agree(scaling.runs[1].efficiency, 0.8, 1e-15))
    #expect(agree(scaling.runs[1].costRatio, 1.25, 1e-15))
    #expect(
      scaling.headline
        == "6.40x the work rate on 8 over 1: efficiency 80.0 %, 1.25 times the processor time of a unit of work.")
  }

  @Test func `stated work and a larger baseline are followed`() throws {
    // Rates 100/10 on 2 and 300/12 on 8: 2.5 times the rate on four times the processors.
    let scaling = try WeakScaling(processors: [2, 8], times: [10, 12], work: [100, 300], baseline: 2)
    #expect(agree(scaling.runs[1].scaledSpeedup, 2.5, 1e-15))
    #expect(agree(scaling.runs[1].efficiency, 0.625, 1e-15))
    #expect(scaling.superlinearProcessors.isEmpty)
  }

  @Test func `its fit is Gustafson's law of the rates`() throws {
    // The straight line by numpy: see the test of the fit.
    let scaling = try WeakScaling(processors: [1, 2, 4, 8, 16], times: [10, 10.4, 10.5, 10.9, 11], baseline: 1)
    #expect(agree(try scaling.fit().gustafson?.serialShare, 0.131_172_309_169, 1e-9))
    let ranking = try scaling.comparison(among: [.linear, .gustafson]).ranking
    #expect(ranking.map(\.fit.law) == [.linear, .gustafson])
    // By hand: n ln(RSS / n) + 2 k + 2 k (k + 1) / (n - k - 1), the line through 0 with slope Σ p r / Σ p², that of Gustafson's law by numpy.
    let processors: [Double] = [1, 2, 4, 8, 16]
    let rates = zip(processors, [10, 10.4, 10.5, 10.9, 11]).map { $0 / $1 }
    let slope = zip(processors, rates).reduce(0) { $0 + $1.0 * $1.1 } / 341
    let rest = zip(processors, rates).reduce(0) { $0 + ($1.1 - slope * $1.0) * ($1.1 - slope * $1.0) }
    let difference = 5 * log(6.474_382_120_2e-5 / rest) + (6 + 24) - (4 + 12 / 2)
    #expect(agree(ranking[1].difference, difference, 1e-8))
  }

  @Test func `more than linear is flagged`() throws {
    let scaling = try WeakScaling(processors: [1, 2], times: [10, 9], baseline: 1)
    #expect(scaling.superlinearProcessors == [2])
    #expect(scaling.headline.hasSuffix("; superlinear on 2."))
  }

  @Test func `every input fault names its row and value`() {
    #expect(
      message { try WeakScaling(processors: [1, 2], times: [1, 1], work: [1, -1], baseline: 1) }
        == "The work of row 1 is -1.0; it must be positive and finite.")
    #expect(
      message { try WeakScaling(processors: [0, 2], times: [1, 1], baseline: 2) }
        == "The number of processors of row 0 is 0; it must be 1 or more.")
    #expect(
      message { try WeakScaling(processors: [2, 4], times: [1, 1], baseline: 8) }
        == "There is no run on 8 processors to compare with; there are runs on 2, 4.")
    #expect(
      message { try WeakScaling(processors: [2, 2], times: [1, 1], baseline: 2) }
        == "Rows 0 and 1 both have 2 processors: say that repeats are averaged, or leave one out.")
  }
}
