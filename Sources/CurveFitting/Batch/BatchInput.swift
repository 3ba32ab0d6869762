import CLinearAlgebra

/// The responses and errors of a batch: columns of equal length one after another, or a single one that serves all curves.
struct BatchInput {
  /// Curve after curve, or one.
  let responses: [Double]
  /// Proportional to one over the variance: curve after curve, one column for all, or nil for equal weights (and for dependent errors).
  let weights: [Double]?
  let points: Int
  let curves: Int
  /// Whether one response serves all curves, and whether each has weights of its own: what was asked for decides, not how many there are, because the kernels differ in the last bits.
  let hasOneResponse: Bool
  let hasOwnWeights: Bool
  /// The errors that all curves have in common; equal where each has weights of its own.
  let errors: ObservationErrors
  /// What `weights` are times the known variances; nil where only proportions are known.
  let knownVariance: Double?

  /// One response under many weightings, one after another.
  init(response: [Double], weightings: [Double], curves: Int) {
    responses = response
    weights = weightings
    points = response.count
    self.curves = curves
    hasOneResponse = true
    hasOwnWeights = true
    errors = .equal
    knownVariance = nil
  }

  /// Many responses; throws where they are not whole curves, and for faulty errors.
  init(responses: [Double], errors: ObservationErrors, points: Int) throws {
    guard points > 0, !responses.isEmpty, responses.count % points == 0 else {
      throw FitError("\(responses.count) responses are not whole curves of \(points) observations.")
    }
    self.responses = responses
    self.points = points
    self.errors = errors
    curves = responses.count / points
    hasOneResponse = false
    hasOwnWeights = false
    switch errors {
    case .equal:
      weights = nil
      knownVariance = nil
    case .weights(let weights):
      guard weights.count == points else {
        throw FitError("There are \(weights.count) weights for \(points) observations: one is needed for each.")
      }
      self.weights = weights
      knownVariance = nil
    case .standardDeviations(let deviations):
      _ = try Whitening(errors, count: points)
      // Of the order of 1, so that no sum of them overflows.
      let least = deviations.min() ?? 1
      weights = deviations.map { (least / $0) * (least / $0) }
      knownVariance = least * least
    case .covariance:
      _ = try Whitening(errors, count: points)
      weights = nil
      knownVariance = nil
    }
  }

  /// Whether the errors are what the kernels take them to be: independent, and of sizes whose squares are numbers.
  var suitsKernels: Bool {
    switch errors {
    case .equal, .weights: true
    case .standardDeviations: weights?.allSatisfy(\.isNormal) ?? false
    case .covariance: false
    }
  }

  /// The responses of a curve.
  func response(_ curve: Int) -> [Double] {
    hasOneResponse ? responses : Array(responses[(curve * points)..<((curve + 1) * points)])
  }

  /// The errors of a curve, for a fit of it alone.
  func errors(_ curve: Int) -> ObservationErrors {
    guard hasOwnWeights, let weights else { return errors }
    return .weights(Array(weights[(curve * points)..<((curve + 1) * points)]))
  }

  /// What a kernel reads: the first response and weight (nil for equal weights), and how far the next curve's are from them.
  struct Columns: @unchecked Sendable {
    let responses: UnsafePointer<Double>
    let responseStride: Int
    let weights: UnsafePointer<Double>?
    let weightStride: Int
  }

  /// Lends the columns to a kernel; false without any.
  func withColumns(_ body: (Columns) -> Bool) -> Bool {
    responses.withUnsafeBufferPointer { responses in
      (weights ?? []).withUnsafeBufferPointer { weights in
        guard let first = responses.baseAddress else { return false }
        return body(
          Columns(
            responses: first, responseStride: hasOneResponse ? 0 : points,
            weights: self.weights == nil ? nil : weights.baseAddress, weightStride: hasOwnWeights ? points : 0))
      }
    }
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
