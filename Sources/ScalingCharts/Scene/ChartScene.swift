/// A laid-out chart: flat shapes in pixels, origin at the top left, in drawing order.
///
/// A scene is all that a renderer sees.
public struct ChartScene: Sendable, Equatable {
  /// The width in pixels.
  public let width: Double
  /// The height in pixels.
  public let height: Double
  /// The heading, for the document's title.
  public let title: String
  /// What the chart shows, in words.
  public let description: String
  /// Where the marks are, without axes and words.
  public let plotArea: SceneRectangle
  /// The shapes, the first at the bottom.
  public let shapes: [SceneShape]
}

/// A position in pixels, y downwards.
public struct ScenePosition: Sendable, Hashable {
  /// The distance from the left edge.
  public let x: Double
  /// The distance from the top edge.
  public let y: Double

  /// Creates a position.
  public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }
}

/// A rectangle in pixels, y downwards.
public struct SceneRectangle: Sendable, Hashable {
  /// The left edge.
  public let left: Double
  /// The top edge.
  public let top: Double
  /// The right edge.
  public let right: Double
  /// The bottom edge.
  public let bottom: Double

  /// Creates a rectangle from its edges.
  public init(left: Double, top: Double, right: Double, bottom: Double) {
    self.left = left
    self.top = top
    self.right = right
    self.bottom = bottom
  }

  /// The distance from left to right.
  public var width: Double { right - left }
  /// The distance from top to bottom.
  public var height: Double { bottom - top }

  /// Returns whether two rectangles share more than an edge.
  public func overlaps(_ other: SceneRectangle) -> Bool {
    left < other.right && other.left < right && top < other.bottom && other.top < bottom
  }

  /// Returns whether a position lies inside or on the edge, with a hundredth of a pixel to spare.
  public func contains(_ position: ScenePosition) -> Bool {
    position.x >= left - 0.01 && position.x <= right + 0.01 && position.y >= top - 0.01 && position.y <= bottom + 0.01
  }

  /// Returns whether another rectangle lies inside, with a hundredth of a pixel to spare.
  public func contains(_ other: SceneRectangle) -> Bool {
    contains(ScenePosition(x: other.left, y: other.top)) && contains(ScenePosition(x: other.right, y: other.bottom))
  }
}

/// What a shape stands for, from which a renderer takes colours and strokes.
public enum ScenePaint: Sendable, Hashable {
  /// The surface under everything.
  case background
  /// A line across the plot at a labelled tick.
  case grid
  /// A lighter line across the plot between labelled ticks.
  case minorGrid
  /// The line of an axis, or a tick on it.
  case axis
  /// A rule at a value.
  case rule
  /// A thin line from a curve to its name.
  case leader
  /// The line of a series.
  case line(SeriesStyle)
  /// The shaded area of a series.
  case band(SeriesStyle)
  /// The bars of a series.
  case bar(SeriesStyle)
  /// The markers of a series.
  case marker(SeriesStyle)
  /// Markers, or a part of the key, in a step of the colour ramp, from 0 for the lowest values.
  case ramp(Int)
  /// The whiskers of a series.
  case whisker(SeriesStyle)
  /// The heading.
  case heading
  /// Words and numbers of the axes.
  case quietText
  /// Words in the plot and in the legend.
  case text
  /// The name of a series at its curve.
  case seriesName(SeriesStyle)
}

/// The shape of a marker.
public enum MarkerShape: String, Sendable, Hashable, CaseIterable {
  /// A disc.
  case circle
  /// A square on its side.
  case square
  /// A triangle, point up.
  case triangle
  /// A square on its corner.
  case diamond
  /// A triangle, point down.
  case invertedTriangle
  /// Two triangles that meet in the middle, one above the other.
  case hourglass
  /// Two triangles that meet in the middle, side by side.
  case bowTie
}

/// One primitive of a scene.
public enum SceneShape: Sendable, Equatable {
  /// A filled rectangle.
  case rectangle(SceneRectangle, ScenePaint)
  /// Open lines of one paint, drawn as one shape.
  case lines([[ScenePosition]], ScenePaint)
  /// Filled, closed outlines of one paint.
  case areas([[ScenePosition]], ScenePaint)
  /// Markers of one form and size at many positions; the size is the radius of a circle of like area.
  case markers([ScenePosition], shape: MarkerShape, radius: Double, ScenePaint)
  /// A line of text.
  case text(SceneText)
}

/// A line of text in a scene.
public struct SceneText: Sendable, Hashable {
  /// Which part of the text stands at its position.
  public enum Anchor: String, Sendable, Hashable {
    /// The left end.
    case start
    /// The middle.
    case middle
    /// The right end.
    case end
  }

  /// The words.
  public let words: String
  /// The anchor's place on the base line.
  public let position: ScenePosition
  /// Which part of the text stands at the position.
  public let anchor: Anchor
  /// The font size in pixels.
  public let size: Double
  /// What the text stands for.
  public let paint: ScenePaint

  /// The rectangle the text is taken to fill, with room for fonts wider than the table.
  public var bounds: SceneRectangle {
    let width = TextWidth.reserved(words, size: size, isBold: paint == .heading)
    let left =
      switch anchor {
      case .start: position.x
      case .middle: position.x - width / 2
      case .end: position.x - width
      }
    return SceneRectangle(
      left: left, top: position.y - 0.8 * size, right: left + width, bottom: position.y + 0.25 * size)
  }
}
