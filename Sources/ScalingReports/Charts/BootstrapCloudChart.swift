import CurveFitting
import ScalingCharts
import ScalingStatistics

extension FindingChart {
  /// The fits of all bootstrap replicates in the plane of two parameters: a slanted cloud says that the data fix a combination of them better than either.
  ///
  /// Throws a `ChartError` where the bootstrap has no parameter of a name, and `ReportPageError`.
  public static func bootstrapCloud(
    _ bootstrap: FitBootstrap, _ first: String, _ second: String, xScale: ChartAxis.Scale = .linear,
    yScale: ChartAxis.Scale = .linear
  ) throws -> FindingChart {
    let columns = try [first, second].map { name in
      guard let column = bootstrap.names.firstIndex(of: name) else {
        throw ReportPageError(
          message: "The bootstrap has no parameter \"\(name)\"; it has \(bootstrap.names.joined(separator: ", ")).")
      }
      return column
    }
    let isDrawn: (Double, ChartAxis.Scale) -> Bool = { $0.isFinite && ($1 != .logarithmic || $0 > 0) }
    let draws = columns.map { bootstrap.draws[$0] }
    let rows = draws[0].indices.filter { isDrawn(draws[0][$0], xScale) && isDrawn(draws[1][$0], yScale) }
    let points = draws.map { column in rows.map { column[$0] } }
    var chart = ChartFigure(
      title: "\(second) against \(first) in \(draws[0].count) replicates", description: bootstrap.headline,
      x: ChartAxis(first, scale: xScale), y: ChartAxis(second, scale: yScale))
    chart.add(.dots(x: points[0], y: points[1], style: .series(0).faded))
    let intervals = try [first, second].map { try bootstrap.percentileInterval(of: $0) }
    let isClosed = intervals.allSatisfy { $0.lower.isFinite && $0.upper.isFinite }
    let center = intervals.map(\.value)
    if isClosed, isDrawn(center[0], xScale), isDrawn(center[1], yScale),
      xScale != .logarithmic || intervals[0].lower > 0, yScale != .logarithmic || intervals[1].lower > 0
    {
      chart.add(
        .errorBars(
          x: [center[0]], y: [center[1]],
          xBounds: IntervalColumns(lower: [intervals[0].lower], upper: [intervals[0].upper]),
          yBounds: IntervalColumns(lower: [intervals[1].lower], upper: [intervals[1].upper]), style: .series(1)))
      chart.add(.dots(x: [center[0]], y: [center[1]], style: .series(1), label: "fit with percentile intervals"))
    }
    let left = draws[0].count - rows.count
    return FindingChart(
      chart,
      caption: "\(bootstrap.headline) Seed \(bootstrap.seed)."
        + (left > 0 ? " \(left) replicates have no place on these axes and are left out." : ""),
      data: try ChartColumns.table("Replicates", [(first, points[0]), (second, points[1])]))
  }
}
