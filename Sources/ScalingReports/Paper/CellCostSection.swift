import ScalingStatistics
import ScalingStudies

/// What each cell cost, as a section of a page.
enum CellCostSection {
  /// A table with a row for each cell, and why a cost is not there, alike reasons told once.
  static func section(_ costs: CellCosts) throws -> ReportSection {
    let table = try ReportTable(
      caption: "Cost of each cell; what is unknown or refused is empty",
      columns: [
        .init("Run"), .number("Token cap"), .number("GPU-ms a token, by latency"),
        .number("GPU-ms a token, by wall-clock time"), .number("Price of a million tokens"), .number("Joules a token"),
        .number("Memory (GB)"),
      ],
      rows: costs.rows.map { row in
        [
          row.run, row.tokenCap.map(String.init) ?? "",
          number(row.latencyCost.map { $0.acceleratorSecondsPerToken * 1e3 }),
          number(row.wallClockCost.map { $0.acceleratorSecondsPerToken * 1e3 }),
          row.moneyPerMillionTokens.map { "\(number($0)) \(row.currency ?? "")" } ?? "", number(row.joulesPerToken),
          number(row.memory.map { $0 / 1e9 }),
        ]
      }, hasRowHeaders: true)
    let refusals = costs.rows.flatMap { row in row.refusals.map { "\(row.run): \($0)" } }
    var blocks: [ReportBlock] = [.paragraph(costs.headline), .table(table)]
    if !refusals.isEmpty { blocks.append(.bulletList(ReasonGroups.lines(refusals))) }
    let chart = try FindingChart.costs(costs)
    if !chart.chart.marks.isEmpty { blocks.append(.figure(try chart.figure(id: "cell-costs"))) }
    return ReportSection("What each cell cost", id: "costs", blocks: blocks)
  }

  private static func number(_ value: Double?) -> String { value.map { DecimalText.significant($0, 4) } ?? "" }
}
