#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How finely an objective is told apart: values in one cell of a grid count as equal.
///
/// Cells, not distances: "closer than ε" is not transitive (a ≈ b and b ≈ c, yet a and c differ), so that a front by distances depends on the order of its rows. Two values
/// on either side of a cell's edge stay different however close they are.
public enum ObjectiveTolerance: Sendable, Hashable, Codable {
  /// Cells of one width from zero, `[k·step, (k+1)·step)`, in the unit of the column.
  case absolute(Double)
  /// Cells that each reach up to the same ratio, `[(1+r)^k, (1+r)^(k+1))`, for values of at least 0; 0 has a cell of its own.
  case relative(Double)

  /// The number of the cell that holds a value; infinities keep theirs, and NaN stays NaN.
  func cell(_ value: Double) -> Double {
    guard value.isFinite else { return value }
    switch self {
    case .absolute(let step): return (value / step).rounded(.down)
    case .relative(let ratio): return value == 0 ? -.infinity : (log(value) / log1p(ratio)).rounded(.down)
    }
  }

  func check(_ objective: Objective) throws {
    switch self {
    case .absolute(let width), .relative(let width):
      guard width > 0, width.isFinite else {
        throw ParetoError("The tolerance of \(objective.name) is \(width); it must be positive and finite.")
      }
    }
    guard case .relative = self else { return }
    if let row = objective.values.firstIndex(where: { $0 < 0 }) {
      throw ParetoError(
        "\(objective.name) of row \(row) is \(objective.values[row]); "
          + "a relative tolerance needs values of at least 0.")
    }
  }
}
