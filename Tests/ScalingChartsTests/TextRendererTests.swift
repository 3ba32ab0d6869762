import Testing

@testable import ScalingCharts

/// Charts in a terminal.
@Suite struct TextRendererTests {
  private static func figure() -> ChartFigure {
    ChartFigure(
      title: "Latency", x: ChartAxis("clients", scale: .logarithmic), y: ChartAxis("seconds"),
      marks: [
        .band(x: [1, 10, 100], lower: [1, 2, 3], upper: [2, 4, 8], style: .series(0)),
        .line(x: [1, 10, 100], y: [1.5, 3, 5], style: .series(0), label: "law"),
        .dots(x: [1, 10, 100], y: [1.4, 3.1, 5.2], style: .series(1), label: "measured"),
      ])
  }

  @Test func `A chart has its title, its axes, its ticks, its curve and its dots`() throws {
    let text = try Self.figure().text(columns: 60, rows: 18)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 19 && lines.allSatisfy { $0.count <= 60 && $0.last != " " })
    #expect(lines[1].contains("Latency") || lines[0].contains("Latency"))
    for word in ["1", "10", "100", "clients", "seconds"] { #expect(text.contains(word)) }
    #expect(text.filter { $0 == "■" }.count == 3)
    #expect(text.contains("░") && text.contains("│") && text.contains("└─"))
    #expect(text.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) })
  }

  @Test func `The same chart gives the same text`() throws {
    #expect(try Self.figure().text() == Self.figure().text())
  }

  @Test func `A line from corner to corner sets the dots of its cells`() {
    let scene = ChartScene(
      width: 16, height: 16, title: "", description: "",
      plotArea: SceneRectangle(left: 0, top: 0, right: 16, bottom: 16),
      shapes: [.lines([[ScenePosition(x: 0, y: 8), ScenePosition(x: 15.9, y: 8)]], .line(.series(0)))])
    // The third of four rows of dots in both columns of both cells: bits 0x04 and 0x20.
    #expect(TextRenderer.text(of: scene, columns: 2, rows: 1) == "\u{2824}\u{2824}\n")
  }

  @Test func `Words keep to the edges, shapes outside are cut`() {
    let scene = ChartScene(
      width: 80, height: 32, title: "", description: "",
      plotArea: SceneRectangle(left: 0, top: 0, right: 80, bottom: 32),
      shapes: [
        .text(
          SceneText(words: "end", position: ScenePosition(x: 80, y: 12), anchor: .end, size: 12, paint: .text)),
        .markers(
          [ScenePosition(x: -50, y: 900), ScenePosition(x: 4, y: 20)], shape: .circle, radius: 3, .marker(.series(0))),
      ])
    #expect(TextRenderer.text(of: scene, columns: 10, rows: 2) == "       end\n●\n")
  }

  @Test(arguments: [(10, 24), (80, 3), (5_000, 24)]) func `Sizes beyond reason are refused`(columns: Int, rows: Int) {
    #expect(throws: ChartError.self) { try Self.figure().text(columns: columns, rows: rows) }
  }
}
