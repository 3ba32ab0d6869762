import ScalingCharts
import ScalingStatistics
import ScalingStudies

extension FindingChart {
  /// Compute- against system-optimal side by side: each front in its own coordinates, and in both the moves from what compute would choose to what the system would, at no less accuracy.
  ///
  /// The panels have the same rows; `figure(_:grid:id:)` gives both at once. Throws `ReportPageError`.
  public static func moves(_ finding: OptimalityFinding, grid: ConfigurationGrid) throws -> (
    compute: FindingChart, system: FindingChart
  ) {
    let compute = grid.compute[finding.measure] ?? []
    let isTime = finding.system == .latency
    let system = grid.cost(finding.system).map { $0 * 1e3 }
    let moves = Self.moves(finding, accuracy: grid.accuracy, system: grid.cost(finding.system))
    let table = try table(moves, finding, grid)
    func chart(_ x: [Double], _ axis: ChartAxis, _ own: [Int], _ title: String) -> FindingChart {
      var chart = ChartFigure(
        title: title,
        description:
          "Accuracy against \(axis.title.lowercased()) of \(grid.configurations.count) configurations; \(moves.count) moves from the optimum by \(finding.measure.words) to the optimum by \(finding.system.words).",
        x: axis, y: ChartAxis("Accuracy", domain: 0...1, numbers: .percent, hint: "higher is better"),
        seriesNames: .legend)
      let all = grid.configurations.indices.filter { axis.holds(x[$0]) }
      chart.add(.dots(x: all.map { x[$0] }, y: all.map { grid.accuracy[$0] }, style: SeriesStyle.series(7).faded))
      let stairs = own.filter { axis.holds(x[$0]) }.sorted { x[$0] < x[$1] }
      let style = SeriesStyle.series(own == finding.computeFront.members ? 1 : 0)
      chart.add(
        .steps(x: stairs.map { x[$0] }, y: stairs.map { grid.accuracy[$0] }, direction: .after, style: style))
      for move in moves where axis.holds(x[move.from]) && axis.holds(x[move.to]) {
        chart.add(
          .line(
            x: [x[move.from], x[move.to]], y: [grid.accuracy[move.from], grid.accuracy[move.to]],
            style: SeriesStyle.series(2).dashed, label: "move"))
      }
      for (rows, style, words) in [
        (finding.computeFront.members, SeriesStyle.series(1).hollow, "optimal by \(finding.measure.words)"),
        (finding.systemFront.members, SeriesStyle.series(0), "optimal by \(finding.system.words)"),
      ] {
        let kept = rows.filter { axis.holds(x[$0]) }
        chart.add(
          .dots(x: kept.map { x[$0] }, y: kept.map { grid.accuracy[$0] }, style: style, label: words))
      }
      return FindingChart(
        chart,
        caption:
          "\(finding.headline) Dotted: from a configuration that is optimal by \(finding.measure.words) alone to the cheapest by \(finding.system.words) that is at least as accurate.",
        data: table)
    }
    return (
      chart(
        compute, ChartAxis("Mean \(finding.measure.words)", scale: .logarithmic, hint: "lower is better"),
        finding.computeFront.members, "By \(finding.measure.words)"),
      chart(
        system,
        ChartAxis(
          isTime ? "Mean latency" : "Cost per token", unit: isTime ? "ms" : "GPU-ms", scale: .logarithmic,
          hint: "lower is better"), finding.systemFront.members, "By \(finding.system.words)")
    )
  }

  /// The two panels of `moves(_:grid:)` as one figure.
  public static func moves(_ finding: OptimalityFinding, grid: ConfigurationGrid, id: String) throws -> ReportFigure {
    let (compute, system) = try moves(finding, grid: grid)
    let title = "What moves when \(finding.system.words) decides instead of \(finding.measure.words)"
    let facets = ChartFacets(
      title: title, description: system.chart.description, rows: [[compute.chart, system.chart]])
    let scene = try facets.scene(width: 960, rowHeight: 420)
    return try ReportFigure(
      id: id, svg: SVGRenderer(identifierPrefix: id).render(scene), caption: system.caption,
      alternativeText: "\(title). \(system.chart.description)", data: system.data)
  }

  private static func moves(
    _ finding: OptimalityFinding, accuracy: [Double], system: [Double]
  ) -> [(from: Int, to: Int)] {
    finding.computeFront.members.filter { !finding.systemFront.contains($0) }.compactMap { row in
      let better = finding.systemFront.members.filter { accuracy[$0] >= accuracy[row] }
      return better.min { (system[$0], $0) < (system[$1], $1) }.map { (row, $0) }
    }
  }

  private static func table(
    _ moves: [(from: Int, to: Int)], _ finding: OptimalityFinding, _ grid: ConfigurationGrid
  ) throws -> ReportTable {
    let compute = grid.compute[finding.measure] ?? []
    let system = grid.cost(finding.system)
    return try ReportTable(
      caption: "Moves from the optimum by \(finding.measure.words) at no less accuracy",
      columns: [
        .init("Optimal by \(finding.measure.words)"), .init("Optimal by \(finding.system.words)"),
        .number("Accuracy gained (points)"), .number("Times the \(finding.measure.words)"),
        .number("Times the \(finding.system.words)"),
      ],
      rows: moves.map { move in
        [
          grid.configurations[move.from].label, grid.configurations[move.to].label,
          DecimalText.fixed((grid.accuracy[move.to] - grid.accuracy[move.from]) * 100, 1),
          DecimalText.significant(compute[move.to] / compute[move.from], 3),
          DecimalText.significant(system[move.to] / system[move.from], 3),
        ]
      })
  }
}
