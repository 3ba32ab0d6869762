import ScalingCharts
import ScalingStatistics
import ScalingStudies

/// What choosing by compute costs along the whole curve: latency at equal accuracy, or accuracy at equal latency, with bands.
public enum RegretFigure {
  /// Draws the regret of every measure of compute, ties broken in its favour; throws `ChartError` or `ReportPageError` where it cannot be drawn.
  public static func figure(_ findings: [OptimalityFinding], basis: RegretBasis, id: String) throws -> ReportFigure {
    let isRatio = basis == .equalAccuracy
    let paid = findings.first?.system.words ?? "cost"
    // Latencies are shown in milliseconds, as in the figures of the fronts.
    let factor = isRatio ? 1 : 1e3
    var chart = ChartFigure(
      title: isRatio ? "Cost of choosing by compute, at equal accuracy" : "Accuracy lost by choosing by compute",
      description: findings.map { isRatio ? $0.regretCurve.headline : $0.lossCurve.headline }.joined(separator: " "),
      x: isRatio
        ? ChartAxis("Accuracy asked for", domain: 0...1, numbers: .percent)
        : ChartAxis("Budget: \(paid)", unit: "ms", scale: .logarithmic),
      y: isRatio
        ? ChartAxis("Times the least \(paid)", hint: "lower is better")
        : ChartAxis("Accuracy lost", numbers: .percent, hint: "lower is better"))
    var hasTies = false
    for (index, finding) in findings.enumerated() {
      let style = SeriesStyle.series(index)
      let points = (isRatio ? finding.regretCurve : finding.lossCurve).points
      var band: (x: [Double], lower: [Double], upper: [Double]) = ([], [], [])
      var line: (x: [Double], y: [Double]) = ([], [])
      for point in points {
        // The last budget has no end: its step is drawn up to where it is read.
        let ends = [point.from, point.to ?? point.readAt].map { $0 * factor }
        line.x += ends
        line.y += [point.least, point.least]
        guard let interval = point.leastBand else { continue }
        band.x += ends
        band.lower += [interval.lower, interval.lower]
        band.upper += [interval.upper, interval.upper]
      }
      if !band.x.isEmpty { chart.add(.band(x: band.x, lower: band.lower, upper: band.upper, style: style)) }
      chart.add(.line(x: line.x, y: line.y, style: style, label: finding.measure.words))
      guard finding.tiedLevels > 0 else { continue }
      // Where compute does not decide, what it costs to be unlucky is the larger half of the answer.
      chart.add(.line(x: line.x, y: points.flatMap { [$0.greatest, $0.greatest] }, style: style.faded.dashed))
      hasTies = true
    }
    let what =
      isRatio
      ? "For every accuracy asked for: the \(paid) of the cheapest configuration by compute that reaches it, over the least of any."
      : "For every budget: the best accuracy of any configuration within it, less the best of those that are optimal by compute; where none of these runs in time, all of it."
    let level = findings.first?.leastRegretInterval.map { DecimalText.significant($0.level * 100, 3) }
    return try FigureDrawing.figure(
      id: id, chart,
      caption: what + " Ties in compute are broken in its favour\(hasTies ? "; faded, against it" : "")."
        + (level.map { " Band: \($0) % at each point, problems and requests drawn again." } ?? ""),
      data: try table(findings, basis, factor: factor))
  }

  private static func table(
    _ findings: [OptimalityFinding], _ basis: RegretBasis, factor: Double
  ) throws -> ReportTable {
    let isRatio = basis == .equalAccuracy
    let paid = findings.first?.system.words ?? "cost"
    func number(_ value: Double) -> String {
      isRatio ? DecimalText.fixed(value, 2) : FigureDrawing.percent(value, 1)
    }
    func place(_ value: Double) -> String {
      isRatio ? FigureDrawing.percent(value, 1) : FigureDrawing.number(value * factor)
    }
    return try ReportTable(
      caption: isRatio
        ? "Times the least \(paid) at equal accuracy, step by step" : "Accuracy lost at equal \(paid), step by step",
      columns: [
        .init("Compute is"), .number(isRatio ? "Accuracy above (%)" : "Budget from (ms)"),
        .number(isRatio ? "up to (%)" : "below (ms)"), .number(isRatio ? "Ratio" : "Points lost"),
        .number("Band"), .number("With ties against it"),
      ],
      rows: findings.flatMap { finding in
        (isRatio ? finding.regretCurve : finding.lossCurve).points.map { point in
          [
            finding.measure.words, place(point.from), point.to.map(place) ?? "no end", number(point.least),
            point.leastBand.map { "\(number($0.lower)) to \(number($0.upper))" } ?? "none", number(point.greatest),
          ]
        }
      })
  }
}
