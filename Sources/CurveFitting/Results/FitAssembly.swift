import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Turns a solver's solution into a `Fit`: units, covariance, intervals, criteria, verdicts.
struct FitAssembly {
  let model: any SeparableModel
  let solution: FitSolution
  let y: [Double]
  /// The number of observations that carry weight.
  let observationCount: Int
  let likelihood: LikelihoodInUse
  let errors: ObservationErrors
  let level: Double
  /// The allowed ranges of the amplitudes.
  let bounds: [ClosedRange<Double>]
  /// What was minimised.
  var objective = FitObjective.squares
  /// Its least value; that of the squares where nil.
  var objectiveValue: Double?

  /// The likelihood that fits are compared by, and what it needs.
  enum LikelihoodInUse {
    /// Of Gaussian errors, with ln det of their covariance (0 where only proportions are known).
    case gaussian(logDeterminant: Double)
    case multinomial(NestedShares)
  }

  private var comparable: Likelihood {
    switch likelihood {
    case .gaussian: objective == .squares ? .gaussian(errors) : .objective(objective, errors)
    case .multinomial(let shares): .multinomial(shares)
    }
  }

  private var references: [PredictorReference] { solution.predictors.map(\.reference) }

  /// Throws `FitError` where squares left the range of floating-point numbers, so that there is nothing to report.
  func fit() throws -> Fit {
    let working = solution.working
    let references = references
    let sumOfSquares = solution.sumOfSquares
    let parameterCount = working.count
    let free = parameterCount - solution.heldCount
    let degrees = observationCount - free
    let isKnown = errors.isScaleKnown
    // Squares of y near 1e-300 or 1e300 are 0 or infinite; errors made from them would claim certainty or none.
    let isRepresentable = solution.isExact || sumOfSquares.isNormal
    let variance: Double? = isKnown ? 1 : (degrees > 0 && isRepresentable ? sumOfSquares / Double(degrees) : nil)

    var workingCovariance = solution.inverseInformation.map { $0.map { FitAssembly.scaled($0, by: variance) } }
    let jacobian = model.reportedJacobian(working: working, references: references)
    let reported = model.reported(working: working, references: references)
    try ModelForm.check(model, reported: reported, jacobian: jacobian, parameters: parameterCount)
    guard reported.allSatisfy(\.isFinite), sumOfSquares.isFinite, objectiveValue?.isFinite != false else {
      throw FitInput.overflow(model.name)
    }
    let variances = jacobian.map { FitAssembly.variance(workingCovariance, along: $0) }
    // One quantile serves all parameters: its inversion would cost as much as the polish.
    let critical = FitAssembly.critical(
      errors: errors, degrees: max(degrees, 1), level: level, objective: objective)
    // Laws make these anew with every question.
    let amplitudes = model.amplitudes
    let shapeNames = model.shapeNames
    var verdicts = verdicts(
      amplitudes: amplitudes, working: working, covariance: workingCovariance, variances: variances,
      hasVariance: variance != nil, factor: critical.factor)
    let exchange = PowerExchange(
      model: model, solution: solution, y: y, errors: errors, bounds: bounds, objective: objective,
      covariance: workingCovariance, factor: critical.factor, variance: variance ?? 0)
    if exchange != nil {
      // The curvature at one of two minima is not the doubt about which of them is true.
      for index in 1..<working.count where verdicts[index] != .onBound && verdicts[index] != .fixed {
        verdicts[index] = .notIdentified
        workingCovariance[index][index] = .infinity
      }
    }
    let parameters = reported.indices.map { index in
      FittedParameter(
        name: index < amplitudes.count ? amplitudes[index].name : shapeNames[index - amplitudes.count],
        value: reported[index], variance: variances[index], isExact: solution.isExact, critical: critical, level: level,
        verdict: verdicts[index])
    }
    // Free parameters whose variance is too small for a floating-point number: 0 would claim certainty.
    let vanished = parameters.indices.filter { index in
      let isFree = parameters[index].verdict == .identified || parameters[index].verdict == .weaklyIdentified
      return isFree && isRepresentable && variances[index].isFinite && parameters[index].standardError == nil
    }
    let state = FitState(
      model: model, references: references, x: solution.predictors.map(\.values), y: y, working: working,
      covariance: workingCovariance,
      isCovarianceFinite: vanished.isEmpty && workingCovariance.allSatisfy { $0.allSatisfy(\.isFinite) },
      bounds: bounds)
    // Reported entries can leave the range where working ones do not; moderate variances spare the look.
    let hasCovariance =
      state.isCovarianceFinite
      && (variances.allSatisfy { $0 < 1e200 }
        || FitAssembly.transformed(workingCovariance, by: jacobian).allSatisfy { $0.allSatisfy(\.isFinite) })
    let values = state.values(solution.predictors)
    let criteria = criteria(free: free, values: values)
    let lackOfFit =
      isKnown && degrees > 0
      ? ChiSquaredDistribution(degreesOfFreedom: Double(degrees)).upperTailProbability(at: sumOfSquares) : nil
    var warnings = FitAssembly.warnings(
      parameters: parameters, degrees: degrees, isRepresentable: isRepresentable, unitAdvice: "would give intervals",
      vanished: vanished.map { parameters[$0].name }, hasCovariance: hasCovariance,
      termination: solution.termination, lackOfFit: lackOfFit)
    if let exchange { warnings.insert(exchange.warning, at: 0) }
    let name = model.name
    var headline = name
    if objective != .squares { headline += " (\(objective.explanation))" }
    for (index, parameter) in parameters.enumerated() {
      headline += index == 0 ? ": " : ", "
      headline += parameter.name
      headline += " "
      headline += DecimalText.significant(parameter.value, 4)
    }
    if let warning = warnings.first { headline += "; " + warning }
    return Fit(
      headline: headline, law: name,
      formula: model.formula, parameters: parameters, termination: solution.termination, warnings: warnings,
      observationCount: observationCount, degreesOfFreedom: degrees, residualSumOfSquares: sumOfSquares,
      residualStandardError: isKnown ? nil : variance?.squareRoot(),
      residuals: y.indices.map { y[$0] - values[$0] }, logLikelihood: criteria.logLikelihood,
      correctedAkaikeCriterion: criteria.akaike, lackOfFitProbability: lackOfFit, errors: errors, objective: objective,
      objectiveValue: objectiveValue ?? sumOfSquares, level: level, evaluations: solution.evaluations,
      scan: ScanCertificate(
        cells: solution.scanCells, lowestObjective: solution.gridMinimum, shapeNames: shapeNames,
        shapeRanges: solution.box),
      predictorRanges: references.map { $0.minimum...$0.maximum }, state: state, likelihood: comparable,
      exchange: exchange)
  }

