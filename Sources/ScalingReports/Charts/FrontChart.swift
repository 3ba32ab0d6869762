import ParetoFrontiers
import ScalingCharts
import ScalingStatistics

extension FindingChart {
  /// A front in two objectives: members joined by the staircase they attain, dominated rows faded, ties counted, the infeasible side shaded, pick and runner-up named.
  ///
  /// `objectives` are the two that `front` was found in; `labels` name the rows. `band` is the attainment band of replicates, `limits` the constraints: one on a drawn objective is shaded. Rows with missing or
  /// infinite values, or without a place on a logarithmic axis, are left out and counted in the caption. Throws `ReportPageError` for other than two objectives or labels that do not match.
  public static func front(
    _ front: ParetoFront, objectives: [Objective], labels: [String], band: AttainmentBand? = nil,
    limits: [Constraint] = [], pick: Int? = nil, runnerUp: Int? = nil, xAxis: ChartAxis, yAxis: ChartAxis,
    title: String? = nil
  ) throws -> FindingChart {
    guard objectives.count == 2, objectives[0].values.count == labels.count else {
      throw ReportPageError(
        message:
          "A chart of a front has two objectives and a label for each row: \(objectives.count) objectives and \(labels.count) labels were given."
      )
    }
    let (x, y) = (objectives[0].values, objectives[1].values)
    var chart = ChartFigure(
      title: title ?? "\(yAxis.title) against \(xAxis.title.lowercased())", description: front.headline,
      x: xAxis.hinting(objectives[0].sense), y: yAxis.hinting(objectives[1].sense), seriesNames: .legend)
    let isDrawn = labels.indices.map { row in chart.x.holds(x[row]) && chart.y.holds(y[row]) }
    for limit in limits { addSide(limit, objectives, to: &chart) }
    if let band { addBand(band, senses: objectives.map(\.sense), to: &chart) }
    let infeasible = Set(front.infeasible)
    let dominated = labels.indices.filter { isDrawn[$0] && !front.contains($0) && !infeasible.contains($0) }
    chart.add(
      .dots(
        x: dominated.map { x[$0] }, y: dominated.map { y[$0] }, style: SeriesStyle.series(7).faded, label: "dominated"))
    let beyond = front.infeasible.filter { isDrawn[$0] }
    chart.add(
      .dots(
        x: beyond.map { x[$0] }, y: beyond.map { y[$0] }, style: SeriesStyle.series(1).hollow.faded,
        label: "infeasible"))
    let groups = front.groups.filter { isDrawn[$0[0]] }.sorted { x[$0[0]] < x[$1[0]] }
    let places = (x: groups.map { x[$0[0]] }, y: groups.map { y[$0[0]] })
    // The staircase holds the value of the better x: what is attained, never what lies between.
    let isHeldFromLeft = objectives[0].sense == .minimize
    chart.add(.steps(x: places.x, y: places.y, direction: isHeldFromLeft ? .after : .before, style: .series(0)))
    chart.add(
      .dots(x: places.x, y: places.y, ties: groups.map(\.count), style: .series(0), label: "on the front"))
    for (row, word) in [(pick, "pick"), (runnerUp, "runner-up")] {
      guard let row, labels.indices.contains(row), isDrawn[row] else { continue }
      if word == "pick" { chart.add(.dots(x: [x[row]], y: [y[row]], style: .series(2), label: "pick")) }
      chart.add(.text("\(word): \(labels[row])", x: x[row], y: y[row]))
    }
    let left = isDrawn.filter { !$0 }.count
    return FindingChart(
      chart,
      caption: front.headline + " The staircase joins what was measured; nothing between its corners was."
        + (band.map { " Band: \($0.headline)" } ?? "")
        + (left > 0 ? " \(left) rows have no place on these axes and are left out." : ""),
      data: try table(front, objectives, labels, limits, pick: pick))
  }

  private static func addSide(_ limit: Constraint, _ objectives: [Objective], to chart: inout ChartFigure) {
    for (index, objective) in objectives.enumerated() where objective.name == limit.name {
      let side: ClosedRange<Double> =
        switch limit.limit {
        case .atMost(let value): value...Double.infinity
        case .atLeast(let value): (-Double.infinity)...value
        }
      guard limit.limit.value.isFinite, (index == 0 ? chart.x : chart.y).holds(limit.limit.value) else { continue }
      let style = SeriesStyle.series(1).faded
      chart.add(index == 0 ? .region(x: side, style: style) : .region(y: side, style: style))
      let words = "limit \(DecimalText.significant(limit.limit.value, 4))"
      chart.add(
        index == 0
          ? .verticalRule(at: limit.limit.value, text: words) : .horizontalRule(at: limit.limit.value, text: words))
    }
  }

