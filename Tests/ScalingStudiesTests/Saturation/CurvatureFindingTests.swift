import Foundation
import ScalingStudies
import Testing

@Suite struct CurvatureFindingTests {
  private static func finding(
    timedCount: Int = 40, seed: UInt64 = 1, latency: (Double) -> Double
  ) throws -> CurvatureFinding {
    let run = try HandMadeRun.following({ 0.8 - 4 / $0 }, timedCount: timedCount, latency: latency)
    return try CurvatureFinding(try TokenCapLadder(run), replicates: 50, seed: seed)
  }

  @Test func `latency in proportion to tokens has elasticity 1 and does not change the shape`() throws {
    let finding = try Self.finding { 0.01 * $0 }
    for estimate in [finding.elasticityAtStart, finding.elasticityAtEnd] {
      #expect(abs(estimate.value - 1) < 1e-12)
      #expect(abs(estimate.lower - 1) < 1e-12 && abs(estimate.upper - 1) < 1e-12)
    }
    #expect(abs(finding.exponentAlongTokens.value - 1) < 0.1)
    #expect(abs(finding.exponentAlongLatency.value - finding.exponentAlongTokens.value) < 1e-4)
    #expect(!finding.changesShape)
    #expect(agree(finding.secondsPerToken, 0.01, within: 1e-9))
    #expect(abs(finding.startSeconds) < 1e-9 && finding.largestDeviation < 1e-9)
    #expect(finding.headline.contains("is that along tokens but for the start and the scale of the axis"))
    #expect(finding.tokens.first == 8 && finding.tokens.last == 2_048)
  }

  // A logarithmic axis only rescales a power, but no start and time a token make one.
  @Test(arguments: [0.3, 0.6, 1.3], [2, 40])
  func `latency that is a power of tokens has one elasticity and is no straight line`(
    exponent: Double, timedCount: Int
  ) throws {
    let finding = try Self.finding(timedCount: timedCount) { 0.02 * pow($0, exponent) }
    #expect(agree(finding.elasticityAtStart.value, exponent, within: 1e-9))
    #expect(agree(finding.elasticityAtEnd.value, exponent, within: 1e-9))
    #expect(finding.largestDeviation > 0.05)
    #expect(finding.changesShape)
    #expect(finding.headline.contains("differs from that along tokens by more than the start and the scale"))
  }

  @Test func `a fixed second before the first token bends logarithmic axes and nothing else`() throws {
    let finding = try Self.finding { 1 + 0.01 * $0 }
    // log2(1.16 / 1.08) and log2(21.48 / 11.24).
    #expect(agree(finding.elasticityAtStart.value, log2(1.16 / 1.08), within: 1e-9))
    #expect(agree(finding.elasticityAtEnd.value, log2(21.48 / 11.24), within: 1e-9))
    // Accuracy is 0.8 - 0.04 / (time - 1): far steeper than a power of the time near its first second.
    #expect(finding.exponentAlongLatency.value > finding.exponentAlongTokens.value)
    // On linear axes it is a shift: 1 s and 10 ms a token, exactly.
    #expect(agree(finding.startSeconds, 1, within: 1e-9))
    #expect(agree(finding.secondsPerToken, 0.01, within: 1e-9))
    #expect(finding.largestDeviation < 1e-9)
    #expect(!finding.changesShape)
    #expect(finding.headline.contains("a fixed start of 1000 ms and 10 ms a token describe latency within 0.0 %"))
  }

  @Test func `a deviation of more than 5 percent from start and time a token is a change of shape`() throws {
    // 1 ms a token and a term that grows with the square: 2 µs x tokens² is 4 x the linear part at 2,048.
    let finding = try Self.finding { 0.001 * $0 + 2e-6 * $0 * $0 }
    #expect(finding.changesShape)
  }

  @Test func `the same seed gives the same intervals`() throws {
    let first = try Self.finding(seed: 5) { 0.2 + 0.01 * $0 }
    let again = try Self.finding(seed: 5) { 0.2 + 0.01 * $0 }
    #expect(first.exponentAlongLatency == again.exponentAlongLatency)
    #expect(first.headline == again.headline)
  }

  @Test func `caps that do not cut the answers have no curve`() throws {
    let sentence = "tiny: the caps do not cut the answers, so there is no curve of latency to bend."
    let short = try HandMadeRun.changed {
      $0.timedTokens = [4, 3]
      $0.passes = nil
    }
    #expect(message { try CurvatureFinding(try TokenCapLadder(short), replicates: 50) } == sentence)
    let two = try HandMadeRun.changed {
      $0.caps = [2, 8]
      $0.latencyAtCaps = [[1.5, 1], [4.5, 1.25]]
    }
    #expect(message { try CurvatureFinding(try TokenCapLadder(two), replicates: 50) } == sentence)
  }
}
