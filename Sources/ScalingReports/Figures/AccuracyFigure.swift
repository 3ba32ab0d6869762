import ScalingCharts
import ScalingStatistics
import ScalingStudies

/// Accuracy along one axis for several runs: measured points, the best law and its band by problems, dotted beyond the data.
public enum AccuracyFigure {
  /// Draws findings along the same axis; throws `ChartError` or `ReportPageError` where they cannot be drawn.
  public static func figure(_ findings: [SaturationFinding], axis: CurveAxis, id: String) throws -> ReportFigure {
    let findings = findings.filter { $0.axis == axis }
    var chart = ChartFigure(
      title: "Accuracy against \(axis.words)",
      description:
        "Accuracy of \(findings.count) models against \(axis.displayTitle.lowercased()) at growing token caps, with the best of five laws and its band by problems where accuracy rises.",
      x: ChartAxis(
        axis.displayTitle, unit: axis == .outputTokens ? nil : axis.displayUnit, scale: .logarithmic),
      y: ChartAxis("Accuracy", scale: .linear, domain: 0...1, numbers: .percent, hint: "higher is better"))
    let factor = axis.displayFactor
    for (index, finding) in findings.enumerated() {
      let style = SeriesStyle.series(index)
      guard let band = finding.band, let last = finding.x.last else {
        chart.add(.line(x: finding.x.map { $0 * factor }, y: finding.accuracy, style: style, label: finding.modelLabel))
        chart.add(.dots(x: finding.x.map { $0 * factor }, y: finding.accuracy, style: style))
        continue
      }
      let x = band.x.map { $0 * factor }
      // The plot clips what leaves 0 to 1: a law without a plateau does.
      chart.add(.band(x: x, lower: band.lower, upper: band.upper, style: style))
      let inside = band.x.indices.filter { band.x[$0] <= last * (1 + 1e-12) }
      let beyond = band.x.indices.filter { $0 >= (inside.last ?? 0) }
      if beyond.count > 1 {
        chart.add(.line(x: beyond.map { x[$0] }, y: beyond.map { band.values[$0] }, style: style.dashed))
      }
      chart.add(
        .line(x: inside.map { x[$0] }, y: inside.map { band.values[$0] }, style: style, label: finding.modelLabel))
      chart.add(.dots(x: finding.x.map { $0 * factor }, y: finding.accuracy, style: style))
    }
    let isComplete = findings.contains { $0.verdict == .answersComplete }
    let end = isComplete ? "it ends where every answer is complete." : "dotted beyond the data."
    let caption =
      findings.allSatisfy { $0.verdict == .notRising }
      ? "Measured points, joined in the order of the token caps. \(axis.displayTitle) does not rise with the cap here, so no law is fitted along it."
      : "Points: measured at growing token caps. Line: the law with the least AICc of five; \(end) Band: 95 %, problems drawn again with the law held fixed; where points leave it, the law does not fit (table below)."
    return try FigureDrawing.figure(id: id, chart, caption: caption, data: try table(findings, axis: axis))
  }

  private static func table(_ findings: [SaturationFinding], axis: CurveAxis) throws -> ReportTable {
    try ReportTable(
      caption: "Accuracy against \(axis.words), with Wilson intervals of each accuracy on its own",
      columns: [
        .init("Run"), .number("\(axis.displayTitle) (\(axis.displayUnit))"), .number("Accuracy (%)"),
        .number("95 % interval (%)"),
      ],
      rows: findings.flatMap { finding in
        finding.x.indices.map { index in
          let interval = finding.accuracyIntervals[index]
          return [
            finding.label, FigureDrawing.number(finding.x[index] * axis.displayFactor),
            FigureDrawing.percent(finding.accuracy[index], 2),
            "\(FigureDrawing.percent(interval.lower)) to \(FigureDrawing.percent(interval.upper))",
          ]
        }
      })
  }
}

extension SaturationFinding {
  /// The run's label without the strategy that all drawn runs share.
  var modelLabel: String { label.hasSuffix(" baseline") ? String(label.dropLast(9)) : label }
}
