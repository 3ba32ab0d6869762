/// What tests need of a fit, of a law of the library or of the user's own.
struct ComparedFit {
  /// A parameter that the fit chose.
  struct Parameter {
    let name: String
    let lower: Double
    let upper: Double
    let isOnBound: Bool
    let kind: Kind
  }

  /// What a parameter is; `.other` in a law of the user's own.
  enum Kind {
    case offset
    case amplitude
    case shape
    case other
  }

  let law: String
  let columns: [[Double]]
  let y: [Double]
  let residuals: [Double]
  let errors: ObservationErrors
  let objective: FitObjective
  let likelihood: Likelihood
  let observationCount: Int
  let degreesOfFreedom: Int
  let sumOfSquares: Double
  let logLikelihood: Double
  let isConverged: Bool
  /// The parameters that were not pinned.
  let chosen: [Parameter]
  /// Every parameter's value, pinned ones too.
  let values: [String: Double]
  /// Whether the law has a floor, plateau or intercept.
  let hasOffset: Bool

  /// The parameters that were neither pinned nor on a bound.
  var freeCount: Int { observationCount - degreesOfFreedom }

  init(_ fit: any FittedModel) {
    switch fit.curve.kind {
    case .law(let fit): self.init(law: fit)
    case .model(let fit): self.init(model: fit)
    }
  }

  private init(law fit: Fit) {
    let model = fit.state.model
    let amplitudes = model.amplitudes
    let bounds = fit.state.bounds.isEmpty ? amplitudes.map { $0.lower...$0.upper } : fit.state.bounds
    law = fit.law
    columns = fit.state.x
    y = fit.state.y
    residuals = fit.residuals
    errors = fit.errors
    objective = fit.objective
    likelihood = fit.likelihood
    observationCount = fit.observationCount
    degreesOfFreedom = fit.degreesOfFreedom
    sumOfSquares = fit.residualSumOfSquares
    logLikelihood = fit.logLikelihood
    isConverged = fit.termination.isConverged
    values = Dictionary(fit.parameters.map { ($0.name, $0.value) }) { first, _ in first }
    hasOffset = amplitudes.contains(where: \.isOffset)
    chosen = fit.parameters.enumerated().compactMap { index, parameter in
      let isShape = index >= amplitudes.count
      let range = isShape ? -Double.infinity ... .infinity : bounds[index]
      guard range.lowerBound < range.upperBound else { return nil }
      return Parameter(
        name: parameter.name, lower: range.lowerBound, upper: range.upperBound,
        isOnBound: parameter.verdict == .onBound,
        kind: isShape ? .shape : amplitudes[index].isOffset ? .offset : .amplitude)
    }
  }

  private init(model fit: NonlinearFit) {
    let state = fit.state
    law = fit.law
    columns = state.columns
    y = state.y
    residuals = fit.residuals
    errors = fit.errors
    objective = fit.objective
    likelihood = fit.curve.likelihood
    observationCount = fit.observationCount
    degreesOfFreedom = fit.degreesOfFreedom
    sumOfSquares = fit.residualSumOfSquares
    logLikelihood = fit.logLikelihood
    isConverged = fit.termination.isConverged
    values = Dictionary(fit.parameters.map { ($0.name, $0.value) }) { first, _ in first }
    hasOffset = false
    chosen = state.map.free.enumerated().map { index, parameter in
      Parameter(
        name: fit.parameters[parameter].name, lower: state.lower[index], upper: state.upper[index],
        isOnBound: fit.parameters[parameter].verdict == .onBound, kind: .other)
    }
  }

  /// Throws `FitError` where the squares of residuals overflowed or vanished, so that their sums say nothing.
  func checkRange() throws {
    if case .multinomial = likelihood { return }
    guard sumOfSquares.isNormal || sumOfSquares == 0 && residuals.allSatisfy({ $0 == 0 }) else {
      throw FitInput.overflow(law)
    }
  }

  /// Residuals of this size are the rounding of y: the law goes through every point.
  var isExact: Bool {
    let largest = objective.isLogarithmic ? 1 : y.reduce(0) { max($0, abs($1)) }
    let rounding = 4 * Double.ulpOfOne * largest
    return sumOfSquares <= Double(y.count) * rounding * rounding
  }
}
