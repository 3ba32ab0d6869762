#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The logarithm of a curve with its derivatives, for objectives of ln y - ln f; not finite where the curve is not positive.
///
/// ∇ ln f = ∇f / f and Σ w ∇² ln f = Σ (w/f) ∇²f - Σ (w/f²) ∇f ∇fᵀ.
final class LogarithmEvaluator: CurveEvaluator {
  let base: any CurveEvaluator
  var observationCount: Int { base.observationCount }
  var parameterCount: Int { base.parameterCount }
  var hasExactDerivatives: Bool { base.hasExactDerivatives }

  private let curve: NumberBuffer
  private let values: UnsafeMutablePointer<Double>
  private let scaled: UnsafeMutablePointer<Double>
  private let columns: UnsafeMutablePointer<Double>

  init(_ base: any CurveEvaluator) {
    self.base = base
    let n = base.observationCount
    curve = NumberBuffer(capacity: n * (2 + base.parameterCount) + 1)
    values = curve.take(n)
    scaled = curve.take(n)
    columns = curve.take(n * base.parameterCount)
  }

  func move(row: Int, to point: [Double]) { base.move(row: row, to: point) }

  func writeValues(at parameters: UnsafePointer<Double>, to result: UnsafeMutablePointer<Double>) {
    base.writeValues(at: parameters, to: result)
    for i in 0..<observationCount { result[i] = result[i] > 0 ? log(result[i]) : .nan }
  }

  func writeJacobian(
    at parameters: UnsafePointer<Double>, columns: [Int], to jacobian: UnsafeMutablePointer<Double>
  ) {
    let n = observationCount
    base.writeValues(at: parameters, to: values)
    base.writeJacobian(at: parameters, columns: columns, to: jacobian)
    for a in columns.indices { for i in 0..<n { jacobian[a * n + i] /= values[i] } }
  }

  func writeCurvature(
    at parameters: UnsafePointer<Double>, weights: UnsafePointer<Double>, to matrix: UnsafeMutablePointer<Double>
  ) {
    let n = observationCount
    let p = parameterCount
    base.writeValues(at: parameters, to: values)
    for i in 0..<n { scaled[i] = weights[i] / values[i] }
    base.writeCurvature(at: parameters, weights: scaled, to: matrix)
    base.writeJacobian(at: parameters, columns: Array(0..<p), to: columns)
    for i in 0..<n { scaled[i] /= values[i] }
    for k in 0..<p {
      for l in 0...k {
        var sum = 0.0
        for i in 0..<n { sum += scaled[i] * columns[k * n + i] * columns[l * n + i] }
        matrix[k * p + l] -= sum
        if k != l { matrix[l * p + k] -= sum }
      }
    }
  }
}
