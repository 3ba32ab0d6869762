import ScalingStatistics

/// The best row under constraints, with its runner-up; or the answer that no row is feasible, with the nearest miss.
///
/// Constraints apply first: a row that breaks one neither wins nor hides the best row that keeps them all. Rows are counted from 0.
public struct ParetoPick: Sendable, Hashable {
  /// The pick and its runner-up, or the nearest miss, in a sentence.
  public let headline: String
  /// The best feasible row, the first of tied ones; nil where none is feasible.
  public let row: Int?
  /// All feasible rows with the best value, in row order.
  public let tiedRows: [Int]
  /// The best value; nil where no row is feasible.
  public let value: Double?
  /// The first row with the next distinct value; nil where all feasible rows tie.
  public let runnerUp: Int?
  /// The value of the runner-up.
  public let runnerUpValue: Double?
  /// How much worse the runner-up is, as a share of the size of the best value; nil without a runner-up, or where the best value is 0 or either is infinite.
  public let gap: Double?
  /// How many rows keep every constraint.
  public let feasibleCount: Int
  /// Where no row is feasible: the row whose largest relative violation is least.
  ///
  /// Ties go to the least largest absolute violation, then to the first row.
  public let nearestMiss: Int?
  /// What the nearest miss misses, in the order of the constraints; empty where a row was picked.
  public let violations: [ConstraintViolation]
  /// The rows left out because a constraint, or the objective of a feasible row, is not a number.
  public let excluded: [Int]

  /// Picks the row with the best value of an objective among those that keep every constraint: O(rows × constraints).
  ///
  /// `missing` says what happens to a row with a NaN in a constraint, and to a feasible row with a NaN objective. "None feasible" is an answer, not an error.
  /// Throws `ParetoError` for columns of unequal length, no rows, a limit that is NaN, a NaN under `.refuse`, or no row left under `.exclude`.
  public static func best(
    _ objective: Objective, where constraints: [Constraint] = [], missing: MissingValuePolicy = .refuse
  ) throws -> ParetoPick {
    for constraint in constraints { try constraint.checkLimit() }
    let count = objective.values.count
    guard count > 0 else { throw ParetoError("\(objective.name) has no values: there is no row to pick.") }
    for constraint in constraints where constraint.values.count != count {
      throw ParetoError(
        "\(constraint.name) has \(constraint.values.count) values where \(objective.name) has \(count): "
          + "each row needs one of both.")
    }
    // The objective of an infeasible row is never looked at, so the constraints are selected on their own.
    let known =
      constraints.isEmpty
      ? nil : try RowSelection(columns: constraints.map { ($0.name, $0.values) }, feasible: nil, missing: missing)
    let candidates = known?.usable ?? Array(0..<count)
    let feasible = candidates.filter { row in constraints.allSatisfy { $0.isMet(row) } }
    guard !feasible.isEmpty else {
      return miss(among: candidates, of: count, constraints: constraints, excluded: known?.excluded ?? [])
    }
    var marks = [Bool](repeating: false, count: count)
    for row in feasible { marks[row] = true }
    let selection = try RowSelection(
      columns: [(objective.name, objective.values)], feasible: marks, missing: missing)
    let excluded = ((known?.excluded ?? []) + selection.excluded).sorted()
    return ParetoPick(objective, among: selection.usable, of: count, constraints: constraints, excluded: excluded)
  }

  private init(
    _ objective: Objective, among feasible: [Int], of count: Int, constraints: [Constraint], excluded: [Int]
  ) {
    let costs = objective.minimized
    var best = Double.infinity
    for row in feasible { best = min(best, costs[row]) }
    let tied = feasible.filter { costs[$0] == best }
    var next: Int?
    for row in feasible where costs[row] > best {
      if let current = next, costs[row] >= costs[current] { continue }
      next = row
    }
    tiedRows = tied
    row = tied.first
    value = tied.first.map { objective.values[$0] }
    runnerUp = next
    runnerUpValue = next.map { objective.values[$0] }
    feasibleCount = feasible.count
    nearestMiss = nil
    violations = []
    self.excluded = excluded
    let distance = next.map { costs[$0] - best }
    gap = distance.flatMap { $0.isFinite && best != 0 ? $0 / abs(best) : nil }

    let side = objective.sense == .minimize ? "least" : "greatest"
    let pool =
      constraints.isEmpty
      ? "\(feasible.count) rows"
      : "the \(feasible.count) of \(count) rows with \(constraints.map(\.words).joined(separator: " and "))"
    let who = tied.count == 1 ? "Row \(tied[0]) has" : "Rows \(tied.map(String.init).joined(separator: ", ")) tie for"
    var sentence = "\(who) the \(side) \(objective.name), \(DecimalText.significant(value ?? .nan, 4)), of \(pool)"
    if let runnerUp, let runnerUpValue {
      sentence += "; the runner-up is row \(runnerUp) with \(DecimalText.significant(runnerUpValue, 4))"
      if let gap {
        let word = objective.sense == .minimize ? "more" : "less"
        sentence += " (\(DecimalText.significant(100 * gap, 3)) % \(word))"
      }
    } else {
      sentence += "; there is no runner-up"
    }
    headline = sentence + "."
  }

  private static func miss(
    among candidates: [Int], of count: Int, constraints: [Constraint], excluded: [Int]
  ) -> ParetoPick {
    var nearest: (row: Int, relative: Double, absolute: Double)?
    for row in candidates {
      let violations = constraints.compactMap { $0.violation(row) }
      let relative = violations.map(\.relative).max() ?? 0
      let absolute = violations.map(\.absolute).max() ?? 0
      if let best = nearest, (best.relative, best.absolute) <= (relative, absolute) { continue }
      nearest = (row, relative, absolute)
    }
    let row = nearest?.row
    let violations = row.map { row in constraints.compactMap { $0.violation(row) } } ?? []
    var headline = "None of \(count) rows is feasible with \(constraints.map(\.words).joined(separator: " and "))"
    if let row {
      headline += "; the nearest miss is row \(row): \(violations.map(\.words).joined(separator: ", "))"
    }
    return ParetoPick(headline: headline + ".", nearestMiss: row, violations: violations, excluded: excluded)
  }

  private init(headline: String, nearestMiss: Int?, violations: [ConstraintViolation], excluded: [Int]) {
    self.headline = headline
    self.nearestMiss = nearestMiss
    self.violations = violations
    self.excluded = excluded
    row = nil
    tiedRows = []
    value = nil
    runnerUp = nil
    runnerUpValue = nil
    gap = nil
    feasibleCount = 0
  }
}
