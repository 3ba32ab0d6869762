import ParetoFrontiers
import Scalability
import ScalingStatistics

extension ThesisClaim {
  /// Tests whether the fastest cell that reaches an accuracy is another one on other hardware.
  ///
  /// Only cells that were judged and timed on every kind of hardware, under conditions that are not known to differ, compete: a cell that is missing on one would move the pick by its absence. The pick moves where, for two
  /// kinds of hardware, either one's pick is slower than the other's on the other's ground, beyond doubt (ratio of totals over paired problems; the level is shared among all
  /// cells and pairs of hardware, because the picks were selected).
  public static func hardware(
    _ sweep: SweepObservations, minimumAccuracy: Double = 0.5, level: Double = 0.95
  ) throws -> ClaimFinding {
    let all = JudgedSweep.sweeps(sweep)
    let sweeps = JudgedSweep.alike(all)
    let others = all.filter { one in !sweeps.contains { $0.label == one.label } }.map {
      "\($0.label): left out, because its conditions differ from those of the others."
    }
    let target = DecimalText.significant(minimumAccuracy * 100, 3)
    let common = (sweeps.first?.cells ?? []).filter { cell in
      sweeps.allSatisfy { $0.cells.contains { isSame($0, cell) } }
    }
    func result(_ verdict: ClaimVerdict, _ summary: String, evidence: [String] = [], missing: [String] = [])
      -> ClaimFinding
    {
      ClaimFinding(
        name: "Hardware", statement: "What is optimal on one hardware is not on another.",
        definition:
          "Of the cells that all accelerators share, the one with the least mean latency at \(target) % accuracy or more differs, and each pick is the faster one of the two on its own accelerator; \(DecimalText.significant(level * 100, 3)) % for all together.",
        verdict: verdict, summary: summary,
        scope:
          "\(sweeps.isEmpty ? "no hardware" : sweeps.map(\.accelerator).joined(separator: ", ")): \(common.count) shared cells",
        evidence: evidence, missing: missing + others)
    }
    guard sweeps.count > 1 else {
      return result(
        .notTestable,
        sweeps.isEmpty
          ? "no cell was judged and timed." : "one kind of hardware was measured, \(sweeps[0].accelerator).",
        missing: ["The same cells on a second kind of accelerator."])
    }
    guard common.count > 1 else {
      return result(
        .notTestable, "\(common.count) cells were judged and timed on all \(sweeps.count) kinds of hardware.",
        missing: ["Two cells or more that were judged and timed on every kind of accelerator."])
    }
    var picks: [SweepObservation] = []
    for sweep in sweeps {
      let own = common.compactMap { cell in sweep.cells.first { isSame($0, cell) } }
      let pick = try ParetoPick.best(
        Objective(name: "mean latency", values: own.map(\.meanLatency), sense: .minimize),
        where: [
          Constraint(name: "accuracy", values: own.compactMap(\.accuracy), limit: .atLeast(minimumAccuracy))
        ])
      guard let row = pick.row else {
        return result(
          .notTestable, "no shared cell reaches \(target) % on \(sweep.accelerator).",
          missing: ["A shared cell that reaches \(target) % on every kind of accelerator."])
      }
      picks.append(own[row])
    }
    let evidence = picks.map {
      "\($0.accelerator): \($0.model.name), cap \($0.tokenCap), \($0.strategy.words), \(DecimalText.significant($0.meanLatency, 3)) s."
    }
    let count = sweeps.count * (sweeps.count - 1) / 2 * common.count
    let each = 1 - (1 - level) / Double(count)
    var differs = false
    for first in sweeps.indices {
      for second in sweeps.indices where second > first && !isSame(picks[first], picks[second]) {
        differs = true
        guard let visitor = sweeps[first].cells.first(where: { isSame($0, picks[second]) }),
          let other = sweeps[second].cells.first(where: { isSame($0, picks[first]) })
        else { continue }
        if try isSlower(visitor, than: picks[first], level: each),
          try isSlower(other, than: picks[second], level: each)
        {
          return result(.supported, "the pick moves.", evidence: evidence)
        }
      }
    }
    return result(
      .notSupported,
      differs ? "the picks differ, but not beyond doubt." : "the pick is the same on all.", evidence: evidence)
  }

  private static func isSame(_ first: SweepObservation, _ second: SweepObservation) -> Bool {
    first.model.name == second.model.name && first.tokenCap == second.tokenCap && first.strategy == second.strategy
  }

  private static func isSlower(
    _ cell: SweepObservation, than pick: SweepObservation, level: Double
  ) throws -> Bool {
    let pairing = try Pairing.match(baselineKeys: cell.problems, candidateKeys: pick.problems)
    guard pairing.count > 1 else { return false }
    let ratio = try RatioOfTotals.estimate(
      pairing.baselineRows.map { cell.latency[$0] }, over: pairing.candidateRows.map { pick.latency[$0] },
      level: level)
    return ratio.lower > 1
  }
}
