import CurveFitting

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// An exponential approach to a plateau: y = plateau - amplitude · exp(-x / scale), amplitude >= 0, scale > 0.
///
/// The distance to the plateau falls by the factor e with every further `scale` of x; `amplitude` is that distance at x = 0. It levels off faster than any power
/// law, so it fits the end of a curve whose last points no longer move. Plateau and amplitude have the unit of y, the scale that of x; a plateau that is a share lies in 0 to 1. It fails over decades of x: its
/// whole rise takes one or two of them. Over a loss L in place of x it is the law of downstream errors, Err = eps - k exp(-gamma L) with eps = plateau, k = amplitude and gamma = 1 / scale (Gadre et al. 2024,
/// arXiv:2403.08540, eq. 5), which holds for averages over tasks that move, not for single tasks near chance. Source otherwise: the solution of dy/dx = (plateau - y) / scale.
public struct SaturatingExponential: SaturatingLaw {
  /// The value approached as x grows, in the unit of y.
  public var plateau: Double
  /// The distance to the plateau at x = 0, in the unit of y.
  public var amplitude: Double
  /// The x over which the distance falls by the factor e, in the unit of x.
  public var scale: Double

  /// Creates the law from its parameters.
  public init(plateau: Double, amplitude: Double, scale: Double) {
    self.plateau = plateau
    self.amplitude = amplitude
    self.scale = scale
  }

  /// Creates the law from plateau, amplitude and scale in this order.
  public init?(parameters: [Double]) {
    guard parameters.count == 3 else { return nil }
    self.init(plateau: parameters[0], amplitude: parameters[1], scale: parameters[2])
  }

  /// Plateau, amplitude, scale.
  public var parameters: [Double] { [plateau, amplitude, scale] }

  /// The separable model behind the law.
  public static var model: any SeparableModel { SaturatingExponentialModel() }

  /// The law's value at an x.
  public func value(at x: Double) -> Double { plateau - amplitude * exp(-x / scale) }

  /// The x at which the law has risen to y, or nil at or above the plateau.
  public func predictor(reaching y: Double) -> Double? {
    guard y < plateau, amplitude > 0, scale > 0 else { return nil }
    return scale * log(amplitude / (plateau - y))
  }
}

/// The model in working coordinates: v = (x - minimum) / range, rate = range / scale.
struct SaturatingExponentialModel: SeparableModel {
  var name: String { "saturating exponential" }
  var formula: String { "y = plateau - amplitude · exp(-x / scale)" }
  var amplitudes: [AmplitudeDescription] {
    [AmplitudeDescription("plateau", isOffset: true), AmplitudeDescription("amplitude", lower: 0)]
  }
  var shapeNames: [String] { ["scale"] }
  var needsPositivePredictor: Bool { false }

  func shapeBox(for references: [PredictorReference]) -> [ShapeRange] {
    // From a straight line (1e-3 over the whole range) to a curve that is flat after the first of 10^4 steps. The amplitude at x = 0 must stay finite.
    let shift = abs(references[0].minimum) / references[0].range
    let most = shift > 0 ? min(1e5, 690 / shift) : 1e5
    return [ShapeRange(min(1e-3, 0.5 * most), most, spacing: .logarithmic)]
  }

  func evaluate(_ predictors: [PredictorColumn], shape: UnsafePointer<Double>, order: Int, into columns: BasisColumns) {
    WorkingColumns.fillConstant(term: 0, shapes: 1, order: order, into: columns)
    WorkingColumns.fillExponential(
      predictors[0].scaled, rate: -shape[0], sign: -1, derivativeSign: -1, term: 1, order: order, into: columns)
  }

  func exponentialForm(for references: [PredictorReference]) -> ExponentialForm? {
    ExponentialForm(
      coordinate: .scaled, hasOffset: true, termSign: -1, direction: -1,
      amplitudeShift: references[0].minimum / references[0].range, reportedShape: .lengthOverRate(references[0].range))
  }

  func reported(working: [Double], references: [PredictorReference]) -> [Double] {
    let shift = references[0].minimum / references[0].range
    return [working[0], working[1] * exp(working[2] * shift), references[0].range / working[2]]
  }

  func reportedJacobian(working: [Double], references: [PredictorReference]) -> [[Double]] {
    let shift = references[0].minimum / references[0].range
    let factor = exp(working[2] * shift)
    return [
      [1, 0, 0], [0, factor, working[1] * factor * shift],
      [0, 0, -references[0].range / (working[2] * working[2])],
    ]
  }
}
