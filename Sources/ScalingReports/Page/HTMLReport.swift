import Foundation

/// The HTML rendering of a page: one file, no script, nothing fetched, well-formed XML after the doctype.
struct HTMLReport {
  /// The id of the section with what the data cannot show.
  static let limitationsID = "limitations"
  /// The id of the footer.
  static let footerID = "provenance"
  /// The heading over `limitations`, in both renderings.
  static let limitationsHeading = "What the data cannot show"
  /// The heading of the footer, in both renderings.
  static let footerHeading = "Assumptions and provenance"

  /// The finished file.
  private(set) var text = ""
  private var figureNumber = 0

  /// Renders a page.
  ///
  /// - Parameter page: The page.
  init(_ page: ReportPage) {
    let title = ReportText.html(ReportText.singleLine(page.title))
    text += """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta name="color-scheme" content="light dark"/>
      <title>\(title)</title>
      <link rel="icon" href="data:,"/>
      <style>
      \(ReportStyleSheet.text)</style>
      </head>
      <body>
      <div class="report-page">
      <header>
      <h1>\(title)</h1>

      """
    if !ReportText.isBlank(page.subtitle) {
      line("<p class=\"report-subtitle\">\(ReportText.html(page.subtitle))</p>")
    }
    line("</header>\n<main>")
    if !page.limitations.isEmpty {
      line("<section class=\"report-limitations\" id=\"\(Self.limitationsID)\">")
      line("<h2>\(Self.limitationsHeading)</h2>")
      list(page.limitations)
      line("</section>")
    }
    contents(of: page)
    for (section, id) in zip(page.sections, page.sectionIDs) {
      line("<section id=\"\(id)\">\n<h2>\(ReportText.html(section.heading))</h2>")
      for block in section.blocks { append(block) }
      line("</section>")
    }
    line("</main>")
    footer(page)
    line("</div>\n</body>\n</html>")
  }

  /// The id of a figure's element.
  static func anchor(of figure: ReportFigure) -> String { "figure-\(figure.id)" }

  /// The id of a figure's caption.
  static func captionID(of figure: ReportFigure) -> String { "figure-\(figure.id)-caption" }

  private mutating func line(_ markup: String) {
    text += markup
    text += "\n"
  }

  private mutating func contents(of page: ReportPage) {
    guard page.sections.count > 1 else { return }
    line(
      "<nav class=\"report-contents\" aria-label=\"Contents\">\n<p class=\"report-contents-title\">Contents</p>\n<ul>")
    for (section, id) in zip(page.sections, page.sectionIDs) {
      line("<li><a href=\"#\(id)\">\(ReportText.html(section.heading))</a></li>")
    }
    line("</ul>\n</nav>")
  }

  private mutating func append(_ block: ReportBlock) {
    switch block {
    case .paragraph(let text): line("<p>\(ReportText.html(text))</p>")
    case .bulletList(let items): list(items)
    case .callout(let callout):
      line("<div class=\"report-callout report-\(callout.kind.rawValue)\">")
      line("<p class=\"report-headline\"><span class=\"report-kind\">\(callout.kind.word)</span>")
      line("\(ReportText.html(callout.headline))</p>")
      for detail in callout.details { line("<p>\(ReportText.html(detail))</p>") }
      line("</div>")
    case .table(let table): append(table)
    case .figure(let figure): append(figure)
    case .preformatted(let text):
      // The inner element keeps a first line feed, which HTML drops directly after <pre>.
      let code = ReportText.html(ReportText.lines(text))
      line("<pre role=\"group\" tabindex=\"0\" aria-label=\"Preformatted text\"><code>\(code)</code></pre>")
    }
  }

  private mutating func list(_ items: [String]) {
    guard !items.isEmpty else { return }
    line("<ul>")
    for item in items { line("<li>\(ReportText.html(item))</li>") }
    line("</ul>")
  }

