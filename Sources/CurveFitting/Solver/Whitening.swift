import CLinearAlgebra

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The linear map that turns the errors of observations into independent ones of equal size.
struct Whitening {
  private enum Form {
    case identity
    case diagonal([Double])
    /// Cholesky factor of the covariance, column by column.
    case cholesky([Double])
  }

  private let form: Form
  private let count: Int
  /// ln det of the covariance (0 where only proportions are known), for the likelihood.
  let logDeterminant: Double
  /// The number of points that carry weight.
  let effectiveCount: Int

  init(_ errors: ObservationErrors, count: Int) throws {
    self.count = count
    switch errors {
    case .equal:
      form = .identity
      logDeterminant = 0
      effectiveCount = count
    case .weights(let weights):
      try Self.check(weights, count: count, what: "weight")
      if let index = weights.firstIndex(where: { $0 < 0 }) {
        throw FitError("Weight \(index) is \(weights[index]): weights are not negative.")
      }
      let positive = weights.filter { $0 > 0 }
      guard !positive.isEmpty else { throw FitError("Every weight is 0, so no observation is left to fit.") }
      // Scaled to a mean of 1 over the points that count, so that the residual standard error keeps the unit of y.
      let mean = positive.reduce(0, +) / Double(positive.count)
      guard mean.isFinite else { throw FitError("The weights add up to more than a floating-point number can hold.") }
      form = .diagonal(weights.map { Self.factor(weight: $0, mean: mean) })
      logDeterminant = -positive.reduce(0) { sum, weight in
        let share = weight / mean
        return sum + (share.isNormal ? log(share) : log(weight) - log(mean))
      }
      effectiveCount = positive.count
    case .standardDeviations(let deviations):
      try Self.check(deviations, count: count, what: "standard deviation")
      if let index = deviations.firstIndex(where: { $0 <= 0 }) {
        throw FitError("Standard deviation \(index) is \(deviations[index]): known errors are positive.")
      }
      if let index = deviations.firstIndex(where: { !(1 / ($0 * $0)).isNormal }) {
        throw FitError(
          "Standard deviation \(index) is \(deviations[index]): its square leaves the range of floating-point numbers; use another unit of y."
        )
      }
      form = .diagonal(deviations.map { 1 / $0 })
      logDeterminant = deviations.reduce(0) { $0 + 2 * log($1) }
      effectiveCount = count
    case .covariance(let rows):
      let factor = try Self.choleskyFactor(rows, count: count)
      form = .cholesky(factor)
      logDeterminant = (0..<count).reduce(0) { $0 + 2 * log(factor[$1 * count + $1]) }
      effectiveCount = count
    }
  }

  private init(form: Form, count: Int, logDeterminant: Double, effectiveCount: Int) {
    self.form = form
    self.count = count
    self.logDeterminant = logDeterminant
    self.effectiveCount = effectiveCount
  }

  /// The map of these observations and one more, independent of them, that is multiplied by a factor.
  func extended(by factor: Double) -> Whitening {
    let next: Form
    switch form {
    case .identity: next = .diagonal([Double](repeating: 1, count: count) + [factor])
    case .diagonal(let factors): next = .diagonal(factors + [factor])
    case .cholesky(let lower):
      var larger = [Double](repeating: 0, count: (count + 1) * (count + 1))
      for j in 0..<count {
        for i in j..<count { larger[j * (count + 1) + i] = lower[j * count + i] }
      }
      larger[count * (count + 1) + count] = 1 / factor
      next = .cholesky(larger)
    }
    return Whitening(
      form: next, count: count + 1, logDeterminant: logDeterminant, effectiveCount: effectiveCount + 1)
  }

  /// √(weight / mean), also where the ratio is too small for a floating-point number.
  static func factor(weight: Double, mean: Double) -> Double {
    let share = weight / mean
    return share.isNormal ? share.squareRoot() : weight.squareRoot() / mean.squareRoot()
  }

  private static func check(_ values: [Double], count: Int, what: String) throws {
    guard values.count == count else {
      throw FitError("\(values.count) \(what)s for \(count) observations: one is needed for each.")
    }
    if let index = values.firstIndex(where: { !$0.isFinite }) {
      throw FitError("The \(what) of observation \(index) is \(values[index]), not a finite number.")
    }
  }

  private static func choleskyFactor(_ rows: [[Double]], count: Int) throws -> [Double] {
    guard rows.count == count, rows.allSatisfy({ $0.count == count }) else {
      throw FitError("The covariance matrix is not \(count) by \(count), one row and column for each observation.")
    }
    for i in 0..<count {
      for j in 0..<count where !rows[i][j].isFinite {
        throw FitError("The covariance of observations \(i) and \(j) is \(rows[i][j]), not a finite number.")
      }
      for j in 0..<i {
        let scale = (abs(rows[i][i]) * abs(rows[j][j])).squareRoot()
        guard abs(rows[i][j] - rows[j][i]) <= 1e-10 * scale else {
          throw FitError("The covariance matrix is not symmetric: entries \(i), \(j) and \(j), \(i) differ.")
        }
      }
    }
    var factor = rows.flatMap { $0 }
    let info = factor.withUnsafeMutableBufferPointer { buffer -> Int32 in
      guard let base = buffer.baseAddress else { return -1 }
      return cla_cholesky(Int32(count), base, Int32(count))
    }
    guard info == 0 else {
      throw FitError(
        "The covariance matrix is not positive definite: observations up to number \(info - 1) are dependent, so one of them carries no information of its own."
      )
    }
    return factor
  }

  /// The weights of independent errors, empty where they are all alike; nil for dependent errors.
  var independentWeights: [Double]? {
    switch form {
    case .identity: []
    case .diagonal(let factors): factors.map { $0 * $0 }
    case .cholesky: nil
    }
  }

  /// Whitens some columns in place.
  func apply(_ columns: UnsafeMutablePointer<Double>, columnCount: Int) {
    switch form {
    case .identity: return
    case .diagonal(let factors):
      factors.withUnsafeBufferPointer { factors in
        for column in 0..<columnCount {
          let values = columns + column * count
          for i in 0..<count { values[i] *= factors[i] }
        }
      }
    case .cholesky(let factor):
      factor.withUnsafeBufferPointer { factor in
        guard let base = factor.baseAddress else { return }
        cla_solve_lower(0, Int32(count), Int32(columnCount), base, Int32(count), columns, Int32(count))
      }
    }
  }

  /// Applies the transposed map in place, which turns whitened residuals into weighted ones.
  func applyTransposed(_ column: UnsafeMutablePointer<Double>) {
    switch form {
    case .identity, .diagonal: apply(column, columnCount: 1)
    case .cholesky(let factor):
      factor.withUnsafeBufferPointer { factor in
        guard let base = factor.baseAddress else { return }
        cla_solve_lower(1, Int32(count), 1, base, Int32(count), column, Int32(count))
      }
    }
  }
}
