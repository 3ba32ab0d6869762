import ScalingExperiments
import Testing

@testable import ScalingStudies

/// Which estimand a cell is compared by, and what it comes to, on sweeps whose numbers follow by hand.
@Suite struct SweepComparisonsTests {
  /// A candidate of 20 requests, some of which generated 20 tokens where the baseline generated 10.
  private static func candidate(
    _ strategy: ObservedStrategy, changed: Int, seconds: Double, changedSeconds: Double
  ) -> SweepObservation {
    let cell = TinyCell(strategy: strategy)
    return SweepObservation(
      model: ModelDescription(name: cell.model, parameters: cell.parameters), tokenCap: cell.cap, strategy: strategy,
      accelerator: cell.accelerator, accelerators: strategy.accelerators, problems: cell.problems,
      latency: cell.problems.indices.map { $0 < changed ? changedSeconds : seconds },
      outputTokens: cell.problems.indices.map { $0 < changed ? 20 : 10 })
  }

  @Test func `two of twenty other lengths leave latency on eighteen pairs, and cost on all twenty`() throws {
    let cell = Self.candidate(.ngram(), changed: 2, seconds: 0.5, changedSeconds: 4)
    let sweep = SweepObservations(cells: [TinyCell().observation, cell])
    let all = try SweepComparisons(sweep, candidates: \.isNgramSpeculation, over: .baseline, level: 0.95)
    let comparison = try #require(all.comparisons.first)
    #expect(comparison.estimand == .latency)
    // 18 s over 9 s; 17 s for 220 tokens over 20 s for 200.
    #expect(abs(comparison.speedup.value - 2) < 1e-14)
    #expect(abs(comparison.costRatio.value - 17.0 / 220 / 0.1) < 1e-14)
    #expect(comparison.costRatio.lower < 17.0 / 22 && comparison.costRatio.upper > 17.0 / 22)
    #expect((comparison.pairCount, comparison.changedCount, comparison.speedupPairCount) == (20, 2, 18))
    #expect(comparison.slowerCount == 0)
  }

  @Test func `three of twenty other lengths leave time per token on all pairs`() throws {
    // The long ones take 4 s for 20 tokens, 0.2 s a token, where the baseline took 0.1.
    let cell = Self.candidate(.ngram(), changed: 3, seconds: 0.5, changedSeconds: 4)
    let sweep = SweepObservations(cells: [TinyCell().observation, cell])
    let all = try SweepComparisons(sweep, candidates: \.isNgramSpeculation, over: .baseline, level: 0.95)
    let comparison = try #require(all.comparisons.first)
    #expect(comparison.estimand == .timePerToken)
    // 20 s for 200 tokens over 20.5 s for 230.
    #expect(abs(comparison.speedup.value - 0.1 / (20.5 / 230)) < 1e-14)
    #expect(abs(comparison.costRatio.value * comparison.speedup.value - 1) < 1e-14)
    #expect((comparison.speedupPairCount, comparison.slowerCount) == (20, 3))
  }

