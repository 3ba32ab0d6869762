import Foundation
import ScalingStatistics
import ScalingStudies
import Testing

@Suite struct BudgetLadderTests {
  /// Four problems at three settings: 1, 2 and 3 solved; 100, 200 and 400 thinking tokens and 1, 2 and 5 s in the mean.
  private static func ladder(_ change: (inout [BudgetSetting]) -> Void = { _ in }) throws -> BudgetLadder {
    var settings = [
      BudgetSetting(
        "short", isCorrect: [true, false, false, false],
        spent: [.thinkingTokens: [50, 150, 100, 100], .latency: [1, 1, 1, 1]], limits: 0...100),
      BudgetSetting(
        "middle", isCorrect: [true, true, false, false],
        spent: [.thinkingTokens: [100, 300, 200, 200], .latency: [1, 3, 2, 2]], limits: 0...150),
      BudgetSetting(
        "long", isCorrect: [true, true, true, false],
        spent: [.thinkingTokens: [200, 600, 400, 400], .latency: [2, 6, 6, 6]], limits: 0...400),
    ]
    change(&settings)
    return try BudgetLadder("toy", problems: ["a", "b", "c", "d"], settings: settings)
  }

  /// Each step adds 25 points in a doubling, and so does their pair; the interval is checked against all 256 samples of four problems.
  @Test func `scaling and its interval are those of hand arithmetic and of every possible resample`() throws {
    let measures = try Self.ladder().scaling(replicates: 20_000)
    #expect(agree(measures.scaling, 25) && agree(measures.leastSquaresSlope, 25))
    #expect(measures.control == 2.0 / 3 && measures.performance.value == 0.75 && measures.bestSetting == "long")
    // Tokens double from setting to setting in every resample, so the mean slope is half the gain from short to long.
    var slopes: [Double] = []
    for sample in 0..<256 {
      let drawn = [sample & 3, (sample >> 2) & 3, (sample >> 4) & 3, sample >> 6]
      let gained = drawn.count { $0 == 1 || $0 == 2 }
      slopes.append(100 * Double(gained) / 4 / 2)
    }
    slopes.sort()
    let interval = try #require(measures.scalingInterval)
    #expect(interval.lower == SampleQuantile.ofSorted(slopes, at: 0.025))
    #expect(interval.upper == SampleQuantile.ofSorted(slopes, at: 0.975))
    #expect(measures.headline.contains("scaling 25 [0, 50] percentage points per doubling of thinking tokens"))
  }

  @Test func `time to an accuracy is the cheapest setting that attains it, and open where replicates do not`() throws {
    let ladder = try Self.ladder()
    let half = try ladder.least(.latency, reaching: 0.5, replicates: 20_000)
    #expect(half.setting == "middle" && half.value?.value == 2)
    // With all four drawn from "c" and "d" nothing attains it, in 2 of 4 ^ 4 / 16 and so on: the exact shares come from all 256 samples.
    var attained = 0
    for sample in 0..<256 {
      let drawn = [sample & 3, (sample >> 2) & 3, (sample >> 4) & 3, sample >> 6]
      if drawn.count(where: { $0 < 3 }) >= 2 { attained += 1 }
    }
    #expect(abs(half.attainedShare - Double(attained) / 256) < 0.01)
    let beyond = try ladder.least(.latency, reaching: 0.9)
    #expect(beyond.value == nil && beyond.setting == nil && beyond.highest == 0.75)
    #expect(
      beyond.headline == "toy: 90.0 % lies beyond the data, which reach 75.0 % with at most 5 s of latency.")
    let most = try ladder.least(.latency, reaching: 0.75)
    #expect(most.value?.value == 5 && most.value?.upper == .infinity)
    #expect(most.headline.contains("open above"))
    let copy = try JSONDecoder().decode(BudgetToAccuracy.self, from: JSONEncoder().encode(most))
    #expect(copy == most)
  }

  @Test func `accuracy at a budget is the best setting within it, or the nearest miss`() throws {
    let ladder = try Self.ladder()
    let within = try ladder.accuracy(within: 3, of: .latency)
    #expect(within.setting == "middle" && within.accuracy?.value == 0.5 && within.spent == 2)
    let none = try ladder.accuracy(within: 0.5, of: .latency)
    #expect(none.setting == nil && none.accuracy == nil && none.leastSpent == 1)
    #expect(none.headline == "toy: no setting stays within a mean of 0.5 s of latency; the cheapest spends 1.")
    let all = try ladder.accuracy(within: .infinity, of: .thinkingTokens)
    #expect(all.setting == "long" && all.accuracy?.value == 0.75)
  }

  /// 20 points a doubling in truth: problems of uniform hardness are solved below 0.2, 0.4 and 0.6, with 1,000, 2,000 and 4,000 tokens in the mean.
  @Test func `the interval of scaling holds its level`() throws {
    var covered = 0
    let rounds = 200
    for round in 0..<rounds {
      var generator = SeededGenerator(seed: 3, stream: UInt64(round))
      let hardness = (0..<80).map { _ in generator.nextUniform() }
      let settings = (0..<3).map { step in
        BudgetSetting(
          "\(step)", isCorrect: hardness.map { $0 < 0.2 * Double(step + 1) },
          spent: [.thinkingTokens: hardness.map { _ in Double(1_000 << step) * (0.5 + generator.nextUniform()) }])
      }
      let measures = try BudgetLadder("simulated", problems: (0..<80).map(String.init), settings: settings)
        .scaling(replicates: 200)
      if measures.scalingInterval?.contains(20) == true { covered += 1 }
    }
    // 95 % of 200 is 190; four standard errors below is 178.
    #expect(covered >= 178, "\(covered) of \(rounds)")
  }

  @Test func `every input fault has a sentence`() throws {
    #expect(
      message { try Self.ladder { $0.append($0[0]) } } == "toy: setting \"short\" stands twice.")
    #expect(
      message {
        try BudgetLadder("toy", problems: ["a", "a"], settings: [BudgetSetting("s", isCorrect: [], spent: [:])])
      }
        == "toy: problem a stands twice; a ladder has one row a problem.")
    #expect(
      message { try BudgetLadder("toy", problems: ["a"], settings: []) }
        == "toy: 1 problems and 0 settings; at least one of each is needed.")
    #expect(
      message { try Self.ladder { $0[0] = BudgetSetting("s", isCorrect: [true], spent: [:]) } }
        == "toy: setting \"s\" has 1 verdicts for 4 problems.")
    let verdicts = [true, true, true, true]
    #expect(
      message { try Self.ladder { $0[0] = BudgetSetting("s", isCorrect: verdicts, spent: [.latency: [1, 1, -2, 1]]) } }
        == "toy: problem c at setting \"s\" spent -2.0 s (latency); it must be finite, 0 or more.")
    #expect(
      message { try Self.ladder { $0[0] = BudgetSetting("s", isCorrect: verdicts, spent: [.latency: [1]]) } }
        == "toy: setting \"s\" has 1 values of latency for 4 problems.")
    let ladder = try Self.ladder()
    #expect(
      message { try ladder.least(.cost(unit: "USD"), reaching: 0.5) }
        == "toy: setting \"short\" has no cost in USD.")
    #expect(
      message { try ladder.least(.latency, reaching: 1.2) }
        == "toy: an accuracy of 1.2 was asked for; it lies above 0 and up to 1.")
    #expect(
      message { try ladder.accuracy(within: -1, of: .latency) }
        == "toy: a limit of -1.0 s was asked for; it must be 0 or more.")
    #expect(message { try ladder.least(.latency, reaching: .nan) }?.contains("nan") == true)
  }
}
