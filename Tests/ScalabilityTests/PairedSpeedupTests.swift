import Foundation
import Scalability
import ScalingStatistics
import Testing

@Suite struct PairedSpeedupTests {
  @Test func `both estimands and the counts agree with hand arithmetic`() throws {
    let speedup = try PairedSpeedup(baseline: [2, 4, 6], candidate: [1, 4, 8])
    #expect(abs(speedup.ratioOfTotals.value - 12.0 / 13) < 1e-15)
    #expect(abs(speedup.typicalRequest.value - cbrt(1.5)) < 1e-15)
    #expect(speedup.pairCount == 3)
    #expect(speedup.slowerCount == 1)
    #expect(speedup.tiedCount == 1)
    #expect(speedup.shareSlower == (try BinomialInterval.wilson(successes: 1, trials: 3)))
    #expect(
      speedup.meaningOfInterval
        == "The intervals describe these problems drawn again (the 3 pairs resampled), "
        + "not the same requests timed again.")
  }

  @Test func `fewer than eight pairs have points and a reason instead of intervals`() throws {
    let speedup = try PairedSpeedup(baseline: [2, 4, 6], candidate: [1, 4, 8])
    for estimate in [speedup.ratioOfTotals, speedup.typicalRequest] {
      #expect(estimate.lower == 0 && estimate.upper == .infinity)
      #expect(estimate.method == "no interval: 3 pairs are too few, 8 are needed")
    }
    #expect(speedup.caution == "Too few pairs for an interval: 3, where 8 are needed.")
    // 12/13 and the cube root of 1.5.
    #expect(
      speedup.headline
        == "0.92x in total, 1.14x for the typical request, over 3 pairs; 33 % of them got slower. "
        + "Too few pairs for an interval: 3, where 8 are needed.")
    #expect(throws: (any Error).self) {
      try PairedSpeedup(baseline: [2, 4, 6], candidate: [1, 4, 8], replicates: 10)
    }
  }

  @Test func `fewer than thirty pairs say that the interval of the total is too narrow`() throws {
    let (baseline, candidate, _) = try Self.measured("5M")
    let few = try PairedSpeedup(baseline: Array(baseline.prefix(29)), candidate: Array(candidate.prefix(29)))
    let sentence = "Few pairs: the interval of the ratio of totals is too narrow below 30 of them."
    #expect(few.caution == sentence)
    #expect(few.headline.hasSuffix(" % of them got slower. " + sentence))
    #expect(
      few.ratioOfTotals.method
        == "bootstrap-t of the logarithm over 29 pairs; few pairs: the interval is too narrow")
    #expect(few.typicalRequest.method == "Student's t of the logarithms over 29 pairs")
    let enough = try PairedSpeedup(baseline: Array(baseline.prefix(30)), candidate: Array(candidate.prefix(30)))
    #expect(enough.caution == nil)
    #expect(enough.ratioOfTotals.method == "bootstrap-t of the logarithm over 30 pairs")
    #expect(enough.headline.hasSuffix(" % of them got slower."))
  }

  @Test func `pairs that are alike but for one leave the end open that they cannot tell`() throws {
    // A third of the replicates lack the one pair that gained more, and have no spread: how far up the truth lies is unknown.
    let speedup = try PairedSpeedup(
      baseline: [2, 2, 2, 2, 2, 2, 2, 4], candidate: [1, 1, 1, 1, 1, 1, 1, 1])
    #expect(speedup.ratioOfTotals.value == 2.25)
    #expect(speedup.ratioOfTotals.lower > 1 && speedup.ratioOfTotals.lower < 2.25)
    #expect(speedup.ratioOfTotals.upper == .infinity)
  }

  /// Coverage by simulation: the 5M pairs are the population, pairs drawn from it with replacement; the guide has figures from more draws.
  @Test(arguments: [(8, 0.85...0.93, 0.91...0.97), (30, 0.925...0.98, 0.92...0.97)])
  func `the intervals keep the measured share of the truth`(
    count: Int, ofTotals: ClosedRange<Double>, typical: ClosedRange<Double>
  ) throws {
    let (baseline, candidate, _) = try Self.measured("5M")
    let truth = baseline.reduce(0, +) / candidate.reduce(0, +)
    let typicalTruth = exp(zip(baseline, candidate).map { log($0 / $1) }.reduce(0, +) / 100)
    var generator = SeededGenerator(seed: 11)
    let draws = 600
    var kept = 0
    var typicalKept = 0
    for _ in 0..<draws {
      let rows = (0..<count).map { _ in generator.nextIndex(below: 100) }
      let speedup = try PairedSpeedup(
        baseline: rows.map { baseline[$0] }, candidate: rows.map { candidate[$0] }, replicates: 300)
      if speedup.ratioOfTotals.contains(truth) { kept += 1 }
      if speedup.typicalRequest.contains(typicalTruth) { typicalKept += 1 }
    }
    #expect(ofTotals.contains(Double(kept) / Double(draws)))
    #expect(typical.contains(Double(typicalKept) / Double(draws)))
  }

  @Test func `a candidate that is twice as fast everywhere has an interval without width`() throws {
    let times = [1.0, 2, 4, 8, 16, 32, 64, 128]
    let speedup = try PairedSpeedup(baseline: times, candidate: times.map { $0 / 2 })
    #expect(speedup.ratioOfTotals.lower == 2)
    #expect(speedup.ratioOfTotals.upper == 2)
    #expect(abs(speedup.typicalRequest.lower - 2) < 1e-14)
    #expect(abs(speedup.typicalRequest.upper - 2) < 1e-14)
    #expect(
      speedup.headline
        == "2.00x [2.00, 2.00] in total, 2.00x [2.00, 2.00] for the typical request, over 8 pairs; 0 % of them got slower. "
        + "Few pairs: the interval of the ratio of totals is too narrow below 30 of them."
    )
  }

  @Test func `the same seed gives the same bits and another seed others`() throws {
    let baseline = [3.0, 5, 2, 8, 4, 9, 6, 7]
    let candidate = [2.0, 3, 2.5, 4, 4.5, 5, 3, 5]
    let first = try PairedSpeedup(baseline: baseline, candidate: candidate, seed: 4)
    #expect(first == (try PairedSpeedup(baseline: baseline, candidate: candidate, seed: 4)))
    let other = try PairedSpeedup(baseline: baseline, candidate: candidate, seed: 5)
    #expect(first.ratioOfTotals != other.ratioOfTotals)
    #expect(first.typicalRequest == other.typicalRequest)
  }

  @Test func `a wider level gives a wider interval around the same value`() throws {
    let baseline = [3.0, 5, 2, 8, 4, 9, 6, 7]
    let candidate = [2.0, 3, 2.5, 4, 4.5, 5, 3, 5]
    let narrow = try PairedSpeedup(baseline: baseline, candidate: candidate, level: 0.8)
    let wide = try PairedSpeedup(baseline: baseline, candidate: candidate, level: 0.99)
    #expect(wide.ratioOfTotals.value == narrow.ratioOfTotals.value)
    #expect(wide.ratioOfTotals.lower < narrow.ratioOfTotals.lower)
    #expect(wide.ratioOfTotals.upper > narrow.ratioOfTotals.upper)
    #expect(wide.shareSlower.level == 0.99)
  }

  @Test func `every input fault has a sentence`() {
    #expect(
      message { try PairedSpeedup(baseline: [1, 2], candidate: [1]) }
        == "2 baseline times and 1 candidate times are not pairs: match them by key first.")
    #expect(
      message { try PairedSpeedup(baseline: [1, 0], candidate: [1, 1], keys: ["p1", "p2"]) }
        == "The baseline time of row 1 (p2) is 0.0; a time must be positive and finite.")
    #expect(
      message { try PairedSpeedup(baseline: [1, 1], candidate: [.infinity, 1]) }
        == "The candidate time of row 0 is inf; a time must be positive and finite.")
    #expect(
      message { try PairedSpeedup(baseline: [1], candidate: [.nan]) }
        == "The candidate time of row 0 is nan; a time must be positive and finite.")
    #expect(
      message { try PairedSpeedup(baseline: [1], candidate: [1]) }
        == "A paired speed-up needs at least two pairs; there is 1.")
    #expect(
      message { try PairedSpeedup(baseline: [], candidate: []) }
        == "A paired speed-up needs at least two pairs; there are 0.")
    #expect(
      message { try PairedSpeedup(baseline: [1e308, 1e308], candidate: [1, 1]) }
        == "The times are too large or too small to be added up: state them in another unit.")
    #expect(
      message { try PairedSpeedup(baseline: [1, 2], candidate: [1, 2], keys: ["a"]) }
        == "1 keys for 2 pairs: one is needed for each.")
    #expect(
      message { try PairedSpeedup(baseline: [1, 2], candidate: [1, 2], level: 95) }
        == "A level of 95.0 was asked for; a level lies between 0 and 1, such as 0.95.")
  }

  /// The points of the README of Examples/Data/h100 and ends of other programs.
  ///
  /// Ends: a bootstrap-t of 20,000 replicates by a NumPy program of its own, and the mean logarithm plus and minus 1.98422
  /// (t with 99 degrees of freedom) standard errors.
  @Test(arguments: [
    ("0.5M", 2.50, 2.301, 2.698, 1.60, 1.4771, 1.7347, 0.09), ("0.9M", 2.26, 2.058, 2.460, 1.35, 1.2253, 1.4907, 0.35),
    ("2M", 2.28, 2.076, 2.488, 1.43, 1.3090, 1.5527, 0.29), ("5M", 2.24, 2.043, 2.441, 1.32, 1.2008, 1.4606, 0.40),
  ])
  func `the measured requests give the published speed-ups`(
    model: String, ratio: Double, lower: Double, upper: Double, typical: Double, typicalLower: Double,
    typicalUpper: Double, slower: Double
  ) throws {
    let (baseline, candidate, _) = try Self.measured(model)
    let speedup = try PairedSpeedup(baseline: baseline, candidate: candidate)
    #expect(speedup.pairCount == 100)
    #expect(abs(speedup.ratioOfTotals.value - ratio) < 0.005)
    #expect(abs(speedup.typicalRequest.value - typical) < 0.005)
    #expect(abs(speedup.shareSlower.value - slower) < 1e-12)
    // Two bootstraps with different generators: their ends differ by Monte Carlo error.
    #expect(abs(speedup.ratioOfTotals.lower - lower) < 0.02)
    #expect(abs(speedup.ratioOfTotals.upper - upper) < 0.02)
    #expect(abs(speedup.typicalRequest.lower - typicalLower) < 1e-4)
    #expect(abs(speedup.typicalRequest.upper - typicalUpper) < 1e-4)
  }

  /// "Dropping them turns 2.50x into 2.24x; keeping the set-up turns it into 3.04x" (the same README).
  @Test func `dropping the cold requests or keeping their set-up would have biased the speed-up`() throws {
    let (baseline, candidate, rows) = try Self.measured("0.5M")
    let cold = rows.indices.filter { rows[$0].isCold }
    let warm = rows.indices.filter { !rows[$0].isCold }
    #expect(!cold.isEmpty)
    let dropped = try PairedSpeedup(baseline: warm.map { baseline[$0] }, candidate: warm.map { candidate[$0] })
    #expect(abs(dropped.ratioOfTotals.value - 2.24) < 0.005)
    let kept = try PairedSpeedup(baseline: rows.map(\.rawBaseline), candidate: rows.map(\.rawCandidate))
    #expect(abs(kept.ratioOfTotals.value - 3.04) < 0.005)
  }

  struct MeasuredPair {
    let rawBaseline: Double
    let rawCandidate: Double
    let isCold: Bool
    let outputTokens: Double
  }

  static func measured(_ model: String) throws -> (baseline: [Double], candidate: [Double], rows: [MeasuredPair]) {
    let own = try ReferenceFiles.measured("requests.csv").filter { $0["model"] == model }
    let baseline = own.filter { $0["strategy"] == "baseline" }
    let ngram = own.filter { $0["strategy"] == "ngram" }
    let pairing = try Pairing.match(
      baselineKeys: baseline.compactMap { $0["problem"] }, candidateKeys: ngram.compactMap { $0["problem"] })
    #expect(pairing.unpairedBaseline.isEmpty && pairing.unpairedCandidate.isEmpty)
    func column(_ rows: [[String: String]], _ name: String) throws -> [Double] {
      try rows.map { try ReferenceFiles.number($0, name) }
    }
    let before = try SetupTime(
      latency: column(baseline, "latency_ms"), setup: column(baseline, "setup_ms"), unit: "ms")
    let after = try SetupTime(latency: column(ngram, "latency_ms"), setup: column(ngram, "setup_ms"), unit: "ms")
    let rows = try zip(pairing.baselineRows, pairing.candidateRows).map { first, second in
      MeasuredPair(
        rawBaseline: try ReferenceFiles.number(baseline[first], "latency_ms"),
        rawCandidate: try ReferenceFiles.number(ngram[second], "latency_ms"),
        isCold: baseline[first]["cold"] == "1" || ngram[second]["cold"] == "1",
        outputTokens: try ReferenceFiles.number(baseline[first], "output_tokens"))
    }
    return (
      pairing.baselineRows.map { before.corrected[$0] }, pairing.candidateRows.map { after.corrected[$0] }, rows
    )
  }
}
