import ScalingCharts
import ScalingStatistics
import ScalingStudies

/// All configurations in the plane of latency and accuracy, with the front over latency and the configurations that a measure of compute would choose.
public enum FrontFigure {
  /// Draws one comparison of a compute front with the latency front; with a pick, also the accuracies that are too low, the pick and its runner-up.
  public static func figure(
    _ finding: OptimalityFinding, grid: ConfigurationGrid, pick: ConfigurationPick? = nil, id: String
  ) throws -> ReportFigure {
    let latency = grid.latency.map { $0 * 1e3 }
    let system = finding.systemFront.members.sorted { latency[$0] < latency[$1] }
    var chart = ChartFigure(
      title: "Optimal by latency and by \(finding.measure.words)",
      description:
        "Accuracy against mean latency of \(grid.configurations.count) configurations: \(system.count) on the front over latency, \(finding.computeFront.members.count) on the front over \(finding.measure.words), \(finding.overlap.shared.count) on both.",
      x: ChartAxis("Mean latency", unit: "ms", scale: .logarithmic, hint: "lower is better"),
      y: ChartAxis("Accuracy", domain: 0...1, numbers: .percent, hint: "higher is better"), seriesNames: .legend)
    if let pick {
      chart.add(.region(y: 0...pick.minimumAccuracy, style: SeriesStyle.series(1).faded))
      let words = "\(DecimalText.significant(pick.minimumAccuracy * 100, 3)) % asked for"
      chart.add(.horizontalRule(at: pick.minimumAccuracy, text: words))
      for (row, word) in [(pick.pick.row, "pick"), (pick.pick.runnerUp, "runner-up")] {
        guard let row, grid.configurations.indices.contains(row) else { continue }
        chart.add(.text("\(word): \(grid.configurations[row].label)", x: latency[row], y: grid.accuracy[row]))
      }
    }
    chart.add(dots(Array(grid.configurations.indices), latency, grid.accuracy, SeriesStyle.series(7).faded, "all"))
    chart.add(
      .steps(
        x: system.map { latency[$0] }, y: system.map { grid.accuracy[$0] }, direction: .after, style: .series(0)))
    // A front drawn in other coordinates than its own is a set of points, not a line.
    chart.add(
      dots(
        finding.computeFront.members, latency, grid.accuracy, SeriesStyle.series(1).hollow,
        "optimal by \(finding.measure.words)"))
    chart.add(dots(system, latency, grid.accuracy, SeriesStyle.series(0), "optimal by latency"))
    let isSystem = Set(system)
    let isCompute = Set(finding.computeFront.members)
    let members = grid.configurations.indices.filter { isSystem.contains($0) || isCompute.contains($0) }
      .sorted { (grid.accuracy[$0], latency[$0], $0) < (grid.accuracy[$1], latency[$1], $1) }
    let compute = grid.compute[finding.measure] ?? []
    let table = try ReportTable(
      caption: "Members of either front",
      columns: [
        .init("Configuration"), .number("Accuracy (%)"), .number("Mean latency (ms)"),
        .number("Mean \(finding.measure.words)"), .number("GPU-ms a token"), .init("On the front over"),
      ],
      rows: members.map { row in
        let fronts = [
          isCompute.contains(row) ? finding.measure.words : nil, isSystem.contains(row) ? "latency" : nil,
        ].compactMap { $0 }
        return [
          grid.configurations[row].label, FigureDrawing.percent(grid.accuracy[row], 2),
          FigureDrawing.number(latency[row]), compute.indices.contains(row) ? FigureDrawing.number(compute[row]) : "",
          FigureDrawing.number(grid.costPerToken[row] * 1e3), fronts.joined(separator: " and "),
        ]
      })
    return try FigureDrawing.figure(
      id: id, chart,
      caption:
        "Every configuration: model, strategy and token cap. The step joins the front over latency; hollow marks are the configurations that are optimal by \(finding.measure.words), drawn where their latency puts them.",
      data: table)
  }

  private static func dots(
    _ rows: [Int], _ x: [Double], _ y: [Double], _ style: SeriesStyle, _ label: String
  ) -> ChartMark {
    .dots(x: rows.map { x[$0] }, y: rows.map { y[$0] }, style: style, label: label)
  }
}
