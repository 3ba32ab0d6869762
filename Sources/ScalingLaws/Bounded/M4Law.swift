import CurveFitting

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A law between a floor and a ceiling with an exponent of its own near the ceiling: (y - floor) / (ceiling - y)^curvature falls as a power of x.
///
/// The estimator M4 of I. Alabdulmohsin, B. Neyshabur and X. Zhai, "Revisiting Neural Scaling Laws in Language and Vision" (2022): (y - e) / (e₀ - y)^α = β x^c. In shares of the way to the
/// ceiling, u = (y - floor) / (ceiling - floor), it reads u / (1 - u)^curvature = amplitude · x^-exponent, so that y is linear in both ends and the fit is separable; curvature is their α, amplitude their
/// β (ceiling - floor)^(α - 1), exponent their -c. `floor` and `ceiling` have the unit of y, the others have none. A curvature of 1 is `BoundedRationalLaw`. Its authors fit the logarithm of the excess over the floor, which is
/// degenerate; the fit here is of y or of ln y. Four or five parameters: with less than about 15 points or two decades curvature and floor trade against each other, and the law may run away beyond the data.
public struct M4Law: ScalingLaw {
  /// The value approached as x grows, in the unit of y.
  public var floor: Double
  /// The value approached as x falls to 0, in the unit of y.
  public var ceiling: Double
  /// u / (1 - u)^curvature at x = 1.
  public var amplitude: Double
  /// The exponent of the approach to the floor, without a unit.
  public var exponent: Double
  /// The exponent of the approach to the ceiling is `exponent / curvature`.
  public var curvature: Double

  /// Creates the law from its parameters.
  public init(floor: Double, ceiling: Double, amplitude: Double, exponent: Double, curvature: Double) {
    self.floor = floor
    self.ceiling = ceiling
    self.amplitude = amplitude
    self.exponent = exponent
    self.curvature = curvature
  }

  /// Creates the law from floor, ceiling, amplitude, exponent and curvature in this order; nil for another count of them.
  public init?(parameters: [Double]) {
    guard parameters.count == 5 else { return nil }
    self.init(
      floor: parameters[0], ceiling: parameters[1], amplitude: parameters[2], exponent: parameters[3],
      curvature: parameters[4])
  }

  /// Floor, ceiling, amplitude, exponent, curvature.
  public var parameters: [Double] { [floor, ceiling, amplitude, exponent, curvature] }

  /// The separable model behind the law, both ends free.
  public static var model: any SeparableModel { model() }

  /// The model with both ends inside ranges; a range of one value pins an end.
  ///
  /// With a rising trend the fit's ceiling is approached as x grows and its floor as x falls: the law with both ends exchanged.
  public static func model(
    floor: ClosedRange<Double> = -Double.infinity ... .infinity,
    ceiling: ClosedRange<Double> = -Double.infinity ... .infinity, trend: Trend = .falling
  ) -> any SeparableModel {
    BoundedModel(form: .curvedRational, trend: trend, floor: floor, ceiling: ceiling)
  }

  /// The law's value at a positive x; its equation is solved by Newton's method.
  public func value(at x: Double) -> Double {
    let share = BoundedShare(log(x), k: log(amplitude), exponent: exponent, curvature: curvature)
    return floor * share.complement + ceiling * share.u
  }

  /// The x at which the law has the value y, or nil outside its ends.
  public func predictor(reaching y: Double) -> Double? {
    guard (y - floor) * (ceiling - y) > 0, amplitude > 0, exponent > 0 else { return nil }
    let share = (y - floor) / (ceiling - floor)
    return exp((log(amplitude) - log(share) + curvature * log1p(-share)) / exponent)
  }
}
