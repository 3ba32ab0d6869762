#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The fit of a separable model under any objective, and under least squares for a sum of two powers.
struct ObjectiveFit {
  let model: any SeparableModel
  let objective: FitObjective
  let problem: ObjectiveProblem
  let loss: PointLoss
  let whitening: Whitening
  let errors: ObservationErrors
  let ranges: [ClosedRange<Double>]

  /// Throws `FitError` for an objective with a bad threshold, y <= 0 for one in logarithms, and errors that are not independent and of unknown size.
  init(
    _ model: any SeparableModel, predictors: [PredictorColumn], y: [Double], errors: ObservationErrors,
    objective: FitObjective, ranges: [ClosedRange<Double>], whitening: Whitening
  ) throws {
    try objective.check(y: y, errors: errors)
    self.model = model
    self.objective = objective
    self.errors = errors
    self.ranges = ranges
    self.whitening = whitening
    let given = whitening.independentWeights ?? []
    try ModelForm.check(model, at: predictors.map(\.reference))
    problem = ObjectiveProblem(
      model: model, predictors: predictors, y: y,
      weights: given.isEmpty ? [Double](repeating: 1, count: y.count) : given, isLogarithmic: objective.isLogarithmic,
      bounds: ranges)
    loss = objective.loss.scaled(by: problem.scale)
  }

  /// Whether least squares of a model go through here: a sum of two powers with independent errors.
  static func serves(_ model: any SeparableModel, _ whitening: Whitening) -> Bool {
    model is any TwoPowerModel && whitening.independentWeights != nil
  }

  /// Where an earlier fit of the same law stands in this problem's coordinates; nil where its predictors had another origin or its objective was another.
  func start(near fit: Fit?) -> [Double]? {
    guard let fit, fit.objective == objective, let working = fit.working(for: model),
      fit.state.references == problem.predictors.map(\.reference)
    else { return nil }
    return problem.working(working)
  }

  func fit(y: [Double], level: Double, near: Fit?) throws -> Fit {
    let result = ObjectiveSolver(problem, loss: loss).solve(near: start(near: near))
    guard result.best.value.isFinite else { throw FitInput.overflow(model.name) }
    let solution = solution(result)
    var assembly = FitAssembly(
      model: model, solution: solution, y: y, observationCount: whitening.effectiveCount,
      likelihood: .gaussian(logDeterminant: whitening.logDeterminant), errors: errors, level: level, bounds: ranges)
    assembly.objective = objective
    assembly.objectiveValue = objectiveValue(result.best.value)
    return try assembly.fit()
  }

  /// A sum of losses in working units as the objective in the units of y.
  func objectiveValue(_ value: Double) -> Double {
    value * objective.factor * (objective.isLogarithmic ? 1 : problem.scale * problem.scale)
  }

  private func solution(_ result: ObjectiveSolver.Result) -> FitSolution {
    let best = result.best
    let terms = problem.termCount
    let size = problem.parameterCount
    let squares = PointLoss(kind: .squares, isLogarithmic: loss.isLogarithmic)
    let unit = objective.isLogarithmic ? 1 : problem.scale * problem.scale
    let halfSum = best.parameters.withUnsafeBufferPointer { p in p.baseAddress.map { problem.value($0, squares) } ?? 0 }
    let sumOfSquares = 2 * halfSum * unit
    let onBound = (0..<size).map { best.isHeld[$0] && !isAbsent($0, best) }
    let covariance = ObjectiveCovariance(
      problem, at: best, loss: loss, isSquares: objective.isSquares, points: whitening.effectiveCount)
    let free = size - onBound.count { $0 }
    let degrees = whitening.effectiveCount - free
    // The assembly multiplies by the residual variance, which a sandwich already contains.
    let variance = degrees > 0 && sumOfSquares > 0 ? sumOfSquares / Double(degrees) : 1
    let isInformation = objective.isSquares
    func factor(_ j: Int) -> Double {
      let isAmplitude = j < terms
      if isInformation, !objective.isLogarithmic { return isAmplitude ? 1 : 1 / problem.scale }
      return isAmplitude ? problem.scale : 1
    }
    let information = (0..<size).map { i in
      (0..<size).map { j in
        covariance.matrix[i][j] * factor(i) * factor(j) / (isInformation ? 1 : variance)
      }
    }
    // On the bound itself, whatever the rounding of what was taken out of y.
    let working = problem.inUnits(best.parameters).enumerated().map { index, value in
      index < terms ? min(max(value, ranges[index].lowerBound), ranges[index].upperBound) : value
    }
    return FitSolution(
      predictors: problem.predictors, box: problem.box, working: working,
      sumOfSquares: sumOfSquares, isExact: sumOfSquares == 0, termination: best.termination,
      amplitudeOnBound: Array(onBound.prefix(terms)), shapeOnBound: Array(onBound.dropFirst(terms)),
      inverseInformation: information,
      unidentified: (0..<size).map { covariance.unidentified[$0] || best.isHeld[$0] && !onBound[$0] },
      evaluations: problem.evaluations, scanCells: result.cells, gridMinimum: result.gridMinimum * unit)
  }

  /// Whether a parameter is held because the objective does not contain it, not because of a bound.
  private func isAbsent(_ j: Int, _ outcome: ObjectiveMinimizer.Outcome) -> Bool {
    outcome.parameters[j] > problem.lower[j] && outcome.parameters[j] < problem.upper[j]
  }
}
