/// The names of the legend with their colours.
struct VegaLiteColors {
  private let names: [SeriesName]

  init(names: [SeriesName]) { self.names = names }

  /// The colour channel of a mark; `nil` for one without a name.
  func channel(of mark: ChartMark) -> ChartJSON? {
    guard let label = mark.label, names.contains(where: { $0.words == label }) else { return nil }
    return .object([
      ("datum", .text(label)),
      (
        "scale",
        .object([
          ("domain", .list(names.map { .text($0.words) })),
          ("range", .list(names.map { .text(SeriesPalette.colors[$0.style.colorIndex].light) })),
        ])
      ),
      ("legend", .object([("title", .null)])),
    ])
  }
}

/// One mark as a layer.
struct VegaLiteLayer {
  let mark: ChartMark
  let figure: ChartFigure
  let colors: VegaLiteColors

  /// The layer; `nil` for a mark without rows.
  var json: ChartJSON? {
    switch mark.geometry {
    case .dots(let x, let y, let ties, let values):
      var rows: [(String, [Double])] = [("x", x), ("y", y)]
      if let values { rows.append(("color", values)) }
      if let ties { rows.append(("ties", ties.map(Double.init))) }
      return layer(
        rows, "point", [("filled", .flag(!mark.style.isHollow)), ("shape", .text(shape)), ("size", .number(45))])
    case .line(let x, let y, let isMonotone):
      let shape: [(String, ChartJSON)] = isMonotone ? [("interpolate", .text("monotone"))] : []
      return layer([("x", x), ("y", y)], "line", strokes + shape, isOrdered: true)
    case .bars(let places, let from, let to, let thickness, let isHorizontal):
      let (along, across) = isHorizontal ? ("x", "y") : ("y", "x")
      let sides = [-0.5, 0.5].map { side in places.map { $0 + side * thickness } }
      return layer(
        [(along, from), (along + "2", to), (across, sides[0]), (across + "2", sides[1])], "rect", [],
        ends: [along + "2", across + "2"])
    case .steps(let x, let y, let direction):
      let interpolation: ChartJSON = .text(direction == .after ? "step-after" : "step-before")
      return layer([("x", x), ("y", y)], "line", strokes + [("interpolate", interpolation)], isOrdered: true)
    case .band(let x, let lower, let upper):
      return layer(
        [("x", x), ("y", lower), ("y2", upper)], "area", [("opacity", .number(SeriesPalette.bandOpacity))],
        ends: ["y2"])
    case .errorBars(let x, let y, let xBounds, let yBounds):
      if let yBounds {
        return layer([("x", x), ("y", yBounds.lower), ("y2", yBounds.upper)], "rule", [], ends: ["y2"])
      }
      guard let xBounds else { return nil }
      return layer([("x", xBounds.lower), ("x2", xBounds.upper), ("y", y)], "rule", [], ends: ["x2"])
    case .region(let x, let y): return region(x, y)
    case .verticalRule(let value): return single("rule", x: value, y: nil)
    case .horizontalRule(let value): return single("rule", x: nil, y: value)
    case .text(let x, let y): return single("text", x: x, y: y)
    }
  }

  private var color: String { SeriesPalette.colors[mark.style.colorIndex].light }

  private var strokes: [(String, ChartJSON)] {
    mark.style.dashes.isEmpty ? [] : [("strokeDash", .list(mark.style.dashes.map { .number($0) }))]
  }

  private var shape: String {
    switch mark.style.marker {
    case .circle: "circle"
    case .square: "square"
    case .triangle: "triangle-up"
    case .diamond: "diamond"
    case .invertedTriangle: "triangle-down"
    case .hourglass: "M-1,-1L1,-1L-1,1L1,1Z"
    case .bowTie: "M-1,-1L-1,1L1,-1L1,1Z"
    }
  }

  private func layer(
    _ columns: [(String, [Double])], _ type: String, _ properties: [(String, ChartJSON)], ends: [String] = [],
    isOrdered: Bool = false
  ) -> ChartJSON? {
    guard let count = columns.first?.1.count, count > 0 else { return nil }
    let rows = (0..<count).map { row in
      ChartJSON.object(
        columns.map { ($0.0, .number($0.1[row])) } + (isOrdered ? [("row", .number(Double(row)))] : []))
    }
    var encoding: [(String, ChartJSON)] = [
      ("x", position("x", figure.x)), ("y", position("y", figure.y)),
    ]
    encoding += ends.map { ($0, .object([("field", .text($0))])) }
    // Without an order Vega-Lite sorts a line by x.
    if isOrdered { encoding.append(("order", .object([("field", .text("row")), ("type", .text("quantitative"))]))) }
    var mark: [(String, ChartJSON)] = [("type", .text(type)), ("clip", .flag(true))] + properties
    if let axis = figure.color, columns.contains(where: { $0.0 == "color" }) {
      let range: ChartJSON = .list(SeriesPalette.ramp.map { .text($0.light) })
      encoding.append(
        (
          "color",
          .object([
            ("field", .text("color")), ("type", .text("quantitative")), ("title", .text(axis.caption)),
            ("scale", .object([("type", .text(Self.scaleName(axis.scale))), ("range", range)])),
          ])
        ))
    } else if let channel = colors.channel(of: self.mark) {
      encoding.append(("color", channel))
    } else {
      mark.append(("color", .text(color)))
    }
    if self.mark.style.isFaded { mark.append(("strokeOpacity", .number(SeriesPalette.fadedOpacity))) }
    if type == "point" || type == "line" { mark.append(("tooltip", .flag(true))) }
    return .object([
      ("data", .object([("values", .list(rows))])), ("mark", .object(mark)), ("encoding", .object(encoding)),
    ])
  }

