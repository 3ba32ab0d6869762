import ScalingExperiments
import ScalingStudies
import Testing

@Suite struct TokenCapLadderTests {
  private static func sixths(_ counts: Double...) -> [Double] { counts.map { $0 / 6 } }

  @Test func `accuracy counts right and complete answers of all judged problems`() throws {
    let ladder = try TokenCapLadder(HandMadeRun().run())
    #expect(ladder.label == "tiny")
    #expect(ladder.caps == [2, 4, 8])
    #expect(ladder.problems == ["a", "b", "c", "d", "e", "f"])
    #expect(ladder.timedCount == 2)
    #expect(ladder.acceleratorCount == 2)
    let shares = try ladder.shares(ladder.unitWeights)
    #expect(shares.shares == Self.sixths(1, 2, 3))
    #expect(shares.problemCount == 6)
  }

  @Test func `tokens, latency and cost are means over the timed requests without their set-up`() throws {
    let ladder = try TokenCapLadder(HandMadeRun().run())
    let unit = ladder.unitWeights
    // "c" has 2, 4 and 8 tokens, "b" 2, 3 and 3.
    #expect(ladder.meanTokens(unit) == [2, 3.5, 5.5])
    #expect(ladder.meanLatency(unit) == [1, 1.625, 2.625])
    // Two accelerators: (2 x 2 s) / 4 tokens, (2 x 3.25 s) / 7, (2 x 5.25 s) / 11.
    let expected: [Double] = [1, 6.5 / 7, 10.5 / 11]
    for (found, expected) in zip(ladder.costPerToken(unit), expected) { #expect(agree(found, expected)) }
  }

  @Test func `a weight belongs to a problem wherever the problem stands`() throws {
    let ladder = try TokenCapLadder(HandMadeRun().run())
    // "b" twice and "c" not at all.
    let weights = [1.0, 2, 0, 1, 1, 1]
    #expect(try ladder.shares(weights).shares == Self.sixths(1, 3, 3))
    #expect(ladder.meanTokens(weights) == [2, 3, 3])
    #expect(ladder.meanLatency(weights) == [1, 1.25, 1.25])
    #expect(ladder.strata == [0, 1, 1, 0, 0, 0])
  }

  /// The mean positions at the caps, from executed FLOPs at two for each of 1,000 parameters.
  private static func meanPositions(_ run: Run) throws -> [Double] {
    let grid = try ConfigurationGrid([try TokenCapLadder(run)])
    return (grid.compute[.executedFLOPs] ?? []).map { $0 / 2_000 }
  }

  @Test func `positions are passes times the width of a pass, cut with the share of the tokens`() throws {
    #expect(try Self.meanPositions(HandMadeRun().run()) == [2, 3.5, 5.5])
    let run = try HandMadeRun.changed {
      $0.speculation = HandMadeRun.ngram
      $0.passes = [4, 2]
    }
    // "c": 3 x 4 passes, of which 2/8, 4/8, 8/8; "b": 3 x 2 passes, of which 2/3, then all.
    // So (3 + 4) / 2, (6 + 6) / 2 and (12 + 6) / 2.
    let expected: [Double] = [3.5, 6, 9]
    let found = try Self.meanPositions(run)
    #expect(found.count == 3)
    for (found, expected) in zip(found, expected) { #expect(agree(found, expected)) }
  }

  @Test func `without speculation a pass scores one position, whether or not passes were counted`() throws {
    #expect(try Self.meanPositions(try HandMadeRun.changed { $0.passes = nil }) == [2, 3.5, 5.5])
  }

  @Test func `positions are unknown where the passes, their width or the speculation are`() throws {
    let withoutPasses = try HandMadeRun.changed {
      $0.speculation = HandMadeRun.ngram
      $0.passes = [4, nil]
    }
    let withoutWidth = try HandMadeRun.changed { $0.speculation = .on(Speculation(method: .eagle)) }
    // Speculation that nobody mentioned is unknown, which is not off.
    let withoutSetting = try HandMadeRun.changed { $0.speculation = nil }
    for run in [withoutPasses, withoutWidth, withoutSetting] {
      #expect(
        message { try Self.meanPositions(run) }
          == "Run \"tiny\" does not say how many positions it scored: executed FLOPs are unknown.")
    }
  }

  @Test func `one request at a time may be called a batch of one or a concurrency of one`() throws {
    #expect(try TokenCapLadder(try HandMadeRun.changed { $0.load = .concurrency(1) }).caps == [2, 4, 8])
  }

  private static func refusal(_ change: (inout HandMadeRun) -> Void) -> String? {
    message { try TokenCapLadder(try HandMadeRun.changed(change)) }
  }

  @Test func `a run that lacks something is refused with what it lacks`() {
    let start = "Run \"tiny\" cannot be cut at token caps: "
    #expect(Self.refusal { $0.hasAnswers = false } == start + "it has no judged answers.")
    #expect(
      Self.refusal {
        $0.judged = []
        $0.judgedTokens = []
        $0.isCorrect = []
      } == start + "it has no judged answers.")
    #expect(Self.refusal { $0.hasRequests = false } == start + "it has no timed requests.")
    #expect(
      Self.refusal {
        $0.timed = []
        $0.timedTokens = []
        $0.latency = []
        $0.setup = []
        $0.passes = nil
        $0.latencyAtCaps = [[], [], []]
      } == start + "it has no timed requests.")
    #expect(
      Self.refusal { $0.load = nil }
        == start + "its concurrency is unknown, so its latencies cannot be read as a request's own.")
    #expect(
      Self.refusal { $0.accelerators = nil }
        == start + "the number of accelerators is unknown; state it in the run's hardware.")
    #expect(Self.refusal { $0.caps = [] } == start + "no latency at a token cap was recorded.")
    #expect(
      Self.refusal { $0.timedTokens = [8, nil] } == start + "the output tokens of problem b are unknown.")
  }

  @Test(arguments: [LoadDescription.concurrency(4), .batch(8), .requestRate(2), .saturating])
  func `requests that ran side by side are refused`(load: LoadDescription) {
    #expect(
      Self.refusal { $0.load = load }
        == "Run \"tiny\" cannot be cut at token caps: its requests ran side by side, so a latency is not a request's own."
    )
  }

  @Test func `a latency that is no time is refused with its problem and cap`() {
    func sentence(_ problem: String, _ cap: Int, _ seconds: String) -> String {
      "Run \"tiny\" cannot be cut at token caps: the latency of problem \(problem) at \(cap) tokens is \(seconds) s without set-up; it must be positive and finite."
    }
    #expect(Self.refusal { $0.latencyAtCaps[1] = [2.5, .nan] } == sentence("b", 4, "nan"))
    #expect(Self.refusal { $0.latencyAtCaps[2] = [.infinity, 1.25] } == sentence("c", 8, "inf"))
    #expect(Self.refusal { $0.latencyAtCaps[0] = [1.5, -1] } == sentence("b", 2, "-1.0"))
    // More set-up than the request took.
    #expect(Self.refusal { $0.setup = [2, 0] } == sentence("c", 2, "-0.5"))
  }

  /// "z" takes the place of "b": 3 tokens, 1, 1.25 and 1.25 s.
  @Test func `a timed problem that was not judged is drawn on its own`() throws {
    let ladder = try TokenCapLadder(try HandMadeRun.changed { $0.timed = ["c", "z"] })
    #expect(ladder.unjudged == ["z"])
    #expect(ladder.problems.count == 6 && ladder.unitCount == 7)
    #expect(ladder.strata == [0, 0, 1, 0, 0, 0, 2])
    // Accuracy is over the judged problems, and weights of "z" move time alone.
    let weights: [Double] = [1, 1, 1, 1, 1, 1, 3]
    let solved = try ladder.shares(weights).shares.map { $0 * 6 }
    #expect(solved == [1, 2, 3])
    #expect(ladder.meanLatency(weights) == [1, 1.4375, 1.9375])
    #expect(ladder.shareCut(weights) == ladder.shareCut(ladder.unitWeights))
  }

  @Test func `problems that stand twice are refused by name`() {
    let start = "Run \"tiny\" cannot be cut at token caps: "
    #expect(
      Self.refusal { $0.judged = ["a", "b", "c", "d", "a", "f"] }
        == start + "problem a has several answers; one greedy answer a problem is needed.")
    #expect(Self.refusal { $0.timed = ["z", "z"] } == start + "a problem was timed twice.")
    #expect(Self.refusal { $0.timed = ["c", "c"] } == start + "a problem was timed twice.")
  }
}
