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
}
