/// Fewer rows where there are many: what would be drawn on top of itself is drawn once.
///
/// A million markers on half a million pixels show no more than one in each few pixels, and make a document that nobody can
/// open. Rows are thinned once, on a grid over the whole picture, before anything is laid out; extents and ticks are those of
/// all rows.
enum Thinning {
  /// Up to so many rows a mark is drawn whole.
  static let mostRows = 10_000
  /// The side of the squares of which each keeps its first marker, in pixels.
  static let cell = 4.0

  /// Returns the marks with the rows that can be told apart on a picture of so many pixels.
  ///
  /// Takes one pass over the columns of each mark.
  static func thinned(_ marks: [ChartMark], x: AxisScale, y: AxisScale, color: ColorScale?) -> [ChartMark] {
    marks.map { mark in
      switch mark.geometry {
      case .dots(let xs, let ys, let ties, let colors) where xs.count > mostRows:
        let kept = cells(xs, ys, x: x, y: y, steps: colors.map { values in values.map { color?.step(of: $0) ?? 0 } })
        return mark.with(
          .dots(
            x: kept.map { xs[$0] }, y: kept.map { ys[$0] }, ties: ties.map { ties in kept.map { ties[$0] } },
            colors: colors.map { colors in kept.map { colors[$0] } }))
      case .line(let xs, let ys, let isMonotone) where xs.count > mostRows:
        let kept = corners(xs, lower: ys, upper: ys, x: x)
        return mark.with(.line(x: kept.map { xs[$0] }, y: kept.map { ys[$0] }, isMonotone: isMonotone))
      case .steps(let xs, let ys, let direction) where xs.count > mostRows:
        let kept = corners(xs, lower: ys, upper: ys, x: x)
        return mark.with(.steps(x: kept.map { xs[$0] }, y: kept.map { ys[$0] }, direction: direction))
      case .band(let xs, let lower, let upper) where xs.count > mostRows:
        let kept = corners(xs, lower: lower, upper: upper, x: x)
        return mark.with(.band(x: kept.map { xs[$0] }, lower: kept.map { lower[$0] }, upper: kept.map { upper[$0] }))
      default: return mark
      }
    }
  }

  /// Returns the first row in each small square, and for each step of colour, in the order of the rows.
  private static func cells(_ xs: [Double], _ ys: [Double], x: AxisScale, y: AxisScale, steps: [Int]?) -> [Int] {
    let columns = Int(abs(x.end - x.start) / cell) + 1
    let rows = Int(abs(y.end - y.start) / cell) + 1
    let layers = steps == nil ? 1 : ColorScale.steps
    var isTaken = [Bool](repeating: false, count: columns * rows * layers)
    var kept: [Int] = []
    let (across, up) = (PixelGrid(x, count: columns), PixelGrid(y, count: rows))
    xs.withUnsafeBufferPointer { xs in
      ys.withUnsafeBufferPointer { ys in
        isTaken.withUnsafeMutableBufferPointer { isTaken in
          for row in 0..<xs.count {
            let place = (up.index(of: ys[row]) * columns + across.index(of: xs[row])) * layers + (steps?[row] ?? 0)
            if isTaken[place] { continue }
            isTaken[place] = true
            kept.append(row)
          }
        }
      }
    }
    return kept
  }

  /// Returns the rows of a line or band that matter at the resolution of a pixel: of rows one after another in one column of
  /// pixels, the first, the last, the lowest and the highest.
  static func corners(_ xs: [Double], lower: [Double], upper: [Double], x: AxisScale) -> [Int] {
    let grid = PixelGrid(x, count: Int(abs(x.end - x.start)) + 1)
    var kept: [Int] = []
    var start = 0
    while start < xs.count {
      let column = grid.index(of: xs[start])
      var end = start
      var lowest = start
      var highest = start
      while end + 1 < xs.count, grid.index(of: xs[end + 1]) == column {
        end += 1
        if lower[end] < lower[lowest] { lowest = end }
        if upper[end] > upper[highest] { highest = end }
      }
      var previous = -1
      for index in [start, min(lowest, highest), max(lowest, highest), end] where index > previous {
        kept.append(index)
        previous = index
      }
      start = end + 1
    }
    return kept
  }

  /// What the caption has to say of marks that are drawn in part; empty for none.
  static func caption(of marks: [ChartMark]) -> String {
    var most = 0
    for mark in marks {
      if case .dots(let x, _, _, _) = mark.geometry { most = max(most, x.count) }
    }
    guard most > mostRows else { return "" }
    return "\(grouped(most)) points; where several share \(Int(cell)) pixels one is drawn"
  }

  private static func grouped(_ count: Int) -> String {
    var digits = String(count)
    var groups: [Substring] = []
    while digits.count > 3 {
      groups.insert(digits.suffix(3), at: 0)
      digits = String(digits.dropLast(3))
    }
    return ([digits[...]] + groups).joined(separator: ",")
  }
}

extension ChartMark {
  fileprivate func with(_ geometry: Geometry) -> ChartMark {
    ChartMark(geometry: geometry, style: style, label: label)
  }
}

/// Values to the cells of a grid along an axis, without a logarithm for each.
struct PixelGrid {
  private let isLogarithmic: Bool
  private let start: Double
  private let factor: Double
  private let last: Double
  /// The scale itself, where neither differences nor ratios are even.
  private let other: AxisScale?

  /// A grid of so many cells over the domain of a scale.
  init(_ scale: AxisScale, count: Int) {
    last = Double(count - 1)
    isLogarithmic = scale.kind == .logarithmic
    let (lower, upper) = (scale.domain.lowerBound, scale.domain.upperBound)
    start = isLogarithmic ? Self.binaryLogarithm(lower) : lower
    let width = (isLogarithmic ? Self.binaryLogarithm(upper) : upper) - start
    factor = width > 0 ? Double(count) / width : 0
    other = scale.kind == .symmetricLogarithmic ? scale : nil
  }

  /// Returns the cell of a value; what lies outside is in the outermost cell.
  @inline(__always) func index(of value: Double) -> Int {
    var place: Double
    if let other {
      place = (other.position(value) - other.start) / (other.end - other.start) * (last + 1)
    } else {
      place = ((isLogarithmic ? Self.binaryLogarithm(value) : value) - start) * factor
    }
    // In this order a value that is no number is in the first cell.
    place = place > 0 ? place : 0
    return Int(place < last ? place : last)
  }

  /// The base 2 logarithm to 2e-5, from the exponent and a polynomial in the mantissa: cells need no more.
  ///
  /// The coefficients interpolate log2(1 + t) at six Chebyshev nodes on 0...1.
  @inline(__always) static func binaryLogarithm(_ value: Double) -> Double {
    let bits = value.bitPattern
    let exponent = Double(Int(truncatingIfNeeded: bits >> 52) - 1023)
    let t = Double(bitPattern: (bits & 0x000f_ffff_ffff_ffff) | 0x3ff0_0000_0000_0000) - 1
    return exponent + polynomial(t)
  }

  @inline(__always) private static func polynomial(_ t: Double) -> Double {
    var sum = 0.0430049578
    sum = sum * t - 0.1874886046
    sum = sum * t + 0.4094702987
    sum = sum * t - 0.7064864491
    sum = sum * t + 1.4414924118
    sum = sum * t + 0.0000165147
    return sum
  }
}
