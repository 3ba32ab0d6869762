import CLinearAlgebra

/// The responses and weights of a batch: columns of equal length one after another, or a single one that serves all curves.
struct BatchInput {
  /// Curve after curve, or one.
  let responses: [Double]
  /// Curve after curve, one for all, or nil for equal weights.
  let weights: [Double]?
  let points: Int
  let curves: Int
  /// Whether one response serves all curves, and whether each has weights of its own: what was asked for decides, not how many there are, because the kernels differ in the last bits.
  let hasOneResponse: Bool
  let hasOwnWeights: Bool

  /// One response under many weightings, one after another.
  init(response: [Double], weightings: [Double], curves: Int) {
    responses = response
    weights = weightings
    points = response.count
    self.curves = curves
    hasOneResponse = true
    hasOwnWeights = true
  }

  /// Many responses; throws where they are not whole curves, or where there is not one weight for each observation.
  init(responses: [Double], weights: [Double]?, points: Int) throws {
    guard points > 0, !responses.isEmpty, responses.count % points == 0 else {
      throw FitError("\(responses.count) responses are not whole curves of \(points) observations.")
    }
    if let weights, weights.count != points {
      throw FitError("There are \(weights.count) weights for \(points) observations: one is needed for each.")
    }
    self.responses = responses
    self.weights = weights
    self.points = points
    curves = responses.count / points
    hasOneResponse = false
    hasOwnWeights = false
  }

  /// The responses of a curve.
  func response(_ curve: Int) -> [Double] {
    hasOneResponse ? responses : Array(responses[(curve * points)..<((curve + 1) * points)])
  }

  /// The errors of a curve, for a fit of it alone.
  func errors(_ curve: Int) -> ObservationErrors {
    guard let weights else { return .equal }
    let own = hasOwnWeights ? Array(weights[(curve * points)..<((curve + 1) * points)]) : weights
    return .weights(own)
  }

  /// Throws where a value is not a finite number, or a weight negative.
  static func check(_ values: [Double], points: Int, what: String, isWeight: Bool = false) throws {
    let isSound = values.withUnsafeBufferPointer { buffer -> Bool in
      guard let base = buffer.baseAddress, cla_all_finite(Int64(buffer.count), base) != 0 else { return buffer.isEmpty }
      return !isWeight || buffer.allSatisfy { $0 >= 0 }
    }
    guard isSound else {
      let index = values.firstIndex { !($0.isFinite && (!isWeight || $0 >= 0)) } ?? 0
      throw FitError(
        "\(what) \(index % points) of curve \(index / points) is \(values[index])\(isWeight && values[index] < 0 ? ": weights are not negative." : ", not a finite number.")"
      )
    }
  }

  static func joined(_ columns: [[Double]], points: Int, what: String) throws -> [Double] {
    guard !columns.isEmpty else { throw FitError("There is no \(what) to fit.") }
    for (index, column) in columns.enumerated() where column.count != points {
      throw FitError("\(what) \(index) has \(column.count) values for \(points) values of x.")
    }
    return [Double](unsafeUninitializedCapacity: points * columns.count) { buffer, count in
      for (index, column) in columns.enumerated() {
        column.withUnsafeBufferPointer { source in
          if let from = source.baseAddress, let to = buffer.baseAddress {
            (to + index * points).initialize(from: from, count: points)
          }
        }
      }
      count = points * columns.count
    }
  }
}
