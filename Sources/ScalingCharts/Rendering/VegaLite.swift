/// A figure as a Vega-Lite 5 specification with its data inline, for notebooks and editors.
///
/// A layer for each mark, rows in their order; bands are drawn by ascending x. Colours are those of the light theme. Axes without a fixed domain are fitted
/// by Vega-Lite, so that ticks may differ from those of a scene; ties and words beside marks are left to tooltips.
public enum VegaLite {
  /// Returns the specification as JSON, at the size of the plot in CSS pixels.
  ///
  /// The same figure gives the same bytes. Throws what `ChartFigure.scene(width:height:)` throws of columns and values: what
  /// cannot be drawn is not handed on. Takes time linear in the rows.
  public static func specification(of figure: ChartFigure, width: Double = 560, height: Double = 340) throws -> String {
    document(try view(of: figure, width: width, height: height))
  }

  /// Returns the specification of a grid of figures, at the size of each panel's plot in CSS pixels; throws as for one figure.
  public static func specification(of facets: ChartFacets, width: Double = 300, height: Double = 220) throws -> String {
    let rows = try facets.sharing().rows.map { figures in
      ChartJSON.object([
        ("hconcat", .list(try figures.map { .object(try view(of: $0, width: width, height: height)) }))
      ])
    }
    guard !rows.isEmpty else { throw ChartError("A grid of figures needs at least one figure.") }
    return document([
      ("title", .object([("text", .text(facets.title)), ("anchor", .text("start"))])),
      ("description", .text(facets.description.isEmpty ? facets.title : facets.description)), ("vconcat", .list(rows)),
    ])
  }

  private static func document(_ members: [(String, ChartJSON)]) -> String {
    let look = ChartJSON.object([
      ("view", .object([("stroke", .null)])), ("axis", .object([("gridColor", .text(SeriesPalette.grid.light))])),
    ])
    return ChartJSON.object(
      [("$schema", .text("https://vega.github.io/schema/vega-lite/v5.json"))] + members + [("config", look)]
    ).text + "\n"
  }

  /// One figure as a view: title, size and layers.
  private static func view(of figure: ChartFigure, width: Double, height: Double) throws -> [(String, ChartJSON)] {
    let columns = try MarkColumns.all(of: figure.marks)
    let axes: [(ChartAxis?, MarkColumns.Channel, String)] = [
      (figure.x, .x, "x"), (figure.y, .y, "y"), (figure.color, .color, "colour"),
    ]
    for case (let axis?, let channel, let name) in axes {
      _ = try AxisPlan.candidates(
        for: axis, name: name, extent: MarkColumns.extent(of: columns, channel, axis: axis), target: 5)
    }
    let names = SeriesName.all(of: figure.marks)
    let colors = VegaLiteColors(names: names)
    let color = try figure.color.map { try ColorScale($0, extent: MarkColumns.extent(of: columns, .color, axis: $0)) }
    let marks = Thinning.thinned(
      figure.marks,
      x: ChartLayout.picture(figure.x, try MarkColumns.extent(of: columns, .x, axis: figure.x), width),
      y: ChartLayout.picture(figure.y, try MarkColumns.extent(of: columns, .y, axis: figure.y), height), color: color)
    let caption = [figure.subtitle, Thinning.caption(of: figure.marks)].filter { !$0.isEmpty }.joined(separator: "; ")
    let layers = marks.compactMap { VegaLiteLayer(mark: $0, figure: figure, colors: colors).json }
    var title: [(String, ChartJSON)] = [("text", .text(figure.title)), ("anchor", .text("start"))]
    if !caption.isEmpty { title.append(("subtitle", .text(caption))) }
    return [
      ("title", .object(title)),
      ("description", .text(figure.description.isEmpty ? figure.title : figure.description)),
      ("width", .number(width)), ("height", .number(height)), ("layer", .list(layers)),
    ]
  }
}
