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
  /// The law's values on a whole column.
  func values(_ column: PredictorColumn) -> [Double] { evaluated(column, order: 0).values }

  /// The law's values and its gradients by the working parameters; the gradients only where order is 1.
  func evaluated(_ column: PredictorColumn, order: Int) -> (values: [Double], gradients: [[Double]]) {
    let n = column.count
    let termCount = model.amplitudes.count
    let shapeCount = model.shapeNames.count
    let amplitudes = Array(working.prefix(termCount))
    let shape = Array(working.dropFirst(termCount))
    let pairs = shapeCount * (shapeCount + 1) / 2
    var terms = [Double](repeating: 0, count: max(1, n * termCount))
    var first = [Double](repeating: 0, count: max(1, n * termCount * shapeCount))
    var second = [Double](repeating: 0, count: max(1, n * termCount * pairs))
    var shapeOrNothing = shape.isEmpty ? [0] : shape
    terms.withUnsafeMutableBufferPointer { terms in
      first.withUnsafeMutableBufferPointer { first in
        second.withUnsafeMutableBufferPointer { second in
          shapeOrNothing.withUnsafeMutableBufferPointer { shape in
            guard let t = terms.baseAddress, let f = first.baseAddress, let s = second.baseAddress,
              let p = shape.baseAddress
            else { return }
            model.evaluate(
              column, shape: p, order: order, into: BasisColumns(count: n, terms: t, first: f, second: s))
          }
        }
      }
    }
    let values = (0..<n).map { i in
      (0..<termCount).reduce(0) { $0 + amplitudes[$1] * terms[$1 * n + i] }
    }
    guard order > 0 else { return (values, []) }
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
  /// The law's values at some x.
  ///
  /// NaN where the law is not defined. O(n).
  public func values(at x: [Double]) -> [Double] {
    if state.model.needsPositivePredictor, x.contains(where: { !($0 > 0) }) {
      return x.map { $0 > 0 ? values(at: [$0])[0] : .nan }
    }
    return state.values(PredictorColumn(x, reference: state.reference))
  }

  /// The law's value at an x; NaN where the law is not defined.
  public func value(at x: Double) -> Double { values(at: [x])[0] }

  /// Whether an x lies inside the data or how far beyond.
  public func place(of x: Double) -> PredictionPlace {
    if predictorRange.contains(x) { return .inside }
    if x > predictorRange.upperBound, predictorRange.upperBound > 0 { return .beyond(x / predictorRange.upperBound) }
    if x > 0, x < predictorRange.lowerBound { return .beyond(predictorRange.lowerBound / x) }
    return .beyondByDistance(max(predictorRange.lowerBound - x, x - predictorRange.upperBound))
  }

  /// The interval of the law's mean at some x, by the delta method: pointwise, for independent points or a given covariance.
  ///
  /// Throws `FitError` where the fit has no covariance: a parameter on a bound is taken as fixed, one that is not identified leaves no band.
  public func confidenceBand(at x: [Double], level: Double = 0.95) throws -> [Estimate] {
    try band(at: x, level: level, observationVariance: 0, what: "mean")
  }

  /// The interval of a new observation of unit weight at some x; needs errors of unknown size (the residuals tell it).
  public func predictionBand(at x: [Double], level: Double = 0.95) throws -> [Estimate] {
    guard let deviation = residualStandardError else {
      throw FitError("A new observation's error is not known here: add its variance to the band of the mean.")
    }
    return try band(at: x, level: level, observationVariance: deviation * deviation, what: "new observation")
  }

  private func band(at x: [Double], level: Double, observationVariance: Double, what: String) throws -> [Estimate] {
    guard state.isCovarianceFinite else {
      throw FitError("This \(law) has no band: \(warnings.first ?? "its covariance is not defined").")
    }
    if state.model.needsPositivePredictor, let bad = x.first(where: { !($0 > 0) }) {
      throw FitError("A \(law) is not defined at x = \(bad): x must be above 0.")
    }
    guard level > 0, level < 1 else {
      throw FitError("A level of \(level) was asked for; a level lies between 0 and 1, such as 0.95.")
    }
    let column = PredictorColumn(x, reference: state.reference)
    let (values, gradients) = state.evaluated(column, order: 1)
    let (factor, method) = FitAssembly.critical(errors: errors, degrees: degreesOfFreedom, level: level)
    return values.indices.map { i in
      let g = gradients[i]
      var variance = observationVariance
      for a in g.indices {
        for b in g.indices { variance += g[a] * state.covariance[a][b] * g[b] }
      }
      let half = factor * max(0, variance).squareRoot()
      return Estimate(
        value: values[i], lower: values[i] - half, upper: values[i] + half, level: level, method: "\(what), \(method)")
    }
  }
}
