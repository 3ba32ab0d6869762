import CDominance

/// The front that every row belongs to: rank 0 is the Pareto front, rank 1 the front of what is left without it, and so on.
public struct ParetoRanks: Sendable, Hashable, Codable {
  /// How many fronts there are, and how large the first is.
  public let headline: String
  /// The rank of each row, counted from 0; nil for a row that took no part.
  public let ranks: [Int?]
  /// How many rows each front holds, the best first.
  public let sizes: [Int]
  /// The rows set aside as infeasible.
  public let infeasible: [Int]
  /// The rows left out because an objective is not a number; empty unless that was asked for.
  public let excluded: [Int]

  /// Ranks rows: O(n log n) for two objectives, above them one front after the other, O(fronts × n log^(d-2) n).
  ///
  /// M. T. Jensen, "Reducing the Run-Time Complexity of Multiobjective EAs", IEEE Transactions on Evolutionary Computation 7 (2003), for two objectives. Equal rows share a rank.
  /// Arguments and errors are those of `ParetoFront`.
  public init(_ objectives: [Objective], feasible: [Bool]? = nil, missing: MissingValuePolicy = .refuse) throws {
    guard objectives.count >= 2 else {
      throw ParetoError("\(objectives.count) objectives were given; ranks need at least two.")
    }
    let columns = try ObjectiveColumns(objectives, feasible: feasible, missing: missing)
    let memory = ParetoError("There is not enough memory to compare \(columns.count) rows.")
    var ranks = [Int?](repeating: nil, count: columns.count)
    var sizes: [Int] = []
    let usable = columns.rows?.map { UInt32($0) }
    let count = usable?.count ?? columns.count
    if objectives.count == 2 {
      var found = [UInt32](repeating: 0, count: count)
      let fronts = columns.withPointers { pointers in
        let bases: [UnsafePointer<Double>?] = pointers.map(\.baseAddress)
        if let usable { return dominance_ranks_of_two(bases, columns.signs, usable, count, &found) }
        return dominance_ranks_of_two(bases, columns.signs, nil, count, &found)
      }
      guard fronts >= 0 else { throw memory }
      sizes = [Int](repeating: 0, count: fronts)
      for position in 0..<count {
        let rank = Int(found[position])
        sizes[rank] += 1
        if let usable { ranks[Int(usable[position])] = rank } else { ranks[position] = rank }
      }
    } else {
      let search = FrontSearch(capacity: count, objectives: objectives.count)
      var left = usable ?? (0..<count).map { UInt32($0) }
      var members: [Int] = []
      while !left.isEmpty {
        let didFind = columns.withPointers { pointers in
          search.members(of: pointers, signs: columns.signs, rows: left, count: left.count, into: &members)
        }
        guard didFind else { throw memory }
        for member in members { ranks[member] = sizes.count }
        sizes.append(members.count)
        left.removeAll { ranks[Int($0)] != nil }
      }
    }
    self.ranks = ranks
    self.sizes = sizes
    infeasible = columns.infeasible
    excluded = columns.excluded
    headline =
      "\(count) rows lie on \(sizes.count) fronts by \(objectives.map(\.title).joined(separator: " and ")); "
      + "the first holds \(sizes.first ?? 0)."
  }
}
