import CurveFitting
import ScalingLaws

/// A fit of a nasty input by one of the engine's calls; new kinds of fits are added to `run`.
enum FuzzedFit {
  private static let models: [any SeparableModel] = [
    PowerLawWithFloor.model, PowerLaw.model, SaturatingExponential.model, SaturatingPowerLaw.model, LinearLaw.model,
    LogLinearLaw.model, LogisticLaw.model,
  ]

  static func run(_ input: NastyInput) -> FuzzOutcome {
    let model = models[input.choice % models.count]
    let errors: ObservationErrors =
      switch input.choice / models.count % 4 {
      case 0: .weights(input.sizes)
      case 1: .standardDeviations(input.sizes)
      default: .equal
      }
    guard let fit = try? model.fit(x: input.x, y: input.y, errors: errors) else { return .refused }
    var numbers = [fit.residualSumOfSquares]
    for parameter in fit.parameters {
      // An open end of an interval is infinite by intent; NaN is a fault anywhere.
      numbers += [parameter.value, parameter.standardError ?? 0]
      numbers += [parameter.interval?.lower ?? 0, parameter.interval?.upper ?? 0]
    }
    return .fitted(isFinite: !numbers.contains { $0.isNaN })
  }
}
