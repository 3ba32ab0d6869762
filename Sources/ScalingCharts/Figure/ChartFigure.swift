/// A chart as a value: words, two axes and the marks in drawing order.
///
/// A figure becomes a scene in passes: marks publish their extents, scales and ticks follow, guides are measured and
/// margins fixed, marks emit shapes. No pass knows the renderer, and no later pass changes an earlier one.
public struct ChartFigure: Sendable, Equatable {
  /// Where the names of series go.
  public enum SeriesNames: String, Sendable, Hashable, Codable {
    /// At the ends of curves up to six names, in a legend above.
    case automatic
    /// In a legend.
    case legend
  }

  /// The heading.
  public var title: String
  /// What stands below the heading in smaller words; empty for nothing.
  public var subtitle: String
  /// What the chart shows, for people who cannot see it.
  public var description: String
  /// The horizontal axis.
  public var x: ChartAxis
  /// The vertical axis.
  public var y: ChartAxis
  /// What the colours of `dots(x:y:coloredBy:style:label:)` stand for; its key is drawn below the heading.
  public var color: ChartAxis?
  /// Where the names of series go.
  public var seriesNames: SeriesNames
  /// The marks, the first at the bottom.
  public private(set) var marks: [ChartMark]
  /// Ranges that the axes cover beside those of the data, where panels share an axis.
  var sharedX: ClosedRange<Double>?
  var sharedY: ClosedRange<Double>?

  /// Creates a figure.
  public init(
    title: String, subtitle: String = "", description: String = "", x: ChartAxis, y: ChartAxis,
    color: ChartAxis? = nil, seriesNames: SeriesNames = .automatic, marks: [ChartMark] = []
  ) {
    self.title = title
    self.subtitle = subtitle
    self.description = description
    self.x = x
    self.y = y
    self.color = color
    self.seriesNames = seriesNames
    self.marks = marks
  }

  /// Puts a mark on top of those already there.
  public mutating func add(_ mark: ChartMark) { marks.append(mark) }

  /// Lays the chart out and returns its shapes, at a size in CSS pixels.
  ///
  /// Throws a `ChartError` if a column is too short, a value is not finite, a value on a logarithmic axis is not
  /// greater than zero, a lower bound lies above its upper one, a domain does not suit its scale, or the size does not
  /// leave room for the plot and two labels per axis. Above 10,000 rows dots that share a few pixels are drawn once, which
  /// the subtitle then says, and lines keep what a pixel can show. Takes time linear in the rows, plus the square of the number of
  /// words placed beside marks.
  public func scene(width: Double = 720, height: Double = 440) throws -> ChartScene {
    guard width.isFinite, height.isFinite, width >= 200, height >= 150, width <= 10_000, height <= 10_000 else {
      throw ChartError("A chart is 200 to 10000 wide and 150 to 10000 high, not \(width) by \(height).")
    }
    let columns = try MarkColumns.all(of: marks)
    var figure = self
    let caption = Thinning.caption(of: marks)
    if !caption.isEmpty { figure.subtitle += figure.subtitle.isEmpty ? caption : "; \(caption)" }
    let layout = try ChartLayout(figure: figure, columns: columns, width: width, height: height)
    return layout.scene(of: figure)
  }
}
