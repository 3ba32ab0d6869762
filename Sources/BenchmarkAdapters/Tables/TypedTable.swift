import ScalingExperiments

/// A delimited table read by a declared column mapping: whole columns of one type, in canonical units.
///
/// What the file has beyond the mapping is not lost in silence: `notes` names it.
public struct TypedTable: Sendable {
  /// The file that the table was read from; its rows are those of the file, the bad ones included.
  public let source: SourceFile
  /// The columns that were not mapped, and the rows that were left out.
  public private(set) var notes: [ImportNote]
  /// The line of the file on which each row starts.
  public private(set) var lineNumbers: [Int]
  /// What happens to bad rows.
  public let badRows: BadRowPolicy

  private var columns: [String: TypedColumn]
  private let mappings: [ColumnMapping]

  /// The name of the file in messages.
  public var name: String { source.name }

  /// The names of the mapped columns.
  public var mappedColumns: [String] { mappings.map(\.name) }

  /// The number of rows.
  public var rowCount: Int { lineNumbers.count }

  /// Reads the mapped columns of a table.
  ///
  /// Throws `ImportError` if the file lacks a column (the message names those it has), a column is mapped twice, a field
  /// is not what its mapping says and `badRows` is `.refuse`, or no row is left.
  ///
  /// - Complexity: O(*n*) in the bytes of the mapped columns.
  public init(
    _ table: DelimitedTable, columns mappings: [ColumnMapping], badRows: BadRowPolicy = .refuse
  ) throws(ImportError) {
    source = table.source
    notes = []
    lineNumbers = table.lineNumbers
    columns = [:]
    self.mappings = mappings
    self.badRows = badRows
    var faults: [RowFault] = []
    for mapping in mappings {
      guard columns[mapping.name] == nil else {
        throw .at(table.name, nil, "The column \(Wording.quoted(mapping.name)) is mapped twice.")
      }
      let index = try table.index(of: mapping.name)
      columns[mapping.name] = TypedColumn.read(table, column: index, mapping: mapping, faults: &faults)
    }
    for column in table.columnNames where columns[column] == nil {
      notes.append(
        ImportNote(severity: .skipped, file: name, column: column, reason: "The column was not used."))
    }
    try leaveOut(faults)
  }

  /// Reads the mapped columns of a file; throws what `DelimitedTable` and the other initializer throw.
  public init(
    contentsOf path: String, delimiter: Character = ",", columns mappings: [ColumnMapping],
    badRows: BadRowPolicy = .refuse
  ) throws(ImportError) {
    try self.init(
      DelimitedTable(contentsOf: path, delimiter: delimiter), columns: mappings, badRows: badRows)
  }

  /// Makes a table of columns that were read elsewhere.
  init(
    source: SourceFile, notes: [ImportNote], lineNumbers: [Int], badRows: BadRowPolicy,
    columns: [String: TypedColumn], mappings: [ColumnMapping]
  ) {
    self.source = source
    self.notes = notes
    self.lineNumbers = lineNumbers
    self.badRows = badRows
    self.columns = columns
    self.mappings = mappings
  }

  /// Treats rows that the caller found wrong like those that the reader found wrong: refuses the table or leaves them
  /// out with a note each, as `badRows` says.
  ///
  /// Rows are counted from 0 in the table as it is now. Throws `ImportError` if the table is refused, no row is left, or
  /// a fault names a row that there is not.
  public mutating func leaveOut(_ faults: [RowFault]) throws(ImportError) {
    if faults.isEmpty { return }
    for fault in faults where !lineNumbers.indices.contains(fault.row) {
      throw .at(name, nil, "There is no row \(fault.row); the table has \(rowCount).")
    }
    let bad = try BadRows.handle(faults, file: name, lineNumbers: lineNumbers, policy: badRows)
    guard bad.rows.count < rowCount else {
      throw .at(name, nil, "All rows are bad, so that none is left. The first: \(bad.notes[0].message)")
    }
    let kept = lineNumbers.indices.filter { !bad.rows.contains($0) }
    lineNumbers = kept.map { lineNumbers[$0] }
    columns = columns.mapValues { $0.rows(kept) }
    notes += bad.notes
  }

  // MARK: Columns

  /// Returns a column of text without empty fields; throws `ImportError` for a wrong name or kind and for empty fields.
  public func texts(_ column: String) throws(ImportError) -> [String] { try filled(optionalTexts(column), column) }

  /// Returns a column of text, `nil` where empty was allowed; throws `ImportError` for a wrong name or kind.
  public func optionalTexts(_ column: String) throws(ImportError) -> [String?] {
    guard case .texts(let values) = try values(column) else { throw wrongKind(column, asked: .text) }
    return values
  }

  /// Returns a column of whole numbers; throws `ImportError` for a wrong name or kind and for empty fields.
  public func integers(_ column: String) throws(ImportError) -> [Int] { try filled(optionalIntegers(column), column) }

  /// Returns a column of whole numbers, `nil` where empty; throws `ImportError` for a wrong name or kind.
  public func optionalIntegers(_ column: String) throws(ImportError) -> [Int?] {
    guard case .integers(let values) = try values(column) else { throw wrongKind(column, asked: .integer) }
    return values
  }

  /// Returns a column of numbers in the canonical unit; throws `ImportError` for a wrong name or kind and for empty
  /// fields.
  public func numbers(_ column: String) throws(ImportError) -> [Double] { try filled(optionalNumbers(column), column) }

  /// Returns a column of numbers in the canonical unit, `nil` where empty; throws `ImportError` for a wrong name or
  /// kind.
  public func optionalNumbers(_ column: String) throws(ImportError) -> [Double?] {
    guard case .numbers(let values) = try values(column) else {
      throw wrongKind(column, asked: .number(unit: .dimensionless))
    }
    return values
  }

  /// Returns a column of flags; throws `ImportError` for a wrong name or kind and for empty fields.
  public func flags(_ column: String) throws(ImportError) -> [Bool] { try filled(optionalFlags(column), column) }

  /// Returns a column of flags, `nil` where empty; throws `ImportError` for a wrong name or kind.
  public func optionalFlags(_ column: String) throws(ImportError) -> [Bool?] {
    guard case .flags(let values) = try values(column) else { throw wrongKind(column, asked: .flag) }
    return values
  }

  private func values(_ column: String) throws(ImportError) -> TypedColumn {
    guard let values = columns[column] else {
      throw .at(
        name, nil,
        "No column \(Wording.quoted(column)) was mapped; mapped are \(Wording.list(mappedColumns)).")
    }
    return values
  }

  private func wrongKind(_ column: String, asked: ColumnKind) -> ImportError {
    let mapped = mappings.first { $0.name == column }?.kind.name ?? "something else"
    return .at(name, nil, "The column \(Wording.quoted(column)) was mapped as \(mapped), not as \(asked.name).")
  }

  private func filled<Value>(_ values: [Value?], _ column: String) throws(ImportError) -> [Value] {
    let filled = values.compactMap { $0 }
    guard filled.count == values.count else {
      let first = values.firstIndex { $0 == nil } ?? 0
      throw .at(
        name, lineNumbers[first],
        "The column \(Wording.quoted(column)) is empty here; ask for it as a column of optionals.")
    }
    return filled
  }
}
