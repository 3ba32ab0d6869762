/// The plot area with its two scales: all that a mark needs to draw itself.
struct PlotFrame: Sendable {
  let area: SceneRectangle
  let x: AxisScale
  let y: AxisScale
  /// What the colours of markers stand for, where a figure says so.
  var color: ColorScale?

  func position(_ horizontal: Double, _ vertical: Double) -> ScenePosition {
    ScenePosition(x: x.position(horizontal), y: y.position(vertical))
  }

  func positions(_ horizontal: [Double], _ vertical: [Double]) -> [ScenePosition] {
    zip(horizontal, vertical).map { position($0, $1) }
  }
}

extension ChartMark {
  private static let dotRadius = 3.6
  private static let capReach = 3.0
  private static let cappedRows = 60

  /// Returns the mark's shapes, cut to the plot area; a marker is left out when its middle lies outside.
  func shapes(in frame: PlotFrame) -> [SceneShape] {
    switch geometry {
    case .dots(let x, let y, _, let colors?):
      return coloredMarkers(frame.positions(x, y), colors, in: frame)
    case .dots(let x, let y, _, nil):
      let inside = frame.positions(x, y).filter(frame.area.contains)
      if inside.isEmpty { return [] }
      return [.markers(inside, shape: style.marker, radius: Self.dotRadius, .marker(style))]
    case .line(let x, let y, let isMonotone):
      let corners = frame.positions(x, y)
      return lineShapes(isMonotone ? MonotoneCurve.points(through: corners) : corners, in: frame)
    case .bars(let places, let from, let to, let thickness, let isHorizontal):
      return bars(places, from, to, thickness, isHorizontal, in: frame)
    case .steps(let x, let y, let direction):
      return lineShapes(Self.staircase(frame.positions(x, y), direction: direction), in: frame)
    case .band(let x, let lower, let upper):
      if x.count == 1 {
        return lines([frame.positions([x[0], x[0]], [lower[0], upper[0]])], .whisker(style), in: frame)
      }
      let outline = frame.positions(x, upper) + frame.positions(x, lower).reversed()
      let area = Clipping.area(outline, to: frame.area)
      return area.isEmpty ? [] : [.areas([area], .band(style))]
    case .errorBars(let x, let y, let xBounds, let yBounds):
      return lines(whiskers(x, y, xBounds, yBounds, in: frame), .whisker(style), in: frame)
    case .region(let x, let y):
      return region(x, y, in: frame)
    case .verticalRule(let value):
      let at = frame.x.position(value)
      let ends = [ScenePosition(x: at, y: frame.area.top), ScenePosition(x: at, y: frame.area.bottom)]
      return lines([ends], .rule, in: frame)
    case .horizontalRule(let value):
      let at = frame.y.position(value)
      let ends = [ScenePosition(x: frame.area.left, y: at), ScenePosition(x: frame.area.right, y: at)]
      return lines([ends], .rule, in: frame)
    case .text:
      return []
    }
  }

  /// One group of markers for each step of the colours, the highest values on top.
  private func coloredMarkers(_ positions: [ScenePosition], _ values: [Double], in frame: PlotFrame) -> [SceneShape] {
    var groups = [[ScenePosition]](repeating: [], count: ColorScale.steps)
    for (position, value) in zip(positions, values) where frame.area.contains(position) {
      groups[frame.color?.step(of: value) ?? 0].append(position)
    }
    return groups.enumerated().compactMap { step, places in
      places.isEmpty ? nil : .markers(places, shape: style.marker, radius: Self.dotRadius, .ramp(step))
    }
  }

