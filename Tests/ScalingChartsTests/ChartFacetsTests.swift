import Testing

@testable import ScalingCharts

/// Panels stand side by side, each as it would be drawn alone.
@Suite struct ChartFacetsTests {
  private func figure(_ title: String) -> ChartFigure {
    ChartFigure(
      title: title, x: ChartAxis("x"), y: ChartAxis("y"),
      marks: [.line(x: [1, 2, 3], y: [1, 4, 9], style: .series(0), label: "a")])
  }

  @Test("Every panel keeps its shapes, moved by its column's width and its row's height")
  func places() throws {
    let facets = ChartFacets(title: "All", rows: [[figure("A"), figure("B")], [figure("C")]])
    let scene = try facets.scene(width: 800, rowHeight: 250)
    let alone = try figure("B").scene(width: 400, height: 250)
    #expect(scene.width == 800)
    #expect(scene.height == 36 + 500)
    // Heading and background, and three panels of the same marks.
    #expect(scene.shapes.count == 2 + 3 * alone.shapes.count)
    let second = Array(scene.shapes[(2 + alone.shapes.count)..<(2 + 2 * alone.shapes.count)])
    for (moved, original) in zip(second, alone.shapes) {
      guard case .text(let a) = moved, case .text(let b) = original else { continue }
      #expect(a.words == b.words)
      #expect(a.position == ScenePosition(x: b.position.x + 400, y: b.position.y + 36))
    }
  }

  @Test("No text leaves the scene or overlaps another")
  func words() throws {
    let scene = try ChartFacets(title: "All", rows: [[figure("A"), figure("B"), figure("C")]]).scene(width: 900)
    let page = SceneRectangle(left: 0, top: 0, right: scene.width, bottom: scene.height)
    let texts = scene.shapes.compactMap { shape -> SceneText? in if case .text(let text) = shape { text } else { nil } }
    for (index, text) in texts.enumerated() {
      #expect(page.contains(text.bounds))
      for other in texts[(index + 1)...] {
        #expect(!text.bounds.overlaps(other.bounds), "\(text.words), \(other.words)")
      }
    }
  }

  @Test("A grid without figures is refused")
  func empty() {
    #expect(throws: ChartError.self) { try ChartFacets(title: "None", rows: []).scene() }
    #expect(throws: ChartError.self) { try ChartFacets(title: "None", rows: [[]]).scene() }
  }

  @Test func panelsThatShareAnAxisCoverTheSameValues() throws {
    func panel(_ x: [Double]) -> ChartFigure {
      ChartFigure(title: "p", x: ChartAxis("x"), y: ChartAxis("y"), marks: [.dots(x: x, y: x, style: .series(0))])
    }
    func labels(sharesX: Bool) throws -> Int {
      let facets = ChartFacets(title: "f", rows: [[panel([0, 1])], [panel([0, 100])]], sharesX: sharesX)
      let words = try facets.scene(width: 400).shapes.compactMap { shape -> String? in
        if case .text(let text) = shape { text.words } else { nil }
      }
      return words.filter { $0 == "100" }.count
    }
    // The y axis of the second panel has the label as well.
    #expect(try labels(sharesX: false) == 2)
    #expect(try labels(sharesX: true) == 3)
  }
}
