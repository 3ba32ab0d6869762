/// The vector kernel that fits a model's curves many at a time, where there is one.
enum BatchKernel {
  case exponential(ExponentialBatch, offset: ClosedRange<Double>?)
  case twoPower(TwoPowerBatch, offset: ClosedRange<Double>)

  /// What a kernel found, in its own columns.
  enum Solution {
    case exponential(ExponentialBatch.Solution)
    case twoPower(TwoPowerBatch.Solution)
  }

  /// Nil for a law of another form, and for amplitudes held to a range that is more than a sign.
  init?(model: any SeparableModel, predictors: [PredictorColumn], ranges: [ClosedRange<Double>]) {
    let references = predictors.map(\.reference)
    let box = model.shapeBox(for: references)
    guard box.allSatisfy({ $0.lower < $0.upper }) else { return nil }
    if let form = model.exponentialForm(for: references), box.count == 1 {
      let amplitude = ranges[form.hasOffset ? 1 : 0]
      guard amplitude.lowerBound < amplitude.upperBound else { return nil }
      let sign = amplitude.lowerBound == 0 ? form.termSign : (amplitude.upperBound == 0 ? -form.termSign : 0)
      self = .exponential(
        ExponentialBatch(form: form, column: predictors[0], box: box[0], sign: sign),
        offset: form.hasOffset ? ranges[0] : nil)
      return
    }
    guard model is any TwoPowerModel, box.count == 2, ranges[1...2].allSatisfy({ $0 == 0 ... .infinity }) else {
      return nil
    }
    self = .twoPower(TwoPowerBatch(predictors: predictors, box: box), offset: ranges[0])
  }

  func solve(_ input: BatchInput, threads: Int) throws -> Solution {
    switch self {
    case .exponential(let batch, _): .exponential(try batch.solve(input, threads: threads))
    case .twoPower(let batch, _): .twoPower(try batch.solve(input, threads: threads))
    }
  }

  /// The working parameters of a curve, or nil where the general solver has to look: not settled, or an offset outside its range.
  func working(_ solution: Solution, _ curve: Int) -> [Double]? {
    switch (self, solution) {
    case (.exponential(let batch, let range), .exponential(let solution)):
      guard solution.settled[curve] != 0 else { return nil }
      let working = batch.working(solution, curve)
      return range.map { $0.contains(working[0]) } ?? true ? working : nil
    case (.twoPower(_, let range), .twoPower(let solution)):
      guard solution.settled[curve] != 0, range.contains(solution.values[curve]) else { return nil }
      return solution.working(curve)
    default: return nil
    }
  }
}
