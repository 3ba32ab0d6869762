/// A scene as lines of text for a terminal: curves in Braille dots, markers and words as characters.
///
/// Every cell is one character wide; the characters are of Unicode's Basic Multilingual Plane and of single width. The
/// scene is drawn as it is: same scales, same ticks, so that a terminal shows what a page shows, roughly.
public enum TextRenderer {
  /// The pixels of a scene that one character stands for.
  static let cell = (width: 8.0, height: 16.0)

  /// Returns a scene in so many columns and rows, lines without trailing spaces, each ended by a line break.
  ///
  /// Takes time linear in the shapes and in the cells that lines cross. Columns and rows below 1 count as 1, above 1,000
  /// as 1,000.
  public static func text(of scene: ChartScene, columns: Int, rows: Int) -> String {
    var canvas = TextCanvas(
      columns: min(max(columns, 1), 1_000), rows: min(max(rows, 1), 1_000), width: scene.width, height: scene.height)
    canvas.frame(scene.plotArea)
    for shape in scene.shapes {
      switch shape {
      case .rectangle: break
      case .areas(let areas, let paint):
        var isBar = false
        if case .bar = paint { isBar = true }
        for area in areas { canvas.shade(area, isSolid: isBar) }
      case .lines(let lines, let paint): for line in lines { canvas.draw(line, paint) }
      case .markers(let places, let marker, _, let paint):
        let character = Self.character(marker, paint)
        for place in places { canvas.put(character, place) }
      case .text(let text): canvas.write(text)
      }
    }
    return canvas.text
  }

  /// Shapes that most terminal fonts have, filled or as outlines.
  private static func character(_ marker: MarkerShape, _ paint: ScenePaint) -> Character {
    var isHollow = false
    if case .marker(let style) = paint { isHollow = style.isHollow }
    return switch marker {
    case .circle: isHollow ? "○" : "●"
    case .square: isHollow ? "□" : "■"
    case .triangle: isHollow ? "△" : "▲"
    case .diamond: isHollow ? "◇" : "◆"
    case .invertedTriangle: isHollow ? "▽" : "▼"
    case .hourglass: "x"
    case .bowTie: "+"
    }
  }
}

extension ChartFigure {
  /// Returns the chart as text for a terminal of so many columns and rows, 25 and 10 at least.
  ///
  /// Throws a `ChartError` where the chart cannot be drawn at that size.
  public func text(columns: Int = 80, rows: Int = 24) throws -> String {
    guard (25...1_000).contains(columns), (10...600).contains(rows) else {
      throw ChartError("A chart in text is 25 to 1000 columns and 10 to 600 rows, not \(columns) by \(rows).")
    }
    let scene = try scene(
      width: Double(columns) * TextRenderer.cell.width, height: Double(rows) * TextRenderer.cell.height)
    return TextRenderer.text(of: scene, columns: columns, rows: rows)
  }
}
