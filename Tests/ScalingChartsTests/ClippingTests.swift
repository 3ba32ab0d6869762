import Testing

@testable import ScalingCharts

@Suite struct ClippingTests {
  private let box = SceneRectangle(left: 0, top: 0, right: 10, bottom: 10)
  private func at(_ x: Double, _ y: Double) -> ScenePosition { ScenePosition(x: x, y: y) }

  @Test func aLineThatLeavesAndReturnsFallsInTwo() {
    let parts = Clipping.line([at(5, 5), at(15, 5), at(15, 8), at(5, 8)], to: box)
    #expect(parts == [[at(5, 5), at(10, 5)], [at(10, 8), at(5, 8)]])
  }

  @Test func aLineAcrossIsCutAtBothEdges() {
    #expect(Clipping.line([at(-5, 0), at(15, 10)], to: box) == [[at(0, 2.5), at(10, 7.5)]])
  }

  @Test func aLineInsideIsKeptAndOneOutsideDropped() {
    let inside = [at(1, 1), at(2, 3), at(4, 4)]
    #expect(Clipping.line(inside, to: box) == [inside])
    #expect(Clipping.line([at(-1, 11), at(11, 12)], to: box).isEmpty)
  }

  @Test func anAreaIsCutToTheOverlap() {
    let cut = Clipping.area([at(5, 5), at(15, 5), at(15, 15), at(5, 15)], to: box)
    #expect(cut.count == 4)
    #expect(Set(cut) == [at(5, 5), at(10, 5), at(10, 10), at(5, 10)])
    #expect(Clipping.area([at(20, 20), at(30, 20), at(30, 30)], to: box).isEmpty)
  }
}
