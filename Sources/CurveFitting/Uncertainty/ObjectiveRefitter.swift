/// Fits a law to the same points under other weights, for any objective, from an earlier fit: parameters alone, without their covariance.
///
/// What does not depend on the weights (logarithms, coordinates, buffers) is made once. One refitter serves one thread.
final class ObjectiveRefitter {
  private let problem: ObjectiveProblem
  private let solver: ObjectiveSolver
  private let start: [Double]?

  /// A refitter of a fit's own points; throws `FitError` as the fit would.
  init(_ fit: Fit, predictors: [PredictorColumn], bounds: [ClosedRange<Double>]) throws {
    let state = fit.state
    let setup = try ObjectiveFit(
      state.model, predictors: predictors, y: state.y, errors: .equal, objective: fit.objective, ranges: bounds,
      whitening: try Whitening(.equal, count: state.y.count))
    problem = setup.problem
    solver = ObjectiveSolver(setup.problem, loss: setup.loss)
    start = setup.start(near: fit)
  }

  /// The fit under some weights, scaled to a mean of 1 over the points that count, or nil where it has none.
  func refit(weights: [Double]) -> FitRefit? {
    var (sum, count) = (0.0, 0.0)
    for weight in weights where weight > 0 {
      sum += weight
      count += 1
    }
    guard sum > 0, sum.isFinite else { return nil }
    problem.setWeights(weights, scaledBy: count / sum)
    let best = solver.solve(near: start).best
    guard best.value.isFinite else { return nil }
    let working = problem.inUnits(best.parameters)
    guard working.allSatisfy(\.isFinite) else { return nil }
    return FitRefit(working: working, isFree: best.isHeld.map { !$0 })
  }
}
