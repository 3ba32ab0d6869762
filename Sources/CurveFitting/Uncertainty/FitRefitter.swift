/// A law's parameters, in the coordinates of its search, after it was fitted again.
struct FitRefit {
  var working: [Double]
  var isFree: [Bool]
}

/// Fits a fit's law again, starting near the fit.
protocol Refitter {
  /// The fit of other values with the errors of the fit, or nil where it has none.
  func refit(y: [Double]) -> FitRefit?
  /// The fit of the same values under other weights, or nil where it has none.
  func refit(weights: [Double]) -> FitRefit?
  /// Fits many replicates in their order, each nil where it has none; one does not depend on the others.
  func refits(_ draws: FitDraws, each: (Int, FitRefit?) -> Void)
}

extension Refitter {
  func refits(_ draws: FitDraws, each: (Int, FitRefit?) -> Void) {
    for index in 0..<draws.count {
      each(index, draws.areWeights ? refit(weights: draws[index]) : refit(y: draws[index]))
    }
  }

  /// Whether the rows with weight have as many distinct points as the law has parameters: else another draw of them gives anything.
  static func isVaried(_ weights: [Double], columns: [[Double]], parameterCount: Int) -> Bool {
    guard weights.count(where: { $0 > 0 }) >= parameterCount else { return false }
    var distinct: [Int] = []
    for i in weights.indices where weights[i] > 0 {
      let isNew = distinct.allSatisfy { j in columns.contains { $0[i] != $0[j] } }
      if isNew { distinct.append(i) }
      if distinct.count >= parameterCount { return true }
    }
    return false
  }
}

/// Fits a fit's law to other y or other weights, from the fit's own shape.
struct FitRefitter: Refitter {
  let fit: Fit
  private let predictors: [PredictorColumn]
  private let whitening: Whitening
  private let bounds: [ClosedRange<Double>]
  private let kernel: BatchKernel?
  private let objective: ObjectiveRefitter?

  init(_ fit: Fit) throws {
    self.fit = fit
    predictors = zip(fit.state.x, fit.state.references).map { PredictorColumn($0, reference: $1) }
    whitening = try Whitening(fit.errors, count: fit.state.y.count)
    bounds = fit.amplitudeBounds
    kernel =
      fit.objective == .squares
      ? BatchKernel(model: fit.state.model, predictors: predictors, ranges: bounds) : nil
    objective = fit.objective == .squares ? nil : try ObjectiveRefitter(fit, predictors: predictors, bounds: bounds)
  }

  /// Fits many replicates in their order, each nil where it has none; one does not depend on the others.
  func refits(_ draws: FitDraws, each: (Int, FitRefit?) -> Void) {
    let found = kernel.flatMap { kernel in input(draws).flatMap { try? kernel.solve($0, threads: 1) } }
    let free = [Bool](repeating: true, count: fit.parameters.count)
    for index in 0..<draws.count {
      let own = draws[index]
      if draws.areWeights, !Self.isVaried(own, columns: fit.state.x, parameterCount: fit.parameters.count) {
        each(index, nil)
      } else if let kernel, let found, let working = kernel.working(found, index) {
        each(index, FitRefit(working: working, isFree: free))
      } else {
        each(index, draws.areWeights ? refit(weights: own) : refit(y: own))
      }
    }
  }

  private func input(_ draws: FitDraws) -> BatchInput? {
    if draws.areWeights { return BatchInput(response: fit.state.y, weightings: draws.numbers, curves: draws.count) }
    let input = try? BatchInput(responses: draws.numbers, errors: fit.errors, points: draws.points)
    return input.flatMap { $0.suitsKernels ? $0 : nil }
  }

  /// The fit of other values with the errors of the fit, or nil where it has none.
  func refit(y: [Double]) -> FitRefit? {
    fit.objective == .squares ? leastSquares(y: y, whitening: whitening) : general(y: y, errors: fit.errors)
  }

  /// The fit of the same values under other weights, or nil where it has none.
  func refit(weights: [Double]) -> FitRefit? {
    guard Self.isVaried(weights, columns: fit.state.x, parameterCount: fit.parameters.count) else { return nil }
    if fit.objective == .squares, let whitening = try? Whitening(.weights(weights), count: weights.count) {
      return leastSquares(y: fit.state.y, whitening: whitening)
    }
    return objective?.refit(weights: weights) ?? general(y: fit.state.y, errors: .weights(weights))
  }

  private func leastSquares(y: [Double], whitening: Whitening) -> FitRefit? {
    let solver = SeparableSolver(
      model: fit.state.model, predictors: predictors, y: y, whitening: whitening, bounds: bounds)
    var (solution, _) = solver.solve(near: fit.shape(for: fit.state.model))
    // Where the warm start ends on a bound or without a minimum, the whole box is looked at.
    if !solution.termination.isConverged || solution.shapeOnBound.contains(true) {
      let whole = solver.solve().solution
      if whole.objective < solution.objective { solution = whole }
    }
    guard solution.objective.isFinite else { return nil }
    let offset = fit.state.model.amplitudes.firstIndex(where: \.isOffset)
    let amplitudes = solution.amplitudes.enumerated().map { index, value in
      value * solver.responseScale + (index == offset ? solver.responseOffset : 0)
    }
    let working = amplitudes + solution.shape
    guard working.allSatisfy(\.isFinite) else { return nil }
    return FitRefit(
      working: working,
      isFree: solution.amplitudeOnBound.map { !$0 } + solution.shapeOnBound.map { !$0 })
  }

  private func general(y: [Double], errors: ObservationErrors) -> FitRefit? {
    let refit = try? fit.state.model.fit(
      ordered: fit.state.x, y: y, errors: errors, objective: fit.objective, bounds: fit.namedBounds, level: fit.level,
      near: fit)
    return refit.map {
      let covariance = $0.state.covariance
      return FitRefit(working: $0.state.working, isFree: covariance.indices.map { covariance[$0][$0] != 0 })
    }
  }
}

extension Fit {
  /// The ranges of the amplitudes in force.
  var amplitudeBounds: [ClosedRange<Double>] {
    state.bounds.isEmpty ? state.model.amplitudes.map { $0.lower...max($0.lower, $0.upper) } : state.bounds
  }

  /// The ranges that are narrower than the law's own, by name: what a refit has to be told.
  var namedBounds: [String: ClosedRange<Double>] {
    var named: [String: ClosedRange<Double>] = [:]
    for (amplitude, range) in zip(state.model.amplitudes, amplitudeBounds)
    where range.lowerBound != amplitude.lower || range.upperBound != amplitude.upper { named[amplitude.name] = range }
    return named
  }
}
