import CurveFitting
import ScalingLaws
import ScalingStatistics

/// A fit of a nasty input by one of the engine's calls, and one of the questions that may be asked of a fit.
enum FuzzedFit {
  static let models: [any SeparableModel] = [
    PowerLawWithFloor.model, PowerLaw.model, SaturatingExponential.model, SaturatingPowerLaw.model, LinearLaw.model,
    LogLinearLaw.model, LogisticLaw.model,
  ]

  static func run(_ given: NastyInput) -> FuzzOutcome {
    var (input, outcome) = (given, FuzzOutcome())
    switch input.numbers.nextIndex(below: 16) {
    case 0...4: single(&input, &outcome, objective: .squares)
    case 5, 6: single(&input, &outcome, objective: objective(&input))
    case 7: FuzzedBatch.curves(&input, &outcome)
    case 8: FuzzedBatch.weightings(&input, &outcome)
    case 9...11: FuzzedGeneral.run(&input, &outcome)
    case 12, 13: chinchilla(&input, &outcome)
    case 14: FuzzedShares.run(&input, &outcome)
    default: FuzzedComparison.run(&input, &outcome)
    }
    return outcome
  }

  private static func single(_ input: inout NastyInput, _ outcome: inout FuzzOutcome, objective: FitObjective) {
    let (model, errors, level) = (input.pick(models), input.errors(), level(&input))
    let bounds = bounds(&input, of: model.amplitudes.map(\.name))
    let (x, y) = (input.x, input.y)
    let call = { (near: Fit?) in
      try model.fit(x: x, y: y, errors: errors, objective: objective, bounds: bounds, level: level, near: near)
    }
    guard let fit = outcome.attempt({ try call(nil) }) else { return }
    outcome.check(fit)
    if input.numbers.nextIndex(below: 8) == 0, let near = outcome.attempt({ try call(fit) }) { outcome.check(near) }
    FuzzedQuestion.ask(fit, &input, &outcome)
  }

  private static func chinchilla(_ input: inout NastyInput, _ outcome: inout FuzzOutcome) {
    let objective = input.numbers.nextIndex(below: 2) == 0 ? .squares : objective(&input)
    let (errors, x, z, y) = (input.errors(), input.x, input.z, input.y)
    let bounds = bounds(&input, of: ["E", "A", "B"])
    let fitted = outcome.attempt {
      try ChinchillaLaw.fit(parameters: x, tokens: z, loss: y, errors: errors, objective: objective, bounds: bounds)
    }
    guard let fit = fitted else { return }
    outcome.check(fit)
    if let logarithms = outcome.attempt({ try ChinchillaLaw.logAmplitudes(of: fit) }) {
      outcome.check("ln A", logarithms.parameterAmplitude)
      outcome.check("ln B", logarithms.tokenAmplitude)
    }
    FuzzedQuestion.ask(fit, &input, &outcome)
  }

  static func objective(_ input: inout NastyInput) -> FitObjective {
    let (a, b) = (input.oddNumber(), input.oddNumber())
    return input.pick([
      .logSquares, .huber(delta: a), .logHuber(delta: a), .logHuber(delta: 1e-3), .softL1(scale: a),
      .logSoftL1(scale: a), .envelope(penalty: a), .logEnvelope(penalty: a), .huberEnvelope(penalty: a, delta: b),
      .logHuberEnvelope(penalty: a, delta: b),
    ])
  }

  /// Mostly none; else a range for one of some names, or for another.
  static func bounds(_ input: inout NastyInput, of names: [String]) -> [String: ClosedRange<Double>] {
    guard input.numbers.nextIndex(below: 6) == 0 else { return [:] }
    let name = input.pick(names + ["nothing"])
    let (a, b) = (input.oddNumber(), input.oddNumber())
    return a <= b ? [name: a...b] : b <= a ? [name: b...a] : [name: 0...0]
  }

  static func level(_ input: inout NastyInput) -> Double {
    input.numbers.nextIndex(below: 8) > 0 ? 0.95 : input.pick([0, 1, -1, .nan, 1e-12, 1 - 1e-12, 0.5, .infinity])
  }
}
