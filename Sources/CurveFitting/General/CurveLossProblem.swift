import CLinearAlgebra

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A sum of losses over the points of any curve, for the minimizer that separable laws use too.
///
/// y and the curve are divided by a power of two where the residual is y - f; parameters are the user's own.
final class CurveLossProblem: LossProblem {
  let evaluator: any CurveEvaluator
  let count: Int
  let parameterCount: Int
  let isLogarithmic: Bool
  let lower: [Double]
  let upper: [Double]
  let scale: Double
  let responseNorm: Double
  private(set) var evaluations = 0
  /// Closures take as long as they take: their searches are bounded by the same number of evaluations.
  let evaluationLimit = 100_000

  let gradient: UnsafeMutablePointer<Double>
  let hessian: UnsafeMutablePointer<Double>
  let majorant: UnsafeMutablePointer<Double>
  let target: UnsafeMutablePointer<Double>
  let weights: UnsafeMutablePointer<Double>
  let values: UnsafeMutablePointer<Double>
  let slope: UnsafeMutablePointer<Double>
  let curvature: UnsafeMutablePointer<Double>
  let jacobian: UnsafeMutablePointer<Double>
  private let pointMajorant: UnsafeMutablePointer<Double>
  private let logs: UnsafeMutablePointer<Double>
  private let scaled: UnsafeMutablePointer<Double>
  private let bend: UnsafeMutablePointer<Double>
  private let storage: NumberBuffer

  init(
    evaluator: any CurveEvaluator, y: [Double], weights given: [Double], isLogarithmic: Bool, lower: [Double],
    upper: [Double]
  ) {
    self.evaluator = evaluator
    self.isLogarithmic = isLogarithmic
    self.lower = lower
    self.upper = upper
    let n = y.count
    let p = lower.count
    count = n
    parameterCount = p
    let largest = y.reduce(0) { max($0, abs($1)) }
    scale = !isLogarithmic && largest.isNormal ? Double(sign: .plus, exponent: largest.exponent, significand: 1) : 1
    let storage = NumberBuffer(capacity: 8 * n + n * p + p + 3 * p * p)
    self.storage = storage
    target = storage.take(n)
    weights = storage.take(n)
    values = storage.take(n)
    slope = storage.take(n)
    curvature = storage.take(n)
    pointMajorant = storage.take(n)
    logs = storage.take(n)
    scaled = storage.take(n)
    jacobian = storage.take(n * p)
    gradient = storage.take(p)
    hessian = storage.take(p * p)
    majorant = storage.take(p * p)
    bend = storage.take(p * p)
    var norm = 0.0
    for i in 0..<n {
      weights[i] = given[i]
      target[i] = isLogarithmic ? log(y[i]) : y[i] / scale
      norm += given[i] * (isLogarithmic ? 1 : target[i] * target[i])
    }
    responseNorm = norm.squareRoot()
  }

  func value(_ p: UnsafePointer<Double>, _ loss: PointLoss) -> Double {
    evaluations += 1
    evaluator.writeValues(at: p, to: values)
    for i in 0..<count { values[i] /= scale }
    let sum = cla_loss(
      loss.kind.rawValue, loss.isLogarithmic ? 1 : 0, Int64(count), loss.threshold, loss.penalty, target, values,
      weights, logs, slope, curvature, pointMajorant)
    return sum.isFinite ? sum : .infinity
  }

  func assemble(_ p: UnsafePointer<Double>) {
    let size = parameterCount
    fillJacobian(p, order: 1)
    cla_column_products(Int64(count), Int32(size), jacobian, slope, gradient)
    cla_weighted_gram(Int64(count), Int32(size), jacobian, curvature, hessian)
    for i in 0..<count { scaled[i] = slope[i] / scale }
    evaluations += 1
    evaluator.writeCurvature(at: p, weights: scaled, to: bend)
    for k in 0..<(size * size) { hessian[k] += bend[k] }
  }

  func assembleMajorant(_ p: UnsafePointer<Double>) {
    cla_weighted_gram(Int64(count), Int32(parameterCount), jacobian, pointMajorant, majorant)
  }

  func fillJacobian(_ p: UnsafePointer<Double>, order: Int) {
    evaluations += 1
    evaluator.writeJacobian(at: p, columns: Array(0..<parameterCount), to: jacobian)
    for i in 0..<(count * parameterCount) { jacobian[i] /= scale }
  }
}
