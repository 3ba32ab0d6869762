/// How a measured curve meets its target.
public enum CrossingKind: String, Sendable, Hashable, Codable, CaseIterable {
  /// The curve comes from above and goes on below.
  case falling
  /// The curve comes from below and goes on above.
  case rising
  /// The curve meets the target and turns back, runs along it, or is a single measurement on it.
  case touching
}

/// One place where the straight lines between measurements meet a target.
public struct BreakEvenCrossing: Sendable, Hashable, Codable {
  /// Where the curve meets the target, on the x axis.
  public let x: Double
  /// The row of the measurement at or before `x`.
  public let rowBefore: Int
  /// The row of the measurement at or after `x`; equal to `rowBefore` for an exact hit.
  public let rowAfter: Int
  /// How the curve meets the target.
  public let kind: CrossingKind

  /// Whether a measurement lies exactly on the target, so that nothing was interpolated.
  public var isExact: Bool { rowBefore == rowAfter }

  /// All crossings of a curve, in the order of x.
  static func all(x: [Double], y: [Double], target: Double) -> [BreakEvenCrossing] {
    var crossings: [BreakEvenCrossing] = []
    for row in x.indices {
      if y[row] == target {
        let before = row > 0 ? y[row - 1] - target : 0
        let after = row + 1 < y.count ? target - y[row + 1] : 0
        // At an end of the range the only neighbour decides.
        let signs = [before, after].filter { $0 != 0 }
        let kind: CrossingKind
        if signs.isEmpty || (row > 0 && row + 1 < y.count && signs.count < 2) {
          kind = .touching
        } else if signs.allSatisfy({ $0 > 0 }) {
          kind = .falling
        } else if signs.allSatisfy({ $0 < 0 }) {
          kind = .rising
        } else {
          kind = .touching
        }
        crossings.append(BreakEvenCrossing(x: x[row], rowBefore: row, rowAfter: row, kind: kind))
      } else if row + 1 < x.count, y[row + 1] != target, (y[row] > target) != (y[row + 1] > target) {
        crossings.append(
          BreakEvenCrossing(
            x: interpolated(x[row], x[row + 1], y[row], y[row + 1], target), rowBefore: row, rowAfter: row + 1,
            kind: y[row] > target ? .falling : .rising))
      }
    }
    return crossings
  }

  static func interpolated(_ x0: Double, _ x1: Double, _ y0: Double, _ y1: Double, _ target: Double) -> Double {
    x0 + (x1 - x0) * ((target - y0) / (y1 - y0))
  }
}
