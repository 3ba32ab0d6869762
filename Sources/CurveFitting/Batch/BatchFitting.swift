import CLinearAlgebra

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension SeparableModel {
  /// Fits the model to many curves over the same x by least squares; no initial guess is asked for.
  ///
  /// `responses` holds one curve after another, each as long as `x`; `weights` (one column for all curves) are proportional to one over the variance. Laws with an
  /// `exponentialForm` are fitted eight at a time by vector kernels: a scan of 40 shapes as a product with shared columns, then Newton steps on the projected objective; what
  /// they do not settle, and other laws, go through the general solver one by one. `threads` only shares out fixed blocks: the bits of a result depend neither on it nor on the
  /// other curves in the call.
  /// Throws `FitError` as `fit(x:y:…)` does, and for values that are not finite, naming curve and observation. O(curves · cells · n).
  public func fitBatch(x: [Double], responses: [Double], weights: [Double]? = nil, threads: Int = 1) throws -> BatchFit {
    guard !x.isEmpty, responses.count % x.count == 0, !responses.isEmpty else {
      throw FitError("\(responses.count) responses are not whole curves of \(x.count) values of x.")
    }
    return try fitBatch(
      x: x,
      input: BatchInput(
        responses: responses, weights: weights, points: x.count, curves: responses.count / x.count, isScaleKnown: false),
      threads: threads)
  }

  /// Fits the model to many curves over the same x; otherwise as `fitBatch(x:responses:weights:threads:)`.
  public func fitBatch(x: [Double], curves: [[Double]], weights: [Double]? = nil, threads: Int = 1) throws -> BatchFit {
    try fitBatch(
      x: x, responses: try BatchInput.joined(curves, points: x.count, what: "curve"), weights: weights, threads: threads)
  }

  /// Fits the model to one curve under many weightings, such as those of a bootstrap of its points.
  ///
  /// Each weighting has a weight for each point; a weight of 0 leaves the point out, a weight of 2 counts it twice. Otherwise as `fitBatch(x:responses:weights:threads:)`.
  public func fitBatch(x: [Double], y: [Double], weightings: [[Double]], threads: Int = 1) throws -> BatchFit {
    guard y.count == x.count else {
      throw FitError("x has \(x.count) values and y has \(y.count): one y is needed for each x.")
    }
    return try fitBatch(
      x: x,
      input: BatchInput(
        responses: y, weights: try BatchInput.joined(weightings, points: x.count, what: "weighting"), points: x.count,
        curves: weightings.count, isScaleKnown: false),
      threads: threads)
  }

  private func fitBatch(x: [Double], input: BatchInput, threads: Int) throws -> BatchFit {
    // One curve stands for the checks that they have in common; the values themselves are checked for all.
    try BatchInput.check(input.responses, points: input.points, what: "Response")
    try FitInput.check(x: [x], y: input.response(0), model: self, level: 0.95)
    if let weights = input.weights {
      guard weights.count % x.count == 0 else {
        throw FitError("There are \(weights.count) weights for \(x.count) values of x.")
      }
      try BatchInput.check(weights, points: input.points, what: "Weight", isWeight: true)
    }
    let column = PredictorColumn(x)
    let assembly = BatchAssembly(model: self, x: x, column: column, input: input)
    let box = shapeBox(for: [column.reference])
    let ranges = try FitInput.bounds(of: self, narrowedBy: [:])
    guard let form = exponentialForm(for: [column.reference]), box.count == 1, box[0].lower < box[0].upper else {
      return try assembly.alone()
    }
    let amplitude = ranges[form.hasOffset ? 1 : 0]
    let sign = amplitude.lowerBound == 0 ? form.termSign : (amplitude.upperBound == 0 ? -form.termSign : 0)
    let solution = try ExponentialBatch(form: form, column: column, box: box[0], sign: sign)
      .solve(input, threads: threads)
    return try assembly.result(solution, form: form)
  }
}

/// Turns a batch's columns into reported parameters and standard errors, and fits alone what was not settled.
struct BatchAssembly {
  let model: any SeparableModel
  let x: [Double]
  let column: PredictorColumn
  let input: BatchInput

  private struct Columns {
    var parameters: [[Double]]
    var errors: [[Double]]
    var squares: [Double]
    var degrees: [Int]
    var needsLook: [Int] = []
  }