  /// Rectangles across the plot, cut to it; one of no length is left out.
  private func bars(
    _ places: [Double], _ from: [Double], _ to: [Double], _ thickness: Double, _ isHorizontal: Bool,
    in frame: PlotFrame
  ) -> [SceneShape] {
    let (along, across) = isHorizontal ? (frame.x, frame.y) : (frame.y, frame.x)
    let outlines = places.indices.map { row in
      let ends = [from[row], to[row]].map(along.position)
      let sides = [places[row] - thickness / 2, places[row] + thickness / 2].map(across.position)
      return [(0, 0), (0, 1), (1, 1), (1, 0)].map { end, side in
        isHorizontal
          ? ScenePosition(x: ends[end], y: sides[side]) : ScenePosition(x: sides[side], y: ends[end])
      }
    }.map { Clipping.area($0, to: frame.area) }.filter { !$0.isEmpty }
    return outlines.isEmpty ? [] : [.areas(outlines, .bar(style))]
  }

  /// A rectangle between two values of each axis, cut to the plot.
  private func region(
    _ x: ClosedRange<Double>?, _ y: ClosedRange<Double>?, in frame: PlotFrame
  ) -> [SceneShape] {
    func pixels(_ range: ClosedRange<Double>?, _ scale: AxisScale, _ least: Double, _ most: Double) -> (Double, Double)
    {
      guard let range else { return (least, most) }
      // Nothing at or below zero has a place on a logarithmic axis: such a bound is the edge.
      let ends = [range.lowerBound, range.upperBound].map { value in
        scale.position(min(max(value, scale.domain.lowerBound), scale.domain.upperBound))
      }
      return (min(ends[0], ends[1]), max(ends[0], ends[1]))
    }
    let (left, right) = pixels(x, frame.x, frame.area.left, frame.area.right)
    let (top, bottom) = pixels(y, frame.y, frame.area.top, frame.area.bottom)
    guard left < right, top < bottom else { return [] }
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom)].map { ScenePosition(x: $0.0, y: $0.1) }
    return [.areas([corners], .band(style))]
  }

  /// Returns the corners of a staircase through positions.
  static func staircase(_ points: [ScenePosition], direction: StepDirection) -> [ScenePosition] {
    guard var previous = points.first else { return [] }
    var corners = [previous]
    for point in points.dropFirst() {
      switch direction {
      case .after: corners.append(ScenePosition(x: point.x, y: previous.y))
      case .before: corners.append(ScenePosition(x: previous.x, y: point.y))
      }
      corners.append(point)
      previous = point
    }
    return corners
  }

  private func lineShapes(_ points: [ScenePosition], in frame: PlotFrame) -> [SceneShape] {
    // A line of one row would be invisible.
    if points.count == 1 {
      let inside = points.filter(frame.area.contains)
      return inside.isEmpty ? [] : [.markers(inside, shape: .circle, radius: 2, .marker(style))]
    }
    return lines([points], .line(style), in: frame)
  }

  private func lines(_ all: [[ScenePosition]], _ paint: ScenePaint, in frame: PlotFrame) -> [SceneShape] {
    let parts = all.flatMap { Clipping.line($0, to: frame.area) }
    return parts.isEmpty ? [] : [.lines(parts, paint)]
  }

  private func whiskers(
    _ x: [Double], _ y: [Double], _ xBounds: IntervalColumns?, _ yBounds: IntervalColumns?, in frame: PlotFrame
  ) -> [[ScenePosition]] {
    var result: [[ScenePosition]] = []
    let reach = x.count <= Self.cappedRows ? Self.capReach : 0
    for row in x.indices {
      if let xBounds {
        let ends = frame.positions([xBounds.lower[row], xBounds.upper[row]], [y[row], y[row]])
        result.append(ends)
        if reach > 0 {
          result += ends.map { [ScenePosition(x: $0.x, y: $0.y - reach), ScenePosition(x: $0.x, y: $0.y + reach)] }
        }
      }
      if let yBounds {
        let ends = frame.positions([x[row], x[row]], [yBounds.lower[row], yBounds.upper[row]])
        result.append(ends)
        if reach > 0 {
          result += ends.map { [ScenePosition(x: $0.x - reach, y: $0.y), ScenePosition(x: $0.x + reach, y: $0.y)] }
        }
      }
    }
    return result
  }
}
