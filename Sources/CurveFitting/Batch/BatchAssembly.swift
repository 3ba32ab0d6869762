import CLinearAlgebra

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Turns a batch's columns into reported parameters and standard errors, and fits alone what was not settled.
struct BatchAssembly {
  private let model: any SeparableModel
  private let x: [[Double]]
  private let input: BatchInput
  private let count: Int
  private var parameters: [[Double]]
  private var errors: [[Double]]
  private var squares: [Double]
  private var degrees: [Int]
  private var needsLook: [Int] = []

  init(model: any SeparableModel, x: [[Double]], input: BatchInput) {
    self.model = model
    self.x = x
    self.input = input
    count = input.curves
    let names = model.parameterNames.count
    // Empty columns share one allocation until they are written to.
    parameters = [[Double]](repeating: [], count: names)
    errors = parameters
    squares = []
    degrees = [Int](repeating: input.points - names, count: input.curves)
  }

  /// Makes room for every curve.
  private mutating func reserve() {
    let names = parameters.count
    parameters = [[Double]](repeating: [Double](repeating: 0, count: count), count: names)
    errors = [[Double]](repeating: [Double](repeating: .infinity, count: count), count: names)
    squares = [Double](repeating: 0, count: count)
  }

  /// Every curve by the general solver.
  mutating func alone() throws -> BatchFit {
    reserve()
    for curve in 0..<count { try fitAlone(curve) }
    return batch
  }

  private mutating func fitAlone(_ curve: Int) throws {
    let fit: Fit
    do {
      fit = try model.fit(
        ordered: x, y: input.response(curve), errors: input.errors(curve), bounds: [:], level: 0.95, near: nil)
    } catch let error as FitError {
      throw FitError("Curve \(curve): \(error.message)")
    }
    for (index, parameter) in fit.parameters.enumerated() {
      parameters[index][curve] = parameter.value
      errors[index][curve] = parameter.standardError ?? .infinity
    }
    squares[curve] = fit.residualSumOfSquares
    degrees[curve] = fit.degreesOfFreedom
    let isPlain = fit.parameters.allSatisfy { $0.verdict == .identified || $0.verdict == .weaklyIdentified }
    if !isPlain || !fit.termination.isConverged { needsLook.append(curve) }
  }

  private var batch: BatchFit {
    BatchFit(
      law: model.name, parameterNames: model.parameterNames, parameters: parameters, standardErrors: errors,
      residualSumsOfSquares: squares, degreesOfFreedom: degrees, needsLook: needsLook)
  }

  mutating func result(_ solution: ExponentialBatch.Solution) throws -> BatchFit {
    let names = parameters.count
    parameters = Array(solution.columns[0..<names])
    squares = solution.columns[names]
    errors = Array(solution.columns[(names + 1)...])
    _ = weightScales()
    for curve in 0..<count {
      let isPlain = squares[curve].isFinite && parameters.allSatisfy { $0[curve].isFinite }
      if solution.settled[curve] == 0 || !isPlain { try fitAlone(curve) }
    }
    return batch
  }

  /// `shifts` are ln of the reported over the working amplitudes for an exponent of 1; a floor outside `offsetRange` is left to the general solver.
  mutating func result(
    _ solution: TwoPowerBatch.Solution, shifts: [Double], offsetRange: ClosedRange<Double>
  ) throws -> BatchFit {
    reserve()
    let scales = weightScales()
    let factors = (0..<2).map {
      Self.exponentials(solution.values, from: (3 + $0) * count, count: count, shift: shifts[$0])
    }
    for curve in 0..<count {
      let floor = solution.values[curve]
      guard solution.settled[curve] != 0, degrees[curve] >= 0, offsetRange.contains(floor),
        (solution.squares[curve] * scales[curve]).isFinite
      else {
        try fitAlone(curve)
        continue
      }
      guard (0..<2).allSatisfy({ (solution.values[(1 + $0) * count + curve] * factors[$0][curve]).isFinite }) else {
        try fitAlone(curve)
        continue
      }
      let sum = solution.squares[curve]
      let variance = degrees[curve] > 0 ? sum / Double(degrees[curve]) : .infinity
      squares[curve] = sum * scales[curve]
      parameters[0][curve] = floor
      errors[0][curve] = (variance * solution.information[curve]).squareRoot()
      for k in 0..<2 {
        let a = solution.values[(1 + k) * count + curve]
        let information = (0..<3).map { solution.information[(1 + 3 * k + $0) * count + curve] }
        let spread =
          information[0] + 2 * a * shifts[k] * information[1] + a * a * shifts[k] * shifts[k] * information[2]
        parameters[1 + k][curve] = a * factors[k][curve]
        errors[1 + k][curve] = factors[k][curve] * (variance * max(0, spread)).squareRoot()
        parameters[3 + k][curve] = solution.values[(3 + k) * count + curve]
        errors[3 + k][curve] = (variance * information[2]).squareRoot()
      }
    }
    return batch
  }

  /// exp(shift · value) for a column of values.
  private static func exponentials(_ values: [Double], from start: Int, count: Int, shift: Double) -> [Double] {
    [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
      for curve in 0..<count { buffer[curve] = values[start + curve] * shift }
      if let base = buffer.baseAddress { cla_exp(Int64(count), base, base) }
      initialized = count
    }
  }

  /// What makes the mean weight 1 over the points that count, so that squares keep the unit of y (as in `Fit`); degrees of freedom follow the points that count.
  private mutating func weightScales() -> [Double] {
    guard let weights = input.weights else { return [Double](repeating: 1, count: count) }
    let columns = input.hasOwnWeights ? count : 1
    var scales: [Double] = []
    scales.reserveCapacity(count)
    for column in 0..<columns {
      var total = 0.0
      var positive = 0
      for i in 0..<input.points {
        let weight = weights[column * input.points + i]
        total += weight
        if weight > 0 { positive += 1 }
      }
      scales.append(total > 0 ? Double(positive) / total : 0)
      degrees[column] = positive - parameters.count
    }
    guard columns < count else { return scales }
    degrees = [Int](repeating: degrees[0], count: count)
    return [Double](repeating: scales[0], count: count)
  }
}
