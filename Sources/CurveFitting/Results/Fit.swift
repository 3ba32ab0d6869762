import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A fitted law: parameters, what the errors were taken to be, why the fit stopped, and how far it may be believed.
public struct Fit: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
  /// The law with its numbers and verdict, rounded for reading.
  public let headline: String
  /// The law's name, such as "power law with floor".
  public let law: String
  /// The law's formula in the names of its parameters.
  public let formula: String
  /// The parameters, amplitudes first; their intervals are `interval(of:level:)` and `intervals(level:)`.
  public let parameters: [FittedParameter]
  /// Why the fit stopped.
  public let termination: FitTermination
  /// What the reader should know before using the numbers; empty for a fit without a fault.
  public let warnings: [String]
  /// The number of observations that carry weight.
  public let observationCount: Int
  /// Observations less parameters that were free.
  public let degreesOfFreedom: Int
  /// The sum of squared whitened residuals: Σ w (y - f)² with weights scaled to a mean of 1, or chi-squared where the size of the errors is known (Pearson's, of
  /// the counts between caps, for nested shares).
  public let residualSumOfSquares: Double
  /// The estimated standard deviation of an observation of unit weight; nil without degrees of freedom, and where the errors are known.
  public let residualStandardError: Double?
  /// Observed less fitted values, in the order and unit of y.
  public let residuals: [Double]
  /// The covariance of the parameters, in the order of `parameters`, with zero rows for parameters on a bound and fixed ones.
  ///
  /// Nil where there is none: without degrees of freedom, where squares of y leave the range of floating-point numbers, and where a parameter is not identified. Verdicts and
  /// warnings say which.
  public var covariance: [[Double]]? {
    guard state.isCovarianceFinite else { return nil }
    let covariance = FitAssembly.transformed(
      state.covariance, by: state.model.reportedJacobian(working: state.working, references: state.references))
    return covariance.allSatisfy { $0.allSatisfy(\.isFinite) } ? covariance : nil
  }
  /// The largest log-likelihood: of Gaussian errors, or of multinomial counts for nested shares.
  public let logLikelihood: Double
  /// The Akaike criterion, with the second-order correction where the scale of the errors is estimated; infinite where there are too few observations for that.
  public let correctedAkaikeCriterion: Double
  /// For errors of known size, the probability of residuals at least this large if law and errors are right; nil otherwise.
  public let lackOfFitProbability: Double?
  /// What was known of the errors; for nested shares, their covariance at the fitted curve.
  public let errors: ObservationErrors
  /// What was minimised; fits of different objectives are not compared.
  public let objective: FitObjective
  /// The least value of the objective in the units of y (for squares the residual sum of squares).
  public let objectiveValue: Double
  /// The level of intervals and bands that are not asked for at another.
  public let level: Double
  /// How often the model was evaluated on the whole data.
  public let evaluations: Int
  /// The number of shapes that the scan looked at, and the least objective among them.
  public let scan: ScanCertificate
  /// The smallest and largest value of each predictor, in the model's order.
  public let predictorRanges: [ClosedRange<Double>]

  let state: FitState
  /// What the likelihood is of; fits are compared only where it is the same.
  let likelihood: Likelihood
  /// Why two powers have no interval; nil where the data tell them apart.
  var exchange: PowerExchange?

  /// The smallest and largest x of the data; of the first predictor where there are several.
  public var predictorRange: ClosedRange<Double> { predictorRanges[0] }

  /// The parameter of a name, or nil where the law has none of that name.
  public subscript(name: String) -> FittedParameter? { parameters.first { $0.name == name } }

  /// Whether the fit converged, every parameter is identified and there is no warning, lack of fit included.
  public var isTrustworthy: Bool {
    warnings.isEmpty && termination.isConverged
      && parameters.allSatisfy { $0.verdict == .identified || $0.verdict == .fixed }
  }

  /// The shape in working coordinates, for a search near this fit; nil for another law.
  func shape(for model: any SeparableModel) -> [Double]? {
    model.name == law ? Array(state.working.dropFirst(model.amplitudes.count)) : nil
  }

  /// All parameters in working coordinates; nil for another law.
  func working(for model: any SeparableModel) -> [Double]? { model.name == law ? state.working : nil }

  /// The rounded headline.
  public var description: String { headline }
  /// The rounded headline.
  public var debugDescription: String { headline }
}

/// What a fit's likelihood is the likelihood of.
enum Likelihood: Sendable, Hashable {
  case gaussian(ObservationErrors)
  case objective(FitObjective, ObservationErrors)
  case multinomial(NestedShares)
}

/// The grid behind the words "nothing lower was found".
public struct ScanCertificate: Sendable, Hashable, Codable {
  /// The number of shapes looked at; 1 for a law without shapes.
  public let cells: Int
  /// The least sum of squares among them; for nested shares the least deviance, -2 ln of the likelihood's ratio to that of the observed cells.
  public let lowestObjective: Double
  /// The names of the shapes.
  public let shapeNames: [String]
  /// The range of each shape that was searched, in working coordinates.
  public let shapeRanges: [ShapeRange]

