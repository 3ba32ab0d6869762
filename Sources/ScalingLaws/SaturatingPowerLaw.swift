import CurveFitting

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A power law that rises to a plateau: y = plateau - amplitude · x^-exponent, amplitude >= 0, exponent > 0.
///
/// The mirror image of `PowerLawWithFloor`, for accuracies: the distance to the plateau falls as a power of x. Plateau and amplitude have the unit of y, the exponent none. A plateau that is a share has a natural
/// bound: fit with `bounds: ["plateau": 0...1]`. It fails near x = 0, where it falls below any bound, below chance level (`LogisticLaw` has a lower end), and on curves still straight in ln x: the plateau then lies far
/// above the data and is not identified. Source: Hestness et al., arXiv:1712.00409 (2017), for 1 - y.
public struct SaturatingPowerLaw: SaturatingLaw {
  /// The value approached as x grows, in the unit of y.
  public var plateau: Double
  /// The distance to the plateau at x = 1, in the unit of y.
  public var amplitude: Double
  /// The exponent, without a unit: ten times the x divides the distance by 10^exponent.
  public var exponent: Double

  /// Creates the law from its parameters.
  public init(plateau: Double, amplitude: Double, exponent: Double) {
    self.plateau = plateau
    self.amplitude = amplitude
    self.exponent = exponent
  }

  /// Creates the law from plateau, amplitude and exponent in this order.
  public init?(parameters: [Double]) {
    guard parameters.count == 3 else { return nil }
    self.init(plateau: parameters[0], amplitude: parameters[1], exponent: parameters[2])
  }

  /// Plateau, amplitude, exponent.
  public var parameters: [Double] { [plateau, amplitude, exponent] }

  /// The separable model behind the law.
  public static var model: any SeparableModel {
    OffsetPowerModel(
      name: "saturating power law", formula: "y = plateau - amplitude · x^-exponent", offsetName: "plateau", sign: -1)
  }

  /// The law's value at a positive x.
  public func value(at x: Double) -> Double { plateau - amplitude * pow(x, -exponent) }

  /// The x at which the law has risen to y, or nil at or above the plateau.
  public func predictor(reaching y: Double) -> Double? {
    guard y < plateau, amplitude > 0, exponent > 0 else { return nil }
    return exp(log(amplitude / (plateau - y)) / exponent)
  }
}
