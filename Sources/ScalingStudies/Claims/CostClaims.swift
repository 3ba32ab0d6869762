import ScalingStatistics

/// The claims on cost per token.
public enum CostClaims {
  /// Cost 1: speculation costs less a token than tensor parallelism, head to head.
  public static func speculationAgainstTensorParallel(
    _ sweep: SweepObservations, level: Double = 0.95
  ) throws -> ClaimFinding {
    let ranks = tensorParallelRanks(sweep)
    var cells: [SweepComparison] = []
    var leftOut: [String] = []
    for count in ranks {
      // Each number of ranks is a family of its own: the level is shared among them.
      let all = try SweepComparisons(
        sweep, candidates: { $0 == .speculation }, over: .tensorParallel(count),
        level: 1 - (1 - level) / Double(ranks.count))
      cells += all.comparisons
      leftOut += all.leftOut.filter { !leftOut.contains($0) }
    }
    let cheaper = cells.count { $0.costRatio.upper < 1 }
    return ClaimFinding(
      name: "Cost 1", statement: "Speculation reduces the cost of a token more than tensor parallelism does.",
      definition:
        "Accelerator-seconds a token with speculation over those with tensor parallelism, same model and cap, below 1 in every pair of cells; \(DecimalText.significant(level * 100, 3)) % for all together.",
      verdict: cells.isEmpty ? .notTestable : (cheaper == cells.count ? .supported : .notSupported),
      summary: cells.isEmpty
        ? "no model and cap has both speculation and tensor parallelism with the same outputs."
        : "cheaper beyond doubt in \(cheaper) of \(cells.count) pairs, \(DecimalText.fixed(SampleMoments.geometricMean(cells.map(\.costRatio.value)), 2))x in the geometric mean.",
      scope: ClaimScope.words(cells),
      missing: cells.isEmpty
        ? ["Speculation and tensor parallelism of the same model at the same cap."] + leftOut : leftOut)
  }

  /// Cost 2: tensor parallelism costs more a token than one accelerator.
  public static func tensorParallelAgainstBaseline(
    _ sweep: SweepObservations, level: Double = 0.95
  ) throws -> ClaimFinding {
    let all = try SweepComparisons(
      sweep, candidates: { if case .tensorParallel = $0 { true } else { false } }, over: .baseline, level: level)
    let cells = all.comparisons
    let dearer = cells.count { $0.costRatio.lower > 1 }
    return ClaimFinding(
      name: "Cost 2", statement: "Tensor parallelism costs more a token than one GPU.",
      definition:
        "Accelerator-seconds a token with tensor parallelism over those of the baseline above 1 in every cell; \(DecimalText.significant(level * 100, 3)) % for all together.",
      verdict: cells.isEmpty ? .notTestable : (dearer == cells.count ? .supported : .notSupported),
      summary: cells.isEmpty
        ? TensorParallelClaim.absence(all)
        : "dearer beyond doubt in \(dearer) of \(cells.count) cells, \(DecimalText.fixed(SampleMoments.geometricMean(cells.map(\.costRatio.value)), 2))x in the geometric mean.",
      scope: ClaimScope.words(cells), missing: cells.isEmpty ? [TensorParallelClaim.needed] + all.leftOut : all.leftOut)
  }

  private static func tensorParallelRanks(_ sweep: SweepObservations) -> [Int] {
    var ranks: Set<Int> = []
    for cell in sweep.cells { if case .tensorParallel(let count) = cell.strategy { ranks.insert(count) } }
    return ranks.sorted()
  }
}
