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
    // One in each square of 3 pixels at most.
    #expect(count <= Int(scene.plotArea.width / 3 + 2) * Int(scene.plotArea.height / 3 + 2) && count > 5_000)
    let words = scene.shapes.compactMap { shape -> String? in
      if case .text(let text) = shape { text.words } else { nil }
    }
    #expect(words.contains("60,000 points; where several share 3 pixels one is drawn"))
    #expect(Self.markers(try Self.cloud(10_000).scene()) == 10_000)
  }

  @Test func `A long line keeps its first, last, highest and lowest place in each pixel`() {
    let places = (0..<20_000).map { ScenePosition(x: Double($0) / 1_000, y: $0 == 7_777 ? 50 : Double($0 % 10)) }
    let kept = Thinning.line(places)
    #expect(kept.count <= 4 * 20 && kept.first == places.first && kept.last == places.last)
    #expect(kept.contains(places[7_777]))
    #expect(kept.map(\.x) == kept.map(\.x).sorted())
  }
}
