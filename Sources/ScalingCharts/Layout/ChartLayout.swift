/// Sizes of words and gaps, in pixels.
enum LayoutMetrics {
  static let edge = 14.0
  static let headingSize = 16.0
  static let headingLine = 21.0
  static let captionSize = 12.5
  static let captionLine = 18.0
  static let tickSize = 12.0
  static let nameSize = 12.5
  static let nameLine = 15.0
  static let legendLine = 20.0
  static let noteSize = 11.5
  static let tickLength = 4.0
  static let smallestPlot = (width: 60.0, height: 40.0)
  /// Above so many names a legend is easier to read than labels at the curves.
  static let mostDirectNames = 6
}

/// The passes between data and shapes: scales, guides and margins, marks, words in the plot.
struct ChartLayout {
  let width: Double
  let height: Double
  private(set) var frame: PlotFrame
  private(set) var xPlan: AxisPlan
  private(set) var yPlan: AxisPlan
  private(set) var markShapes: [SceneShape] = []
  private(set) var words: PlotWords
  let header: ChartHeader
  private let hasData: Bool

  init(figure: ChartFigure, columns: [MarkColumns], width: Double, height: Double) throws {
    let xData = try MarkColumns.extent(of: columns, .x, axis: figure.x)
    let yData = try MarkColumns.extent(of: columns, .y, axis: figure.y)
    let xExtent = xData.union(figure.sharedX)
    let yExtent = yData.union(figure.sharedY)
    let color = try Self.colorScale(of: figure, columns: columns)
    let marks = Thinning.thinned(
      figure.marks, x: Self.picture(figure.x, xExtent, width), y: Self.picture(figure.y, yExtent, height), color: color)
    let names = SeriesName.all(of: figure.marks)
    self.width = width
    self.height = height
    hasData = xData != nil || yData != nil

    func header(legend: Bool) -> ChartHeader {
      ChartHeader(figure: figure, legend: legend ? names : [], color: color, width: width)
    }
    let foot = LayoutMetrics.tickLength + 2 + LayoutMetrics.tickSize + 6 + LayoutMetrics.captionLine + 6
    var isLegend = figure.seriesNames == .legend || names.count > LayoutMetrics.mostDirectNames
    var top = header(legend: isLegend)
    let column = Double(names.count - 1) * LayoutMetrics.nameLine
    // Labels at the curves need a column of their height in the worst case.
    if !isLegend, column > height - foot - top.bottom {
      isLegend = true
      top = header(legend: true)
    }
    self.header = top
    let plotTop = top.bottom
    let plotBottom = height - foot
    guard plotBottom - plotTop >= LayoutMetrics.smallestPlot.height else {
      throw ChartError("A height of \(height) leaves no room for the plot below its title and names.")
    }

    let yPlan = try Self.verticalPlan(figure.y, extent: yExtent, top: plotTop, bottom: plotBottom, width: width)
    let labelRoom = yPlan.labelled.map { TextWidth.reserved($0.label, size: LayoutMetrics.tickSize) }.max() ?? 0
    let left = LayoutMetrics.edge + labelRoom + LayoutMetrics.tickLength + 3
    let direct = isLegend ? [] : names
    var gutter = 0.0
    var attempt = 0
    while true {
      let plan = try Self.horizontalPlan(
        figure.x, extent: xExtent, left: left, right: width - max(gutter, LayoutMetrics.edge + 4), width: width)
      let area = SceneRectangle(left: left, top: plotTop, right: plan.right, bottom: plotBottom)
      let frame = PlotFrame(
        area: area,
        x: AxisScale(figure.x, domain: plan.plan.domain, from: area.left, to: area.right),
        y: AxisScale(figure.y, domain: yPlan.domain, from: area.bottom, to: area.top), color: color)
      let shapes = marks.map { $0.shapes(in: frame) }
      let words = PlotWords(
        figure: figure, names: direct, shapes: shapes, frame: frame, width: width, isColumn: attempt >= 2)
      if words.gutter <= gutter || attempt >= 3 {
        self.frame = frame
        self.xPlan = plan.plan
        self.yPlan = yPlan
        self.markShapes = shapes.flatMap { $0 }
        self.words = words
        return
      }
      gutter = words.gutter
      attempt += 1
    }
  }

  /// An axis across the whole picture, before there is a plot.
  static func picture(_ axis: ChartAxis, _ extent: ClosedRange<Double>?, _ size: Double) -> AxisScale {
    AxisScale(
      kind: axis.scale, domain: axis.domain ?? extent ?? 1...1, start: 0, end: size, threshold: axis.linearThreshold)
  }

  /// The scale of the colours, where any are asked for.
  private static func colorScale(of figure: ChartFigure, columns: [MarkColumns]) throws -> ColorScale? {
    guard let axis = figure.color else {
      for mark in columns where mark.columns.contains(where: { $0.channel == .color }) {
        throw ChartError(
          "The \(mark.mark) are coloured by a value, and the figure has no colour axis.", mark: mark.mark)
      }
      return nil
    }
    return try ColorScale(axis, extent: MarkColumns.extent(of: columns, .color, axis: axis))
  }

