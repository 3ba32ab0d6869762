/// Writes a scene as an SVG document that can stand alone or inside an HTML page.
///
/// The same scene gives the same bytes on every platform. The document has a title and a description for screen
/// readers, colours for light and dark pages, and no script, web font, clip path or reference to anything outside.
public struct SVGRenderer: Sendable, Hashable {
  /// What all ids and class names begin with; has to differ between charts on one page.
  public let identifierPrefix: String

  /// Creates a renderer.
  ///
  /// Characters other than ASCII letters, digits and inner hyphens are written as their code in hexadecimal between
  /// underscores, so that different prefixes stay different. An empty prefix becomes "_".
  public init(identifierPrefix: String) {
    var name = ""
    for scalar in identifierPrefix.unicodeScalars {
      let isLetter = scalar.isASCII && scalar.properties.isAlphabetic
      let isInner = !name.isEmpty && (("0"..."9").contains(scalar) || scalar == "-")
      if isLetter || isInner {
        name.unicodeScalars.append(scalar)
      } else {
        name += "_\(String(scalar.value, radix: 16))_"
      }
    }
    self.identifierPrefix = name.isEmpty ? "_" : name
  }

  /// Returns the document, starting with `<svg` and ending in a line feed, in time linear in the scene.
  public func render(_ scene: ChartScene) -> String {
    var sheet = SVGStyleSheet(prefix: identifierPrefix)
    let body = scene.shapes.map { element($0, &sheet) }.joined(separator: "\n")
    let (width, height) = (number(scene.width), number(scene.height))
    let hasDescription = !scene.description.isEmpty
    let titleID = identifierPrefix + "-title"
    let descriptionID = identifierPrefix + "-desc"
    let labels = hasDescription ? "\(titleID) \(descriptionID)" : titleID
    let description = hasDescription ? "<desc id=\"\(descriptionID)\">\(escaped(scene.description))</desc>\n" : ""
    return """
      <svg xmlns="http://www.w3.org/2000/svg" class="\(identifierPrefix)-chart" role="img" aria-labelledby="\(labels)" \
      viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)" style="max-width:100%;height:auto">
      <title id="\(titleID)">\(escaped(scene.title))</title>
      \(description)<style>
      \(sheet.text())
      </style>
      \(body)
      </svg>

      """
  }

  private func element(_ shape: SceneShape, _ sheet: inout SVGStyleSheet) -> String {
    switch shape {
    case .rectangle(let box, let paint):
      return "<rect class=\"\(sheet.className(paint))\" x=\"\(number(box.left))\" y=\"\(number(box.top))\""
        + " width=\"\(number(box.width))\" height=\"\(number(box.height))\"/>"
    case .lines(let lines, let paint):
      return path(lines.map { polyline($0) }.joined(), sheet.className(paint))
    case .areas(let outlines, let paint):
      return path(outlines.map { polyline($0) + "Z" }.joined(), sheet.className(paint))
    case .markers(let places, let shape, let radius, let paint):
      let marks = places.map { marker(shape, at: $0, radius: radius) }.joined(separator: "\n")
      return "<g class=\"\(sheet.className(paint))\">\n\(marks)\n</g>"
    case .text(let text):
      let anchor = text.anchor == .start ? "" : " text-anchor=\"\(text.anchor.rawValue)\""
      return "<text class=\"\(sheet.className(text.paint))\" x=\"\(number(text.position.x))\""
        + " y=\"\(number(text.position.y))\" font-size=\"\(number(text.size))\"\(anchor)>\(escaped(text.words))</text>"
    }
  }

  private func path(_ data: String, _ className: String) -> String { "<path class=\"\(className)\" d=\"\(data)\"/>" }

  /// Coordinates of shapes have one decimal, which is finer than a screen and keeps files small.
  private func polyline(_ points: [ScenePosition]) -> String {
    var text = ""
    var last: (x: String, y: String)?
    for point in points {
      let (x, y) = (coordinate(point.x), coordinate(point.y))
      if let last {
        if last.x == x, last.y == y { continue }
        text += last.y == y ? "H\(x)" : last.x == x ? "V\(y)" : "L\(x) \(y)"
      } else {
        text += "M\(x) \(y)"
      }
      last = (x, y)
    }
    return text
  }

  private func marker(_ shape: MarkerShape, at place: ScenePosition, radius: Double) -> String {
    if shape == .circle {
      return "<circle cx=\"\(coordinate(place.x))\" cy=\"\(coordinate(place.y))\" r=\"\(number(radius))\"/>"
    }
    let corners = Self.corners(of: shape)
    var data = "M\(coordinate(place.x + corners[0].x * radius)) \(coordinate(place.y + corners[0].y * radius))"
    data += "l"
    for (from, to) in zip(corners, corners.dropFirst()) {
      for step in [coordinate((to.x - from.x) * radius), coordinate((to.y - from.y) * radius)] {
        data += data.hasSuffix("l") || step.hasPrefix("-") ? step : " " + step
      }
    }
    return "<path d=\"\(data)z\"/>"
  }

  /// Returns the outline of a marker for a radius of 1, about as large as the unit circle.
  private static func corners(of shape: MarkerShape) -> [ScenePosition] {
    func outline(_ numbers: [(Double, Double)]) -> [ScenePosition] { numbers.map { ScenePosition(x: $0, y: $1) } }
    switch shape {
    case .circle, .square: return outline([(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)])
    case .triangle: return outline([(0, -1.25), (1.15, 0.85), (-1.15, 0.85)])
    case .diamond: return outline([(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)])
    case .invertedTriangle: return outline([(0, 1.25), (-1.15, -0.85), (1.15, -0.85)])
    case .hourglass: return outline([(-1.35, -1.4), (1.35, -1.4), (-1.35, 1.4), (1.35, 1.4)])
    case .bowTie: return outline([(-1.4, -1.35), (1.4, 1.35), (1.4, -1.35), (-1.4, 1.35)])
    }
  }

  private func coordinate(_ value: Double) -> String { DecimalNumber.fixed(value, decimals: 1) }
  private func number(_ value: Double) -> String { DecimalNumber.fixed(value, decimals: 2) }

  /// Returns text with the five characters that mean something to XML escaped, and those it forbids left out.
  private func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n", "\r": result += " "
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": continue
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
