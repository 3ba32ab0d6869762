import CLinearAlgebra

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// An objective over the points of a fit with its gradient and Hessian by all parameters, in buffers that are made once.
///
/// Parameters are the amplitudes, then the shapes; y is divided by a power of two and, where the residual is y - f and the law has an offset, less its mean. With s = ∂ρ/∂f and
/// c = ∂²ρ/∂f² a point, the gradient is Σ s ∇f and the Hessian Σ c ∇f ∇fᵀ + s ∇²f. One problem serves one thread.
final class ObjectiveProblem {
  let model: any SeparableModel
  let predictors: [PredictorColumn]
  let box: [ShapeRange]
  let isTwoPower: Bool
  let isLogarithmic: Bool
  let count: Int
  let termCount: Int
  let shapeCount: Int
  let parameterCount: Int
  /// Taken out of y: y = offset + scale · working y.
  let offset: Double
  let scale: Double
  let lower: [Double]
  let upper: [Double]
  /// Working y, and the square roots of the scan's weights: those given, times 1/y for logarithms.
  let response: UnsafeMutablePointer<Double>
  let scanRoots: UnsafeMutablePointer<Double>
  /// The length of the weighted response, that rounding is measured by.
  private(set) var responseNorm = 0.0
  private(set) var evaluations = 0
  /// Where descents end, minimum or not.
  var evaluationLimit = Int.max

  let gradient: UnsafeMutablePointer<Double>
  let hessian: UnsafeMutablePointer<Double>
  /// Σ of the quadratics above the loss: positive semidefinite.
  let majorant: UnsafeMutablePointer<Double>
  let target: UnsafeMutablePointer<Double>
  let weights: UnsafeMutablePointer<Double>
  let values: UnsafeMutablePointer<Double>
  let slope: UnsafeMutablePointer<Double>
  let curvature: UnsafeMutablePointer<Double>
  let pointMajorant: UnsafeMutablePointer<Double>
  let terms: UnsafeMutablePointer<Double>
  let first: UnsafeMutablePointer<Double>
  let second: UnsafeMutablePointer<Double>
  let jacobian: UnsafeMutablePointer<Double>
  private let logs: UnsafeMutablePointer<Double>
  private let nothing: UnsafeMutablePointer<Double>
  private let products: UnsafeMutablePointer<Double>
  private let storage: UnsafeMutablePointer<Double>

  init(
    model: any SeparableModel, predictors: [PredictorColumn], y: [Double], weights given: [Double],
    isLogarithmic: Bool, bounds: [ClosedRange<Double>]
  ) {
    self.model = model
    self.predictors = predictors
    self.isLogarithmic = isLogarithmic
    isTwoPower = model is any TwoPowerModel
    count = y.count
    box = model.shapeBox(for: predictors.map(\.reference))
    termCount = bounds.count
    shapeCount = box.count
    parameterCount = termCount + shapeCount
    let offsetTerm = isLogarithmic ? nil : model.amplitudes.firstIndex(where: \.isOffset)
    var center = 0.0
    if offsetTerm != nil {
      // The mean of equal numbers is that number, whatever the rounding of their sum.
      center = y.allSatisfy { $0 == y[0] } ? y[0] : y.reduce(0) { $0 + $1 / Double(y.count) }
    }
    let largest = y.reduce(0) { max($0, abs($1 - center)) }
    // A power of two: dividing by it is exact.
    let size = largest > 0 && largest.isFinite ? exp2(floor(log2(largest))) : 1
    offset = center
    scale = size
    lower = bounds.enumerated().map { ($1.lowerBound - ($0 == offsetTerm ? center : 0)) / size } + box.map(\.lower)
    upper = bounds.enumerated().map { ($1.upperBound - ($0 == offsetTerm ? center : 0)) / size } + box.map(\.upper)

    let n = count
    let p = parameterCount
    let pairs = shapeCount * (shapeCount + 1) / 2
    let columns = [n * termCount, n * termCount * shapeCount, n * termCount * pairs, n * p]
    let total = 11 * n + columns.reduce(0, +) + 2 * p + 2 * p * p + 8
    storage = .allocate(capacity: total)
    storage.initialize(repeating: 0, count: total)
    var next = storage
    func take(_ length: Int) -> UnsafeMutablePointer<Double> {
      defer { next += length }
      return next
    }
    response = take(n)
    scanRoots = take(n)
    target = take(n)
    weights = take(n)
    values = take(n)
    slope = take(n)
    curvature = take(n)
    pointMajorant = take(n)
    logs = take(n)
    nothing = take(2 * n)
    terms = take(columns[0])
    first = take(columns[1])
    second = take(columns[2])
    jacobian = take(columns[3])
    gradient = take(p)
    products = take(p)
    hessian = take(p * p)
    majorant = take(p * p)
    for i in 0..<n {
      response[i] = (y[i] - center) / size
      target[i] = response[i]
    }
    if isLogarithmic { cla_log(Int64(n), response, target) }
    setWeights(given, scaledBy: 1)
  }

