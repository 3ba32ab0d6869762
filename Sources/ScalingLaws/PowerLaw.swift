import CurveFitting

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A power law through the origin of logarithms: y = coefficient · x^exponent.
///
/// `coefficient` is y at x = 1; the exponent may have either sign. Fitted on y itself (additive errors), not as a straight line in logarithms, which weighs small
/// values most. The coefficient has the unit of y, the exponent none; neither has a natural bound. It never levels off, so an accuracy fitted by it passes 1 somewhere; for whatever has a floor it fails
/// beyond the data, and its exponent then depends on the range of x. Source: Kaplan et al., arXiv:2001.08361 (2020), eq. 1.1 to 1.3.
public struct PowerLaw: ScalingLaw {
  /// The value at x = 1, in the unit of y.
  public var coefficient: Double
  /// The exponent, without a unit: ten times the x multiplies y by 10^exponent.
  public var exponent: Double

  /// Creates the law from its parameters.
  public init(coefficient: Double, exponent: Double) {
    self.coefficient = coefficient
    self.exponent = exponent
  }

  /// Creates the law from coefficient and exponent in this order.
  public init?(parameters: [Double]) {
    guard parameters.count == 2 else { return nil }
    self.init(coefficient: parameters[0], exponent: parameters[1])
  }

  /// Coefficient, exponent.
  public var parameters: [Double] { [coefficient, exponent] }

  /// The separable model behind the law.
  public static var model: any SeparableModel { PowerModel() }

  /// The law's value at a positive x.
  public func value(at x: Double) -> Double { coefficient * pow(x, exponent) }

  /// The x at which the law has the value y, or nil where the signs differ or the law is flat or 0.
  public func predictor(reaching y: Double) -> Double? {
    guard coefficient != 0, y / coefficient > 0, exponent != 0 else { return nil }
    return exp(log(y / coefficient) / exponent)
  }
}

/// The model in working coordinates: u = x over the geometric mean of the data.
struct PowerModel: SeparableModel {
  var name: String { "power law" }
  var formula: String { "y = coefficient · x^exponent" }
  var amplitudes: [AmplitudeDescription] { [AmplitudeDescription("coefficient")] }
  var shapeNames: [String] { ["exponent"] }
  var needsPositivePredictor: Bool { true }

  func shapeBox(for references: [PredictorReference]) -> [ShapeRange] {
    let span = references[0].logSpan
    let most = min(60 / span, 690 / max(span, abs(references[0].meanLog) + span))
    return [ShapeRange(-most, most)]
  }

  func evaluate(_ predictors: [PredictorColumn], shape: UnsafePointer<Double>, order: Int, into columns: BasisColumns) {
    WorkingColumns.fillExponential(
      predictors[0].centeredLogs, rate: shape[0], sign: 1, derivativeSign: 1, term: 0, order: order, into: columns)
  }

  func exponentialForm(for references: [PredictorReference]) -> ExponentialForm? {
    ExponentialForm(
      coordinate: .centeredLogs, hasOffset: false, termSign: 1, direction: 1, amplitudeShift: -references[0].meanLog)
  }

  func reported(working: [Double], references: [PredictorReference]) -> [Double] {
    [working[0] * exp(-working[1] * references[0].meanLog), working[1]]
  }

  func reportedJacobian(working: [Double], references: [PredictorReference]) -> [[Double]] {
    let factor = exp(-working[1] * references[0].meanLog)
    return [[factor, -working[0] * factor * references[0].meanLog], [0, 1]]
  }
}
