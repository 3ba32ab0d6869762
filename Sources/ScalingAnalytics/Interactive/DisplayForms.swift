import Foundation

/// A value in the forms that a terminal, a notebook or an editor can show.
public struct DisplayForms: Sendable, Hashable {
  /// The text for a terminal.
  public var text: String
  /// A drawing, for notebooks.
  public var svg: String?
  /// A table or a page, for notebooks.
  public var html: String?
  /// A Vega-Lite 5 specification, for editors that draw it themselves.
  public var vegaLite: String?

  /// Creates the forms of a value.
  public init(text: String, svg: String? = nil, html: String? = nil, vegaLite: String? = nil) {
    self.text = text
    self.svg = svg
    self.html = html
    self.vegaLite = vegaLite
  }

  /// The forms by MIME type as a JSON object, as Jupyter's display messages want them; keys sorted.
  var mimeBundle: String {
    var members = ["text/plain": text]
    members["image/svg+xml"] = svg
    members["text/html"] = html
    members["application/vnd.vegalite.v5+json"] = vegaLite
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(members) else { return "{}" }
    return String(decoding: data, as: UTF8.self)
  }
}

/// A value that can be shown as more than a line of text: charts, tables, pages.
public protocol Displayable {
  /// Returns the forms; throws where a chart cannot be drawn.
  func displayForms() throws -> DisplayForms
}

extension ChartFigure: Displayable {
  /// The chart as text, SVG and Vega-Lite; throws a `ChartError` where it cannot be drawn.
  public func displayForms() throws -> DisplayForms {
    DisplayForms(
      text: try text(columns: 96, rows: 28), svg: SVGRenderer(identifierPrefix: "shown").render(try scene()),
      vegaLite: try VegaLite.specification(of: self))
  }
}

extension ChartFacets: Displayable {
  /// The panels as text, SVG and Vega-Lite; throws a `ChartError` where one cannot be drawn.
  public func displayForms() throws -> DisplayForms {
    DisplayForms(
      text: try text(columns: 96, rows: 24), svg: SVGRenderer(identifierPrefix: "shown").render(try scene()),
      vegaLite: try VegaLite.specification(of: self))
  }
}

extension FindingChart: Displayable {
  /// The chart and its caption as text, SVG and Vega-Lite; throws a `ChartError` where it cannot be drawn.
  public func displayForms() throws -> DisplayForms {
    var forms = try chart.displayForms()
    forms.text += "\n\(caption)"
    return forms
  }
}

extension ReportFigure: Displayable {
  /// The drawing, and its caption and numbers as text.
  public func displayForms() throws -> DisplayForms {
    DisplayForms(text: "\(caption)\n\n\(data.plainText)", svg: svg)
  }
}

extension ReportTable: Displayable {
  /// The table in aligned columns and as HTML.
  public func displayForms() throws -> DisplayForms { DisplayForms(text: plainText, html: html) }
}

extension ReportPage: Displayable {
  /// The page as Markdown and as HTML.
  public func displayForms() throws -> DisplayForms { DisplayForms(text: markdown(), html: html()) }
}
