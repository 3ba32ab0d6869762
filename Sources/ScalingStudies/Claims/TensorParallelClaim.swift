import Scalability
import ScalingStatistics

/// Observation 3: tensor parallelism does not scale in proportion, and slows the smallest models down.
public enum TensorParallelClaim {
  /// Tests whether the speed-up stays below the number of accelerators in every cell.
  ///
  /// The speed-up is the ratio of total latencies where nine tenths of the pairs have equal output lengths, and the ratio of times per token elsewhere. Not testable where fewer
  /// than 80 % of the cells can be compared. `sharding` are speed-ups of shards by the time of an all-reduce, which say at which time the paper's numbers would hold but decide
  /// nothing.
  public static func proportionality(
    _ sweep: SweepObservations, sharding: [ShardingFinding] = [], level: Double = 0.95
  ) throws -> ClaimFinding {
    let all = try comparisons(sweep, level: level)
    let cells = all.comparisons
    let below = cells.count { $0.speedup.upper < Double($0.ranks) }
    var evidence = cells.isEmpty ? [] : [ComparisonWords.estimands(cells)]
    for model in ObservedModel.models(sweep) {
      let own = cells.filter { $0.model == model }
      for ranks in Set(own.map(\.ranks)).sorted() {
        let same = own.filter { $0.ranks == ranks }
        let efficiency = try ParallelEfficiency(
          speedup: SampleMoments.geometricMean(same.map(\.speedup.value)), processors: ranks)
        evidence.append(
          "\(model.words(accelerators: ranks)): \(DecimalText.fixed(efficiency.speedup, 2))x in the geometric mean over caps (\(ComparisonWords.brief(same))), efficiency \(DecimalText.fixed(efficiency.efficiency, 2)), overhead \(efficiency.karpFlattOverhead.map { DecimalText.fixed($0, 2) } ?? "unknown"), cost \(DecimalText.fixed(efficiency.costRatio, 2))x."
        )
      }
    }
    evidence += hypothesis(sharding)
    return ClaimFinding(
      name: "Observation 3",
      statement: "More GPUs with tensor parallelism do not improve latency in proportion (1.7x for 14B on four).",
      definition:
        "Upper end below the number of accelerators in every cell: \(ComparisonWords.speedup); \(ComparisonWords.level(level)); averages over caps are geometric means.",
      verdict: verdict(all, holding: below),
      summary: cells.isEmpty
        ? absence(all)
        : all.areEnough ? "below proportion in \(below) of \(cells.count) cells; \(all.coverage)." : all.shortage,
      scope: ClaimScope.words(cells),
      evidence: evidence, missing: cells.isEmpty ? [needed] + all.leftOut : all.leftOut)
  }

  /// Tests whether models of about 1.5B parameters are slower on several accelerators than on one, by the same speed-up.
  public static func smallModels(
    _ sweep: SweepObservations, sharding: [ShardingFinding] = [], level: Double = 0.95
  ) throws -> ClaimFinding {
    let all = try comparisons(sweep.filtered(\.isOf1B), level: level)
    let cells = all.comparisons
    let slower = cells.count { $0.speedup.upper < 1 }
    return ClaimFinding(
      name: "Observation 3, small models", statement: "For 1.5B models, several GPUs are slower than one.",
      definition:
        "Upper end below 1 in every cell of a model of 1.2B to 2B parameters: \(ComparisonWords.speedup); \(ComparisonWords.level(level)).",
      verdict: verdict(all, holding: slower),
      summary: cells.isEmpty
        ? "no model of about 1.5B parameters could be compared on one and on several accelerators."
        : all.areEnough ? "slower beyond doubt in \(slower) of \(cells.count) cells; \(all.coverage)." : all.shortage,
      scope: cells.isEmpty ? "no model of about 1.5B" : ClaimScope.words(cells),
      evidence: (cells.isEmpty ? [] : [ComparisonWords.estimands(cells)])
        + hypothesis(sharding.filter { $0.label == "1.5B" }),
      missing: cells.isEmpty ? [needed] + all.leftOut : all.leftOut)
  }

  static let needed = "Runs of one model on one and on several accelerators at the same caps."

  private static func comparisons(_ sweep: SweepObservations, level: Double) throws -> SweepComparisons {
    try SweepComparisons(sweep, candidates: \.isTensorParallel, over: .baseline, level: level)
  }

  /// The verdict of a claim on every cell.
  static func verdict(_ all: SweepComparisons, holding: Int) -> ClaimVerdict {
    guard all.areEnough else { return .notTestable }
    return holding == all.comparisons.count ? .supported : .notSupported
  }

  /// Why there is nothing to compare, for a summary.
  static func absence(_ all: SweepComparisons) -> String {
    all.leftOut.isEmpty
      ? "nothing was run on more than one accelerator."
      : "no run on several accelerators could be compared with one on a single accelerator."
  }

  /// What shards measured alone say: a condition, not evidence for the claim.
  private static func hypothesis(_ sharding: [ShardingFinding]) -> [String] {
    sharding.filter { $0.batch == 1 && $0.shards == 4 }.map { "What would have to be true: \($0.headline)" }
  }
}

extension SweepComparison {
  /// The accelerators of the candidate.
  var ranks: Int { candidate.accelerators }
}
