import Foundation

extension ReportPage {
  /// All sentences and numbers of the page as one JSON document, for programs.
  ///
  /// Keys are sorted and cells are the texts of the tables, so that equal pages are equal bytes. O(length of the output).
  public func json() -> String {
    let document = Document(
      title: title, subtitle: subtitle, limitations: limitations,
      sections: zip(sections, sectionIDs).map { section, id in
        Document.Section(id: id, heading: section.heading, blocks: section.blocks.map(Document.Block.init))
      }, assumptions: footer.assumptions,
      provenance: footer.groups.flatMap { group in
        group.facts.map { Document.Fact(group: group.title, name: $0.name, value: $0.value) }
      })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    // The document holds texts alone, which always encode.
    guard let data = try? encoder.encode(document) else { return "{}\n" }
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  private struct Document: Encodable {
    struct Section: Encodable {
      let id: String
      let heading: String
      let blocks: [Block]
    }

    struct Fact: Encodable {
      let group: String
      let name: String
      let value: String
    }

    struct Table: Encodable {
      let caption: String
      let columns: [String]
      let rows: [[String]]

      init(_ table: ReportTable) {
        caption = table.caption
        columns = table.columns.map(\.heading)
        rows = table.rows
      }
    }

    struct Block: Encodable {
      let kind: String
      var text: [String]?
      var figure: String?
      var table: Table?

      init(_ block: ReportBlock) {
        switch block {
        case .paragraph(let words): (kind, text) = ("paragraph", [words])
        case .bulletList(let items): (kind, text) = ("list", items)
        case .preformatted(let words): (kind, text) = ("preformatted", [words])
        case .callout(let callout): (kind, text) = (callout.kind.rawValue, [callout.headline] + callout.details)
        case .table(let one): (kind, table) = ("table", Table(one))
        case .figure(let one): (kind, text, figure, table) = ("figure", [one.caption], one.id, Table(one.data))
        }
      }
    }

    let title: String
    let subtitle: String
    let limitations: [String]
    let sections: [Section]
    let assumptions: [String]
    let provenance: [Fact]
  }
}
