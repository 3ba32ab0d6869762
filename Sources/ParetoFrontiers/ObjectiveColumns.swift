import CDominance

/// Objectives made ready to be compared: the rows that take part, and columns of values or cells with the sign that makes less better.
struct ObjectiveColumns {
  let values: [[Double]]
  let signs: [Double]
  let count: Int
  /// The rows that take part; nil where all do.
  let rows: [Int]?
  let infeasible: [Int]
  let excluded: [Int]

  init(_ objectives: [Objective], feasible: [Bool]?, missing: MissingValuePolicy) throws {
    let count = objectives.first?.values.count ?? 0
    guard count < Int(UInt32.max) else {
      throw ParetoError("\(count) rows were given; at most \(UInt32.max - 1) can be compared.")
    }
    self.count = count
    let isWhole =
      feasible == nil && count > 0
      && objectives.allSatisfy {
        $0.values.count == count && dominance_first_missing($0.values, count) < 0
      }
    if isWhole {
      rows = nil
      infeasible = []
      excluded = []
    } else {
      let selection = try RowSelection(
        columns: objectives.map { ($0.name, $0.values) }, feasible: feasible, missing: missing)
      rows = selection.usable
      infeasible = selection.infeasible
      excluded = selection.excluded
    }
    values = try objectives.map { objective in
      guard let tolerance = objective.tolerance else { return objective.values }
      try tolerance.check(objective)
      return objective.values.map(tolerance.cell)
    }
    signs = objectives.map { $0.sense == .minimize ? 1 : -1 }
  }

  /// The columns with the signs applied, minus zero made plus zero.
  var minimized: [[Double]] {
    zip(values, signs).map { column, sign in column.map { sign * $0 + 0 } }
  }

  /// Calls with pointers to the columns; they are valid during the call alone.
  func withPointers<Result>(_ body: ([UnsafeBufferPointer<Double>]) throws -> Result) rethrows -> Result {
    var pointers: [UnsafeBufferPointer<Double>] = []
    func next(_ index: Int) throws -> Result {
      guard index < values.count else { return try body(pointers) }
      return try values[index].withUnsafeBufferPointer { pointer in
        pointers.append(pointer)
        return try next(index + 1)
      }
    }
    return try next(0)
  }
}