  private var empty: Columns {
    let count = model.parameterNames.count
    return Columns(
      parameters: [[Double]](repeating: [Double](repeating: 0, count: input.curves), count: count),
      errors: [[Double]](repeating: [Double](repeating: .infinity, count: input.curves), count: count),
      squares: [Double](repeating: 0, count: input.curves),
      degrees: [Int](repeating: input.points - count, count: input.curves))
  }

  /// Every curve by the general solver.
  func alone() throws -> BatchFit {
    var columns = empty
    for curve in 0..<input.curves { try fitAlone(curve, into: &columns) }
    return batch(columns)
  }

  private func fitAlone(_ curve: Int, into columns: inout Columns) throws {
    let fit: Fit
    do {
      fit = try model.fit(x: x, y: input.response(curve), errors: input.errors(curve))
    } catch let error as FitError {
      throw FitError("Curve \(curve): \(error.message)")
    }
    for (index, parameter) in fit.parameters.enumerated() {
      columns.parameters[index][curve] = parameter.value
      columns.errors[index][curve] = parameter.standardError ?? .infinity
    }
    columns.squares[curve] = fit.residualSumOfSquares
    columns.degrees[curve] = fit.degreesOfFreedom
    let isPlain = fit.parameters.allSatisfy { $0.verdict == .identified || $0.verdict == .weaklyIdentified }
    if !isPlain || !fit.termination.isConverged { columns.needsLook.append(curve) }
  }

  private func batch(_ columns: Columns) -> BatchFit {
    BatchFit(
      law: model.name, parameterNames: model.parameterNames, parameters: columns.parameters,
      standardErrors: columns.errors, residualSumsOfSquares: columns.squares, degreesOfFreedom: columns.degrees,
      needsLook: columns.needsLook)
  }

  func result(_ solution: ExponentialBatch.Solution, form: ExponentialForm) throws -> BatchFit {
    var columns = empty
    let count = input.curves
    // Weights are scaled to a mean of 1 over the points that count, so that squares keep the unit of y (as in `Fit`).
    var scales = [Double](repeating: 1, count: count)
    if let weights = input.weights {
      let own = input.hasOwnWeights
      for curve in 0..<(own ? count : 1) {
        var total = 0.0
        var positive = 0
        for i in 0..<input.points {
          let weight = weights[curve * input.points + i]
          total += weight
          if weight > 0 { positive += 1 }
        }
        let scale = total > 0 ? Double(positive) / total : 0
        let degrees = positive - model.parameterNames.count
        if own {
          scales[curve] = scale
          columns.degrees[curve] = degrees
        } else {
          scales = [Double](repeating: scale, count: count)
          columns.degrees = [Int](repeating: degrees, count: count)
        }
      }
    }
    var factors = [Double](repeating: 0, count: count)
    for curve in 0..<count { factors[curve] = solution.rate[curve] * form.amplitudeShift }
    factors.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { cla_exp(Int64(count), base, base) }
    }
    let first = form.hasOffset ? 1 : 0
    for curve in 0..<count where solution.settled[curve] != 0 && columns.degrees[curve] >= 0 {
      let squares = solution.squares[curve]
      let degrees = Double(columns.degrees[curve])
      // The scale of the weights cancels between the squares and the inverse information.
      let variance = degrees > 0 ? squares / degrees : .infinity
      columns.squares[curve] = squares * scales[curve]
      let a = solution.amplitude[curve]
      let rate = solution.rate[curve]
      let factor = factors[curve]
      let shift = form.amplitudeShift
      func information(_ column: Int) -> Double { solution.information[column * count + curve] }
      if form.hasOffset {
        columns.parameters[0][curve] = solution.offset[curve]
        columns.errors[0][curve] = (variance * information(0)).squareRoot()
      }
      columns.parameters[first][curve] = form.termSign * a * factor
      let spread = information(3) + 2 * a * shift * information(4) + a * a * shift * shift * information(5)
      columns.errors[first][curve] = factor * (variance * max(0, spread)).squareRoot()
      let error = (variance * information(5)).squareRoot()
      switch form.reportedShape {
      case .rate:
        columns.parameters[first + 1][curve] = rate
        columns.errors[first + 1][curve] = error
      case .lengthOverRate(let length):
        columns.parameters[first + 1][curve] = length / rate
        columns.errors[first + 1][curve] = error * length / (rate * rate)
      }
    }
    for curve in 0..<count where solution.settled[curve] == 0 || columns.degrees[curve] < 0 {
      try fitAlone(curve, into: &columns)
    }
    return batch(columns)
  }
}
