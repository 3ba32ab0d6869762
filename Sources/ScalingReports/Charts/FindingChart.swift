import ScalingCharts
import ScalingStatistics

/// A chart of a finding that is ready to be shown: in a terminal, in a notebook, or with its numbers as a figure of a page.
public struct FindingChart: Sendable, Equatable {
  /// The chart.
  public let chart: ChartFigure
  /// The sentence above the figure: what is drawn and how to read it.
  public let caption: String
  /// The numbers that are drawn.
  public let data: ReportTable

  /// Creates a chart of the caller's own with its caption and numbers.
  public init(_ chart: ChartFigure, caption: String, data: ReportTable) {
    self.chart = chart
    self.caption = caption
    self.data = data
  }

  /// Renders the chart for a page, at a size in CSS pixels.
  ///
  /// Throws a `ChartError` where a value cannot be drawn, and a `ReportPageError` for an id that cannot name a file.
  public func figure(id: String, width: Double = 760, height: Double = 440) throws -> ReportFigure {
    try ReportFigure(
      id: id, svg: SVGRenderer(identifierPrefix: id).render(try chart.scene(width: width, height: height)),
      caption: caption, alternativeText: chart.description, data: data)
  }
}

/// What the ready charts share.
enum ChartColumns {
  /// Returns `count` places from one value to another, evenly spaced on the axis.
  static func places(_ range: ClosedRange<Double>, on axis: ChartAxis, count: Int = 61) -> [Double] {
    guard range.lowerBound < range.upperBound else { return [range.lowerBound] }
    let isLogarithmic = axis.scale == .logarithmic && range.lowerBound > 0
    return (0..<count).map { index in
      let share = Double(index) / Double(count - 1)
      if index == count - 1 { return range.upperBound }
      guard isLogarithmic else { return range.lowerBound + share * (range.upperBound - range.lowerBound) }
      return range.lowerBound * ChartMathematics.power(range.upperBound / range.lowerBound, share)
    }
  }

  /// Adds a band where both ends are numbers that the axis has; open ends leave a gap.
  static func addBand(
    to chart: inout ChartFigure, x: [Double], _ estimates: [Estimate], style: SeriesStyle, label: String? = nil
  ) {
    var part: (x: [Double], lower: [Double], upper: [Double]) = ([], [], [])
    var label = label
    func flush() {
      guard part.x.count > 1 else { return part = ([], [], []) }
      chart.add(.band(x: part.x, lower: part.lower, upper: part.upper, style: style, label: label))
      label = nil
      part = ([], [], [])
    }
    for (place, estimate) in zip(x, estimates) {
      let low = estimate.lower
      let fits = low.isFinite && estimate.upper.isFinite && (chart.y.scale != .logarithmic || low > 0)
      guard fits else {
        flush()
        continue
      }
      part.x.append(place)
      part.lower.append(low)
      part.upper.append(estimate.upper)
    }
    flush()
  }

  /// Adds a line through the rows that the y axis has.
  static func addLine(
    to chart: inout ChartFigure, x: [Double], y: [Double], style: SeriesStyle, label: String? = nil
  ) {
    let rows = x.indices.filter { y[$0].isFinite && (chart.y.scale != .logarithmic || y[$0] > 0) }
    guard rows.count > 1 else { return }
    chart.add(.line(x: rows.map { x[$0] }, y: rows.map { y[$0] }, style: style, label: label))
  }

  /// Returns a table of numbers, five significant digits; a missing number is an empty cell.
  static func table(_ caption: String, _ columns: [(heading: String, values: [Double?])]) throws -> ReportTable {
    try ReportTable(
      caption: caption, columns: columns.map { .number($0.heading) },
      rows: (columns.first?.values ?? []).indices.map { row in
        columns.map { $0.values[row].map { DecimalText.significant($0, 5) } ?? "" }
      })
  }

  /// The words of an axis for a table's head.
  static func heading(_ axis: ChartAxis) -> String { axis.unit.map { "\(axis.title) (\($0))" } ?? axis.title }
}
