extension SeparableModel {
  /// Fits the model to many curves over the same x by least squares; no initial guess is asked for.
  ///
  /// `responses` holds one curve after another, each as long as `x`; `weights` (one column for all curves) are proportional to one over the variance. Laws with an
  /// `exponentialForm`, and sums of two powers, are fitted eight at a time by vector kernels: a scan of the shapes as a product with shared columns, then Newton steps on the
  /// projected objective; what they do not settle, and other laws, go through the general solver one by one. `threads` only shares out fixed blocks: the bits of a result depend
  /// neither on it nor on the other curves in the call.
  /// Throws `FitError` as `fit(x:y:…)` does, and for values that are not finite, naming curve and observation. O(curves · cells · n).
  public func fitBatch(x: [Double], responses: [Double], weights: [Double]? = nil, threads: Int = 1) throws -> BatchFit
  {
    try fitBatch(
      ordered: [x], input: try BatchInput(responses: responses, weights: weights, points: x.count), threads: threads)
  }

  /// Fits a model of several predictors to many curves over the same points; otherwise as `fitBatch(x:responses:weights:threads:)`.
  public func fitBatch(
    columns: [String: [Double]], responses: [Double], weights: [Double]? = nil, threads: Int = 1
  ) throws -> BatchFit {
    let ordered = try FitInput.ordered(columns, for: self)
    return try fitBatch(
      ordered: ordered, input: try BatchInput(responses: responses, weights: weights, points: ordered[0].count),
      threads: threads)
  }

  /// Fits the model to many curves over the same x; otherwise as `fitBatch(x:responses:weights:threads:)`.
  public func fitBatch(x: [Double], curves: [[Double]], weights: [Double]? = nil, threads: Int = 1) throws -> BatchFit {
    try fitBatch(
      x: x, responses: try BatchInput.joined(curves, points: x.count, what: "curve"), weights: weights, threads: threads
    )
  }

  /// Fits the model to one curve under many weightings, such as those of a bootstrap of its points.
  ///
  /// Each weighting has a weight for each point; a weight of 0 leaves the point out, a weight of 2 counts it twice. Otherwise as `fitBatch(x:responses:weights:threads:)`.
  public func fitBatch(x: [Double], y: [Double], weightings: [[Double]], threads: Int = 1) throws -> BatchFit {
    guard y.count == x.count else {
      throw FitError("x has \(x.count) values and y has \(y.count): one y is needed for each x.")
    }
    return try fitBatch(
      ordered: [x],
      input: BatchInput(
        response: y, weightings: try BatchInput.joined(weightings, points: x.count, what: "weighting"),
        curves: weightings.count),
      threads: threads)
  }

  private func fitBatch(ordered x: [[Double]], input: BatchInput, threads: Int) throws -> BatchFit {
    // One curve stands for the checks that they have in common; the values themselves are checked for all.
    try BatchInput.check(input.responses, points: input.points, what: "Response")
    try FitInput.check(x: x, y: input.response(0), model: self, level: 0.95)
    if let weights = input.weights {
      try BatchInput.check(weights, points: input.points, what: "Weight", isWeight: true)
    }
    let predictors = x.map { PredictorColumn($0) }
    let references = predictors.map(\.reference)
    var assembly = BatchAssembly(model: self, x: x, input: input)
    let box = shapeBox(for: references)
    let ranges = try FitInput.bounds(of: self, narrowedBy: [:])
    try ModelForm.check(self, at: references)
    let isOpen = box.allSatisfy { $0.lower < $0.upper } && ranges.allSatisfy { $0.lowerBound < $0.upperBound }
    guard isOpen else { return try assembly.alone() }
    if let form = exponentialForm(for: references), box.count == 1 {
      let amplitude = ranges[form.hasOffset ? 1 : 0]
      let sign = amplitude.lowerBound == 0 ? form.termSign : (amplitude.upperBound == 0 ? -form.termSign : 0)
      let solution = try ExponentialBatch(form: form, column: predictors[0], box: box[0], sign: sign)
        .solve(input, threads: threads)
      return try assembly.result(solution)
    }
    if self is any TwoPowerModel, !input.hasOwnWeights, box.count == 2 {
      let solution = try TwoPowerBatch(predictors: predictors, box: box).solve(input, threads: threads)
      return try assembly.result(
        solution, shifts: references.map(\.meanLog), offsetRange: ranges[0])
    }
    return try assembly.alone()
  }
}
