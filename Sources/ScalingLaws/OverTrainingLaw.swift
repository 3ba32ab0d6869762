import CurveFitting

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The loss of a model of N parameters trained on M tokens for each of them: L(N, M) = E + A N^-alpha + B 6^(-alpha/2) (M N)^-alpha, E, A, B >= 0, alpha > 0.
///
/// Gadre et al. 2024, "Language models scale reliably with over-training and on downstream tasks" (arXiv:2403.08540), eq. 4: in compute C = 6 N D and M it is
/// E + (a M^eta + b M^-eta) C^-eta with eta = alpha/2, so that runs of one M lie on lines of one slope, whatever M is. It is `TiedChinchillaLaw` in other coordinates, in the
/// amplitudes of the authors' code; it fails where N and D have different exponents. The fit's parameters are named "E", "A", "B", "alpha", its predictors "parameters" and
/// "tokensPerParameter".
public struct OverTrainingLaw: SeparableLaw {
  /// The loss that no size of model or data removes, E.
  public var floor: Double
  /// The amplitude of parameters, A: "alpha" in the authors' code.
  public var parameterAmplitude: Double
  /// The amplitude of tokens, B: "beta" in the authors' code.
  public var tokenAmplitude: Double
  /// The exponent, alpha: "-b" in the authors' code.
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

  /// The same law in parameters and tokens.
  public var tied: TiedChinchillaLaw {
    TiedChinchillaLaw(
      floor: floor, parameterAmplitude: parameterAmplitude, tokenAmplitude: tokenAmplitude * pow(6, -0.5 * exponent),
      exponent: exponent)
  }

  /// The separable model behind the law.
  public static var model: any SeparableModel { TiedPowerModel(isRatio: true) }

  /// The loss of a model of so many parameters and tokens for each of them, both positive.
  public func value(parameters: Double, tokensPerParameter: Double) -> Double {
    tied.value(parameters: parameters, tokens: parameters * tokensPerParameter)
  }

  /// The loss at a training compute C = 6 N D in FLOP and a number of tokens per parameter, both positive.
  public func value(compute: Double, tokensPerParameter: Double) -> Double {
    value(parameters: (compute / (6 * tokensPerParameter)).squareRoot(), tokensPerParameter: tokensPerParameter)
  }

  /// Fits the law without an initial guess; see `SeparableModel.fit(columns:y:…)`, whose errors it throws.
  public static func fit(
    parameters: [Double], tokensPerParameter: [Double], loss: [Double], errors: ObservationErrors = .equal,
    objective: FitObjective = .squares, bounds: [String: ClosedRange<Double>] = [:], level: Double = 0.95,
    near: Fit? = nil
  ) throws -> Fit {
    try model.fit(
      columns: ["parameters": parameters, "tokensPerParameter": tokensPerParameter], y: loss, errors: errors,
      objective: objective, bounds: bounds, level: level, near: near)
  }
}
