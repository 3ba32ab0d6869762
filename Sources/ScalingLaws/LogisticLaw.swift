import CLinearAlgebra
import CurveFitting

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A logistic curve in ln x: y = lower + rise / (1 + (x / midpoint)^-slope), rise >= 0, slope > 0.
///
/// The four-parameter logistic, or Hill, curve: y rises from `lower` to `upper` = lower + rise and is half-way at the midpoint, where it gains rise · slope / 4 for a factor e of x.
/// For accuracies that start at chance and end at a ceiling; also under the name `HillLaw`. Natural bounds: those of the metric for `lower` (`bounds: ["lower": 0.25...0.25]` pins a chance level). It fails without
/// points below and above the bend, where the end that was not seen is not identified, and where the approach to the two ends differs (`M4Law`). Source: A. V. Hill, J. Physiol. 40 (1910); P.-F. Verhulst (1838)
/// for the curve in ln x.
public struct LogisticLaw: SaturatingLaw {
  /// The value approached as x falls to 0, in the unit of y.
  public var lower: Double
  /// What y gains from x = 0 to x without end, in the unit of y.
  public var rise: Double
  /// The x at which half of the rise is reached.
  public var midpoint: Double
  /// The steepness, without a unit: far below the midpoint y - lower grows as x^slope.
  public var slope: Double

  /// Creates the law from its parameters.
  public init(lower: Double, rise: Double, midpoint: Double, slope: Double) {
    self.lower = lower
    self.rise = rise
    self.midpoint = midpoint
    self.slope = slope
  }

  /// Creates the law from both of its ends.
  public init(lower: Double, upper: Double, midpoint: Double, slope: Double) {
    self.init(lower: lower, rise: upper - lower, midpoint: midpoint, slope: slope)
  }

  /// Creates the law from lower, rise, midpoint and slope in this order; nil for another count of them.
  public init?(parameters: [Double]) {
    guard parameters.count == 4 else { return nil }
    self.init(lower: parameters[0], rise: parameters[1], midpoint: parameters[2], slope: parameters[3])
  }

  /// Lower, rise, midpoint, slope.
  public var parameters: [Double] { [lower, rise, midpoint, slope] }

  /// The value approached as x grows, in the unit of y.
  public var upper: Double { lower + rise }
  /// The value approached as x grows: `upper`.
  public var plateau: Double { upper }

  /// The separable model behind the law.
  public static var model: any SeparableModel { LogisticModel() }

  /// The law's value at a positive x.
  public func value(at x: Double) -> Double { lower + rise / (1 + pow(x / midpoint, -slope)) }

  /// The x at which the law has the value y, or nil outside its ends.
  public func predictor(reaching y: Double) -> Double? {
    guard y > lower, y < upper, slope > 0 else { return nil }
    return midpoint * pow((y - lower) / (upper - y), 1 / slope)
  }
}

/// The Hill curve: the logistic law in ln x under the name that dose-response and test-time curves give it, with its `slope` as the Hill coefficient and its `midpoint` as the half-maximal x.
public typealias HillLaw = LogisticLaw

/// The model in working coordinates: u = ln x less its mean, the shapes are the midpoint in u and the slope.
struct LogisticModel: SeparableModel {
  var name: String { "logistic law" }
  var formula: String { "y = lower + rise / (1 + (x / midpoint)^-slope)" }
  var amplitudes: [AmplitudeDescription] {
    [AmplitudeDescription("lower", isOffset: true), AmplitudeDescription("rise", lower: 0)]
  }
  var shapeNames: [String] { ["midpoint", "slope"] }
  var needsPositivePredictor: Bool { true }

  func shapeBox(for references: [PredictorReference]) -> [ShapeRange] {
    let reference = references[0]
    let span = reference.logSpan
    // One span of ln x beyond either end; further out the curve is a power law with an offset. The midpoint in the unit of x must stay a number.
    let least = max(log(reference.minimum) - reference.meanLog - span, -700 - reference.meanLog)
    let most = min(log(reference.maximum) - reference.meanLog + span, 700 - reference.meanLog)
    // From a bend that the span of ln x does not show to a step.
    return [ShapeRange(least, most), ShapeRange(0.05 / span, 400 / span, spacing: .logarithmic)]
  }

  func evaluate(_ predictors: [PredictorColumn], shape: UnsafePointer<Double>, order: Int, into columns: BasisColumns) {
    WorkingColumns.fillConstant(term: 0, shapes: 2, order: order, into: columns)
    let n = columns.count
    let midpoint = shape[0]
    let slope = shape[1]
    let values = columns.terms + n
    predictors[0].centeredLogs.withUnsafeBufferPointer { logs in
      for i in 0..<n { values[i] = -slope * (logs[i] - midpoint) }
      cla_exp(Int64(n), values, values)
      for i in 0..<n { values[i] = 1 / (1 + values[i]) }
      guard order >= 1 else { return }
      let first = columns.first + 2 * n
      for i in 0..<n {
        let density = values[i] * (1 - values[i])
        first[i] = -slope * density
        first[n + i] = (logs[i] - midpoint) * density
      }
      guard order >= 2 else { return }
      let second = columns.second + 3 * n
      for i in 0..<n {
        let density = values[i] * (1 - values[i])
        let bend = density * (1 - 2 * values[i])
        let distance = logs[i] - midpoint
        second[i] = slope * slope * bend
        second[n + i] = -density - slope * distance * bend
        second[2 * n + i] = distance * distance * bend
      }
    }
  }

  func reported(working: [Double], references: [PredictorReference]) -> [Double] {
    [working[0], working[1], exp(working[2] + references[0].meanLog), working[3]]
  }

  func reportedJacobian(working: [Double], references: [PredictorReference]) -> [[Double]] {
    [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, exp(working[2] + references[0].meanLog), 0], [0, 0, 0, 1]]
  }
}
