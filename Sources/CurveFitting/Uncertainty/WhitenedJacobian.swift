#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The law's values and whitened Jacobian at some parameters, and the sandwich algebra on them; in buffers that are made once.
///
/// Columns of parameters that a bound holds are 0 and stay out of every matrix. Errors are independent with given proportions: one factor for each row.
final class WhitenedJacobian {
  let rows: Int
  let parameters: Int
  /// A separable law on its columns, or any other curve.
  private enum Source {
    case separable(any SeparableModel, [PredictorColumn])
    case curve(any CurveEvaluator)
  }

  private let source: Source
  private let termCount: Int
  private let shapeCount: Int
  /// √weight of each row, or 1 over its known standard deviation.
  let factors: [Double]
  /// The law's values.
  var values: [Double] { Array(UnsafeBufferPointer(start: valueColumn, count: rows)) }
  private let buffer: NumberBuffer
  private let valueColumn: UnsafeMutablePointer<Double>
  /// Row by row, whitened.
  private let jacobian: UnsafeMutablePointer<Double>
  private let terms: UnsafeMutablePointer<Double>
  private let first: UnsafeMutablePointer<Double>

  init(state: FitState, factors: [Double]) {
    source = .separable(
      state.model, zip(state.x, state.references).map { PredictorColumn($0, reference: $1) })
    termCount = state.model.amplitudes.count
    shapeCount = state.model.shapeNames.count
    rows = state.y.count
    parameters = termCount + shapeCount
    self.factors = factors
    buffer = NumberBuffer(capacity: rows * (1 + parameters + termCount * (1 + shapeCount)))
    valueColumn = buffer.take(rows)
    jacobian = buffer.take(rows * parameters)
    terms = buffer.take(rows * termCount)
    first = buffer.take(rows * termCount * shapeCount)
  }

  init(evaluator: any CurveEvaluator, factors: [Double]) {
    source = .curve(evaluator)
    termCount = 0
    shapeCount = 0
    rows = evaluator.observationCount
    parameters = evaluator.parameterCount
    self.factors = factors
    buffer = NumberBuffer(capacity: rows * (1 + parameters))
    valueColumn = buffer.take(rows)
    jacobian = buffer.take(rows * parameters)
    terms = buffer.take(0)
    first = buffer.take(0)
  }

  /// Evaluates values and Jacobian at working parameters; those not free get columns of 0.
  func load(_ working: [Double], isFree: [Bool]) {
    switch source {
    case .separable(let model, let predictors):
      load(working, isFree: isFree, model: model, predictors: predictors)
    case .curve(let evaluator):
      for (i, value) in evaluator.values(at: working).prefix(rows).enumerated() { valueColumn[i] = value }
      let columns = evaluator.jacobian(at: working)
      for i in 0..<rows {
        for a in 0..<parameters {
          jacobian[i * parameters + a] = isFree[a] ? factors[i] * columns[a * rows + i] : 0
        }
      }
    }
  }

  private func load(
    _ working: [Double], isFree: [Bool], model: any SeparableModel, predictors: [PredictorColumn]
  ) {
    let shape = shapeCount == 0 ? [0] : Array(working[termCount...])
    let columns = BasisColumns(count: rows, terms: terms, first: first, second: first)
    shape.withUnsafeBufferPointer { shape in
      if let shape = shape.baseAddress { model.evaluate(predictors, shape: shape, order: 1, into: columns) }
    }
    let n = rows
    let (terms, first, jacobian, values) = (self.terms, self.first, self.jacobian, valueColumn)
    let (termCount, shapeCount, parameters) = (self.termCount, self.shapeCount, self.parameters)
    working.withUnsafeBufferPointer { working in
      factors.withUnsafeBufferPointer { factors in
        for i in 0..<n {
          var value = 0.0
          for j in 0..<termCount {
            value += working[j] * terms[j * n + i]
            jacobian[i * parameters + j] = isFree[j] ? factors[i] * terms[j * n + i] : 0
          }
          values[i] = value
          for k in 0..<shapeCount {
            var slope = 0.0
            for j in 0..<termCount { slope += working[j] * first[(j * shapeCount + k) * n + i] }
            jacobian[i * parameters + termCount + k] = isFree[termCount + k] ? factors[i] * slope : 0
          }
        }
      }
    }
  }

  /// Multiplies rows of the Jacobian, for rows that were drawn several times or not at all.
  func scaleRows(_ scales: [Double]) {
    let (jacobian, parameters) = (self.jacobian, self.parameters)
    for i in 0..<rows { for a in 0..<parameters { jacobian[i * parameters + a] *= scales[i] } }
  }

