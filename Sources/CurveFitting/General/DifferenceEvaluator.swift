/// A model of plain numbers on data: derivatives by central differences.
///
/// A first derivative is (8(f₊₁ - f₋₁) - (f₊₂ - f₋₂)) / 12h with h = 2⁻¹⁴ of the parameter's size: rounding, ε/h of the value, is near 1e-11, truncation
/// h⁴ below it. Where a value is not finite, h shrinks by 16.
final class DifferenceEvaluator: CurveEvaluator {
  let observationCount: Int
  let parameterCount: Int
  let hasExactDerivatives = false

  private let value: @Sendable (PlainValues, PlainValues) -> Double
  private let map: ParameterMap
  private let sizes: [Double]
  private var points: PlainValues
  private var parameters: PlainValues
  private var free: [Double]

  /// Powers of two, so that a step is exact; an order below what a curve of one bend would allow, for peaks and waves that are narrow against their position.
  private static let firstStep = 0x1p-14
  private static let secondStep = 0x1p-11

  init(
    value: @escaping @Sendable (PlainValues, PlainValues) -> Double, points: PlainValues, map: ParameterMap,
    sizes: [Double]
  ) {
    self.value = value
    self.points = points
    self.map = map
    self.sizes = sizes
    observationCount = points.count > 0 ? points.storage.count / points.count : 0
    parameterCount = map.free.count
    parameters = PlainValues(
      rows: [Double](repeating: 0, count: map.entries.count), count: map.entries.count)
    free = [Double](repeating: 0, count: map.free.count)
  }

  private func run(receive: (Int, Double) -> Void) {
    var b = PlainValues(rows: [], count: 0)
    var x = PlainValues(rows: [], count: 0)
    swap(&b, &parameters)
    swap(&x, &points)
    defer {
      swap(&b, &parameters)
      swap(&x, &points)
    }
    for (index, entry) in map.entries.enumerated() {
      b.storage[index] = entry.source.map { entry.factor * free[$0] } ?? entry.constant
    }
    for i in 0..<observationCount {
      x.offset = i * x.count
      receive(i, value(b, x))
    }
  }

  private func load(_ parameters: UnsafePointer<Double>) {
    for j in 0..<parameterCount { free[j] = parameters[j] }
  }

  private func step(_ j: Int, at parameters: UnsafePointer<Double>, share: Double) -> Double {
    let size = max(abs(parameters[j]), 1e-3 * sizes[j])
    // A power of two below the parameter's size: p + h is exact in all but the last bits.
    return size.isNormal ? share * Double(sign: .plus, exponent: size.exponent, significand: 1) : share
  }

  func move(row: Int, to point: [Double]) {
    for (index, value) in point.enumerated() { points.storage[row * points.count + index] = value }
  }

  func writeValues(at parameters: UnsafePointer<Double>, to values: UnsafeMutablePointer<Double>) {
    load(parameters)
    run { i, result in values[i] = result }
  }

  func writeJacobian(
    at parameters: UnsafePointer<Double>, columns: [Int], to jacobian: UnsafeMutablePointer<Double>
  ) {
    load(parameters)
    let n = observationCount
    for (position, j) in columns.enumerated() {
      let target = jacobian + position * n
      var h = step(j, at: parameters, share: Self.firstStep)
      for _ in 0..<5 {
        for i in 0..<n { target[i] = 0 }
        for (shift, factor) in [(1.0, 8.0), (-1, -8), (2, -1), (-2, 1)] {
          free[j] = parameters[j] + shift * h
          run { i, result in target[i] += factor * result }
        }
        free[j] = parameters[j]
        var isFinite = true
        for i in 0..<n {
          target[i] /= 12 * h
          isFinite = isFinite && target[i].isFinite
        }
        if isFinite { break }
        h /= 16
      }
    }
  }

  /// Σ wᵢ fᵢ with two parameters moved.
  private func weightedSum(
    _ weights: UnsafePointer<Double>, at parameters: UnsafePointer<Double>, _ k: Int, _ shift: Double, _ l: Int,
    _ otherShift: Double
  ) -> Double {
    free[k] = parameters[k] + shift
    free[l] = (k == l ? free[l] : parameters[l]) + otherShift
    var sum = 0.0
    run { i, result in sum += weights[i] * result }
    free[k] = parameters[k]
    free[l] = parameters[l]
    return sum
  }

  func writeCurvature(
    at parameters: UnsafePointer<Double>, weights: UnsafePointer<Double>, to matrix: UnsafeMutablePointer<Double>
  ) {
    load(parameters)
    for k in 0..<parameterCount {
      let h = step(k, at: parameters, share: Self.secondStep)
      func at(_ shift: Double) -> Double { weightedSum(weights, at: parameters, k, shift * h, k, 0) }
      matrix[k * parameterCount + k] = (16 * (at(1) + at(-1)) - (at(2) + at(-2)) - 30 * at(0)) / (12 * h * h)
      let a = step(k, at: parameters, share: Self.secondStep)
      for l in 0..<k {
        let b = step(l, at: parameters, share: Self.secondStep)
        let same =
          weightedSum(weights, at: parameters, k, a, l, b) + weightedSum(weights, at: parameters, k, -a, l, -b)
        let opposite =
          weightedSum(weights, at: parameters, k, a, l, -b) + weightedSum(weights, at: parameters, k, -a, l, b)
        let second = (same - opposite) / (4 * a * b)
        matrix[k * parameterCount + l] = second
        matrix[l * parameterCount + k] = second
      }
    }
  }
}
