import Foundation
import ScalingStudies
import Testing

/// What the study says of the shipped measurements, computed again by plain arithmetic on the files, and beside it the figures that were published with them.
@Suite struct PlainArithmeticTests {
  /// The right answers of 400 at each cap; the last are .23, .31, .4875 and .9975 in the README of the data.
  @Test(arguments: [
    ("0.5M", [45, 71, 75, 81, 85, 88, 90, 92, 92], 0.23), ("0.9M", [52, 85, 91, 105, 114, 118, 120, 123, 124], 0.31),
    ("2M", [61, 100, 121, 152, 174, 184, 189, 193, 195], 0.4875),
    ("5M", [76, 124, 160, 213, 259, 298, 340, 375, 399], 0.9975),
  ])
  func `accuracies at the nine caps are the counted shares`(model: String, counts: [Int], published: Double) throws {
    let study = try ShippedStudy.study()
    let plain = try PlainRequests.caps.map { try PlainRequests.solved(model, $0) }
    #expect(plain == counts)
    #expect(Double(plain[8]) / 400 == published)
    for strategy in ["baseline", "ngram"] {
      let rows = study.configurations.configurations.indices.filter {
        study.configurations.configurations[$0].run == "\(model) \(strategy)"
      }
      #expect(rows.map { study.configurations.configurations[$0].cap } == PlainRequests.caps)
      #expect(rows.map { study.configurations.accuracy[$0] } == plain.map { Double($0) / 400 })
    }
    let findings = study.saturation.filter { $0.label == "\(model) baseline" }
    #expect(findings.count == 3)
    for finding in findings { #expect(finding.accuracy == plain.map { Double($0) / 400 }) }
  }

  @Test(arguments: PlainRequests.models, ["baseline", "ngram"])
  func `latency, tokens and cost per token at each cap are plain means and quotients`(
    model: String, strategy: String
  ) throws {
    let grid = try ShippedStudy.study().configurations
    let requests = try PlainRequests(model, strategy)
    for cap in PlainRequests.caps {
      let row = try #require(
        grid.configurations.firstIndex { $0.run == "\(model) \(strategy)" && $0.cap == cap })
      let latency = try requests.meanLatency(cap)
      let tokens = try requests.meanTokens(cap)
      #expect(agree(grid.latency[row], latency))
      #expect(agree(try #require(grid.compute[.generatedTokens])[row], tokens))
      #expect(agree(grid.costPerToken[row], latency / tokens))
    }
  }

  /// Expected figures: the README of the data.
  @Test(arguments: [
    ("0.5M", "2.50", "1.60", 9), ("0.9M", "2.26", "1.35", 35), ("2M", "2.28", "1.43", 29), ("5M", "2.24", "1.32", 40),
  ])
  func `speculation has the published ratios of totals, typical requests and shares that got slower`(
    model: String, ratio: String, typical: String, slower: Int
  ) throws {
    let finding = try #require(try ShippedStudy.study().speculation.first { $0.label == model })
    let before = try PlainRequests(model, "baseline")
    let after = try PlainRequests(model, "ngram")
    // The rows of both strategies stand in the same order, which makes them pairs.
    try #require(before.rows.map { $0["problem"] } == after.rows.map { $0["problem"] })
    let pairs = Array(zip(try before.latencies(), try after.latencies()))
    let ofTotals = pairs.map(\.0).reduce(0, +) / pairs.map(\.1).reduce(0, +)
    let geometric = exp(pairs.map { log($0.0 / $0.1) }.reduce(0, +) / Double(pairs.count))
    let longer = pairs.count { $0.1 > $0.0 }

    #expect(printed(ofTotals, 2) == ratio)
    #expect(printed(geometric, 2) == typical)
    #expect(longer == slower)
    #expect(agree(finding.speedup.ratioOfTotals.value, ofTotals))
    #expect(agree(finding.speedup.typicalRequest.value, geometric))
    #expect(finding.speedup.slowerCount == longer)
    #expect(agree(finding.speedup.shareSlower.value, Double(slower) / 100))
    #expect(finding.speedup.pairCount == 100)
    #expect(finding.unpaired.isEmpty)
    // Same tokens and one accelerator on both sides: a token costs the inverse.
    #expect(agree(finding.costRatio.value, 1 / ofTotals))
    #expect(agree(finding.costRatio.lower, 1 / finding.speedup.ratioOfTotals.upper))
    #expect(agree(finding.costRatio.upper, 1 / finding.speedup.ratioOfTotals.lower))
    for column in ["output_tokens", "correct"] {
      #expect(before.rows.map { $0[column] } == after.rows.map { $0[column] })
    }
    #expect(finding.changedOutputs == 0)
  }

