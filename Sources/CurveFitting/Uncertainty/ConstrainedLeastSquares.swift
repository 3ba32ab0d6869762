import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Least squares at a fixed shape, under one linear condition on the amplitudes: the sum of squares that a profile needs.
///
/// For terms Φ = QR, free amplitudes and the condition wᵀc = t the least sum of squares is S + (t - wᵀĉ)² / v with v = |R⁻ᵀw|², so the condition costs one triangular solve.
/// Bounds on the amplitudes are met by looking at their faces. Everything is in units of `scale` after `offset` was taken from y; nothing allocates after `init`.
final class ConstrainedLeastSquares {
  /// The condition wᵀc = target on scaled amplitudes; `looseness` adds to v, the variance of a new observation.
  struct Condition {
    var target: Double
    var looseness = 0.0
  }

  let model: any SeparableModel
  let predictors: [PredictorColumn]
  let offsetTerm: Int?
  let offset: Double
  let scale: Double
  let termCount: Int
  let shapeCount: Int
  private let n: Int
  private let whitening: Whitening
  private let lower: [Double]
  private let upper: [Double]
  private let isBounded: Bool

  private let response: UnsafeMutablePointer<Double>
  private let terms: UnsafeMutablePointer<Double>
  private let basis: UnsafeMutablePointer<Double>
  private let residual: UnsafeMutablePointer<Double>
  private let unused: UnsafeMutablePointer<Double>
  private let triangle: UnsafeMutablePointer<Double>
  private let rotated: UnsafeMutablePointer<Double>
  private let solved: UnsafeMutablePointer<Double>
  private let trial: UnsafeMutablePointer<Double>
  private let isFixed: UnsafeMutablePointer<Bool>
  private let free: UnsafeMutablePointer<Int>
  /// The condition's weights, to be filled before `leastSquares`.
  let weights: UnsafeMutablePointer<Double>
  /// The scaled amplitudes of the last call.
  let amplitudes: UnsafeMutablePointer<Double>
  private(set) var evaluations = 0

  init(
    model: any SeparableModel, predictors: [PredictorColumn], y: [Double], whitening: Whitening,
    bounds: [ClosedRange<Double>]
  ) {
    self.model = model
    self.predictors = predictors
    self.whitening = whitening
    n = y.count
    termCount = model.amplitudes.count
    shapeCount = model.shapeNames.count
    offsetTerm = model.amplitudes.firstIndex(where: \.isOffset)
    let mean = y.reduce(0) { $0 + $1 / Double(y.count) }
    let offset = offsetTerm == nil ? 0 : mean
    let largest = y.reduce(0) { max($0, abs($1 - offset)) }
    let scale = largest > 0 && largest.isFinite ? exp2(floor(log2(largest))) : 1
    self.offset = offset
    self.scale = scale
    let offsetTerm = offsetTerm
    lower = bounds.enumerated().map { ($1.lowerBound - ($0 == offsetTerm ? offset : 0)) / scale }
    upper = bounds.enumerated().map { ($1.upperBound - ($0 == offsetTerm ? offset : 0)) / scale }
    isBounded = bounds.contains { $0.lowerBound.isFinite || $0.upperBound.isFinite }
    func allocate<Element>(_ count: Int, _ value: Element) -> UnsafeMutablePointer<Element> {
      let pointer = UnsafeMutablePointer<Element>.allocate(capacity: max(1, count))
      pointer.initialize(repeating: value, count: max(1, count))
      return pointer
    }
    response = allocate(n, 0)
    terms = allocate(n * termCount, 0)
    basis = allocate(n * termCount, 0)
    residual = allocate(n, 0)
    unused = allocate(1, 0)
    triangle = allocate(termCount * termCount, 0)
    rotated = allocate(termCount, 0)
    solved = allocate(termCount, 0)
    trial = allocate(termCount, 0)
    isFixed = allocate(termCount, false)
    free = allocate(termCount, 0)
    weights = allocate(termCount, 0)
    amplitudes = allocate(termCount, 0)
    for i in 0..<n { response[i] = (y[i] - offset) / scale }
    whitening.apply(response, columnCount: 1)
  }

  deinit {
    for pointer in [
      response, terms, basis, residual, unused, triangle, rotated, solved, trial, weights, amplitudes,
    ] { pointer.deallocate() }
    isFixed.deallocate()
    free.deallocate()
  }

  /// Evaluates the terms at a shape; the next `leastSquares` refers to it.
  func load(_ shape: UnsafePointer<Double>) {
    evaluations += 1
    model.evaluate(
      predictors, shape: shape, order: 0, into: BasisColumns(count: n, terms: terms, first: unused, second: unused))
    whitening.apply(terms, columnCount: termCount)
  }

  /// The terms at a single point, into the condition's weights.
  func loadWeights(at point: [PredictorColumn], shape: UnsafePointer<Double>) {
    model.evaluate(
      point, shape: shape, order: 0, into: BasisColumns(count: 1, terms: weights, first: unused, second: unused))
  }

