import ScalingCharts
import ScalingStatistics
import ScalingStudies

/// The gain of speculation against the length of the answer: where it pays and where it does not.
public enum SpeculationFigure {
  /// Draws the ratio of totals in bins of output length, model by model.
  public static func figure(_ findings: [SpeculationFinding], id: String) throws -> ReportFigure {
    var chart = ChartFigure(
      title: "Speed-up of speculation by answer length",
      description:
        "Ratio of totals of latency without and with speculation in four bins of output length for \(findings.count) models, with 95 % intervals; below 1 speculation is slower.",
      x: ChartAxis("Output tokens, middle of the bin", scale: .logarithmic),
      y: ChartAxis("Speed-up, ratio of totals", hint: "higher is better"))
    chart.add(.horizontalRule(at: 1, text: "no gain"))
    for (index, finding) in findings.enumerated() {
      let bins = finding.byOutputLength.filter { $0.ratioOfTotals != nil && $0.lower > 0 }
      // Models share bins: a small shift keeps their whiskers apart.
      let shift = 1 + 0.05 * (Double(index) - 0.5 * Double(findings.count - 1))
      let x = bins.map { ($0.lower * $0.upper).squareRoot() * shift }
      let estimates = bins.compactMap(\.ratioOfTotals)
      chart.add(.line(x: x, y: estimates.map(\.value), style: .series(index), label: finding.label))
      chart.add(
        .errorBars(
          x: x, y: estimates.map(\.value),
          yBounds: IntervalColumns(lower: estimates.map(\.lower), upper: estimates.map(\.upper)), style: .series(index))
      )
      chart.add(.dots(x: x, y: estimates.map(\.value), style: .series(index)))
    }
    let table = try ReportTable(
      caption: "Speed-up of speculation by output length",
      columns: [
        .init("Model"), .init("Output tokens"), .number("Pairs"), .number("Ratio of totals"),
        .number("Typical request"), .number("Slower (%)"),
      ],
      rows: findings.flatMap { finding in
        finding.byOutputLength.map { bin in
          [
            finding.label, bin.range,
            "\(bin.pairCount)", bin.ratioOfTotals.map { FigureDrawing.interval($0) } ?? "not given",
            bin.typicalRequest.map { FigureDrawing.interval($0) } ?? "not given",
            bin.shareSlower.map { FigureDrawing.percent($0.value, 0) } ?? "not given",
          ]
        }
      })
    return try FigureDrawing.figure(
      id: id, chart,
      caption:
        "Pairs of the same problem with and without speculation, set-up taken out, in quarters of output length. Whiskers: 95 %, pairs drawn again.",
      data: table)
  }
}
