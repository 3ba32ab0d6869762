import ExampleSupport
import ScalingAnalytics

/// A CSV in; the best law, a forecast with its interval and a chart out.
@main
enum FitCurve {
  static let usage = """
    usage: FitCurve [FILE] [--x COLUMN] [--y COLUMN] [--where COLUMN=VALUE] [--at X] [--linear] [--output DIR]

      FILE              a CSV with a header (default: seconds by generated tokens of a 14B shape, measured on one H100)
      --x, --y COLUMN   the columns (default: the first two)
      --where C=V       only rows whose column C says V
      --at X            where to forecast (default: twice the largest x)
      --linear          linear instead of logarithmic axes
      --output DIR      also write a page there
    """

  static func main() {
    ExampleProgram.run("FitCurve", usage: usage) { words in
      try fit(CommandLineWords(words, options: ["--x", "--y", "--where", "--at", "--output"], flags: ["--linear"]))
      return 0
    }
  }

  static func fit(_ words: CommandLineWords) throws {
    let isShipped = words.positional.isEmpty
    let file = words.positional.first ?? ExampleProgram.shippedData("h100/decode_generations.csv")
    let filter = words.text("--where") ?? (isShipped ? "model=14B" : nil)
    let parts = filter.map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
    if let parts, parts.count != 2 { throw UsageError("--where \(filter ?? ""): COLUMN=VALUE is needed.") }
    let header = try DelimitedTable(contentsOf: file).columnNames
    let free = header.filter { $0 != parts?[0] }
    guard let xName = words.text("--x") ?? free.first,
      let yName = words.text("--y") ?? free.first(where: { $0 != xName })
    else { throw UsageError("\(file) has no two columns to fit.") }
    let (x, y) = try columns(file, xName, yName, where: parts)

    let ends = x.indices.sorted { x[$0] < x[$1] }
    let isRising = ends.isEmpty || y[ends[ends.count - 1]] >= y[ends[0]]
    let comparison = try ModelComparison(isRising ? LawFamily.rising : LawFamily.falling, x: x, y: y)
    print("\(x.count) points of \(yName) by \(xName)\n\(comparison.headline)\n")
    print(comparison.best.headline)
    for parameter in comparison.best.parameters { print("  \(parameter.headline)") }
    for warning in comparison.best.warnings { print("  caution: \(warning)") }
    guard let best = comparison.best as? Fit else { return }

    let place = try words.number("--at") ?? 2 * (x.max() ?? 1)
    let forecast = try best.confidenceBand(at: [place])[0]
    print("\nAt \(place) (\(best.place(of: place).explanation)): \(forecast.headline)\n")

    let isLinear = words.has("--linear") || !(x + y).allSatisfy { $0 > 0 }
    let scale = isLinear ? ChartAxis.Scale.linear : .logarithmic
    let axes = (x: ChartAxis(xName, scale: scale), y: ChartAxis(yName, scale: scale))
    let curve = try FindingChart.scalingCurve(
      best, x: x, y: y, xAxis: axes.x, yAxis: axes.y, from: min(place, x.min() ?? place), to: place)
    show(curve.chart)
    guard let output = words.text("--output") else { return }
    var report = DecisionReport(
      title: "\(yName) by \(xName)", subtitle: comparison.headline,
      limitations: [
        "A law that describes \(x.count) points says nothing of what they do not show: beyond them it is a hypothesis."
      ])
    report.fits = [curve, try FindingChart.residuals(best, x: x, xAxis: axes.x, yAxis: axes.y)]
    report.assumptions = ["Points are independent and their errors alike."]
    print("Page: \(try report.page().write(to: output)[0])")
  }

  /// The two columns, of the rows that a filter keeps.
  static func columns(
    _ file: String, _ x: String, _ y: String, where filter: [String]?
  ) throws -> (x: [Double], y: [Double]) {
    var wanted: [ColumnMapping] = [.number(x, unit: .dimensionless), .number(y, unit: .dimensionless)]
    if let filter { wanted.append(.text(filter[0])) }
    let table = try TypedTable(contentsOf: file, columns: wanted)
    let (xs, ys) = (try table.numbers(x), try table.numbers(y))
    guard let filter else { return (xs, ys) }
    let names = try table.texts(filter[0])
    let rows = names.indices.filter { names[$0] == filter[1] }
    guard !rows.isEmpty else { throw UsageError("\(file): no row has \"\(filter[1])\" in its column \(filter[0]).") }
    return (rows.map { xs[$0] }, rows.map { ys[$0] })
  }
}
