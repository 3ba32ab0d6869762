import ScalingCharts
import ScalingStatistics
import ScalingStudies

/// Latency against generated tokens: runs at token caps, or long generations.
public enum LatencyFigure {
  /// Draws the latency of runs at their token caps.
  public static func runs(_ findings: [CurvatureFinding], id: String) throws -> ReportFigure {
    try draw(
      findings.map { (label: $0.label, tokens: $0.tokens, seconds: $0.latency) }, id: id,
      title: "Latency against generated tokens",
      caption:
        "Mean latency of the timed requests at each token cap against their mean tokens. On these axes a straight line of slope 1 would be latency proportional to tokens.",
      unit: "ms", factor: 1e3)
  }

  /// Draws the clock of long generations.
  public static func generations(_ growth: [GenerationGrowth], id: String) throws -> ReportFigure {
    try draw(
      growth.map { (label: $0.label, tokens: $0.tokens.map(Double.init), seconds: $0.latency) }, id: id,
      title: "Latency of one long generation",
      caption:
        "Cumulative time of one generation of each shape. One generation each: no interval. A straight line of slope 1 would be latency proportional to tokens.",
      unit: "s", factor: 1)
  }

  private static func draw(
    _ curves: [(label: String, tokens: [Double], seconds: [Double])], id: String, title: String, caption: String,
    unit: String, factor: Double
  ) throws -> ReportFigure {
    var chart = ChartFigure(
      title: title, description: "\(title): \(curves.count) curves on two logarithmic axes.",
      x: ChartAxis("Generated tokens", scale: .logarithmic),
      y: ChartAxis("Latency", unit: unit, scale: .logarithmic, hint: "lower is better"))
    for (index, curve) in curves.enumerated() {
      let y = curve.seconds.map { $0 * factor }
      chart.add(.line(x: curve.tokens, y: y, style: .series(index), label: curve.label))
      chart.add(.dots(x: curve.tokens, y: y, style: .series(index)))
    }
    let table = try ReportTable(
      caption: title, columns: [.init("Curve"), .number("Generated tokens"), .number("Latency (\(unit))")],
      rows: curves.flatMap { curve in
        zip(curve.tokens, curve.seconds).map {
          [curve.label, FigureDrawing.number($0), FigureDrawing.number($1 * factor)]
        }
      })
    return try FigureDrawing.figure(id: id, chart, caption: caption, data: table)
  }
}
