import CLinearAlgebra

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The covariance of an estimate that minimises an objective, in working coordinates.
///
/// For squares, of y or of ln y, the inverse information, to be multiplied by the variance of an observation. For other losses the sandwich H⁻¹ (Σ s² ∇f ∇fᵀ) H⁻¹ n / (n - p)
/// with the objective's own Hessian and s = ∂ρ/∂f (P. J. Huber 1967; H. White, "A Heteroskedasticity-Consistent Covariance Matrix Estimator", 1980).
/// A Huber loss whose delta is small beside the residuals has few points inside it to tell its curvature by; the share of points is then taken over a window of the width that the
/// density of residuals at 0 asks for (J. L. Powell 1991 for medians; R. Koenker, Quantile Regression, 2005, 3.4.2).
struct ObjectiveCovariance {
  let matrix: [[Double]]
  let unidentified: [Bool]

  init(
    _ problem: any LossProblem, at outcome: ObjectiveMinimizer.Outcome, loss: PointLoss, isSquares: Bool, points: Int
  ) {
    let size = problem.parameterCount
    let n = problem.count
    let p = outcome.parameters
    let free = (0..<size).filter { !outcome.isHeld[$0] }
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
    var unidentified = [Bool](repeating: false, count: size)
    let small = SmallNewtonSystem(rows: n, columns: max(1, free.count))
    p.withUnsafeBufferPointer { p in
      guard let p = p.baseAddress, !free.isEmpty else { return }
      _ = problem.value(p, loss)
      let curvatureLoss = isSquares ? loss : Self.windowed(loss, problem: problem, points: points, free: free.count)
      let window = curvatureLoss.threshold / loss.threshold
      // Whitened columns: of ln f for logarithms.
      problem.fillJacobian(p, order: 1)
      var columns = [Double](repeating: 0, count: n * free.count)
      for (a, j) in free.enumerated() {
        for i in 0..<n {
          let inverse = problem.isLogarithmic ? 1 / problem.values[i] : 1
          columns[a * n + i] = problem.jacobian[j * n + i] * problem.weights[i].squareRoot() * inverse
        }
      }
      let part = columns.withUnsafeBufferPointer { columns in
        columns.baseAddress.map { small.inverseInformation(jacobian: $0, columns: free.count) }
      }
      guard let part else { return }
      for (a, j) in free.enumerated() { unidentified[j] = part.unidentified[a] }
      if isSquares {
        for (a, i) in free.enumerated() {
          for (b, j) in free.enumerated() { matrix[i][j] = part.matrix[a * free.count + b] }
        }
        return
      }
      guard !part.unidentified.contains(true) else {
        for j in free { matrix[j][j] = .infinity }
        return
      }
      // The points' slopes of the objective itself, then the Hessian with the window's curvature.
      _ = problem.value(p, loss)
      var squared = (0..<n).map { problem.slope[$0] * problem.slope[$0] }
      let own = (0..<n).map { problem.slope[$0] }
      if window != 1 {
        _ = problem.value(p, curvatureLoss)
        for i in 0..<n {
          // Inside the wider window a share 1 / window of the points would lie inside delta; the part by ψ keeps its own slope.
          let inverse = problem.isLogarithmic ? 1 / problem.values[i] : 1
          let wide = problem.isLogarithmic ? -problem.slope[i] * inverse : 0
          let share = (problem.curvature[i] - wide) / window
          problem.curvature[i] = share + (problem.isLogarithmic ? -own[i] * inverse : 0)
          problem.slope[i] = own[i]
        }
      }
      problem.assemble(p)
      let hessian = (0..<(size * size)).map { problem.hessian[$0] }
      problem.fillJacobian(p, order: 1)
      var meat = [Double](repeating: 0, count: size * size)
      cla_weighted_gram(Int64(n), Int32(size), problem.jacobian, &squared, &meat)
      guard let inverse = Self.inverse(hessian, free: free, size: size) else {
        for j in free {
          unidentified[j] = true
          matrix[j][j] = .infinity
        }
        return
      }
      let factor = points > free.count ? Double(points) / Double(points - free.count) : 1
      for (a, i) in free.enumerated() {
        for (b, j) in free.enumerated() {
          var sum = 0.0
          for (c, k) in free.enumerated() {
            for (d, l) in free.enumerated() {
              sum += inverse[a * free.count + c] * meat[k * size + l] * inverse[d * free.count + b]
            }
          }
          matrix[i][j] = sum * factor
        }
      }
    }
    self.matrix = matrix
    self.unidentified = unidentified
  }

  /// The loss with its threshold at the width that a density of residuals at 0 is estimated with, where that is larger.
  private static func windowed(_ loss: PointLoss, problem: any LossProblem, points: Int, free: Int) -> PointLoss {
    guard loss.kind == .huber, points > 0 else { return loss }
    let sizes = (0..<problem.count).filter { problem.weights[$0] > 0 }.map { i in
      abs(problem.target[i] - (loss.isLogarithmic ? log(problem.values[i]) : problem.values[i]))
    }.sorted()
    // The residuals that the fit set to about 0 say nothing of their density there.
    let rest = Array(sizes.dropFirst(min(free, sizes.count - 1)))
    let deviation = rest[rest.count / 2] / 0.6745
    // Silverman's width for a normal density.
    let width = 1.06 * deviation * pow(Double(points), -0.2)
    var wide = loss
    wide.threshold = max(loss.threshold, width)
    return wide
  }

  private static func inverse(_ matrix: [Double], free: [Int], size: Int) -> [Double]? {
    let n = free.count
    var scales = [Double](repeating: 0, count: n)
    for (a, i) in free.enumerated() {
      let diagonal = matrix[i * size + i]
      guard diagonal > 0, diagonal.isFinite else { return nil }
      scales[a] = 1 / diagonal.squareRoot()
    }
    var factor = [Double](repeating: 0, count: n * n)
    for a in 0..<n {
      for b in 0...a {
        factor[b * n + a] = matrix[free[a] * size + free[b]] * scales[a] * scales[b]
      }
    }
    var result = [Double](repeating: 0, count: n * n)
    for a in 0..<n { result[a * n + a] = scales[a] }
    let isDefinite = factor.withUnsafeMutableBufferPointer { factor -> Bool in
      guard let l = factor.baseAddress, cla_cholesky(Int32(n), l, Int32(n)) == 0 else { return false }
      result.withUnsafeMutableBufferPointer { result in
        guard let b = result.baseAddress else { return }
        cla_solve_lower(0, Int32(n), Int32(n), l, Int32(n), b, Int32(n))
        cla_solve_lower(1, Int32(n), Int32(n), l, Int32(n), b, Int32(n))
      }
      return true
    }
    guard isDefinite else { return nil }
    return (0..<(n * n)).map { result[$0] * scales[$0 % n] }
  }
}
