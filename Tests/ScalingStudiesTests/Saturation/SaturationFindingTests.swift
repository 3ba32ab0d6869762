import Foundation
import ScalingExperiments
import ScalingStudies
import Testing

@Suite struct SaturationFindingTests {
  private static func finding(
    along axis: CurveAxis = .outputTokens, replicates: Int = 50, seed: UInt64 = 1, _ curve: (Double) -> Double
  ) throws -> SaturationFinding {
    try SaturationFinding(
      try TokenCapLadder(try HandMadeRun.following(curve)), along: axis, replicates: replicates, seed: seed)
  }

  /// 0.8 - 4 / x: 95 % of the plateau where 4 / x = 0.04, at 100 tokens.
  private static func leveling(_ x: Double) -> Double { 0.8 - 4 / x }

  @Test func `a curve that levels off inside the data is found to, with its plateau and its 95 percent point`() throws {
    let finding = try Self.finding(Self.leveling)
    #expect(finding.verdict == .levelsOff)
    #expect(finding.comparison?.best.law == "saturating power law")
    #expect(finding.x == (0..<9).map { Double(8 << $0) })
    let plateau = try #require(finding.plateau)
    // Shares are whole problems of 400, so off by up to 1/800.
    #expect(abs(plateau.value - 0.8) < 0.005)
    #expect(plateau.contains(0.8))
    let reaching = try #require(finding.reaching95)
    #expect(abs(reaching.value - 100) < 8)
    #expect(reaching.contains(100))
    #expect(finding.reaching95Place == .inside)
    #expect(finding.headline.hasPrefix("curve along generated tokens: saturating power law, plateau "))
    #expect(finding.headline.hasSuffix("inside the data."))
  }

