import ScalingCharts
import ScalingLaws
import ScalingStatistics

extension FindingChart {
  /// Curves of equal compute: loss against model size, a series for each budget, with the size of least loss and its interval.
  ///
  /// A budget whose polynomial has no minimum inside the sizes is drawn without one, and named in the caption. Throws `ReportPageError`, and an `AllocationError` for other faults.
  public static func isoFLOP(
    _ profiles: [IsoFLOPProfile], curve: IsoFLOPCurve = .cubic, operations: Double = 6
  ) throws -> FindingChart {
    var chart = ChartFigure(
      title: "Loss at equal compute", x: ChartAxis("Parameters", scale: .logarithmic),
      y: ChartAxis("Loss", hint: "lower is better"), seriesNames: profiles.count > 1 ? .automatic : .legend)
    var open: [String] = []
    var rows: [[String]] = []
    var minima: (x: [Double], y: [Double]) = ([], [])
    for (index, profile) in profiles.sorted(by: { $0.compute < $1.compute }).enumerated() {
      let name = "\(DecimalText.significant(profile.compute, 2)) FLOP"
      let order = profile.parameters.indices.sorted { profile.parameters[$0] < profile.parameters[$1] }
      let x = order.map { profile.parameters[$0] }
      let y = order.map { profile.loss[$0] }
      chart.add(.monotoneLine(x: x, y: y, style: .series(index).faded))
      chart.add(.dots(x: x, y: y, style: .series(index), label: name))
      do {
        let minimum = try profile.minimum(curve, operations: operations)
        let interval = minimum.parameters
        if interval.lower > 0, interval.lower.isFinite, interval.upper.isFinite {
          chart.add(
            .errorBars(
              x: [interval.value], y: [minimum.loss],
              xBounds: IntervalColumns(lower: [interval.lower], upper: [interval.upper]), style: .series(index)))
        }
        minima.x.append(interval.value)
        minima.y.append(minimum.loss)
        rows.append([
          name, DecimalText.significant(interval.value, 4),
          "\(DecimalText.significant(interval.lower, 3)) to \(DecimalText.significant(interval.upper, 3))",
          DecimalText.significant(minimum.tokens.value, 4), DecimalText.significant(minimum.loss, 4),
        ])
      } catch let error as AllocationError where error.reason == .noInteriorMinimum {
        open.append(name)
        rows.append([name, "none inside the sizes", "", "", ""])
      }
    }
    chart.add(.dots(x: minima.x, y: minima.y, style: SeriesStyle.series(7).hollow, label: "least loss"))
    chart.description = "\(profiles.count) budgets, \(minima.x.count) with a least loss inside their sizes."
    return FindingChart(
      chart,
      caption:
        "Runs of equal compute; hollow: the size of least loss from a polynomial of degree \(curve.rawValue) in ln N, whiskers 95 %. Curves between runs guide the eye."
        + (open.isEmpty ? "" : " Without a minimum inside the sizes: \(open.joined(separator: ", "))."),
      data: try ReportTable(
        caption: "Size of least loss by budget",
        columns: [.init("Budget"), .number("Parameters"), .number("95 %"), .number("Tokens"), .number("Loss")],
        rows: rows))
  }
}
