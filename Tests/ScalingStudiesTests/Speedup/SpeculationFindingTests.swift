import Foundation
import ScalingExperiments
import ScalingStudies
import Testing

@Suite struct SpeculationFindingTests {
  /// Three requests of 3, 4 and 6 s, the first with a second of set-up, of 10, 20 and 30 tokens, one pass a token.
  private struct Side {
    var identifier = "plain"
    var model = ModelDescription(name: "tiny", parameters: 1_000)
    var accelerators: Int? = 1
    var speculation: SpeculationSetting? = .off
    var load: LoadDescription? = .batch(1)
    var problems = ["a", "b", "c"]
    var latency = [3.0, 4, 6]
    var setup = [1.0, 0, 0]
    var tokens: [Int?] = [10, 20, 30]
    var passes: [Int?]? = [10, 20, 30]
    var drafts: [Int?]? = [0, 0, 0]
    var accepted: [Int?]? = [0, 0, 0]
    var isCorrect: [Bool?] = [true, true, false]
    var hasRequests = true

    /// The same requests in 1, 4 and 8 s with passes of 3 positions: 4 + 8 + 12 of them, 40 drafts of which 36 were kept.
    static var speculating: Side {
      var side = Side()
      side.identifier = "speculating"
      side.speculation = HandMadeRun.ngram
      side.latency = [1, 4, 8]
      side.setup = [0, 0, 0]
      side.passes = [4, 8, 12]
      side.drafts = [8, 12, 20]
      side.accepted = [6, 12, 18]
      return side
    }

    func run() throws -> Run {
      let requests = try RequestRecords(
        problems: problems, outputTokens: tokens, latency: latency, setupTime: setup, forwardPasses: passes,
        draftTokens: drafts, acceptedTokens: accepted, isCorrect: isCorrect)
      return Run(
        identifier: identifier, model: model,
        hardware: HardwareDescription(accelerator: "any", acceleratorCount: accelerators),
        serving: ServingConfiguration(speculation: speculation), workload: Workload(load: load),
        requests: hasRequests ? requests : nil)
    }
  }

  private static func finding(
    power: [PowerMeasurement] = [], seed: UInt64 = 1, baseline: (inout Side) -> Void = { _ in },
    candidate: (inout Side) -> Void = { _ in }
  ) throws -> SpeculationFinding {
    var first = Side()
    var second = Side.speculating
    baseline(&first)
    candidate(&second)
    return try SpeculationFinding(
      baseline: try first.run(), candidate: try second.run(), power: power, replicates: 50, seed: seed)
  }

