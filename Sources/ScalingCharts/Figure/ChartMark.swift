/// Something drawn from columns of numbers: dots, a line, steps, a band, bars, error bars, a rule or text.
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
    case dots(x: [Double], y: [Double], ties: [Int]?, colors: [Double]?)
    case line(x: [Double], y: [Double], isMonotone: Bool)
    case bars(at: [Double], from: [Double], to: [Double], thickness: Double, isHorizontal: Bool)
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
    ChartMark(geometry: .dots(x: x, y: y, ties: ties, colors: nil), style: style, label: label)
  }

  /// Returns a marker per row, in the colour that the figure's `color` axis gives to its value.
  ///
  /// The style gives the marker's shape.
  public static func dots(
    x: [Double], y: [Double], coloredBy values: [Double], style: SeriesStyle, label: String? = nil
  ) -> ChartMark {
    ChartMark(geometry: .dots(x: x, y: y, ties: nil, colors: values), style: style, label: label)
  }

  /// Returns straight segments from row to row.
  public static func line(x: [Double], y: [Double], style: SeriesStyle, label: String? = nil) -> ChartMark {
    ChartMark(geometry: .line(x: x, y: y, isMonotone: false), style: style, label: label)
  }

  /// Returns a smooth curve through the rows that rises and falls only where they do.
  ///
  /// Between rows it is a guide to the eye and no estimate. Rows whose x does not ascend or descend throughout are joined by
  /// straight segments.
  public static func monotoneLine(
    x: [Double], y: [Double], style: SeriesStyle, label: String? = nil
  ) -> ChartMark {
    ChartMark(geometry: .line(x: x, y: y, isMonotone: true), style: style, label: label)
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

  /// Returns a shaded area between a column and a base line.
  public static func area(
    x: [Double], y: [Double], baseline: Double = 0, style: SeriesStyle, label: String? = nil
  ) -> ChartMark {
    .band(
      x: x, lower: y.map { min($0, baseline) }, upper: y.map { max($0, baseline) }, style: style, label: label)
  }

  /// Returns a bar per row, lying at a place of the y axis or, upright, at one of the x axis.
  ///
  /// `places` are positions across the bars, as a band axis counts its categories; `thickness` is in the same unit. Bars reach
  /// from `start`, or from zero, to `values`.
  public static func bars(
    at places: [Double], values: [Double], from start: [Double]? = nil, thickness: Double = 0.7,
    isUpright: Bool = false, style: SeriesStyle, label: String? = nil
  ) -> ChartMark {
    ChartMark(
      geometry: .bars(
        at: places, from: start ?? [Double](repeating: 0, count: values.count), to: values, thickness: thickness,
        isHorizontal: !isUpright), style: style, label: label)
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
