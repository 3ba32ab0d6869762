import ScalingExperiments

/// What is wrong with one row of a table.
public struct RowFault: Sendable, Hashable {
  /// The row, from 0.
  public let row: Int
  /// The column; `nil` if the fault lies in the row as a whole.
  public let column: String?
  /// What is wrong, as a sentence.
  public let reason: String

  /// Creates a fault.
  public init(row: Int, column: String? = nil, reason: String) {
    self.row = row
    self.column = column
    self.reason = reason
  }
}

/// What happens to a table with bad rows.
public enum BadRowPolicy: Sendable, Hashable {
  /// The table is refused, with the first fault and the number of the others.
  case refuse
  /// Each bad row is left out, with a note.
  case skipAndReport
}

/// The one place where the policy is carried out.
enum BadRows {
  /// Returns the rows to leave out and a note for each; throws `ImportError` if the policy is to refuse.
  static func handle(
    _ faults: [RowFault], file: String, lineNumbers: [Int], policy: BadRowPolicy
  ) throws(ImportError) -> (rows: Set<Int>, notes: [ImportNote]) {
    // A stable order: columns were read one after the other, people read lines.
    let ordered = faults.enumerated().sorted { ($0.element.row, $0.offset) < ($1.element.row, $1.offset) }
      .map(\.element)
    var rows = Set<Int>()
    var notes: [ImportNote] = []
    for fault in ordered where rows.insert(fault.row).inserted {
      notes.append(
        ImportNote(
          severity: .skipped, file: file, line: lineNumbers[fault.row], column: fault.column,
          reason: "\(fault.reason) The row was left out."))
    }
    if policy == .refuse, let first = ordered.first {
      let line = lineNumbers[first.row]
      let place = first.column.map { "\(file):\(line), column \($0)" } ?? "\(file):\(line)"
      let more = rows.count - 1
      let rest = more == 0 ? "" : " \(Wording.count(more, "more row is", "more rows are")) bad."
      throw ImportError(message: "\(place): \(first.reason)\(rest)", file: file, line: line)
    }
    return (rows, notes)
  }
}
