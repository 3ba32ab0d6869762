import CLinearAlgebra

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The linear algebra of one Newton step: column-scaled QR with pivoting, the whitened curvature, and the step.
final class SmallNewtonSystem {
  struct Step {
    /// The change of each parameter.
    var values: [Double]
    /// The length of the step in whitened coordinates, in units of the whitened response.
    var whitenedLength: Double
    /// Whether the full Hessian was used, not the Gauss-Newton approximation.
    var isNewton: Bool
  }

  private let rows: Int
  private let buffer: NumberBuffer
  private let matrix: UnsafeMutablePointer<Double>
  private let right: UnsafeMutablePointer<Double>
  private let tau: UnsafeMutablePointer<Double>
  private let work: UnsafeMutablePointer<Double>
  private let pivots: UnsafeMutablePointer<Int32>
  private let workCount: Int32
  private var scales: [Double] = []
  /// The columns and the numerical rank of the last factorisation.
  private(set) var columnCount = 0
  private var lastRank = 0

  init(rows: Int, columns: Int) {
    self.rows = rows
    workCount = cla_qr_work(Int32(columns))
    let buffer = NumberBuffer(capacity: rows * columns + max(rows, columns) + columns + Int(workCount))
    self.buffer = buffer
    matrix = buffer.take(rows * columns)
    right = buffer.take(max(rows, columns))
    tau = buffer.take(columns)
    work = buffer.take(Int(workCount))
    pivots = .allocate(capacity: max(1, columns))
  }

  deinit { pivots.deallocate() }

  /// Factorises the column-scaled Jacobian; the numerical rank, or nil where a column is not finite.
  private func factorize(_ jacobian: UnsafePointer<Double>, columns: Int) -> Int? {
    columnCount = columns
    lastRank = 0
    scales = [Double](repeating: 1, count: columns)
    for j in 0..<columns {
      var norm = 0.0
      for i in 0..<rows { norm += jacobian[j * rows + i] * jacobian[j * rows + i] }
      guard norm.isFinite else { return nil }
      let scale = norm > 0 ? 1 / norm.squareRoot() : 1
      scales[j] = scale
      for i in 0..<rows { matrix[j * rows + i] = jacobian[j * rows + i] * scale }
    }
    let info = cla_qr_pivoted(Int32(rows), Int32(columns), matrix, Int32(rows), pivots, tau, work, workCount)
    guard info == 0 else { return nil }
    let limit = min(rows, columns)
    let threshold = 1e-13 * abs(matrix[0])
    lastRank = (0..<limit).first { !(abs(matrix[$0 * rows + $0]) > threshold) } ?? limit
    return lastRank
  }

  /// The step from whitened residuals, or nil where the Jacobian has no column that can move them.
  func step(jacobian: UnsafePointer<Double>, residual: UnsafePointer<Double>, curvature: [Double], columns: Int)
    -> Step?
  {
    guard columns > 0, let rank = factorize(jacobian, columns: columns), rank > 0 else {
      return columns == 0 ? Step(values: [], whitenedLength: 0, isNewton: true) : nil
    }
    for i in 0..<rows { right[i] = residual[i] }
    guard
      cla_qr_apply_transposed(Int32(rows), Int32(columns), matrix, Int32(rows), tau, right, work, workCount) == 0
    else { return nil }
    var whitened = (0..<rank).map { right[$0] }
    var isNewton = false
    if rank == columns, let newton = newtonDirection(whitened, curvature: curvature, count: columns) {
      whitened = newton
      isNewton = true
    }
    var length = 0.0
    for value in whitened { length += value * value }
    var solution = whitened
    let info = solution.withUnsafeMutableBufferPointer { buffer -> Int32 in
      guard let base = buffer.baseAddress else { return -1 }
      return cla_solve_upper(0, Int32(rank), 1, matrix, Int32(rows), base, Int32(rank))
    }
    guard info == 0 else { return nil }
    var values = [Double](repeating: 0, count: columns)
    for a in 0..<rank {
      let column = Int(pivots[a])
      values[column] = solution[a] * scales[column]
    }
    guard values.allSatisfy(\.isFinite) else { return nil }
    return Step(values: values, whitenedLength: length.squareRoot(), isNewton: isNewton)
  }

