import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Where a prediction lies relative to the data.
public enum PredictionPlace: Sendable, Hashable {
  /// Between the smallest and the largest x of the data.
  case inside
  /// Beyond the data, by this factor of the nearest end.
  case beyond(Double)
  /// Beyond the data by this distance from the nearest end, in the unit of x: where x or that end is not positive, so that there is no factor.
  case beyondByDistance(Double)

  init(of x: Double, in range: ClosedRange<Double>) {
    if range.contains(x) {
      self = .inside
    } else if x > range.upperBound, range.upperBound > 0 {
      self = .beyond(x / range.upperBound)
    } else if x > 0, x < range.lowerBound {
      self = .beyond(range.lowerBound / x)
    } else {
      self = .beyondByDistance(max(range.lowerBound - x, x - range.upperBound))
    }
  }

  /// "inside the data", "beyond the data by 2.1x" or "beyond the data by 3 in the unit of x".
  public var explanation: String {
    switch self {
    case .inside: "inside the data"
    case .beyond(let factor): "beyond the data by \(DecimalText.significant(factor, 2))x"
    case .beyondByDistance(let distance): "beyond the data by \(DecimalText.significant(distance, 2)) in the unit of x"
    }
  }
}

extension FitState {
  /// The law's values on whole columns.
  func values(_ predictors: [PredictorColumn]) -> [Double] {
    let n = predictors[0].count
    let termCount = working.count - model.shapeCount
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: n * termCount + 2) { buffer in
      working.withUnsafeBufferPointer { working -> [Double] in
        guard let terms = buffer.baseAddress, let parameters = working.baseAddress else { return [] }
        let unused = terms + n * termCount
        model.evaluate(
          predictors, shape: parameters + termCount, order: 0,
          into: BasisColumns(count: n, terms: terms, first: unused, second: unused + 1))
        return [Double](unsafeUninitializedCapacity: n) { values, count in
          for i in 0..<n { values[i] = parameters[0] * terms[i] }
          for j in 1..<max(1, termCount) {
            for i in 0..<n { values[i] += parameters[j] * terms[j * n + i] }
          }
          count = n
        }
      }
    }
  }

  /// The columns of a prediction, in the fit's working coordinates.
  func predictors(_ x: [[Double]]) -> [PredictorColumn] {
    zip(x, references).map { PredictorColumn($0, reference: $1) }
  }

  /// The law's values and its gradients by the working parameters.
  func evaluated(_ predictors: [PredictorColumn]) -> (values: [Double], gradients: [[Double]]) {
    let n = predictors[0].count
    let termCount = model.amplitudes.count
    let shapeCount = model.shapeNames.count
    let amplitudes = Array(working.prefix(termCount))
    let shape = Array(working.dropFirst(termCount))
    var terms = [Double](repeating: 0, count: max(1, n * termCount))
    var first = [Double](repeating: 0, count: max(1, n * termCount * shapeCount))
    var second = [0.0]
    var shapeOrNothing = shape.isEmpty ? [0] : shape
    terms.withUnsafeMutableBufferPointer { terms in
      first.withUnsafeMutableBufferPointer { first in
        second.withUnsafeMutableBufferPointer { second in
          shapeOrNothing.withUnsafeMutableBufferPointer { shape in
            guard let t = terms.baseAddress, let f = first.baseAddress, let s = second.baseAddress,
              let p = shape.baseAddress
            else { return }
            model.evaluate(
              predictors, shape: p, order: 1, into: BasisColumns(count: n, terms: t, first: f, second: s))
          }
        }
      }
    }
    let values = (0..<n).map { i in
      (0..<termCount).reduce(0) { $0 + amplitudes[$1] * terms[$1 * n + i] }
    }
    let gradients = (0..<n).map { i -> [Double] in
      let byAmplitude = (0..<termCount).map { terms[$0 * n + i] }
      let byShape = (0..<shapeCount).map { k in
        (0..<termCount).reduce(0) { $0 + amplitudes[$1] * first[($1 * shapeCount + k) * n + i] }
      }
      return byAmplitude + byShape
    }
    return (values, gradients)
  }
}

extension Fit {
  /// The law's values at some x, for a law of one predictor.
  ///
  /// NaN where the law is not defined, and everywhere for a law of several predictors. O(n).
  public func values(at x: [Double]) -> [Double] {
    state.model.predictorNames.count == 1 ? values(ordered: [x]) : x.map { _ in .nan }
  }

  /// The law's value at an x; NaN where the law is not defined.
  public func value(at x: Double) -> Double { values(at: [x])[0] }

  /// The law's values at some points, given as a column for each predictor.
  ///
  /// NaN where the law is not defined. Throws `FitError` for a column that is missing, unknown or of another length. O(n).
  public func values(at columns: [String: [Double]]) throws -> [Double] {
    values(ordered: try FitInput.ordered(columns, for: state.model))
  }

