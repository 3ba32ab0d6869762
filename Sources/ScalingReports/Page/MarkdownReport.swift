/// The Markdown rendering of a page, in the dialect of GitHub.
struct MarkdownReport {
  /// The finished file.
  private(set) var text = ""
  private var figureNumber = 0

  /// Renders a page.
  ///
  /// - Parameter page: The page.
  init(_ page: ReportPage) {
    text = "# \(ReportText.markdown(page.title))\n"
    if !ReportText.isBlank(page.subtitle) { paragraph(ReportText.markdown(page.subtitle)) }
    if !page.limitations.isEmpty {
      paragraph("## \(HTMLReport.limitationsHeading)")
      list(page.limitations)
    }
    for section in page.sections {
      paragraph("## \(ReportText.markdown(section.heading))")
      for block in section.blocks { append(block) }
    }
    footer(page.footer)
  }

  /// Appends lines after an empty one.
  private mutating func paragraph(_ lines: String) {
    text += "\n"
    text += lines
    text += "\n"
  }

  private mutating func list(_ items: [String]) {
    guard !items.isEmpty else { return }
    paragraph(items.map { "- " + ReportText.markdown($0) }.joined(separator: "\n"))
  }

  private mutating func append(_ block: ReportBlock) {
    switch block {
    case .paragraph(let text): paragraph(ReportText.markdown(text))
    case .bulletList(let items): list(items)
    case .callout(let callout):
      let headline = "> **\(callout.kind.word).** \(ReportText.markdown(callout.headline))"
      paragraph(([headline] + callout.details.map { "> " + ReportText.markdown($0) }).joined(separator: "\n>\n"))
    case .table(let table):
      paragraph("**\(ReportText.markdown(table.caption))**")
      append(table)
    case .figure(let figure): append(figure)
    case .preformatted(let text): preformatted(text)
    }
  }

  private mutating func append(_ table: ReportTable) {
    var lines = [Self.row(table.columns.map { ReportText.markdown($0.heading) })]
    lines.append(
      Self.row(
        table.columns.map { column in
          switch column.alignment {
          case .leading: "---"
          case .center: ":---:"
          case .trailing: "---:"
          }
        }))
    let emphasized = Set(table.emphasizedRows)
    for (index, row) in table.rows.enumerated() {
      lines.append(
        Self.row(
          row.enumerated().map { position, cell in
            let content = ReportText.markdown(cell)
            let isBold = emphasized.contains(index) || (position == 0 && table.hasRowHeaders)
            return isBold && !content.isEmpty ? "**\(content)**" : content
          }))
    }
    paragraph(lines.joined(separator: "\n"))
    if table.rows.isEmpty { paragraph("No rows") }
  }

  private static func row(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |"
  }

  private mutating func append(_ figure: ReportFigure) {
    figureNumber += 1
    paragraph("**Figure \(figureNumber).** \(ReportText.markdown(figure.caption))")
    paragraph("![\(ReportText.markdown(figure.alternativeText))](\(figure.svgPath))")
    paragraph("<details>\n<summary>Data of figure \(figureNumber)</summary>")
    paragraph("**\(ReportText.markdown(figure.data.caption))**")
    append(figure.data)
    paragraph("[Data of figure \(figureNumber) as CSV](\(figure.dataPath))")
    paragraph("</details>")
  }

  private mutating func preformatted(_ code: String) {
    let lines = ReportText.lines(code)
    // A fence is closed by as many backticks as it has, so it takes one more than the text has in a row.
    var longest = 0
    var run = 0
    for byte in lines.utf8 {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: max(3, longest + 1))
    paragraph("\(fence)text\n\(lines)\(lines.utf8.last == UInt8(ascii: "\n") ? "" : "\n")\(fence)")
  }

  private mutating func footer(_ footer: ReportFooter) {
    guard !footer.isEmpty else { return }
    paragraph("---")
    paragraph("## \(HTMLReport.footerHeading)")
    list(footer.assumptions)
    for group in footer.groups {
      paragraph("### \(group.title)")
      let facts = group.facts.map { "- \(ReportText.markdown($0.name)): \(ReportText.markdown($0.value))" }
      paragraph(facts.joined(separator: "\n"))
    }
  }
}
