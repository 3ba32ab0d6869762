import ScalingExperiments
import ScalingStatistics

/// What the cells of some runs cost: time of accelerators by latency and by wall-clock, money at a stated price, energy and memory, each where it is known.
public struct CellCosts: Sendable, Hashable {
  /// How many cells have which cost, in a sentence.
  public let headline: String
  /// One row for each cell: a run at its token cap, or at each cap that its latencies were cut at.
  public let rows: [CellCost]

  /// Collects the costs of runs.
  ///
  /// The cost by latency is refused where concurrency is not known to be 1, and the cost by wall-clock time where the benchmark's duration or tokens are unknown; each row says
  /// why. `price` overrides the runs' own; without either there is no money. `power` are windows on one accelerator for runs that report no energy of their own; like the duration, they are
  /// of whole answers, and belong to the largest cap. O(n) in the requests and windows.
  public init(_ runs: [Run], power: [PowerMeasurement] = [], price: AcceleratorPrice? = nil) {
    var rows: [CellCost] = []
    for run in runs where run.requests != nil || !run.outcomes.isEmpty {
      for cut in Self.cuts(run) { rows.append(CellCost(run, cut, power: power, price: price)) }
    }
    self.rows = rows
    headline =
      "Of \(rows.count) cells, by latency \(rows.count { $0.latencyCost != nil }) have a cost per token, by wall-clock time \(rows.count { $0.wallClockCost != nil }), in money \(rows.count { $0.moneyPerMillionTokens != nil }), in joules \(rows.count { $0.joulesPerToken != nil }); the memory is known of \(rows.count { $0.memory != nil })."
  }

  private static func cuts(_ run: Run) -> [CellCost.Cut] {
    guard let requests = run.requests else {
      return [CellCost.Cut(tokenCap: run.workload.tokenCap, latency: [], tokens: [], isWhole: true)]
    }
    guard let largest = requests.latencyAtTokenCap.last?.tokenCap else {
      return [
        CellCost.Cut(
          tokenCap: run.workload.tokenCap, latency: requests.latencyWithoutSetup, tokens: requests.outputTokens,
          isWhole: true)
      ]
    }
    return requests.latencyAtTokenCap.map { column in
      CellCost.Cut(
        tokenCap: column.tokenCap, latency: requests.latencyWithoutSetup(atTokenCap: column.tokenCap) ?? [],
        tokens: requests.outputTokens.map { $0.map { min($0, column.tokenCap) } }, isWhole: column.tokenCap == largest)
    }
  }
}
