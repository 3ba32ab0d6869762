import ScalingCharts
import ScalingStatistics
import ScalingStudies

/// A sweep in the paper's arrangement: one column for each size of model, accuracy against latency above accuracy against cost per token.
public enum SweepFigure {
  /// Draws the cells of some strategies; nil where none of them was judged and timed.
  ///
  /// Throws `ChartError` or `ReportPageError` where the cells cannot be drawn.
  public static func figure(
    _ sweep: SweepObservations, title: String, id: String, strategies: (ObservedStrategy) -> Bool
  ) throws -> ReportFigure? {
    let cells = sweep.cells.filter { strategies($0.strategy) && $0.accuracy != nil && !$0.latency.isEmpty }
    let sizes = columns(cells)
    guard !sizes.isEmpty else { return nil }
    var description =
      "\(title): \(sizes.count) sizes of models in columns, accuracy against mean latency and against cost per token."
    if sizes.count == 1 { description = "\(title): accuracy against mean latency and against cost per token." }
    let facets = ChartFacets(
      title: title, description: description,
      rows: [
        sizes.map { panel($0, title: $0.title, axis: "Mean latency", unit: "s") { $0.meanLatency } },
        sizes.map { panel($0, title: $0.title, axis: "Cost per token", unit: "GPU-ms") { $0.costPerToken * 1e3 } },
      ])
    let scene = try facets.scene(width: max(480, 340 * Double(sizes.count)), rowHeight: 320)
    return try ReportFigure(
      id: id, svg: SVGRenderer(identifierPrefix: id).render(scene),
      caption:
        "Cells of the sweep, joined in the order of their token caps; models of one size share a column. Cost per token is accelerators x latency / generated tokens, as a ratio of sums.",
      alternativeText: description, data: try table(cells))
  }

  /// The cells of models whose sizes lie within a quarter of each other.
  private struct Column {
    var title: String
    var cells: [SweepObservation]
  }

  private static func columns(_ cells: [SweepObservation]) -> [Column] {
    let sorted = cells.enumerated().sorted {
      ($0.element.model.parameters ?? 0, $0.offset) < ($1.element.model.parameters ?? 0, $1.offset)
    }.map(\.element)
    var columns: [Column] = []
    var smallest = 0.0
    for cell in sorted {
      let size = Double(cell.model.parameters ?? 0)
      if columns.isEmpty || size > 1.25 * smallest {
        smallest = size
        columns.append(Column(title: sizeWords(size, of: cell.model.name), cells: []))
      }
      columns[columns.count - 1].cells.append(cell)
    }
    return columns
  }

  private static func sizeWords(_ parameters: Double, of name: String) -> String {
    if parameters >= 1e9 { return "\(DecimalText.significant(parameters / 1e9, 2))B parameters" }
    if parameters >= 1e6 { return "\(DecimalText.significant(parameters / 1e6, 2))M parameters" }
    return parameters > 0 ? "\(DecimalText.significant(parameters / 1e3, 2))k parameters" : name
  }

  private static func panel(
    _ column: Column, title: String, axis: String, unit: String, value: (SweepObservation) -> Double
  ) -> ChartFigure {
    var chart = ChartFigure(
      title: title, x: ChartAxis(axis, unit: unit, scale: .logarithmic),
      y: ChartAxis("Accuracy", domain: 0...1, numbers: .percent), seriesNames: .legend)
    var series: [(name: String, cells: [SweepObservation])] = []
    let models = Set(column.cells.map(\.model.name))
    for cell in column.cells {
      let name = models.count > 1 ? "\(cell.model.name), \(cell.strategy.words)" : cell.strategy.words
      if let index = series.firstIndex(where: { $0.name == name }) {
        series[index].cells.append(cell)
      } else {
        series.append((name, [cell]))
      }
    }
    for (index, entry) in series.enumerated() {
      let cells = entry.cells.sorted { $0.tokenCap < $1.tokenCap }
      let x = cells.map(value)
      let y = cells.map { $0.accuracy ?? .nan }
      if cells.count > 1 { chart.add(.line(x: x, y: y, style: .series(index), label: entry.name)) }
      chart.add(.dots(x: x, y: y, style: .series(index), label: cells.count > 1 ? nil : entry.name))
    }
    return chart
  }

  private static func table(_ cells: [SweepObservation]) throws -> ReportTable {
    try ReportTable(
      caption: "Cells drawn",
      columns: [
        .init("Model"), .init("Strategy"), .number("Token cap"), .number("Accuracy (%)"), .number("Mean latency (s)"),
        .number("Mean tokens"), .number("GPU-ms a token"),
      ],
      rows: cells.map {
        [
          $0.model.name, $0.strategy.words, "\($0.tokenCap)",
          $0.accuracy.map { FigureDrawing.percent($0, 1) } ?? "not judged", FigureDrawing.number($0.meanLatency),
          FigureDrawing.number($0.meanTokens), FigureDrawing.number($0.costPerToken * 1e3),
        ]
      })
  }
}
