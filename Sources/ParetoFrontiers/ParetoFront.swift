/// The rows that no other row beats: the Pareto front of two or more objectives.
///
/// One row dominates another when it is at least as good in every objective and better in one. Rows with equal objectives (or equal cells, where an objective has a tolerance)
/// do not dominate each other: all of them are members, and stand together in a group. Rows are counted from 0.
public struct ParetoFront: Sendable, Hashable, Codable {
  /// How many rows are on the front, of which objectives, and how many took no part.
  public let headline: String
  /// All rows on the front, the best in the first objective first (then in the second, and so on); rows with equal objectives follow each other in row order.
  public let members: [Int]
  /// For each row, the member of lowest index that dominates it; nil for members and for rows that took no part.
  ///
  /// Empty where it was not asked for.
  public let dominator: [Int?]
  /// The rows set aside as infeasible, before anything else was looked at.
  public let infeasible: [Int]
  /// The rows left out because an objective is not a number; empty unless that was asked for.
  public let excluded: [Int]
  private let isMember: [Bool]
  /// Where each group begins in `members`.
  private let groupStarts: [Int]

  /// The members with rows of equal objectives in one group, in the order of `members`.
  public var groups: [[Int]] {
    groupStarts.indices.map { index in
      let end = index + 1 < groupStarts.count ? groupStarts[index + 1] : members.count
      return Array(members[groupStarts[index]..<end])
    }
  }

  /// Finds the front: O(n log n) time in two and three objectives, O(n log^(d-2) n) in d, and O(n d) memory.
  ///
  /// A few good rows first discard what they dominate; the rest is sorted and swept (two objectives) or divided and conquered (H. T. Kung, F. Luccio and F. P. Preparata, "On
  /// Finding the Maxima of a Set of Vectors", JACM 22, 1975). `feasible` marks the rows that satisfy every constraint (nil: all); the others can neither join the front nor keep a row
  /// off it. `missing` says what happens to a feasible row with NaN. `dominators` asks for `dominator`: a further O(n log n) in two objectives, O(n × front) above.
  /// Throws `ParetoError` for fewer than two objectives, columns of unequal length, no rows, no feasible row, a NaN under `.refuse`, no row left under `.exclude`, or a tolerance
  /// that is not positive or does not fit its values.
  public init(
    _ objectives: [Objective], feasible: [Bool]? = nil, missing: MissingValuePolicy = .refuse, dominators: Bool = true
  ) throws {
    guard objectives.count >= 2 else {
      let names = objectives.isEmpty ? "" : " (\(objectives.map(\.name).joined(separator: ", ")))"
      throw ParetoError("\(objectives.count) objectives were given\(names); a front needs at least two.")
    }
    let columns = try ObjectiveColumns(objectives, feasible: feasible, missing: missing)
    let total = columns.count
    let rows = columns.rows
    var found: [Int] = []
    let search = FrontSearch(capacity: total, objectives: objectives.count)
    let didFind = columns.withPointers { pointers in
      search.members(
        of: pointers, signs: columns.signs, rows: rows?.map { UInt32($0) }, count: rows?.count ?? total, into: &found)
    }
    guard didFind else { throw ParetoError("There is not enough memory to compare \(total) rows.") }
    members = found
    var isMember = [Bool](repeating: false, count: total)
    for row in found { isMember[row] = true }
    self.isMember = isMember
    var starts: [Int] = []
    starts.reserveCapacity(found.count)
    for index in found.indices {
      let isNew = index == 0 || columns.values.contains { $0[found[index]] != $0[found[index - 1]] }
      if isNew { starts.append(index) }
    }
    groupStarts = starts
    dominator =
      dominators
      ? Dominators.find(
        columns: columns.minimized, members: found, isMember: isMember, rows: rows ?? Array(0..<total)) : []
    infeasible = columns.infeasible
    excluded = columns.excluded
    let titles = objectives.map(\.title)
    var headline =
      "\(members.count) of \(total) rows are on the front of \(titles[0]) against "
      + titles.dropFirst().joined(separator: " and ")
    if members.count != starts.count { headline += ", at \(starts.count) distinct values" }
    if !infeasible.isEmpty { headline += "; \(infeasible.count) infeasible" }
    if !excluded.isEmpty { headline += "; \(excluded.count) excluded for a missing value" }
    self.headline = headline + "."
  }

  /// Whether a row is on the front, in O(1); false for a row that does not exist.
  public func contains(_ row: Int) -> Bool { isMember.indices.contains(row) && isMember[row] }
}
