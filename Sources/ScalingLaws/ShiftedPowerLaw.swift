import CurveFitting

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A power law in x plus a shift: y = floor + amplitude · (x + shift)^-exponent, amplitude >= 0, shift > 0, exponent > 0.
///
/// For losses of models that start with something: M3 of I. Alabdulmohsin, B. Neyshabur and X. Zhai, "Revisiting Neural Scaling Laws in Language and Vision" (2022), without a floor
/// (`PinnedLaw(ShiftedPowerLaw.model, at: 0)`); with one the shifted law of several fitting tools. `floor` and `amplitude` have the unit of y (the amplitude is the excess where x + shift is 1), `shift` that of x. Where the value at x = 0
/// is bounded, as an error is, use `BoundedShiftedPowerLaw`. A shift far below the smallest x is `PowerLawWithFloor`, one far above the largest an exponential; the data then tell only a bound on it, and that is
/// where it fails: four parameters of a curve without a visible bend. Natural bounds: a loss has a floor of 0 or more. The exponent has no unit.
public struct ShiftedPowerLaw: ScalingLaw {
  /// The value approached as x grows, in the unit of y.
  public var floor: Double
  /// The excess over the floor where x + shift is 1, in the unit of y.
  public var amplitude: Double
  /// What the x before the data began were worth, in the unit of x.
  public var shift: Double
  /// The exponent, without a unit.
  public var exponent: Double

  /// Creates the law from its parameters.
  public init(floor: Double, amplitude: Double, shift: Double, exponent: Double) {
    self.floor = floor
    self.amplitude = amplitude
    self.shift = shift
    self.exponent = exponent
  }

  /// Creates the law from floor, amplitude, shift and exponent in this order; nil for another count of them.
  public init?(parameters: [Double]) {
    guard parameters.count == 4 else { return nil }
    self.init(floor: parameters[0], amplitude: parameters[1], shift: parameters[2], exponent: parameters[3])
  }

  /// Floor, amplitude, shift, exponent.
  public var parameters: [Double] { [floor, amplitude, shift, exponent] }

  /// The separable model behind the law.
  public static var model: any SeparableModel { ShiftedPowerModel() }

  /// The law's value at an x above -shift.
  public func value(at x: Double) -> Double { floor + amplitude * pow(x + shift, -exponent) }

  /// The x at which the law has fallen to y, or nil at or below the floor.
  public func predictor(reaching y: Double) -> Double? {
    guard y > floor, amplitude > 0, exponent > 0 else { return nil }
    return pow(amplitude / (y - floor), 1 / exponent) - shift
  }
}

/// The model in working coordinates: the term is (1 + e^(v - m))^-exponent · (1 + e^-m)^exponent, v and m the logarithms of x and shift less the mean of ln x, which is 1 at the mean.
struct ShiftedPowerModel: SeparableModel {
  var name: String { "shifted power law" }
  var formula: String { "y = floor + amplitude · (x + shift)^-exponent" }
  var amplitudes: [AmplitudeDescription] {
    [AmplitudeDescription("floor", isOffset: true), AmplitudeDescription("amplitude", lower: 0)]
  }
  var shapeNames: [String] { ["shift", "exponent"] }
  var needsPositivePredictor: Bool { true }

  func shapeBox(for references: [PredictorReference]) -> [ShapeRange] {
    let span = references[0].logSpan
    let mean = references[0].meanLog
    return [
      ShapeRange(max(-span - 4, -700 - mean), min(span + 2, 700 - mean)),
      ShapeRange(1e-2 / span, min(60, 650 / (abs(mean) + 2 * span + 4)), spacing: .logarithmic),
    ]
  }

  func evaluate(_ predictors: [PredictorColumn], shape: UnsafePointer<Double>, order: Int, into columns: BasisColumns) {
    WorkingColumns.fillConstant(term: 0, shapes: 2, order: order, into: columns)
    let n = columns.count
    let (m, exponent) = (shape[0], shape[1])
    let origin = Self.softplus(-m)
    predictors[0].centeredLogs.withUnsafeBufferPointer { logs in
      for i in 0..<n {
        let here = Self.softplus(logs[i] - m)
        let length = here.value - origin.value
        let value = exp(-exponent * length)
        columns.terms[n + i] = value
        guard order >= 1 else { continue }
        // Of the length by m.
        let slope = origin.slope - here.slope
        let bend = here.slope * (1 - here.slope) - origin.slope * (1 - origin.slope)
        columns.first[2 * n + i] = -exponent * slope * value
        columns.first[3 * n + i] = -length * value
        guard order >= 2 else { continue }
        columns.second[3 * n + i] = (exponent * slope * exponent * slope - exponent * bend) * value
        columns.second[4 * n + i] = (exponent * length - 1) * slope * value
        columns.second[5 * n + i] = length * length * value
      }
    }
  }

  /// ln(1 + e^d) and its derivative.
  private static func softplus(_ d: Double) -> (value: Double, slope: Double) {
    let e = exp(-abs(d))
    return (max(d, 0) + log1p(e), d < 0 ? e / (1 + e) : 1 / (1 + e))
  }

  /// ln of the factor from the working amplitude to the reported one: exponent · ln(shift + the geometric mean of x).
  private func scale(_ working: [Double], _ reference: PredictorReference) -> (
    shift: Double, log: Double, slope: Double
  ) {
    let origin = Self.softplus(-working[2])
    let log = working[2] + reference.meanLog + origin.value
    return (exp(working[2] + reference.meanLog), log, 1 - origin.slope)
  }

  func reported(working: [Double], references: [PredictorReference]) -> [Double] {
    let scale = scale(working, references[0])
    return [working[0], working[1] * exp(working[3] * scale.log), scale.shift, working[3]]
  }

  func reportedJacobian(working: [Double], references: [PredictorReference]) -> [[Double]] {
    let scale = scale(working, references[0])
    let factor = exp(working[3] * scale.log)
    let amplitude = working[1] * factor
    return [
      [1, 0, 0, 0], [0, factor, amplitude * working[3] * scale.slope, amplitude * scale.log], [0, 0, scale.shift, 0],
      [0, 0, 0, 1],
    ]
  }
}
