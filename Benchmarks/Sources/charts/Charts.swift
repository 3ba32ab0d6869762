import BenchmarkSupport
import ScalingCharts

/// Our side of `compare charts`: the size of a chart of 500 points, and the time of one of a million beside a pass over its columns.
@main
enum Charts {
  static func main() throws {
    let small = try svg(figure(rows: 500, scale: .logarithmic))
    printJSONLine([("quantity", .text("size")), ("rows", .count(500)), ("bytes", .count(small.utf8.count))])
    for (name, scale) in [("linear", ChartAxis.Scale.linear), ("logarithmic", .logarithmic)] {
      let chart = figure(rows: 1_000_000, scale: scale)
      let (x, y) = columns(1_000_000)
      var passes: [Double] = []
      var draws: [Double] = []
      var bytes = 0
      var sink = 0.0
      for _ in 0..<9 {
        let start = CPUClock.seconds
        sink += extremes(x) + extremes(y)
        let middle = CPUClock.seconds
        bytes = try svg(chart).utf8.count
        passes.append(middle - start)
        draws.append(CPUClock.seconds - middle)
      }
      let caption = try chart.scene().shapes.contains {
        if case .text(let text) = $0 { text.words.contains("1,000,000 points") } else { false }
      }
      printJSONLine([
        ("quantity", .text("million")), ("axes", .text(name)), ("pass", .number(passes.sorted()[4])),
        ("draw", .number(draws.sorted()[4])), ("bytes", .count(bytes)), ("caption", .count(caption ? 1 : 0)),
        ("sink", .number(sink)),
      ])
    }
  }

  private static func svg(_ figure: ChartFigure) throws -> String {
    SVGRenderer(identifierPrefix: "chart").render(try figure.scene())
  }

  /// Points about a curve, the same in every run.
  private static func columns(_ rows: Int) -> (x: [Double], y: [Double]) {
    var state: UInt64 = 1
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53)
    }
    var x: [Double] = []
    var y: [Double] = []
    for row in 0..<rows {
      let place = 1 + 9_999 * Double(row) / Double(rows)
      x.append(place * (0.5 + uniform()))
      y.append((1 + 0.01 * place) * (0.7 + 0.6 * uniform()))
    }
    return (x, y)
  }

  private static func figure(rows: Int, scale: ChartAxis.Scale) -> ChartFigure {
    let (x, y) = columns(rows)
    return ChartFigure(
      title: "Latency", description: "Latency against tokens.", x: ChartAxis("Tokens", scale: scale),
      y: ChartAxis("Latency", unit: "ms", scale: scale),
      marks: [.dots(x: x, y: y, style: .series(0), label: "requests")])
  }

  /// One pass over a column: its least and its greatest value.
  @inline(never) private static func extremes(_ values: [Double]) -> Double {
    var (least, greatest) = (Double.infinity, -Double.infinity)
    for value in values {
      if value < least { least = value }
      if value > greatest { greatest = value }
    }
    return greatest - least
  }
}
