import Testing

@testable import ScalingCharts

@Suite struct SeriesNameTests {
  @Test func aNameGathersTheKeysOfItsMarks() {
    let marks: [ChartMark] = [
      .band(x: [1, 2], lower: [0, 0], upper: [1, 1], style: .series(0), label: "a"),
      .line(x: [1, 2], y: [1, 2], style: .series(0), label: "a"),
      .dots(x: [1], y: [1], style: .series(0)),
      .dots(x: [1], y: [1], style: .series(1), label: "b"),
      .verticalRule(at: 1, text: "a rule is no series"),
      .line(x: [], y: [], style: .series(2), label: "empty"),
    ]
    let names = SeriesName.all(of: marks)
    #expect(names.map(\.words) == ["a", "b"])
    #expect(names[0].lineStyle != nil && names[0].bandStyle != nil && names[0].dotStyle != nil)
    #expect(names[1].lineStyle == nil && names[1].dotStyle == .series(1))
    // The curve carries the name, though the band was first.
    #expect(names[0].marks == [1, 0])
  }

  @Test func theEndIsTheRightmostVisiblePlaceOfTheCurve() {
    func at(_ x: Double, _ y: Double) -> ScenePosition { ScenePosition(x: x, y: y) }
    let name = SeriesName.all(of: [.line(x: [1], y: [1], style: .series(0), label: "a")])[0]
    #expect(name.end(in: [[.lines([[at(9, 1), at(3, 2)], [at(1, 7), at(4, 8)]], .line(.series(0)))]]) == at(9, 1))
    #expect(name.end(in: [[.lines([[at(9, 1), at(9, 5)]], .line(.series(0)))]]) == at(9, 5))
    #expect(name.end(in: [[]]) == nil)
  }
}
