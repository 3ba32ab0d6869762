import ScalingStatistics

/// A fit under resampling: the parameters of every replicate, and intervals from them.
public struct FitBootstrap: Sendable, CustomStringConvertible {
  /// The design and what came of it, in a sentence.
  public let headline: String
  /// How the data were drawn again.
  public let resampling: FitResampling
  /// The names of the parameters.
  public let names: [String]
  /// One column of replicates for each parameter, in the order of `names`; only replicates that have a fit.
  public let draws: [[Double]]
  /// One column of standard errors for each parameter, made in each replicate as on the data; infinite where a replicate gives none, empty where the design has
  /// none.
  public let standardErrors: [[Double]]
  /// The standard errors on the data of the same kind; empty where the design has none.
  public let observedErrors: [Double]
  /// Replicates without a fit: too few distinct points drawn.
  public let failures: Int
  /// The seed.
  public let seed: UInt64

  let fit: Fit
  let design: Bootstrap
  /// Working parameters of each replicate, and with a unit left out.
  let working: [[Double]]
  let jackknife: [[Double]]

  /// The headline.
  public var description: String { headline }

  /// The percentile interval of a parameter; throws `FitError` for an unknown name, a level outside 0 to 1 or too many failures.
  public func percentileInterval(of name: String, level: Double = 0.95) throws -> Estimate {
    let index = try fit.parameterIndex(name)
    return try interval(level: level, accelerated: false) { $0.values[index] }
  }

  /// The bias-corrected and accelerated interval of a parameter; throws as `percentileInterval` does, and where the bootstrap was made without `acceleration`.
  public func acceleratedInterval(of name: String, level: Double = 0.95) throws -> Estimate {
    let index = try fit.parameterIndex(name)
    return try interval(level: level, accelerated: true) { $0.values[index] }
  }

  /// The bootstrap-t interval of a parameter: the estimate less quantiles of (replicate - estimate) / standard error, times its standard error.
  ///
  /// Throws as `percentileInterval` does, and where the design has no standard errors or the parameter sits on a bound.
  public func studentizedInterval(of name: String, level: Double = 0.95) throws -> Estimate {
    let index = try fit.parameterIndex(name)
    guard level > 0, level < 1 else {
      throw FitError("A level of \(level) was asked for; a level lies between 0 and 1, such as 0.95.")
    }
    guard !standardErrors.isEmpty, observedErrors[index] > 0, observedErrors[index].isFinite else {
      throw FitError("\(name) has no bootstrap-t interval: its standard error is not known in this design.")
    }
    let value = fit.parameters[index].value
    let roots = zip(draws[index], standardErrors[index]).compactMap { draw, error -> Double? in
      error > 0 && error.isFinite ? (draw - value) / error : nil
    }.sorted()
    guard roots.count * 5 >= design.replicates * 4 else {
      throw FitError(
        "\(design.replicates - roots.count) of \(design.replicates) replicates have no standard error of \(name).")
    }
    return Estimate(
      value: value, lower: value - SampleQuantile.ofSorted(roots, at: 0.5 + level / 2) * observedErrors[index],
      upper: value - SampleQuantile.ofSorted(roots, at: 0.5 - level / 2) * observedErrors[index], level: level,
      method: "bootstrap-t, \(words)")
  }

  /// The estimate of any function of the fitted law with its percentile interval, or its BCa interval where the bootstrap was made with `acceleration`.
  ///
  /// Throws as `percentileInterval` does; replicates where the function is NaN count as failures.
  public func estimate(level: Double = 0.95, of function: (FittedLaw) -> Double) throws -> Estimate {
    try interval(level: level, accelerated: !jackknife.isEmpty, function)
  }

  /// The interval of the law's mean at some x: percentiles of the replicates' laws; throws as `percentileInterval` does.
  public func confidenceBand(at x: [Double], level: Double = 0.95) throws -> [Estimate] {
    try x.map { x in try interval(level: level, accelerated: false) { $0.value(at: x) } }
  }

  private var words: String { "\(resampling.explanation) over \(design.unitCount) \(design.unitName), seed \(seed)" }

