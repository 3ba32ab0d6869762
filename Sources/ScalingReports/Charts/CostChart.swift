import ScalingCharts
import ScalingExperiments
import ScalingStatistics
import ScalingStudies

extension FindingChart {
  /// What a generated token costs by token cap, a curve for each run: in money where a price is known, else in accelerator time.
  ///
  /// Cells without a cap or without a cost are left out and counted. Throws `ReportPageError`.
  public static func costs(_ costs: CellCosts) throws -> FindingChart {
    let currency = costs.rows.compactMap(\.currency).first
    let isMoney = costs.rows.contains { $0.moneyPerMillionTokens != nil } && currency != nil
    func value(_ row: CellCost) -> Double? {
      let cost = isMoney ? row.moneyPerMillionTokens : row.latencyCost.map { $0.acceleratorSecondsPerToken * 1e3 }
      return cost.flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
    }
    let title = isMoney ? "\(currency ?? "") for a million generated tokens" : "Accelerator time a generated token"
    var chart = ChartFigure(
      title: title, description: costs.headline, x: ChartAxis("Token cap", unit: "tokens", scale: .logarithmic),
      y: ChartAxis(
        isMoney ? "Cost of a million tokens" : "Cost of a token", unit: isMoney ? currency : "GPU-ms",
        scale: .logarithmic, hint: "lower is better"))
    var series: [(model: String, rows: [CellCost])] = []
    for row in costs.rows where value(row) != nil && (row.tokenCap ?? 0) > 0 {
      if let index = series.firstIndex(where: { $0.model == row.model }) {
        series[index].rows.append(row)
      } else {
        series.append((row.model, [row]))
      }
    }
    for (index, entry) in series.enumerated() {
      let rows = entry.rows.sorted { ($0.tokenCap ?? 0, $0.run) < ($1.tokenCap ?? 0, $1.run) }
      let x = rows.compactMap { $0.tokenCap.map(Double.init) }
      let y = rows.compactMap(value)
      // Runs of one model are one series; lines would join different strategies.
      let isLadder = Set(x).count == x.count
      if isLadder, x.count > 1 { chart.add(.line(x: x, y: y, style: .series(index), label: entry.model)) }
      chart.add(.dots(x: x, y: y, style: .series(index), label: isLadder && x.count > 1 ? nil : entry.model))
    }
    let drawn = series.reduce(0) { $0 + $1.rows.count }
    return FindingChart(
      chart,
      caption: "\(costs.headline) Cost is accelerators x time over generated tokens, as a ratio of sums."
        + (drawn < costs.rows.count
          ? " \(costs.rows.count - drawn) cells have no cap or no cost and are left out." : ""),
      data: try ReportTable(
        caption: "Cost by cell",
        columns: [
          .init("Run"), .init("Model"), .number("Token cap"), .number("GPU-ms a token"), .number("Money per million"),
        ],
        rows: costs.rows.map { row in
          [
            row.run, row.model, row.tokenCap.map(String.init) ?? "none",
            FigureDrawing.number(row.latencyCost.map { $0.acceleratorSecondsPerToken * 1e3 }),
            row.moneyPerMillionTokens.map { "\(DecimalText.significant($0, 4)) \(row.currency ?? "")" } ?? "no price",
          ]
        }))
  }
}
