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

  /// The volume with the interval of its simulation; nil for two to four objectives, where the volume is exact.
  public let interval: Estimate?

  /// Computes the volume in the objectives' own orientation: exactly in two to four objectives, above by simulation.
  ///
  /// O(n log n) in two objectives; a sweep along the first one in three (N. Beume, C. M. Fonseca, M. López-Ibáñez, L. Paquete and J. Vahrenhold, "On the Complexity of Computing
  /// the Hypervolume Indicator", IEEE Transactions on Evolutionary Computation 13, 2009), O(n log n + n s) with s corners in a slice; in four one exclusive volume a row
  /// (L. While, L. Bradstreet and L. Barone, "A Fast Way of Calculating Exact Hypervolumes", ibid. 16, 2012), O(n²) and a sort of the rows that reach into its box. Above four objectives the union of boxes is sampled
  /// (R. M. Karp, M. Luby and N. Madras, "Monte-Carlo Approximation Algorithms for Enumeration Problems", Journal of Algorithms 10, 1989): `samples` points from the boxes by their volumes, counted where no box before their own holds
  /// them, with Wilson's interval at `level`; O(samples × n). Contributions, up to four objectives, cost one more volume of all rows for each front member, and O(n log n) in all in two.
  /// Tolerances are not applied. Throws as `ParetoFront` does, for fewer than two objectives, contributions of more than four, a reference with another count of values or one that is
  /// not finite, a row that is infinitely good, fewer than 100 samples, and a level outside 0 to 1.
  public init(
    _ objectives: [Objective], reference: [Double], contributions wantsContributions: Bool = false,
    feasible: [Bool]? = nil, missing: MissingValuePolicy = .refuse, samples: Int = 100_000, level: Double = 0.95,
    seed: UInt64 = 1
  ) throws {
    let dimensions = objectives.count
    guard dimensions >= 2 else {
      throw ParetoError("\(dimensions) objectives were given; a volume needs at least two.")
    }
    guard dimensions <= 4 || !wantsContributions else {
      throw ParetoError("\(dimensions) objectives were given; contributions are computed for two to four.")
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
    if dimensions == 2, !wantsContributions, Self.areAllInside(columns, bound: bound) {
      let count = columns.rows?.count ?? columns.count
      let search = FrontSearch(capacity: 0, objectives: 2)
      let found = columns.withPointers { pointers in
        search.area(
          of: pointers, signs: columns.signs, rows: columns.rows?.map { UInt32($0) }, count: count, reference: bound)
      }
      guard let found else { throw ParetoError("There is not enough memory to compare \(count) rows.") }
      volume = found.area
      contributions = nil
      interval = nil
      outside = []
      infeasible = columns.infeasible
      excluded = columns.excluded
      headline = "\(found.size) rows dominate a volume of \(DecimalText.significant(volume, 6))."
      return
    }
    let values = columns.minimized
    let (inside, outside) = try Self.divided(columns, values: values, bound: bound, objectives: objectives)
    var members: [Int] = []
    let search = FrontSearch(capacity: inside.count, objectives: dimensions)
    let didFind = columns.withPointers { pointers in
      search.members(
        of: pointers, signs: columns.signs, rows: inside.count == columns.count ? nil : inside, count: inside.count,
        into: &members)
    }
    guard didFind else { throw ParetoError("There is not enough memory to compare \(inside.count) rows.") }
    var interval: Estimate?
    if dimensions == 2 {
      volume = Self.area(members, values[0], values[1], bound)
    } else if dimensions <= 4 {
      // Members ascend in the first column, so that one is swept along.
      volume = dominance_hypervolume(
        Self.records(members, values), dimensions, members.count, nil, Self.swept(bound))
      guard volume >= 0 else {
        throw ParetoError("There is not enough memory for the volume of \(members.count) rows.")
      }
    } else {
      let sampled = try SampledVolume.estimate(
        members: members, values: values, bound: bound, samples: samples, level: level, seed: seed)
      volume = sampled.value
      interval = sampled
    }
    if !wantsContributions {
      contributions = nil
    } else if dimensions == 2 {
      contributions = Self.contributionsOfTwo(members, among: inside, values: values, bound: bound)
    } else {
      let order = inside.map { Int($0) }.sorted { (values[0][$0], $0) < (values[0][$1], $1) }
      contributions = try Self.contributions(of: members, among: order, values: values, bound: bound)
    }
    self.interval = interval
    self.outside = outside
    infeasible = columns.infeasible
    excluded = columns.excluded
    var headline = "\(members.count) rows dominate a volume of "
    if let interval {
      headline += "\(DecimalText.interval(interval.value, interval.lower, interval.upper, 4)), simulated"
    } else {
      headline += DecimalText.significant(volume, 6)
    }
    if !outside.isEmpty { headline += "; \(outside.count) lie outside the reference point and add nothing" }
    self.headline = headline + "."
  }

  /// Whether every row, those that take no part included, is finite on its good side and better than the bound; false sends the rows the long way.
  private static func areAllInside(_ columns: ObjectiveColumns, bound: [Double]) -> Bool {
    zip(zip(columns.values, columns.signs), bound).allSatisfy { column, bound in
      let sign = column.1
      return column.0.withUnsafeBufferPointer { values in
        var most = -Double.infinity
        var least = Double.infinity
        for value in values {
          let signed = sign * value
          most = signed > most ? signed : most
          least = signed < least ? signed : least
        }
        return most < bound && least > -.infinity
      }
    }
  }

  /// The rows better than the bound in every column, and the others.
  private static func divided(
    _ columns: ObjectiveColumns, values: [[Double]], bound: [Double], objectives: [Objective]
  ) throws -> (inside: [UInt32], outside: [Int]) {
    let rows = columns.rows ?? Array(0..<columns.count)
    var isInside = [Bool](repeating: true, count: columns.count)
    for (index, column) in values.enumerated() {
      let limit = bound[index]
      for row in rows {
        let value = column[row]
        if !(value < limit) { isInside[row] = false }
        if value == -.infinity {
          throw ParetoError("\(objectives[index].name) of row \(row) is infinitely good; no volume holds it.")
        }
      }
    }
    var inside: [UInt32] = []
    inside.reserveCapacity(rows.count)
    var outside: [Int] = []
    for row in rows {
      if isInside[row] { inside.append(UInt32(row)) } else { outside.append(row) }
    }
    return (inside, outside)
  }

  /// The area under a front of two columns, whose members ascend in the first.
  private static func area(_ members: [Int], _ first: [Double], _ second: [Double], _ bound: [Double]) -> Double {
    var area = 0.0
    var top = bound[1]
    for member in members {
      let height = top - second[member]
      if height > 0 {
        area += (bound[0] - first[member]) * height
        top = second[member]
      }
    }
    return area
  }

  /// Coordinates with the first one last, along which the volume is swept.
  private static func swept(_ point: [Double]) -> [Double] { Array(point.dropFirst()) + point.prefix(1) }

  private static func records(_ rows: [Int], _ values: [[Double]]) -> [Double] {
    let dimensions = values.count
    var records = [Double](repeating: 0, count: rows.count * dimensions)
    for (index, column) in values.enumerated() {
      let place = (index + dimensions - 1) % dimensions
      for (position, row) in rows.enumerated() { records[position * dimensions + place] = column[row] }
    }
    return records
  }

  /// What each member of a front of two columns adds: its own rectangle between its neighbours, less what a row that it alone dominates covers of it.
  private static func contributionsOfTwo(
    _ members: [Int], among rows: [UInt32], values: [[Double]], bound: [Double]
  ) -> [Double] {
    let (first, second) = (values[0], values[1])
    var result = [Double](repeating: 0, count: first.count)
    // Within a member's rectangle the rows behind it make a staircase of their own; rows ascend in the first column.
    let order = rows.map { Int($0) }.sorted { (first[$0], second[$0], $0) < (first[$1], second[$1], $1) }
    var place = 0
    for (index, member) in members.enumerated() {
      let right = index + 1 < members.count ? first[members[index + 1]] : bound[0]
      let top = index > 0 ? second[members[index - 1]] : bound[1]
      let isRepeated =
        index > 0 && first[members[index - 1]] == first[member]
        || index + 1 < members.count && right == first[member]
      while place < order.count, first[order[place]] < first[member] { place += 1 }
      var rest = 0.0
      var at = first[member]
      var level = top
      var scan = place
      // Between the member and the next one, rows below the level lower it.
      while scan < order.count, first[order[scan]] < right {
        let row = order[scan]
        scan += 1
        guard row != member, second[row] < level else { continue }
        rest += (first[row] - at) * (level - second[member])
        at = first[row]
        level = second[row]
      }
      rest += (right - at) * (level - second[member])
      result[member] = isRepeated ? 0 : max(0, rest)
    }
    return result
  }

  /// The box of each member less what all other rows cover of it; among those may be rows that the member alone dominates.
  private static func contributions(
    of members: [Int], among rows: [Int], values: [[Double]], bound: [Double]
  ) throws -> [Double] {
    var result = [Double](repeating: 0, count: values[0].count)
    for member in members {
      let own = swept(values.map { $0[member] })
      let others = records(rows.filter { $0 != member }, values)
      let bound = swept(bound)
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
