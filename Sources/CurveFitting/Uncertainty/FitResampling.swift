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

  var clusters: [Int]? {
    switch self {
    case .clusters(let clusters), .wildClusters(let clusters, _): clusters
    case .pairs, .residuals, .wild, .problems: nil
    }
  }
}

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
}

extension Refitter {
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

  init(_ fit: Fit) throws {
    self.fit = fit
    predictors = zip(fit.state.x, fit.state.references).map { PredictorColumn($0, reference: $1) }
    whitening = try Whitening(fit.errors, count: fit.state.y.count)
    bounds = fit.amplitudeBounds
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
    return general(y: fit.state.y, errors: .weights(weights))
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
