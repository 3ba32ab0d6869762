extension ReportTable {
  /// The table in aligned columns for a terminal, with its caption above; numbers stand at the right of their columns.
  public var plainText: String {
    let cells = [columns.map(\.heading)] + rows
    let widths = columns.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
    var lines = caption.isEmpty ? [] : [caption]
    for (index, row) in cells.enumerated() {
      let padded = columns.indices.map { column in
        let room = String(repeating: " ", count: widths[column] - row[column].count)
        return columns[column].alignment == .trailing ? room + row[column] : row[column] + room
      }
      var line = padded.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      lines.append(line)
      if index == 0 { lines.append(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The table as a fragment of HTML, with scoped headers and no style.
  public var html: String {
    var text = "<table>\n<caption>\(ReportText.html(caption))</caption>\n<thead><tr>"
    text += columns.map { "<th scope=\"col\">\(ReportText.html($0.heading))</th>" }.joined()
    text += "</tr></thead>\n<tbody>\n"
    for row in rows {
      let cells = zip(columns, row).enumerated().map { position, cell in
        if position == 0, hasRowHeaders { return "<th scope=\"row\">\(ReportText.html(cell.1))</th>" }
        let style = cell.0.alignment == .trailing ? " style=\"text-align:right\"" : ""
        return "<td\(style)>\(ReportText.html(cell.1))</td>"
      }
      text += "<tr>\(cells.joined())</tr>\n"
    }
    return text + "</tbody>\n</table>\n"
  }
}