  /// An entry of an inverse information times the variance of an observation, infinite where either is not known; 0 stays 0.
  static func scaled(_ entry: Double, by variance: Double?) -> Double {
    guard entry != 0 else { return 0 }
    let product = entry * (variance ?? .infinity)
    return product.isNaN ? .infinity : product
  }

  /// gᵀ C g.
  static func variance(_ covariance: [[Double]], along gradient: [Double]) -> Double {
    var sum = 0.0
    for a in gradient.indices where gradient[a] != 0 {
      for b in gradient.indices where gradient[b] != 0 { sum += gradient[a] * covariance[a][b] * gradient[b] }
    }
    return sum
  }

  static func transformed(_ covariance: [[Double]], by jacobian: [[Double]]) -> [[Double]] {
    let count = covariance.count
    return jacobian.indices.map { i in
      jacobian.indices.map { j in
        var sum = 0.0
        for a in 0..<count where jacobian[i][a] != 0 {
          for b in 0..<count where jacobian[j][b] != 0 {
            sum += jacobian[i][a] * covariance[a][b] * jacobian[j][b]
          }
        }
        return sum
      }
    }
  }

  /// The factor from a standard error to half an interval, and what it assumes.
  static func critical(
    errors: ObservationErrors, degrees: Int, level: Double, objective: FitObjective = .squares
  ) -> (factor: Double, method: String) {
    if errors.isScaleKnown {
      return (NormalDistribution.standard.quantile(0.5 + level / 2), "normal interval, \(errors.assumption)")
    }
    let quantile = StudentTDistribution(degreesOfFreedom: Double(degrees)).quantile(0.5 + level / 2)
    let method = "t interval, " + String(degrees) + " degrees of freedom, "
    return (
      quantile,
      method + (objective == .squares ? errors.assumption : "\(objective.explanation), \(objective.intervalAssumption)")
    )
  }

