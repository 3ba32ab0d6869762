import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Turns the solution of a general fit into a `NonlinearFit`: units, covariance, intervals, criteria, verdicts.
struct NonlinearFitAssembly {
  let model: NonlinearModel
  let input: NonlinearInput
  let solution: NonlinearSearch.Solution
  let search: NonlinearSearch
  let y: [Double]
  let whitening: Whitening
  let errors: ObservationErrors
  let level: Double
  /// The objective that each start reached.
  let reached: [Double]

  private var curve: WhitenedCurve { search.curve }
  private var objective: FitObjective { search.objective }

  /// Throws `FitError` where squares left the range of floating-point numbers, so that there is nothing to report.
  func fit() throws -> NonlinearFit {
    let evaluations = search.evaluations
    let scale = curve.scale
    let full = input.map.full(solution.parameters)
    let held = solution.onBound.count { $0 }
    let degrees = whitening.effectiveCount - (solution.parameters.count - held)
    let isKnown = errors.isScaleKnown
    let squares = curve.objective(at: solution.parameters)
    let largestResponse = curve.largestResponse
    let isExact = squares == 0
    let sumOfSquares = squares * scale * scale
    guard full.allSatisfy(\.isFinite), sumOfSquares.isFinite else {
      throw FitInput.overflow(model.name)
    }
    let isRepresentable = isExact || sumOfSquares.isNormal
    // In units of the curve's scale, in which covariance and residuals both are.
    let variance: Double? = isKnown ? 1 / (scale * scale) : degrees > 0 ? squares / Double(degrees) : nil
    let (covariance, unidentified) = covariance(variance: variance)
    let critical = FitAssembly.critical(errors: errors, degrees: max(degrees, 1), level: level, objective: objective)
    let verdicts = verdicts(
      covariance: covariance, unidentified: unidentified, hasVariance: variance != nil, factor: critical.factor)
    let fullCovariance = input.map.covariance(covariance)
    let parameters = full.indices.map { index in
      FittedParameter(
        name: model.parameters[index], value: full[index], variance: fullCovariance[index][index], isExact: isExact,
        critical: critical, level: level, verdict: input.map.entries[index].source.map { verdicts[$0] } ?? .fixed)
    }
    // Free parameters whose variance is too small for a floating-point number: 0 would claim certainty.
    let vanished = parameters.indices.filter { index in
      let isFree = parameters[index].verdict == .identified || parameters[index].verdict == .weaklyIdentified
      return isFree && isRepresentable && fullCovariance[index][index].isFinite
        && parameters[index].standardError == nil
    }
    let isFinite = vanished.isEmpty && covariance.allSatisfy { $0.allSatisfy(\.isFinite) }
    let values = model.values(parameters: solution.parameters, input: input)
    let (logLikelihood, akaike) = criteria(
      squares, free: solution.parameters.count - held, largestResponse: largestResponse)
    let lackOfFit =
      isKnown && degrees > 0
      ? ChiSquaredDistribution(degreesOfFreedom: Double(degrees)).upperTailProbability(at: sumOfSquares) : nil
    let warnings = FitAssembly.warnings(
      parameters: parameters, degrees: degrees, isRepresentable: isRepresentable, unitAdvice: "would serve better",
      vanished: vanished.map { parameters[$0].name }, hasCovariance: isFinite,
      termination: solution.termination, lackOfFit: lackOfFit)
    let numbers = parameters.map { "\($0.name) \(DecimalText.significant($0.value, 4))" }.joined(separator: ", ")
    let name = objective == .squares ? model.name : "\(model.name) (\(objective.explanation))"
    return NonlinearFit(
      headline: "\(name): \(numbers)" + (warnings.first.map { "; \($0)" } ?? ""), law: model.name,
      parameters: parameters, termination: solution.termination, warnings: warnings,
      observationCount: whitening.effectiveCount, degreesOfFreedom: degrees, residualSumOfSquares: sumOfSquares,
      residualStandardError: isKnown ? nil : variance.map { $0.squareRoot() * scale },
      residuals: y.indices.map { y[$0] - values[$0] },
      covariance: isFinite && fullCovariance.allSatisfy { $0.allSatisfy(\.isFinite) } ? fullCovariance : nil,
      logLikelihood: logLikelihood, correctedAkaikeCriterion: akaike, lackOfFitProbability: lackOfFit, errors: errors,
      objective: objective, objectiveValue: solution.objectiveValue, level: level, evaluations: evaluations,
      multistart: MultistartCertificate(objectives: reached, fitObjective: solution.objectiveValue),
      linearParameters: search.linear.map { model.parameters[input.map.free[$0]] },
      predictorRanges: input.columns.map { ($0.min() ?? 0)...($0.max() ?? 0) },
      state: NonlinearState(
        model: model, map: input.map, rows: input.rows, y: y, free: solution.parameters, lower: input.lower,
        upper: input.upper, covariance: covariance,
        isCovarianceFinite: isFinite))
  }

