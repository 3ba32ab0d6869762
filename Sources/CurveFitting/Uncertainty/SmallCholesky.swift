/// Cholesky's method for the few equations of one step.
enum SmallCholesky {
  /// The solution of a symmetric system given row by row, or nil where the matrix is not positive definite.
  static func solve(_ matrix: [Double], count: Int, right: [Double]) -> [Double]? {
    factor(matrix, count: count).flatMap { solve(factor: $0, count: count, right: right) }
  }

  /// The same from the matrix's lower factor.
  static func solve(factor: [Double], count: Int, right: [Double]) -> [Double]? {
    var x = right
    for i in 0..<count {
      for j in 0..<i { x[i] -= factor[i * count + j] * x[j] }
      x[i] /= factor[i * count + i]
    }
    for i in (0..<count).reversed() {
      for j in (i + 1)..<max(i + 1, count) { x[i] -= factor[j * count + i] * x[j] }
      x[i] /= factor[i * count + i]
    }
    return x.allSatisfy(\.isFinite) ? x : nil
  }

  /// The lower factor, row by row, or nil where the matrix is not positive definite to rounding.
  static func factor(_ matrix: [Double], count: Int) -> [Double]? {
    var factor = matrix
    for i in 0..<count {
      for j in 0...i {
        var sum = matrix[i * count + j]
        for k in 0..<j { sum -= factor[i * count + k] * factor[j * count + k] }
        if i == j {
          guard sum > 1e-14 * abs(matrix[i * count + i]), sum.isFinite else { return nil }
          factor[i * count + i] = sum.squareRoot()
        } else {
          factor[i * count + j] = sum / factor[j * count + j]
          factor[j * count + i] = 0
        }
      }
    }
    return factor
  }
}
