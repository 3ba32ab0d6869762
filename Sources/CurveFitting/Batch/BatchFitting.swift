extension SeparableModel {
  /// Fits the model to many curves over the same x, by least squares unless another objective is named; no initial guess is asked for.
  ///
  /// `responses` holds one curve after another, each as long as `x`; `errors` and `bounds` are those of `fit(x:y:errors:objective:bounds:level:near:)`, the same for all curves. Laws with
  /// an `exponentialForm`, and sums of two powers, are fitted eight at a time by vector kernels where the objective is squares and the errors are independent: a scan of the shapes as a
  /// product with shared columns, then Newton steps on the projected objective. What they do not settle, and everything else (other laws, objectives, a covariance), goes through the general
  /// solver one by one. `threads` only shares out fixed blocks: the bits of a result depend neither on it nor on the other curves in the call.
  /// Throws `FitError` as `fit(x:y:…)` does, and for values that are not finite, naming curve and observation. O(curves · cells · n).
  public func fitBatch(
    x: [Double], responses: [Double], errors: ObservationErrors = .equal, objective: FitObjective = .squares,
    bounds: [String: ClosedRange<Double>] = [:], threads: Int = 1
  ) throws -> BatchFit {
    try fitBatch(
      ordered: [x], input: try BatchInput(responses: responses, errors: errors, points: x.count), objective: objective,
      bounds: bounds, threads: threads)
  }

  /// Fits a model of several predictors to many curves over the same points; otherwise as `fitBatch(x:responses:errors:objective:bounds:threads:)`.
  public func fitBatch(
    columns: [String: [Double]], responses: [Double], errors: ObservationErrors = .equal,
    objective: FitObjective = .squares, bounds: [String: ClosedRange<Double>] = [:], threads: Int = 1
  ) throws -> BatchFit {
    let ordered = try FitInput.ordered(columns, for: self)
    return try fitBatch(
      ordered: ordered, input: try BatchInput(responses: responses, errors: errors, points: ordered[0].count),
      objective: objective, bounds: bounds, threads: threads)
  }

  /// Fits the model to many curves over the same x; otherwise as `fitBatch(x:responses:errors:objective:bounds:threads:)`.
  public func fitBatch(
    x: [Double], curves: [[Double]], errors: ObservationErrors = .equal, objective: FitObjective = .squares,
    bounds: [String: ClosedRange<Double>] = [:], threads: Int = 1
  ) throws -> BatchFit {
    try fitBatch(
      x: x, responses: try BatchInput.joined(curves, points: x.count, what: "curve"), errors: errors,
      objective: objective, bounds: bounds, threads: threads)
  }

  /// Fits a model of several predictors to many curves over the same points; otherwise as `fitBatch(x:responses:errors:objective:bounds:threads:)`.
  public func fitBatch(
    columns: [String: [Double]], curves: [[Double]], errors: ObservationErrors = .equal,
    objective: FitObjective = .squares, bounds: [String: ClosedRange<Double>] = [:], threads: Int = 1
  ) throws -> BatchFit {
    let points = try FitInput.ordered(columns, for: self)[0].count
    return try fitBatch(
      columns: columns, responses: try BatchInput.joined(curves, points: points, what: "curve"), errors: errors,
      objective: objective, bounds: bounds, threads: threads)
  }

  /// Fits the model to one curve under many weightings, such as those of a bootstrap of its points.
  ///
  /// Each weighting has a weight for each point; a weight of 0 leaves the point out, a weight of 2 counts it twice. With an objective other than squares each search starts at the fit
  /// under equal weights, and looks everywhere only where it ends on a bound or without a minimum. Otherwise as `fitBatch(x:responses:errors:objective:bounds:threads:)`.
  public func fitBatch(
    x: [Double], y: [Double], weightings: [[Double]], objective: FitObjective = .squares,
    bounds: [String: ClosedRange<Double>] = [:], threads: Int = 1
  ) throws -> BatchFit {
    guard y.count == x.count else {
      throw FitError("x has \(x.count) values and y has \(y.count): one y is needed for each x.")
    }
    return try fitBatch(
      ordered: [x], y: y, weightings: weightings, objective: objective, bounds: bounds, threads: threads)
  }

  /// Fits a model of several predictors to one curve under many weightings; otherwise as `fitBatch(x:y:weightings:objective:bounds:threads:)`.
  public func fitBatch(
    columns: [String: [Double]], y: [Double], weightings: [[Double]], objective: FitObjective = .squares,
    bounds: [String: ClosedRange<Double>] = [:], threads: Int = 1
  ) throws -> BatchFit {
    let ordered = try FitInput.ordered(columns, for: self)
    guard y.count == ordered[0].count else {
      throw FitError(
        "\(predictorNames[0]) has \(ordered[0].count) values and y has \(y.count): one y is needed for each \(predictorNames[0])."
      )
    }
    return try fitBatch(
      ordered: ordered, y: y, weightings: weightings, objective: objective, bounds: bounds, threads: threads)
  }

  private func fitBatch(
    ordered x: [[Double]], y: [Double], weightings: [[Double]], objective: FitObjective,
    bounds: [String: ClosedRange<Double>], threads: Int
  ) throws -> BatchFit {
    try fitBatch(
      ordered: x,
      input: BatchInput(
        response: y, weightings: try BatchInput.joined(weightings, points: y.count, what: "weighting"),
        curves: weightings.count),
      objective: objective, bounds: bounds, threads: threads)
  }

  private func fitBatch(
    ordered x: [[Double]], input: BatchInput, objective: FitObjective, bounds: [String: ClosedRange<Double>],
    threads: Int
  ) throws -> BatchFit {
    // One curve stands for the checks that they have in common; the values themselves are checked for all.
    try BatchInput.check(input.responses, points: input.points, what: "Response")
    try FitInput.check(x: x, y: input.response(0), model: self, level: 0.95)
    if let weights = input.weights {
      try BatchInput.check(weights, points: input.points, what: "Weight", isWeight: true)
    }
    let ranges = try FitInput.bounds(of: self, narrowedBy: bounds)
    var assembly = BatchAssembly(model: self, x: x, input: input, objective: objective, bounds: bounds)
    guard objective == .squares, input.suitsKernels else { return try assembly.alone() }
    let predictors = x.map { PredictorColumn($0) }
    try ModelForm.check(self, at: predictors.map(\.reference))
    guard ranges.allSatisfy({ $0.lowerBound < $0.upperBound }),
      let kernel = BatchKernel(model: self, predictors: predictors, ranges: ranges)
    else {
      return try assembly.alone()
    }
    switch (kernel, try kernel.solve(input, threads: threads)) {
    case (.exponential(_, let offset), .exponential(let solution)):
      return try assembly.result(solution, offsetRange: offset)
    case (_, .twoPower(let solution)):
      return try assembly.result(solution, shifts: predictors.map(\.reference.meanLog), offsetRange: ranges[0])
    default: return try assembly.alone()
    }
  }
}
