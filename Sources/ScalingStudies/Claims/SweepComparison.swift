import Scalability
import ScalingStatistics

/// One cell against another of the same model, cap and hardware: the same requests under two strategies.
struct SweepComparison {
  let model: ObservedModel
  let tokenCap: Int
  let candidate: ObservedStrategy
  /// Total time of the reference over total time of the candidate.
  let speedup: Estimate
  /// Accelerator-seconds a token of the candidate over those of the reference.
  let costRatio: Estimate
  let pairCount: Int
  let slowerCount: Int

  /// Standard error of ln speed-up, from the interval.
  var logError: Double {
    let t = StudentTDistribution(degreesOfFreedom: Double(pairCount - 1)).quantile(0.5 + speedup.level / 2)
    return (logarithm(speedup.upper) - logarithm(speedup.lower)) / (2 * t)
  }
}

/// All comparisons of two strategies in a sweep, and the cells that could not be compared.
struct SweepComparisons {
  let comparisons: [SweepComparison]
  let leftOut: [String]

  /// Compares each candidate cell with the reference cell of the same model, cap and accelerator.
  ///
  /// Requests are paired by problem. Pairs with other token counts are unlike things: they are left out, and the whole cell is where they are more than a tenth. The
  /// intervals hold together for all comparisons (Bonferroni).
  init(
    _ sweep: SweepObservations, candidates: (ObservedStrategy) -> Bool, over reference: ObservedStrategy, level: Double
  ) throws {
    var pairs: [(SweepObservation, SweepObservation)] = []
    var leftOut: [String] = []
    for cell in sweep.cells where candidates(cell.strategy) {
      let match = sweep.cells.first {
        $0.strategy == reference && ObservedModel($0) == ObservedModel(cell) && $0.tokenCap == cell.tokenCap
      }
      guard let match else {
        leftOut.append("\(cell.label): no \(reference.words) cell to compare with.")
        continue
      }
      pairs.append((match, cell))
    }
    let simultaneous = 1 - (1 - level) / Double(max(1, pairs.count))
    var comparisons: [SweepComparison] = []
    for (base, cell) in pairs {
      let pairing = try Pairing.match(baselineKeys: base.problems, candidateKeys: cell.problems)
      let rows = Array(zip(pairing.baselineRows, pairing.candidateRows))
      let same = rows.filter { base.outputTokens[$0.0] == cell.outputTokens[$0.1] }
      guard rows.count >= 2 else {
        leftOut.append("\(cell.label): it shares \(rows.count) problems with the \(reference.words); two are needed.")
        continue
      }
      guard same.count >= 2, same.count * 10 >= rows.count * 9 else {
        leftOut.append(
          "\(cell.label): \(rows.count - same.count) of \(rows.count) pairs have other output lengths, so latencies are of unlike things."
        )
        continue
      }
      if same.count < rows.count {
        leftOut.append("\(cell.label): \(rows.count - same.count) pairs with other output lengths.")
      }
      let unpaired = pairing.unpairedBaseline.count + pairing.unpairedCandidate.count
      if unpaired > 0 {
        leftOut.append("\(cell.label): \(unpaired) requests without a partner in the other cell.")
      }
      let before = same.map { base.latency[$0.0] }
      let after = same.map { cell.latency[$0.1] }
      let speedup = try RatioOfTotals.estimate(before, over: after, level: simultaneous)
      let factor = Double(cell.accelerators) / Double(base.accelerators)
      comparisons.append(
        SweepComparison(
          model: ObservedModel(cell), tokenCap: cell.tokenCap, candidate: cell.strategy, speedup: speedup,
          costRatio: Estimate(
            value: factor / speedup.value, lower: factor / speedup.upper, upper: factor / speedup.lower,
            level: simultaneous, method: speedup.method),
          pairCount: same.count, slowerCount: zip(before, after).count { $1 > $0 }))
    }
    self.comparisons = comparisons
    self.leftOut = leftOut
  }
}
