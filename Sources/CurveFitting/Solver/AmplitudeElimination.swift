/// The amplitudes that go with a shape: linear least squares within bounds, in buffers that are made once.
///
/// The scan solves it at every cell, so nothing here allocates. Values, flags and objective of the last `solve` stay in place until the next.
final class AmplitudeElimination {
  private let rows: Int
  private let count: Int
  private let lower: [Double]
  private let upper: [Double]

  private let buffer: NumberBuffer
  /// The best amplitudes.
  let values: UnsafeMutablePointer<Double>
  /// Per amplitude: whether it was held on a bound.
  let isHeld: UnsafeMutablePointer<Bool>
  private let flags: UnsafeMutablePointer<Bool>
  private let trial: UnsafeMutablePointer<Double>
  private let isFixed: UnsafeMutablePointer<Bool>
  private let isIndependent: UnsafeMutablePointer<Bool>
  private let free: UnsafeMutablePointer<Int>
  private let rotated: UnsafeMutablePointer<Double>
  private let triangle: UnsafeMutablePointer<Double>
  private let basis: UnsafeMutablePointer<Double>
  private let residual: UnsafeMutablePointer<Double>

  init(rows: Int, lower: [Double], upper: [Double]) {
    self.rows = rows
    self.lower = lower
    self.upper = upper
    count = lower.count
    let size = lower.count
    let buffer = NumberBuffer(capacity: 3 * size + size * size + rows * (size + 1))
    self.buffer = buffer
    values = buffer.take(size)
    trial = buffer.take(size)
    rotated = buffer.take(size)
    triangle = buffer.take(size * size)
    basis = buffer.take(rows * size)
    residual = buffer.take(rows)
    flags = .allocate(capacity: 3 * max(1, size))
    flags.initialize(repeating: false, count: 3 * max(1, size))
    isHeld = flags
    isFixed = flags + size
    isIndependent = flags + 2 * size
    free = .allocate(capacity: max(1, size))
    free.initialize(repeating: 0, count: max(1, size))
  }

  deinit {
    flags.deallocate()
    free.deallocate()
  }

  /// The least sum of squares of `response` less the terms, all whitened; infinite where no amplitudes within the bounds give a finite one.
  func solve(terms: UnsafePointer<Double>, response: UnsafePointer<Double>) -> Double {
    for j in 0..<count { hold(j, at: lower[j], isFixed: lower[j] == upper[j]) }
    let unbounded = solveFree(terms, response)
    keepTrial()
    if isFeasible(unbounded) { return unbounded }
    // Convex: the best feasible point of all faces is the bounded minimum. With at most a few amplitudes the faces are few.
    var best = Double.infinity
    var faces = 1
    for _ in 0..<count { faces *= 3 }
    for face in 1..<max(1, faces) where hold(face: face) {
      let objective = solveFree(terms, response)
      if isFeasible(objective), objective < best {
        best = objective
        keepTrial()
      }
    }
    return best
  }

  /// Holds amplitudes on the bounds that a face names, a base-3 number with the first amplitude in front: 0 free, 1 lower end, 2 upper end.
  ///
  /// False for a face that there is not: an open end, or another end or the inside of a range of one value.
  private func hold(face: Int) -> Bool {
    var rest = face
    for j in (0..<count).reversed() {
      let digit = rest % 3
      rest /= 3
      let end = digit == 1 ? lower[j] : upper[j]
      // A range of one value is always on its lower end.
      guard digit == 1 || lower[j] != upper[j], digit == 0 || end.isFinite else { return false }
      hold(j, at: end, isFixed: digit > 0)
    }
    return true
  }

  private func hold(_ j: Int, at end: Double, isFixed fixed: Bool) {
    isFixed[j] = fixed
    if fixed { trial[j] = end }
  }

  private func keepTrial() {
    for j in 0..<count {
      values[j] = trial[j]
      isHeld[j] = isFixed[j]
    }
  }

  private func isFeasible(_ objective: Double) -> Bool {
    for j in 0..<count where !(trial[j] >= lower[j] && trial[j] <= upper[j]) { return false }
    return objective.isFinite
  }

  /// Least squares in the terms that are not fixed, by modified Gram-Schmidt with one reorthogonalisation.
  private func solveFree(_ terms: UnsafePointer<Double>, _ response: UnsafePointer<Double>) -> Double {
    let n = rows
    for i in 0..<n { residual[i] = response[i] }
    var freeCount = 0
    for j in 0..<count {
      if isFixed[j] {
        let value = trial[j]
        if value != 0 { for i in 0..<n { residual[i] -= value * terms[j * n + i] } }
      } else {
        trial[j] = 0
        free[freeCount] = j
        freeCount += 1
      }
    }
    for k in 0..<(freeCount * freeCount) { triangle[k] = 0 }
    for a in 0..<freeCount {
      let term = terms + free[a] * n
      let q = basis + a * n
      isIndependent[a] = true
      rotated[a] = 0
      var before = 0.0
      for i in 0..<n {
        q[i] = term[i]
        before += q[i] * q[i]
      }
      for _ in 0..<2 {
        for b in 0..<a where isIndependent[b] {
          let other = basis + b * n
          var dot = 0.0
          for i in 0..<n { dot += other[i] * q[i] }
          for i in 0..<n { q[i] -= dot * other[i] }
          triangle[b * freeCount + a] += dot
        }
      }
      var norm = 0.0
      for i in 0..<n { norm += q[i] * q[i] }
      // A column inside the span of the others (or infinite, or NaN) gets amplitude 0: it can change nothing.
      guard norm > 1e-26 * before, norm.isFinite else {
        isIndependent[a] = false
        continue
      }
      norm = norm.squareRoot()
      triangle[a * freeCount + a] = norm
      var dot = 0.0
      for i in 0..<n {
        q[i] /= norm
        dot += q[i] * residual[i]
      }
      rotated[a] = dot
      for i in 0..<n { residual[i] -= dot * q[i] }
    }
    for a in (0..<freeCount).reversed() where isIndependent[a] {
      var sum = rotated[a]
      for b in (a + 1)..<max(a + 1, freeCount) where isIndependent[b] {
        sum -= triangle[a * freeCount + b] * trial[free[b]]
      }
      trial[free[a]] = sum / triangle[a * freeCount + a]
    }
    var objective = 0.0
    for i in 0..<n { objective += residual[i] * residual[i] }
    return objective.isNaN ? .infinity : objective
  }
}
