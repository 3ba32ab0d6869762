/// Geometry cut to a rectangle, so that no renderer needs clip paths.
enum Clipping {
  /// Returns the parts of an open line inside a rectangle (Liang and Barsky 1984), in linear time.
  static func line(_ points: [ScenePosition], to area: SceneRectangle) -> [[ScenePosition]] {
    var parts: [[ScenePosition]] = []
    var current: [ScenePosition] = []
    for (from, to) in zip(points, points.dropFirst()) {
      guard let (first, second) = segment(from, to, area) else {
        if current.count > 1 { parts.append(current) }
        current = []
        continue
      }
      if current.last != first {
        if current.count > 1 { parts.append(current) }
        current = [first]
      }
      if second != first { current.append(second) }
    }
    if current.count > 1 { parts.append(current) }
    return parts
  }

  private static func segment(
    _ from: ScenePosition, _ to: ScenePosition, _ area: SceneRectangle
  ) -> (ScenePosition, ScenePosition)? {
    let (dx, dy) = (to.x - from.x, to.y - from.y)
    var (enter, leave) = (0.0, 1.0)
    let sides = [
      (-dx, from.x - area.left), (dx, area.right - from.x), (-dy, from.y - area.top), (dy, area.bottom - from.y),
    ]
    for (slope, distance) in sides {
      if slope == 0 {
        if distance < 0 { return nil }
      } else if slope < 0 {
        enter = max(enter, distance / slope)
      } else {
        leave = min(leave, distance / slope)
      }
    }
    guard enter <= leave else { return nil }
    func at(_ share: Double) -> ScenePosition {
      // A far end leaves rounding of the order of its distance; the edge itself is exact.
      ScenePosition(
        x: min(max(from.x + share * dx, area.left), area.right),
        y: min(max(from.y + share * dy, area.top), area.bottom))
    }
    return (enter == 0 ? from : at(enter), leave == 1 ? to : at(leave))
  }

  /// Returns a closed outline cut to a rectangle (Sutherland and Hodgman 1974); empty if nothing is left.
  static func area(_ outline: [ScenePosition], to area: SceneRectangle) -> [ScenePosition] {
    var points = outline
    points = cut(points, keep: { $0.x >= area.left }) { crossing($0, $1, x: area.left) }
    points = cut(points, keep: { $0.x <= area.right }) { crossing($0, $1, x: area.right) }
    points = cut(points, keep: { $0.y >= area.top }) { crossing($0, $1, y: area.top) }
    points = cut(points, keep: { $0.y <= area.bottom }) { crossing($0, $1, y: area.bottom) }
    return points.count > 2 ? points : []
  }

  private static func cut(
    _ points: [ScenePosition], keep: (ScenePosition) -> Bool,
    crossing: (ScenePosition, ScenePosition) -> ScenePosition
  ) -> [ScenePosition] {
    guard var previous = points.last else { return [] }
    var result: [ScenePosition] = []
    for point in points {
      if keep(point) != keep(previous) { result.append(crossing(previous, point)) }
      if keep(point) { result.append(point) }
      previous = point
    }
    return result
  }

  private static func crossing(_ from: ScenePosition, _ to: ScenePosition, x: Double) -> ScenePosition {
    ScenePosition(x: x, y: from.y + (to.y - from.y) * (x - from.x) / (to.x - from.x))
  }

  private static func crossing(_ from: ScenePosition, _ to: ScenePosition, y: Double) -> ScenePosition {
    ScenePosition(x: from.x + (to.x - from.x) * (y - from.y) / (to.y - from.y), y: y)
  }
}