  private func criteria(
    _ squares: Double, free: Int, largestResponse: Double
  ) -> (logLikelihood: Double, akaike: Double) {
    // Other objectives than squares have no likelihood to compare by.
    guard objective.isSquares else { return (-.infinity, .infinity) }
    let criteria = GaussianCriteria(
      objective: squares, scale: curve.scale, count: whitening.effectiveCount, free: free,
      isScaleKnown: errors.isScaleKnown, logDeterminant: whitening.logDeterminant, largestResponse: largestResponse,
      // The density of y itself, not of ln y.
      logJacobian: objective.isLogarithmic ? -y.reduce(0) { $0 + log($1) } : 0)
    return (criteria.logLikelihood, criteria.correctedAkaike)
  }

  /// The covariance of the free parameters, and which ones the data leave free to drift: of least squares, or the sandwich of another loss.
  private func covariance(variance: Double?) -> (matrix: [[Double]], unidentified: [Bool]) {
    guard let problem = search.problem else {
      let (information, unidentified) = information(at: solution.parameters)
      return (information.map { $0.map { FitAssembly.scaled($0, by: variance) } }, unidentified)
    }
    let outcome = ObjectiveMinimizer.Outcome(
      parameters: solution.parameters, value: 0, termination: solution.termination,
      isHeld: solution.parameters.indices.map { solution.onBound[$0] || solution.isAbsent[$0] })
    let sandwich = ObjectiveCovariance(
      problem, at: outcome, loss: search.loss, isSquares: false, points: whitening.effectiveCount)
    let matrix = variance == nil ? sandwich.matrix.map { $0.map { $0 == 0 ? 0 : .infinity } } : sandwich.matrix
    return (matrix, solution.parameters.indices.map { sandwich.unidentified[$0] || solution.isAbsent[$0] })
  }

  /// (JᵀWJ)⁻¹ over the free parameters in units of the curve's scale, zero rows for those on bounds, and which ones the data leave free to drift.
  private func information(at parameters: [Double]) -> (matrix: [[Double]], unidentified: [Bool]) {
    let p = parameters.count
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: p), count: p)
    var unidentified = [Bool](repeating: false, count: p)
    let free = (0..<p).filter { !solution.onBound[$0] }
    guard !free.isEmpty else { return (matrix, unidentified) }
    guard curve.writeJacobian(at: parameters, columns: free) else {
      for j in free {
        matrix[j][j] = .infinity
        unidentified[j] = true
      }
      return (matrix, unidentified)
    }
    let small = SmallNewtonSystem(rows: curve.n, columns: free.count)
    let part = small.inverseInformation(jacobian: curve.jacobian, columns: free.count)
    for (a, i) in free.enumerated() {
      unidentified[i] = part.unidentified[a]
      for (b, j) in free.enumerated() { matrix[i][j] = part.matrix[a * free.count + b] }
    }
    return (matrix, unidentified)
  }

  private func verdicts(
    covariance: [[Double]], unidentified: [Bool], hasVariance: Bool, factor: Double
  ) -> [ParameterVerdict] {
    solution.parameters.indices.map { j in
      if solution.onBound[j] { return input.lower[j] == input.upper[j] ? .fixed : .onBound }
      if unidentified[j] || hasVariance && !covariance[j][j].isFinite { return .notIdentified }
      let half = factor * covariance[j][j].squareRoot()
      guard half.isFinite else { return .weaklyIdentified }
      let value = solution.parameters[j]
      if value - half < input.lower[j] || value + half > input.upper[j] { return .weaklyIdentified }
      guard abs(value) <= half, half > 0 else { return .identified }
      // An interval with 0 inside: does another parameter drop out of the model there, as the shape of an amplitude of 0 does?
      var without = solution.parameters
      without[j] = 0
      let others = information(at: without).unidentified
      return others.indices.contains { $0 != j && others[$0] && !unidentified[$0] } ? .weaklyIdentified : .identified
    }
  }
}

extension NonlinearModel {
  fileprivate func values(parameters: [Double], input: NonlinearInput) -> [Double] {
    evaluator(rows: input.rows, map: input.map, sizes: parameters.map { abs($0) }).values(at: parameters)
  }
}

extension CurveEvaluator {
  /// The n values of the curve in a new array.
  func values(at parameters: [Double]) -> [Double] {
    var values = [Double](repeating: 0, count: max(1, observationCount))
    // A pointer is needed even where every parameter is held.
    (parameters.isEmpty ? [0] : parameters).withUnsafeBufferPointer { source in
      values.withUnsafeMutableBufferPointer { target in
        if let from = source.baseAddress, let to = target.baseAddress { writeValues(at: from, to: to) }
      }
    }
    return Array(values.prefix(observationCount))
  }

  /// The n x p Jacobian in a new array, column by column.
  func jacobian(at parameters: [Double]) -> [Double] {
    guard !parameters.isEmpty, observationCount > 0 else { return [] }
    var jacobian = [Double](repeating: 0, count: observationCount * parameterCount)
    parameters.withUnsafeBufferPointer { source in
      jacobian.withUnsafeMutableBufferPointer { target in
        if let from = source.baseAddress, let to = target.baseAddress {
          writeJacobian(at: from, columns: Array(0..<parameterCount), to: to)
        }
      }
    }
    return jacobian
  }
}