  /// The law's value at a point, given as a number for each predictor; throws as `values(at:)` does.
  public func value(at point: [String: Double]) throws -> Double {
    try values(at: point.mapValues { [$0] })[0]
  }

  private func values(ordered x: [[Double]]) -> [Double] {
    let rows = x[0].indices
    if state.model.needsPositivePredictor, x.contains(where: { $0.contains { !($0 > 0) } }) {
      return rows.map { row in
        let point = x.map { [$0[row]] }
        return point.allSatisfy { $0[0] > 0 } ? state.values(state.predictors(point))[0] : .nan
      }
    }
    return state.values(state.predictors(x))
  }

  /// Whether an x lies inside the data or how far beyond; of the first predictor where there are several.
  public func place(of x: Double) -> PredictionPlace { PredictionPlace(of: x, in: predictorRange) }

  /// Whether a point lies inside the range of every predictor, or how far beyond in each.
  ///
  /// Throws `FitError` for a predictor that is missing or unknown. Inside the ranges is not inside the data where predictors were varied together.
  public func place(of point: [String: Double]) throws -> [String: PredictionPlace] {
    let ordered = try FitInput.ordered(point.mapValues { [$0] }, for: state.model)
    var places: [String: PredictionPlace] = [:]
    for (index, name) in state.model.predictorNames.enumerated() {
      places[name] = PredictionPlace(of: ordered[index][0], in: predictorRanges[index])
    }
    return places
  }

  /// The interval of the law's mean at some x, by the delta method: pointwise, for independent points or a given covariance.
  ///
  /// Throws `FitError` where the fit has no covariance: a parameter on a bound is taken as fixed, one that is not identified leaves no band.
  public func confidenceBand(at x: [Double], level: Double = 0.95) throws -> [Estimate] {
    try band(at: [x], level: level, observationVariance: 0, what: "mean")
  }

  /// The interval of the law's mean at some points, given as a column for each predictor; otherwise as for one predictor.
  public func confidenceBand(at columns: [String: [Double]], level: Double = 0.95) throws -> [Estimate] {
    try band(
      at: try FitInput.ordered(columns, for: state.model), level: level, observationVariance: 0, what: "mean")
  }

  /// The interval of a new observation of unit weight at some x; needs errors of unknown size (the residuals tell it).
  public func predictionBand(at x: [Double], level: Double = 0.95) throws -> [Estimate] {
    try band(at: [x], level: level, observationVariance: try observationVariance, what: "new observation")
  }

  /// The interval of a new observation of unit weight at some points, given as a column for each predictor.
  public func predictionBand(at columns: [String: [Double]], level: Double = 0.95) throws -> [Estimate] {
    try band(
      at: try FitInput.ordered(columns, for: state.model), level: level, observationVariance: try observationVariance,
      what: "new observation")
  }

  private var observationVariance: Double {
    get throws {
      guard objective == .squares else {
        throw FitError(
          "Under the objective \(objective.explanation) the errors of y have no one variance: there is no prediction band."
        )
      }
      guard let deviation = residualStandardError else {
        throw FitError("A new observation's error is not known here: add its variance to the band of the mean.")
      }
      return deviation * deviation
    }
  }

  private func band(at x: [[Double]], level: Double, observationVariance: Double, what: String) throws -> [Estimate] {
    guard state.isCovarianceFinite else {
      throw FitError("This \(law) has no band: \(warnings.first ?? "its covariance is not defined").")
    }
    let names = state.model.predictorNames
    guard x.count == names.count else {
      throw FitError("A \(law) has the predictors \(names.joined(separator: ", ")): a column is needed for each.")
    }
    for (name, column) in zip(names, x) {
      if state.model.needsPositivePredictor, let bad = column.first(where: { !($0 > 0) }) {
        throw FitError("A \(law) is not defined at \(name) = \(bad): \(name) must be above 0.")
      }
      if let bad = column.first(where: { !$0.isFinite }) {
        throw FitError("A band was asked for at \(name) = \(bad), not a finite number.")
      }
    }
    guard level > 0, level < 1 else {
      throw FitError("A level of \(level) was asked for; a level lies between 0 and 1, such as 0.95.")
    }
    let (values, gradients) = state.evaluated(state.predictors(x))
    let (factor, method) = FitAssembly.critical(
      errors: errors, degrees: degreesOfFreedom, level: level, objective: objective)
    return try values.indices.map { i in
      let variance = observationVariance + FitAssembly.variance(state.covariance, along: gradients[i])
      let half = factor * max(0, variance).squareRoot()
      // The greater of 0 and NaN is 0: a variance that is no number must not read as certainty.
      guard values[i].isFinite, !variance.isNaN, half.isFinite else {
        throw FitError(
          "The \(law) or its variance has no finite value at \(zip(names, x).map { "\($0) = \($1[i])" }.joined(separator: ", "))."
        )
      }
      return Estimate(
        value: values[i], lower: values[i] - half, upper: values[i] + half, level: level, method: "\(what), \(method)")
    }
  }
}
