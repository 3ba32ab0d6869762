/// What stands above the plot: the heading, the subtitle, the legend and the words of the y axis.
struct ChartHeader {
  private(set) var shapes: [SceneShape] = []
  /// Where the plot may begin.
  private(set) var bottom: Double

  private static let swatch = 24.0

  /// Lays the header out; an empty list of names means no legend.
  ///
  /// The words of the y axis lie flat above it: they read without turning the head and cost the plot no width.
  init(figure: ChartFigure, legend names: [SeriesName], color: ColorScale?, width: Double) {
    let room = width - 2 * LayoutMetrics.edge
    bottom = 10
    let heading = TextWidth.wrapped(
      figure.title, size: LayoutMetrics.headingSize, isBold: true, width: room, lines: 2)
    for line in heading {
      bottom += LayoutMetrics.headingLine
      addText(line, x: LayoutMetrics.edge, y: bottom - 4, size: LayoutMetrics.headingSize, paint: .heading)
    }
    let subtitle = TextWidth.wrapped(figure.subtitle, size: LayoutMetrics.captionSize, width: room, lines: 3)
    for line in subtitle {
      bottom += LayoutMetrics.captionLine
      addText(line, x: LayoutMetrics.edge, y: bottom - 4, size: LayoutMetrics.captionSize, paint: .quietText)
    }
    if !names.isEmpty { addLegend(names, room: room) }
    if let color { addColorKey(color, room: room) }
    let caption = TextWidth.wrapped(figure.y.caption, size: LayoutMetrics.captionSize, width: room, lines: 2)
    if !caption.isEmpty { bottom += 3 }
    for line in caption {
      bottom += LayoutMetrics.captionLine
      addText(line, x: LayoutMetrics.edge, y: bottom - 4, size: LayoutMetrics.captionSize, paint: .quietText)
    }
    // Half a tick label, and a marker on the upper edge, stand above the plot.
    bottom += 9
  }

  private mutating func addText(_ words: String, x: Double, y: Double, size: Double, paint: ScenePaint) {
    shapes.append(
      .text(
        SceneText(words: words, position: ScenePosition(x: x, y: y), anchor: .start, size: size, paint: paint)))
  }

  private mutating func addLegend(_ names: [SeriesName], room: Double) {
    let size = LayoutMetrics.nameSize
    var x = LayoutMetrics.edge
    bottom += LayoutMetrics.legendLine + 2
    for name in names {
      let words = TextWidth.fitted(name.words, size: size, width: room - Self.swatch - 7)
      let width = Self.swatch + 7 + TextWidth.reserved(words, size: size)
      if x > LayoutMetrics.edge, x + width > LayoutMetrics.edge + room {
        x = LayoutMetrics.edge
        bottom += LayoutMetrics.legendLine
      }
      addSwatch(of: name, x: x, y: bottom - 8.5)
      addText(words, x: x + Self.swatch + 7, y: bottom - 4, size: size, paint: .text)
      x += width + 14
    }
  }

  /// The key of the colours: what they stand for, the steps, and the values at both ends.
  private mutating func addColorKey(_ scale: ColorScale, room: Double) {
    let size = LayoutMetrics.nameSize
    bottom += LayoutMetrics.legendLine + 2
    var x = LayoutMetrics.edge
    func put(_ words: String) {
      addText(words, x: x, y: bottom - 4, size: size, paint: .text)
      x += TextWidth.reserved(words, size: size) + 7
    }
    let (low, high) = scale.ends
    let ends = TextWidth.reserved(low + high, size: size) + 28 + Double(ColorScale.steps) * 14
    if !scale.caption.isEmpty, room - ends >= 40 {
      put(TextWidth.fitted(scale.caption + ":", size: size, width: room - ends))
    }
    put(low)
    for step in 0..<ColorScale.steps {
      let box = SceneRectangle(left: x, top: bottom - 13.5, right: x + 14, bottom: bottom - 3.5)
      shapes.append(.areas([Self.corners(of: box)], .ramp(step)))
      x += 14
    }
    x += 7
    put(high)
  }

  private static func corners(of box: SceneRectangle) -> [ScenePosition] {
    [
      ScenePosition(x: box.left, y: box.top), ScenePosition(x: box.right, y: box.top),
      ScenePosition(x: box.right, y: box.bottom), ScenePosition(x: box.left, y: box.bottom),
    ]
  }

  private mutating func addSwatch(of name: SeriesName, x: Double, y: Double) {
    let middle = ScenePosition(x: x + Self.swatch / 2, y: y)
    let ends = [ScenePosition(x: x, y: y), ScenePosition(x: x + Self.swatch, y: y)]
    if let style = name.bandStyle {
      let box = SceneRectangle(left: x, top: y - 5, right: x + Self.swatch, bottom: y + 5)
      shapes.append(.areas([Self.corners(of: box)], .band(style)))
    }
    if let style = name.barStyle {
      let box = SceneRectangle(left: x + 6, top: y - 5, right: x + Self.swatch - 6, bottom: y + 5)
      shapes.append(.areas([Self.corners(of: box)], .bar(style)))
    }
    if let style = name.lineStyle { shapes.append(.lines([ends], .line(style))) }
    if let style = name.whiskerStyle { shapes.append(.lines([ends], .whisker(style))) }
    if let style = name.dotStyle {
      shapes.append(.markers([middle], shape: style.marker, radius: 3.6, .marker(style)))
    }
  }
}
