import ScalingCharts
import ScalingExperiments
import ScalingStatistics

extension FindingChart {
  /// What adapters made of the files they read: by tool, how many figures they mapped, kept as they were written, skipped and missed.
  ///
  /// Throws `ReportPageError` where there is no run.
  public static func imported(_ runs: [Run]) throws -> FindingChart {
    guard !runs.isEmpty else { throw ReportPageError(message: "No run was read, so there is nothing to show.") }
    var tools: [String] = []
    var counts: [String: [Int]] = [:]
    for run in runs {
      let tool = run.source?.tool ?? "made in code"
      if counts[tool] == nil { tools.append(tool) }
      let columns = [
        run.outcomes.count, run.unmapped.count, run.notes.filter { $0.severity == .skipped }.count,
        run.notes.filter { $0.severity == .missing }.count,
      ]
      counts[tool] = zip(counts[tool] ?? [0, 0, 0, 0], columns).map(+)
    }
    let names = ["figures mapped", "fields kept unmapped", "notes: skipped", "notes: missing"]
    let axis = ChartAxis.band("Tool", categories: tools)
    var chart = ChartFigure(
      title: "What was read of \(runs.count) runs",
      description: "Counts of mapped figures, unmapped fields and notes for \(tools.count) tools.",
      x: ChartAxis("Count"), y: axis, seriesNames: .legend)
    var start = [Double](repeating: 0, count: tools.count)
    for (index, name) in names.enumerated() {
      let ends = tools.indices.map { start[$0] + Double(counts[tools[$0]]?[index] ?? 0) }
      if ends != start {
        chart.add(
          .bars(at: tools.indices.map(Double.init), values: ends, from: start, style: .series(index), label: name))
      }
      start = ends
    }
    return FindingChart(
      chart, caption: "Every field of a file is mapped, kept with the run as it was written, or named in a note.",
      data: try ReportTable(
        caption: "Fields by tool", columns: [.init("Tool")] + names.map { .number($0) },
        rows: tools.map { tool in [tool] + (counts[tool] ?? []).map(String.init) }))
  }
}
