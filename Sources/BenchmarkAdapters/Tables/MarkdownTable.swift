/// Tables of Markdown, as tools print them for people: pipes between the fields, a row of dashes under the header.
enum MarkdownTable {
  /// The position of the header among lines; `nil` where there is no table.
  static func header(_ lines: [String]) -> Int? {
    lines.indices.dropLast().first { isRow(lines[$0]) && isRule(lines[$0 + 1]) }
  }

  /// The first table of a file; what stands around it is not read.
  ///
  /// Throws `ImportError` for bytes that are not UTF-8, where there is no table, and for a row of another length.
  static func table(bytes: [UInt8], name: String) throws(ImportError) -> DelimitedTable {
    try TextEncoding.validate(bytes, name: name)
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map {
      String(decoding: $0.last == 0x0D ? $0.dropLast() : $0, as: UTF8.self)
    }
    guard let header = header(lines) else { throw .at(name, nil, "The file holds no Markdown table.") }
    // A table ends with a blank line: what else stands in it would cut it off unseen.
    let rows = lines.indices.dropFirst(header).prefix { lines[$0].contains { !$0.isWhitespace } }
      .filter { $0 != header + 1 }
    for row in rows where !isRow(lines[row]) {
      throw .at(name, row + 1, "The line stands in a table and is no row of it: \(Wording.quoted(lines[row])).")
    }
    // Written anew as delimited text, which has its own faults in words.
    let text = rows.map { fields(lines[$0]).map(quoted).joined(separator: ",") }.joined(separator: "\n")
    return try DelimitedTable(bytes: Array(text.utf8), name: name, lines: rows.map { $0 + 1 })
  }

  private static func isRow(_ line: String) -> Bool { line.hasPrefix("|") && line.dropFirst().contains("|") }

  private static func isRule(_ line: String) -> Bool {
    isRow(line) && line.contains("-") && line.allSatisfy { "|-: ".contains($0) }
  }

  private static func fields(_ line: String) -> [String] {
    var fields = line.dropFirst().split(separator: "|", omittingEmptySubsequences: false)
    if let last = fields.last, last.allSatisfy(\.isWhitespace) { fields.removeLast() }
    return fields.map { String($0.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()) }
  }

  private static func quoted(_ field: String) -> String {
    "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
