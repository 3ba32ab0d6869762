/// The class and the rules of each paint, for light and dark pages.
///
/// Colours are concrete values in class rules, overridden inside a media query: `var()` is drawn black by resvg and
/// fails in CairoSVG.
struct SVGStyleSheet {
  /// The part of all class names and ids that belongs to one chart.
  let prefix: String
  private var used: Set<ScenePaint> = []

  init(prefix: String) { self.prefix = prefix }

  /// A class with its rules; `colors` have one value per theme.
  private struct Rules {
    let name: String
    let fixed: String
    let colors: [(property: String, color: ThemedColor)]
  }

  private static let fonts =
    "system-ui,-apple-system,\"Segoe UI\",Roboto,\"Helvetica Neue\",Arial,\"Liberation Sans\",sans-serif"

  /// Returns the class name of a paint and remembers that it is in use.
  mutating func className(_ paint: ScenePaint) -> String {
    used.insert(paint)
    return prefix + "-" + Self.rules(of: paint).name
  }

  /// Returns the text of the style element: light rules, then the dark override.
  func text() -> String {
    // Styles that differ in what a class does not show share it.
    var rules: [Rules] = []
    for rule in used.map(Self.rules).sorted(by: { $0.name < $1.name }) where rules.last?.name != rule.name {
      rules.append(rule)
    }
    func block(_ theme: (ThemedColor) -> String, isFixed: Bool) -> String {
      rules.map { rule in
        let colors = rule.colors.map { "\($0.property):\(theme($0.color))" }.joined(separator: ";")
        let fixed = isFixed && !rule.fixed.isEmpty ? ";" + rule.fixed : ""
        return ".\(prefix)-\(rule.name){\(colors)\(fixed)}"
      }.joined(separator: "\n")
    }
    return """
      .\(prefix)-chart{font-family:\(Self.fonts)}
      \(block(\.light, isFixed: true))
      @media (prefers-color-scheme:dark){
      \(block(\.dark, isFixed: false))
      }
      """
  }

  private static func rules(of paint: ScenePaint) -> Rules {
    func stroke(_ name: String, _ color: ThemedColor, _ width: String, _ more: String = "") -> Rules {
      Rules(name: name, fixed: "fill:none;stroke-width:\(width)\(more)", colors: [("stroke", color)])
    }
    func fill(_ name: String, _ color: ThemedColor, _ more: String = "") -> Rules {
      Rules(name: name, fixed: more, colors: [("fill", color)])
    }
    // A rim in the colour of the surface keeps words readable on lines.
    func words(_ name: String, _ color: ThemedColor, _ more: String = "") -> Rules {
      Rules(
        name: name, fixed: "stroke-width:3;stroke-linejoin:round;paint-order:stroke\(more)",
        colors: [("fill", color), ("stroke", SeriesPalette.surface)])
    }
    switch paint {
    case .background: return fill("surface", SeriesPalette.surface)
    case .grid: return stroke("grid", SeriesPalette.grid, "1")
    case .minorGrid: return stroke("minor", SeriesPalette.minorGrid, "1")
    case .axis: return stroke("axis", SeriesPalette.axis, "1")
    case .leader: return stroke("leader", SeriesPalette.axis, "0.75")
    case .rule: return stroke("rule", SeriesPalette.quietText, "1.25", ";stroke-dasharray:5 3")
    case .heading: return fill("heading", SeriesPalette.text, "font-weight:600")
    case .quietText: return fill("quiet", SeriesPalette.quietText)
    case .text: return words("text", SeriesPalette.text)
    case .seriesName(let style):
      return words("name\(style.colorIndex)", SeriesPalette.nameColors[style.colorIndex], ";font-weight:500")
    case .line(let style): return line(style)
    case .whisker(let style):
      return stroke(
        "whisker\(style.colorIndex)\(style.isFaded ? "f" : "")", SeriesPalette.colors[style.colorIndex], "1.25",
        faded(style))
    case .band(let style):
      let strength = SeriesPalette.bandOpacity * (style.isFaded ? 0.5 : 1)
      return fill(
        "band\(style.colorIndex)\(style.isFaded ? "f" : "")", SeriesPalette.colors[style.colorIndex],
        "fill-opacity:\(DecimalNumber.fixed(strength, decimals: 2))")
    case .bar(let style):
      return fill(
        "bar\(style.colorIndex)\(style.isFaded ? "f" : "")", SeriesPalette.colors[style.colorIndex],
        style.isFaded ? "opacity:\(DecimalNumber.fixed(SeriesPalette.fadedOpacity, decimals: 2))" : "")
    case .ramp(let step):
      let count = SeriesPalette.ramp.count
      let index = min(max(step, 0), count - 1)
      return Rules(
        name: "ramp\(index)", fixed: "stroke-width:0.8",
        colors: [("fill", SeriesPalette.ramp[index]), ("stroke", SeriesPalette.surface)])
    case .marker(let style): return marker(style)
    }
  }

  private static func faded(_ style: SeriesStyle) -> String {
    style.isFaded ? ";opacity:\(DecimalNumber.fixed(SeriesPalette.fadedOpacity, decimals: 2))" : ""
  }

  private static func line(_ style: SeriesStyle) -> Rules {
    let dashes = style.dashes.map { DecimalNumber.fixed($0, decimals: 2) }.joined(separator: " ")
    let pattern = dashes.isEmpty ? "" : ";stroke-dasharray:\(dashes)"
    // The dash repeats with another period than the colour, so both are in the name.
    let kind = style.isDashed ? "d" : "p\(Int(style.index.magnitude % UInt(SeriesPalette.dashes.count)))"
    return Rules(
      name: "line\(style.colorIndex)\(kind)\(style.isFaded ? "f" : "")",
      fixed: "fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:\(style.isDashed ? "round" : "butt")"
        + pattern + faded(style),
      colors: [("stroke", SeriesPalette.colors[style.colorIndex])])
  }

  private static func marker(_ style: SeriesStyle) -> Rules {
    let color = SeriesPalette.colors[style.colorIndex]
    let name = "marker\(style.colorIndex)\(style.isHollow ? "h" : "")\(style.isFaded ? "f" : "")"
    let outline = style.isHollow ? color : SeriesPalette.surface
    return Rules(
      name: name, fixed: "stroke-width:\(style.isHollow ? "1.6" : "0.8")\(faded(style))",
      colors: [("fill", style.isHollow ? SeriesPalette.surface : color), ("stroke", outline)])
  }
}
