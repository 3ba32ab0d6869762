import CurveFitting

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A power law that falls to a floor: y = floor + amplitude · x^-exponent, amplitude >= 0, exponent > 0.
///
/// The form of losses against parameters, data or compute with an irreducible part (Hestness et al. 2017; Hoffmann et al. 2022, eq. 2 for one variable). `floor` has the unit
/// of y; `amplitude` is the excess over the floor at x = 1, also in the unit of y, so it depends on the unit of x; the exponent has no unit. Natural bounds: a loss or an error has a floor of 0 or more
/// (`bounds: ["floor": 0 ... .infinity]`). It fails with less than two decades of x, where floor and exponent make up for each other, on errors near their ceiling (`BoundedRationalLaw`), and where a further
/// power takes over beyond the data: fitted floors are too high as a rule.
public struct PowerLawWithFloor: ScalingLaw {
  /// The value approached as x grows, in the unit of y.
  public var floor: Double
  /// The excess over the floor at x = 1, in the unit of y.
  public var amplitude: Double
  /// The exponent, without a unit: ten times the x divides the excess by 10^exponent.
  public var exponent: Double

  /// Creates the law from its parameters.
  public init(floor: Double, amplitude: Double, exponent: Double) {
    self.floor = floor
    self.amplitude = amplitude
    self.exponent = exponent
  }

  /// Creates the law from floor, amplitude and exponent in this order.
  public init?(parameters: [Double]) {
    guard parameters.count == 3 else { return nil }
    self.init(floor: parameters[0], amplitude: parameters[1], exponent: parameters[2])
  }

  /// Floor, amplitude, exponent.
  public var parameters: [Double] { [floor, amplitude, exponent] }

  /// The separable model behind the law.
  public static var model: any SeparableModel {
    OffsetPowerModel(
      name: "power law with floor", formula: "y = floor + amplitude · x^-exponent", offsetName: "floor", sign: 1)
  }

  /// The law's value at a positive x.
  public func value(at x: Double) -> Double { floor + amplitude * pow(x, -exponent) }

  /// The x at which the law has fallen to y, or nil at or below the floor.
  public func predictor(reaching y: Double) -> Double? {
    guard y > floor, amplitude > 0, exponent > 0 else { return nil }
    return exp(log(amplitude / (y - floor)) / exponent)
  }
}