  private func interval(level: Double, accelerated: Bool, _ function: (FittedLaw) -> Double) throws -> Estimate {
    let law = FittedLaw(fit.state)
    let observed = function(law)
    guard observed.isFinite else { throw FitError("The function has no finite value at the fit itself.") }
    func column(_ rows: [[Double]]) -> [Double] { rows.map { function(law.moved(to: $0)) } }
    guard !accelerated || !jackknife.isEmpty else {
      throw FitError("A BCa interval needs the jackknife: make the bootstrap with acceleration: true.")
    }
    do {
      let distribution = BootstrapDistribution(
        design: design, observed: [observed], replicates: [column(working)],
        jackknife: accelerated ? [column(jackknife)] : nil, failures: failures)
      let estimate =
        accelerated
        ? try distribution.acceleratedInterval(level: level) : try distribution.percentileInterval(level: level)
      return Estimate(
        value: estimate.value, lower: estimate.lower, upper: estimate.upper, level: level,
        method: "\(accelerated ? "BCa" : "percentile") interval, \(words)")
    } catch let error as StatisticsError {
      throw FitError(error.message)
    }
  }
}

/// A law with the numbers of a fit or of a bootstrap replicate, as functions of parameters see it.
public struct FittedLaw: Sendable {
  private let state: FitState
  private let working: [Double]

  init(_ state: FitState) {
    self.state = state
    working = state.working
  }

  private init(_ state: FitState, working: [Double]) {
    self.state = state
    self.working = working
  }

  func moved(to working: [Double]) -> FittedLaw { FittedLaw(state, working: working) }

  /// The parameters in the law's order.
  public var values: [Double] { state.model.reported(working: working, references: state.references) }

  /// The parameter of a name; NaN where the law has none of that name.
  public subscript(name: String) -> Double {
    state.model.parameterNames.firstIndex(of: name).map { values[$0] } ?? .nan
  }

  /// The law's value at an x; NaN where the law is not defined, and for a law of several predictors.
  public func value(at x: Double) -> Double {
    guard state.references.count == 1, x > 0 || !state.model.needsPositivePredictor else { return .nan }
    return FitState(
      model: state.model, references: state.references, x: [], y: [], working: working, covariance: [],
      isCovarianceFinite: false
    ).values([PredictorColumn([x], reference: state.references[0])])[0]
  }
}

extension Fit {
  /// The estimate of any function of the fitted law, with the interval of the delta method.
  ///
  /// The gradient is taken by central differences over a thousandth of a standard error in the coordinates that the law is fitted in. Throws `FitError` where the fit has no
  /// covariance or the function no value near the fit. Two evaluations of the function for each parameter.
  public func estimate(level: Double? = nil, of function: (FittedLaw) -> Double) throws -> Estimate {
    let level = try checked(level)
    guard state.isCovarianceFinite else {
      throw FitError("This \(law) has no covariance: \(warnings.first ?? "it is not defined").")
    }
    let law = FittedLaw(state)
    let value = function(law)
    let gradient = state.working.indices.map { index -> Double in
      let error = state.covariance[index][index].squareRoot()
      guard error > 0 else { return 0 }
      var ends = [state.working, state.working]
      ends[0][index] += 1e-3 * error
      ends[1][index] -= 1e-3 * error
      return (function(law.moved(to: ends[0])) - function(law.moved(to: ends[1]))) / (ends[0][index] - ends[1][index])
    }
    guard value.isFinite, gradient.allSatisfy(\.isFinite) else {
      throw FitError("The function has no finite value at the fit or next to it: its interval comes from a bootstrap.")
    }
    let variance = FitAssembly.variance(state.covariance, along: gradient)
    guard variance.isFinite else {
      throw FitError("The function's variance has no finite value at the fit: its interval comes from a bootstrap.")
    }
    let (factor, method) = FitAssembly.critical(
      errors: errors, degrees: max(1, degreesOfFreedom), level: level, objective: objective)
    let half = factor * max(0, variance).squareRoot()
    return Estimate(
      value: value, lower: value - half, upper: value + half, level: level, method: "delta method, \(method)")
  }
}
