import Foundation

@testable import ScalingReports

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A page with every kind of block, in which `text` stands in every text field.
enum SampleReportPage {
  static let drawing = "<svg viewBox=\"0 0 10 10\"><title id=\"cost-title\">Cost</title><path d=\"M0 0L9 9\"/></svg>"

  static func table(_ text: String = "Cost", emphasizedRows: [Int] = [1]) throws -> ReportTable {
    try ReportTable(
      caption: "\(text) table", columns: [.init("\(text) name"), .number("\(text) value")],
      rows: [["\(text) a", "1.5"], ["\(text) b", "2.5"]], emphasizedRows: emphasizedRows, hasRowHeaders: true)
  }

  static func figure(_ text: String = "Cost", id: String = "cost", svg: String = drawing) throws -> ReportFigure {
    try ReportFigure(
      id: id, svg: svg, caption: "\(text) caption", alternativeText: "\(text) in words", data: table(text))
  }

  static func page(_ text: String = "Cost") throws -> ReportPage {
    try ReportPage(
      title: "\(text) title", subtitle: "\(text) subtitle", limitations: ["\(text) limitation"],
      sections: [
        ReportSection(
          "\(text) results",
          blocks: [
            .paragraph("\(text) paragraph"), .bulletList(["\(text) item", "\(text) other item"]),
            .finding("\(text) finding", details: ["\(text) detail"]), .caution("\(text) caution"),
            .refusal("\(text) refusal"), .table(table(text)), .figure(figure(text)), .preformatted("\(text) code"),
          ]),
        ReportSection("\(text) more", blocks: [.table(table(text))]),
      ],
      footer: ReportFooter(
        assumptions: ["\(text) assumption"], fingerprints: [ReportFact("\(text) file", "\(text) hash")], seed: 7,
        versions: [ReportFact("\(text) program", "\(text) version")], date: "\(text) date"))
  }
}

/// The elements of an XML text in document order, each with attributes and the text inside it.
final class ElementList: NSObject, XMLParserDelegate {
  struct Element {
    let name: String
    let attributes: [String: String]
    let parents: [String]
    var text = ""
  }

  private(set) var elements: [Element] = []
  private(set) var failure: String?
  private var open: [Int] = []

  init(html: String) {
    super.init()
    // The lower-case doctype is HTML; XML knows it in upper case alone.
    let parser = XMLParser(data: Data(html.replacing("<!doctype html>\n", with: "", maxReplacements: 1).utf8))
    parser.delegate = self
    if !parser.parse() {
      failure = "line \(parser.lineNumber), column \(parser.columnNumber): \(String(describing: parser.parserError))"
    }
  }

  func named(_ names: String...) -> [Element] {
    elements.filter { names.contains($0.name) }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    elements.append(Element(name: name, attributes: attributes, parents: open.map { elements[$0].name }))
    open.append(elements.count - 1)
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    for index in open { elements[index].text += string }
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    open.removeLast()
  }
}
