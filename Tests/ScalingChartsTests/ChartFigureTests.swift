import Foundation
import ScalingCharts
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct ChartFigureTests {
  /// The example of the guide, through the public interface alone.
  @Test func theGuidesExampleDraws() throws {
    let x: [Double] = [1, 2, 5, 10, 20, 50]
    let y = [0.21, 0.34, 0.52, 0.63, 0.71, 0.76]
    var figure = ChartFigure(
      title: "Accuracy against latency", description: "Accuracy rises from 21 to 76 percent between 1 and 50 ms.",
      x: ChartAxis("Mean latency", unit: "ms", scale: .logarithmic, hint: "lower is better"),
      y: ChartAxis("Accuracy", domain: 0...1, numbers: .percent))
    figure.add(.band(x: x, lower: y.map { $0 - 0.04 }, upper: y.map { $0 + 0.04 }, style: .series(0)))
    figure.add(.line(x: x, y: y, style: .series(0), label: "5M parameters"))
    figure.add(.line(x: [50, 100], y: [0.76, 0.78], style: .series(0).dashed))
    figure.add(.dots(x: x, y: y, style: .series(0)))
    figure.add(.verticalRule(at: 20, text: "20 ms"))
    let scene = try figure.scene(width: 720, height: 440)
    #expect(scene.width == 720 && scene.height == 440)
    let svg = SVGRenderer(identifierPrefix: "accuracy").render(scene)
    for words in ["5M parameters", "20 ms", "100%", "Mean latency (ms) · lower is better", ">50<"] {
      #expect(svg.contains(words), "\(words)")
    }
    #expect(XMLParser(data: Data(svg.utf8)).parse())
  }

  @Test func marksAreDrawnInOrder() throws {
    var figure = ChartFigure(title: "t", x: ChartAxis("x"), y: ChartAxis("y"))
    figure.add(.dots(x: [1, 2], y: [1, 2], style: .series(0)))
    figure.add(.line(x: [1, 2], y: [1, 2], style: .series(1)))
    let paints: [ScenePaint] = try figure.scene().shapes.compactMap { shape in
      switch shape {
      case .lines(_, let paint), .markers(_, _, _, let paint): paint
      default: nil
      }
    }
    let dots = try #require(paints.firstIndex(of: .marker(.series(0))))
    let line = try #require(paints.firstIndex(of: .line(.series(1))))
    let grid = try #require(paints.firstIndex(of: .grid))
    #expect(grid < dots && dots < line)
  }

  /// Values at the bounds of a fixed domain stand at the corners of the plot.
  @Test func aFixedDomainSpansThePlot() throws {
    let figure = ChartFigure(
      title: "t", x: ChartAxis("x", domain: 2...6), y: ChartAxis("y", scale: .logarithmic, domain: 1...100),
      marks: [.line(x: [2, 4, 6], y: [1, 10, 100], style: .series(0))])
    let scene = try figure.scene()
    let area = scene.plotArea
    let line = try #require(
      scene.shapes.compactMap { shape -> [[ScenePosition]]? in
        if case .lines(let lines, .line) = shape { return lines }
        return nil
      }.first?.first)
    #expect(line.count == 3)
    #expect(line[0] == ScenePosition(x: area.left, y: area.bottom))
    #expect(line[2] == ScenePosition(x: area.right, y: area.top))
    #expect(abs(line[1].x - (area.left + area.right) / 2) < 1e-9)
    #expect(abs(line[1].y - (area.top + area.bottom) / 2) < 1e-9)
  }
}
