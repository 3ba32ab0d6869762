import CurveFitting

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A straight line in the logarithm: y = intercept + slope · ln x.
///
/// The form behind "accuracy grows linearly with the number of tokens" on charts whose axis is logarithmic: every doubling of x adds slope · ln 2. It never
/// levels off, so it says nothing about a plateau. Both parameters have the unit of y and no natural bound. It fails beyond the data, where an accuracy passes 1, and at the ends of any S-shaped curve, whose
/// middle it fits. Source: charts of test-time compute on a logarithmic axis, such as Snell et al., arXiv:2408.03314 (2024).
public struct LogLinearLaw: ScalingLaw {
  /// The value at x = 1, in the unit of y.
  public var intercept: Double
  /// The change of y when x grows by the factor e.
  public var slope: Double

  /// Creates the law from its parameters.
  public init(intercept: Double, slope: Double) {
    self.intercept = intercept
    self.slope = slope
  }

  /// Creates the law from intercept and slope in this order.
  public init?(parameters: [Double]) {
    guard parameters.count == 2 else { return nil }
    self.init(intercept: parameters[0], slope: parameters[1])
  }

  /// Intercept, slope.
  public var parameters: [Double] { [intercept, slope] }

  /// The change of y for a doubling of x.
  public var gainPerDoubling: Double { slope * log(2) }

  /// The separable model behind the law.
  public static var model: any SeparableModel { LogLinearModel() }

  /// The law's value at a positive x.
  public func value(at x: Double) -> Double { intercept + slope * log(x) }

  /// The x at which the law has the value y, or nil for a flat law.
  public func predictor(reaching y: Double) -> Double? { slope == 0 ? nil : exp((y - intercept) / slope) }
}

/// The model in working coordinates: ln of x over the geometric mean of the data.
struct LogLinearModel: SeparableModel {
  var name: String { "log-linear law" }
  var formula: String { "y = intercept + slope · ln x" }
  var amplitudes: [AmplitudeDescription] {
    [AmplitudeDescription("intercept", isOffset: true), AmplitudeDescription("slope")]
  }
  var shapeNames: [String] { [] }
  var needsPositivePredictor: Bool { true }

  func shapeBox(for references: [PredictorReference]) -> [ShapeRange] { [] }

  func evaluate(_ predictors: [PredictorColumn], shape: UnsafePointer<Double>, order: Int, into columns: BasisColumns) {
    WorkingColumns.fillConstant(term: 0, shapes: 0, order: order, into: columns)
    let n = columns.count
    for i in 0..<n { columns.terms[n + i] = predictors[0].centeredLogs[i] }
  }

  func reported(working: [Double], references: [PredictorReference]) -> [Double] {
    [working[0] - working[1] * references[0].meanLog, working[1]]
  }

  func reportedJacobian(working: [Double], references: [PredictorReference]) -> [[Double]] {
    [[1, -references[0].meanLog], [0, 1]]
  }
}
