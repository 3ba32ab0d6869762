/// A model of dual numbers on data: derivatives two parameters at a time, second derivatives by pairs.
final class DualEvaluator: CurveEvaluator {
  let observationCount: Int
  let parameterCount: Int
  let hasExactDerivatives = true

  private let value: @Sendable (DualValues, PlainValues) -> Dual
  private let map: ParameterMap
  private var points: PlainValues
  private var parameters: DualValues

  init(value: @escaping @Sendable (DualValues, PlainValues) -> Dual, points: PlainValues, map: ParameterMap) {
    self.value = value
    self.points = points
    self.map = map
    observationCount = points.count > 0 ? points.storage.count / points.count : 0
    parameterCount = map.free.count
    parameters = DualValues(count: map.entries.count)
  }

  /// Runs the closure over the observations with up to two parameters marked.
  private func run(
    at free: UnsafePointer<Double>, first: Int?, other: Int?, receive: (Int, Dual) -> Void
  ) {
    // The arrays are moved out and back, so that writing to them copies nothing.
    var b = DualValues(count: 0)
    var x = PlainValues(rows: [], count: 0)
    swap(&b, &parameters)
    swap(&x, &points)
    defer {
      swap(&b, &parameters)
      swap(&x, &points)
    }
    for (index, entry) in map.entries.enumerated() {
      guard let source = entry.source else {
        b.storage[index] = Dual(entry.constant)
        continue
      }
      b.storage[index] = Dual(
        value: entry.factor * free[source], first: source == first ? entry.factor : 0,
        other: source == other ? entry.factor : 0)
    }
    for i in 0..<observationCount {
      x.offset = i * x.count
      receive(i, value(b, x))
    }
  }

  func move(row: Int, to point: [Double]) {
    for (index, value) in point.enumerated() { points.storage[row * points.count + index] = value }
  }

  func writeValues(at parameters: UnsafePointer<Double>, to values: UnsafeMutablePointer<Double>) {
    run(at: parameters, first: nil, other: nil) { i, result in values[i] = result.value }
  }

  func writeJacobian(
    at parameters: UnsafePointer<Double>, columns: [Int], to jacobian: UnsafeMutablePointer<Double>
  ) {
    let n = observationCount
    var position = 0
    while position < columns.count {
      let target = jacobian + position * n
      if position + 1 < columns.count {
        run(at: parameters, first: columns[position], other: columns[position + 1]) { i, result in
          target[i] = result.first
          target[n + i] = result.other
        }
      } else {
        run(at: parameters, first: columns[position], other: nil) { i, result in target[i] = result.first }
      }
      position += 2
    }
  }

  func writeCurvature(
    at parameters: UnsafePointer<Double>, weights: UnsafePointer<Double>, to matrix: UnsafeMutablePointer<Double>
  ) {
    for k in 0..<parameterCount {
      for l in 0...k {
        var sum = 0.0
        run(at: parameters, first: k, other: l) { i, result in sum += weights[i] * result.mixed }
        matrix[k * parameterCount + l] = sum
        matrix[l * parameterCount + k] = sum
      }
    }
  }
}
