import ScalingExperiments

/// A table of delimited text (RFC 4180) with a header row, as fields of bytes.
///
/// Understands quoted fields with doubled quotes, delimiters and line breaks inside; LF, CR LF and CR as ends of lines;
/// a byte-order mark; a last line without an end. A line with nothing on it is passed over unless the table has one
/// column. Spaces belong to the field. Every row knows the line on which it starts.
///
/// The fields are ranges of one buffer, so a column of numbers is read without a `String` for each field.
public struct DelimitedTable: Sendable {
  /// The name of the file in messages.
  public let name: String
  /// The fields of the header row.
  public let columnNames: [String]
  /// The line on which each row starts, from 1 (the header included).
  public let lineNumbers: [Int]
  /// The 64-bit FNV-1a hash of the file's bytes, as 16 hexadecimal digits.
  public let fingerprint: String

  /// The bytes of the file, and after them the contents of the fields in which quotes were doubled.
  let storage: [UInt8]
  /// The start of each field in `storage`, row by row.
  let starts: [Int]
  /// The end of each field in `storage`, row by row.
  let ends: [Int]

  /// The number of rows below the header.
  public var rowCount: Int { lineNumbers.count }

  /// The file as a source, with its row count and fingerprint.
  public var source: SourceFile { SourceFile(name: name, rows: rowCount, fingerprint: fingerprint) }

  /// Reads a file.
  ///
  /// Messages call the file by the last part of `path`. Throws `ImportError` if it cannot be read or is a directory,
  /// and for what `init(bytes:name:delimiter:)` refuses.
  ///
  /// - Complexity: O(*n*) in the bytes.
  public init(contentsOf path: String, delimiter: Character = ",") throws(ImportError) {
    let bytes = try FileBytes.read(path, expected: "CSV")
    try self.init(bytes: bytes, name: FileBytes.name(path), delimiter: delimiter)
  }

  /// Reads bytes.
  ///
  /// Throws `ImportError`, with `name` and line, for an empty file, a header without rows, bytes that are not UTF-8, a
  /// column name that occurs twice, a row with another number of fields than the header, a quote that is not closed or
  /// stands where RFC 4180 allows none, and a delimiter that is not one ASCII character.
  ///
  /// - Complexity: O(*n*) in the bytes.
  public init(bytes: [UInt8], name: String, delimiter: Character = ",") throws(ImportError) {
    try self.init(bytes: bytes, name: name, delimiter: delimiter, firstLine: 1)
  }

  /// Reads bytes that are part of a file: from `firstLine` on, or row by row from the lines listed.
  init(
    bytes: [UInt8], name: String, delimiter: Character = ",", firstLine: Int = 1, lines: [Int]? = nil
  ) throws(ImportError) {
    guard let delimiterByte = delimiter.asciiValue, ![0x22, 0x0A, 0x0D].contains(delimiterByte) else {
      throw ImportError(message: "The delimiter must be an ASCII character other than a quote or a line break.")
    }
    try TextEncoding.validate(bytes, name: name)
    var scanner = DelimitedScanner(bytes: bytes, name: name, delimiter: delimiterByte, firstLine: firstLine)
    try scanner.scan()

    let columnNames = (0..<scanner.columnCount).map { column in
      String(decoding: scanner.storage[scanner.starts[column]..<scanner.ends[column]], as: UTF8.self)
    }
    var seen = Set<String>()
    for column in columnNames where !seen.insert(column).inserted {
      throw .at(name, scanner.lines.first, "The header has the column \(Wording.quoted(column)) twice.")
    }
    guard scanner.lines.count > 1 else {
      throw .at(name, nil, "The file has a header but no rows.")
    }
    self.name = name
    self.columnNames = columnNames
    lineNumbers = Array((lines ?? scanner.lines).dropFirst())
    fingerprint = FileBytes.fingerprint(bytes)
    storage = scanner.storage
    // Dropping the header keeps the field of (row, column) at row * columnCount + column.
    starts = Array(scanner.starts.dropFirst(scanner.columnCount))
    ends = Array(scanner.ends.dropFirst(scanner.columnCount))
  }

  /// Returns the fields of a column as text.
  ///
  /// Throws `ImportError`, with the names there are, if there is no such column.
  ///
  /// - Complexity: O(*n*) in the rows.
  public func column(_ columnName: String) throws(ImportError) -> [String] {
    let column = try index(of: columnName)
    return (0..<rowCount).map { text(row: $0, column: column) }
  }

  /// Returns the position of a column, or throws a sentence with the names there are.
  func index(of columnName: String) throws(ImportError) -> Int {
    guard let index = columnNames.firstIndex(of: columnName) else {
      throw .at(
        name, nil,
        "There is no column \(Wording.quoted(columnName)); the columns are \(Wording.list(columnNames)).")
    }
    return index
  }

  /// The field as text; the caller vouches for the indices.
  func text(row: Int, column: Int) -> String {
    let field = row * columnNames.count + column
    return String(decoding: storage[starts[field]..<ends[field]], as: UTF8.self)
  }
}
