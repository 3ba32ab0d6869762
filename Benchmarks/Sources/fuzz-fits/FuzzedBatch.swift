import CurveFitting
import ScalingLaws

/// Batches: several curves over one x, one curve under several weightings, one or two powers.
enum FuzzedBatch {
  static func curves(_ input: inout NastyInput, _ outcome: inout FuzzOutcome) {
    let count = input.x.count > 100 ? 2 : input.numbers.nextIndex(below: 12)
    var responses: [Double] = []
    for curve in 0..<count {
      let factor = curve % 3 == 0 ? 1 : input.oddNumber()
      responses += input.y.map { $0 * factor }
    }
    let errors: ObservationErrors = input.numbers.nextIndex(below: 3) == 0 ? .weights(input.sizes) : .equal
    let threads = input.pick([1, 1, 2, 3, 0, -1])
    let (x, z) = (input.x, input.z)
    let batch: BatchFit?
    if input.numbers.nextIndex(below: 3) == 0 {
      batch = outcome.attempt {
        try ChinchillaLaw.model.fitBatch(
          columns: ["parameters": x, "tokens": z], responses: responses, errors: errors, threads: threads)
      }
    } else {
      let model = input.pick(FuzzedFit.models)
      batch = outcome.attempt {
        try model.fitBatch(x: x, responses: responses, errors: errors, threads: threads)
      }
    }
    check(batch, &outcome)
  }

  static func weightings(_ input: inout NastyInput, _ outcome: inout FuzzOutcome) {
    let count = input.x.count > 100 ? 2 : input.numbers.nextIndex(below: 12)
    var weightings: [[Double]] = []
    for weighting in 0..<count {
      switch weighting % 3 {
      case 0: weightings.append(input.sizes)
      case 1: weightings.append(input.x.map { _ in Double(input.numbers.nextIndex(below: 3)) })
      default: weightings.append(input.x.map { _ in input.numbers.nextUniform() })
      }
    }
    let (model, x, y) = (input.pick(FuzzedFit.models), input.x, input.y)
    check(outcome.attempt { try model.fitBatch(x: x, y: y, weightings: weightings) }, &outcome)
  }

  private static func check(_ batch: BatchFit?, _ outcome: inout FuzzOutcome) {
    guard let batch else { return }
    outcome.fitted()
    for (name, values) in zip(batch.parameterNames, batch.parameters) {
      outcome.check("\(name) of a batch of \(batch.law)", values)
    }
    outcome.check("sum of squares of a batch of \(batch.law)", batch.residualSumsOfSquares)
    for errors in batch.standardErrors { outcome.checkOpen("standard error of a batch of \(batch.law)", errors) }
  }
}