  /// The least sum of squares at the loaded shape, under a condition or none; infinite where no amplitudes within the bounds meet it.
  func leastSquares(under condition: Condition?) -> Double {
    for j in 0..<termCount { isFixed[j] = false }
    let unbounded = solve(condition)
    if !isBounded || isFeasible() {
      keep()
      return unbounded
    }
    var best = Double.infinity
    var faces = 1
    for _ in 0..<termCount { faces *= 3 }
    for face in 1..<max(1, faces) where hold(face) {
      let value = solve(condition)
      if value < best, isFeasible() {
        best = value
        keep()
      }
    }
    return best
  }

  private func keep() { for j in 0..<termCount { amplitudes[j] = trial[j] } }

  private func isFeasible() -> Bool {
    for j in 0..<termCount where !isFixed[j] && !(trial[j] >= lower[j] && trial[j] <= upper[j]) { return false }
    return true
  }

  private func hold(_ face: Int) -> Bool {
    var rest = face
    for j in 0..<termCount {
      let digit = rest % 3
      rest /= 3
      isFixed[j] = digit > 0
      if digit == 0 { continue }
      trial[j] = digit == 1 ? lower[j] : upper[j]
      guard trial[j].isFinite, digit == 1 || upper[j] != lower[j] else { return false }
    }
    return true
  }

  /// Least squares in the free amplitudes by modified Gram-Schmidt with one reorthogonalisation; the amplitudes go to `trial`.
  private func solve(_ condition: Condition?) -> Double {
    let n = n
    for i in 0..<n { residual[i] = response[i] }
    var count = 0
    var reached = 0.0
    for j in 0..<termCount {
      if isFixed[j] {
        let value = trial[j]
        reached += weights[j] * value
        if value != 0 { for i in 0..<n { residual[i] -= value * terms[j * n + i] } }
      } else {
        free[count] = j
        count += 1
      }
    }
    for a in 0..<count {
      let term = terms + free[a] * n
      let q = basis + a * n
      var before = 0.0
      for i in 0..<n {
        q[i] = term[i]
        before += q[i] * q[i]
      }
      for b in 0..<a { triangle[b * termCount + a] = 0 }
      var norm = before
      for pass in 0..<2 where a > 0 {
        for b in 0..<a where triangle[b * termCount + b] > 0 {
          let other = basis + b * n
          var dot = 0.0
          for i in 0..<n { dot += other[i] * q[i] }
          for i in 0..<n { q[i] -= dot * other[i] }
          triangle[b * termCount + a] += dot
        }
        norm = 0
        for i in 0..<n { norm += q[i] * q[i] }
        // A second pass is needed only where the first one cancelled.
        if pass == 0, norm > 0.25 * before { break }
      }
      guard norm > 1e-26 * before, norm.isFinite else {
        triangle[a * termCount + a] = 0
        rotated[a] = 0
        continue
      }
      norm = norm.squareRoot()
      triangle[a * termCount + a] = norm
      let inverse = 1 / norm
      var dot = 0.0
      for i in 0..<n {
        q[i] *= inverse
        dot += q[i] * residual[i]
      }
      rotated[a] = dot
      for i in 0..<n { residual[i] -= dot * q[i] }
    }
    var objective = 0.0
    for i in 0..<n { objective += residual[i] * residual[i] }
    if let condition { objective += impose(condition, count: count, reached: reached) }
    for a in (0..<count).reversed() {
      let diagonal = triangle[a * termCount + a]
      guard diagonal > 0 else {
        trial[free[a]] = 0
        continue
      }
      var sum = rotated[a]
      for b in (a + 1)..<max(a + 1, count) { sum -= triangle[a * termCount + b] * trial[free[b]] }
      trial[free[a]] = sum / diagonal
    }
    return objective.isNaN ? .infinity : objective
  }

  /// Moves the rotated amplitudes to meet a condition; what that adds to the sum of squares.
  private func impose(_ condition: Condition, count: Int, reached: Double) -> Double {
    var value = reached
    var variance = 0.0
    for a in 0..<count {
      let diagonal = triangle[a * termCount + a]
      guard diagonal > 0 else {
        solved[a] = 0
        // An amplitude that the data do not feel takes up any condition that names it.
        if weights[free[a]] != 0 { return 0 }
        continue
      }
      var sum = weights[free[a]]
      for b in 0..<a { sum -= triangle[b * termCount + a] * solved[b] }
      solved[a] = sum / diagonal
      variance += solved[a] * solved[a]
      value += solved[a] * rotated[a]
    }
    let gap = condition.target - value
    let total = variance + condition.looseness
    guard total > 0 else { return abs(gap) <= 1e-12 * max(abs(condition.target), 1e-300) ? 0 : .infinity }
    for a in 0..<count { rotated[a] += gap / total * solved[a] }
    return gap * gap / total
  }
}
