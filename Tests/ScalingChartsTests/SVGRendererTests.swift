import Foundation
import Testing

@testable import ScalingCharts

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct SVGRendererTests {
  private func svg(_ figure: ChartFigure, prefix: String = "chart") throws -> String {
    SVGRenderer(identifierPrefix: prefix).render(try figure.scene())
  }

  private func figure(title: String = "Title", label: String = "name") -> ChartFigure {
    ChartFigure(
      title: title, description: title, x: ChartAxis(title), y: ChartAxis(title),
      marks: [
        .line(x: [1, 2, 3], y: [1, 4, 9], style: .series(0), label: label),
        .line(x: [3, 4], y: [9, 16], style: .series(0).dashed),
        .dots(x: [1, 2], y: [1, 4], style: .series(9).hollow.faded, label: label + "2"),
        .text(label, x: 2, y: 4), .verticalRule(at: 2, text: label),
      ])
  }

  private func isWellFormed(_ text: String) -> Bool { XMLParser(data: Data(text.utf8)).parse() }

  @Test func theDocumentNamesItselfToScreenReaders() throws {
    let text = try svg(figure())
    #expect(text.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\""))
    #expect(text.contains("role=\"img\" aria-labelledby=\"chart-title chart-desc\""))
    #expect(text.contains("<title id=\"chart-title\">Title</title>"))
    #expect(text.contains("<desc id=\"chart-desc\">Title</desc>"))
    #expect(text.contains("viewBox=\"0 0 720 440\"") && text.contains("style=\"max-width:100%;height:auto\""))
  }

  @Test func withoutDescriptionNoneIsReferred() throws {
    let text = try svg(ChartFigure(title: "T", x: ChartAxis("x"), y: ChartAxis("y")))
    #expect(text.contains("aria-labelledby=\"chart-title\"") && !text.contains("<desc"))
  }

  @Test func everyKindOfTextIsEscaped() throws {
    let text = try svg(figure(title: "<script>&\"'\u{0}\u{7}\u{7F}", label: "a<b>&\"c\"\u{1B}"))
    #expect(isWellFormed(text))
    #expect(!text.contains("<script>") && text.contains("&lt;script&gt;&amp;&quot;&#39;<"))
    #expect(text.contains("a&lt;b&gt;&amp;&quot;c&quot;<"))
  }

  @Test func coloursAreConcreteAndChangeWithTheTheme() throws {
    let text = try svg(figure())
    #expect(isWellFormed(text))
    for banned in ["var(", "foreignObject", "@import", "@font-face", "url(", "<script", "clip-path"] {
      #expect(!text.contains(banned))
    }
    let parts = text.components(separatedBy: "@media (prefers-color-scheme:dark){")
    #expect(parts.count == 2)
    #expect(parts[0].contains(".chart-line0p0{stroke:#0072b2;"))
    #expect(parts[1].contains(".chart-line0p0{stroke:#3d95c8}"))
  }

  @Test func everyClassInUseHasARule() throws {
    let text = try svg(figure())
    let used = Set(text.matches(of: /class="([^"]+)"/).map { String($0.1) })
    for name in used { #expect(text.contains(".\(name){") && name.hasPrefix("chart-")) }
    let identifiers = text.matches(of: /id="([^"]+)"/).map { String($0.1) }
    #expect(Set(identifiers).count == identifiers.count)
  }

  @Test func prefixesStayDifferentAndAreValidNames() {
    let prefixes = ["a b", "a-b", "a_b", "1a", "-a", "é", "", "a\"><x", "accuracy"]
    let names = prefixes.map { SVGRenderer(identifierPrefix: $0).identifierPrefix }
    #expect(Set(names).count == prefixes.count)
    #expect(names.allSatisfy { $0.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_-]*/) != nil })
    #expect(names.last == "accuracy" && names.first == "a_20_b")
  }

  @Test func twoRunsGiveTheSameBytes() throws {
    #expect(try svg(figure()) == svg(figure()))
  }

  @Test func numbersHaveAtMostTwoDecimalsAndNoNegativeZero() throws {
    let text = try svg(figure())
    #expect(text.firstMatch(of: /\d\.\d{3}/) == nil)
    #expect(text.firstMatch(of: /-0(?![.\d])/) == nil)
    let uncoloured = text.replacing(/#[0-9a-f]{6}/, with: "")
    #expect(uncoloured.firstMatch(of: /[nN]a[nN]|inf|\de[-+]?\d/) == nil)
  }

  @Test func fiveHundredPointsStayBelowFiftyKilobytes() throws {
    let rows = 1...500
    let x: [Double] = rows.map { row in 1 + 0.013 * Double(row) }
    let y: [Double] = rows.map { row in 0.2 + 0.05 * Double((row * 7919) % 17) }
    let bounds = IntervalColumns(lower: y.map { $0 * 0.9 }, upper: y.map { $0 * 1.1 })
    for index in 0..<7 {
      let figure = ChartFigure(
        title: "Many", x: ChartAxis("x", scale: .logarithmic), y: ChartAxis("y", scale: .logarithmic),
        marks: [
          .band(x: x, lower: bounds.lower, upper: bounds.upper, style: .series(index)),
          .line(x: x, y: y, style: .series(index), label: "series"), .dots(x: x, y: y, style: .series(index)),
        ])
      #expect(try svg(figure).utf8.count < 50_000, "marker \(index)")
    }
    let whiskers = ChartFigure(
      title: "Many", x: ChartAxis("x"), y: ChartAxis("y"),
      marks: [
        .errorBars(x: x, y: y, xBounds: IntervalColumns(lower: x, upper: x), yBounds: bounds, style: .series(0)),
        .dots(x: x, y: y, style: .series(0)),
      ])
    #expect(try svg(whiskers).utf8.count < 50_000)
  }

  /// Hand arithmetic: a plain scene has exactly these bytes.
  @Test func aSmallSceneHasKnownBytes() {
    let scene = ChartScene(
      width: 200, height: 150, title: "T", description: "",
      plotArea: SceneRectangle(left: 0, top: 0, right: 200, bottom: 150),
      shapes: [
        .lines([[ScenePosition(x: 1, y: 2), ScenePosition(x: 30.04, y: 2), ScenePosition(x: 30.04, y: -0.01)]], .axis),
        .markers([ScenePosition(x: 5.25, y: 6)], shape: .circle, radius: 3.6, .marker(.series(0))),
      ])
    let text = SVGRenderer(identifierPrefix: "p").render(scene)
    #expect(text.contains("<path class=\"p-axis\" d=\"M1 2H30V0\"/>"))
    #expect(text.contains("<g class=\"p-marker0\">\n<circle cx=\"5.3\" cy=\"6\" r=\"3.6\"/>\n</g>\n</svg>\n"))
  }
}
