import ScalingStatistics

/// Checked columns by number of processors, sorted, repeats averaged: what strong and weak scaling share.
struct ScalingSeries {
  let processors: [Int]
  let columns: [[Double]]
  let baselineIndex: Int

  static let tooShort = ScalabilityError(
    "A scaling series needs two numbers of processors or more: there is nothing to compare.")

  init(processors: [Int], columns: [(name: String, values: [Double])], baseline: Int, repeats: RepeatedRuns) throws {
    for (name, values) in columns {
      guard values.count == processors.count else {
        throw ScalabilityError(
          "There are \(values.count) values of \(name) for \(processors.count) numbers of processors: one is needed for each."
        )
      }
      for row in values.indices {
        try ScalabilityFitting.check(values[row], "The \(name) of row \(row)")
      }
    }
    if let row = processors.firstIndex(where: { $0 < 1 }) {
      throw ScalabilityError("The number of processors of row \(row) is \(processors[row]); it must be 1 or more.")
    }
    let order = processors.indices.sorted { (processors[$0], $0) < (processors[$1], $1) }
    var counts: [Int] = []
    var groups: [[Int]] = []
    for row in order {
      if counts.last == processors[row] {
        guard repeats == .averaged else {
          let first = groups[groups.count - 1][0]
          throw ScalabilityError(
            "Rows \(first) and \(row) both have \(processors[row]) processors: say that repeats are averaged, or leave one out."
          )
        }
        groups[groups.count - 1].append(row)
      } else {
        counts.append(processors[row])
        groups.append([row])
      }
    }
    guard counts.count > 1 else { throw Self.tooShort }
    guard let index = counts.firstIndex(of: baseline) else {
      throw ScalabilityError(
        "There is no run on \(baseline) processors to compare with; there are runs on \(counts.map(String.init).joined(separator: ", "))."
      )
    }
    self.processors = counts
    self.columns = columns.map { column in
      groups.map { rows in SampleMoments.sum(rows.map { column.values[$0] }) / Double(rows.count) }
    }
    baselineIndex = index
  }

  /// What a headline says of efficiencies above 1.
  static func superlinear(_ processors: [Int]) -> String {
    processors.isEmpty ? "" : "; superlinear on \(processors.map(String.init).joined(separator: ", "))"
  }
}