  private func position(_ field: String, _ axis: ChartAxis) -> ChartJSON {
    .object([("field", .text(field)), ("type", .text("quantitative"))] + guide(axis))
  }

  private func guide(_ axis: ChartAxis) -> [(String, ChartJSON)] {
    var scale: [(String, ChartJSON)] = [
      ("type", .text(Self.scaleName(axis.scale))), ("zero", .flag(false)),
    ]
    if axis.scale == .symmetricLogarithmic { scale.append(("constant", .number(axis.linearThreshold))) }
    if axis.scale == .band { return bandGuide(axis) }
    let shared = axis == figure.x ? figure.sharedX : figure.sharedY
    if let domain = axis.domain ?? shared {
      scale.append(("domain", .list([.number(domain.lowerBound), .number(domain.upperBound)])))
      scale.append(("nice", .flag(false)))
    }
    if axis.scale == .logarithmic { scale.removeAll { $0.0 == "zero" } }
    let format = axis.numbers == .percent ? "%" : "~s"
    return [
      ("title", .text(axis.caption)), ("scale", .object(scale)),
      ("axis", .object([("format", .text(format))])),
    ]
  }

  private static func scaleName(_ scale: ChartAxis.Scale) -> String {
    switch scale {
    case .linear, .band: "linear"
    case .logarithmic: "log"
    case .symmetricLogarithmic: "symlog"
    }
  }

  /// Categories as the labels of whole numbers, so that marks may stand between them.
  private func bandGuide(_ axis: ChartAxis) -> [(String, ChartJSON)] {
    let places = axis.categories.indices.map { ChartJSON.number(Double($0)) }
    // A JSON list of texts is also one of Vega's expression language.
    let words = ChartJSON.list(axis.categories.map { .text($0) }).text
    return [
      ("title", .text(axis.caption)),
      (
        "scale",
        .object([
          ("type", .text("linear")), ("nice", .flag(false)), ("reverse", .flag(axis == figure.y)),
          ("domain", .list([.number(-0.5), .number(Double(axis.categories.count) - 0.5)])),
        ])
      ),
      (
        "axis",
        .object([
          ("values", .list(places)), ("labelExpr", .text("\(words)[datum.value]")), ("grid", .flag(false)),
        ])
      ),
    ]
  }

  /// A rectangle; a bound that is not finite, or not above zero on a logarithmic axis, is the edge.
  private func region(_ x: ClosedRange<Double>?, _ y: ClosedRange<Double>?) -> ChartJSON {
    var encoding: [(String, ChartJSON)] = []
    for (name, range, axis) in [("x", x, figure.x), ("y", y, figure.y)] {
      guard let range else { continue }
      let low = range.lowerBound.isFinite && (axis.scale != .logarithmic || range.lowerBound > 0)
      encoding.append(
        (name, low ? end(range.lowerBound, axis) : .object([("value", name == "x" ? .number(0) : .text("height"))])))
      let high = range.upperBound.isFinite && (axis.scale != .logarithmic || range.upperBound > 0)
      encoding.append(
        (
          "\(name)2",
          high
            ? .object([("datum", .number(range.upperBound))])
            : .object([("value", name == "x" ? .text("width") : .number(0))])
        ))
    }
    return .object([
      ("data", .object([("values", .list([.object([])]))])),
      (
        "mark",
        .object([
          ("type", .text("rect")), ("clip", .flag(true)), ("color", .text(color)),
          ("opacity", .number(SeriesPalette.bandOpacity)),
        ])
      ), ("encoding", .object(encoding)),
    ])
  }

  private func end(_ value: Double, _ axis: ChartAxis) -> ChartJSON {
    .object([("datum", .number(value)), ("type", .text("quantitative"))] + guide(axis))
  }

  /// A rule or words at one place.
  private func single(_ type: String, x: Double?, y: Double?) -> ChartJSON {
    var encoding: [(String, ChartJSON)] = []
    if let x {
      encoding.append(("x", .object([("datum", .number(x)), ("type", .text("quantitative"))] + guide(figure.x))))
    }
    if let y {
      encoding.append(("y", .object([("datum", .number(y)), ("type", .text("quantitative"))] + guide(figure.y))))
    }
    var properties: [(String, ChartJSON)] = [("type", .text(type)), ("color", .text(SeriesPalette.quietText.light))]
    if type == "text" {
      properties += [("align", .text("left")), ("dx", .number(6))]
      encoding.append(("text", .object([("value", .text(mark.label ?? ""))])))
    } else if let label = mark.label {
      properties.append(("tooltip", .text(label)))
    }
    return .object([
      ("data", .object([("values", .list([.object([])]))])), ("mark", .object(properties)),
      ("encoding", .object(encoding)),
    ])
  }
}
