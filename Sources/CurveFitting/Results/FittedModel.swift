import ScalingStatistics

/// What every fit says of itself: of a law of the library (`Fit`) and of a model of the user's own (`NonlinearFit`).
///
/// Comparisons, tests and averages take either, mixed as wanted. `curve` can be made by this library alone, so that no other type conforms.
public protocol FittedModel: Sendable, CustomStringConvertible {
  /// The law with its numbers and verdict, rounded for reading.
  var headline: String { get }
  /// The law's name.
  var law: String { get }
  /// The parameters, in the law's order.
  var parameters: [FittedParameter] { get }
  /// Why the fit stopped.
  var termination: FitTermination { get }
  /// What the reader should know before using the numbers; empty for a fit without a fault.
  var warnings: [String] { get }
  /// The number of observations that carry weight.
  var observationCount: Int { get }
  /// Observations less parameters that were free.
  var degreesOfFreedom: Int { get }
  /// The sum of squared whitened residuals.
  var residualSumOfSquares: Double { get }
  /// The estimated standard deviation of an observation of unit weight; nil without degrees of freedom, and where the errors are known.
  var residualStandardError: Double? { get }
  /// Observed less fitted values, in the order and unit of y.
  var residuals: [Double] { get }
  /// The covariance of the parameters, in their order; nil where it is not known or no floating-point number.
  var covariance: [[Double]]? { get }
  /// The largest log-likelihood.
  var logLikelihood: Double { get }
  /// The Akaike criterion, with the second-order correction where the scale of the errors is estimated.
  var correctedAkaikeCriterion: Double { get }
  /// Schwarz's criterion.
  var bayesianCriterion: Double { get }
  /// For errors of known size, the probability of residuals at least this large if law and errors are right; nil otherwise.
  var lackOfFitProbability: Double? { get }
  /// What was known of the errors.
  var errors: ObservationErrors { get }
  /// What was minimised.
  var objective: FitObjective { get }
  /// The least value of the objective, in the units of y.
  var objectiveValue: Double { get }
  /// The level of the intervals.
  var level: Double { get }
  /// How often the law was evaluated on the whole data.
  var evaluations: Int { get }
  /// The smallest and largest value of each predictor.
  var predictorRanges: [ClosedRange<Double>] { get }
  /// Whether the fit converged, every parameter is identified and there is no warning.
  var isTrustworthy: Bool { get }
  /// The law's values at some x, for a law of one predictor.
  func values(at x: [Double]) -> [Double]
  /// The law's value at an x; NaN where it is not defined.
  func value(at x: Double) -> Double
  /// The law's values at named columns of equal length.
  func values(at columns: [String: [Double]]) throws -> [Double]
  /// Whether an x lies inside the data or how far beyond.
  func place(of x: Double) -> PredictionPlace
  /// The profile interval of a parameter.
  func profileInterval(of name: String, level: Double?) throws -> Estimate
  /// The interval of a parameter by the construction whose coverage holds.
  func interval(of name: String, level: Double?) throws -> Estimate
  /// The fit as the library's own questions see it.
  var curve: FittedCurve { get }
}

extension FittedModel {
  /// The parameter of a name, or nil where the law has none of that name.
  public subscript(name: String) -> FittedParameter? { parameters.first { $0.name == name } }

  /// The smallest and largest x of the data; of the first predictor where there are several.
  public var predictorRange: ClosedRange<Double> { predictorRanges.first ?? 0...0 }

  /// The profile interval of a parameter at the fit's own level.
  public func profileInterval(of name: String) throws -> Estimate { try profileInterval(of: name, level: nil) }

  /// The interval of a parameter by the construction whose coverage holds, at the fit's own level.
  public func interval(of name: String) throws -> Estimate { try interval(of: name, level: nil) }
}

/// A fit as the library's own questions see it; it has nothing to read.
public struct FittedCurve: Sendable {
  enum Kind: Sendable {
    case law(Fit)
    case model(NonlinearFit)
  }

  let kind: Kind

  init(_ kind: Kind) { self.kind = kind }

  /// The coordinates that the fit moves in.
  var state: any CurveState {
    switch kind {
    case .law(let fit): fit.state
    case .model(let fit): fit.state
    }
  }

  var likelihood: Likelihood {
    switch kind {
    case .law(let fit): fit.likelihood
    case .model(let fit): fit.objective == .squares ? .gaussian(fit.errors) : .objective(fit.objective, fit.errors)
    }
  }

  /// The predictors' columns, in the law's order.
  var columns: [[Double]] {
    switch kind {
    case .law(let fit): fit.state.x
    case .model(let fit): fit.state.columns
    }
  }

