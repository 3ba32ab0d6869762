import Testing

@testable import ScalingCharts

/// Shaded parts of a plot.
@Suite struct ChartRegionTests {
  private static func figure(_ region: ChartMark, scale: ChartAxis.Scale = .linear) -> ChartFigure {
    ChartFigure(
      title: "t", x: ChartAxis("x", scale: scale, domain: 1...11), y: ChartAxis("y", domain: 0...1),
      marks: [region, .dots(x: [2, 10], y: [0.5, 0.5], style: .series(0))])
  }

  private static func box(_ figure: ChartFigure) throws -> (box: SceneRectangle, plot: SceneRectangle)? {
    let scene = try figure.scene()
    for shape in scene.shapes {
      guard case .areas(let areas, _) = shape, let area = areas.first else { continue }
      let (x, y) = (area.map(\.x), area.map(\.y))
      guard let left = x.min(), let right = x.max(), let top = y.min(), let bottom = y.max() else { continue }
      return (SceneRectangle(left: left, top: top, right: right, bottom: bottom), scene.plotArea)
    }
    return nil
  }

  @Test func `A region lies between its bounds, from edge to edge where there is none`() throws {
    let found = try #require(try Self.box(Self.figure(.region(x: 6...8, style: .series(1)))))
    let (box, plot) = found
    #expect(abs(box.left - (plot.left + plot.width / 2)) < 1e-9)
    #expect(abs(box.right - (plot.left + plot.width * 0.7)) < 1e-9)
    #expect(box.top == plot.top && box.bottom == plot.bottom)
  }

  @Test func `Bounds outside the plot, infinite ones and those below zero are its edges`() throws {
    for (region, scale) in [
      (ChartMark.region(x: -Double.infinity...6, style: .series(1)), ChartAxis.Scale.linear),
      (.region(x: -5...6, style: .series(1)), .logarithmic),
    ] {
      let found = try #require(try Self.box(Self.figure(region, scale: scale)))
      #expect(found.box.left == found.plot.left && found.box.right < found.plot.right)
    }
  }

  @Test func `A region outside the plot is not drawn, and no axis grows for it`() throws {
    #expect(try Self.box(Self.figure(.region(x: 50...60, style: .series(1)))) == nil)
    let figure = ChartFigure(
      title: "t", x: ChartAxis("x"), y: ChartAxis("y"),
      marks: [.region(x: 1_000...2_000, style: .series(1)), .dots(x: [1, 2], y: [1, 2], style: .series(0))])
    let layout = try ChartLayout(
      figure: figure, columns: try MarkColumns.all(of: figure.marks), width: 640, height: 400)
    #expect(layout.xPlan.domain.upperBound < 10)
  }
}
