import Scalability
import Testing

@Suite struct SpeedupBinTests {
  private func speedup() throws -> PairedSpeedup {
    try PairedSpeedup(
      baseline: [2, 4, 6, 8, 10], candidate: [2, 2, 3, 10, 5], keys: ["a", "b", "c", "d", "e"], replicates: 200)
  }

  @Test func `values on an edge belong above it and on the last edge below`() throws {
    let bins = try speedup().table(by: [1, 10, 19, 20, 30], edges: [1, 10, 20, 30])
    #expect(bins.map(\.rows) == [[0], [1, 2], [3, 4]])
    #expect(bins.map(\.pairCount) == [1, 2, 2])
    #expect(bins[1].ratioOfTotalsPoint == 2)
    #expect(bins[1].typicalRequestPoint.map { abs($0 - 2) < 1e-15 } == true)
    #expect(bins[1].shareSlower?.value == 0)
    #expect(bins[2].ratioOfTotalsPoint == 1.2)
    #expect(bins[2].shareSlower?.value == 0.5)
    // Two pairs have no interval, and the bins of whole numbers end with the last one that they hold.
    #expect(bins[1].ratioOfTotals == nil && bins[1].typicalRequest == nil)
    #expect(bins.map(\.range) == ["1 to 9", "10 to 19", "20 to 30"])
    #expect(bins[1].headline.hasPrefix("10 to 19: 2.00x in total, 2.00x for the typical request, over 2 pairs;"))
    #expect(bins[1].headline.hasSuffix("Too few pairs for an interval: 2, where 8 are needed."))
    #expect(bins[2].headline.hasPrefix("20 to 30: 1.20x"))
  }

  @Test func `ranges of whole numbers do not overlap and others say below`() throws {
    func ranges(_ values: [Double], _ edges: [Double]) throws -> [String] {
      try speedup().table(by: values, edges: edges).map(\.range)
    }
    #expect(try ranges([7, 12, 13, 20, 34], [7, 12.75, 34]) == ["7 to 12", "13 to 34"])
    #expect(try ranges([7, 12, 13, 20, 34], [7, 13, 34]) == ["7 to 12", "13 to 34"])
    #expect(try ranges([7, 12, 13, 20, 34.5], [7, 13, 34.5]) == ["7 to below 13", "13 to 34.5"])
    #expect(try ranges([1, 2, 2, 3, 9], [1, 2, 3, .infinity]) == ["1", "2", "3 or more"])
    #expect(try ranges([1, 2, 2, 3, 9], [-.infinity, 3, 9]) == ["up to 2", "3 to 9"])
    #expect(try ranges([1, 2, 2, 3, 9], [-.infinity, .infinity]) == ["any"])
    // Four digits would call both 12350.
    #expect(
      try ranges([12_345, 12_346, 12_350, 12_351, 12_352], [12_345, 12_350, 12_352])
        == ["12345 to 12349", "12350 to 12352"])
    // No whole number lies between the first two edges.
    #expect(try ranges([1, 2, 2, 3, 9], [0.2, 0.8, 9]) == ["0.2 to below 0.8", "1 to 9"])
  }

  @Test func `a bin of one pair or none has no interval and says so`() throws {
    let bins = try speedup().table(by: [1, 5, 5, 5, 5], edges: [-.infinity, 0, 2, .infinity])
    #expect(bins[0].headline == "up to -1: no pair.")
    #expect(bins[0].shareSlower == nil)
    #expect(bins[1].headline == "0 to 1: a single pair, too few for an interval.")
    #expect(bins[1].ratioOfTotals == nil)
    #expect(bins[1].typicalRequest == nil)
    #expect(bins[1].shareSlower?.value == 0)
    #expect(bins[2].pairCount == 4)
  }

  @Test func `quantile bins hold about equally many pairs and ties merge them`() throws {
    let bins = try speedup().table(by: [5, 1, 4, 2, 3], quantileBins: 2)
    #expect(bins.map(\.pairCount) == [2, 3])
    #expect(bins.map(\.upper) == [3, 5])
    #expect(try speedup().table(by: [1, 1, 1, 1, 2], quantileBins: 4).map(\.pairCount) == [5])
  }

  @Test func `bins of the measured requests cover all pairs and longer answers gain more`() throws {
    let (baseline, candidate, rows) = try PairedSpeedupTests.measured("0.5M")
    let speedup = try PairedSpeedup(baseline: baseline, candidate: candidate, replicates: 200)
    let bins = try speedup.table(by: rows.map(\.outputTokens), quantileBins: 4)
    #expect(bins.map(\.pairCount).reduce(0, +) == 100)
    // The total of a bin's times over the total of the other's, straight from the columns.
    let longest = try #require(bins.last)
    let expected =
      longest.rows.map { baseline[$0] }.reduce(0, +) / longest.rows.map { candidate[$0] }.reduce(0, +)
    #expect(longest.ratioOfTotals.map { abs($0.value - expected) < 1e-12 } == true)
    #expect(bins.allSatisfy { $0.pairCount > 7 && $0.ratioOfTotals != nil })
    #expect(bins.allSatisfy { $0.pairCount >= 30 || $0.headline.contains("Few pairs: ") })
    #expect((longest.ratioOfTotals?.value ?? 0) > (bins[0].ratioOfTotals?.value ?? .infinity))
  }

  @Test func `every input fault has a sentence`() throws {
    let speedup = try speedup()
    #expect(
      message { try speedup.table(by: [1], edges: [0, 1]) } == "1 values for 5 pairs: one is needed for each.")
    #expect(
      message { try speedup.table(by: [1, 2, .nan, 4, 5], edges: [0, 9]) }
        == "The value of row 2 (c) is not a number: it belongs to no bin.")
    #expect(
      message { try speedup.table(by: [1, 2, 3, 4, 5], edges: [0]) }
        == "Bins need two edges or more, each above the one before it.")
    #expect(
      message { try speedup.table(by: [1, 2, 3, 4, 5], edges: [0, 0]) }
        == "Bins need two edges or more, each above the one before it.")
    #expect(
      message { try speedup.table(by: [1, 2, 3, 4, 50], edges: [0, 10]) }
        == "row 4 (e) has the value 50, outside the edges 0 to 10: widen them (an outer edge may be infinite).")
    #expect(
      message { try speedup.table(by: [-1, 2, 3, 4, 5], edges: [0, 10]) }
        == "row 0 (a) has the value -1, outside the edges 0 to 10: widen them (an outer edge may be infinite).")
    #expect(
      message { try speedup.table(by: [1, 2, 3, 4, 5], quantileBins: 0) }
        == "0 bins were asked for; at least one is needed.")
    #expect(
      message { try speedup.table(by: [7, 7, 7, 7, 7], quantileBins: 2) } == "All values are 7: they make no bins.")
  }
}
