/// Tables one under another in one file of delimited text, with blank lines between them.
enum DelimitedSections {
  /// The tables of a file: one if its rows have one length, blank lines or not.
  ///
  /// Throws `ImportError` of the whole where it is neither one table nor several.
  static func tables(bytes: [UInt8], name: String, delimiter: UInt8) throws(ImportError) -> [DelimitedTable] {
    let character = Character(Unicode.Scalar(delimiter))
    let fault: ImportError
    do {
      return [try DelimitedTable(bytes: bytes, name: name, delimiter: character)]
    } catch {
      fault = error
    }
    let sections = sections(of: bytes)
    guard sections.count > 1 else { throw fault }
    var tables: [DelimitedTable] = []
    for section in sections {
      // A header without rows under other tables is a table of nothing.
      if isOneLine(bytes[section.range]), sections.count > 1 { continue }
      guard
        let table = try? DelimitedTable(
          bytes: Array(bytes[section.range]), name: name, delimiter: character, firstLine: section.line)
      else { throw fault }
      tables.append(table)
    }
    guard !tables.isEmpty else { throw fault }
    return tables
  }

  private static func isOneLine(_ bytes: ArraySlice<UInt8>) -> Bool {
    !bytes.drop { $0 != 0x0A }.contains { $0 != 0x0A && $0 != 0x0D && $0 != 0x20 }
  }

  /// What lies between blank lines that are not quoted, and the line on which it starts.
  private static func sections(of bytes: [UInt8]) -> [(range: Range<Int>, line: Int)] {
    var sections: [(range: Range<Int>, line: Int)] = []
    var isQuoted = false
    var start: (offset: Int, line: Int)?
    var lineStart = 0
    var line = 1
    for (index, byte) in bytes.enumerated() {
      if byte == 0x22 { isQuoted.toggle() }
      guard byte == 0x0A else { continue }
      if !isQuoted {
        let isBlank = bytes[lineStart..<index].allSatisfy { $0 == 0x0D || $0 == 0x20 }
        if isBlank, let open = start {
          sections.append((open.offset..<lineStart, open.line))
          start = nil
        } else if !isBlank, start == nil {
          start = (lineStart, line)
        }
      }
      lineStart = index + 1
      line += 1
    }
    if lineStart < bytes.count, start == nil { start = (lineStart, line) }
    if let open = start { sections.append((open.offset..<bytes.count, open.line)) }
    return sections
  }
}

extension DelimitedTable {
  /// The rows as objects: numbers as numbers, empty fields as nothing, other fields as texts.
  ///
  /// - Complexity: O(*n*) in the fields.
  public var records: [JSONValue] {
    lineNumbers.indices.map { row in
      let line = lineNumbers[row]
      let members = columnNames.indices.map { column -> JSONMember in
        JSONMember(
          key: columnNames[column], line: line, value: JSONValue(line: line, field: text(row: row, column: column)))
      }
      return JSONValue(line: line, content: .object(members))
    }
  }
}

extension JSONValue {
  /// The value of a field of a table: a number, a text, or nothing.
  init(line: Int, field: String) {
    self.init(line: line, content: field.isEmpty ? .null : Self.isNumber(field) ? .number(field) : .text(field))
  }

  /// Whether a text is a number as JSON writes it.
  private static func isNumber(_ text: String) -> Bool {
    var digits = text[...].utf8
    if digits.first == 0x2D { digits = digits.dropFirst() }
    func takeDigits() -> Int {
      let rest = digits.drop { (0x30...0x39).contains($0) }
      defer { digits = rest }
      return digits.count - rest.count
    }
    guard takeDigits() > 0 else { return false }
    if digits.first == 0x2E {
      digits = digits.dropFirst()
      guard takeDigits() > 0 else { return false }
    }
    if digits.first == 0x65 || digits.first == 0x45 {
      digits = digits.dropFirst()
      if digits.first == 0x2D || digits.first == 0x2B { digits = digits.dropFirst() }
      guard takeDigits() > 0 else { return false }
    }
    return digits.isEmpty
  }
}
