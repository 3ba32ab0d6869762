import ScalingExperiments
import ScalingStudies
import Testing

/// The claims that compare cells, on sweeps of constant times: intervals have no width, and every number follows by hand.
@Suite struct SweepClaimsTests {
  @Test func `speculation at half the time is supported with its number`() throws {
    let sweep = TinyCell.sweep([TinyCell(), TinyCell(strategy: .ngram(), seconds: 0.5)])
    let finding = try SpeculationClaim.finding(sweep)
    #expect(
      finding.headline
        == "Observation 2: supported; faster beyond doubt in 1 of 1 cells, slower beyond doubt in 0; 1 of 1 cells compared."
    )
    #expect(
      finding.evidence == [
        "1 cell by latency.",
        "tiny on any: 2.00x in the geometric mean over 1 cells (by latency), 1 faster and 0 slower beyond doubt.",
        "0 % of 20 requests were slower with speculation.",
      ])
    #expect(finding.scope == "tiny on any at a cap of 16")
    #expect(finding.missing.isEmpty)
  }

  @Test func `one slower cell makes speculation inconsistent`() throws {
    let sweep = TinyCell.sweep([
      TinyCell(), TinyCell(strategy: .ngram(), seconds: 0.5), TinyCell(cap: 32),
      TinyCell(cap: 32, strategy: .ngram(), seconds: 2),
    ])
    let finding = try SpeculationClaim.finding(sweep)
    #expect(finding.verdict == .notSupported)
    #expect(
      finding.evidence[1].hasPrefix(
        "tiny on any: 1.00x in the geometric mean over 2 cells (by latency), 1 faster and 1 slower"))
    #expect(finding.evidence.last == "50 % of 40 requests were slower with speculation.")
    #expect(finding.scope == "tiny on any at 2 caps from 16 to 32")
  }

  @Test func `two accelerators with one model are never mixed`() throws {
    let sweep = TinyCell.sweep([
      TinyCell(accelerator: "a"), TinyCell(strategy: .ngram(), accelerator: "a", seconds: 0.5),
      TinyCell(accelerator: "b"), TinyCell(strategy: .ngram(), accelerator: "b", seconds: 0.25),
    ])
    let evidence = try SpeculationClaim.finding(sweep).evidence
    #expect(evidence[1].hasPrefix("tiny on a: 2.00x"))
    #expect(evidence[2].hasPrefix("tiny on b: 4.00x"))
  }

  @Test func `missing partners and unpaired requests are left out in words, and too few cells leave no verdict`() throws
  {
    var fewer = TinyCell(cap: 64, strategy: .ngram(), seconds: 0.5)
    fewer.problems = (0..<18).map { "p\($0)" }
    var others = TinyCell(cap: 128, strategy: .ngram())
    others.problems = (13..<33).map { "p\($0)" }
    let sweep = TinyCell.sweep([
      TinyCell(strategy: .ngram()), TinyCell(cap: 32), TinyCell(cap: 64), fewer, TinyCell(cap: 128), others,
    ])
    let finding = try SpeculationClaim.finding(sweep)
    #expect(
      finding.missing == [
        "tiny on any, cap 16, n-gram speculation: no baseline cell to compare with.",
        "tiny on any, cap 32, n-gram speculation: no request of it could be timed, or it was not run.",
        "tiny on any, cap 64, n-gram speculation: 2 requests without a partner in the other cell.",
        "tiny on any, cap 128, n-gram speculation: it shares 7 problems with the baseline; 8 are needed.",
      ])
    #expect(finding.scope == "tiny on any at a cap of 64")
    #expect(
      finding.headline
        == "Observation 2: not testable with these data; 1 of 4 cells compared, and 80 % are needed for a claim on every cell."
    )
  }

  @Test(arguments: [(4, ClaimVerdict.supported), (3, .notTestable)])
  func `four of five cells are enough for a verdict and three are not`(compared: Int, verdict: ClaimVerdict) throws {
    let cells = (0..<5).flatMap { cap in
      [TinyCell(cap: 16 << cap, seconds: 4), TinyCell(cap: 16 << cap, strategy: .ngram(), seconds: 2)]
        + [TinyCell(cap: 16 << cap, strategy: .tensorParallel(2), seconds: 5)]
    }
    let lacking = TinyCell.sweep(cells.filter { $0.strategy != .baseline || $0.cap < 16 << compared })
    #expect(try SpeculationClaim.finding(lacking).verdict == verdict)
    #expect(try TensorParallelClaim.proportionality(lacking).verdict == verdict)
    #expect(try TensorParallelClaim.smallModels(lacking).verdict == verdict)
    #expect(try CostClaims.tensorParallelAgainstBaseline(lacking).verdict == verdict)
    // The same where it is the candidate that is lacking, and where it is the other side of cost 1.
    let unrun = TinyCell.sweep(cells.filter { !$0.strategy.isSpeculation || $0.cap < 16 << compared })
    #expect(try SpeculationClaim.finding(unrun).verdict == verdict)
    #expect(try CostClaims.speculationAgainstTensorParallel(unrun).verdict == verdict)
    let unpaired = TinyCell.sweep(cells.filter { !$0.strategy.isTensorParallel || $0.cap < 16 << compared })
    #expect(try CostClaims.speculationAgainstTensorParallel(unpaired).verdict == verdict)
    #expect(
      try CostClaims.speculationAgainstTensorParallel(unpaired).headline.contains("\(compared) of 5 cells compared"))
  }

  @Test func `1.7 on four is efficiency 0.43, overhead 0.45 and 2.35 times the cost`() throws {
    let sweep = TinyCell.sweep([TinyCell(seconds: 1.7), TinyCell(strategy: .tensorParallel(4))])
    let proportional = try TensorParallelClaim.proportionality(sweep)
    #expect(
      proportional.headline == "Observation 3: supported; below proportion in 1 of 1 cells; 1 of 1 cells compared.")
    // 1.7/4 = 0.425; (1/1.7 - 1/4)/(1 - 1/4) = 0.4510; 4/1.7 = 2.353.
    #expect(
      proportional.evidence == [
        "1 cell by latency.",
        "tiny on 4 x any: 1.70x in the geometric mean over caps (by latency), efficiency 0.43, overhead 0.45, cost 2.35x.",
      ])
    let cost = try CostClaims.tensorParallelAgainstBaseline(sweep)
    #expect(
      cost.headline
        == "Cost 2: supported; dearer beyond doubt in 1 of 1 cells, 2.35x in the geometric mean; 1 of 1 cells compared."
    )
    #expect(
      cost.evidence == ["0 % of 20 pairs have other output lengths; each side's seconds are for its own tokens."])
    #expect(try TensorParallelClaim.smallModels(sweep).verdict == .notSupported)
  }

  @Test func `a small model that is slower on two is supported, and a larger one is not asked`() throws {
    let sweep = TinyCell.sweep([TinyCell(), TinyCell(strategy: .tensorParallel(2), seconds: 1.25)])
    #expect(
      try TensorParallelClaim.smallModels(sweep).headline
        == "Observation 3, small models: supported; slower beyond doubt in 1 of 1 cells; 1 of 1 cells compared.")
    let larger = TinyCell.sweep([
      TinyCell(parameters: 7_000_000_000),
      TinyCell(parameters: 7_000_000_000, strategy: .tensorParallel(2), seconds: 1.25),
    ])
    let finding = try TensorParallelClaim.smallModels(larger)
    #expect(finding.verdict == .notTestable)
    #expect(finding.scope == "no model of about 1.5B")
  }

  @Test func `speculation against tensor parallelism is a ratio of accelerator time`() throws {
    // 0.8 s on one against 0.5 s on two: 0.8 / 1.0.
    let sweep = TinyCell.sweep([
      TinyCell(strategy: .ngram(), seconds: 0.8), TinyCell(strategy: .tensorParallel(2), seconds: 0.5),
    ])
    #expect(
      try CostClaims.speculationAgainstTensorParallel(sweep).headline
        == "Cost 1: supported; cheaper beyond doubt in 1 of 1 pairs, 0.80x in the geometric mean; 1 of 1 cells compared."
    )
  }

  @Test func `every claim says why it is not testable`() throws {
    let baseline = TinyCell.sweep([TinyCell()])
    let claims = try PaperClaims(baseline, replicates: 50)
    #expect(claims.headline == "Of 9 claims 0 supported, 0 not supported, 9 not testable with these data.")
    #expect(
      claims.findings.map(\.headline) == [
        "Observation 1: not testable with these data; no model was judged and timed without speculation on one accelerator at four caps or more.",
        "Observation 2: not testable with these data; no cell has both a baseline and n-gram speculation.",
        "Observation 3: not testable with these data; nothing was run on more than one accelerator.",
        "Observation 3, small models: not testable with these data; no model of about 1.5B parameters could be compared on one and on several accelerators.",
        "Cost 1: not testable with these data; no model and cap has both n-gram speculation and tensor parallelism.",
        "Cost 1, predictability: not testable with these data; no model of about 14B was timed with and without speculation at four caps.",
        "Cost 2: not testable with these data; nothing was run on more than one accelerator.",
        "Thesis: not testable with these data; fewer than two cells on one hardware were judged on the same problems and timed.",
        "Hardware: not testable with these data; no cell was judged and timed.",
      ])
    #expect(claims.findings.allSatisfy { !$0.missing.isEmpty })
    #expect(claims.findings.allSatisfy { !$0.definition.isEmpty && !$0.statement.isEmpty })
  }

  @Test func `tensor parallelism without a baseline is not said to be absent`() throws {
    let finding = try TensorParallelClaim.proportionality(TinyCell.sweep([TinyCell(strategy: .tensorParallel(4))]))
    #expect(
      finding.headline
        == "Observation 3: not testable with these data; no run on several accelerators could be compared with one on a single accelerator."
    )
    #expect(finding.missing.last == "tiny on any, cap 16, tensor parallel 4: no baseline cell to compare with.")
  }
}
