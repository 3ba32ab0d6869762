import CDominance
import ScalingStatistics

/// The volume that a set of rows dominates, up to a reference point: one number for how good a front is.
public struct Hypervolume: Sendable, Hashable, Codable {
  /// The volume, and how many rows made it.
  public let headline: String
  /// The volume, in the product of the objectives' units.
  public let volume: Double
  /// What each row adds to the volume of all others; 0 for dominated and repeated rows and those outside.
  ///
  /// Nil where it was not asked for.
  public let contributions: [Double]?
  /// The rows that are not better than the reference point in every objective, which add nothing.
  public let outside: [Int]
  /// The rows set aside as infeasible.
  public let infeasible: [Int]
  /// The rows left out because an objective is not a number; empty unless that was asked for.
  public let excluded: [Int]

  /// Computes the volume exactly in two to four objectives, in the objectives' own orientation.
  ///
  /// O(n log n) in two objectives; a sweep along the last one in three (N. Beume, C. M. Fonseca, M. López-Ibáñez, L. Paquete and J. Vahrenhold, "On the Complexity of Computing
  /// the Hypervolume Indicator", IEEE Transactions on Evolutionary Computation 13, 2009), O(n log n + n s) with s corners in a slice; one such sweep a row in four, by
  /// exclusive volumes (L. While, L. Bradstreet and L. Barone, "A Fast Way of Calculating Exact Hypervolumes", ibid. 16, 2012). Contributions cost one more volume of all rows for each front member.
  /// Tolerances are not applied. Throws as `ParetoFront` does, for other than two to four objectives, for a reference with another count of values or one that is
  /// not finite, and for a row that is infinitely good.
  public init(
    _ objectives: [Objective], reference: [Double], contributions wantsContributions: Bool = false,
    feasible: [Bool]? = nil, missing: MissingValuePolicy = .refuse
  ) throws {
    let dimensions = objectives.count
    guard (2...4).contains(dimensions) else {
      throw ParetoError("\(dimensions) objectives were given; the volume is computed for two to four.")
    }
    guard reference.count == dimensions else {
      throw ParetoError("The reference point has \(reference.count) values for \(dimensions) objectives.")
    }
    if let index = reference.firstIndex(where: { !$0.isFinite }) {
      throw ParetoError("The reference point is \(reference[index]) in \(objectives[index].name); it must be finite.")
    }
    let plain = objectives.map { Objective(name: $0.name, values: $0.values, sense: $0.sense) }
    let columns = try ObjectiveColumns(plain, feasible: feasible, missing: missing)
    let bound = zip(columns.signs, reference).map { $0 * $1 + 0 }
    let values = columns.minimized
    var inside: [UInt32] = []
    var outside: [Int] = []
    for row in columns.rows ?? Array(0..<columns.count) {
      for (column, objective) in zip(values, objectives) where column[row] == -.infinity {
        throw ParetoError("\(objective.name) of row \(row) is infinitely good; no volume holds it.")
      }
      if zip(values, bound).allSatisfy({ $0[row] < $1 }) { inside.append(UInt32(row)) } else { outside.append(row) }
    }
    var members: [Int] = []
    let search = FrontSearch(capacity: inside.count, objectives: dimensions)
    let didFind = columns.withPointers { pointers in
      search.members(of: pointers, signs: columns.signs, rows: inside, count: inside.count, into: &members)
    }
    guard didFind else { throw ParetoError("There is not enough memory to compare \(inside.count) rows.") }
    let last = values[dimensions - 1]
    members.sort { (last[$0], $0) < (last[$1], $1) }
    let records = members.flatMap { row in values.map { $0[row] } }
    volume = dominance_hypervolume(records, dimensions, members.count, nil, bound)
    guard volume >= 0 else { throw ParetoError("There is not enough memory for the volume of \(members.count) rows.") }
    contributions =
      wantsContributions
      ? try Self.contributions(
        of: members, among: inside.map { Int($0) }.sorted { (last[$0], $0) < (last[$1], $1) }, values: values,
        bound: bound) : nil
    self.outside = outside
    infeasible = columns.infeasible
    excluded = columns.excluded
    var headline = "\(members.count) rows dominate a volume of \(DecimalText.significant(volume, 6))"
    if !outside.isEmpty { headline += "; \(outside.count) lie outside the reference point and add nothing" }
    self.headline = headline + "."
  }

  /// The box of each member less what all other rows cover of it; among those may be rows that the member alone dominates.
  private static func contributions(
    of members: [Int], among rows: [Int], values: [[Double]], bound: [Double]
  ) throws -> [Double] {
    var result = [Double](repeating: 0, count: values[0].count)
    for member in members {
      let own = values.map { $0[member] }
      let others = rows.flatMap { row in row == member ? [] : values.map { $0[row] } }
      let box = dominance_hypervolume(own, values.count, 1, nil, bound)
      let covered = dominance_hypervolume(others, values.count, rows.count - 1, own, bound)
      guard box >= 0, covered >= 0 else {
        throw ParetoError("There is not enough memory for the volume of \(rows.count) rows.")
      }
      result[member] = max(0, box - covered)
    }
    return result
  }
}