  private func verdicts(
    amplitudes: [AmplitudeDescription], working: [Double], covariance: [[Double]], variances: [Double],
    hasVariance: Bool, factor: Double
  ) -> [ParameterVerdict] {
    let termCount = amplitudes.count
    let hasShapes = !solution.box.isEmpty
    let least = y.min() ?? 0
    let most = y.max() ?? 0
    // A law whose shaped amplitudes all vanished does not contain its shapes.
    var isShapeless = true
    for index in 0..<termCount where !amplitudes[index].isOffset && working[index] != 0 { isShapeless = false }
    // The end of a shape's range is where the search stops, not a fact: amplitudes that go with it are no better known.
    let isShapeHeld = !isShapeless && solution.shapeOnBound.contains(true)
    let isTwoPower = working.count == 5 && model is any TwoPowerModel
    return working.indices.map { index in
      let isAmplitude = index < termCount
      if isAmplitude, solution.amplitudeOnBound[index] {
        return bounds[index].lowerBound == bounds[index].upperBound ? .fixed : .onBound
      }
      if !isAmplitude, isShapeless { return .notIdentified }
      if !isAmplitude, solution.shapeOnBound[index - termCount] { return .onBound }
      if solution.unidentified[index] || !covariance[index][index].isFinite || !variances[index].isFinite {
        return hasVariance ? .notIdentified : .weaklyIdentified
      }
      let half = factor * covariance[index][index].squareRoot()
      if isAmplitude {
        let isOffset = amplitudes[index].isOffset
        let isWeak = isOffset ? 2 * half > most - least && half > 0 : half >= abs(working[index])
        // A slope of zero is a finding, not a fault: only laws with shapes lose their meaning without an amplitude.
        return isShapeHeld || isWeak && (isOffset || hasShapes) ? .weaklyIdentified : .identified
      }
      // A power of which the data may have nothing has no exponent to be sure of.
      let own = index - termCount + 1
      if isTwoPower, factor * covariance[own][own].squareRoot() >= abs(working[own]) { return .weaklyIdentified }
      let range = solution.box[index - termCount]
      let isInside = working[index] - half > range.lower && working[index] + half < range.upper
      return isInside ? .identified : .weaklyIdentified
    }
  }

  private func criteria(free: Int, values: [Double]) -> (logLikelihood: Double, akaike: Double) {
    let logDeterminant: Double
    switch likelihood {
    case .multinomial(let shares):
      let logLikelihood = shares.logLikelihood(at: values)
      return (logLikelihood, -2 * logLikelihood + 2 * Double(free))
    case .gaussian(let determinant): logDeterminant = determinant
    }
    // Other objectives than squares have no likelihood to compare by.
    guard objective.isSquares else { return (-.infinity, .infinity) }
    let isLogarithmic = objective.isLogarithmic
    let criteria = GaussianCriteria(
      objective: solution.sumOfSquares, scale: 1, count: observationCount, free: free,
      isScaleKnown: errors.isScaleKnown, logDeterminant: logDeterminant,
      largestResponse: isLogarithmic ? 1 : y.reduce(0) { max($0, abs($1)) },
      // The density of y itself, not of ln y.
      logJacobian: isLogarithmic ? -y.reduce(0) { $0 + log($1) } : 0)
    return (criteria.logLikelihood, criteria.correctedAkaike)
  }

  /// What a reader should know before using the numbers of a fit; `unitAdvice` is what another unit of y would do.
  static func warnings(
    parameters: [FittedParameter], degrees: Int, isRepresentable: Bool, unitAdvice: String, vanished: [String],
    hasCovariance: Bool, termination: FitTermination, lackOfFit: Double?
  ) -> [String] {
    var warnings: [String] = []
    if degrees <= 0 { warnings.append("as many parameters as observations: no interval can be given") }
    if !isRepresentable {
      warnings.append("squares of y leave the range of floating-point numbers: another unit of y \(unitAdvice)")
    }
    for name in vanished {
      warnings.append("the variance of \(name) is too small for a floating-point number: use another unit of x or y")
    }
    // The cause before what follows from it: the headline ends with the first warning.
    for verdict in [ParameterVerdict.onBound, .notIdentified, .weaklyIdentified] {
      for parameter in parameters where parameter.verdict == verdict {
        warnings.append("\(parameter.name) is \(verdict.explanation)")
      }
    }
    if !hasCovariance, warnings.isEmpty {
      warnings.append("the covariance leaves the range of floating-point numbers: use another unit of x or y")
    }
    if !termination.isConverged { warnings.append("not converged: \(termination.explanation)") }
    if let lackOfFit, lackOfFit < 0.05 {
      warnings.append("lack of fit: residuals this large have probability \(DecimalText.significant(lackOfFit, 2))")
    }
    return warnings
  }
}