  @Test func `both estimands, the slower requests and the set-up agree with hand arithmetic`() throws {
    let finding = try Self.finding()
    #expect(finding.label == "tiny")
    // 2 + 4 + 6 over 1 + 4 + 8, and the cube root of 2 x 1 x 6/8.
    #expect(agree(finding.speedup.ratioOfTotals.value, 12.0 / 13))
    #expect(agree(finding.speedup.typicalRequest.value, cbrt(1.5)))
    #expect(finding.speedup.slowerCount == 1)
    #expect(finding.ratioWithSetup == 1)
    #expect(finding.baselineSetup.affectedCount == 1 && finding.baselineSetup.totalRemoved == 1)
    #expect(finding.candidateSetup.totalRemoved == 0)
    #expect(finding.changedOutputs == 0 && finding.unpaired.isEmpty)
    #expect(
      finding.headline
        == "tiny: 0.9231x in total, 1.145x for a typical request, 33 % of 3 requests slower. "
        + "Too few pairs for an interval: 3, where 8 are needed.")
    #expect(finding.byOutputLength.map(\.pairCount).reduce(0, +) == 3)
  }

  @Test func `set-up of the candidate is taken out as well`() throws {
    let finding = try Self.finding(candidate: {
      $0.latency = [2, 4, 8]
      $0.setup = [1, 0, 0]
    })
    #expect(agree(finding.speedup.ratioOfTotals.value, 12.0 / 13))
    #expect(agree(finding.ratioWithSetup, 13.0 / 14))
    #expect(finding.candidateSetup.totalRemoved == 1)
  }

  @Test func `arithmetic is counted in passes and positions`() throws {
    let finding = try Self.finding()
    let gain = try #require(finding.gain)
    // 60 tokens in 24 passes of 3 positions, where 60 passes of 1 were needed; 36 of 40 drafts kept.
    #expect(agree(gain.tokensPerPass, 2.5))
    #expect(agree(gain.positionsPerAcceptedToken, 1.2))
    #expect(agree(try #require(finding.arithmeticRatio), 1.2))
    #expect(agree(try #require(gain.acceptanceShare), 0.9))
  }

  @Test func `arithmetic is unknown where passes or their width are`() throws {
    let withoutPasses = try Self.finding(candidate: { $0.passes = [4, nil, 12] })
    #expect(withoutPasses.gain == nil && withoutPasses.arithmeticRatio == nil)
    let withoutWidth = try Self.finding(candidate: { $0.speculation = .on(Speculation(method: .eagle)) })
    #expect(withoutWidth.gain == nil)
    let baseline = try Self.finding(baseline: { $0.passes = nil })
    #expect(baseline.gain != nil && baseline.arithmeticRatio == nil)
  }

  @Test func `a token costs the accelerators times the time over the tokens`() throws {
    let same = try Self.finding()
    #expect(agree(same.costRatio.value, 13.0 / 12))
    // Three pairs have no interval, so that the cost has none either.
    #expect(same.costRatio.lower == 0 && same.costRatio.upper == .infinity)
    #expect(same.costRatio.method == "no interval: 3 pairs are too few, 8 are needed")
    // Two accelerators for one, and 30 tokens where there were 60: 2 x 2 x 13/12.
    let dear = try Self.finding(candidate: {
      $0.accelerators = 2
      $0.tokens = [5, 10, 15]
      $0.accepted = [3, 5, 6]
    })
    #expect(agree(dear.costRatio.value, 4 * 13.0 / 12))
  }

  @Test func `changed outputs are counted and said`() throws {
    // "b" has another length and "c" another verdict.
    let finding = try Self.finding(candidate: {
      $0.tokens = [10, 21, 30]
      $0.isCorrect = [true, true, true]
    })
    #expect(finding.changedOutputs == 2)
    #expect(finding.headline.contains("33 % of 3 requests slower; 2 pairs have different outputs."))
  }

  @Test func `pairs are made by problem and those without a partner are listed`() throws {
    let finding = try Self.finding(
      baseline: { $0.problems = ["a", "only before", "c"] },
      candidate: { $0.problems = ["c", "a", "only after"] })
    #expect(finding.unpaired == ["only before", "only after"])
    #expect(finding.speedup.pairCount == 2)
    // "a" 2 s to 4 s and "c" 6 s to 1 s.
    #expect(agree(finding.speedup.ratioOfTotals.value, 8.0 / 5))
  }

  @Test func `joules a token are those of the model's windows`() throws {
    func window(_ name: String, _ setting: SpeculationSetting?, tokens: Int) -> PowerMeasurement {
      PowerMeasurement(
        model: ModelDescription(name: name), speculation: setting, seconds: 2, requests: 1, outputTokens: tokens,
        meanWatts: 100)
    }
    let power = [
      window("other", .off, tokens: 1), window("tiny", nil, tokens: 3), window("tiny", HandMadeRun.ngram, tokens: 400),
      window("tiny", .off, tokens: 100),
    ]
    let finding = try Self.finding(power: power)
    #expect(finding.baselineJoulesPerToken == 2)
    #expect(finding.candidateJoulesPerToken == 0.5)
    #expect(finding.energyRatio == 0.25)
    let half = try Self.finding(power: Array(power.dropLast()))
    #expect(half.baselineJoulesPerToken == nil && half.energyRatio == nil)
    #expect(half.candidateJoulesPerToken == 0.5)
  }

  @Test func `windows of one setting are taken together`() throws {
    func window(_ watts: Double, tokens: Int) -> PowerMeasurement {
      PowerMeasurement(
        model: ModelDescription(name: "tiny"), speculation: .off, seconds: 2, requests: 1, outputTokens: tokens,
        meanWatts: watts)
    }
    // 2 x 100 + 2 x 400 J over 100 + 300 tokens.
    let finding = try Self.finding(power: [window(100, tokens: 100), window(400, tokens: 300)])
    #expect(finding.baselineJoulesPerToken == 2.5)
    #expect(finding.candidateJoulesPerToken == nil)
  }

  @Test func `counts of any size are summed without a trap`() throws {
    // 2^62 + 2^62 is beyond an Int. The drafts still have to fit into the passes.
    let finding = try Self.finding(candidate: { $0.passes = [1 << 62, 1 << 62, 1 << 62] })
    #expect(agree(try #require(finding.gain).executedPositions / 0x1p62, 9))
    let refused = message {
      try Self.finding(candidate: { $0.drafts = [.max, .max, .max] })
    }
    #expect(refused?.hasPrefix("2.76701e19 drafts do not fit into 24 passes") == true)
  }

  @Test func `the same seed gives the same finding and another seed other intervals`() throws {
    let first = try Self.finding(seed: 2)
    #expect(first.speedup == (try Self.finding(seed: 2)).speedup)
    #expect(first.speedup != (try Self.finding(seed: 3)).speedup)
  }

  @Test func `unlike runs are refused in words`() {
    let pair = "\"speculating\" over \"plain\": "
    #expect(
      message { try Self.finding(candidate: { $0.model.name = "another" }) }
        == pair + "the runs are of different models.")
    let load = pair + "the runs do not have the same known load, so their latencies are unlike things."
    #expect(message { try Self.finding(candidate: { $0.load = .concurrency(4) }) } == load)
    #expect(
      message {
        try Self.finding(baseline: { $0.load = nil }, candidate: { $0.load = nil })
      } == load)
    #expect(
      message { try Self.finding(baseline: { $0.hasRequests = false }) }
        == pair + "both runs need per-request records.")
    #expect(
      message { try Self.finding(candidate: { $0.hasRequests = false }) }
        == pair + "both runs need per-request records.")
    #expect(
      message { try Self.finding(candidate: { $0.accelerators = nil }) }
        == pair + "the number of accelerators is unknown; state it in the runs' hardware.")
    #expect(
      message { try Self.finding(candidate: { $0.tokens = [10, nil, 30] }) }
        == pair + "the output tokens of problem b in \"speculating\" are unknown, so the cost of a token is.")
    #expect(
      message { try Self.finding(baseline: { $0.tokens = [nil, 20, 30] }) }
        == pair + "the output tokens of problem a in \"plain\" are unknown, so the cost of a token is.")
    #expect(
      message { try Self.finding(candidate: { $0.problems = ["x", "y", "z"] }) }
        == "A paired speed-up needs at least two pairs; there are 0.")
  }
}
