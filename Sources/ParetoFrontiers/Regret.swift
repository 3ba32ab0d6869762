import ScalingStatistics

/// What it costs in one measure to choose by another: how much dearer the choice of the wrong cost is, at every quality.
///
/// For every quality attained on the front of either cost: take the rows that reach the quality and are cheapest in the cost that guides the choice, and compare what they
/// cost in the measure that is paid with the least that any row reaching the quality costs there. A ratio of 1 means that the two measures choose alike. Where several rows
/// tie in the guiding cost, the ratio is a range: the luckiest and the unluckiest of them.
public struct Regret: Sendable, Hashable, Codable {
  /// The typical and the largest ratio, in a sentence.
  public let headline: String
  /// One comparison for each quality attained on either front, from the least demanding to the best.
  public let levels: [RegretLevel]
  /// The geometric mean over the levels of the least ratios: ties in the guiding cost broken well.
  public let geometricMeanOfLeast: Double
  /// The geometric mean over the levels of the greatest ratios: ties broken badly.
  public let geometricMeanOfGreatest: Double
  /// The largest ratio at any level, ties broken badly.
  public let largest: Double
  /// The quality at which the largest ratio occurs, the least demanding of several.
  public let qualityOfLargest: Double
  /// The rows left out because a column is not a number; empty unless that was asked for.
  public let excluded: [Int]

  /// Compares choosing by `guide` with choosing by `paid`, at every quality: O(n log n) and the size of the result.
  ///
  /// Both costs are minimized, positive and finite; quality may point either way. `feasible` marks the rows that satisfy every constraint (nil: all).
  /// Throws `ParetoError` for a cost that is to be maximized or is not positive and finite, and as `ParetoFront` does.
  public init(
    quality: Objective, choosingBy guide: Objective, payingIn paid: Objective, feasible: [Bool]? = nil,
    missing: MissingValuePolicy = .refuse
  ) throws {
    let selection = try Self.selection(quality, [guide, paid], feasible, missing)
    var usable = [Bool](repeating: false, count: quality.values.count)
    for row in selection.usable { usable[row] = true }
    let shortfall = quality.minimized
    let guideFront = try ParetoFront([quality, guide], feasible: usable)
    let paidFront = try ParetoFront([quality, paid], feasible: usable)
    let attained = Set((guideFront.members + paidFront.members).map { shortfall[$0] })

    let order = selection.usable.sorted { (shortfall[$0], $0) < (shortfall[$1], $1) }
    var levels: [RegretLevel] = []
    var cheapest: [Int] = []
    var best: Int?
    for (position, row) in order.enumerated() {
      if let holder = cheapest.first, guide.values[row] >= guide.values[holder] {
        if guide.values[row] == guide.values[holder] { cheapest.append(row) }
      } else {
        cheapest = [row]
      }
      if let holder = best, paid.values[holder] <= paid.values[row] {} else { best = row }
      // A level is complete once every row of its quality has been seen.
      let isLast = position + 1 == order.count || shortfall[order[position + 1]] != shortfall[row]
      if isLast, attained.contains(shortfall[row]), let best {
        levels.append(
          RegretLevel(
            quality: quality.values[row], cheapest: cheapest, guide: guide.values, paid: paid.values, best: best))
      }
    }
    levels.reverse()
    self.levels = levels
    excluded = selection.excluded
    geometricMeanOfLeast = SampleMoments.geometricMean(levels.map(\.leastRatio))
    geometricMeanOfGreatest = SampleMoments.geometricMean(levels.map(\.greatestRatio))
    var worst = levels[0]
    for level in levels where level.greatestRatio > worst.greatestRatio { worst = level }
    largest = worst.greatestRatio
    qualityOfLargest = worst.quality
    let low = DecimalText.fixed(geometricMeanOfLeast, 2)
    let high = DecimalText.fixed(geometricMeanOfGreatest, 2)
    headline =
      "Choosing by \(guide.name) costs \(low == high ? "\(low)x" : "\(low)x to \(high)x") the least \(paid.name) on average over "
      + "\(levels.count) levels of \(quality.name), at worst \(DecimalText.fixed(largest, 2))x "
      + "(at \(quality.name) \(DecimalText.significant(qualityOfLargest, 4)))."
  }

  /// The rows to compare two costs on, which must be positive and finite there.
  static func selection(
    _ quality: Objective, _ costs: [Objective], _ feasible: [Bool]?, _ missing: MissingValuePolicy
  ) throws -> RowSelection {
    for cost in costs where cost.sense == .maximize {
      throw ParetoError("\(cost.name) is to be maximized; a cost is minimized.")
    }
    let selection = try RowSelection(
      columns: ([quality] + costs).map { ($0.name, $0.values) }, feasible: feasible, missing: missing)
    for cost in costs {
      for row in selection.usable where !(cost.values[row] > 0 && cost.values[row].isFinite) {
        throw ParetoError(
          "\(cost.name) of row \(row) is \(DecimalText.significant(cost.values[row], 6)); "
            + "a ratio of costs needs positive, finite ones.")
      }
    }
    return selection
  }
}

/// The comparison of two costs at one quality.
public struct RegretLevel: Sendable, Hashable, Codable {
  /// The quality to be reached.
  public let quality: Double
  /// All rows that reach the quality at the least guiding cost, in row order.
  public let chosenRows: [Int]
  /// That least guiding cost.
  public let guideCost: Double
  /// The first row that reaches the quality at the least paid cost.
  public let bestRow: Int
  /// That least paid cost.
  public let leastPaidCost: Double
  /// The paid cost of the luckiest chosen row over the least; at least 1.
  public let leastRatio: Double
  /// The paid cost of the unluckiest chosen row over the least.
  public let greatestRatio: Double

  init(quality: Double, cheapest: [Int], guide: [Double], paid: [Double], best: Int) {
    self.quality = quality
    chosenRows = cheapest.sorted()
    bestRow = best
    leastPaidCost = paid[best]
    var guideCost = Double.infinity
    var least = Double.infinity
    var greatest = 0.0
    for row in cheapest {
      guideCost = guide[row]
      least = min(least, paid[row] / paid[best])
      greatest = max(greatest, paid[row] / paid[best])
    }
    self.guideCost = guideCost
    leastRatio = least
    greatestRatio = greatest
  }
}
