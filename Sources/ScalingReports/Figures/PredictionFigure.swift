import ScalingCharts
import ScalingStatistics
import ScalingStudies
import ServingModels

/// Predictions against measurements of several kinds in one view: the closer to the diagonal the better.
public enum PredictionFigure {
  /// Draws what was predicted for a model that was not fitted; throws as `figure(_:title:unit:id:)` does.
  public static func figure(_ predicted: PredictedMeasurements, id: String) throws -> ReportFigure {
    try figure(predicted.checks, title: "\(predicted.heldOut): predicted from the other models, and measured", id: id)
  }

  /// Draws checks on two logarithmic axes with the diagonal and a band of ±10 %, a colour and a marker for each check.
  ///
  /// All checks are in one unit. Throws `ReportPageError` for no checks, and `ChartError` for a prediction of 0, which has no place on a logarithmic axis.
  public static func figure(
    _ checks: [PredictionCheck], title: String, unit: String = "s", id: String
  ) throws -> ReportFigure {
    let rows = checks.flatMap(\.rows)
    guard let summary = ErrorSummary(rows) else {
      throw ReportPageError(message: "The figure “\(id)” needs predictions beside measurements; there are none.")
    }
    let values = (rows.map(\.measured) + rows.map(\.predicted)).filter { $0 > 0 }
    let domain = (values.min() ?? 1) / 1.3...(values.max() ?? 1) * 1.3
    var chart = ChartFigure(
      title: title, subtitle: summary.words,
      description:
        "\(rows.count) predictions against measurements of \(checks.count) kinds on logarithmic axes with the diagonal: \(summary.words)",
      x: ChartAxis("Measured", unit: unit, scale: .logarithmic, domain: domain),
      y: ChartAxis("Predicted", unit: unit, scale: .logarithmic, domain: domain), seriesNames: .legend)
    let ends = [domain.lowerBound, domain.upperBound]
    chart.add(
      .band(
        x: ends, lower: ends.map { 0.9 * $0 }, upper: ends.map { 1.1 * $0 }, style: .series(7),
        label: "as measured, ±10 %"))
    for (index, check) in checks.enumerated() {
      chart.add(
        .dots(
          x: check.rows.map(\.measured), y: check.rows.map(\.predicted), style: .series(index).hollow,
          label: "\(check.subject) (\(check.rows.count))"))
    }
    chart.add(.line(x: ends, y: ends, style: .series(7)))
    return try FigureDrawing.figure(
      id: id, chart,
      caption:
        "Every measurement against its prediction; on the line they agree. Band: predictions within 10 % of the measurement. \(kinds(checks))",
      data: try data(checks, unit: unit), height: 680)
  }

  /// Draws the relative errors over the measurements: the same rows, where the diagonal hides how far off they are.
  ///
  /// Throws `ReportPageError` for no checks.
  public static func errors(
    _ checks: [PredictionCheck], title: String, unit: String = "s", id: String
  ) throws -> ReportFigure {
    let rows = checks.flatMap(\.rows)
    guard let summary = ErrorSummary(rows) else {
      throw ReportPageError(message: "The figure “\(id)” needs predictions beside measurements; there are none.")
    }
    let measured = rows.map(\.measured)
    let domain = (measured.min() ?? 1) / 1.3...(measured.max() ?? 1) * 1.3
    var chart = ChartFigure(
      title: title, subtitle: summary.words,
      description:
        "The relative error of predictions over the measurement, \(rows.count) rows of \(checks.count) kinds: \(summary.words)",
      x: ChartAxis("Measured", unit: unit, scale: .logarithmic, domain: domain),
      y: ChartAxis("Relative error of the prediction", numbers: .percent, hint: "above 0 it is too long"),
      seriesNames: .legend)
    let ends = [domain.lowerBound, domain.upperBound]
    chart.add(.band(x: ends, lower: [-0.1, -0.1], upper: [0.1, 0.1], style: .series(7), label: "±10 %"))
    chart.add(.horizontalRule(at: 0, text: "as measured"))
    for (index, check) in checks.enumerated() {
      chart.add(
        .dots(
          x: check.rows.map(\.measured), y: check.rows.map(\.relativeError), style: .series(index).hollow,
          label: "\(check.subject) (\(check.rows.count))"))
    }
    return try FigureDrawing.figure(
      id: id, chart,
      caption:
        "How far each prediction is off. Band: predictions within 10 % of the measurement. \(kinds(checks))",
      data: try data(checks, unit: unit))
  }

  /// The errors of each kind: how many, median, bias, the largest and where.
  public static func table(_ checks: [PredictionCheck]) throws -> ReportTable {
    try ReportTable(
      caption: "Relative errors of predictions",
      columns: [
        .init("Predicted"), .number("Rows"), .number("Median error (%)"), .number("Median with sign (%)"),
        .number("Largest (%)"), .init("Where"),
      ],
      rows: checks.map { check in
        [
          check.subject, "\(check.rows.count)", FigureDrawing.percent(check.medianRelativeError),
          FigureDrawing.percent(check.medianBias), FigureDrawing.percent(check.maximumRelativeError), check.worst.label,
        ]
      })
  }

  /// The size of the errors over all rows.
  private struct ErrorSummary {
    let words: String

    init?(_ rows: [PredictionRow]) {
      guard var worst = rows.first else { return nil }
      for row in rows where abs(row.relativeError) > abs(worst.relativeError) { worst = row }
      let sizes = rows.map { abs($0.relativeError) }.sorted()
      let median = FigureDrawing.percent(SampleQuantile.ofSorted(sizes, at: 0.5))
      let most = FigureDrawing.percent(abs(worst.relativeError))
      words =
        "\(rows.count) rows: relative error \(median) % in the median, \(most) % at most (\(worst.label))."
    }
  }

  private static func kinds(_ checks: [PredictionCheck]) -> String {
    let parts = checks.map { check in
      let median = FigureDrawing.percent(check.medianRelativeError)
      let most = FigureDrawing.percent(check.maximumRelativeError)
      return "\(check.subject) \(median) % and \(most) %"
    }
    return "Median and largest error: \(parts.joined(separator: ", "))."
  }

  private static func data(_ checks: [PredictionCheck], unit: String) throws -> ReportTable {
    try ReportTable(
      caption: "Predictions beside measurements",
      columns: [
        .init("Kind"), .init("Row"), .number("Measured (\(unit))"), .number("Predicted (\(unit))"),
        .number("Relative error (%)"),
      ],
      rows: checks.flatMap { check in
        check.rows.map { row in
          [
            check.subject, row.label, FigureDrawing.number(row.measured, 5), FigureDrawing.number(row.predicted, 5),
            FigureDrawing.percent(row.relativeError, 2),
          ]
        }
      })
  }
}