  @Test func `a finding names its estimand and how many lengths differ`() throws {
    // 0.06 s a token whatever the length, on two accelerators, where the baseline takes 0.1 on one: 1.67 times as fast and 1.2 times as dear.
    let cell = Self.candidate(.tensorParallel(2), changed: 10, seconds: 0.6, changedSeconds: 1.2)
    let sweep = SweepObservations(cells: [TinyCell().observation, cell])
    let proportional = try TensorParallelClaim.proportionality(sweep)
    #expect(
      proportional.evidence[0]
        == "0 cells by latency, 1 by time per token because outputs differ in more than a tenth of their pairs.")
    #expect(
      proportional.evidence[1].hasPrefix("tiny on 2 x any: 1.67x in the geometric mean over caps (by time per token)"))
    let cost = try CostClaims.tensorParallelAgainstBaseline(sweep)
    #expect(cost.headline.hasPrefix("Cost 2: supported; dearer beyond doubt in 1 of 1 cells, 1.20x"))
    #expect(
      cost.evidence == ["50 % of 20 pairs have other output lengths; each side's seconds are for its own tokens."])
    for finding in [proportional, try SpeculationClaim.finding(sweep), try TensorParallelClaim.smallModels(sweep)] {
      #expect(finding.definition.contains("time per token"), "\(finding.name)")
      #expect(finding.definition.contains("ratio of totals on the pairs with equal output lengths"), "\(finding.name)")
    }
    let costs = [
      cost, try CostClaims.speculationAgainstTensorParallel(sweep), try UnpredictabilityClaim.finding(sweep),
    ]
    for finding in costs {
      #expect(finding.definition.contains("accelerators x total latency / total tokens"), "\(finding.name)")
      #expect(finding.definition.contains("on all pairs"), "\(finding.name)")
    }
  }

  @Test func `seven pairs are too few and eight are enough`() throws {
    func finding(_ count: Int) throws -> ClaimFinding {
      var cells = [TinyCell(), TinyCell(strategy: .ngram(), seconds: 0.5)]
      for index in cells.indices { cells[index].problems = (0..<count).map { "p\($0)" } }
      return try SpeculationClaim.finding(TinyCell.sweep(cells))
    }
    #expect(try finding(8).verdict == .supported)
    #expect(try finding(7).verdict == .notTestable)
    #expect(
      try finding(7).missing.last
        == "tiny on any, cap 16, n-gram speculation: it shares 7 problems with the baseline; 8 are needed.")
  }

  @Test func `numbers that cannot be added up leave the cell out in words`() throws {
    var cell = TinyCell(strategy: .ngram()).observation
    var latency = cell.latency
    latency[0] = 1e300
    cell = SweepObservation(
      model: cell.model, tokenCap: 16, strategy: cell.strategy, accelerator: "any", accelerators: 1,
      problems: cell.problems, latency: latency, outputTokens: cell.outputTokens)
    let finding = try SpeculationClaim.finding(SweepObservations(cells: [TinyCell().observation, cell]))
    #expect(finding.verdict == .notTestable)
    #expect(
      finding.missing.last
        == "tiny on any, cap 16, n-gram speculation: The values are too large, too small or too unlike to be added up.")
  }

  @Test func `other speculation than n-grams is left out of the claims on n-grams, by name`() throws {
    let eagle = ObservedStrategy.speculation(method: .eagle, draftTokens: 5)
    let sweep = TinyCell.sweep([
      TinyCell(seconds: 2), TinyCell(strategy: eagle, seconds: 4), TinyCell(strategy: .ngram(draftTokens: 5)),
      TinyCell(strategy: .tensorParallel(2), seconds: 1),
    ])
    let faster = try SpeculationClaim.finding(sweep)
    #expect(faster.headline.contains("faster beyond doubt in 1 of 1 cells"))
    #expect(
      faster.missing == [
        "tiny on any, cap 16, eagle speculation of 5 tokens: Observation 2 is about n-gram speculation."
      ])
    let cost = try CostClaims.speculationAgainstTensorParallel(sweep)
    #expect(cost.headline.contains("1 of 1 pairs, 0.50x"))
    #expect(
      cost.missing == ["tiny on any, cap 16, eagle speculation of 5 tokens: Cost 1 is about n-gram speculation."])
    let predictability = try UnpredictabilityClaim.finding(sweep)
    #expect(predictability.missing.last == cost.missing.last)
  }

  @Test func `two numbers of draft tokens are two strategies, each with its own trend`() throws {
    let cells = (0..<4).flatMap { index -> [TinyCell] in
      let cap = 16 << index
      return [
        TinyCell(cap: cap, seconds: 4), TinyCell(cap: cap, strategy: .ngram(draftTokens: 3), seconds: 2),
        TinyCell(cap: cap, strategy: .ngram(draftTokens: 5), seconds: 1),
      ]
    }
    let finding = try SpeculationClaim.finding(TinyCell.sweep(cells))
    #expect(finding.headline.contains("faster beyond doubt in 8 of 8 cells"))
    // √8 = 2.83: fourfold and twofold, four times each.
    #expect(finding.evidence[1].hasPrefix("tiny on any: 2.83x in the geometric mean over 8 cells"))
    let scatters = try UnpredictabilityClaim.finding(TinyCell.sweep(cells)).evidence.filter {
      $0.contains("over 4 caps")
    }
    #expect(scatters.count == 2)
    #expect(scatters.allSatisfy { $0.contains("scatters by 0.000") })
  }

  @Test func `cells under other conditions are never compared, and the fields are named with both values`() throws {
    let old = SweepConditions(engine: "vLLM", version: "0.7.3", execution: .graph)
    let new = SweepConditions(engine: "vLLM", version: "0.8.5", execution: .eager)
    let sweep = TinyCell.sweep([
      TinyCell(conditions: old), TinyCell(strategy: .ngram(), seconds: 0.5, conditions: new),
    ])
    let finding = try SpeculationClaim.finding(sweep)
    #expect(finding.verdict == .notTestable)
    #expect(
      finding.missing.last
        == "tiny on any (engine version 0.8.5, execution eager), cap 16, n-gram speculation: not compared with the baseline, whose engine version is 0.7.3, not 0.8.5 and whose execution is graph, not eager."
    )
  }

  @Test func `models under several conditions are compared each on its own`() throws {
    let cells = ["bf16", "fp8"].flatMap { name -> [TinyCell] in
      let conditions = SweepConditions(precision: NumericPrecision(rawValue: name))
      let seconds = name == "fp8" ? 0.25 : 0.5
      return [TinyCell(conditions: conditions), TinyCell(strategy: .ngram(), seconds: seconds, conditions: conditions)]
    }
    let finding = try SpeculationClaim.finding(TinyCell.sweep(cells))
    #expect(finding.headline.contains("2 of 2 cells compared"))
    #expect(finding.evidence[1].hasPrefix("tiny on any (precision bf16): 2.00x"))
    #expect(finding.evidence[2].hasPrefix("tiny on any (precision fp8): 4.00x"))
    #expect(
      finding.scope == "tiny on any (precision bf16) at a cap of 16, tiny on any (precision fp8) at a cap of 16")
  }
}
