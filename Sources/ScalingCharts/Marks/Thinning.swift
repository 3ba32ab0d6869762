/// Fewer shapes for many rows: what would be drawn on top of itself is drawn once.
///
/// A million markers on half a million pixels show no more than one in each few pixels, and make a document that nobody can
/// open. Extents, ticks and words are still those of all rows.
enum Thinning {
  /// Up to so many rows a mark is drawn whole.
  static let mostRows = 10_000
  /// The side of the squares of which each keeps its first marker, in pixels.
  static let cell = 3.0

  /// Returns the first position in each small square, in their order, where there are more than `mostRows`.
  ///
  /// Takes one pass over the positions.
  static func markers(_ positions: [ScenePosition], in area: SceneRectangle) -> [ScenePosition] {
    guard positions.count > mostRows else { return positions }
    let columns = Int(area.width / cell) + 2
    let rows = Int(area.height / cell) + 2
    var isTaken = [Bool](repeating: false, count: columns * rows)
    var kept: [ScenePosition] = []
    for position in positions {
      let column = Int((position.x - area.left) / cell)
      let row = Int((position.y - area.top) / cell)
      guard (0..<columns).contains(column), (0..<rows).contains(row), !isTaken[row * columns + column] else { continue }
      isTaken[row * columns + column] = true
      kept.append(position)
    }
    return kept
  }

  /// Returns the corners of a line that matter at the resolution of a pixel: of positions one after another in one column
  /// of pixels, the first, the last, the highest and the lowest.
  ///
  /// Takes one pass over the positions.
  static func line(_ positions: [ScenePosition]) -> [ScenePosition] {
    guard positions.count > mostRows else { return positions }
    var kept: [ScenePosition] = []
    var start = 0
    while start < positions.count {
      let column = positions[start].x.rounded(.down)
      var end = start
      var lowest = start
      var highest = start
      while end + 1 < positions.count, positions[end + 1].x.rounded(.down) == column {
        end += 1
        if positions[end].y < positions[lowest].y { lowest = end }
        if positions[end].y > positions[highest].y { highest = end }
      }
      var previous = -1
      for index in [start, min(lowest, highest), max(lowest, highest), end] where index > previous {
        kept.append(positions[index])
        previous = index
      }
      start = end + 1
    }
    return kept
  }

  /// What the caption has to say of marks that are drawn in part; empty for none.
  static func caption(of marks: [ChartMark]) -> String {
    var most = 0
    for mark in marks {
      if case .dots(let x, _, _, _) = mark.geometry { most = max(most, x.count) }
    }
    guard most > mostRows else { return "" }
    return "\(grouped(most)) points; where several share \(Int(cell)) pixels one is drawn"
  }

  private static func grouped(_ count: Int) -> String {
    var digits = String(count)
    var groups: [Substring] = []
    while digits.count > 3 {
      groups.insert(digits.suffix(3), at: 0)
      digits = String(digits.dropLast(3))
    }
    return ([digits[...]] + groups).joined(separator: ",")
  }
}