  /// Returns the first plan whose labels stand clear of each other one above the other.
  private static func verticalPlan(
    _ axis: ChartAxis, extent: ClosedRange<Double>?, top: Double, bottom: Double, width: Double
  ) throws -> AxisPlan {
    let target = min(max(Int((bottom - top) / 48), 3), 9)
    let plans = try AxisPlan.candidates(for: axis, name: "y", extent: extent, target: target)
    let distance = LayoutMetrics.tickSize * 1.3
    for plan in plans {
      let scale = AxisScale(axis, domain: plan.domain, from: bottom, to: top)
      let places = plan.labelled.map { scale.position($0.value) }
      let widest = plan.labelled.map { TextWidth.reserved($0.label, size: LayoutMetrics.tickSize) }.max() ?? 0
      if axis.scale == .band, widest > 0.34 * width, plan != plans.last { continue }
      if zip(places, places.dropFirst()).allSatisfy({ abs($0 - $1) >= distance }) { return plan }
    }
    guard axis.scale != .band else {
      throw ChartError(
        "A height of \(DecimalNumber.fixed(bottom - top, decimals: 0)) is too low for the \(axis.categories.count) categories of the y axis."
      )
    }
    // Uneven labels on a logarithmic axis may only fit as the outermost two.
    if let plan = plans.last, let outer = outermost(plan) {
      let scale = AxisScale(axis, domain: plan.domain, from: bottom, to: top)
      let places = outer.labelled.map { scale.position($0.value) }
      if places[0] - places[1] >= distance { return outer }
    }
    throw ChartError("The chart is too low for two labels on the y axis.")
  }

  /// Returns the first plan whose labels stand clear of each other side by side, and the plot's right edge.
  private static func horizontalPlan(
    _ axis: ChartAxis, extent: ClosedRange<Double>?, left: Double, right: Double, width: Double
  ) throws -> (plan: AxisPlan, right: Double) {
    guard right - left >= LayoutMetrics.smallestPlot.width else {
      throw ChartError("A width of \(width) leaves no room for the plot beside its labels.")
    }
    let target = min(max(Int((right - left) / 85), 3), 9)
    let plans = try AxisPlan.candidates(for: axis, name: "x", extent: extent, target: target)
    // A band axis names every category or none.
    let outer = axis.scale == .band ? [] : plans.compactMap(outermost)
    for plan in plans + outer {
      // The last label may reach beyond the plot; the plot gives way once, up to the label's half.
      var edge = right
      for _ in 0..<2 {
        let scale = AxisScale(axis, domain: plan.domain, from: left, to: edge)
        let boxes = AxisGuide.horizontalLabels(plan, scale: scale, baseline: 0, width: width).map(\.bounds)
        let isClear = zip(boxes, boxes.dropFirst()).allSatisfy { $0.right + 8 <= $1.left }
        let reach = plan.labelled.last.map {
          scale.position($0.value) + TextWidth.reserved($0.label, size: LayoutMetrics.tickSize) / 2
        }
        let excess = (reach ?? 0) - (width - 4)
        if isClear, excess <= 0 || edge < right { return (plan, edge) }
        guard excess > 0, edge - excess - left >= LayoutMetrics.smallestPlot.width else { break }
        edge -= excess
      }
    }
    throw ChartError("The chart is too narrow for two labels on the x axis.")
  }

  private static func outermost(_ plan: AxisPlan) -> AxisPlan? {
    guard let first = plan.labelled.first, let last = plan.labelled.last, first != last else { return nil }
    return AxisPlan(domain: plan.domain, labelled: [first, last], minor: plan.minor)
  }

  /// Returns the whole picture, back to front.
  func scene(of figure: ChartFigure) -> ChartScene {
    let guide = AxisGuide(frame: frame, x: xPlan, y: yPlan, width: width, height: height)
    var shapes: [SceneShape] = [
      .rectangle(SceneRectangle(left: 0, top: 0, right: width, bottom: height), .background)
    ]
    shapes += guide.gridShapes()
    shapes += markShapes
    shapes += guide.axisShapes(xCaption: figure.x.caption)
    shapes += header.shapes
    shapes += words.shapes
    if !hasData {
      let middle = ScenePosition(
        x: (frame.area.left + frame.area.right) / 2, y: (frame.area.top + frame.area.bottom) / 2)
      shapes.append(
        .text(
          SceneText(
            words: "No data", position: middle, anchor: .middle, size: LayoutMetrics.captionSize, paint: .quietText)))
    }
    return ChartScene(
      width: width, height: height, title: figure.title, description: figure.description, plotArea: frame.area,
      shapes: shapes)
  }
}

extension AxisScale {
  /// The scale of an axis between its first and last pixel; categories of an upright axis run from the top down.
  init(_ axis: ChartAxis, domain: ClosedRange<Double>, from first: Double, to last: Double) {
    let isReversed = axis.scale == .band && last < first
    self.init(
      kind: axis.scale, domain: domain, start: isReversed ? last : first, end: isReversed ? first : last,
      threshold: axis.linearThreshold)
  }
}

extension ClosedRange<Double>? {
  /// The range that holds both.
  func union(_ other: ClosedRange<Double>?) -> ClosedRange<Double>? {
    guard let self else { return other }
    guard let other else { return self }
    return Swift.min(self.lowerBound, other.lowerBound)...Swift.max(self.upperBound, other.upperBound)
  }
}