  /// "Dropping them turns 2.50x into 2.24x; keeping the set-up turns it into 3.04x" (README of the data).
  @Test func `set-up is taken out and the requests that paid it stay in`() throws {
    let finding = try #require(try ShippedStudy.study().speculation.first { $0.label == "0.5M" })
    let before = try PlainRequests("0.5M", "baseline")
    let after = try PlainRequests("0.5M", "ngram")
    let kept = try before.rawLatencies().reduce(0, +) / after.rawLatencies().reduce(0, +)
    #expect(printed(kept, 2) == "3.04")
    #expect(agree(finding.ratioWithSetup, kept))
    let warm = before.rows.indices.filter { before.rows[$0]["cold"] == "0" && after.rows[$0]["cold"] == "0" }
    #expect(warm.count < 100)
    let first = try before.latencies()
    let second = try after.latencies()
    let dropped = warm.map { first[$0] }.reduce(0, +) / warm.map { second[$0] }.reduce(0, +)
    #expect(printed(dropped, 2) == "2.24")
    #expect(agree(finding.baselineSetup.totalRemoved, try before.total("setup_ms") / 1e3))
    #expect(agree(finding.candidateSetup.totalRemoved, try after.total("setup_ms") / 1e3))
  }

  /// "About 3.3 tokens a pass, and 1.8 times the arithmetic" (README of the data).
  @Test(arguments: [("0.5M", "1.82"), ("0.9M", "1.82"), ("2M", "1.82"), ("5M", "1.81")])
  func `tokens a pass and the arithmetic of speculation are the published ones`(
    model: String, arithmetic: String
  ) throws {
    let finding = try #require(try ShippedStudy.study().speculation.first { $0.label == model })
    let before = try PlainRequests(model, "baseline")
    let after = try PlainRequests(model, "ngram")
    let perPass = try after.total("output_tokens") / after.total("forward_passes")
    let positions = try 6 * after.total("forward_passes") / before.total("forward_passes")
    #expect(printed(perPass, 1) == "3.3")
    #expect(printed(positions, 2) == arithmetic)
    let gain = try #require(finding.gain)
    #expect(agree(gain.tokensPerPass, perPass))
    #expect(agree(try #require(finding.arithmeticRatio), positions))
    #expect(
      agree(
        try #require(gain.acceptanceShare), try after.total("accepted_tokens") / after.total("draft_tokens")))
  }

  /// Joules a token to four digits: watts x seconds / tokens of the rows of power.csv, by hand.
  @Test(arguments: [
    ("0.5M", "0.0408", "0.0179"), ("0.9M", "0.0406", "0.0175"), ("2M", "0.0563", "0.0199"), ("5M", "0.0609", "0.0307"),
  ])
  func `joules a token are watts times seconds over tokens`(model: String, before: String, after: String) throws {
    let finding = try #require(try ShippedStudy.study().speculation.first { $0.label == model })
    let power = try PlainCSV("power.csv")
    let joules = try ["baseline", "ngram"].map { strategy in
      let row = try #require(power.rows(["model": model, "strategy": strategy]).first)
      return try row.number("mean_watts") * row.number("seconds") / row.number("output_tokens")
    }
    #expect(joules.map { printed($0, 4) } == [before, after])
    #expect(agree(try #require(finding.baselineJoulesPerToken), joules[0]))
    #expect(agree(try #require(finding.candidateJoulesPerToken), joules[1]))
    #expect(agree(try #require(finding.energyRatio), joules[1] / joules[0]))
  }

  @Test(arguments: PlainRequests.models)
  func `the elasticity of latency at both ends is a quotient of logarithms`(model: String) throws {
    let finding = try #require(try ShippedStudy.study().curvature.first { $0.label == "\(model) baseline" })
    let requests = try PlainRequests(model, "baseline")
    func elasticity(_ first: Int, _ second: Int) throws -> Double {
      try log(requests.meanLatency(second) / requests.meanLatency(first))
        / log(requests.meanTokens(second) / requests.meanTokens(first))
    }
    #expect(agree(finding.elasticityAtStart.value, try elasticity(8, 16), within: 1e-9))
    #expect(agree(finding.elasticityAtEnd.value, try elasticity(1_024, 2_048), within: 1e-9))
  }

  /// Milliseconds a token from the first two and the last two readings, by hand.
  @Test(arguments: [("1.5B", "3.34", "3.87"), ("7B", "7.49", "8.10"), ("14B", "14.41", "15.74")])
  func `one more token of a long generation costs what the clock says`(
    model: String, start: String, end: String
  ) throws {
    let finding = try #require(try ShippedStudy.study().growth.first { $0.label == model })
    let rows = try PlainCSV("decode_generations.csv").rows(["model": model])
    try #require(rows.count > 2)
    let tokens = try rows.map { try $0.number("output_tokens") }
    let latency = try rows.map { try $0.number("latency_s") }
    let last = rows.count - 1
    let first = (latency[1] - latency[0]) / (tokens[1] - tokens[0])
    let final = (latency[last] - latency[last - 1]) / (tokens[last] - tokens[last - 1])
    #expect(printed(first * 1e3, 2) == start)
    #expect(printed(final * 1e3, 2) == end)
    #expect(agree(finding.secondsPerTokenAtStart, first))
    #expect(agree(finding.secondsPerTokenAtEnd, final))
    #expect(agree(finding.marginalGrowth, final / first))
    #expect(agree(finding.elasticity, log(latency[last] / latency[0]) / log(tokens[last] / tokens[0])))
  }
}
