import Foundation
import Testing

@testable import ScalingCharts

/// Charts of many rows.
@Suite struct ThinningTests {
  private static func cloud(_ count: Int) -> ChartFigure {
    let x = (0..<count).map { Double(($0 * 7_919) % 10_007) }
    let y = (0..<count).map { Double(($0 * 104_729) % 9_973) }
    return ChartFigure(
      title: "A cloud", x: ChartAxis("x"), y: ChartAxis("y"), marks: [.dots(x: x, y: y, style: .series(0))])
  }

  private static func markers(_ scene: ChartScene) -> Int {
    scene.shapes.reduce(0) { count, shape in
      if case .markers(let places, _, _, _) = shape { count + places.count } else { count }
    }
  }

  @Test func `Five hundred dots with line and band take less than 50 KB`() throws {
    let x = (0..<500).map { Double($0) + 1 }
    let y = x.map { sin($0 / 50) }
    let figure = ChartFigure(
      title: "t", x: ChartAxis("x"), y: ChartAxis("y"),
      marks: [
        .band(x: x, lower: y.map { $0 - 0.1 }, upper: y.map { $0 + 0.1 }, style: .series(0)),
        .line(x: x, y: y, style: .series(0)), .dots(x: x, y: y, style: .series(0)),
      ])
    let svg = SVGRenderer(identifierPrefix: "c").render(try figure.scene())
    #expect(svg.utf8.count < 50_000)
    #expect(Self.markers(try figure.scene()) == 500)
  }

  @Test func `A cloud of many dots is thinned, and its caption says so`() throws {
    let scene = try Self.cloud(60_000).scene()
    let count = Self.markers(scene)
    // One in each square of 4 pixels of the picture at most.
    #expect(count <= 181 * 111 && count > 5_000)
    let words = scene.shapes.compactMap { shape -> String? in
      if case .text(let text) = shape { text.words } else { nil }
    }
    #expect(words.contains("60,000 points; where several share 4 pixels one is drawn"))
    #expect(Self.markers(try Self.cloud(10_000).scene()) == 10_000)
  }

  @Test func `A long line keeps its first, last, highest and lowest place in each pixel`() {
    let x = (0..<20_000).map { Double($0) / 1_000 }
    let y = (0..<20_000).map { $0 == 7_777 ? 50.0 : Double($0 % 10) }
    let scale = AxisScale(kind: .linear, domain: 0...20, start: 0, end: 20)
    let kept = Thinning.corners(x, lower: y, upper: y, x: scale)
    #expect(kept.count <= 4 * 21 && kept.first == 0 && kept.last == 19_999)
    #expect(kept.contains(7_777))
    #expect(kept == kept.sorted())
  }

  @Test func `Cells of a logarithmic axis follow the logarithm without computing it`() {
    for value in [1e-300, 3e-7, 0.5, 1, 1.2345, 2, 3, 999, 1e17] {
      #expect(abs(PixelGrid.binaryLogarithm(value) - log2(value)) < 4e-5, "\(value)")
    }
    let grid = PixelGrid(AxisScale(kind: .logarithmic, domain: 1...1_000, start: 0, end: 300), count: 300)
    #expect(grid.index(of: 1) == 0 && grid.index(of: 10.01) == 100 && grid.index(of: 1_000) == 299)
    #expect(grid.index(of: 1e-9) == 0 && grid.index(of: 1e9) == 299)
  }

  @Test func `A specification for notebooks is thinned as the drawing is`() throws {
    let text = try VegaLite.specification(of: Self.cloud(60_000))
    #expect(text.utf8.count < 1_000_000 && text.contains("60,000 points"))
  }
}