  private mutating func append(_ table: ReportTable) {
    let caption = ReportText.html(table.caption)
    line("<div class=\"report-scroll\" role=\"group\" tabindex=\"0\" aria-label=\"Table: \(caption)\">\n<table>")
    line("<caption><span class=\"report-caption\">\(caption)</span></caption>")
    line("<thead>\n<tr>")
    for (position, column) in table.columns.enumerated() {
      let isCorner = position == 0 && table.hasRowHeaders
      line("<th scope=\"col\"\(Self.classes(column, isCorner: isCorner))>\(ReportText.html(column.heading))</th>")
    }
    line("</tr>\n</thead>\n<tbody>")
    if table.rows.isEmpty {
      line("<tr><td colspan=\"\(table.columns.count)\">No rows</td></tr>")
    }
    let emphasized = Set(table.emphasizedRows)
    for (index, row) in table.rows.enumerated() {
      let isEmphasized = emphasized.contains(index)
      text += isEmphasized ? "<tr class=\"report-emphasis\">" : "<tr>"
      for (position, (cell, column)) in zip(row, table.columns).enumerated() {
        var content = ReportText.html(cell)
        if isEmphasized, !content.isEmpty { content = "<strong>\(content)</strong>" }
        if position == 0, table.hasRowHeaders {
          text += "<th scope=\"row\"\(Self.classes(column))>\(content)</th>"
        } else {
          text += "<td\(Self.classes(column))>\(content)</td>"
        }
      }
      line("</tr>")
    }
    line("</tbody>\n</table>\n</div>")
  }

  private static func classes(_ column: ReportTable.Column, isCorner: Bool = false) -> String {
    let names =
      (column.alignment == .leading ? [] : ["report-\(column.alignment.rawValue)"])
      + (isCorner ? ["report-corner"] : [])
    return names.isEmpty ? "" : " class=\"\(names.joined(separator: " "))\""
  }

  private mutating func append(_ figure: ReportFigure) {
    figureNumber += 1
    let name = "Figure \(figureNumber)"
    line("<figure id=\"\(Self.anchor(of: figure))\" aria-labelledby=\"\(Self.captionID(of: figure))\">")
    line("<figcaption id=\"\(Self.captionID(of: figure))\"><span class=\"report-number\">\(name).</span>")
    line("\(ReportText.html(figure.caption))</figcaption>")
    line("<div class=\"report-scroll\" role=\"group\" tabindex=\"0\" aria-label=\"\(name)\">")
    line("<div class=\"report-drawing\" role=\"img\" aria-label=\"\(ReportText.html(figure.alternativeText))\">")
    line(figure.svg)
    line("</div>\n</div>\n<details>\n<summary>Data of figure \(figureNumber)</summary>")
    append(figure.data)
    let values = ReportText.percentEncoded(figure.data.commaSeparatedValues)
    line(
      "<p class=\"report-download\"><a download=\"\(figure.id).csv\" href=\"data:text/csv;charset=utf-8,\(values)\">")
    line("Data of figure \(figureNumber) as CSV</a></p>\n</details>\n</figure>")
  }

  private mutating func footer(_ page: ReportPage) {
    let footer = page.footer
    let hasNumbers = page.sections.contains { section in
      section.blocks.contains { block in
        switch block {
        case .table, .figure: true
        default: false
        }
      }
    }
    guard !footer.isEmpty || hasNumbers else { return }
    line("<footer id=\"\(Self.footerID)\">\n<h2>\(Self.footerHeading)</h2>")
    list(footer.assumptions)
    for group in footer.groups {
      line("<h3>\(group.title)</h3>\n<dl>")
      for fact in group.facts {
        line("<dt>\(ReportText.html(fact.name))</dt><dd>\(ReportText.html(fact.value))</dd>")
      }
      line("</dl>")
    }
    if hasNumbers {
      let numbers = Data(page.json().utf8).base64EncodedString()
      line("<p class=\"report-download\"><a download=\"report.json\" href=\"data:application/json;base64,\(numbers)\">")
      line("All sentences and numbers of this page as JSON</a></p>")
    }
    line("</footer>")
  }
}
