extension GeneralSolver {
  /// Leaves a stationary point that is no minimum: a step along the direction in which the Hessian is most negative.
  func escape() -> Bool {
    let n = curve.n
    let p = curve.p
    let free = freeParameters().filter { scales[$0] > 0 }
    guard !free.isEmpty else { return false }
    let curvature = curve.curvature(at: parameters)
    var hessian = [Double](repeating: 0, count: free.count * free.count)
    for (a, k) in free.enumerated() {
      for (b, l) in free.enumerated() {
        var sum = -curvature[k * p + l]
        for i in 0..<n { sum += curve.jacobian[k * n + i] * curve.jacobian[l * n + i] }
        hessian[a * free.count + b] = sum / (scales[k] * scales[l])
      }
    }
    guard hessian.allSatisfy(\.isFinite) else { return false }
    let (value, direction) = SmallestEigenpair.of(hessian, count: free.count)
    guard value < -1e-9 else { return false }
    let before = parameters
    let objectiveBefore = objective
    var best: (objective: Double, parameters: [Double])?
    var size = objectiveBefore.squareRoot()
    for _ in 0..<12 {
      for sign in [1.0, -1] {
        var moved = before
        for (a, j) in free.enumerated() {
          moved[j] = min(max(before[j] + sign * size * direction[a] / scales[j], lower[j]), upper[j])
        }
        let reached = curve.objective(at: moved)
        if reached < min(objectiveBefore, best?.objective ?? .infinity) { best = (reached, moved) }
      }
      size *= 0.25
    }
    parameters = best?.parameters ?? before
    objective = curve.objective(at: parameters)
    return best != nil
  }
}

/// The least eigenvalue of a small symmetric matrix with its eigenvector, by cyclic Jacobi rotations.
enum SmallestEigenpair {
  static func of(_ symmetric: [Double], count: Int) -> (value: Double, vector: [Double]) {
    var a = symmetric
    var vectors = [Double](repeating: 0, count: count * count)
    for i in 0..<count { vectors[i * count + i] = 1 }
    for _ in 0..<30 {
      var rest = 0.0
      for i in 0..<count {
        for j in 0..<i { rest += a[i * count + j] * a[i * count + j] }
      }
      if rest < 1e-28 { break }
      for i in 0..<count {
        for j in 0..<i where a[i * count + j] != 0 {
          let ratio = (a[i * count + i] - a[j * count + j]) / (2 * a[i * count + j])
          let tangent = (ratio < 0 ? -1 : 1) / (abs(ratio) + (ratio * ratio + 1).squareRoot())
          let cosine = 1 / (tangent * tangent + 1).squareRoot()
          let sine = tangent * cosine
          for k in 0..<count {
            let left = a[k * count + j]
            let right = a[k * count + i]
            a[k * count + j] = cosine * left - sine * right
            a[k * count + i] = sine * left + cosine * right
          }
          for k in 0..<count {
            let left = a[j * count + k]
            let right = a[i * count + k]
            a[j * count + k] = cosine * left - sine * right
            a[i * count + k] = sine * left + cosine * right
            let first = vectors[k * count + j]
            let other = vectors[k * count + i]
            vectors[k * count + j] = cosine * first - sine * other
            vectors[k * count + i] = sine * first + cosine * other
          }
        }
      }
    }
    let least = (0..<count).min { a[$0 * count + $0] < a[$1 * count + $1] } ?? 0
    return (a[least * count + least], (0..<count).map { vectors[$0 * count + least] })
  }
}
