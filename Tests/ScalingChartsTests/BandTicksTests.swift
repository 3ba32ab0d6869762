import Testing

@testable import ScalingCharts

@Suite struct BandTicksTests {
  private func bars(_ categories: [String], isUpright: Bool = false) -> ChartFigure {
    let places = categories.indices.map(Double.init)
    let band = ChartAxis.band("format", categories: categories)
    let values = places.map { $0 + 1 }
    return ChartFigure(
      title: "Fields", x: isUpright ? band : ChartAxis("fields"), y: isUpright ? ChartAxis("fields") : band,
      marks: [.bars(at: places, values: values, isUpright: isUpright, style: .series(0))])
  }

  private func texts(_ scene: ChartScene) -> [SceneText] {
    scene.shapes.compactMap { if case .text(let text) = $0 { text } else { nil } }
  }

  @Test func theFirstCategoryOfAnUprightAxisStandsOnTop() throws {
    let scene = try bars(["vLLM", "SGLang", "llama.cpp"]).scene()
    let places = ["vLLM", "SGLang", "llama.cpp"].compactMap { name in
      texts(scene).first { $0.words == name }?.position.y
    }
    #expect(places.count == 3 && places == places.sorted())
  }

  @Test func barsBeginAtZeroAndHaveTheirLengths() throws {
    let scene = try bars(["a", "b"]).scene()
    var widths: [Double] = []
    for case .areas(let outlines, .bar) in scene.shapes {
      for outline in outlines { widths.append((outline.map(\.x).max() ?? 0) - (outline.map(\.x).min() ?? 0)) }
    }
    #expect(widths.count == 2 && abs(widths[1] - 2 * widths[0]) < 0.01)
  }

  @Test func everyCategoryIsNamedHoweverNarrowTheChart() throws {
    let names = (1...6).map { "a very long name of a configuration, tensor parallel \($0)" }
    for isUpright in [true, false] {
      let scene = try bars(names, isUpright: isUpright).scene(width: 420, height: 300)
      let labels = texts(scene).filter { $0.words.contains("…") }
      #expect(labels.count == 6)
      for (first, second) in zip(labels, labels.dropFirst()) { #expect(!first.bounds.overlaps(second.bounds)) }
    }
  }

  @Test func aCategoryTwiceOrNoneIsAnError() {
    #expect(throws: ChartError.self) { try bars(["a", "a"]).scene() }
    #expect(throws: ChartError.self) { try bars([]).scene() }
  }

  @Test func aPlaceWithoutCategoryIsAnErrorThatNamesTheRow() throws {
    let figure = ChartFigure(
      title: "t", x: ChartAxis("x"), y: .band("y", categories: ["a"]),
      marks: [.dots(x: [1, 2], y: [0, 1], style: .series(0))])
    let error = try #require(throws: ChartError.self) { try figure.scene() }
    #expect(error.row == 1 && error.message.contains("is no place among 1 categories"))
  }

  @Test func tooManyCategoriesForTheHeightAreAnErrorRatherThanAHeap() {
    #expect(throws: ChartError.self) { try bars((0..<80).map { "c\($0)" }).scene(width: 600, height: 300) }
  }
}
