/// The name of a series, gathered from every mark that bears it.
struct SeriesName {
  let words: String
  let style: SeriesStyle
  /// The marks that bear the name, the one to label first.
  private(set) var marks: [Int]
  private(set) var lineStyle: SeriesStyle?
  private(set) var dotStyle: SeriesStyle?
  private(set) var bandStyle: SeriesStyle?
  private(set) var whiskerStyle: SeriesStyle?
  private(set) var barStyle: SeriesStyle?

  /// Returns the names in the order of their first marks; marks without rows have none.
  static func all(of marks: [ChartMark]) -> [SeriesName] {
    var names: [SeriesName] = []
    for (index, mark) in marks.enumerated() where mark.isSeries && mark.rank != nil {
      guard let label = mark.label, !label.isEmpty else { continue }
      if let known = names.firstIndex(where: { $0.words == label }) {
        names[known].marks.append(index)
        names[known].note(mark)
      } else {
        var name = SeriesName(words: label, style: mark.style, marks: [index])
        name.note(mark)
        names.append(name)
      }
    }
    for index in names.indices {
      names[index].marks.sort { (marks[$0].rank ?? 9, $0) < (marks[$1].rank ?? 9, $1) }
      // Nameless marks of just this style, such as the dots on a named curve, belong to its key.
      for mark in marks where mark.isSeries && mark.label == nil && mark.style == names[index].style {
        names[index].note(mark)
      }
    }
    return names
  }

  private init(words: String, style: SeriesStyle, marks: [Int]) {
    self.words = words
    self.style = style
    self.marks = marks
  }

  private mutating func note(_ mark: ChartMark) {
    switch mark.geometry {
    case .line, .steps: lineStyle = lineStyle ?? mark.style
    case .dots: dotStyle = dotStyle ?? mark.style
    case .band: bandStyle = bandStyle ?? mark.style
    case .bars: barStyle = barStyle ?? mark.style
    case .errorBars: whiskerStyle = whiskerStyle ?? mark.style
    default: break
    }
  }

  /// Returns the rightmost visible place of the series, preferring its curve, or nil if nothing is visible.
  func end(in shapes: [[SceneShape]]) -> ScenePosition? {
    for mark in marks {
      var ends: [ScenePosition] = []
      for shape in shapes[mark] {
        switch shape {
        case .lines(let parts, _): ends += parts.flatMap { $0 }
        case .markers(let places, _, _, _): ends += places
        case .areas(let outlines, _): ends += outlines.compactMap(Self.middleOfRightEdge)
        default: break
        }
      }
      // Of equal ends the last drawn counts: a staircase that ends in a riser ends at its top.
      if let end = ends.reversed().max(by: { $0.x < $1.x }) { return end }
    }
    return nil
  }

  private static func middleOfRightEdge(_ outline: [ScenePosition]) -> ScenePosition? {
    guard let right = outline.map(\.x).max() else { return nil }
    let edge = outline.filter { $0.x > right - 0.5 }.map(\.y)
    guard let top = edge.min(), let bottom = edge.max() else { return nil }
    return ScenePosition(x: right, y: (top + bottom) / 2)
  }
}

extension ChartMark {
  /// How well a mark carries its name: curves first; nil without rows.
  fileprivate var rank: Int? {
    switch geometry {
    case .line(let x, _, _), .steps(let x, _, _): x.isEmpty ? nil : 0
    case .bars(let places, _, _, _, _): places.isEmpty ? nil : 1
    case .dots(let x, _, _, _): x.isEmpty ? nil : 1
    case .band(let x, _, _): x.isEmpty ? nil : 2
    case .errorBars(let x, _, _, _): x.isEmpty ? nil : 3
    default: nil
    }
  }
}
