import ScalingStatistics

/// A fitted model of the user's own: parameters, what the errors were taken to be, why the fit stopped, and how far it may be believed.
public struct NonlinearFit: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
  /// The model with its numbers and verdict, rounded for reading.
  public let headline: String
  /// The model's name.
  public let law: String
  /// The parameters, in the model's order; fixed ones have their value and no interval.
  public let parameters: [FittedParameter]
  /// Why the fit stopped.
  public let termination: FitTermination
  /// What the reader should know before using the numbers; empty for a fit without a fault.
  public let warnings: [String]
  /// The number of observations that carry weight.
  public let observationCount: Int
  /// Observations less parameters that were free.
  public let degreesOfFreedom: Int
  /// The sum of squared whitened residuals: Σ w (y - f)² with weights scaled to a mean of 1, or chi-squared where the size of the errors is known.
  public let residualSumOfSquares: Double
  /// The estimated standard deviation of an observation of unit weight; nil without degrees of freedom, and where the errors are known.
  public let residualStandardError: Double?
  /// Observed less fitted values, in the order and unit of y.
  public let residuals: [Double]
  /// The covariance of the parameters, in the order of `parameters`, with zero rows for parameters on a bound and fixed ones.
  ///
  /// Nil where there is none: without degrees of freedom, where squares of y leave the range of floating-point numbers, and where a parameter is not identified. Verdicts and
  /// warnings say which.
  public let covariance: [[Double]]?
  /// The largest Gaussian log-likelihood found.
  public let logLikelihood: Double
  /// The Akaike criterion, with the second-order correction where the scale of the errors is estimated; infinite where there are too few observations for that.
  public let correctedAkaikeCriterion: Double
  /// For errors of known size, the probability of residuals at least this large if model and errors are right; nil otherwise.
  public let lackOfFitProbability: Double?
  /// What was known of the errors.
  public let errors: ObservationErrors
  /// What was minimised; fits of different objectives are not compared.
  public let objective: FitObjective
  /// The least value of the objective in the units of y (for squares the residual sum of squares).
  public let objectiveValue: Double
  /// The level of the intervals.
  public let level: Double
  /// How often the model, its Jacobian or its curvature was evaluated on the whole data, over all starts.
  public let evaluations: Int
  /// The starts that were tried and how many of them reached the fit: "nothing lower was found" means from these.
  public let multistart: MultistartCertificate
  /// The parameters that the model was found to be linear in; their start does not matter.
  public let linearParameters: [String]
  /// The smallest and largest value of each predictor, in the model's order.
  public let predictorRanges: [ClosedRange<Double>]

  let state: NonlinearState

  /// The number of starts that were tried.
  public var startCount: Int { multistart.starts }

  /// Whether the fit converged, every parameter is identified and there is no warning, lack of fit included.
  public var isTrustworthy: Bool {
    warnings.isEmpty && termination.isConverged
      && parameters.allSatisfy { $0.verdict == .identified || $0.verdict == .fixed }
  }

  /// The rounded headline.
  public var description: String { headline }
  /// The rounded headline.
  public var debugDescription: String { headline }
}

/// What predictions, profiles and resampling need of a general fit.
struct NonlinearState: Sendable {
  let model: NonlinearModel
  let map: ParameterMap
  /// The predictors of the data, observation by observation, and the observations.
  let rows: [Double]
  let y: [Double]
  /// The free parameters at the minimum and their bounds.
  let free: [Double]
  let lower: [Double]
  let upper: [Double]
  /// The covariance of the free parameters.
  let covariance: [[Double]]
  let isCovarianceFinite: Bool

  /// The predictors' columns.
  var columns: [[Double]] {
    let width = model.predictors.count
    return (0..<width).map { column in y.indices.map { rows[$0 * width + column] } }
  }

  /// The model on other points, for one thread.
  func evaluator(rows: [Double]) -> any CurveEvaluator {
    model.evaluator(rows: rows, map: map, sizes: free.map { $0 == 0 ? 1 : abs($0) })
  }
}

