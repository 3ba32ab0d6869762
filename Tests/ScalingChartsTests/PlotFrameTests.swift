import Testing

@testable import ScalingCharts

@Suite struct PlotFrameTests {
  private let frame = PlotFrame(
    area: SceneRectangle(left: 0, top: 0, right: 100, bottom: 100),
    x: AxisScale(kind: .linear, domain: 0...10, start: 0, end: 100),
    y: AxisScale(kind: .linear, domain: 0...10, start: 100, end: 0))
  private func at(_ x: Double, _ y: Double) -> ScenePosition { ScenePosition(x: x, y: y) }

  @Test func stepsAfterHoldTheEarlierValue() {
    let mark = ChartMark.steps(x: [1, 3], y: [2, 5], direction: .after, style: .series(0))
    #expect(mark.shapes(in: frame) == [.lines([[at(10, 80), at(30, 80), at(30, 50)]], .line(.series(0)))])
  }

  @Test func stepsBeforeJumpFirst() {
    let mark = ChartMark.steps(x: [1, 3], y: [2, 5], direction: .before, style: .series(0))
    #expect(mark.shapes(in: frame) == [.lines([[at(10, 80), at(10, 50), at(30, 50)]], .line(.series(0)))])
  }

  @Test func dotsOutsideTheDomainAreLeftOut() {
    let mark = ChartMark.dots(x: [1, 20, 10], y: [1, 1, 10], style: .series(1))
    #expect(
      mark.shapes(in: frame)
        == [.markers([at(10, 90), at(100, 0)], shape: .square, radius: 3.6, .marker(.series(1)))])
  }

  @Test func aBandRunsAlongTheUpperAndBackAlongTheLowerColumn() {
    let mark = ChartMark.band(x: [1, 2], lower: [1, 2], upper: [3, 4], style: .series(0))
    #expect(
      mark.shapes(in: frame) == [.areas([[at(10, 70), at(20, 60), at(20, 80), at(10, 90)]], .band(.series(0)))])
  }

  @Test func errorBarsCarryCapsOnlyWhileFew() {
    func parts(_ rows: Int) -> Int {
      let x = (0..<rows).map { 9 * Double($0) / Double(rows) }
      let bounds = IntervalColumns(lower: x.map { $0 + 0.2 }, upper: x.map { $0 + 0.5 })
      let mark = ChartMark.errorBars(x: x, y: x, yBounds: bounds, style: .series(0))
      guard case .lines(let lines, _)? = mark.shapes(in: frame).first else { return 0 }
      return lines.count
    }
    #expect(parts(10) == 30)
    #expect(parts(61) == 61)
  }

  @Test func marksWithoutRowsDrawNothingAndOneRowIsVisible() {
    #expect(ChartMark.line(x: [], y: [], style: .series(0)).shapes(in: frame).isEmpty)
    #expect(ChartMark.dots(x: [], y: [], style: .series(0)).shapes(in: frame).isEmpty)
    #expect(ChartMark.band(x: [], lower: [], upper: [], style: .series(0)).shapes(in: frame).isEmpty)
    #expect(ChartMark.line(x: [5], y: [5], style: .series(0)).shapes(in: frame).count == 1)
    #expect(ChartMark.band(x: [5], lower: [4], upper: [6], style: .series(0)).shapes(in: frame).count == 1)
  }

  @Test func rulesCrossThePlotAndVanishOutside() {
    let rule = ChartMark.verticalRule(at: 4).shapes(in: frame)
    #expect(rule == [.lines([[at(40, 0), at(40, 100)]], .rule)])
    #expect(ChartMark.horizontalRule(at: 11).shapes(in: frame).isEmpty)
  }
}
