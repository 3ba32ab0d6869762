import Testing

@testable import ScalingCharts

@Suite struct ColorScaleTests {
  @Test func valuesTakeStepsOfEqualWidthOnTheirScale() throws {
    let scale = try ColorScale(ChartAxis("concurrency", scale: .logarithmic), extent: 1...128)
    #expect([1.0, 2.1, 4.1, 8.1, 16.1, 32.1, 128].map { scale.step(of: $0) } == [0, 1, 2, 3, 4, 5, 6])
    #expect(scale.ends == ("1", "128"))
  }

  @Test func equalValuesHaveAScaleToo() throws {
    let scale = try ColorScale(ChartAxis("load"), extent: 3...3)
    #expect((0..<ColorScale.steps).contains(scale.step(of: 3)))
  }

  @Test func colouredDotsNeedAnAxis() {
    let figure = ChartFigure(
      title: "t", x: ChartAxis("x"), y: ChartAxis("y"),
      marks: [.dots(x: [1], y: [1], coloredBy: [1], style: .series(0))])
    #expect(throws: ChartError.self) { try figure.scene() }
  }

  @Test func theKeyStandsAboveThePlotWithBothEnds() throws {
    let figure = ChartFigure(
      title: "t", x: ChartAxis("x"), y: ChartAxis("y"), color: ChartAxis("Concurrency", unit: "requests"),
      marks: [.dots(x: [1, 2, 3], y: [1, 2, 3], coloredBy: [4, 8, 0.25], style: .series(0))])
    let scene = try figure.scene()
    let words = scene.shapes.compactMap { if case .text(let text) = $0 { text.words } else { nil } }
    #expect(words.contains("Concurrency (requests):") && words.contains("0.25") && words.contains("8"))
    var steps: Set<Int> = []
    for case .markers(_, _, _, .ramp(let step)) in scene.shapes { steps.insert(step) }
    #expect(steps == [0, 3, 6])
  }

  @Test func theRampLeavesTheSurfaceStepByStepInBothThemes() {
    #expect(SeriesPalette.ramp.count == ColorScale.steps)
    let contrasts = SeriesPalette.ramp.map(Contrast.againstSurface)
    for theme in [contrasts.map(\.light), contrasts.map(\.dark)] {
      #expect(theme == theme.sorted())
      #expect((theme.first ?? 0) >= 3, "\(theme)")
    }
  }
}