  /// (JᵀJ)⁻¹ row by row with zero rows for held parameters, or nil where the free columns are dependent.
  func inverseInformation(isFree: [Bool]) -> [Double]? {
    let free = isFree.indices.filter { isFree[$0] }
    let count = free.count
    let p = parameters
    guard count > 0 else { return [Double](repeating: 0, count: p * p) }
    var normal = [Double](repeating: 0, count: count * count)
    let jacobian = self.jacobian
    normal.withUnsafeMutableBufferPointer { normal in
      free.withUnsafeBufferPointer { free in
        for i in 0..<rows {
          for a in 0..<count {
            let value = jacobian[i * p + free[a]]
            for b in 0...a { normal[a * count + b] += value * jacobian[i * p + free[b]] }
          }
        }
      }
    }
    let scales = (0..<count).map { 1 / normal[$0 * count + $0].squareRoot() }
    guard scales.allSatisfy(\.isFinite) else { return nil }
    for a in 0..<count {
      for b in 0...a {
        normal[a * count + b] *= scales[a] * scales[b]
        normal[b * count + a] = normal[a * count + b]
      }
    }
    guard let factor = SmallCholesky.factor(normal, count: count) else { return nil }
    var result = [Double](repeating: 0, count: p * p)
    for a in 0..<count {
      var unit = [Double](repeating: 0, count: count)
      unit[a] = 1
      guard let column = SmallCholesky.solve(factor: factor, count: count, right: unit) else { return nil }
      for b in 0..<count { result[free[b] * p + free[a]] = column[b] * scales[a] * scales[b] }
    }
    return result
  }

  /// jᵢᵀ M jₖ for rows i and k of the Jacobian.
  func product(_ i: Int, _ k: Int, _ matrix: [Double]) -> Double {
    let p = parameters
    var sum = 0.0
    for a in 0..<p {
      let left = jacobian[i * p + a]
      if left == 0 { continue }
      for b in 0..<p { sum += left * matrix[a * p + b] * jacobian[k * p + b] }
    }
    return sum
  }

  /// Residuals of groups of rows over what their leverage left of them: (I - H)⁻¹ e, H the group's part of the hat matrix; whitened in and out.
  func leverageAdjusted(_ residuals: [Double], groups: [[Int]], inverse: [Double]) -> [Double] {
    var adjusted = residuals
    for rows in groups {
      if rows.count == 1 {
        // A point that the fit goes through whatever its value tells nothing of its error.
        adjusted[rows[0]] = residuals[rows[0]] / max(1e-8, 1 - product(rows[0], rows[0], inverse))
        continue
      }
      var matrix = [Double](repeating: 0, count: rows.count * rows.count)
      for a in rows.indices {
        for b in 0...a {
          let value = (a == b ? 1 : 0) - product(rows[a], rows[b], inverse)
          matrix[a * rows.count + b] = value
          matrix[b * rows.count + a] = value
        }
      }
      var solution = SmallCholesky.solve(matrix, count: rows.count, right: rows.map { residuals[$0] })
      if solution == nil {
        for a in rows.indices { matrix[a * rows.count + a] += 1e-8 }
        solution = SmallCholesky.solve(matrix, count: rows.count, right: rows.map { residuals[$0] })
      }
      if let solution { for (a, row) in rows.enumerated() { adjusted[row] = solution[a] } }
    }
    return adjusted
  }

  /// M (Σ_g s_g s_gᵀ) M with s_g = Σ_{i in g} jᵢ eᵢ: the sandwich, row by row.
  func sandwich(_ residuals: [Double], groups: [[Int]], inverse: [Double]) -> [Double] {
    let p = parameters
    var result = [Double](repeating: 0, count: p * p)
    var work = [Double](repeating: 0, count: 2 * p)
    let jacobian = self.jacobian
    result.withUnsafeMutableBufferPointer { result in
      work.withUnsafeMutableBufferPointer { work in
        residuals.withUnsafeBufferPointer { residuals in
          inverse.withUnsafeBufferPointer { inverse in
            for rows in groups {
              for a in 0..<p { work[a] = 0 }
              for i in rows { for a in 0..<p { work[a] += jacobian[i * p + a] * residuals[i] } }
              for a in 0..<p {
                var influence = 0.0
                for b in 0..<p { influence += inverse[a * p + b] * work[b] }
                work[p + a] = influence
              }
              for a in 0..<p { for b in 0...a { result[a * p + b] += work[p + a] * work[p + b] } }
            }
            for a in 0..<p { for b in 0..<a { result[b * p + a] = result[a * p + b] } }
          }
        }
      }
    }
    return result
  }
}

extension ObservationErrors {
  /// √weight of each row, weights scaled to a mean of 1, or 1 over its known standard deviation; nil for dependent errors.
  func rowFactors(count: Int) -> [Double]? {
    switch self {
    case .equal: return [Double](repeating: 1, count: count)
    case .weights(let weights):
      let positive = weights.filter { $0 > 0 }
      let mean = positive.reduce(0, +) / Double(max(1, positive.count))
      return weights.map { Whitening.factor(weight: $0, mean: mean) }
    case .standardDeviations(let deviations): return deviations.map { 1 / $0 }
    case .covariance: return nil
    }
  }
}