  /// The area between the outermost staircases, where both are reached, and the middle one of three as a dotted line.
  private static func addBand(_ band: AttainmentBand, senses: [OptimizationSense], to chart: inout ChartFigure) {
    let sorted = band.staircases.sorted { $0.level < $1.level }
    guard let easy = sorted.first, let hard = sorted.last, easy.level < hard.level else { return }
    let style = SeriesStyle.series(5)
    var outline: (x: [Double], lower: [Double], upper: [Double]) = ([], [], [])
    let corners = Set(easy.first + hard.first).filter { chart.x.holds($0) }.sorted()
    for (start, end) in zip(corners, corners.dropFirst()) {
      // A staircase is constant between neighbouring corners.
      let middle = start + (end - start) / 2
      guard let first = height(of: easy, at: middle, senses), let second = height(of: hard, at: middle, senses),
        chart.y.holds(first), chart.y.holds(second)
      else { continue }
      outline.x += [start, end]
      outline.lower += [min(first, second), min(first, second)]
      outline.upper += [max(first, second), max(first, second)]
    }
    let levels = [easy.level, hard.level].map { DecimalText.significant($0 * 100, 3) }
    chart.add(
      .band(
        x: outline.x, lower: outline.lower, upper: outline.upper, style: style,
        label: "reached in \(levels[0]) to \(levels[1]) % of replicates"))
    guard sorted.count == 3 else { return }
    let rows = sorted[1].first.indices.filter {
      chart.x.holds(sorted[1].first[$0]) && chart.y.holds(sorted[1].second[$0])
    }
    .sorted { sorted[1].first[$0] < sorted[1].first[$1] }
    chart.add(
      .steps(
        x: rows.map { sorted[1].first[$0] }, y: rows.map { sorted[1].second[$0] },
        direction: senses[0] == .minimize ? .after : .before, style: style.dashed,
        label: "in \(DecimalText.significant(sorted[1].level * 100, 3)) %"))
  }

  /// The best second objective of a staircase where the first is at least as good as a value; nil where none is.
  private static func height(
    of stairs: AttainmentStaircase, at value: Double, _ senses: [OptimizationSense]
  ) -> Double? {
    let reached = stairs.first.indices.filter {
      senses[0] == .minimize ? stairs.first[$0] <= value : stairs.first[$0] >= value
    }.map { stairs.second[$0] }
    return senses[1] == .minimize ? reached.min() : reached.max()
  }

  private static func table(
    _ front: ParetoFront, _ objectives: [Objective], _ labels: [String], _ limits: [Constraint], pick: Int?
  ) throws -> ReportTable {
    let infeasible = Set(front.infeasible)
    let order = labels.indices.sorted {
      (front.contains($0) ? 0 : 1, objectives[0].values[$0], $0) < (
        front.contains($1) ? 0 : 1, objectives[0].values[$1], $1
      )
    }
    func state(_ row: Int) -> String {
      if front.contains(row) { return row == pick ? "on the front, the pick" : "on the front" }
      if infeasible.contains(row) { return "infeasible" }
      if front.excluded.contains(row) { return "excluded: a value is missing" }
      guard front.dominator.indices.contains(row), let other = front.dominator[row] else { return "dominated" }
      return "dominated by \(labels[other])"
    }
    let further = limits.filter { limit in !objectives.contains { $0.name == limit.name } }
    return try ReportTable(
      caption: "Configurations, the front first",
      columns: [.init("Configuration")] + objectives.map { .number($0.name) } + further.map { .number($0.name) }
        + [.init("State")],
      rows: order.map { row in
        [labels[row]] + objectives.map { DecimalText.significant($0.values[row], 5) }
          + further.map { DecimalText.significant($0.values[row], 5) } + [state(row)]
      })
  }
}

extension ChartAxis {
  /// Whether a value has a place on the axis.
  func holds(_ value: Double) -> Bool { value.isFinite && (scale != .logarithmic || value > 0) }

  /// The axis with a hint at its good side, where it has none.
  func hinting(_ sense: OptimizationSense) -> ChartAxis {
    var axis = self
    if axis.hint == nil { axis.hint = sense == .minimize ? "lower is better" : "higher is better" }
    return axis
  }
}
