/// The words among the marks: rules, annotations, names at curve ends and tie counts, placed so that none covers
/// another.
struct PlotWords {
  private(set) var shapes: [SceneShape] = []
  /// The room the names right of the plot ask for, from the plot's edge to the picture's.
  private(set) var gutter = 0.0
  private var boxes: [SceneRectangle] = []
  private let frame: PlotFrame
  private let obstacles: [ScenePosition]

  /// Places all words, in order of how little freedom they have.
  ///
  /// With `isColumn` every name goes to the right of the plot.
  init(
    figure: ChartFigure, names: [SeriesName], shapes marks: [[SceneShape]], frame: PlotFrame, width: Double,
    isColumn: Bool
  ) {
    self.frame = frame
    obstacles = Self.samples(of: marks)
    for mark in figure.marks { addRuleWords(mark) }
    for mark in figure.marks { addAnnotation(mark) }
    addNames(names, marks: marks, width: width, isColumn: isColumn)
    for mark in figure.marks { addTies(mark) }
  }

  private mutating func add(_ text: SceneText) {
    shapes.append(.text(text))
    boxes.append(text.bounds)
  }

  private func isFree(_ text: SceneText) -> Bool {
    let box = text.bounds
    return frame.area.contains(box) && !boxes.contains { $0.overlaps(box) }
  }

  /// How much of what is drawn lies under a text.
  private func cover(_ text: SceneText) -> Double {
    let box = text.bounds
    let wide = SceneRectangle(
      left: box.left - 3, top: box.top - 2, right: box.right + 3, bottom: box.bottom + 2)
    return Double(min(obstacles.lazy.filter { wide.contains($0) }.count, 12))
  }

  /// Returns places on the marks, some pixels apart, that words should not cover.
  private static func samples(of marks: [[SceneShape]]) -> [ScenePosition] {
    var result: [ScenePosition] = []
    for shape in marks.joined() {
      switch shape {
      case .markers(let places, _, _, _): result += places
      case .lines(let parts, _):
        for part in parts {
          for (from, to) in zip(part, part.dropFirst()) {
            let (dx, dy) = (to.x - from.x, to.y - from.y)
            let count = max(1, Int((max(abs(dx), abs(dy)) / 5).rounded(.up)))
            for step in 0..<count {
              let share = Double(step) / Double(count)
              result.append(ScenePosition(x: from.x + share * dx, y: from.y + share * dy))
            }
          }
          if let last = part.last { result.append(last) }
        }
      default: break
      }
    }
    return result
  }

  private mutating func addRuleWords(_ mark: ChartMark) {
    guard let label = mark.label, !label.isEmpty else { return }
    let (area, size) = (frame.area, LayoutMetrics.noteSize)
    let words = TextWidth.fitted(label, size: size, width: area.width - 12)
    func text(_ x: Double, _ y: Double, _ anchor: SceneText.Anchor) -> SceneText {
      SceneText(words: words, position: ScenePosition(x: x, y: y), anchor: anchor, size: size, paint: .text)
    }
    var choices: [SceneText] = []
    switch mark.geometry {
    case .verticalRule(let value):
      let at = frame.x.position(value)
      guard at >= area.left - 0.01, at <= area.right + 0.01 else { return }
      for y in stride(from: area.top + 13, to: area.bottom - 6, by: 15) {
        choices += [text(at + 5, y, .start), text(at - 5, y, .end)]
      }
      // Words wider than either side stand across the rule.
      choices.append(text(within(at, words, size), area.top + 13, .middle))
    case .horizontalRule(let value):
      let at = frame.y.position(value)
      guard at >= area.top - 0.01, at <= area.bottom + 0.01 else { return }
      for y in [at - 5, at + size + 2] {
        choices += [text(area.left + 6, y, .start), text(area.right - 6, y, .end)]
        choices.append(text((area.left + area.right) / 2, y, .middle))
      }
      for y in stride(from: area.top + 13, to: area.bottom - 6, by: 15) {
        choices.append(text(area.left + 6, y, .start))
      }
    default: return
    }
    place(choices, at: nil)
  }

  private mutating func addAnnotation(_ mark: ChartMark) {
    guard case .text(let x, let y) = mark.geometry, let label = mark.label, !label.isEmpty else { return }
    let at = frame.position(x, y)
    guard frame.area.contains(at) else { return }
    let size = LayoutMetrics.noteSize
    let words = TextWidth.fitted(label, size: size, width: frame.area.width - 12)
    place(choices(words, at: at, size: size, paint: .text, reach: 400), at: at)
  }

  private func within(_ middle: Double, _ words: String, _ size: Double) -> Double {
    let half = TextWidth.reserved(words, size: size) / 2 + 1
    return max(frame.area.left + half, min(frame.area.right - half, middle))
  }

