import Foundation
import ScalingStudies
import Testing

/// The intervals of the speed-ups against a pairs bootstrap that shares nothing with the library's, generator included.
@Suite struct PlainIntervalTests {
  /// A linear congruential generator with Knuth's MMIX constants; its high bits choose the rows.
  private struct PlainGenerator {
    var state: UInt64

    mutating func row(below count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(count))
    }
  }

  @Test(arguments: PlainRequests.models)
  func `the intervals of both estimands agree with a plain percentile bootstrap over pairs`(model: String) throws {
    let first = try PlainRequests(model, "baseline").latencies()
    let second = try PlainRequests(model, "ngram").latencies()
    var generator = PlainGenerator(state: 20_261_123)
    var totals: [Double] = []
    var typical: [Double] = []
    for _ in 0..<1_000 {
      let rows = first.indices.map { _ in generator.row(below: first.count) }
      totals.append(rows.map { first[$0] }.reduce(0, +) / rows.map { second[$0] }.reduce(0, +))
      typical.append(exp(rows.map { log(first[$0] / second[$0]) }.reduce(0, +) / Double(rows.count)))
    }
    totals.sort()
    typical.sort()

    let runs = try ShippedStudy.study().measurements.runs
    let baseline = try #require(runs.first { $0.identifier == "\(model) baseline" })
    let candidate = try #require(runs.first { $0.identifier == "\(model) ngram" })
    let speedup = try SpeculationFinding(baseline: baseline, candidate: candidate, replicates: 1_000).speedup
    for (found, plain) in [(speedup.ratioOfTotals, totals), (speedup.typicalRequest, typical)] {
      #expect(abs(found.lower - plain[25]) < 0.08)
      #expect(abs(found.upper - plain[974]) < 0.08)
      #expect(found.contains(found.value))
    }
    // "Intervals about ±.2".
    let width = speedup.ratioOfTotals.upper - speedup.ratioOfTotals.lower
    #expect(width > 0.3 && width < 0.55)
  }
}