  var predictorNames: [String] {
    switch kind {
    case .law(let fit): fit.state.model.predictorNames
    case .model(let fit): fit.state.model.predictors
    }
  }

  /// The parameters whose search ends where its range does, which says nothing of them.
  var shapeIndices: [Int] {
    switch kind {
    case .law(let fit): Array(fit.parameters.indices.dropFirst(fit.state.model.amplitudes.count))
    case .model: []
    }
  }

  /// The interval of the mean by the delta method.
  func meanBand(at columns: [String: [Double]], level: Double) throws -> [Estimate] {
    switch kind {
    case .law(let fit): try fit.confidenceBand(at: columns, level: level)
    case .model(let fit): try fit.confidenceBand(at: columns, level: level)
    }
  }

  /// The whitened Jacobian's source for errors of these proportions.
  func jacobian(factors: [Double]) -> WhitenedJacobian {
    switch kind {
    case .law(let fit): WhitenedJacobian(state: fit.state, factors: factors)
    case .model(let fit): WhitenedJacobian(evaluator: fit.state.evaluator(rows: fit.state.rows), factors: factors)
    }
  }
}

/// A fit in the coordinates that it was searched in, where the delta method, sandwiches and bootstraps work.
protocol CurveState: Sendable {
  /// The observations.
  var y: [Double] { get }
  /// The parameters of the search at the minimum, with their covariance.
  var working: [Double] { get }
  var covariance: [[Double]] { get }
  var isCovarianceFinite: Bool { get }
  /// The names of the parameters as reported.
  var reportedNames: [String] { get }
  /// The parameters as reported, and their derivatives by those of the search, row by row.
  func reported(_ working: [Double]) -> [Double]
  func reportedJacobian(_ working: [Double]) -> [[Double]]
  /// Whether each reported parameter is free of its bound, from those of the search.
  func reportedFreedom(_ isFree: [Bool]) -> [Bool]
  /// The value at an x of a law of one predictor; NaN where it is not defined.
  func value(at x: Double, working: [Double]) -> Double
}

extension FitState: CurveState {
  var reportedNames: [String] { model.parameterNames }
  func reported(_ working: [Double]) -> [Double] { model.reported(working: working, references: references) }
  func reportedJacobian(_ working: [Double]) -> [[Double]] {
    model.reportedJacobian(working: working, references: references)
  }
  func reportedFreedom(_ isFree: [Bool]) -> [Bool] { isFree }
  func value(at x: Double, working: [Double]) -> Double {
    guard references.count == 1, x > 0 || !model.needsPositivePredictor else { return .nan }
    return FitState(
      model: model, references: references, x: [], y: [], working: working, covariance: [], isCovarianceFinite: false
    ).values([PredictorColumn([x], reference: references[0])])[0]
  }
}

extension NonlinearState: CurveState {
  var working: [Double] { free }
  var reportedNames: [String] { model.parameters }
  func reported(_ working: [Double]) -> [Double] { map.full(working) }
  func reportedJacobian(_ working: [Double]) -> [[Double]] {
    map.entries.map { entry in working.indices.map { entry.source == $0 ? entry.factor : 0 } }
  }
  func reportedFreedom(_ isFree: [Bool]) -> [Bool] { map.entries.map { $0.source.map { isFree[$0] } ?? true } }
  func value(at x: Double, working: [Double]) -> Double {
    guard model.predictors.count == 1 else { return .nan }
    return evaluator(rows: [x]).values(at: working)[0]
  }
}

extension Fit: FittedModel {
  /// The fit as the library's own questions see it.
  public var curve: FittedCurve { FittedCurve(.law(self)) }
}

extension NonlinearFit: FittedModel {
  /// The fit as the library's own questions see it.
  public var curve: FittedCurve { FittedCurve(.model(self)) }
}

extension FittedModel {
  // MARK: Checks

  func checkedLevel(_ level: Double?) throws -> Double {
    let level = level ?? self.level
    guard level > 0, level < 1 else {
      throw FitError("A level of \(level) was asked for; a level lies between 0 and 1, such as 0.95.")
    }
    return level
  }

  func index(ofParameter name: String) throws -> Int {
    guard let index = parameters.firstIndex(where: { $0.name == name }) else {
      throw FitError("A \(law) has no parameter \"\(name)\"; it has \(parameters.map(\.name).joined(separator: ", ")).")
    }
    // A power that may be exchanged for another has no interval.
    if case .law(let fit) = curve.kind { try fit.exchange?.check(name) }
    return index
  }
}
