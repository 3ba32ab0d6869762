/// The look of a series: an index that fixes colour, marker and dash together, and a few variations.
///
/// Colour, marker and dash all change with the index, so that series stay apart without colour. The eight colours are
/// those of Okabe and Ito (2008); 56 indices pass before a pair of colour and marker returns.
public struct SeriesStyle: Hashable, Sendable, Codable {
  /// The number of the series, from 0; negative numbers count as their magnitude.
  public var index: Int
  /// Whether lines are dotted, which marks extrapolation and is never a series' own dash.
  public var isDashed: Bool
  /// Whether markers are outlines.
  public var isHollow: Bool
  /// Whether the mark is drawn at about a third of its strength.
  public var isFaded: Bool

  /// Creates a style.
  public init(index: Int, isDashed: Bool = false, isHollow: Bool = false, isFaded: Bool = false) {
    self.index = index
    self.isDashed = isDashed
    self.isHollow = isHollow
    self.isFaded = isFaded
  }

  /// Returns the style of the series with a number, counted from 0.
  public static func series(_ index: Int) -> SeriesStyle { SeriesStyle(index: index) }

  /// The same style with dotted lines.
  public var dashed: SeriesStyle { changed { $0.isDashed = true } }
  /// The same style with outlined markers.
  public var hollow: SeriesStyle { changed { $0.isHollow = true } }
  /// The same style at about a third of its strength.
  public var faded: SeriesStyle { changed { $0.isFaded = true } }

  private func changed(_ change: (inout SeriesStyle) -> Void) -> SeriesStyle {
    var copy = self
    change(&copy)
    return copy
  }

  private func cycled(_ count: Int) -> Int { Int(index.magnitude % UInt(count)) }

  /// The position in the palette.
  var colorIndex: Int { cycled(SeriesPalette.colors.count) }
  /// The marker of the series; seven shapes against eight colours, so that their pairs repeat late.
  var marker: MarkerShape { MarkerShape.allCases[cycled(MarkerShape.allCases.count)] }
  /// The lengths of dashes and gaps; empty for a solid line.
  var dashes: [Double] { isDashed ? [1.5, 4] : SeriesPalette.dashes[cycled(SeriesPalette.dashes.count)] }
}