  /// Gives the points other weights; everything else stays.
  func setWeights(_ given: [Double], scaledBy factor: Double) {
    var norm = 0.0
    var least = Double.infinity
    for i in 0..<count { least = min(least, response[i]) }
    for i in 0..<count {
      weights[i] = factor * given[i]
      // Relative to the least y, so that no weight overflows.
      scanRoots[i] = weights[i].squareRoot() * (isLogarithmic ? least / response[i] : 1)
      norm += weights[i] * (isLogarithmic ? 1 : response[i] * response[i])
    }
    responseNorm = norm.squareRoot()
  }

  deinit { storage.deallocate() }

  /// The sum of losses at some parameters, with the points' derivatives left in the buffers; infinite where it does not exist.
  func value(_ p: UnsafePointer<Double>, _ loss: PointLoss) -> Double {
    evaluations += 1
    let n = Int64(count)
    if isTwoPower {
      let reached = withLogs { cla_two_powers(n, $0, $1, p, terms, terms + count, values) }
      guard reached else { return .infinity }
    } else {
      model.evaluate(
        predictors, shape: p + termCount, order: 0,
        into: BasisColumns(count: count, terms: terms, first: first, second: second))
      combine(p)
    }
    return cla_loss(
      loss.kind.rawValue, loss.isLogarithmic ? 1 : 0, n, loss.threshold, loss.penalty, target, values, weights, logs,
      slope, curvature, pointMajorant)
  }

  /// Fills gradient and Hessian at the parameters that `value` was last taken at.
  func assemble(_ p: UnsafePointer<Double>) {
    let n = Int64(count)
    let size = parameterCount
    if isTwoPower {
      _ = withLogs {
        cla_two_power_sums(n, $0, $1, terms, terms + count, p, slope, curvature, gradient, hessian)
      }
      return
    }
    fillJacobian(p, order: 2)
    cla_column_products(n, Int32(size), jacobian, slope, gradient)
    cla_weighted_gram(n, Int32(size), jacobian, curvature, hessian)
    let pairs = shapeCount * (shapeCount + 1) / 2
    for j in 0..<termCount {
      guard shapeCount > 0 else { break }
      cla_column_products(n, Int32(shapeCount), first + j * shapeCount * count, slope, products)
      for k in 0..<shapeCount {
        hessian[j * size + termCount + k] += products[k]
        hessian[(termCount + k) * size + j] += products[k]
      }
      guard p[j] != 0 else { continue }
      for l in 0..<shapeCount {
        for k in 0...l {
          cla_column_products(n, 1, second + (j * pairs + l * (l + 1) / 2 + k) * count, slope, products)
          hessian[(termCount + k) * size + termCount + l] += p[j] * products[0]
          if k != l { hessian[(termCount + l) * size + termCount + k] += p[j] * products[0] }
        }
      }
    }
  }

  /// Fills the majorant's matrix at the parameters that `assemble` was last called for.
  func assembleMajorant(_ p: UnsafePointer<Double>) {
    if isTwoPower { fillJacobian(p, order: 1) }
    cla_weighted_gram(Int64(count), Int32(parameterCount), jacobian, pointMajorant, majorant)
  }

  /// Fills the columns ∂f/∂p.
  func fillJacobian(_ p: UnsafePointer<Double>, order: Int) {
    model.evaluate(
      predictors, shape: p + termCount, order: order,
      into: BasisColumns(count: count, terms: terms, first: first, second: second))
    for i in 0..<(count * termCount) { jacobian[i] = terms[i] }
    for k in 0..<shapeCount {
      let column = jacobian + (termCount + k) * count
      for i in 0..<count { column[i] = 0 }
      for j in 0..<termCount where p[j] != 0 {
        let derivative = first + (j * shapeCount + k) * count
        let amplitude = p[j]
        for i in 0..<count { column[i] += amplitude * derivative[i] }
      }
    }
    // The kernels keep the two powers where the second and third term stand in the general layout.
    if isTwoPower { for i in 0..<(2 * count) { terms[i] = terms[count + i] } }
  }

  /// The parameters in the unit of y.
  func inUnits(_ p: [Double]) -> [Double] {
    let offsetTerm = isLogarithmic ? nil : model.amplitudes.firstIndex(where: \.isOffset)
    return p.enumerated().map { index, value in
      index < termCount ? value * scale + (index == offsetTerm ? offset : 0) : value
    }
  }

  /// The inverse of `inUnits`, moved into the bounds.
  func working(_ p: [Double]) -> [Double] {
    let offsetTerm = isLogarithmic ? nil : model.amplitudes.firstIndex(where: \.isOffset)
    return p.enumerated().map { index, value in
      let own = index < termCount ? (value - (index == offsetTerm ? offset : 0)) / scale : value
      return min(max(own, lower[index]), upper[index])
    }
  }

  private func combine(_ p: UnsafePointer<Double>) {
    for i in 0..<count { values[i] = p[0] * terms[i] }
    for j in 1..<max(1, termCount) {
      let column = terms + j * count
      let amplitude = p[j]
      for i in 0..<count { values[i] += amplitude * column[i] }
    }
  }

  func withLogs(_ body: (UnsafePointer<Double>, UnsafePointer<Double>) -> Void) -> Bool {
    predictors[0].centeredLogs.withUnsafeBufferPointer { u in
      predictors[1].centeredLogs.withUnsafeBufferPointer { v in
        guard let u = u.baseAddress, let v = v.baseAddress else { return false }
        body(u, v)
        return true
      }
    }
  }
}