  /// The ranges searched, in words.
  public var ranges: String {
    zip(shapeNames, shapeRanges).map {
      "\($0): \(DecimalText.significant($1.lower, 3)) to \(DecimalText.significant($1.upper, 3)) in working coordinates"
    }.joined(separator: "; ")
  }
}

/// What predictions need: the fit in working coordinates.
struct FitState: Sendable {
  let model: any SeparableModel
  let references: [PredictorReference]
  /// The observations, so that fits of others are not compared.
  let x: [[Double]]
  let y: [Double]
  let working: [Double]
  /// Covariance of the working parameters.
  let covariance: [[Double]]
  let isCovarianceFinite: Bool
  /// The allowed ranges of the amplitudes in force, so that refits and profiles meet them; empty for the model's own.
  var bounds: [ClosedRange<Double>] = []
}

extension SeparableModel {
  /// Fits the model to observations, by least squares unless another objective is named; no initial guess is asked for.
  ///
  /// `x` and `y` are columns of equal length; `bounds` narrows the allowed range of named amplitudes (a plateau that is a share lies in 0 to 1);
  /// `level` is that of the parameters' intervals. With `near`, an earlier fit of the same law to similar data (a bootstrap's), the search starts at that fit's shape and looks
  /// nowhere else. Otherwise it scans the shapes (128 values of one, 40² of two, 16³ of three; for a law with one exponential term, four values an octave), then takes Newton steps
  /// from the lowest local minima of the scan.
  /// Throws `FitError` where the input cannot be fitted: unequal lengths, values that are not finite, fewer observations than
  /// parameters, a single distinct x, x <= 0 for a law in ln x, faulty errors or bounds; and where the squares or the parameters leave the range of floating-point numbers. O(cells · n).
  public func fit(
    x: [Double], y: [Double], errors: ObservationErrors = .equal, objective: FitObjective = .squares,
    bounds: [String: ClosedRange<Double>] = [:], level: Double = 0.95, near: Fit? = nil
  ) throws -> Fit {
    try fit(ordered: [x], y: y, errors: errors, objective: objective, bounds: bounds, level: level, near: near)
  }

  /// Fits a model of several predictors to observations, by least squares unless another objective is named; no initial guess is asked for.
  ///
  /// `columns` holds a column for each of `predictorNames`, all as long as `y`; the rest is as in `fit(x:y:errors:objective:bounds:level:near:)`. Throws `FitError` for a column that is
  /// missing or that the model does not have, and as that.
  public func fit(
    columns: [String: [Double]], y: [Double], errors: ObservationErrors = .equal, objective: FitObjective = .squares,
    bounds: [String: ClosedRange<Double>] = [:], level: Double = 0.95, near: Fit? = nil
  ) throws -> Fit {
    try fit(
      ordered: try FitInput.ordered(columns, for: self), y: y, errors: errors, objective: objective, bounds: bounds,
      level: level, near: near)
  }

  func fit(
    ordered x: [[Double]], y: [Double], errors: ObservationErrors, objective: FitObjective = .squares,
    bounds: [String: ClosedRange<Double>], level: Double, near: Fit?
  ) throws -> Fit {
    try FitInput.check(x: x, y: y, model: self, level: level)
    let whitening = try Whitening(errors, count: y.count)
    let ranges = try FitInput.bounds(of: self, narrowedBy: bounds)
    let parameterCount = ranges.count + shapeNames.count
    guard whitening.effectiveCount >= parameterCount else {
      throw FitError(
        "\(whitening.effectiveCount) observations cannot determine the \(parameterCount) parameters of a \(name).")
    }
    return try BLASThreads.single(points: y.count, errors: errors) {
      if objective != .squares || ObjectiveFit.serves(self, whitening) {
        return try ObjectiveFit(
          self, predictors: x.map { PredictorColumn($0) }, y: y, errors: errors, objective: objective, ranges: ranges,
          whitening: whitening
        ).fit(y: y, level: level, near: near)
      }
      let predictors = x.map { PredictorColumn($0) }
      try ModelForm.check(self, at: predictors.map(\.reference))
      return try FitAssembly(
        model: self,
        solution: try solution(
          predictors: predictors, y: y, whitening: whitening, bounds: ranges, near: near?.shape(for: self)),
        y: y,
        observationCount: whitening.effectiveCount, likelihood: .gaussian(logDeterminant: whitening.logDeterminant),
        errors: errors, level: level, bounds: ranges
      ).fit()
    }
  }

  private func solution(
    predictors: [PredictorColumn], y: [Double], whitening: Whitening, bounds: [ClosedRange<Double>], near: [Double]?
  ) throws -> FitSolution {
    if near == nil,
      let found = ExponentialSearch.solution(
        of: self, predictors: predictors, y: y, whitening: whitening, bounds: bounds)
    {
      return found
    }
    let solver = SeparableSolver(model: self, predictors: predictors, y: y, whitening: whitening, bounds: bounds)
    let (solution, gridMinimum) = solver.solve(near: near)
    guard solution.objective.isFinite else { throw FitInput.overflow(name) }
    return FitSolution(solution, of: solver, gridMinimum: gridMinimum, bounds: bounds)
  }
}
