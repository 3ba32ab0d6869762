import Scalability
import ScalingCharts
import ScalingStatistics

extension FindingChart {
  /// Speed-up against processors: the ideal, the measured points, and the fitted laws with the band of the best one.
  ///
  /// `intervals` are speed-ups with their intervals by number of processors, such as those of paired comparisons; `laws` is a comparison of the same runs. Throws `ReportPageError`, and a `ScalabilityError` where a
  /// band cannot be made.
  public static func speedup(
    _ scaling: StrongScaling, laws: ScalabilityComparison? = nil, intervals: [Int: Estimate] = [:],
    processors unit: String = "Accelerators"
  ) throws -> FindingChart {
    let counts = scaling.runs.map { Double($0.processors) }
    let base = Double(scaling.baselineProcessors)
    let most = counts.max() ?? base
    var chart = ChartFigure(
      title: "Speed-up on \(Int(base)) to \(Int(most)) \(unit.lowercased())", description: scaling.headline,
      x: ChartAxis(unit, scale: .logarithmic), y: ChartAxis("Speed-up", scale: .logarithmic, hint: "higher is better"))
    chart.add(.line(x: [base, most], y: [1, most / base], style: .series(7), label: "ideal"))
    if let laws {
      let x = ChartColumns.places(min(base, counts.min() ?? base)...max(most, base + 1), on: chart.x)
      // The linear law is the ideal line.
      for (index, ranked) in laws.ranking.filter({ $0.fit.law != .linear }).prefix(3).enumerated() {
        let style = SeriesStyle.series(index + 1)
        let unitRate = ranked.fit.throughput(at: base)
        guard unitRate > 0 else { continue }
        if index == 0 {
          let band = try ranked.fit.confidenceBand(at: x).map { $0.scaled(by: 1 / unitRate) }
          ChartColumns.addBand(to: &chart, x: x, band, style: style)
        }
        ChartColumns.addLine(
          to: &chart, x: x, y: x.map { ranked.fit.throughput(at: $0) / unitRate }, style: style,
          label: ranked.fit.law.name)
      }
    }
    let drawn = scaling.runs.compactMap { run in
      intervals[run.processors].flatMap { $0.lower > 0 && $0.upper.isFinite ? (Double(run.processors), $0) : nil }
    }
    if !drawn.isEmpty {
      chart.add(
        .errorBars(
          x: drawn.map(\.0), y: drawn.map(\.1.value),
          yBounds: IntervalColumns(lower: drawn.map(\.1.lower), upper: drawn.map(\.1.upper)), style: .series(0)))
    }
    chart.add(.dots(x: counts, y: scaling.runs.map(\.speedup), style: .series(0), label: "measured"))
    let lines = laws.map { " \($0.headline)" } ?? ""
    return FindingChart(
      chart,
      caption: "\(scaling.headline)\(lines)" + (drawn.isEmpty ? "" : " Whiskers: \(drawn[0].1.method)."),
      data: try ReportTable(
        caption: "Speed-up over \(scaling.baselineProcessors)",
        columns: [
          .number(unit), .number("Time (s)"), .number("Speed-up"), .number("Interval"), .number("Efficiency"),
          .number("Cost ratio"),
        ],
        rows: scaling.runs.map { run in
          [
            "\(run.processors)", DecimalText.significant(run.time, 4), DecimalText.significant(run.speedup, 4),
            intervals[run.processors].map { FigureDrawing.interval($0) } ?? "not given",
            DecimalText.significant(run.efficiency, 3), DecimalText.significant(run.costRatio, 3),
          ]
        }))
  }
}
