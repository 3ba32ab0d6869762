#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The search for the parameters of a general model under any objective, from stated starts or near an earlier fit.
///
/// Squares, of y or of ln y, are the general solver's. From their minimum the threshold of another loss shrinks to its value, and damped Newton steps on the exact objective end it; the
/// loss is also run down from the start itself and, up to 48 points, from least squares without one point each. The lowest minimum counts.
struct NonlinearSearch {
  struct Solution {
    var parameters: [Double]
    /// The objective in the units of y.
    var objectiveValue: Double
    var termination: FitTermination
    var onBound: [Bool]
    /// What the objective does not contain, so that it is held though no bound presses.
    var isAbsent: [Bool]
  }

  let model: NonlinearModel
  let map: ParameterMap
  let objective: FitObjective
  /// The curve, or its logarithm, against y, or ln y.
  let curve: WhitenedCurve
  let solver: GeneralSolver
  /// The sum of losses; nil for squares.
  let problem: CurveLossProblem?
  let loss: PointLoss
  let linear: [Int]
  private let minimizer: ObjectiveMinimizer?

  /// `near` are parameters of the expected size: a start or an earlier fit.
  init(
    model: NonlinearModel, map: ParameterMap, rows: [Double], y: [Double], whitening: Whitening,
    objective: FitObjective, near: [Double], lower: [Double], upper: [Double], linear known: [Int]? = nil
  ) {
    self.model = model
    self.map = map
    self.objective = objective
    let sizes = near.map { $0 == 0 ? 1 : abs($0) }
    let evaluator = model.evaluator(rows: rows, map: map, sizes: sizes, objective: objective)
    curve = WhitenedCurve(
      evaluator: evaluator, y: objective.isLogarithmic ? y.map { log($0) } : y, whitening: whitening)
    let isUnbounded = near.indices.map { lower[$0] == -.infinity && upper[$0] == .infinity }
    linear = known ?? LinearParameters.indices(of: evaluator, near: near, allowed: isUnbounded)
    solver = GeneralSolver(curve: curve, lower: lower, upper: upper, linear: linear)
    guard !objective.isSquares, let weights = whitening.independentWeights else {
      problem = nil
      loss = objective.loss
      minimizer = nil
      return
    }
    let problem = CurveLossProblem(
      evaluator: model.evaluator(rows: rows, map: map, sizes: sizes), y: y,
      weights: weights.isEmpty ? [Double](repeating: 1, count: y.count) : weights,
      isLogarithmic: objective.isLogarithmic, lower: lower, upper: upper)
    self.problem = problem
    loss = objective.loss.scaled(by: problem.scale)
    minimizer = ObjectiveMinimizer(problem)
  }

  var evaluations: Int { curve.evaluations + (problem?.evaluations ?? 0) }

  /// The lowest minimum that a start leads to; the model must be defined there.
  func solve(from start: [Double]) -> Solution {
    let squares = solver.solve(from: start)
    guard let problem, let minimizer else { return solution(squares) }
    let wide = PointLoss(kind: .squares, isLogarithmic: loss.isLogarithmic, penalty: loss.penalty)
    let descent = ThresholdDescent(problem: problem, loss: loss, minimizer: minimizer)
    func last(_ point: [Double]) -> ObjectiveMinimizer.Outcome { minimizer.minimize(from: point, loss: loss) }
    var found = [
      loss.kind == .squares ? last(squares.parameters) : descent.follow(from: squares.parameters, last: last),
      last(start),
    ]
    if loss.kind != .squares {
      found += descent.withoutOnePoint(from: squares.parameters, wide: wide, limit: 48, last: last)
    }
    return solution(lowest(found))
  }

  /// The minimum near an earlier fit; the whole search from there where the steps do not settle.
  func solve(near start: [Double]) -> Solution {
    if let minimizer {
      let outcome = minimizer.minimize(from: start, loss: loss)
      return outcome.value.isFinite && outcome.termination.isConverged ? solution(outcome) : solve(from: start)
    }
    let polished = solver.polish(from: start)
    return polished.termination.isConverged ? solution(polished) : solution(solver.solve(from: start))
  }

  /// The first of those within rounding of the least that settled.
  private func lowest(_ found: [ObjectiveMinimizer.Outcome]) -> ObjectiveMinimizer.Outcome {
    var best = found[0]
    for outcome in found.dropFirst() where outcome.value.isFinite {
      let tolerance = 1e-9 * best.value
      let isSettled = outcome.termination.isConverged && !best.termination.isConverged
      if outcome.value < best.value - tolerance || !best.value.isFinite
        || isSettled && outcome.value <= best.value + tolerance
      {
        best = outcome
      }
    }
    return best
  }

  private func solution(_ squares: GeneralSolver.Solution) -> Solution {
    Solution(
      parameters: squares.parameters, objectiveValue: squares.objective * curve.scale * curve.scale,
      termination: squares.termination, onBound: squares.onBound, isAbsent: squares.onBound.map { _ in false })
  }

  private func solution(_ outcome: ObjectiveMinimizer.Outcome) -> Solution {
    let unit = problem.map { $0.scale * $0.scale } ?? 1
    let p = outcome.parameters
    let isAtEnd = p.indices.map { p[$0] <= solver.lower[$0] || p[$0] >= solver.upper[$0] }
    return Solution(
      parameters: p, objectiveValue: outcome.value * objective.factor * unit, termination: outcome.termination,
      onBound: p.indices.map { outcome.isHeld[$0] && isAtEnd[$0] },
      isAbsent: p.indices.map { outcome.isHeld[$0] && !isAtEnd[$0] })
  }
}
