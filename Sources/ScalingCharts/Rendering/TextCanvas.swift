/// Cells of characters, each with eight dots of Braille below its character.
struct TextCanvas {
  private let columns: Int
  private let rows: Int
  private let xScale: Double
  private let yScale: Double
  /// Bits of the Braille patterns (Unicode 15, U+2800).
  private var dots: [UInt8]
  private var shaded: [Bool]
  private var solid: [Bool]
  private var characters: [Character?]

  init(columns: Int, rows: Int, width: Double, height: Double) {
    self.columns = columns
    self.rows = rows
    xScale = Double(columns) / width
    yScale = Double(rows) / height
    dots = [UInt8](repeating: 0, count: columns * rows)
    shaded = [Bool](repeating: false, count: columns * rows)
    solid = shaded
    characters = [Character?](repeating: nil, count: columns * rows)
  }

  /// The lines, without spaces at their ends.
  var text: String {
    var text = ""
    for row in 0..<rows {
      var line: [Character] = []
      for column in 0..<columns {
        let index = row * columns + column
        if let character = characters[index] {
          line.append(character)
        } else if dots[index] != 0, let scalar = Unicode.Scalar(0x2800 + UInt32(dots[index])) {
          line.append(Character(scalar))
        } else {
          line.append(solid[index] ? "▓" : shaded[index] ? "░" : " ")
        }
      }
      while line.last == " " { line.removeLast() }
      text += String(line) + "\n"
    }
    return text
  }

  /// Draws the left and lower edge of the plot in the cells outside of it.
  mutating func frame(_ area: SceneRectangle) {
    let left = cell(area.left, columns, xScale) - 1
    let bottom = Int(min((area.bottom * yScale).rounded(.up), Double(rows)))
    let (top, right) = (cell(area.top, rows, yScale), cell(area.right, columns, xScale))
    guard left >= 0, bottom < rows, top < bottom, right > left else { return }
    for row in top..<bottom { put("│", column: left, row: row) }
    for column in left...right { put("─", column: column, row: bottom) }
    put("└", column: left, row: bottom)
  }

  // MARK: Lines

  /// Draws a line through positions: axes and rules as straight strokes, series as dots, grids not at all.
  mutating func draw(_ line: [ScenePosition], _ paint: ScenePaint) {
    switch paint {
    case .grid, .minorGrid, .leader, .background: return
    case .axis, .rule:
      guard let first = line.first, let last = line.last else { return }
      stroke(first, last)
    default:
      for (first, second) in zip(line, line.dropFirst()) { segment(first, second) }
    }
  }

  /// A straight stroke along a row or a column of cells; ticks are too short for one.
  private mutating func stroke(_ first: ScenePosition, _ last: ScenePosition) {
    let (left, right) = (cell(first.x, columns, xScale), cell(last.x, columns, xScale))
    let (top, bottom) = (cell(first.y, rows, yScale), cell(last.y, rows, yScale))
    if top == bottom, abs(right - left) > 1 {
      for column in min(left, right)...max(left, right) { put("─", column: column, row: top) }
    } else if left == right, abs(bottom - top) > 1 {
      for row in min(top, bottom)...max(top, bottom) { put("│", column: left, row: row) }
    }
  }

  /// Sets the dots between two positions.
  private mutating func segment(_ first: ScenePosition, _ second: ScenePosition) {
    let (x, y) = (first.x * xScale * 2, first.y * yScale * 4)
    let (dx, dy) = (second.x * xScale * 2 - x, second.y * yScale * 4 - y)
    let steps = Int(min(max(abs(dx), abs(dy)).rounded(.up), 10_000))
    for step in 0...max(1, steps) {
      let share = Double(step) / Double(max(1, steps))
      dot((x + share * dx).rounded(.down), (y + share * dy).rounded(.down))
    }
  }

  private mutating func dot(_ x: Double, _ y: Double) {
    guard x >= 0, y >= 0, x < Double(columns * 2), y < Double(rows * 4) else { return }
    let (column, row) = (Int(x), Int(y))
    // The first six dots stand in columns of three, the last two below them.
    let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
    dots[row / 4 * columns + column / 2] |= bits[row % 4][column % 2]
  }

  // MARK: Areas, markers, words

  /// Shades the cells whose middle lies in an outline, by the even-odd rule.
  mutating func shade(_ outline: [ScenePosition], isSolid: Bool = false) {
    guard let last = outline.last else { return }
    for row in 0..<rows {
      let y = (Double(row) + 0.5) / yScale
      var crossings: [Double] = []
      var previous = last
      for point in outline {
        if (previous.y <= y) != (point.y <= y) {
          crossings.append(previous.x + (y - previous.y) / (point.y - previous.y) * (point.x - previous.x))
        }
        previous = point
      }
      crossings.sort()
      for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
        let first = max(0, Int((crossings[pair] * xScale - 0.5).rounded(.up)))
        let end = min(columns - 1, Int((crossings[pair + 1] * xScale - 0.5).rounded(.down)))
        guard first <= end else { continue }
        for column in first...end {
          shaded[row * columns + column] = true
          if isSolid { solid[row * columns + column] = true }
        }
      }
    }
  }

  mutating func put(_ character: Character, _ place: ScenePosition) {
    put(character, column: cell(place.x, columns, xScale), row: cell(place.y, rows, yScale))
  }

  /// Writes a text at its anchor, cut at the edges.
  mutating func write(_ text: SceneText) {
    let words = Array(text.words)
    let anchor = cell(text.position.x, columns, xScale)
    // The middle of small letters lies above the base line.
    let row = cell(text.position.y - 0.35 * text.size, rows, yScale)
    let start =
      switch text.anchor {
      case .start: anchor
      case .middle: anchor - words.count / 2
      case .end: anchor - words.count
      }
    let first = min(max(0, start), max(0, columns - words.count))
    for (index, character) in words.enumerated() where first + index < columns {
      put(character, column: first + index, row: row)
    }
  }

  private mutating func put(_ character: Character, column: Int, row: Int) {
    guard (0..<columns).contains(column), (0..<rows).contains(row) else { return }
    characters[row * columns + column] = character
  }

  private func cell(_ position: Double, _ count: Int, _ scale: Double) -> Int {
    let cell = (position * scale).rounded(.down)
    return cell.isFinite ? Int(min(max(cell, -1), Double(count))) : -1
  }
}