extension NonlinearModel {
  /// Fits a model of one predictor to observations, by least squares unless another objective is named, from a stated start.
  ///
  /// `x` and `y` are columns of equal length. `start` names every parameter that is not in `holding`. Two searches leave it, one of which solves for the
  /// parameters that the model is linear in after each step; the lower minimum counts. Objectives other than squares are followed from there while their threshold shrinks, and run down
  /// from the start itself. `bounds` are kept throughout, and the start lies within them; a
  /// minimum on a bound satisfies the Karush-Kuhn-Tucker conditions. `multistart` adds starts. Throws `FitError` where the input cannot be fitted: unequal
  /// lengths, values that are not finite, fewer observations than parameters, unknown names, a start that is missing, outside its bounds or where the
  /// model is not finite (or not positive, for an objective in logarithms), faulty errors, errors of known size under an objective other than squares. A minimum is local: nothing lower was found from the starts tried.
  /// O(n · parameters) for a damped step, O(n · parameters²) for one of Newton's.
  public func fit(
    x: [Double], y: [Double], start: [String: Double], errors: ObservationErrors = .equal,
    objective: FitObjective = .squares, bounds: [String: ClosedRange<Double>] = [:],
    holding: [String: ParameterHold] = [:], multistart: Multistart = .none, level: Double = 0.95
  ) throws -> NonlinearFit {
    guard predictors.count == 1 else {
      throw FitError(
        "\(name) has \(predictors.count) predictors (\(predictors.joined(separator: ", "))): give a column for each.")
    }
    return try fit(
      columns: [predictors[0]: x], y: y, start: start, errors: errors, objective: objective, bounds: bounds,
      holding: holding, multistart: multistart, level: level)
  }

  /// Fits a model of named predictors to observations, by least squares unless another objective is named, from a stated start.
  ///
  /// As `fit(x:y:…)`, with a column of the length of `y` for each of the model's predictors.
  public func fit(
    columns: [String: [Double]], y: [Double], start: [String: Double], errors: ObservationErrors = .equal,
    objective: FitObjective = .squares, bounds: [String: ClosedRange<Double>] = [:],
    holding: [String: ParameterHold] = [:], multistart: Multistart = .none, level: Double = 0.95
  ) throws -> NonlinearFit {
    let input = try NonlinearInput(
      self, columns: columns, y: y, start: start, bounds: bounds, holding: holding, level: level)
    try objective.check(y: y, errors: errors)
    let whitening = try Whitening(errors, count: y.count)
    guard whitening.effectiveCount >= input.start.count else {
      throw FitError(
        "\(whitening.effectiveCount) observations cannot determine the \(input.start.count) free parameters of \(name)."
      )
    }
    let starts = try input.starts(multistart, names: parameters)
    return try BLASThreads.single(points: y.count, errors: errors) {
      let search = NonlinearSearch(
        model: self, map: input.map, rows: input.rows, y: y, whitening: whitening, objective: objective,
        near: input.start, lower: input.lower, upper: input.upper)
      var best: NonlinearSearch.Solution?
      var reached: [Double] = []
      for (index, start) in starts.enumerated() {
        guard search.curve.objective(at: start).isFinite else {
          // A drawn start may fall where the model is not defined; the given one may not.
          reached.append(.infinity)
          if index > 0 { continue }
          throw undefined(at: start, search: search)
        }
        let solution = search.solve(from: start)
        reached.append(solution.objectiveValue)
        if solution.objectiveValue < (best?.objectiveValue ?? .infinity) { best = solution }
      }
      guard let best else { throw undefined(at: input.start, search: search) }
      return try NonlinearFitAssembly(
        model: self, input: input, solution: best, search: search, y: y, whitening: whitening, errors: errors,
        level: level, reached: reached
      ).fit()
    }
  }

  private func undefined(at start: [Double], search: NonlinearSearch) -> FitError {
    let numbers = zip(parameters, search.map.full(start)).map { "\($0) = \($1)" }.joined(separator: ", ")
    if let (index, value) = search.curve.firstUndefined(at: start) {
      if search.objective.isLogarithmic {
        return FitError(
          "\(name) is not a positive number at observation \(index) with the start \(numbers): the objective \(search.objective.explanation) takes its logarithm."
        )
      }
      let what = value.isNaN ? "not a number" : "infinite"
      return FitError(
        "\(name) is \(what) at observation \(index) with the start \(numbers): start where it is finite.")
    }
    return FitError(
      "The squares of \(name) leave the range of floating-point numbers at the start \(numbers): use another start or unit of y."
    )
  }
}
