#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A curve against its observations in whitened coordinates: residuals of independent errors of one size, in a power of two of the unit of y.
final class WhitenedCurve {
  let evaluator: any CurveEvaluator
  let n: Int
  let p: Int
  /// A power of two near the largest observation, so that squares neither overflow nor vanish.
  let scale: Double
  /// ‖y‖ in whitened coordinates, what rounding errors are measured against.
  let responseNorm: Double
  let largestResponse: Double
  private(set) var evaluations = 0
  /// The whitened residuals of the last point whose objective was asked for.
  let residual: UnsafeMutablePointer<Double>
  /// The whitened Jacobian last written, in columns of n.
  let jacobian: UnsafeMutablePointer<Double>

  private let whitening: Whitening
  private let response: UnsafeMutablePointer<Double>
  private let weighted: UnsafeMutablePointer<Double>
  private let values: UnsafeMutablePointer<Double>

  /// `scale` is found from y where it is nil.
  init(evaluator: any CurveEvaluator, y: [Double], whitening: Whitening, scale given: Double? = nil) {
    self.evaluator = evaluator
    self.whitening = whitening
    n = y.count
    p = evaluator.parameterCount
    let largest = y.reduce(0) { max($0, abs($1)) }
    scale = given ?? (largest.isNormal ? Double(sign: .plus, exponent: largest.exponent, significand: 1) : 1)
    largestResponse = largest / scale
    func allocate(_ count: Int) -> UnsafeMutablePointer<Double> {
      let pointer = UnsafeMutablePointer<Double>.allocate(capacity: max(1, count))
      pointer.initialize(repeating: 0, count: max(1, count))
      return pointer
    }
    residual = allocate(n)
    jacobian = allocate(n * p)
    response = allocate(n)
    weighted = allocate(n)
    values = allocate(n)
    for i in 0..<n {
      response[i] = y[i]
      values[i] = y[i] / scale
    }
    whitening.apply(values, columnCount: 1)
    var norm = 0.0
    for i in 0..<n { norm += values[i] * values[i] }
    responseNorm = norm.squareRoot()
  }

  deinit { for pointer in [residual, jacobian, response, weighted, values] { pointer.deallocate() } }

  /// Replaces an observation.
  func setResponse(_ index: Int, _ value: Double) { response[index] = value }

  /// The sum of squared whitened residuals, which are left in `residual`; infinite where the model is not defined.
  func objective(at parameters: [Double]) -> Double {
    evaluations += 1
    parameters.withUnsafeBufferPointer { buffer in
      evaluator.writeValues(at: buffer.baseAddress ?? UnsafePointer(weighted), to: values)
    }
    for i in 0..<n { residual[i] = (response[i] - values[i]) / scale }
    whitening.apply(residual, columnCount: 1)
    var sum = 0.0
    for i in 0..<n { sum += residual[i] * residual[i] }
    return sum.isFinite ? sum : .infinity
  }

  /// The first observation at which the model is not finite.
  func firstUndefined(at parameters: [Double]) -> (index: Int, value: Double)? {
    _ = objective(at: parameters)
    return (0..<n).first { !values[$0].isFinite }.map { ($0, values[$0]) }
  }

  /// The largest residual in the unit of the scale, unwhitened, of the last point whose objective was asked for.
  var largestResidual: Double {
    (0..<n).reduce(0) { max($0, abs(response[$1] - values[$1]) / scale) }
  }

  /// Writes the whitened derivatives of the curve by some parameters to `jacobian`; false where one is not finite.
  func writeJacobian(at parameters: [Double], columns: [Int]) -> Bool {
    evaluations += 1
    parameters.withUnsafeBufferPointer { buffer in
      evaluator.writeJacobian(at: buffer.baseAddress ?? UnsafePointer(weighted), columns: columns, to: jacobian)
    }
    let count = n * columns.count
    for i in 0..<count { jacobian[i] /= scale }
    whitening.apply(jacobian, columnCount: columns.count)
    var sum = 0.0
    for i in 0..<count { sum += jacobian[i] * jacobian[i] }
    return sum.isFinite
  }

  /// The curvature Σ ρᵢ ∇²fᵢ that the residuals last computed add to the Hessian, p x p.
  func curvature(at parameters: [Double]) -> [Double] {
    evaluations += 1
    for i in 0..<n { weighted[i] = residual[i] }
    whitening.applyTransposed(weighted)
    for i in 0..<n { weighted[i] /= scale }
    var matrix = [Double](repeating: 0, count: max(1, p * p))
    matrix.withUnsafeMutableBufferPointer { matrix in
      parameters.withUnsafeBufferPointer { buffer in
        guard let target = matrix.baseAddress, let base = buffer.baseAddress else { return }
        evaluator.writeCurvature(at: base, weights: weighted, to: target)
      }
    }
    return matrix
  }
}
