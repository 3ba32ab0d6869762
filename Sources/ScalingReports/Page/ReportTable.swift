/// A table of text: a caption, named columns, rows of cells that are already formatted.
///
/// Every row has one cell a column. Numbers arrive as strings, so that a table says exactly what the sentence beside it
/// says; numeric columns are aligned `.trailing` and set in tabular figures.
public struct ReportTable: Hashable, Sendable {
  /// The side of the cell at which the text of a column stands.
  public enum Alignment: String, Hashable, Sendable, CaseIterable {
    /// At the left: words.
    case leading
    /// In the middle: marks such as a tick.
    case center
    /// At the right: numbers.
    case trailing
  }

  /// One column: its heading and the alignment of its cells.
  public struct Column: Hashable, Sendable {
    /// The text of the column's header cell, with the unit where there is one.
    public let heading: String
    /// The alignment of heading and cells.
    public let alignment: Alignment

    /// Creates a column.
    ///
    /// - Parameters:
    ///   - heading: The text of the header cell; not blank.
    ///   - alignment: Where the text stands; words by default.
    public init(_ heading: String, alignment: Alignment = .leading) {
      self.heading = heading
      self.alignment = alignment
    }

    /// A column of numbers, aligned at the right.
    ///
    /// - Parameter heading: The text of the header cell, with its unit.
    /// - Returns: The column.
    public static func number(_ heading: String) -> Column {
      Column(heading, alignment: .trailing)
    }
  }

  /// What the table shows, in a few words.
  public let caption: String
  /// The columns from left to right; at least one.
  public let columns: [Column]
  /// The rows from top to bottom, each with one cell a column; may be empty.
  public let rows: [[String]]
  /// The indices into `rows` that are set off (the pick, the baseline), ascending and without repeats.
  public let emphasizedRows: [Int]
  /// Whether the first cell of a row is its header.
  public let hasRowHeaders: Bool

  /// Creates a table after checking that it is rectangular and named.
  ///
  /// - Parameters:
  ///   - caption: What the table shows; not blank.
  ///   - columns: At least one column, each with a heading.
  ///   - rows: Rows with exactly one cell a column.
  ///   - emphasizedRows: Indices of rows to set off, in any order.
  ///   - hasRowHeaders: Whether the first cell of each row names the row.
  /// - Throws: ``ReportPageError`` that names the table and the column or row at fault.
  /// - Complexity: O(cells).
  public init(
    caption: String, columns: [Column], rows: [[String]], emphasizedRows: [Int] = [], hasRowHeaders: Bool = false
  ) throws {
    guard !ReportText.isBlank(caption) else {
      throw ReportPageError(message: "A table has no caption; say in a few words what it shows.")
    }
    guard !columns.isEmpty else {
      throw ReportPageError(message: "The table “\(caption)” has no columns; it needs at least one.")
    }
    for (index, column) in columns.enumerated() where ReportText.isBlank(column.heading) {
      throw ReportPageError(message: "Column \(index + 1) of the table “\(caption)” has no heading.")
    }
    for (index, row) in rows.enumerated() where row.count != columns.count {
      throw ReportPageError(
        message: "Row \(index + 1) of the table “\(caption)” has \(row.count) cells, but there are \(columns.count) "
          + "columns.")
    }
    let emphasized = Set(emphasizedRows).sorted()
    for index in emphasized where !rows.indices.contains(index) {
      throw ReportPageError(
        message: "The table “\(caption)” emphasizes the row at index \(index), but it has \(rows.count) rows.")
    }
    self.caption = caption
    self.columns = columns
    self.rows = rows
    self.emphasizedRows = emphasized
    self.hasRowHeaders = hasRowHeaders
  }

  /// The headings and rows as comma-separated values.
  ///
  /// RFC 4180 with line feeds: a field with a comma, a quotation mark, a line break, or a space at either end is quoted,
  /// and quotation marks are doubled. No byte order mark. Cells are written as they are, also those that a spreadsheet
  /// would take for a formula. O(characters).
  public var commaSeparatedValues: String {
    var text = ""
    for row in [columns.map(\.heading)] + rows {
      // A lone empty field would be an empty line, which readers skip.
      let only = row.count == 1 && row.allSatisfy(\.isEmpty)
      text += only ? "\"\"" : row.map(Self.field).joined(separator: ",")
      text += "\n"
    }
    return text
  }

  private static func field(_ value: String) -> String {
    // Scalars, since a carriage return and a line feed are one Character, as are a comma and a combining mark.
    let scalars = value.unicodeScalars
    let special = scalars.contains { $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r" }
    let edges = [scalars.first, scalars.last].contains { end in
      end.map { $0 == " " || $0 == "\t" } ?? false
    }
    guard special || edges else { return value }
    var quoted = String.UnicodeScalarView()
    quoted.append("\"")
    for scalar in scalars {
      if scalar == "\"" { quoted.append("\"") }
      quoted.append(scalar)
    }
    quoted.append("\"")
    return String(quoted)
  }
}
