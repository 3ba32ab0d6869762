#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A sum of losses over the points of a curve as a function of its parameters, with derivatives: what the minimizer and the sandwich work on.
///
/// Buffers belong to the problem. With s = ∂ρ/∂f and c = ∂²ρ/∂f² a point, the gradient is Σ s ∇f and the Hessian Σ c ∇f ∇fᵀ + s ∇²f. One problem serves one thread.
protocol LossProblem: AnyObject {
  var count: Int { get }
  var parameterCount: Int { get }
  var isLogarithmic: Bool { get }
  var evaluations: Int { get }
  /// Where descents end, minimum or not.
  var evaluationLimit: Int { get }
  var lower: [Double] { get }
  var upper: [Double] { get }
  /// The length of the weighted response, that rounding is measured by.
  var responseNorm: Double { get }
  var gradient: UnsafeMutablePointer<Double> { get }
  var hessian: UnsafeMutablePointer<Double> { get }
  /// Σ of the quadratics above the loss: positive semidefinite.
  var majorant: UnsafeMutablePointer<Double> { get }
  /// Working y, or ln y.
  var target: UnsafeMutablePointer<Double> { get }
  var weights: UnsafeMutablePointer<Double> { get }
  /// The law's values, never their logarithms.
  var values: UnsafeMutablePointer<Double> { get }
  var slope: UnsafeMutablePointer<Double> { get }
  var curvature: UnsafeMutablePointer<Double> { get }
  var jacobian: UnsafeMutablePointer<Double> { get }
  /// The sum of losses, with the points' derivatives left in the buffers; infinite where it does not exist.
  func value(_ p: UnsafePointer<Double>, _ loss: PointLoss) -> Double
  /// Fills gradient and Hessian at the parameters that `value` was last taken at.
  func assemble(_ p: UnsafePointer<Double>)
  /// Fills the majorant's matrix at the parameters that `assemble` was last called for.
  func assembleMajorant(_ p: UnsafePointer<Double>)
  /// Fills the columns ∂f/∂p.
  func fillJacobian(_ p: UnsafePointer<Double>, order: Int)
}

extension ObjectiveProblem: LossProblem {}

/// The way of a minimum while the threshold of its loss shrinks: from least squares, of which every loss with a wide threshold is a case, to the loss itself.
struct ThresholdDescent {
  let problem: any LossProblem
  let loss: PointLoss
  let minimizer: ObjectiveMinimizer

  /// The minimum that a minimum of least squares leads to; `last` goes the rest of the way.
  func follow(
    from start: [Double], last: ([Double]) -> ObjectiveMinimizer.Outcome
  ) -> ObjectiveMinimizer.Outcome {
    var parameters = start
    var stage = loss
    stage.threshold = max(0.5 * largestResidual(start), loss.threshold)
    while stage.threshold > 2 * loss.threshold {
      let outcome = minimizer.minimize(from: parameters, loss: stage, tolerance: 1e-4)
      guard outcome.value.isFinite else { break }
      parameters = outcome.parameters
      stage.threshold /= 4
    }
    return last(parameters)
  }

  /// The minima that starts without one point each lead to, for up to `limit` points.
  func withoutOnePoint(
    from start: [Double], wide: PointLoss, limit: Int, last: ([Double]) -> ObjectiveMinimizer.Outcome
  ) -> [ObjectiveMinimizer.Outcome] {
    guard problem.count <= limit else { return [] }
    return (0..<problem.count).compactMap { i in
      let weight = problem.weights[i]
      guard weight > 0 else { return nil }
      problem.weights[i] = 0
      let outcome = minimizer.minimize(from: start, loss: wide, tolerance: 1e-4)
      problem.weights[i] = weight
      guard outcome.value.isFinite else { return nil }
      let followed = follow(from: outcome.parameters, last: last)
      return followed.value.isFinite ? followed : nil
    }
  }

  private func largestResidual(_ p: [Double]) -> Double {
    _ = p.withUnsafeBufferPointer { $0.baseAddress.map { problem.value($0, loss) } }
    var largest = 0.0
    for i in 0..<problem.count where problem.weights[i] > 0 {
      let value = loss.isLogarithmic ? log(problem.values[i]) : problem.values[i]
      largest = max(largest, abs(problem.target[i] - value))
    }
    return largest.isFinite ? largest : loss.threshold
  }
}
