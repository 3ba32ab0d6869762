import ScalingStatistics

/// The row that a rule picks, its runner-up, and how often it wins when the measurements are drawn again.
///
/// Where no row is within the limits, the pick is none, with the nearest miss and by how much which limits fail. Rows are counted from 0.
public struct FrontPick: Sendable, Hashable, Codable {
  /// The pick, its runner-up and how sure it is, or the nearest miss, in a sentence.
  public let headline: String
  /// The first of the rows with the best score; nil where none is feasible.
  public let row: Int?
  /// All rows with the best score.
  public let tiedRows: [Int]
  /// The best score under the rule, greater being better: Σ weight · gain / scale, Σ log gain, the net gain, the area; the value itself for `.best`.
  public let score: Double?
  /// The first row with the next distinct score.
  public let runnerUp: Int?
  /// The runner-up's score.
  public let runnerUpScore: Double?
  /// How much the runner-up falls short: the difference of scores; for unit elasticity the share by which its product of gains is less.
  public let gap: Double?
  /// How many rows could have been picked.
  public let candidateCount: Int
  /// For each row the share of replicates that it wins, ties counted for each; empty without replicates.
  public let winShares: [Double]
  /// The share of replicates that the pick wins; nil without replicates or pick.
  public let winShare: Double?
  /// The Monte Carlo standard error of `winShare`.
  public let winShareError: Double?
  /// The share of replicates in which no row could be picked; nil without replicates.
  public let noneShare: Double?
  /// Where no row is feasible: the row whose largest relative violation is least.
  public let nearestMiss: Int?
  /// What the nearest miss misses, in words and in the order of the limits.
  public let violations: [String]

  /// Picks a row by a rule from measured objectives: O(n log n) for two objectives.
  ///
  /// All rules but `.best` choose among the rows on the front. Throws `ParetoError` for a rule that does not fit the objectives, missing values, and for unit elasticity a value that
  /// is not positive.
  public static func choose(_ objectives: [Objective], by rule: PickRule) throws -> FrontPick {
    try FrontPick(objectives, rule: rule, replicates: nil)
  }

  /// Picks a row by a rule from the measured values, and counts how often it wins over the replicates.
  ///
  /// A row without a score in a replicate (a draw that is not positive, for unit elasticity) does not win that replicate. Throws as `choose(_:by:)` does.
  public static func choose(_ replicates: FrontReplicates, by rule: PickRule) throws -> FrontPick {
    try FrontPick(replicates.objectives, rule: rule, replicates: replicates)
  }

  private init(_ objectives: [Objective], rule: PickRule, replicates: FrontReplicates?) throws {
    try rule.check(objectives)
    let count = try RowSelection(
      columns: objectives.map { ($0.name, $0.values) }, feasible: nil, missing: .refuse
    ).usable.count
    let columns = objectives.map(\.minimized)
    var search = ReplicateSearch(rows: count, objectives: objectives.count)
    var scores = [Double](repeating: 0, count: count)
    try rule.score(columns, objectives, start: 0, count: count, search: &search, into: &scores)
    var candidates = Array(0..<count)
    if rule.asksForFront {
      try search.search(columns, start: 0, count: count)
      candidates = search.members.sorted()
    }
    if case .unitElasticity = rule {
      for row in 0..<count {
        for objective in objectives where !(objective.values[row] > 0 && objective.values[row].isFinite) {
          throw ParetoError(
            "\(objective.name) of row \(row) is \(objective.values[row]): unit elasticity needs positive, finite values."
          )
        }
      }
    }
    candidates.removeAll { scores[$0] == -.infinity || scores[$0].isNaN }
    candidateCount = candidates.count
    let best = candidates.map { scores[$0] }.max()
    tiedRows = candidates.filter { scores[$0] == best }
    row = tiedRows.first
    let next = candidates.filter { row in best.map { scores[row] < $0 } ?? false }.map { scores[$0] }.max()
    runnerUp = next.flatMap { score in candidates.first { scores[$0] == score } }
    // The value itself, in its own sense.
    var sign = 1.0
    if case .best(let objective, _) = rule, objectives[objective].sense == .minimize { sign = -1 }
    score = best.map { $0 * sign + 0 }
    runnerUpScore = next.map { $0 * sign + 0 }
    let distance = best.flatMap { best in next.map { best - $0 } }
    if case .unitElasticity = rule { gap = distance.map { -exponentialLessOne(-$0) } } else { gap = distance }

    if let replicates {
      var wins = [Int](repeating: 0, count: count)
      var none = 0
      var winners: [Int] = []
      for replicate in 0..<replicates.count {
        try rule.score(
          replicates.draws, objectives, start: replicate * count, count: count, search: &search, into: &scores)
        var top = -Double.infinity
        for score in scores where score > top { top = score }
        if top == -.infinity { none += 1 }
        guard top > -.infinity else { continue }
        winners.removeAll(keepingCapacity: true)
        for row in 0..<count where scores[row] == top { winners.append(row) }
        if rule.asksForFront, winners.count > 1 {
          winners = Self.undominated(winners, replicates.draws, start: replicate * count)
        }
        for row in winners { wins[row] += 1 }
      }
      let total = Double(replicates.count)
      winShares = wins.map { Double($0) / total }
      noneShare = Double(none) / total
      winShare = row.map { Double(wins[$0]) / total }
      winShareError = winShare.map { ($0 * (1 - $0) / total).squareRoot() }
    } else {
      winShares = []
      noneShare = nil
      winShare = nil
      winShareError = nil
    }

    guard let row, let score else {
      guard case .best(let objective, let limits) = rule else {
        throw ParetoError("No row has a finite score by \(rule.words).")
      }
      let miss = try ParetoPick.best(
        objectives[objective],
        where: limits.map {
          Constraint(name: objectives[$0.objective].name, values: objectives[$0.objective].values, limit: $0.limit)
        })
      nearestMiss = miss.nearestMiss
      violations = miss.violations.map(\.words)
      headline =
        miss.row == nil
        ? miss.headline
        : "No row is picked by \(rule.words): every feasible one has an infinitely bad \(objectives[objective].name)."
      return
    }
    nearestMiss = nil
    violations = []
    let values = objectives.map { "\($0.name) of \(DecimalText.significant($0.values[row], 4))" }
    var sentence =
      "Row \(row) is picked by \(rule.words) (\(DecimalText.significant(score, 4))): \(values.joined(separator: ", "))"
    if tiedRows.count > 1 {
      sentence += "; rows \(tiedRows.dropFirst().map(String.init).joined(separator: ", ")) tie with it"
    }
    if let runnerUp, let runnerUpScore {
      sentence += "; the runner-up is row \(runnerUp) (\(DecimalText.significant(runnerUpScore, 4)))"
    } else {
      sentence += "; there is no runner-up"
    }
    if let winShare, let replicates {
      sentence += "; it wins \(DecimalText.significant(100 * winShare, 3)) % of \(replicates.count) "
      sentence += replicates.source.rawValue
    }
    headline = sentence + "."
  }

  /// The rows of a tie that may be picked: a weight of zero lets dominated rows tie, and what dominates one ties with it.
  private static func undominated(_ rows: [Int], _ columns: [[Double]], start: Int) -> [Int] {
    rows.filter { row in
      !rows.contains { other in
        columns.allSatisfy { $0[start + other] <= $0[start + row] }
          && columns.contains { $0[start + other] < $0[start + row] }
      }
    }
  }
}
