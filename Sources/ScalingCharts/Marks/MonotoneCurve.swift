/// A smooth curve that is monotone between its points, as short straight pieces.
///
/// M. Steffen, "A simple method for monotonic interpolation in one dimension" (Astronomy and Astrophysics 239, 1990),
/// equations 2 to 11: cubic pieces whose slopes at the points are limited so that no piece leaves the range of its ends.
enum MonotoneCurve {
  /// How many straight pieces stand for one cubic.
  static let pieces = 8

  /// Returns places along the curve; the points themselves where x is not strictly monotone or there are fewer than three.
  static func points(through corners: [ScenePosition]) -> [ScenePosition] {
    guard corners.count > 2 else { return corners }
    let widths = zip(corners, corners.dropFirst()).map { $1.x - $0.x }
    guard widths.allSatisfy({ $0 > 0 }) || widths.allSatisfy({ $0 < 0 }) else { return corners }
    let secants = zip(zip(corners, corners.dropFirst()), widths).map { ($0.1.y - $0.0.y) / $1 }
    var slopes = [Double](repeating: 0, count: corners.count)
    for index in 1..<(corners.count - 1) {
      let (before, after) = (secants[index - 1], secants[index])
      guard before * after > 0 else { continue }
      let (first, second) = (widths[index - 1], widths[index])
      let parabola = (before * second + after * first) / (first + second)
      let limit = 2 * min(abs(before), abs(after))
      slopes[index] = (before < 0 ? -1 : 1) * min(abs(parabola), limit)
    }
    slopes[0] = end(secants[0], secants[1], widths[0], widths[1])
    let last = secants.count - 1
    slopes[corners.count - 1] = end(secants[last], secants[last - 1], widths[last], widths[last - 1])
    var points = [corners[0]]
    for index in secants.indices {
      let (start, width, secant) = (corners[index], widths[index], secants[index])
      let cubic = (slopes[index] + slopes[index + 1] - 2 * secant) / (width * width)
      let square = (3 * secant - 2 * slopes[index] - slopes[index + 1]) / width
      for piece in 1..<pieces {
        let step = width * Double(piece) / Double(pieces)
        points.append(
          ScenePosition(x: start.x + step, y: start.y + step * (slopes[index] + step * (square + step * cubic))))
      }
      points.append(corners[index + 1])
    }
    return points
  }

  /// The slope at an outer point: of the parabola through three points, limited as the inner ones are.
  private static func end(_ near: Double, _ far: Double, _ nearWidth: Double, _ farWidth: Double) -> Double {
    let share = nearWidth / (nearWidth + farWidth)
    let slope = near * (1 + share) - far * share
    if slope * near <= 0 { return 0 }
    return abs(slope) > 2 * abs(near) ? 2 * near : slope
  }
}