  /// Returns places around a position, the nearest first.
  private func choices(
    _ words: String, at: ScenePosition, size: Double, paint: ScenePaint, reach: Double
  ) -> [SceneText] {
    var all: [SceneText] = []
    let middle = at.y + 0.36 * size
    for step in stride(from: 0, through: reach, by: 4) {
      for y in step == 0 ? [middle] : [middle - step, middle + step] {
        let spots: [(Double, SceneText.Anchor)] = [(at.x + 8, .start), (at.x - 8, .end)]
        for (x, anchor) in spots {
          all.append(
            SceneText(words: words, position: ScenePosition(x: x, y: y), anchor: anchor, size: size, paint: paint))
        }
        guard step >= 12 else { continue }
        let place = ScenePosition(x: within(at.x, words, size), y: y)
        all.append(SceneText(words: words, position: place, anchor: .middle, size: size, paint: paint))
      }
    }
    return all
  }

  /// Adds the free choice that covers least; earlier ones win ties, and distance from `at` costs.
  ///
  /// Returns false, and adds nothing, if no choice is free.
  @discardableResult
  private mutating func place(_ choices: [SceneText], at: ScenePosition?) -> Bool {
    guard let text = best(choices, at: at) else { return false }
    add(text)
    return true
  }

  private func best(_ choices: [SceneText], at: ScenePosition?) -> SceneText? {
    var best: (text: SceneText, cost: Double)?
    for (order, text) in choices.enumerated() {
      let distance = at.map { abs(text.position.y - 0.36 * text.size - $0.y) } ?? Double(order) * 2
      if let best, distance >= best.cost { continue }
      guard isFree(text) else { continue }
      let cost = 6 * cover(text) + distance
      if best.map({ cost < $0.cost }) ?? true { best = (text, cost) }
    }
    return best?.text
  }

  private mutating func addNames(_ names: [SeriesName], marks: [[SceneShape]], width: Double, isColumn: Bool) {
    let (area, size) = (frame.area, LayoutMetrics.nameSize)
    var column: [(name: SeriesName, end: ScenePosition)] = []
    for name in names {
      guard let end = name.end(in: marks) else { continue }
      let words = TextWidth.fitted(name.words, size: size, width: 0.35 * width)
      let paint = ScenePaint.seriesName(name.style)
      // Only places right of the end read as its name.
      let spots = choices(words, at: end, size: size, paint: paint, reach: 40).filter {
        $0.anchor == .start || ($0.anchor == .middle && abs($0.position.x - end.x) < 1)
      }
      guard !isColumn, end.x + 8 + TextWidth.reserved(words, size: size) <= area.right, place(spots, at: end) else {
        column.append((name, end))
        continue
      }
    }
    addColumn(column, width: width)
  }

  /// Places names right of the plot: downwards in the order of their ends, then upwards from the lower edge.
  private mutating func addColumn(_ column: [(name: SeriesName, end: ScenePosition)], width: Double) {
    let (area, size, line) = (frame.area, LayoutMetrics.nameSize, LayoutMetrics.nameLine)
    let sorted = column.enumerated().sorted { ($0.element.end.y, $0.offset) < ($1.element.end.y, $1.offset) }
      .map(\.element)
    var middles: [Double] = []
    for (_, end) in sorted { middles.append(max(end.y, (middles.last ?? area.top - line) + line)) }
    var limit = area.bottom
    for index in middles.indices.reversed() {
      middles[index] = min(middles[index], limit)
      limit = middles[index] - line
    }
    for ((name, end), middle) in zip(sorted, middles) {
      let isAtEdge = end.x > area.right - 12 && abs(middle - end.y) < 3
      let x = area.right + (isAtEdge ? 8 : 16)
      let words = TextWidth.fitted(name.words, size: size, width: 0.35 * width)
      gutter = max(gutter, 16 + TextWidth.reserved(words, size: size) + 6)
      if !isAtEdge {
        let elbow = ScenePosition(x: max(end.x + 3, area.right + 2), y: end.y)
        let start = ScenePosition(x: end.x + 5, y: end.y)
        let corner = elbow.x > start.x ? [start, elbow] : [elbow]
        shapes.append(.lines([corner + [ScenePosition(x: x - 3, y: middle)]], .leader))
      }
      add(
        SceneText(
          words: words, position: ScenePosition(x: x, y: middle + 0.36 * size), anchor: .start, size: size,
          paint: .seriesName(name.style)))
    }
  }

  private mutating func addTies(_ mark: ChartMark) {
    guard case .dots(let x, let y, let ties?, _) = mark.geometry else { return }
    for (row, count) in ties.enumerated() where count > 1 {
      let at = frame.position(x[row], y[row])
      guard frame.area.contains(at) else { continue }
      let near = ScenePosition(x: at.x - 2, y: at.y)
      place(choices("×\(count)", at: near, size: LayoutMetrics.noteSize, paint: .text, reach: 24), at: at)
    }
  }
}
