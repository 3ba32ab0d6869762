/// The columns of a mark by axis, checked, from which extents are read.
struct MarkColumns: Sendable {
  /// What a column is placed by.
  enum Channel: Sendable {
    case x
    case y
    case color
  }

  struct Column: Sendable {
    let name: String
    let channel: Channel
    let values: [Double]
  }

  /// How messages call the mark.
  let mark: String
  let columns: [Column]

  /// Values beyond this magnitude are refused, so that ranges and margins stay finite.
  static let largest = 1e300
  /// Values on a logarithmic axis below this are refused, so that margins stay above zero.
  static let smallest = 1e-300

  /// Returns the columns of all marks.
  ///
  /// Throws a `ChartError` if columns differ in length or a lower bound lies above its upper one.
  static func all(of marks: [ChartMark]) throws -> [MarkColumns] {
    var result: [MarkColumns] = []
    for (index, mark) in marks.enumerated() {
      let columns = MarkColumns(mark: name(of: mark, index: index), columns: columns(of: mark))
      try columns.checkRows(of: mark)
      result.append(columns)
    }
    return result
  }

  /// Returns the range of all values on one axis, or nil if there are none.
  ///
  /// Throws a `ChartError` that names mark, row and value if a value cannot stand on the axis.
  static func extent(of all: [MarkColumns], _ channel: Channel, axis: ChartAxis) throws -> ClosedRange<Double>? {
    var range: ClosedRange<Double>?
    for mark in all {
      for column in mark.columns where column.channel == channel {
        if let found = extremes(of: column.values), fault(found.lowerBound, axis: axis) == nil,
          fault(found.upperBound, axis: axis) == nil
        {
          range = range.union(found)
          continue
        }
        // Something cannot stand on the axis, or the column is empty: look again for the row.
        for (row, value) in column.values.enumerated() {
          guard let fault = fault(value, axis: axis) else { continue }
          throw ChartError(
            "The \(column.name) value \(value) in row \(row) of \(mark.mark) \(fault).", mark: mark.mark, row: row,
            value: value)
        }
      }
    }
    return range
  }

  /// The least and greatest value in one pass; nil for an empty column and for one with a value that is not finite.
  private static func extremes(of values: [Double]) -> ClosedRange<Double>? {
    guard let first = values.first else { return nil }
    var (least, greatest, check) = (first, first, 0.0)
    for value in values {
      least = value < least ? value : least
      greatest = value > greatest ? value : greatest
      // Zero for every finite number; infinities and NaN leave NaN.
      check += value - value
    }
    return check == 0 ? least...greatest : nil
  }

  private static func fault(_ value: Double, axis: ChartAxis) -> String? {
    guard value.isFinite else { return "is not finite" }
    guard abs(value) <= largest else { return "is farther from zero than 1e300" }
    if axis.scale == .band {
      let last = Double(axis.categories.count) - 0.5
      return value >= -0.5 && value <= last ? nil : "is no place among \(axis.categories.count) categories"
    }
    guard axis.scale == .logarithmic else { return nil }
    guard value > 0 else { return "is not greater than zero, which a logarithmic axis needs" }
    return value < smallest ? "is smaller than 1e-300, too small for a logarithmic axis" : nil
  }

  private static func name(of mark: ChartMark, index: Int) -> String {
    let kind =
      switch mark.geometry {
      case .dots: "dots"
      case .line: "line"
      case .steps: "step line"
      case .band: "band"
      case .bars: "bars"
      case .errorBars: "error bars"
      case .region: "region"
      case .verticalRule: "vertical rule"
      case .horizontalRule: "horizontal rule"
      case .text: "text"
      }
    guard let label = mark.label, !label.isEmpty else { return "\(kind) (mark \(index))" }
    return "\(kind) (mark \(index), \"\(label)\")"
  }

  private static func columns(of mark: ChartMark) -> [Column] {
    func x(_ values: [Double], _ name: String = "x") -> Column {
      Column(name: name, channel: .x, values: values)
    }
    func y(_ values: [Double], _ name: String = "y") -> Column {
      Column(name: name, channel: .y, values: values)
    }
    switch mark.geometry {
    case .dots(let xs, let ys, _, let colors):
      return [x(xs), y(ys)] + (colors.map { [Column(name: "colour", channel: .color, values: $0)] } ?? [])
    case .line(let xs, let ys, _), .steps(let xs, let ys, _):
      return [x(xs), y(ys)]
    case .bars(let places, let from, let to, let thickness, let isHorizontal):
      let sides = [-0.5, 0.5].map { side in places.map { $0 + side * thickness } }
      if isHorizontal { return [x(to), y(sides[0]), y(sides[1]), x(from, "starting x")] }
      return [y(to), x(sides[0]), x(sides[1]), y(from, "starting y")]
    case .band(let xs, let lower, let upper):
      return [x(xs), y(lower, "lower y"), y(upper, "upper y")]
    case .errorBars(let xs, let ys, let xBounds, let yBounds):
      var all = [x(xs), y(ys)]
      if let xBounds { all += [x(xBounds.lower, "lower x"), x(xBounds.upper, "upper x")] }
      if let yBounds { all += [y(yBounds.lower, "lower y"), y(yBounds.upper, "upper y")] }
      return all
    // A region is cut to the plot, whatever its bounds.
    case .region: return []
    case .verticalRule(let value): return [x([value])]
    case .horizontalRule(let value): return [y([value])]
    case .text(let left, let up): return [x([left]), y([up])]
    }
  }

  private func checkRows(of mark: ChartMark) throws {
    let rows = columns.first?.values.count ?? 0
    for column in columns where column.values.count != rows && mark.isSeries {
      throw ChartError(
        "The \(column.name) column of \(self.mark) has \(column.values.count) rows, its \(columns[0].name) column"
          + " \(rows).", mark: self.mark)
    }
    if case .dots(_, _, let ties?, _) = mark.geometry {
      guard ties.count == rows else {
        throw ChartError("The ties of \(self.mark) have \(ties.count) rows, its x column \(rows).", mark: self.mark)
      }
      if let row = ties.firstIndex(where: { $0 < 1 }) {
        throw ChartError(
          "The tie count \(ties[row]) in row \(row) of \(self.mark) is less than one.", mark: self.mark, row: row,
          value: Double(ties[row]))
      }
    }
    for lower in columns where lower.name.hasPrefix("lower") {
      let name = lower.name.last ?? "y"
      guard let upper = columns.first(where: { $0.name == "upper \(name)" }) else { continue }
      if let row = lower.values.indices.first(where: { lower.values[$0] > upper.values[$0] }) {
        throw ChartError(
          "The lower \(name) value \(lower.values[row]) in row \(row) of \(self.mark) lies above the upper one,"
            + " \(upper.values[row]).", mark: self.mark, row: row, value: lower.values[row])
      }
    }
  }
}

extension ChartMark {
  /// Whether the mark is drawn from columns, rather than from one value.
  var isSeries: Bool {
    switch geometry {
    case .verticalRule, .horizontalRule, .text, .region: false
    default: true
    }
  }
}
