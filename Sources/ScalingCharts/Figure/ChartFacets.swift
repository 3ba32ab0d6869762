/// Several figures in rows and columns under one heading: the same question for several models or axes.
public struct ChartFacets: Sendable, Equatable {
  /// The heading above all panels.
  public var title: String
  /// What the panels show, for people who cannot see them.
  public var description: String
  /// The panels, row by row; rows may differ in length.
  public var rows: [[ChartFigure]]
  /// Whether panels below each other cover the same x values, where they do not fix their domain.
  public var sharesX = false
  /// Whether panels beside each other cover the same y values, where they do not fix their domain.
  public var sharesY = false

  /// Creates a grid of figures.
  public init(
    title: String, description: String = "", rows: [[ChartFigure]], sharesX: Bool = false, sharesY: Bool = false
  ) {
    self.sharesX = sharesX
    self.sharesY = sharesY
    self.title = title
    self.description = description
    self.rows = rows
  }

  /// Lays all panels out in one scene, at a width in CSS pixels and a height for each row.
  ///
  /// Throws a `ChartError` where there is no panel, or a panel cannot be drawn at its share of the width (200 at least).
  public func scene(width: Double = 960, rowHeight: Double = 300) throws -> ChartScene {
    let columns = rows.map(\.count).max() ?? 0
    guard columns > 0 else { throw ChartError("A grid of figures needs at least one figure.") }
    let heading = SceneText(
      words: title, position: ScenePosition(x: 16, y: 26), anchor: .start, size: 17, paint: .heading)
    let top = 36.0
    let height = top + rowHeight * Double(rows.count)
    var shapes: [SceneShape] = [
      .rectangle(SceneRectangle(left: 0, top: 0, right: width, bottom: height), .background), .text(heading),
    ]
    var plotArea: SceneRectangle?
    for (row, figures) in try sharing().rows.enumerated() {
      for (column, figure) in figures.enumerated() {
        let panel = try figure.scene(width: width / Double(columns), height: rowHeight)
        let x = width / Double(columns) * Double(column)
        let y = top + rowHeight * Double(row)
        shapes += panel.shapes.map { $0.moved(x: x, y: y) }
        if plotArea == nil { plotArea = panel.plotArea.moved(x: x, y: y) }
      }
    }
    return ChartScene(
      width: width, height: height, title: title, description: description,
      plotArea: plotArea ?? SceneRectangle(left: 0, top: top, right: width, bottom: height), shapes: shapes)
  }
}

extension ChartFacets {
  /// The grid with the ranges of shared axes handed to its panels.
  func sharing() throws -> ChartFacets {
    guard sharesX || sharesY else { return self }
    var copy = self
    let extents = try rows.map { try $0.map { try $0.extents() } }
    for row in rows.indices {
      for column in rows[row].indices {
        if sharesX {
          copy.rows[row][column].sharedX = extents.compactMap { $0.indices.contains(column) ? $0[column].x : nil }.union
        }
        if sharesY { copy.rows[row][column].sharedY = extents[row].compactMap(\.y).union }
      }
    }
    return copy
  }

  /// Returns the panels one below the other as text for a terminal, each of so many columns and rows, below the heading.
  ///
  /// Throws a `ChartError` where a panel cannot be drawn at that size.
  public func text(columns: Int = 80, rows: Int = 20) throws -> String {
    try title + "\n\n"
      + sharing().rows.joined().map { try $0.text(columns: columns, rows: rows) }.joined(separator: "\n")
  }
}

extension ChartFigure {
  /// The ranges of all values on both axes.
  fileprivate func extents() throws -> (x: ClosedRange<Double>?, y: ClosedRange<Double>?) {
    let columns = try MarkColumns.all(of: marks)
    return (try MarkColumns.extent(of: columns, .x, axis: x), try MarkColumns.extent(of: columns, .y, axis: y))
  }
}

extension [ClosedRange<Double>] {
  /// The range that holds them all.
  fileprivate var union: ClosedRange<Double>? { reduce(nil) { $0.union($1) } }
}

extension ScenePosition {
  fileprivate func moved(x dx: Double, y dy: Double) -> ScenePosition { ScenePosition(x: x + dx, y: y + dy) }
}

extension SceneRectangle {
  fileprivate func moved(x: Double, y: Double) -> SceneRectangle {
    SceneRectangle(left: left + x, top: top + y, right: right + x, bottom: bottom + y)
  }
}

extension SceneShape {
  fileprivate func moved(x: Double, y: Double) -> SceneShape {
    switch self {
    case .rectangle(let box, let paint): .rectangle(box.moved(x: x, y: y), paint)
    case .lines(let lines, let paint): .lines(lines.map { $0.map { $0.moved(x: x, y: y) } }, paint)
    case .areas(let areas, let paint): .areas(areas.map { $0.map { $0.moved(x: x, y: y) } }, paint)
    case .markers(let places, let shape, let radius, let paint):
      .markers(places.map { $0.moved(x: x, y: y) }, shape: shape, radius: radius, paint)
    case .text(let text):
      .text(
        SceneText(
          words: text.words, position: text.position.moved(x: x, y: y), anchor: text.anchor, size: text.size,
          paint: text.paint))
    }
  }
}
