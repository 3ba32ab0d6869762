import ScalingStatistics

/// The claims on cost per token.
///
/// The cost is a ratio of sums, accelerators × total latency / total tokens, each side with its own tokens, over all problems that both sides answered: outputs that differ
/// between strategies, as greedy ones do after a few thousand tokens, cost what they cost.
public enum CostClaims {
  /// Cost 1: n-gram speculation costs less a token than tensor parallelism, head to head.
  ///
  /// Not testable where fewer than 80 % of the pairs of cells can be compared.
  public static func speculationAgainstTensorParallel(
    _ sweep: SweepObservations, level: Double = 0.95
  ) throws -> ClaimFinding {
    let ranks = tensorParallelRanks(sweep)
    let all = SweepComparisons(
      try ranks.map { count in
        // A model that never ran on so many is not asked. Each number of ranks is a family of its own: the level is shared among them.
        let run = (sweep.cells + sweep.lost).filter { $0.strategy == .tensorParallel(count) }.map(ObservedModel.init)
        return try SweepComparisons(
          sweep.filtered { model in run.contains { $0.isLike(model) } }, candidates: \.isNgramSpeculation,
          over: .tensorParallel(count), level: 1 - (1 - level) / Double(ranks.count))
      })
    let cells = all.comparisons
    let cheaper = cells.count { $0.costRatio.upper < 1 }
    let summary: String
    if cells.isEmpty {
      summary = "no model and cap has both n-gram speculation and tensor parallelism."
    } else if all.areEnough {
      summary =
        "cheaper beyond doubt in \(cheaper) of \(cells.count) pairs, \(mean(cells))x in the geometric mean; \(all.coverage)."
    } else {
      summary = all.shortage
    }
    let missing = all.leftOut + sweep.leftOutSpeculation(of: "Cost 1")
    return ClaimFinding(
      name: "Cost 1", statement: "Speculation reduces the cost of a token more than tensor parallelism does.",
      definition:
        "Cost of a token with n-gram speculation over that with tensor parallelism, same model and cap, below 1 in every pair of cells: \(ComparisonWords.cost); \(ComparisonWords.level(level)).",
      verdict: TensorParallelClaim.verdict(all, holding: cheaper), summary: summary, scope: ClaimScope.words(cells),
      evidence: cells.isEmpty ? [] : [ComparisonWords.changedLengths(cells)],
      missing: cells.isEmpty
        ? ["N-gram speculation and tensor parallelism of the same model at the same cap."] + missing : missing)
  }

  /// Cost 2: tensor parallelism costs more a token than one accelerator.
  ///
  /// Not testable where fewer than 80 % of the cells can be compared.
  public static func tensorParallelAgainstBaseline(
    _ sweep: SweepObservations, level: Double = 0.95
  ) throws -> ClaimFinding {
    let all = try SweepComparisons(sweep, candidates: \.isTensorParallel, over: .baseline, level: level)
    let cells = all.comparisons
    let dearer = cells.count { $0.costRatio.lower > 1 }
    let summary: String
    if cells.isEmpty {
      summary = TensorParallelClaim.absence(all)
    } else if all.areEnough {
      summary =
        "dearer beyond doubt in \(dearer) of \(cells.count) cells, \(mean(cells))x in the geometric mean; \(all.coverage)."
    } else {
      summary = all.shortage
    }
    return ClaimFinding(
      name: "Cost 2", statement: "Tensor parallelism costs more a token than one GPU.",
      definition:
        "Cost of a token with tensor parallelism over that of the baseline above 1 in every cell: \(ComparisonWords.cost); \(ComparisonWords.level(level)).",
      verdict: TensorParallelClaim.verdict(all, holding: dearer), summary: summary, scope: ClaimScope.words(cells),
      evidence: cells.isEmpty ? [] : [ComparisonWords.changedLengths(cells)],
      missing: cells.isEmpty ? [TensorParallelClaim.needed] + all.leftOut : all.leftOut)
  }

  private static func mean(_ cells: [SweepComparison]) -> String {
    DecimalText.fixed(SampleMoments.geometricMean(cells.map(\.costRatio.value)), 2)
  }

  private static func tensorParallelRanks(_ sweep: SweepObservations) -> [Int] {
    var ranks: Set<Int> = []
    for cell in sweep.cells { if case .tensorParallel(let count) = cell.strategy { ranks.insert(count) } }
    return ranks.sorted()
  }
}
