import ScalingStatistics

/// How the data of a fit are drawn again.
public enum FitResampling: Sendable, Hashable {
  /// Observations with replacement: x was random, errors of any size.
  case pairs
  /// The fitted curve plus residuals drawn with replacement, each over √(1 - leverage) and less their mean: x was chosen, errors of one size.
  case residuals
  /// The fitted curve plus each point's own residual over 1 - leverage (HC3), times a random weight: x was chosen, errors of any size.
  case wild(WildWeights = .webb)
  /// Whole clusters with replacement; a number for each observation says its cluster.
  case clusters([Int])
  /// The fitted curve plus each cluster's own residuals, √(G / (G - 1)) (I - H)⁻¹ e for G clusters, times one random weight a cluster: dependent errors within few clusters. Its
  /// percentile interval is the one to take.
  case wildClusters([Int], WildWeights = .webb)
  /// Problems with replacement, each with its results at all caps: nested shares.
  case problems

  /// The design in words.
  public var explanation: String {
    switch self {
    case .pairs: "pairs bootstrap"
    case .residuals: "residual bootstrap"
    case .wild(let weights): "wild bootstrap, \(weights.rawValue) weights"
    case .clusters: "bootstrap of clusters"
    case .wildClusters(_, let weights): "wild cluster bootstrap, \(weights.rawValue) weights"
    case .problems: "bootstrap of problems"
    }
  }

  /// Whether replicates are other weights of the same y.
  var drawsWeights: Bool {
    switch self {
    case .pairs, .clusters: true
    case .residuals, .wild, .wildClusters, .problems: false
    }
  }

  /// What few clusters do to wild weights, in sentences.
  func warnings(clusters count: Int) -> [String] {
    switch self {
    case .wildClusters(_, .webb) where count < 5:
      return [
        "\(count) clusters are too few for wild weights: residuals of so few say little of the scatter between clusters, so the interval may be far too narrow; 5 or more are needed, and 9 were tested"
      ]
    case .wildClusters(_, .rademacher) where count < 13:
      return ["\(count) clusters have only \(1 << count) different Rademacher draws: use .webb below 13 clusters"]
    default: return []
    }
  }

  var clusters: [Int]? {
    switch self {
    case .clusters(let clusters), .wildClusters(let clusters, _): clusters
    case .pairs, .residuals, .wild, .problems: nil
    }
  }
}

/// Data drawn again: one replicate's y, or one's weights, after another.
struct FitDraws {
  var numbers: [Double] = []
  let points: Int
  let areWeights: Bool

  var count: Int { numbers.count / points }
  subscript(index: Int) -> [Double] { Array(numbers[(index * points)..<((index + 1) * points)]) }
}

/// Fits a fit's law to other y or other weights: many at a time by the kernels of batches where the law has one, else from the fit's own shape.
struct FitRefitter {
  struct Refit {
    var working: [Double]
    var isFree: [Bool]
  }

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
  func refits(_ draws: FitDraws, each: (Int, Refit?) -> Void) {
    let found = kernel.flatMap { kernel in input(draws).flatMap { try? kernel.solve($0, threads: 1) } }
    let free = [Bool](repeating: true, count: fit.parameters.count)
    for index in 0..<draws.count {
      let own = draws[index]
      if draws.areWeights, !isDetermined(own) {
        each(index, nil)
      } else if let kernel, let found, let working = kernel.working(found, index) {
        each(index, Refit(working: working, isFree: free))
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
  func refit(y: [Double]) -> Refit? {
    fit.objective == .squares ? leastSquares(y: y, whitening: whitening) : general(y: y, errors: fit.errors)
  }

  /// The fit of the same values under other weights, or nil where it has none.
  func refit(weights: [Double]) -> Refit? {
    guard isDetermined(weights) else { return nil }
    if fit.objective == .squares, let whitening = try? Whitening(.weights(weights), count: weights.count) {
      return leastSquares(y: fit.state.y, whitening: whitening)
    }
    return objective?.refit(weights: weights) ?? general(y: fit.state.y, errors: .weights(weights))
  }

  /// Whether the rows with weight have as many distinct points as the law has parameters: else another draw of them gives anything.
  private func isDetermined(_ weights: [Double]) -> Bool {
    var distinct: [Int] = []
    for i in weights.indices where weights[i] > 0 {
      let isNew = distinct.allSatisfy { j in fit.state.x.contains { $0[i] != $0[j] } }
      if isNew { distinct.append(i) }
      if distinct.count >= fit.parameters.count { return true }
    }
    return false
  }

  private func leastSquares(y: [Double], whitening: Whitening) -> Refit? {
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
    return Refit(
      working: working,
      isFree: solution.amplitudeOnBound.map { !$0 } + solution.shapeOnBound.map { !$0 })
  }

  private func general(y: [Double], errors: ObservationErrors) -> Refit? {
    let refit = try? fit.state.model.fit(
      ordered: fit.state.x, y: y, errors: errors, objective: fit.objective, bounds: fit.namedBounds, level: fit.level,
      near: fit)
    return refit.map {
      let covariance = $0.state.covariance
      return Refit(working: $0.state.working, isFree: covariance.indices.map { covariance[$0][$0] != 0 })
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
