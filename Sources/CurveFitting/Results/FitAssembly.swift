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
  let solver: SeparableSolver
  let solution: SeparableSolver.Solution
  let gridMinimum: Double
  let y: [Double]
  let whitening: Whitening
  let errors: ObservationErrors
  let level: Double

  private var model: any SeparableModel { solver.model }
  private var reference: PredictorReference { solver.column.reference }

  /// The amplitudes in units of y, then the shapes.
  private var working: [Double] {
    let offset = model.amplitudes.firstIndex(where: \.isOffset)
    let amplitudes = solution.amplitudes.enumerated().map { index, value in
      value * solver.responseScale + (index == offset ? solver.responseOffset : 0)
    }
    return amplitudes + solution.shape
  }

  func fit() -> Fit {
    let working = working
    let scale = solver.responseScale
    let sumOfSquares = solution.objective * scale * scale
    let held = solution.amplitudeOnBound.count { $0 } + solution.shapeOnBound.count { $0 }
    let parameterCount = working.count
    let degrees = whitening.effectiveCount - (parameterCount - held)
    let isKnown = errors.isScaleKnown
    // Squares of y near 1e-300 or 1e300 are 0 or infinite; errors made from them would claim certainty or none.
    let isRepresentable = solution.objective == 0 || sumOfSquares.isNormal
    let variance: Double? = isKnown ? 1 : (degrees > 0 && isRepresentable ? sumOfSquares / Double(degrees) : nil)

    let (information, unidentified) = solver.inverseInformation(solution)
    let workingCovariance = information.map { $0.map { $0 * (variance ?? .nan) } }
    let jacobian = model.reportedJacobian(working: working, reference: reference)
    let covariance = FitAssembly.transformed(workingCovariance, by: jacobian)
    let reported = model.reported(working: working, reference: reference)
    // One quantile serves all parameters: its inversion would cost as much as the polish.
    let critical = FitAssembly.critical(errors: errors, degrees: max(degrees, 1), level: level)
    let verdicts = verdicts(
      working: working, covariance: workingCovariance, unidentified: unidentified, hasVariance: variance != nil,
      factor: critical.factor)

    let parameters = reported.indices.map { index in
      parameter(
        index, value: reported[index], variance: covariance[index][index], critical: critical, verdict: verdicts[index])
    }
    let criteria = criteria(sumOfSquares: sumOfSquares, free: parameterCount - held)
    let lackOfFit =
      isKnown && degrees > 0
      ? ChiSquaredDistribution(degreesOfFreedom: Double(degrees)).upperTailProbability(at: sumOfSquares) : nil
    let warnings = warnings(
      parameters: parameters, degrees: degrees, isRepresentable: isRepresentable, lackOfFit: lackOfFit)
    let numbers = parameters.map { "\($0.name) \(DecimalText.significant($0.value, 4))" }.joined(separator: ", ")
    let state = FitState(
      model: model, reference: reference, x: solver.column.values, y: y, working: working,
      covariance: workingCovariance,
      isCovarianceFinite: workingCovariance.allSatisfy { $0.allSatisfy(\.isFinite) })
    let values = state.values(solver.column)
    return Fit(
      headline: "\(model.name): \(numbers)" + (warnings.first.map { "; \($0)" } ?? ""), law: model.name,
      formula: model.formula, parameters: parameters, termination: solution.termination, warnings: warnings,
      observationCount: whitening.effectiveCount, degreesOfFreedom: degrees, residualSumOfSquares: sumOfSquares,
      residualStandardError: isKnown ? nil : variance?.squareRoot(),
      residuals: y.indices.map { y[$0] - values[$0] }, covariance: covariance, logLikelihood: criteria.logLikelihood,
      correctedAkaikeCriterion: criteria.akaike, lackOfFitProbability: lackOfFit, errors: errors, level: level,
      evaluations: solver.evaluations,
      scan: ScanCertificate(
        cells: solver.scan.cellCount, lowestObjective: gridMinimum * scale * scale, ranges: rangesInWords),
      predictorRange: reference.minimum...reference.maximum, state: state, likelihood: .gaussian(errors))
  }

  static func transformed(_ covariance: [[Double]], by jacobian: [[Double]]) -> [[Double]] {
    let count = covariance.count
    return (0..<count).map { i in
      (0..<count).map { j in
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

  private func parameter(
    _ index: Int, value: Double, variance: Double, critical: (factor: Double, method: String), verdict: ParameterVerdict
  ) -> FittedParameter {
    let name = model.parameterNames[index]
    // A variance that underflowed is not one of 0, which only residuals of 0 have.
    let isVariance = variance.isNormal && variance > 0 || variance == 0 && solution.objective == 0
    guard verdict != .onBound, verdict != .notIdentified, isVariance else {
      return FittedParameter(name: name, value: value, standardError: nil, interval: nil, verdict: verdict)
    }
    let error = variance.squareRoot()
    let half = critical.factor * error
    return FittedParameter(
      name: name, value: value, standardError: error,
      interval: Estimate(
        value: value, lower: value - half, upper: value + half, level: level, method: critical.method),
      verdict: verdict)
  }

  /// The factor from a standard error to half an interval, and what it assumes.
  static func critical(errors: ObservationErrors, degrees: Int, level: Double) -> (factor: Double, method: String) {
    if errors.isScaleKnown {
      return (NormalDistribution.standard.quantile(0.5 + level / 2), "normal interval, \(errors.assumption)")
    }
    return (
      StudentTDistribution(degreesOfFreedom: Double(degrees)).quantile(0.5 + level / 2),
      "t interval, \(degrees) degrees of freedom, \(errors.assumption)"
    )
  }

  private func verdicts(
    working: [Double], covariance: [[Double]], unidentified: [Bool], hasVariance: Bool, factor: Double
  ) -> [ParameterVerdict] {
    let least = y.min() ?? 0
    let most = y.max() ?? 0
    // A law whose shaped amplitudes all vanished does not contain its shapes.
    let shapedAmplitudes = model.amplitudes.indices.filter { !model.amplitudes[$0].isOffset }
    let isShapeless = shapedAmplitudes.allSatisfy { working[$0] == 0 }
    // The end of a shape's range is where the search stops, not a fact: amplitudes that go with it are no better known.
    let isShapeHeld = !isShapeless && solution.shapeOnBound.contains(true)
    return working.indices.map { index in
      let isAmplitude = index < solver.termCount
      if isAmplitude, solution.amplitudeOnBound[index] { return .onBound }
      if !isAmplitude, isShapeless { return .notIdentified }
      if !isAmplitude, solution.shapeOnBound[index - solver.termCount] { return .onBound }
      if unidentified[index] || !covariance[index][index].isFinite {
        return hasVariance ? .notIdentified : .weaklyIdentified
      }
      let half = factor * covariance[index][index].squareRoot()
      if isAmplitude {
        let isOffset = model.amplitudes[index].isOffset
        let isWeak = isOffset ? 2 * half > most - least && half > 0 : half >= abs(working[index])
        // A slope of zero is a finding, not a fault: only laws with shapes lose their meaning without an amplitude.
        return isShapeHeld || isWeak && (isOffset || solver.shapeCount > 0) ? .weaklyIdentified : .identified
      }
      let range = solver.box[index - solver.termCount]
      let isInside = working[index] - half > range.lower && working[index] + half < range.upper
      return isInside ? .identified : .weaklyIdentified
    }
  }

  private func criteria(sumOfSquares: Double, free: Int) -> (logLikelihood: Double, akaike: Double) {
    let n = Double(whitening.effectiveCount)
    if errors.isScaleKnown {
      let logLikelihood = -0.5 * (sumOfSquares + whitening.logDeterminant + n * log(2 * Double.pi))
      // The second-order term makes up for an estimated scale; with known errors 2k is the whole bias, for any n.
      return (logLikelihood, -2 * logLikelihood + 2 * Double(free))
    }
    // Residuals of exactly zero would make the likelihood infinite; the rounding of y bounds it.
    let rounding = Double.ulpOfOne * y.reduce(0) { max($0, abs($1)) }
    let variance = max(sumOfSquares, n * rounding * rounding, .leastNormalMagnitude) / n
    let logLikelihood = -0.5 * (n * (log(2 * Double.pi * variance) + 1) + whitening.logDeterminant)
    let count = Double(free + 1)
    guard n - count - 1 > 0 else { return (logLikelihood, .infinity) }
    return (logLikelihood, -2 * logLikelihood + 2 * count + 2 * count * (count + 1) / (n - count - 1))
  }

  private func warnings(
    parameters: [FittedParameter], degrees: Int, isRepresentable: Bool, lackOfFit: Double?
  ) -> [String] {
    var warnings: [String] = []
    if degrees <= 0 { warnings.append("as many parameters as observations: no interval can be given") }
    if !isRepresentable {
      warnings.append("squares of y leave the range of floating-point numbers: another unit of y would give intervals")
    }
    // The cause before what follows from it: the headline ends with the first warning.
    for verdict in [ParameterVerdict.onBound, .notIdentified, .weaklyIdentified] {
      for parameter in parameters where parameter.verdict == verdict {
        warnings.append("\(parameter.name) is \(verdict.explanation)")
      }
    }
    if !solution.termination.isConverged { warnings.append("not converged: \(solution.termination.explanation)") }
    if let lackOfFit, lackOfFit < 0.05 {
      warnings.append("lack of fit: residuals this large have probability \(DecimalText.significant(lackOfFit, 2))")
    }
    return warnings
  }

  private var rangesInWords: String {
    zip(model.shapeNames, solver.box).map {
      "\($0): \(DecimalText.significant($1.lower, 3)) to \(DecimalText.significant($1.upper, 3)) in working coordinates"
    }.joined(separator: "; ")
  }
}
