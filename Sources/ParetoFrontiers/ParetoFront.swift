/// The rows that no other row beats: the Pareto front of two objectives.
///
/// One row dominates another when it is at least as good in both objectives and better in one. Rows with exactly equal objectives do not dominate each other:
/// all of them are members, and stand together in a group. Rows are counted from 0.
public struct ParetoFront: Sendable, Hashable, Codable {
  /// How many rows are on the front, of which objectives, and how many took no part.
  public let headline: String
  /// All rows on the front, the best in the first objective first; rows with equal objectives follow each other in row order.
  public let members: [Int]
  /// The members with rows of exactly equal objectives in one group, in the order of `members`.
  public let groups: [[Int]]
  /// For each row, a member that dominates it; nil for members and for rows that took no part.
  ///
  /// Of several, it is the one with the best second objective, and of tied rows the first.
  public let dominator: [Int?]
  /// The rows set aside as infeasible, before anything else was looked at.
  public let infeasible: [Int]
  /// The rows left out because an objective is not a number; empty unless that was asked for.
  public let excluded: [Int]
  private let isMember: [Bool]

  /// Finds the front of two objectives by a sort and one sweep: O(n log n) time, O(n) memory.
  ///
  /// H. T. Kung, F. Luccio and F. P. Preparata, "On Finding the Maxima of a Set of Vectors", JACM 22 (1975), two dimensions. `feasible` marks the rows that satisfy every constraint
  /// (nil: all); the others can neither join the front nor keep a row off it. `missing` says what happens to a feasible row with NaN.
  /// Throws `ParetoError` for a count of objectives other than two, columns of unequal length, no rows, no feasible row, a NaN under `.refuse`, or no row left under `.exclude`.
  public init(_ objectives: [Objective], feasible: [Bool]? = nil, missing: MissingValuePolicy = .refuse) throws {
    guard objectives.count == 2 else {
      let names = objectives.isEmpty ? "" : " (\(objectives.map(\.name).joined(separator: ", ")))"
      throw ParetoError("\(objectives.count) objectives were given\(names); a front is found for exactly two.")
    }
    let selection = try RowSelection(
      columns: objectives.map { ($0.name, $0.values) }, feasible: feasible, missing: missing)
    let first = objectives[0].minimized
    let second = objectives[1].minimized
    let order = selection.usable.sorted { left, right in
      if first[left] != first[right] { return first[left] < first[right] }
      if second[left] != second[right] { return second[left] < second[right] }
      return left < right
    }
    var groups: [[Int]] = []
    var dominator = [Int?](repeating: nil, count: first.count)
    // The representative of the latest group: nothing before it in the sweep has a better second objective.
    var leader: Int?
    for row in order {
      guard let best = leader else {
        groups.append([row])
        leader = row
        continue
      }
      if second[row] < second[best] {
        groups.append([row])
        leader = row
      } else if first[row] == first[best] && second[row] == second[best] {
        groups[groups.count - 1].append(row)
      } else {
        dominator[row] = best
      }
    }
    self.groups = groups
    self.dominator = dominator
    members = groups.flatMap { $0 }
    var isMember = [Bool](repeating: false, count: first.count)
    for row in members { isMember[row] = true }
    self.isMember = isMember
    infeasible = selection.infeasible
    excluded = selection.excluded
    let total = first.count
    var headline =
      "\(members.count) of \(total) rows are on the front of \(objectives[0].title) against \(objectives[1].title)"
    if members.count != groups.count { headline += ", at \(groups.count) distinct values" }
    if !infeasible.isEmpty { headline += "; \(infeasible.count) infeasible" }
    if !excluded.isEmpty { headline += "; \(excluded.count) excluded for a missing value" }
    self.headline = headline + "."
  }

  /// Whether a row is on the front, in O(1); false for a row that does not exist.
  public func contains(_ row: Int) -> Bool { isMember.indices.contains(row) && isMember[row] }
}
