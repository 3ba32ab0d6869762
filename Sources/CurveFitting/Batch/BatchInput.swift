import CLinearAlgebra

/// The responses and weights of a batch: columns of equal length one after another, or a single one that serves all curves.
struct BatchInput {
  /// Curve after curve, or one.
  let responses: [Double]
  /// Curve after curve, one for all, or nil for equal weights.
  let weights: [Double]?
  let points: Int
  let curves: Int

  init(responses: [Double], weights: [Double]?, points: Int, curves: Int) {
    self.responses = responses
    self.weights = weights
    self.points = points
    self.curves = curves
  }

  /// Throws where the responses are not whole curves.
  init(responses: [Double], weights: [Double]?, points: Int) throws {
    guard points > 0, !responses.isEmpty, responses.count % points == 0 else {
      throw FitError("\(responses.count) responses are not whole curves of \(points) observations.")
    }
    self.init(responses: responses, weights: weights, points: points, curves: responses.count / points)
  }

  var hasOneResponse: Bool { responses.count == points && curves != 1 }
  var hasOwnWeights: Bool { weights.map { $0.count != points } ?? false }

  /// The responses of a curve.
  func response(_ curve: Int) -> [Double] {
    responses.count == points ? responses : Array(responses[(curve * points)..<((curve + 1) * points)])
  }

  /// The errors of a curve, for a fit of it alone.
  func errors(_ curve: Int) -> ObservationErrors {
    guard let weights else { return .equal }
    let own = weights.count == points ? weights : Array(weights[(curve * points)..<((curve + 1) * points)])
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
