import CLinearAlgebra
import CurveFitting

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The Chinchilla law with one exponent for both terms: L(N, D) = E + A N^-alpha + B D^-alpha, E, A, B >= 0, alpha > 0.
///
/// E, A and B have the unit of the loss, A at one parameter and B at one token. With tied exponents the optimum keeps the ratio of tokens to parameters at every budget. For few runs, which do not tell two exponents apart; it fails where parameters and tokens do
/// differ (Hoffmann et al. 2022, approach 3, have .34 and .28), and the optimal ratio then drifts with the budget. The fit's parameters are named "E", "A", "B", "alpha", its predictors
/// "parameters" and "tokens".
public struct TiedChinchillaLaw: SeparableLaw {
  /// The loss that no size of model or data removes, E.
  public var floor: Double
  /// The excess due to finite models at one parameter, A.
  public var parameterAmplitude: Double
  /// The excess due to finite data at one token, B.
  public var tokenAmplitude: Double
  /// The exponent of parameters and tokens, alpha.
  public var exponent: Double

  /// Creates the law from its parameters.
  public init(floor: Double, parameterAmplitude: Double, tokenAmplitude: Double, exponent: Double) {
    self.floor = floor
    self.parameterAmplitude = parameterAmplitude
    self.tokenAmplitude = tokenAmplitude
    self.exponent = exponent
  }

  /// Creates the law from E, A, B and alpha in this order; nil for another count of them.
  public init?(parameters: [Double]) {
    guard parameters.count == 4 else { return nil }
    self.init(
      floor: parameters[0], parameterAmplitude: parameters[1], tokenAmplitude: parameters[2], exponent: parameters[3])
  }

  /// E, A, B, alpha.
  public var parameters: [Double] { [floor, parameterAmplitude, tokenAmplitude, exponent] }

  /// The same law with its exponent written twice.
  public var untied: ChinchillaLaw {
    ChinchillaLaw(
      floor: floor, parameterAmplitude: parameterAmplitude, tokenAmplitude: tokenAmplitude,
      parameterExponent: exponent, tokenExponent: exponent)
  }

  /// The separable model behind the law.
  public static var model: any SeparableModel { TiedPowerModel(isRatio: false) }

  /// The loss of a model of so many parameters after so many tokens, both positive.
  public func value(parameters: Double, tokens: Double) -> Double {
    untied.value(parameters: parameters, tokens: tokens)
  }

  /// Fits the law without an initial guess; see `SeparableModel.fit(columns:y:…)`, whose errors it throws.
  public static func fit(
    parameters: [Double], tokens: [Double], loss: [Double], errors: ObservationErrors = .equal,
    objective: FitObjective = .squares, bounds: [String: ClosedRange<Double>] = [:], level: Double = 0.95,
    near: Fit? = nil
  ) throws -> Fit {
    try model.fit(
      columns: ["parameters": parameters, "tokens": tokens], y: loss, errors: errors, objective: objective,
      bounds: bounds, level: level, near: near)
  }

  /// Fits the law to many columns of losses over the same runs, such as replicates of a simulation; see `SeparableModel.fitBatch(columns:responses:errors:objective:bounds:threads:)`.
  public static func fitBatch(
    parameters: [Double], tokens: [Double], losses: [[Double]], errors: ObservationErrors = .equal,
    objective: FitObjective = .squares, bounds: [String: ClosedRange<Double>] = [:], threads: Int = 1
  ) throws -> BatchFit {
    try model.fitBatch(
      columns: ["parameters": parameters, "tokens": tokens], curves: losses, errors: errors, objective: objective,
      bounds: bounds, threads: threads)
  }

  /// Fits the law to one column of losses under many weightings of its runs, such as those of a bootstrap; see `SeparableModel.fitBatch(columns:y:weightings:objective:bounds:threads:)`.
  public static func fitBatch(
    parameters: [Double], tokens: [Double], loss: [Double], weightings: [[Double]],
    objective: FitObjective = .squares, bounds: [String: ClosedRange<Double>] = [:], threads: Int = 1
  ) throws -> BatchFit {
    try model.fitBatch(
      columns: ["parameters": parameters, "tokens": tokens], y: loss, weightings: weightings, objective: objective,
      bounds: bounds, threads: threads)
  }
}

/// A floor and two powers of one exponent, in working coordinates: u and v are the predictors over their geometric means.
///
/// With `isRatio` the second predictor is tokens per parameter M, and the second power is of D = M N, with 6^(-alpha/2) taken out of its amplitude.
struct TiedPowerModel: SeparableModel {
  let isRatio: Bool

  var name: String { isRatio ? "over-training law" : "Chinchilla law with tied exponents" }
  var formula: String {
    isRatio ? "L = E + A · N^-alpha + B · 6^(-alpha/2) · (M · N)^-alpha" : "L = E + A · N^-alpha + B · D^-alpha"
  }
  var amplitudes: [AmplitudeDescription] {
    [
      AmplitudeDescription("E", lower: 0, isOffset: true), AmplitudeDescription("A", lower: 0),
      AmplitudeDescription("B", lower: 0),
    ]
  }
  var shapeNames: [String] { ["alpha"] }
  var predictorNames: [String] { ["parameters", isRatio ? "tokensPerParameter" : "tokens"] }
  var needsPositivePredictor: Bool { true }

  /// The logarithm that the second term's amplitude is referred to.
  private func secondMean(_ references: [PredictorReference]) -> Double {
    isRatio ? references[0].meanLog + references[1].meanLog + 0.5 * log(6) : references[1].meanLog
  }

  func shapeBox(for references: [PredictorReference]) -> [ShapeRange] {
    // As for one power, over the wider of the two spans.
    let spans = references.map(\.logSpan)
    let span = isRatio ? spans[0] + spans[1] : max(spans[0], spans[1])
    let extent = max(abs(references[0].meanLog), abs(secondMean(references))) + span
    return [WorkingColumns.exponentRange(span: span, extent: extent)]
  }

  func evaluate(_ predictors: [PredictorColumn], shape: UnsafePointer<Double>, order: Int, into columns: BasisColumns) {
    WorkingColumns.fillConstant(term: 0, shapes: 1, order: order, into: columns)
    let first = predictors[0].centeredLogs
    var second = predictors[1].centeredLogs
    if isRatio { for i in second.indices { second[i] += first[i] } }
    for (term, logs) in [(1, first), (2, second)] {
      WorkingColumns.fillExponential(
        logs, rate: -shape[0], sign: 1, derivativeSign: -1, term: term, order: order, into: columns)
    }
  }

  func reported(working: [Double], references: [PredictorReference]) -> [Double] {
    [
      working[0], working[1] * exp(working[3] * references[0].meanLog),
      working[2] * exp(working[3] * secondMean(references)), working[3],
    ]
  }

  func reportedJacobian(working: [Double], references: [PredictorReference]) -> [[Double]] {
    let a = exp(working[3] * references[0].meanLog)
    let b = exp(working[3] * secondMean(references))
    return [
      [1, 0, 0, 0], [0, a, 0, working[1] * a * references[0].meanLog],
      [0, 0, b, working[2] * b * secondMean(references)], [0, 0, 0, 1],
    ]
  }
}
