import BenchmarkAdapters
import Foundation
import ScalingExperiments
import ScalingStudies
import Testing

/// Observation 1 where caps cut few requests, where time a token changes, and on the shipped measurements.
@Suite struct DiminishingGainsClaimTests {
  /// Problems that need so many tokens, each token 10 ms unless stated otherwise; a problem is solved where it may be and its answer is complete.
  private static func ladder(
    _ lengths: [Int], caps: [Int], isSolvable: (Int) -> Bool, seconds: (Double) -> Double = { 0.01 * $0 }
  ) -> SweepObservations {
    let problems = lengths.indices.map { "p\($0)" }
    return SweepObservations(
      cells: caps.map { cap in
        let tokens = lengths.map { Double(min($0, cap)) }
        return SweepObservation(
          model: ModelDescription(name: "tiny"), tokenCap: cap, strategy: .baseline, accelerator: "any",
          accelerators: 1, problems: problems, latency: tokens.map(seconds), outputTokens: tokens,
          solved: Dictionary(
            uniqueKeysWithValues: lengths.indices.map { (problems[$0], isSolvable($0) && lengths[$0] <= cap) }))
      })
  }

  private static func repeated(_ groups: [(count: Int, length: Int)]) -> [Int] {
    groups.flatMap { [Int](repeating: $0.length, count: $0.count) }
  }

  @Test func `the last step is the last that a fifth of the requests pay for`() {
    // 70, 50, 30 and 5 of 100 run beyond the caps of 16, 32, 64 and 128; 30, 50, 52 and 52 are solved.
    let lengths = Self.repeated([(30, 12), (20, 30), (20, 60), (25, 120), (5, 256)])
    let finding = DiminishingGainsClaim.finding(
      Self.ladder(lengths, caps: [16, 32, 64, 128, 256], isSolvable: { $0 < 52 }))
    #expect(finding.verdict == .supported)
    // 0.2 for 20 × 14 + 50 × 16 = 1,080 tokens of 10 ms over 100 requests.
    #expect(
      finding.evidence[0]
        == "tiny on any: gain per second falls (1.85 from a cap of 16 to 32, 0 from 64 to 128, which 30 requests pay for)."
    )
  }

  @Test func `three requests beyond the last caps cannot tell, and that is said`() {
    // Beyond 16, 32, 64 and 128 run 30, 3, 3 and 3 of 40: the third cap is the earliest that ends the last step.
    let lengths = Self.repeated([(10, 12), (27, 30), (3, 256)])
    let finding = DiminishingGainsClaim.finding(
      Self.ladder(lengths, caps: [16, 32, 64, 128, 256], isSolvable: { $0 < 30 }))
    #expect(finding.verdict == .notTestable)
    #expect(finding.headline.hasSuffix("; too few requests or problems to tell in tiny on any."))
    #expect(finding.evidence[0].contains("0 from 32 to 64, which 3 requests pay for"))
    #expect(
      finding.missing.first
        == "tiny on any: more problems, or caps that cut more of them; a curve that gains nothing at its end would not have been told from one that does."
    )
  }

  @Test func `a curve whose gains go on is not supported and named`() {
    // Half of 200 problems need all of the last cap's tokens.
    let lengths = Self.repeated([(20, 12), (30, 30), (50, 120), (100, 250)])
    let finding = DiminishingGainsClaim.finding(
      Self.ladder(lengths, caps: [16, 32, 128, 256], isSolvable: { _ in true }))
    #expect(finding.verdict == .notSupported)
    #expect(finding.headline.contains("flatten in 0 of 1; not shown in tiny on any."))
  }

  @Test(arguments: [(0.0, 1.0), (5e-5, 1.8)])
  func `the shape along time differs from that along tokens by the quotient of the times of a token`(
    square: Double, ratio: Double
  ) throws {
    // Every answer fills every cap. Tokens 16 to 32 take 0.01 + 48 × square s each, and 128 to 256 take 0.01 + 384 × square s.
    let expected = (0.01 + 384 * square) / (0.01 + 48 * square)
    let finding = DiminishingGainsClaim.finding(
      Self.ladder(
        Self.repeated([(40, 256)]), caps: [16, 32, 64, 128, 256], isSolvable: { _ in true },
        seconds: { 0.01 * $0 + square * $0 * $0 }))
    let words = String(format: "%.4g", expected)
    #expect(finding.evidence[2].contains("a further token takes \(words) [\(words), \(words)] times as long"))
    #expect(
      finding.evidence[2].contains(ratio > 1 ? "the gain falls more along time than along tokens" : "no difference"))
  }

  @Test func `of the shipped models all diminish and three flatten, and their shapes differ by a few percent`() throws {
    let measurements = try TestTimeScalingDirectory(PlainCSV.folder.path).read()
    let finding = DiminishingGainsClaim.finding(SweepObservations(measurements.runs))
    #expect(
      finding.headline
        == "Observation 1: not supported on models of other sizes than the paper's; gains diminish in 4 of 4 models and flatten in 3 of 4; not shown in 5M on NVIDIA H100 80GB HBM3."
    )
    try #require(finding.evidence.count == 12)
    for (row, model) in PlainRequests.models.enumerated() {
      let requests = try PlainRequests(model, "baseline")
      // 24 of 100 run beyond 256 tokens, 14 beyond 512.
      #expect(try requests.rows.count { try $0.number("output_tokens") > 256 } == 24)
      #expect(finding.evidence[3 * row].contains("from 256 to 512, which 24 requests pay for"))
      func secondsPerToken(_ first: Int, _ second: Int) throws -> Double {
        try (requests.meanLatency(second) - requests.meanLatency(first))
          / (requests.meanTokens(second) - requests.meanTokens(first))
      }
      let ratio = try secondsPerToken(256, 512) / secondsPerToken(8, 16)
      #expect(
        finding.evidence[3 * row + 2].contains("a further token takes \(trimmed(ratio)) ["), "\(model) \(ratio)")
      let solved = try [1_024, 2_048].map { Double(try PlainRequests.solved(model, $0)) / 4 }
      #expect(
        finding.evidence[3 * row + 1].contains("percentage points")
          && finding.evidence[3 * row + 1].contains(
            "95 % of the last is \(trimmed(solved[0] - 0.95 * solved[1])) ["),
        "\(model)")
    }
  }

  /// Four significant digits without trailing zeros.
  private func trimmed(_ value: Double) -> String { String(format: "%.4g", value) }
}
