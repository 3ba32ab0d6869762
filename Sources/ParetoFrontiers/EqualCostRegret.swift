import ScalingStatistics

/// What it costs in quality to run only what another cost calls optimal: how much less good the best that fits a budget is.
///
/// The counterpart of `Regret`, read across instead of up. For every budget of the measure that is paid, compare the best quality of any row within it with the best of the rows on the
/// front of quality over the guiding cost. Rows of that front that tie in guide and quality make the answer a range: all at the cheapest of each tie, and all at the dearest.
public struct EqualCostRegret: Sendable, Hashable, Codable {
  /// The mean and the largest loss, in a sentence.
  public let headline: String
  /// One comparison for each paid cost of a row on either front, from the smallest budget; between two the answer is that of the smaller.
  public let levels: [EqualCostLevel]
  /// The mean over the levels that have an answer of the least losses: ties in the guiding cost broken well.
  public let meanOfLeast: Double
  /// The mean over the levels of the greatest losses: ties broken badly.
  public let meanOfGreatest: Double
  /// The largest loss at any level, ties broken badly.
  public let largest: Double
  /// The budget at which it occurs, the smallest of several.
  public let budgetOfLargest: Double
  /// How many budgets no row of the guiding front keeps, even with ties broken well.
  public let unmetCount: Int
  /// The rows left out because a column is not a number; empty unless that was asked for.
  public let excluded: [Int]

  /// Compares running what is optimal by `guide` with running what is optimal by `paid`, at every budget of `paid`.
  ///
  /// `qualityOfNothing` is what a budget is worth within which nothing on the guiding front runs (an accuracy of 0: no answer comes in time); without it such levels have no loss and
  /// only count as unmet. Costs are minimized, positive and finite; quality may point either way. O(n log n) for the fronts and O(levels × front).
  /// Throws `ParetoError` as `Regret` does.
  public init(
    quality: Objective, choosingBy guide: Objective, payingIn paid: Objective, qualityOfNothing: Double? = nil,
    feasible: [Bool]? = nil, missing: MissingValuePolicy = .refuse
  ) throws {
    let selection = try Regret.selection(quality, [guide, paid], feasible, missing)
    var usable = [Bool](repeating: false, count: quality.values.count)
    for row in selection.usable { usable[row] = true }
    let guideFront = try ParetoFront([quality, guide], feasible: usable)
    let paidFront = try ParetoFront([quality, paid], feasible: usable)
    let cost = paid.values
    let budgets = Set((guideFront.members + paidFront.members).map { cost[$0] }).sorted()
    let shortfall = quality.minimized
    func bestFirst(_ rows: [Int]) -> [Int] { rows.sorted { (shortfall[$0], $0) < (shortfall[$1], $1) } }
    // Of a tie the cheapest and the dearest row.
    let lucky = bestFirst(guideFront.groups.compactMap { $0.min { cost[$0] < cost[$1] } })
    let unlucky = bestFirst(guideFront.groups.compactMap { $0.max { cost[$0] < cost[$1] } })
    let attaining = bestFirst(paidFront.members)
    let sign = quality.sense == .maximize ? 1.0 : -1.0
    var levels: [EqualCostLevel] = []
    for budget in budgets {
      guard let best = attaining.first(where: { cost[$0] <= budget }) else { continue }
      let luckiest = lucky.first { cost[$0] <= budget }
      let unluckiest = unlucky.first { cost[$0] <= budget }
      func loss(_ row: Int?) -> Double? {
        (row.map { quality.values[$0] } ?? qualityOfNothing).map { sign * (quality.values[best] - $0) }
      }
      levels.append(
        EqualCostLevel(
          budget: budget, bestRow: best, bestQuality: quality.values[best], luckiestRow: luckiest,
          unluckiestRow: unluckiest, leastLoss: loss(luckiest), greatestLoss: loss(unluckiest)))
    }
    self.levels = levels
    excluded = selection.excluded
    meanOfLeast = SampleMoments.mean(levels.compactMap(\.leastLoss))
    meanOfGreatest = SampleMoments.mean(levels.compactMap(\.greatestLoss))
    var worst: (loss: Double, budget: Double) = (.nan, .nan)
    for level in levels {
      if let loss = level.greatestLoss, !(loss <= worst.loss) { worst = (loss, level.budget) }
    }
    largest = worst.loss
    budgetOfLargest = worst.budget
    unmetCount = levels.count { $0.luckiestRow == nil }
    let ends = [meanOfLeast, meanOfGreatest].map { DecimalText.significant($0, 3) }
    let unmet = unmetCount == 0 ? "" : "; within \(unmetCount) of them nothing chosen by \(guide.name) runs"
    headline =
      "Choosing by \(guide.name) loses \(ends[0] == ends[1] ? ends[0] : "\(ends[0]) to \(ends[1])") of \(quality.name) on average over \(levels.count) "
      + "budgets of \(paid.name), at worst \(DecimalText.significant(largest, 3)) "
      + "(at \(paid.name) \(DecimalText.significant(budgetOfLargest, 4)))\(unmet)."
  }
}

/// The comparison at one budget.
public struct EqualCostLevel: Sendable, Hashable, Codable {
  /// The budget, in the measure that is paid.
  public let budget: Double
  /// The row of the best quality within the budget.
  public let bestRow: Int
  /// That quality.
  public let bestQuality: Double
  /// The best row of the guiding front within the budget, ties broken well; nil where none runs within it.
  public let luckiestRow: Int?
  /// The same with ties broken badly.
  public let unluckiestRow: Int?
  /// The quality lost with ties broken well; nil where nothing runs within the budget and no quality stands for that.
  public let leastLoss: Double?
  /// The quality lost with ties broken badly.
  public let greatestLoss: Double?
}
