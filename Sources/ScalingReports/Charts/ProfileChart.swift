import CurveFitting
import ScalingCharts
import ScalingStatistics

extension FindingChart {
  /// The profile likelihood of a parameter: how much worse the best fit gets as the parameter is held at other values.
  ///
  /// A parabola says that the Wald interval would do; a flat side, that the data do not bound the parameter there. Throws `ReportPageError`.
  public static func profile(_ profile: ProfileLikelihood, unit: String? = nil) throws -> FindingChart {
    let height = profile.signedRoots.map { $0 * $0 }
    let threshold = profile.threshold * profile.threshold
    let rows = profile.values.indices.filter { profile.values[$0].isFinite && height[$0].isFinite }
      .sorted { profile.values[$0] < profile.values[$1] }
    let x = rows.map { profile.values[$0] }
    let y = rows.map { height[$0] }
    var chart = ChartFigure(
      title: "Profile likelihood of \(profile.parameter)", description: profile.headline,
      x: ChartAxis(profile.parameter, unit: unit), y: ChartAxis("Squared signed root", hint: "zero at the best fit"))
    let interval = profile.interval
    chart.add(.region(x: interval.lower...interval.upper, style: .series(0).faded))
    chart.add(.line(x: x, y: y, style: .series(0)))
    chart.add(.dots(x: x, y: y, style: .series(0)))
    let level = DecimalText.significant(interval.level * 100, 3)
    chart.add(.horizontalRule(at: threshold, text: "\(level) %"))
    return FindingChart(
      chart,
      caption:
        "\(profile.headline) Shaded: the interval, where the curve stays below the line. Each place is a fit of all other parameters.",
      data: try ChartColumns.table(
        "Profile", [(profile.parameter, x), ("Signed root", rows.map { profile.signedRoots[$0] }), ("Squared", y)]))
  }
}
