import Foundation
import Testing

@testable import ScalingCharts

/// Figures as Vega-Lite specifications.
@Suite struct VegaLiteTests {
  private static func figure() -> ChartFigure {
    ChartFigure(
      title: "Accuracy \"and\" tokens", subtitle: "two\nlines", x: ChartAxis("tokens", scale: .logarithmic),
      y: ChartAxis("accuracy", domain: 0...1, numbers: .percent),
      marks: [
        .band(x: [1, 10], lower: [0.1, 0.2], upper: [0.3, 0.5], style: .series(0)),
        .line(x: [10, 1], y: [0.4, 0.2], style: .series(0).dashed, label: "law"),
        .steps(x: [1, 10], y: [0.2, 0.4], direction: .after, style: .series(2), label: "front"),
        .dots(x: [1, 10], y: [0.25, 0.375], ties: [1, 3], style: .series(1).hollow, label: "measured"),
        .errorBars(
          x: [1, 10], y: [0.25, 0.375], yBounds: IntervalColumns(lower: [0.2, 0.3], upper: [0.3, 0.4]),
          style: .series(1)),
        .verticalRule(at: 5, text: "cap"), .horizontalRule(at: 0.5), .text("here", x: 2, y: 0.5),
        .dots(x: [], y: [], style: .series(3)), .region(x: 5...Double.infinity, style: .series(7)),
        .region(y: 0.6...0.8, style: .series(2)),
      ])
  }

  @Test func `Every mark with rows is a layer with its data`() throws {
    let text = try VegaLite.specification(of: Self.figure())
    let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let layers = try #require(json["layer"] as? [[String: Any]])
    #expect(layers.count == 10)
    let types = layers.compactMap { ($0["mark"] as? [String: Any])?["type"] as? String }
    #expect(types == ["area", "line", "line", "point", "rule", "rule", "rule", "text", "rect", "rect"])
    let values = try #require((layers[3]["data"] as? [String: Any])?["values"] as? [[String: Double]])
    #expect(values == [["x": 1, "y": 0.25, "ties": 1], ["x": 10, "y": 0.375, "ties": 3]])
    let encoding = try #require(layers[1]["encoding"] as? [String: Any])
    #expect((encoding["order"] as? [String: Any])?["field"] as? String == "row")
    let scale = (encoding["x"] as? [String: Any])?["scale"] as? [String: Any]
    #expect(scale?["type"] as? String == "log")
    let color = (encoding["color"] as? [String: Any])?["scale"] as? [String: Any]
    #expect(color?["domain"] as? [String] == ["law", "front", "measured"])
    #expect((json["title"] as? [String: Any])?["text"] as? String == "Accuracy \"and\" tokens")
  }

  @Test func `The same figure gives the same bytes`() throws {
    #expect(try VegaLite.specification(of: Self.figure()) == VegaLite.specification(of: Self.figure()))
  }

  @Test func `What cannot be drawn is refused, with mark and row`() {
    let figure = ChartFigure(
      title: "t", x: ChartAxis("x", scale: .logarithmic), y: ChartAxis("y"),
      marks: [.dots(x: [1, -2], y: [1, 2], style: .series(0))])
    let error = #expect(throws: ChartError.self) { try VegaLite.specification(of: figure) }
    #expect(error?.row == 1 && error?.value == -2)
  }

  @Test func `For a renderer by hand`() throws {
    guard let folder = ProcessInfo.processInfo.environment["SCALING_WRITTEN_CHARTS"] else { return }
    try VegaLite.specification(of: Self.figure()).write(
      toFile: "\(folder)/figure.vl.json", atomically: true, encoding: .utf8)
  }

  @Test func facetsAreViewsInRowsAndShareTheirDomains() throws {
    func panel(_ top: Double) -> ChartFigure {
      ChartFigure(
        title: "p", x: ChartAxis("x"), y: ChartAxis("y"), marks: [.dots(x: [0, 1], y: [0, top], style: .series(0))])
    }
    let facets = ChartFacets(title: "both", rows: [[panel(2), panel(8)]], sharesY: true)
    let text = try VegaLite.specification(of: facets)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let rows = try #require(object["vconcat"] as? [[String: Any]])
    #expect(rows.count == 1 && (rows[0]["hconcat"] as? [Any])?.count == 2)
    #expect(text.components(separatedBy: "\"domain\":[0,8]").count >= 3)
    #expect(try facets.text().hasPrefix("both\n\n"))
    #expect(throws: ChartError.self) { try VegaLite.specification(of: ChartFacets(title: "none", rows: [])) }
  }
}
