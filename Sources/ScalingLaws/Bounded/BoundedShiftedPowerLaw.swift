import CurveFitting

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A shifted power law that starts at a ceiling: y = floor + (ceiling - floor) · (1 + x / shift)^-exponent.
///
/// The form of M3 of I. Alabdulmohsin, B. Neyshabur and X. Zhai, "Revisiting Neural Scaling Laws in Language and Vision" (2022), and of pretraining data x added to what a model already knows, a shift worth of
/// x (transfer laws), written so that it stays below a known ceiling at x = 0. `floor` and `ceiling` have the unit of y, `shift` that of x, the exponent none. Natural bounds are those of the metric. A shift far below the
/// smallest x makes a power law with floor, and shift and ceiling are then known only together.
public struct BoundedShiftedPowerLaw: ScalingLaw {
  /// The value approached as x grows, in the unit of y.
  public var floor: Double
  /// The value at x = 0, in the unit of y.
  public var ceiling: Double
  /// The x at which the distance to the floor has fallen by 2^exponent, in the unit of x.
  public var shift: Double
  /// The exponent for x far above the shift, without a unit.
  public var exponent: Double

  /// Creates the law from its parameters.
  public init(floor: Double, ceiling: Double, shift: Double, exponent: Double) {
    self.floor = floor
    self.ceiling = ceiling
    self.shift = shift
    self.exponent = exponent
  }

  /// Creates the law from floor, ceiling, shift and exponent in this order; nil for another count of them.
  public init?(parameters: [Double]) {
    guard parameters.count == 4 else { return nil }
    self.init(floor: parameters[0], ceiling: parameters[1], shift: parameters[2], exponent: parameters[3])
  }

  /// Floor, ceiling, shift, exponent.
  public var parameters: [Double] { [floor, ceiling, shift, exponent] }

  /// The separable model behind the law, both ends free.
  public static var model: any SeparableModel { model() }

  /// The model with both ends inside ranges; a range of one value pins an end.
  ///
  /// With a rising trend the fit's ceiling is approached as x grows and its floor as x falls: the law with both ends exchanged.
  public static func model(
    floor: ClosedRange<Double> = -Double.infinity ... .infinity,
    ceiling: ClosedRange<Double> = -Double.infinity ... .infinity, trend: Trend = .falling
  ) -> any SeparableModel {
    BoundedModel(form: .shiftedPower, trend: trend, floor: floor, ceiling: ceiling)
  }

  /// The law's value at an x of 0 or more.
  public func value(at x: Double) -> Double { floor + (ceiling - floor) * exp(-exponent * log1p(x / shift)) }

  /// The x at which the law has the value y, or nil outside its ends.
  public func predictor(reaching y: Double) -> Double? {
    guard (y - floor) * (ceiling - y) >= 0, y != floor, shift > 0, exponent > 0 else { return nil }
    return shift * expm1(log((ceiling - floor) / (y - floor)) / exponent)
  }
}
