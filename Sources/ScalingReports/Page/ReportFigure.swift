/// A chart on a page: an SVG drawing with its caption, its description in words and its numbers.
///
/// The drawing arrives as text, so that a page needs no charting code. It is inlined into the HTML page and written
/// beside the Markdown one; hence it must be a static drawing that closes what it opens and loads nothing.
public struct ReportFigure: Hashable, Sendable {
  /// The name of the figure in links and file names: lower-case letters, digits and hyphens.
  public let id: String
  /// The drawing, from `<svg` to `</svg>`.
  public let svg: String
  /// The sentence above the figure; the renderers add its number.
  public let caption: String
  /// What a reader sees in the drawing, for those who cannot see it.
  public let alternativeText: String
  /// The numbers that are drawn: shown under the figure and offered as comma-separated values.
  public let data: ReportTable

  /// The ids inside the drawing, in order, for the page's check that no two are alike.
  let drawingIDs: [String]
  /// Whether the root names the SVG namespace, which a file of its own needs.
  let namesNamespace: Bool

  /// Creates a figure after checking its id and its drawing.
  ///
  /// The drawing must start with `<svg`, be well-formed XML without comments or declarations, and consist of static
  /// drawing elements (shapes, text, gradients, markers, clip paths, masks, patterns, `style`). Scripts, event handlers,
  /// links and references to anything outside the drawing are refused.
  ///
  /// - Parameters:
  ///   - id: 1 to 80 lower-case ASCII letters, digits and hyphens, beginning with a letter.
  ///   - svg: The drawing.
  ///   - caption: The sentence above the figure; not blank.
  ///   - alternativeText: The drawing in words; not blank.
  ///   - data: The numbers that are drawn.
  /// - Throws: ``ReportPageError`` that names the figure and what is wrong with it.
  /// - Complexity: O(length of the drawing).
  public init(id: String, svg: String, caption: String, alternativeText: String, data: ReportTable) throws {
    // Lower case alone, so that two figures stay two files where names do not tell case apart.
    guard ReportText.isIdentifier(id) else {
      throw ReportPageError(
        message: "The figure id “\(id)” cannot name a file: use 1 to \(ReportText.longestIdentifier) lower-case "
          + "letters (a-z), digits and hyphens, beginning with a letter.")
    }
    guard !ReportText.isBlank(caption) else {
      throw ReportPageError(message: "The figure “\(id)” has no caption.")
    }
    guard !ReportText.isBlank(alternativeText) else {
      throw ReportPageError(
        message: "The figure “\(id)” has no alternative text; say in words what a reader sees in it.")
    }
    let drawing = try StaticDrawing(svg, of: id)
    self.id = id
    self.svg = svg
    self.caption = caption
    self.alternativeText = alternativeText
    self.data = data
    self.drawingIDs = drawing.ids
    self.namesNamespace = drawing.namesNamespace
  }

  /// The drawing as a file of its own: with the SVG namespace and a final line feed.
  var standaloneSVG: String {
    var text = svg
    if !namesNamespace {
      // The text is known to start with "<svg".
      text = "<svg xmlns=\"http://www.w3.org/2000/svg\"" + text.dropFirst(4)
    }
    return text.utf8.last == UInt8(ascii: "\n") ? text : text + "\n"
  }

  /// The path of the drawing beside the Markdown page.
  var svgPath: String { "figures/\(id).svg" }

  /// The path of the numbers beside the Markdown page.
  var dataPath: String { "data/\(id).csv" }
}
