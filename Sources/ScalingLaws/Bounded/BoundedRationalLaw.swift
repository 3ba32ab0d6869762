import CurveFitting

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A law between a floor and a ceiling that is rational in a power of x: y = (floor + ceiling · g) / (1 + g), g = amplitude · x^-exponent.
///
/// An error that falls from a ceiling, such as the chance level, to a floor; the Hill curve and the logistic curve in ln x, with both ends named. Far from the ceiling it is a power law with floor.
/// `floor` and `ceiling` have the unit of y, `amplitude` is the odds (y - floor) / (ceiling - y) at x = 1 and has none, nor has the exponent. Natural bounds are those of the metric, 0 to 1 for a share: `model(floor:ceiling:)` keeps
/// both ends inside, and a range of one value pins an end. It fails where the approach to the ceiling and that to the floor have different exponents (`M4Law` frees that), and its ceiling is not
/// identified by points that all lie near the floor: pin it.
public struct BoundedRationalLaw: ScalingLaw {
  /// The value approached as x grows, in the unit of y.
  public var floor: Double
  /// The value approached as x falls to 0, in the unit of y.
  public var ceiling: Double
  /// The odds (y - floor) / (ceiling - y) at x = 1.
  public var amplitude: Double
  /// The exponent of the odds, without a unit.
  public var exponent: Double

  /// Creates the law from its parameters.
  public init(floor: Double, ceiling: Double, amplitude: Double, exponent: Double) {
    self.floor = floor
    self.ceiling = ceiling
    self.amplitude = amplitude
    self.exponent = exponent
  }

  /// Creates the law from floor, ceiling, amplitude and exponent in this order; nil for another count of them.
  public init?(parameters: [Double]) {
    guard parameters.count == 4 else { return nil }
    self.init(floor: parameters[0], ceiling: parameters[1], amplitude: parameters[2], exponent: parameters[3])
  }

  /// Floor, ceiling, amplitude, exponent.
  public var parameters: [Double] { [floor, ceiling, amplitude, exponent] }

  /// The separable model behind the law, both ends free.
  public static var model: any SeparableModel { model() }

  /// The model with both ends inside ranges; a range of one value pins an end.
  ///
  /// With a rising trend the fit's ceiling is approached as x grows and its floor as x falls: the law with both ends exchanged.
  public static func model(
    floor: ClosedRange<Double> = -Double.infinity ... .infinity,
    ceiling: ClosedRange<Double> = -Double.infinity ... .infinity, trend: Trend = .falling
  ) -> any SeparableModel {
    BoundedModel(form: .rational, trend: trend, floor: floor, ceiling: ceiling)
  }

  /// The law's value at a positive x.
  public func value(at x: Double) -> Double {
    let odds = amplitude * pow(x, -exponent)
    return odds < .infinity ? (floor + ceiling * odds) / (1 + odds) : ceiling
  }

  /// The x at which the law has the value y, or nil outside its ends.
  public func predictor(reaching y: Double) -> Double? {
    guard (y - floor) * (ceiling - y) > 0, amplitude > 0, exponent > 0 else { return nil }
    return pow(amplitude * (ceiling - y) / (y - floor), 1 / exponent)
  }
}
