import CurveFitting
import ScalingCharts
import ScalingStatistics

extension FindingChart {
  /// A scaling curve: observations, the fitted law with its confidence band, what lies beyond the data dotted, and the plateau where the law has one.
  ///
  /// `x` and `y` are the fitted observations, in the fit's order and unit. The curve goes on to `end`, or from `start`, where given; a plateau is a parameter named "plateau" or "floor". Throws `ReportPageError`,
  /// and a `FitError` where the law has several predictors or no band can be made.
  public static func scalingCurve(
    _ fit: Fit, x: [Double], y: [Double], xAxis: ChartAxis, yAxis: ChartAxis, from start: Double? = nil,
    to end: Double? = nil, title: String? = nil, errors: [Double]? = nil
  ) throws -> FindingChart {
    let data = fit.predictorRange
    let range = min(data.lowerBound, start ?? data.lowerBound)...max(data.upperBound, end ?? data.upperBound)
    var chart = ChartFigure(
      title: title ?? "\(yAxis.title) against \(xAxis.title.lowercased())", description: fit.headline, x: xAxis,
      y: yAxis)
    let style = SeriesStyle.series(0)
    let inside = ChartColumns.places(data, on: xAxis)
    let before =
      range.lowerBound < data.lowerBound
      ? ChartColumns.places(range.lowerBound...data.lowerBound, on: xAxis, count: 31) : []
    let after =
      range.upperBound > data.upperBound
      ? ChartColumns.places(data.upperBound...range.upperBound, on: xAxis, count: 31) : []
    for (part, isOutside) in [(before, true), (inside, false), (after, true)] where part.count > 1 {
      ChartColumns.addBand(
        to: &chart, x: part, try fit.confidenceBand(at: part), style: isOutside ? style.faded : style)
      ChartColumns.addLine(
        to: &chart, x: part, y: fit.values(at: part), style: isOutside ? style.dashed : style,
        label: isOutside ? nil : fit.law)
    }
    addPlateau(of: fit, to: &chart)
    if let errors, errors.count == x.count, chart.y.scale != .logarithmic || zip(y, errors).allSatisfy({ $0 > $1 }) {
      let bounds = IntervalColumns(lower: zip(y, errors).map { $0 - $1 }, upper: zip(y, errors).map { $0 + $1 })
      chart.add(.errorBars(x: x, y: y, yBounds: bounds, style: .series(7)))
    }
    chart.add(.dots(x: x, y: y, style: .series(7), label: "observed"))
    let beyond = before.isEmpty && after.isEmpty ? "" : " Dotted: beyond the data, where nothing was observed."
    return FindingChart(
      chart,
      caption:
        "\(fit.headline) Band: \(DecimalText.significant(fit.level * 100, 3)) % confidence of the law's mean at each place.\(beyond)",
      data: try ChartColumns.table(
        "Observed and fitted",
        [
          (ChartColumns.heading(xAxis), x), (ChartColumns.heading(yAxis), y), ("Fitted", fit.values(at: x)),
          ("Residual", zip(y, fit.values(at: x)).map { $0 - $1 }),
        ]))
  }

  /// Marks the level that the law approaches, and the interval of it where it is finite.
  private static func addPlateau(of fit: Fit, to chart: inout ChartFigure) {
    guard let plateau = fit["plateau"] ?? fit["floor"], plateau.value.isFinite, plateau.verdict == .identified,
      chart.y.scale != .logarithmic || plateau.value > 0
    else { return }
    if let interval = plateau.waldInterval, interval.lower.isFinite, interval.upper.isFinite {
      chart.add(.region(y: interval.lower...interval.upper, style: .series(7).faded))
    }
    let value =
      chart.y.numbers == .percent
      ? "\(DecimalText.significant(plateau.value * 100, 3)) %" : DecimalText.significant(plateau.value, 3)
    chart.add(.horizontalRule(at: plateau.value, text: "\(plateau.name) \(value)"))
  }
}
