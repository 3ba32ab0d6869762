import ParetoFrontiers
import ScalingStatistics

/// The thesis: compute-optimal is not system-optimal; and whether the pick moves between hardware.
public enum ThesisClaim {
  /// Tests, for each measure of compute, whether choosing by it costs latency.
  ///
  /// At some accuracy the cheapest cell in compute, ties broken in its favour, must take more than 1.05 times the least latency, in 97.5 % of resamples of the problems. Supported
  /// where that holds for every measure that the data allow, on every kind of hardware and under all conditions (task, engine and the like); hardware with fewer than two cells, or 20 problems judged in all of them or 20 requests
  /// timed in each, is left out. Timed requests whose keys are not those of judged problems are drawn again on their own, alike in all cells that share the keys.
  public static func finding(
    _ sweep: SweepObservations, replicates: Int = 200, seed: UInt64 = 1
  ) throws -> ClaimFinding {
    let drawn = max(50, replicates)
    var sweeps: [JudgedSweep] = []
    var leftOut: [String] = []
    for sweep in JudgedSweep.sweeps(sweep) {
      if sweep.cells.count > 1, min(sweep.problems.count, sweep.leastTimed) >= ClaimMinimum.problems {
        sweeps.append(sweep)
      } else {
        leftOut.append(
          "\(sweep.label): \(sweep.cells.count) judged and timed cells with \(sweep.problems.count) problems judged in all of them and at least \(sweep.leastTimed) requests timed in each; 2, \(ClaimMinimum.problems) and \(ClaimMinimum.problems) are needed."
        )
      }
    }
    func result(
      _ verdict: ClaimVerdict, _ summary: String, evidence: [String] = [], missing: [String] = []
    ) -> ClaimFinding {
      ClaimFinding(
        name: "Thesis", statement: "Compute-optimal is not system-optimal.",
        definition:
          "For each measure of compute: at some accuracy its cheapest cell (ties broken well) takes over 1.05 times the least mean latency, in 97.5 % of \(drawn) resamples of the problems.",
        verdict: verdict, summary: summary, scope: ClaimScope.words(sweeps.flatMap(\.cells)), evidence: evidence,
        missing: missing)
    }
    guard !sweeps.isEmpty else {
      return result(
        .notTestable, "fewer than two cells on one hardware were judged on the same problems and timed.",
        missing: ["Accuracy and latency of several models, caps or strategies on one hardware."] + leftOut)
    }
    var evidence: [String] = []
    var holding = 0
    var asked = 0
    for sweep in sweeps {
      let measures = sweep.measures
      let bootstrap = try Bootstrap(
        unitCount: sweep.unitCount, unitName: "problems", strata: sweep.strata, replicates: drawn, seed: seed)
      let distribution = try bootstrap.distribution { weights in
        let columns = sweep.columns(weights)
        var numbers: [Double] = []
        for measure in measures {
          guard let regret = columns.regret(choosingBy: measure), let overlap = columns.overlap(choosingBy: measure)
          else { return nil }
          numbers += [regret.levels.map(\.leastRatio).max() ?? 1, regret.geometricMeanOfLeast, overlap.jaccard]
        }
        return numbers
      }
      for (index, measure) in measures.enumerated() {
        let largest = try distribution.percentileInterval(3 * index)
        let overlap = try distribution.percentileInterval(3 * index + 2)
        asked += 1
        if largest.lower > 1.05 { holding += 1 }
        let fronts = sweep.observed.overlap(choosingBy: measure)
        evidence.append(
          "\(measure.words) on \(sweep.label): choosing by it costs up to \(largest.headline)x the least latency, \(DecimalText.fixed(distribution.observed[3 * index + 1], 2))x in the geometric mean over accuracies; \(fronts.map(Self.words) ?? "") (Jaccard \(overlap.headline))."
        )
      }
      leftOut += ComputeMeasure.allCases.filter { !measures.contains($0) }.map {
        "\($0.words) on \(sweep.label): parameters or scored positions are unknown."
      }
    }
    return result(
      holding == asked ? .supported : .notSupported,
      "it costs latency to choose by \(holding) of \(asked) measures of compute.", evidence: evidence,
      missing: leftOut)
  }

  /// How many cells either front has, and both.
  private static func words(_ overlap: FrontOverlap) -> String {
    let sizes = [overlap.onlyFirst, overlap.onlySecond].map { $0.count + overlap.shared.count }
    return "of \(sizes[0]) cells on its front and \(sizes[1]) on that of latency \(overlap.shared.count) are on both"
  }
}
