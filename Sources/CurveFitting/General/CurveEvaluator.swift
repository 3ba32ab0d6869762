/// A curve on fixed data as a function of its free parameters, with derivatives: what solvers, objectives, profiles and resampling need of a model.
///
/// All calls write to memory that the caller owns and allocate nothing. Matrices are column-major. Numbers that are not finite mean that the model is not
/// defined there. One evaluator serves one thread.
protocol CurveEvaluator: AnyObject {
  /// The number of observations, n.
  var observationCount: Int { get }
  /// The number of free parameters, p.
  var parameterCount: Int { get }
  /// Whether a second derivative of 0 is exactly 0, as dual numbers give it.
  var hasExactDerivatives: Bool { get }
  /// Replaces the predictors of one observation.
  func move(row: Int, to point: [Double])
  /// Writes the n values of the curve.
  func writeValues(at parameters: UnsafePointer<Double>, to values: UnsafeMutablePointer<Double>)
  /// Writes the derivatives of the n values by the parameters of some indices, a column of n for each.
  func writeJacobian(
    at parameters: UnsafePointer<Double>, columns: [Int], to jacobian: UnsafeMutablePointer<Double>)
  /// Writes the p x p sum Σ wᵢ ∇²fᵢ of second derivatives, contracted with n weights.
  func writeCurvature(
    at parameters: UnsafePointer<Double>, weights: UnsafePointer<Double>, to matrix: UnsafeMutablePointer<Double>)
}

extension NonlinearModel {
  /// The model on data; `rows` holds the predictors observation by observation and `sizes` a typical size of each free parameter.
  func evaluator(rows: [Double], map: ParameterMap, sizes: [Double]) -> any CurveEvaluator {
    let points = PlainValues(rows: rows, count: predictors.count)
    switch form {
    case .dual(let value): return DualEvaluator(value: value, points: points, map: map)
    case .plain(let value): return DifferenceEvaluator(value: value, points: points, map: map, sizes: sizes)
    }
  }

  /// The model, or its logarithm for an objective in logarithms, on data.
  func evaluator(
    rows: [Double], map: ParameterMap, sizes: [Double], objective: FitObjective
  ) -> any CurveEvaluator {
    let plain = evaluator(rows: rows, map: map, sizes: sizes)
    return objective.isLogarithmic ? LogarithmEvaluator(plain) : plain
  }
}