  @Test func `along a latency proportional to tokens the plateau is the same and its time is in proportion`() throws {
    let tokens = try Self.finding(Self.leveling)
    let latency = try Self.finding(along: .latency, Self.leveling)
    #expect(latency.verdict == .levelsOff)
    #expect(agree(try #require(latency.plateau).value, try #require(tokens.plateau).value, within: 1e-6))
    #expect(
      agree(try #require(latency.reaching95).value, try #require(tokens.reaching95).value * 0.01, within: 1e-4))
  }

  @Test func `a plateau cannot lie above the last accuracy and the answers still cut`() throws {
    // 0.8 - 1.2 x^-0.3 stands at 0.6775 under the last cap. All wrong answers but those of the 40 timed problems are made complete: a tenth is still cut.
    var run = try HandMadeRun.following { 0.8 - 1.2 * pow($0, -0.3) }
    let answers = try #require(run.answers)
    run.answers = try AnswerRecords(
      problems: answers.problems,
      outputTokens: answers.problems.indices.map { $0 < 40 ? nil : answers.outputTokens[$0] ?? 4 },
      isCorrect: answers.isCorrect)
    let finding = try SaturationFinding(try TokenCapLadder(run), along: .outputTokens, replicates: 50)
    #expect(finding.shareCut == 0.1)
    let last = try #require(finding.accuracy.last)
    #expect(try #require(finding.saturating?["plateau"]).value <= last + 0.1 + 1e-12)
    #expect(try #require(finding.band?.x.last) == 4_096)
  }

  @Test func `a curve that rises with the logarithm is not said to have a plateau`() throws {
    let finding = try Self.finding { 0.1 + 0.08 * log($0 / 8) }
    #expect(finding.verdict == .notShown)
    #expect(finding.comparison?.best.law == "log-linear law")
    #expect(finding.headline.contains("so no plateau is claimed"))
    #expect(finding.band?.law == "log-linear law")
  }

  @Test func `a plateau far beyond the data is not said to be inside them`() throws {
    // 0.8 - 1.2 x^-0.3 is at 0.68 under the last cap and at 95 % of 0.8 after 83,000 tokens.
    let finding = try Self.finding { 0.8 - 1.2 * pow($0, -0.3) }
    #expect(finding.verdict == .plateauBeyondData || finding.verdict == .notShown)
    #expect(!finding.headline.hasSuffix("inside the data."))
  }

  @Test func `a 95 percent point inside the data is not enough where its interval is not`() throws {
    // 0.8 - 1.4 x^-0.5 is at 95 % of 0.8 after 1,225 tokens, shortly before the last cap.
    let finding = try Self.finding { 0.8 - 1.4 * pow($0, -0.5) }
    let reaching = try #require(finding.reaching95)
    #expect(finding.comparison?.best.law == "saturating power law")
    #expect(abs(reaching.value - 1_225) < 150)
    #expect(finding.reaching95Place == .inside && reaching.upper > 2_048)
    #expect(finding.verdict == .plateauBeyondData)
    #expect(finding.headline.hasSuffix("inside the data but the interval is not."))
  }

  /// 400 problems drawn from the curve instead of rounded to it, with a plain generator.
  @Test func `from drawn problems the plateau's interval holds the truth`() throws {
    var state: UInt64 = 7
    let drawn = (0..<400).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 33) / 2_147_483_648
    }
    let finding = try Self.finding(replicates: 100) { cap in Double(drawn.count { $0 < Self.leveling(cap) }) / 400 }
    #expect(finding.verdict == .levelsOff)
    #expect(try #require(finding.plateau).contains(0.8))
    #expect(try #require(finding.reaching95).contains(100))
  }

  @Test func `point intervals are Wilson's and the band encloses its curve from the first cap to twice the last`()
    throws
  {
    let finding = try Self.finding(Self.leveling)
    // 120 of 400: centre (p + z²/2n) / (1 + z²/n), half width z √(p(1-p)/n + z²/4n²) / (1 + z²/n).
    let z = 1.959963984540054
    let scale = 1 + z * z / 400
    let half = z * (0.3 * 0.7 / 400 + z * z / (4 * 400 * 400)).squareRoot() / scale
    let first = finding.accuracyIntervals[0]
    #expect(finding.accuracy[0] == 0.3)
    #expect(agree(first.lower, (0.3 + z * z / 800) / scale - half, within: 1e-9))
    #expect(agree(first.upper, (0.3 + z * z / 800) / scale + half, within: 1e-9))
    let band = try #require(finding.band)
    #expect(band.x.first == 8)
    #expect(band.x.last == 4_096)
    #expect(band.x.count == 41)
    for row in band.x.indices {
      #expect(band.lower[row] <= band.values[row] && band.values[row] <= band.upper[row])
      #expect(abs(band.values[row] - Self.leveling(band.x[row])) < 0.01)
    }
  }

  @Test func `cost per token that falls has nothing to saturate`() throws {
    // A constant second for each request and a hundredth for each token: 0.135 s a token at 8, 0.0105 at 2,048.
    let run = try HandMadeRun.following(Self.leveling, latency: { 1 + 0.01 * $0 })
    let finding = try SaturationFinding(try TokenCapLadder(run), along: .costPerToken, replicates: 50)
    #expect(finding.verdict == .notRising)
    #expect(finding.comparison == nil && finding.plateau == nil && finding.band == nil)
    #expect(finding.accuracy.count == 9)
    #expect(
      finding.headline
        == "curve: cost per token falls from 0.27 to 0.021 accelerator-s/token while accuracy rises: longer answers share the fixed cost of a request among more tokens, so there is nothing to saturate along this axis."
    )
  }

  @Test func `caps that cut no timed answer are named as such`() throws {
    let run = try HandMadeRun.changed {
      $0.timedTokens = [4, 3]
      $0.passes = nil
    }
    let finding = try SaturationFinding(try TokenCapLadder(run), along: .outputTokens, replicates: 50)
    #expect(finding.verdict == .notRising)
    #expect(
      finding.headline
        == "tiny: generated tokens goes from 2 to 3.5 tokens, but does not rise from every cap to the next; leave out the caps that cut no timed answer."
    )
  }

  @Test func `the same seed gives the same numbers and another seed others`() throws {
    let first = try Self.finding(seed: 3, Self.leveling)
    let again = try Self.finding(seed: 3, Self.leveling)
    let other = try Self.finding(seed: 4, Self.leveling)
    #expect(first.headline == again.headline)
    #expect(first.plateau == again.plateau && first.reaching95 == again.reaching95 && first.band == again.band)
    #expect(first.plateau != other.plateau)
    #expect(first.plateau?.value == other.plateau?.value)
  }

  @Test func `two caps are too few for a law with a plateau`() throws {
    let run = try HandMadeRun.changed {
      $0.caps = [2, 8]
      $0.latencyAtCaps = [[1.5, 1], [4.5, 1.25]]
    }
    #expect(
      message { try SaturationFinding(try TokenCapLadder(run), along: .outputTokens, replicates: 50) }
        == "tiny: no law with a plateau could be fitted along generated tokens.")
  }

  @Test func `a higher level gives wider intervals around the same numbers`() throws {
    let ladder = try TokenCapLadder(try HandMadeRun.following(Self.leveling))
    let narrow = try SaturationFinding(ladder, along: .outputTokens, level: 0.5, replicates: 50)
    let wide = try SaturationFinding(ladder, along: .outputTokens, level: 0.9, replicates: 50)
    let plateaus = (narrow: try #require(narrow.plateau), wide: try #require(wide.plateau))
    #expect(plateaus.narrow.value == plateaus.wide.value)
    #expect(plateaus.wide.lower < plateaus.narrow.lower && plateaus.narrow.upper < plateaus.wide.upper)
    #expect(wide.level == 0.9 && plateaus.wide.level == 0.9 && wide.accuracyIntervals[0].level == 0.9)
  }

  @Test func `a model that solves nothing is given no plateau`() throws {
    let finding = try Self.finding { _ in 0 }
    #expect(finding.verdict == .notShown)
    #expect(finding.headline.hasSuffix("so no plateau is claimed."))
  }

  @Test func `what a law says before the first cap is not reported`() throws {
    // 0.8 - 0.2 / x is at 95 % of 0.8 after 5 tokens; the first cap is 8.
    let finding = try Self.finding { 0.8 - 0.2 / $0 }
    let reaching = try #require(finding.reaching95)
    #expect(reaching.value == 8 && reaching.lower == 8)
    #expect(finding.reaching95Place == .inside)
  }

  @Test func `a model that solves all it can under the first cap levels off there`() throws {
    let finding = try Self.finding { _ in 0.4 }
    #expect(finding.verdict == .levelsOff)
    #expect(abs(try #require(finding.plateau).value - 0.4) < 1e-6)
    let reaching = try #require(finding.reaching95)
    #expect(reaching.value == 8 && reaching.lower == 8 && reaching.upper == 8)
    #expect(finding.headline.hasSuffix("95 % of it at 8 [8, 8] tokens, inside the data."))
  }
}
