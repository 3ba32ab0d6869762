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
  private let objective: FitObjective
  private let bounds: [String: ClosedRange<Double>]
  private let count: Int
  private var parameters: [[Double]]
  private var errors: [[Double]]
  private var squares: [Double]
  private var degrees: [Int]
  private var needsLook: [Int] = []

  init(
    model: any SeparableModel, x: [[Double]], input: BatchInput, objective: FitObjective,
    bounds: [String: ClosedRange<Double>]
  ) {
    self.model = model
    self.objective = objective
    self.bounds = bounds
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
    // Weightings of one curve have their minima near each other. Squares have kernels, so that only their odd cases come here.
    let near =
      input.hasOneResponse && objective != .squares
      ? try? model.fit(
        ordered: x, y: input.responses, errors: .equal, objective: objective, bounds: bounds, level: 0.95, near: nil)
      : nil
    for curve in 0..<count { try fitAlone(curve, near: near) }
    return batch
  }

  private func fit(_ curve: Int, near: Fit?) throws -> Fit {
    func fit(near: Fit?) throws -> Fit {
      try model.fit(
        ordered: x, y: input.response(curve), errors: input.errors(curve), objective: objective, bounds: bounds,
        level: 0.95, near: near)
    }
    guard let near else { return try fit(near: nil) }
    let close = try fit(near: near)
    let isPlain = close.parameters.allSatisfy { $0.verdict != .onBound && $0.verdict != .notIdentified }
    if isPlain, close.termination.isConverged { return close }
    let whole = try fit(near: nil)
    return whole.objectiveValue < close.objectiveValue ? whole : close
  }

  private mutating func fitAlone(_ curve: Int, near: Fit? = nil) throws {
    let fit: Fit
    do {
      fit = try self.fit(curve, near: near)
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
      law: model.name, objective: objective, parameterNames: model.parameterNames, parameters: parameters,
      standardErrors: errors,
      residualSumsOfSquares: squares, degreesOfFreedom: degrees, needsLook: needsLook)
  }

  /// An offset outside `offsetRange` is left to the general solver.
  mutating func result(_ solution: ExponentialBatch.Solution, offsetRange: ClosedRange<Double>?) throws -> BatchFit {
    let names = parameters.count
    parameters = Array(solution.columns[0..<names])
    squares = solution.columns[names]
    errors = Array(solution.columns[(names + 1)...])
    _ = weightScales()
    let range = offsetRange.flatMap { $0.lowerBound > -.infinity || $0.upperBound < .infinity ? $0 : nil }
    for curve in 0..<count {
      let isInside = range?.contains(solution.columns[0][curve]) ?? true
      let isPlain = squares[curve].isFinite && parameters.allSatisfy { $0[curve].isFinite }
      guard solution.settled[curve] != 0, isInside, isPlain, input.knownVariance == nil || giveKnownErrors(curve) else {
        try fitAlone(curve)
        continue
      }
    }
    return batch
  }

  /// Turns errors estimated from the residuals into those of the known size; false where there are no residuals to undo.
  private mutating func giveKnownErrors(_ curve: Int) -> Bool {
    guard let unit = input.knownVariance, let weights = input.weights else { return true }
    // The kernels scale weights to a mean of 1, and errors by the residual variance.
    let total = weights.reduce(0, +)
    let weighted = squares[curve] * total / Double(input.points)
    let factor = (weighted / Double(degrees[curve]) / unit).squareRoot()
    guard factor.isNormal, (weighted / unit).isNormal else { return false }
    squares[curve] = weighted / unit
    for index in errors.indices { errors[index][curve] /= factor }
    return true
  }

  /// `shifts` are ln of the reported over the working amplitudes for an exponent of 1; a floor outside `offsetRange` is left to the general solver.
  mutating func result(
    _ solution: TwoPowerBatch.Solution, shifts: [Double], offsetRange: ClosedRange<Double>
  ) throws -> BatchFit {
    reserve()
    let scales = weightScales()
    let known = input.knownVariance
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
      let variance = known ?? (degrees[curve] > 0 ? sum / Double(degrees[curve]) : .infinity)
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
    if let unit = input.knownVariance { return [Double](repeating: 1 / unit, count: count) }
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
