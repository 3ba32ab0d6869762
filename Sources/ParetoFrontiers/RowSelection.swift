/// Which rows take part: checks lengths, then sets aside infeasible rows, then rows with a missing value.
///
/// The values of an infeasible row are never looked at, so that a missing one there neither throws nor excludes.
struct RowSelection {
  let usable: [Int]
  let infeasible: [Int]
  let excluded: [Int]

  init(columns: [(name: String, values: [Double])], feasible: [Bool]?, missing: MissingValuePolicy) throws {
    guard let first = columns.first else { throw ParetoError("No column was given.") }
    let count = first.values.count
    for column in columns where column.values.count != count {
      throw ParetoError(
        "\(column.name) has \(column.values.count) values where \(first.name) has \(count): each row needs one of both."
      )
    }
    guard count > 0 else { throw ParetoError("\(first.name) has no values: there is no row to compare.") }
    if let feasible, feasible.count != count {
      throw ParetoError("\(feasible.count) feasibility marks for \(count) rows: one is needed for each.")
    }
    var usable: [Int] = []
    var infeasible: [Int] = []
    var excluded: [Int] = []
    usable.reserveCapacity(count)
    for row in 0..<count {
      if let feasible, !feasible[row] {
        infeasible.append(row)
      } else if let column = columns.first(where: { $0.values[row].isNaN }) {
        guard missing == .exclude else {
          throw ParetoError(
            "\(column.name) of row \(row) is not a number; give it a value, or have such rows excluded and listed.")
        }
        excluded.append(row)
      } else {
        usable.append(row)
      }
    }
    if infeasible.count == count { throw ParetoError("None of the \(count) rows is feasible.") }
    guard !usable.isEmpty else {
      let others = infeasible.isEmpty ? "" : ", and the other \(infeasible.count) are infeasible"
      throw ParetoError("No row is left: \(excluded.count) of \(count) have a missing value\(others).")
    }
    self.usable = usable
    self.infeasible = infeasible
    self.excluded = excluded
  }
}