  /// (I - B)⁻¹ z with B = R⁻ᵀ S R⁻¹, or nil where I - B is not positive definite: the objective curves down there.
  private func newtonDirection(_ z: [Double], curvature: [Double], count: Int) -> [Double]? {
    var b = [Double](repeating: 0, count: count * count)
    for i in 0..<count {
      for j in 0..<count {
        let row = Int(pivots[i])
        let column = Int(pivots[j])
        b[j * count + i] = curvature[row * count + column] * scales[row] * scales[column]
      }
    }
    return b.withUnsafeMutableBufferPointer { buffer -> [Double]? in
      guard let base = buffer.baseAddress else { return nil }
      guard cla_solve_upper(1, Int32(count), Int32(count), matrix, Int32(rows), base, Int32(count)) == 0 else {
        return nil
      }
      // S is symmetric, so a transposition and the same solve finish R⁻ᵀ S R⁻¹.
      for i in 0..<count {
        for j in 0..<i { swap(&base[i * count + j], &base[j * count + i]) }
      }
      guard cla_solve_upper(1, Int32(count), Int32(count), matrix, Int32(rows), base, Int32(count)) == 0 else {
        return nil
      }
      for i in 0..<count {
        for j in 0..<count { base[i * count + j] = (i == j ? 1 : 0) - base[i * count + j] }
      }
      guard cla_cholesky(Int32(count), base, Int32(count)) == 0 else { return nil }
      var direction = z
      direction.withUnsafeMutableBufferPointer { vector in
        guard let start = vector.baseAddress else { return }
        cla_solve_lower(0, Int32(count), 1, base, Int32(count), start, Int32(count))
        cla_solve_lower(1, Int32(count), 1, base, Int32(count), start, Int32(count))
      }
      return direction.allSatisfy(\.isFinite) ? direction : nil
    }
  }

  /// (JᵀJ)⁻¹ of whitened columns, row by row; columns beyond the numerical rank are marked and their entries infinite.
  func inverseInformation(jacobian: UnsafePointer<Double>, columns: Int) -> (matrix: [Double], unidentified: [Bool]) {
    guard columns > 0 else { return ([], []) }
    _ = factorize(jacobian, columns: columns)
    return inverseInformationOfLastStep
  }

  /// The same from the factors that the last step or inverse was made with.
  var inverseInformationOfLastStep: (matrix: [Double], unidentified: [Bool]) {
    let columns = columnCount
    let rank = lastRank
    guard rank > 0 else {
      return ([Double](repeating: .infinity, count: columns * columns), [Bool](repeating: true, count: columns))
    }
    var result = [Double](repeating: 0, count: columns * columns)
    var unidentified = [Bool](repeating: false, count: columns)
    // Rows of R⁻¹, so that (RᵀR)⁻¹ = R⁻¹ R⁻ᵀ is a sum of squares: no negative variances.
    var inverse = [Double](repeating: 0, count: rank * rank)
    for i in 0..<rank { inverse[i * rank + i] = 1 }
    inverse.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      _ = cla_solve_upper(0, Int32(rank), Int32(rank), matrix, Int32(rows), base, Int32(rank))
    }
    for a in 0..<columns {
      let i = Int(pivots[a])
      if a >= rank { unidentified[i] = true }
      for b in 0..<columns {
        let j = Int(pivots[b])
        guard a < rank, b < rank else {
          result[i * columns + j] = a == b ? .infinity : 0
          continue
        }
        var sum = 0.0
        for k in max(a, b)..<rank { sum += inverse[k * rank + a] * inverse[k * rank + b] }
        result[i * columns + j] = sum * scales[i] * scales[j]
      }
    }
    // A column that takes part in a dependency drifts with the one that was left out.
    if rank < columns {
      for a in 0..<rank {
        for b in rank..<columns {
          var share = 0.0
          for k in a..<rank { share += inverse[k * rank + a] * matrix[b * rows + k] }
          if abs(share) > 1e-8 {
            let i = Int(pivots[a])
            unidentified[i] = true
            result[i * columns + i] = .infinity
          }
        }
      }
    }
    return (result, unidentified)
  }
}
