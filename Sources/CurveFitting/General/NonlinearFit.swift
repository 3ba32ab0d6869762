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
  /// The level of the intervals.
  public let level: Double
  /// How often the model, its Jacobian or its curvature was evaluated on the whole data, over all starts.
  public let evaluations: Int
  /// The number of starts that were tried; "nothing lower was found" means from these.
  public let startCount: Int
  /// The parameters that the model was found to be linear in; their start does not matter.
  public let linearParameters: [String]
  /// The smallest and largest value of each predictor, in the model's order.
  public let predictorRanges: [ClosedRange<Double>]

  let state: NonlinearState

  /// The parameter of a name, or nil where the model has none of that name.
  public subscript(name: String) -> FittedParameter? { parameters.first { $0.name == name } }

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

  /// The model on other points, for one thread.
  func evaluator(rows: [Double]) -> any CurveEvaluator {
    model.evaluator(rows: rows, map: map, sizes: free.map { $0 == 0 ? 1 : abs($0) })
  }
}

extension NonlinearModel {
  /// Fits a model of one predictor to observations by least squares, from a stated start.
  ///
  /// `x` and `y` are columns of equal length. `start` names every parameter that is not in `holding`. Two searches leave it, one of which solves for the
  /// parameters that the model is linear in after each step; the lower minimum counts. `bounds` are kept throughout, and the start lies within them; a
  /// minimum on a bound satisfies the Karush-Kuhn-Tucker conditions. `multistart` adds starts. Throws `FitError` where the input cannot be fitted: unequal
  /// lengths, values that are not finite, fewer observations than parameters, unknown names, a start that is missing, outside its bounds or where the
  /// model is not finite, faulty errors. A minimum is local: nothing lower was found from the starts tried. O(n · parameters) for a damped step,
  /// O(n · parameters²) for one of Newton's.
  public func fit(
    x: [Double], y: [Double], start: [String: Double], errors: ObservationErrors = .equal,
    bounds: [String: ClosedRange<Double>] = [:], holding: [String: ParameterHold] = [:],
    multistart: Multistart = .none, level: Double = 0.95
  ) throws -> NonlinearFit {
    guard predictors.count == 1 else {
      throw FitError(
        "\(name) has \(predictors.count) predictors (\(predictors.joined(separator: ", "))): give a column for each.")
    }
    return try fit(
      columns: [predictors[0]: x], y: y, start: start, errors: errors, bounds: bounds, holding: holding,
      multistart: multistart, level: level)
  }

  /// Fits a model of named predictors to observations by least squares, from a stated start.
  ///
  /// As `fit(x:y:…)`, with a column of the length of `y` for each of the model's predictors.
  public func fit(
    columns: [String: [Double]], y: [Double], start: [String: Double], errors: ObservationErrors = .equal,
    bounds: [String: ClosedRange<Double>] = [:], holding: [String: ParameterHold] = [:],
    multistart: Multistart = .none, level: Double = 0.95
  ) throws -> NonlinearFit {
    let input = try NonlinearInput(
      self, columns: columns, y: y, start: start, bounds: bounds, holding: holding, level: level)
    let whitening = try Whitening(errors, count: y.count)
    guard whitening.effectiveCount >= input.start.count else {
      throw FitError(
        "\(whitening.effectiveCount) observations cannot determine the \(input.start.count) free parameters of \(name)."
      )
    }
    let starts = try input.starts(multistart, names: parameters)
    return try BLASThreads.single(points: y.count, errors: errors) {
      let evaluator = evaluator(
        rows: input.rows, map: input.map, sizes: input.start.map { $0 == 0 ? 1 : abs($0) })
      let curve = WhitenedCurve(evaluator: evaluator, y: y, whitening: whitening)
      let isUnbounded = input.start.indices.map { input.lower[$0] == -.infinity && input.upper[$0] == .infinity }
      let linear = LinearParameters.indices(of: evaluator, near: input.start, allowed: isUnbounded)
      let solver = GeneralSolver(curve: curve, lower: input.lower, upper: input.upper, linear: linear)
      var best: GeneralSolver.Solution?
      for (index, start) in starts.enumerated() {
        guard curve.objective(at: start).isFinite else {
          // A drawn start may fall where the model is not defined; the given one may not.
          if index > 0 { continue }
          throw undefined(at: start, curve: curve, map: input.map)
        }
        let solution = solver.solve(from: start)
        if solution.objective < (best?.objective ?? .infinity) { best = solution }
      }
      guard let best else { throw undefined(at: input.start, curve: curve, map: input.map) }
      return try NonlinearFitAssembly(
        model: self, input: input, solution: best, curve: curve, y: y, whitening: whitening, errors: errors,
        level: level, startCount: starts.count, linear: linear
      ).fit()
    }
  }

  private func undefined(at start: [Double], curve: WhitenedCurve, map: ParameterMap) -> FitError {
    let numbers = zip(parameters, map.full(start)).map { "\($0) = \($1)" }.joined(separator: ", ")
    if let (index, value) = curve.firstUndefined(at: start) {
      let what = value.isNaN ? "not a number" : "infinite"
      return FitError(
        "\(name) is \(what) at observation \(index) with the start \(numbers): start where it is finite.")
    }
    return FitError(
      "The squares of \(name) leave the range of floating-point numbers at the start \(numbers): use another start or unit of y."
    )
  }
}
