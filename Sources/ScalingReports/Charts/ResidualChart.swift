import CurveFitting
import ScalingCharts
import ScalingStatistics

extension FindingChart {
  /// The residuals of a fit against its predictor: a law that bends the wrong way shows as a curve, unequal errors as a wedge.
  ///
  /// `x` is the fitted predictor, in the fit's order. Rules stand at two residual standard errors on either side, where there is one and observations weigh alike. Throws `ReportPageError`.
  public static func residuals(
    _ fit: any FittedModel, x: [Double], xAxis: ChartAxis, yAxis: ChartAxis, title: String? = nil
  ) throws -> FindingChart {
    var axis = ChartAxis("Residual: observed less fitted", unit: yAxis.unit)
    axis.numbers = yAxis.numbers
    var chart = ChartFigure(
      title: title ?? "Residuals of the \(fit.law)",
      description: "Residuals of \(fit.observationCount) observations from the \(fit.law).", x: xAxis, y: axis)
    if let error = fit.residualStandardError, case .equal = fit.errors {
      chart.add(.horizontalRule(at: 2 * error, text: "2 residual standard errors"))
      chart.add(.horizontalRule(at: -2 * error))
    }
    chart.add(.horizontalRule(at: 0))
    chart.add(.dots(x: x, y: fit.residuals, style: .series(0)))
    return FindingChart(
      chart,
      caption:
        "What the \(fit.law) leaves over. Without a pattern the law's form is not contradicted; a bend says that it is the wrong one here.",
      data: try ChartColumns.table(
        "Residuals", [(ChartColumns.heading(xAxis), x), ("Residual", fit.residuals)]))
  }
}
