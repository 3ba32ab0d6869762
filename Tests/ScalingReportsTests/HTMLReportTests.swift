import Foundation
import Testing

@testable import ScalingReports

@Suite("HTML report")
struct HTMLReportTests {
  @Test("The file is HTML by its first line and well-formed XML after it")
  func wellFormed() throws {
    let html = try SampleReportPage.page().html()
    #expect(html.hasPrefix("<!doctype html>\n<html lang=\"en\">"))
    let document = ElementList(html: html)
    #expect(document.failure == nil)
    for name in ["h1", "main", "nav", "footer", "style"] {
      #expect(document.named(name).count == 1, "\(name)")
    }
    #expect(document.named("meta").contains { $0.attributes["name"] == "viewport" })
  }

  @Test(
    "Markup in every text field is shown as text",
    arguments: ["<script>alert('x')</script>", "a & b \"c\" ]]> <!-- -->", "<\u{301}script>", "</style></svg></pre>"])
  func escaping(_ text: String) throws {
    let html = try SampleReportPage.page(text).html()
    let document = ElementList(html: html)
    #expect(document.failure == nil)
    #expect(document.named("script").isEmpty)
    let plain = ElementList(html: try SampleReportPage.page("Cost").html())
    #expect(document.elements.map(\.name) == plain.elements.map(\.name))
    let fields: Set = [
      "title", "h1", "h2", "p", "li", "a", "caption", "th", "td", "strong", "figcaption", "code", "dt", "dd",
    ]
    for (element, reference) in zip(document.elements, plain.elements)
    where fields.contains(element.name) && !element.parents.contains("svg") {
      #expect(element.text == reference.text.replacing("Cost", with: text), "\(element.name)")
    }
    #expect(document.elements.contains { $0.attributes["aria-label"] == "\(text) in words" })
  }

  @Test("Characters that no XML can hold are replaced")
  func controlCharacters() throws {
    let html = try SampleReportPage.page("a\u{0}b\u{FFFF}c\u{1B}").html()
    #expect(ElementList(html: html).failure == nil)
    #expect(html.contains("<h1>a\u{FFFD}b\u{FFFD}c\u{FFFD} title</h1>"))
  }

  @Test("Headings start at one and never skip a level")
  func headings() throws {
    let levels = ElementList(html: try SampleReportPage.page().html()).named("h1", "h2", "h3", "h4")
      .compactMap { Int($0.name.dropFirst()) }
    #expect(levels == [1, 2, 2, 2, 2, 3, 3])
  }

  @Test("Limitations stand before the contents and before every result")
  func limitationsFirst() throws {
    let html = try SampleReportPage.page().html()
    let limitation = try #require(html.range(of: "Cost limitation"))
    for result in ["<nav", "Cost finding", "<table", "<figure"] {
      #expect(limitation.upperBound < (try #require(html.range(of: result))).lowerBound, "\(result)")
    }
  }

  @Test("Contents link to sections, and no id occurs twice")
  func links() throws {
    let document = ElementList(html: try SampleReportPage.page().html())
    let ids = document.elements.compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count)
    let links = document.named("a").compactMap { $0.attributes["href"] }.filter { $0.hasPrefix("#") }
    #expect(links == ["#cost-results", "#cost-more"])
    #expect(links.allSatisfy { ids.contains(String($0.dropFirst())) })
  }

  @Test("Tables have a caption, scoped headers and a focusable, labelled wrapper")
  func tables() throws {
    let document = ElementList(html: try SampleReportPage.page().html())
    #expect(document.named("table").count == 3)
    #expect(document.named("caption").map(\.text) == ["Cost table", "Cost table", "Cost table"])
    #expect(
      document.named("th").allSatisfy { $0.attributes["scope"] == ($0.parents.contains("thead") ? "col" : "row") })
    #expect(document.named("th").count == 3 * 4)
    let wrappers = document.named("div").filter { $0.attributes["class"] == "report-scroll" }
    #expect(wrappers.count == 4)
    #expect(wrappers.allSatisfy { $0.attributes["tabindex"] == "0" && $0.attributes["aria-label"]?.isEmpty == false })
    #expect(document.named("tr").filter { $0.attributes["class"] == "report-emphasis" }.count == 3)
    #expect(document.named("strong").map(\.text) == ["Cost b", "2.5", "Cost b", "2.5", "Cost b", "2.5"])
  }

  @Test("A table without rows says so")
  func emptyTable() throws {
    let table = try ReportTable(caption: "None", columns: [.init("A"), .init("B")], rows: [])
    let page = try ReportPage(title: "T", limitations: [], sections: [.init("S", blocks: [.table(table)])])
    #expect(page.html().contains("<td colspan=\"2\">No rows</td>"))
  }

  @Test("Every figure has a caption, words for its drawing, its numbers and a link to them as CSV")
  func figures() throws {
    let document = ElementList(html: try SampleReportPage.page().html())
    let figure = try #require(document.named("figure").first)
    let caption = try #require(document.named("figcaption").first)
    #expect(figure.attributes["aria-labelledby"] == caption.attributes["id"])
    #expect(caption.text == "Figure 1.\nCost caption")
    let drawing = try #require(document.elements.first { $0.attributes["role"] == "img" })
    #expect(drawing.attributes["aria-label"] == "Cost in words")
    #expect(document.named("details").count == 1 && document.named("summary").count == 1)
    let link = try #require(document.named("a").first { $0.attributes["download"] == "cost.csv" })
    #expect(
      link.attributes["href"]
        == "data:text/csv;charset=utf-8,Cost%20name%2CCost%20value%0ACost%20a%2C1.5%0ACost%20b%2C2.5%0A")
  }

  @Test("Nothing is fetched and nothing runs")
  func selfContained() throws {
    let html = try SampleReportPage.page().html()
    #expect(!html.contains("http"))
    #expect(!html.contains("<script") && !html.contains("@import") && !html.contains("url("))
    let sources = ElementList(html: html).elements.filter { $0.attributes["src"] != nil }
    #expect(sources.isEmpty)
  }

  @Test("Two runs give the same bytes, and no date appears by itself")
  func deterministic() throws {
    #expect(try SampleReportPage.page().html() == SampleReportPage.page().html())
    let page = try ReportPage(title: "T", limitations: [], sections: [])
    #expect(!page.html().contains("Date") && !page.html().contains("<footer") && !page.html().contains("<nav"))
  }

  @Test("Preformatted text keeps a first line feed")
  func preformatted() throws {
    let page = try ReportPage(
      title: "T", limitations: [], sections: [.init("S", blocks: [.preformatted("\r\n  a\rb")])])
    #expect(page.html().contains("<code>\n  a\nb</code></pre>"))
  }
}
