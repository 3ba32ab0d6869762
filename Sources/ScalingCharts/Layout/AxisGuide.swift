/// Grid lines, axis lines, ticks and their words.
struct AxisGuide {
  let frame: PlotFrame
  let x: AxisPlan
  let y: AxisPlan
  let width: Double
  let height: Double

  /// Returns the lines under the marks.
  func gridShapes() -> [SceneShape] {
    func lines(_ xs: [Double], _ ys: [Double], _ paint: ScenePaint) -> [SceneShape] {
      let area = frame.area
      let upright = xs.map { frame.x.position($0) }.map {
        [ScenePosition(x: $0, y: area.top), ScenePosition(x: $0, y: area.bottom)]
      }
      let level = ys.map { frame.y.position($0) }.map {
        [ScenePosition(x: area.left, y: $0), ScenePosition(x: area.right, y: $0)]
      }
      return upright.isEmpty && level.isEmpty ? [] : [.lines(upright + level, paint)]
    }
    return lines(x.minor, y.minor, .minorGrid) + lines(x.labelled.map(\.value), y.labelled.map(\.value), .grid)
  }

  /// Returns the axis lines, ticks, tick labels and the words below the x axis.
  func axisShapes(xCaption: String) -> [SceneShape] {
    let area = frame.area
    let tick = LayoutMetrics.tickLength
    var lines = [
      [
        ScenePosition(x: area.left, y: area.top), ScenePosition(x: area.left, y: area.bottom),
        ScenePosition(x: area.right, y: area.bottom),
      ]
    ]
    for value in x.labelled.map(\.value) {
      let at = frame.x.position(value)
      lines.append([ScenePosition(x: at, y: area.bottom), ScenePosition(x: at, y: area.bottom + tick)])
    }
    for value in y.labelled.map(\.value) {
      let at = frame.y.position(value)
      lines.append([ScenePosition(x: area.left - tick, y: at), ScenePosition(x: area.left, y: at)])
    }
    var shapes: [SceneShape] = [.lines(lines, .axis)]
    let baseline = area.bottom + tick + 2 + LayoutMetrics.tickSize
    shapes += Self.horizontalLabels(x, scale: frame.x, baseline: baseline, width: width).map { .text($0) }
    for label in y.labelled {
      let place = ScenePosition(
        x: area.left - tick - 3, y: frame.y.position(label.value) + 0.36 * LayoutMetrics.tickSize)
      shapes.append(
        .text(
          SceneText(
            words: label.label, position: place, anchor: .end, size: LayoutMetrics.tickSize, paint: .quietText)))
    }
    if let caption = Self.caption(xCaption, around: (area.left + area.right) / 2, y: height - 12, width: width) {
      shapes.append(.text(caption))
    }
    return shapes
  }

  /// Returns the labels below the x axis, pushed inside the picture where they would leave it.
  static func horizontalLabels(
    _ plan: AxisPlan, scale: AxisScale, baseline: Double, width: Double
  ) -> [SceneText] {
    plan.labelled.map { tick in
      let half = TextWidth.reserved(tick.label, size: LayoutMetrics.tickSize) / 2 + 2
      let place = max(half, min(width - half, scale.position(tick.value)))
      return SceneText(
        words: tick.label, position: ScenePosition(x: place, y: baseline), anchor: .middle,
        size: LayoutMetrics.tickSize, paint: .quietText)
    }
  }

  private static func caption(_ words: String, around middle: Double, y: Double, width: Double) -> SceneText? {
    guard !words.isEmpty else { return nil }
    let size = LayoutMetrics.captionSize
    let fitted = TextWidth.fitted(words, size: size, width: width - 8)
    let half = TextWidth.reserved(fitted, size: size) / 2 + 4
    return SceneText(
      words: fitted, position: ScenePosition(x: max(half, min(width - half, middle)), y: y), anchor: .middle,
      size: size, paint: .quietText)
  }
}
