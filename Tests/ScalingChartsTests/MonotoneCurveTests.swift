import Testing

@testable import ScalingCharts

@Suite struct MonotoneCurveTests {
  @Test func theCurvePassesThroughEveryPointAndNeverLeavesTheirRange() {
    let heights = [0.0, 1, 1, 5, 5.2, 30, 2, 2.1]
    let corners = heights.enumerated().map { ScenePosition(x: Double($0 * $0) + 1, y: $1) }
    let points = MonotoneCurve.points(through: corners)
    #expect(points.count == (corners.count - 1) * MonotoneCurve.pieces + 1)
    for index in 0..<(corners.count - 1) {
      let piece = points[(index * MonotoneCurve.pieces)...((index + 1) * MonotoneCurve.pieces)]
      #expect(piece.first == corners[index] && piece.last == corners[index + 1])
      let range = min(heights[index], heights[index + 1])...max(heights[index], heights[index + 1])
      for point in piece { #expect(point.y >= range.lowerBound - 1e-12 && point.y <= range.upperBound + 1e-12) }
    }
  }

  @Test func aParabolaWithinTheLimitsIsExactAtItsMiddleSlope() {
    // y = x² on 1, 2, 3: the slope at 2 is 4, that of the parabola through the three.
    let corners = [1.0, 2, 3].map { ScenePosition(x: $0, y: $0 * $0) }
    let points = MonotoneCurve.points(through: corners)
    for point in points { #expect(abs(point.y - point.x * point.x) < 1e-12, "\(point)") }
  }

  @Test func rowsThatTurnBackAreJoinedByStraightSegments() {
    let corners = [0.0, 2, 1].map { ScenePosition(x: $0, y: $0) }
    #expect(MonotoneCurve.points(through: corners) == corners)
  }

  @Test func descendingRowsGiveTheMirroredCurve() {
    let corners = [1.0, 2, 4, 7].map { ScenePosition(x: $0, y: $0 * $0 * $0) }
    let forward = MonotoneCurve.points(through: corners).map(\.y)
    let mirrored = MonotoneCurve.points(through: corners.map { ScenePosition(x: -$0.x, y: $0.y) }).map(\.y)
    #expect(forward == mirrored)
  }
}
