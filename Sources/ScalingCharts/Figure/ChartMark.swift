/// Something drawn from columns of numbers: dots, a line, steps, a band, error bars, a rule or text.
///
/// All columns of a mark have one value per row. Rows are drawn in the order given; nothing is sorted. A mark without
/// rows draws nothing. Columns are checked when a scene is made.
public struct ChartMark: Sendable, Equatable {
  /// Where a step line jumps between two rows.
  public enum StepDirection: String, Sendable, Hashable, Codable {
    /// The line jumps at the earlier x and then holds the later y.
    case before
    /// The line holds the earlier y and jumps at the later x.
    case after
  }

  enum Geometry: Sendable, Equatable {
    case dots(x: [Double], y: [Double], ties: [Int]?)
    case line(x: [Double], y: [Double])
    case steps(x: [Double], y: [Double], direction: StepDirection)
    case band(x: [Double], lower: [Double], upper: [Double])
    case errorBars(x: [Double], y: [Double], xBounds: IntervalColumns?, yBounds: IntervalColumns?)
    case region(x: ClosedRange<Double>?, y: ClosedRange<Double>?)
    case verticalRule(Double)
    case horizontalRule(Double)
    case text(x: Double, y: Double)
  }

  let geometry: Geometry
  let style: SeriesStyle
  /// The name of the series, or the words of a rule or an annotation.
  let label: String?

  /// Returns a marker per row.
  ///
  /// `ties` says how many observations share each position; counts above 1 are written beside the marker
  /// where words leave room.
  public static func dots(
    x: [Double], y: [Double], ties: [Int]? = nil, style: SeriesStyle, label: String? = nil
  ) -> ChartMark {
    ChartMark(geometry: .dots(x: x, y: y, ties: ties), style: style, label: label)
  }

  /// Returns straight segments from row to row.
  public static func line(x: [Double], y: [Double], style: SeriesStyle, label: String? = nil) -> ChartMark {
    ChartMark(geometry: .line(x: x, y: y), style: style, label: label)
  }

  /// Returns a staircase from row to row.
  public static func steps(
    x: [Double], y: [Double], direction: StepDirection, style: SeriesStyle, label: String? = nil
  ) -> ChartMark {
    ChartMark(geometry: .steps(x: x, y: y, direction: direction), style: style, label: label)
  }

  /// Returns a shaded area between a lower and an upper column.
  public static func band(
    x: [Double], lower: [Double], upper: [Double], style: SeriesStyle, label: String? = nil
  ) -> ChartMark {
    ChartMark(geometry: .band(x: x, lower: lower, upper: upper), style: style, label: label)
  }

  /// Returns whiskers through each row, along x, y or both.
  ///
  /// Bounds are positions on the axis, not distances from the row. Whiskers carry end caps up to 60 rows.
  public static func errorBars(
    x: [Double], y: [Double], xBounds: IntervalColumns? = nil, yBounds: IntervalColumns? = nil, style: SeriesStyle,
    label: String? = nil
  ) -> ChartMark {
    ChartMark(geometry: .errorBars(x: x, y: y, xBounds: xBounds, yBounds: yBounds), style: style, label: label)
  }

  /// Returns a shaded part of the plot, such as where a constraint is not met: between two x values, two y values or both;
  /// `nil` reaches from edge to edge.
  ///
  /// Its bounds do not count as data: an infinite one reaches to the edge, and no axis grows for a region.
  public static func region(
    x: ClosedRange<Double>? = nil, y: ClosedRange<Double>? = nil, style: SeriesStyle, label: String? = nil
  ) -> ChartMark {
    ChartMark(geometry: .region(x: x, y: y), style: style, label: label)
  }

  /// Returns a line across the plot at an x value, with words at its top.
  ///
  /// The value counts as data: an axis without fixed domain reaches it.
  public static func verticalRule(at x: Double, text: String? = nil) -> ChartMark {
    ChartMark(geometry: .verticalRule(x), style: .series(0), label: text)
  }

  /// Returns a line across the plot at a y value, with words at its side.
  ///
  /// The value counts as data: an axis without fixed domain reaches it.
  public static func horizontalRule(at y: Double, text: String? = nil) -> ChartMark {
    ChartMark(geometry: .horizontalRule(y), style: .series(0), label: text)
  }

  /// Returns words beside a position, moved to where they cover least; they are left out if no place is free.
  public static func text(_ words: String, x: Double, y: Double) -> ChartMark {
    ChartMark(geometry: .text(x: x, y: y), style: .series(0), label: words)
  }
}

/// The two ends of an interval per row, as positions on an axis.
public struct IntervalColumns: Sendable, Hashable, Codable {
  /// The lower ends.
  public var lower: [Double]
  /// The upper ends.
  public var upper: [Double]

  /// Creates the columns.
  public init(lower: [Double], upper: [Double]) {
    self.lower = lower
    self.upper = upper
  }
}
