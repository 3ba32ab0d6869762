import CurveFitting

/// A straight line: y = intercept + slope · x.
///
/// For latency against tokens or cost against time. The intercept has the unit of y, the slope that of y over that of x; neither has a natural bound, and a metric's own bounds are passed somewhere. It fails over
/// decades of x, where the largest point alone decides the slope. Source: least squares since Legendre (1805) and Gauss (1809).
public struct LinearLaw: ScalingLaw {
  /// The value at x = 0, in the unit of y.
  public var intercept: Double
  /// The change of y for one unit of x.
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

  /// The separable model behind the law.
  public static var model: any SeparableModel { LinearModel() }

  /// The law's value at an x.
  public func value(at x: Double) -> Double { intercept + slope * x }

  /// The x at which the line has the value y, or nil for a flat line.
  public func predictor(reaching y: Double) -> Double? { slope == 0 ? nil : (y - intercept) / slope }
}

/// The model in working coordinates: v = (x - minimum) / range.
struct LinearModel: SeparableModel {
  var name: String { "straight line" }
  var formula: String { "y = intercept + slope · x" }
  var amplitudes: [AmplitudeDescription] {
    [AmplitudeDescription("intercept", isOffset: true), AmplitudeDescription("slope")]
  }
  var shapeNames: [String] { [] }
  var needsPositivePredictor: Bool { false }

  func shapeBox(for references: [PredictorReference]) -> [ShapeRange] { [] }

  func evaluate(_ predictors: [PredictorColumn], shape: UnsafePointer<Double>, order: Int, into columns: BasisColumns) {
    WorkingColumns.fillConstant(term: 0, shapes: 0, order: order, into: columns)
    let n = columns.count
    for i in 0..<n { columns.terms[n + i] = predictors[0].scaled[i] }
  }

  func reported(working: [Double], references: [PredictorReference]) -> [Double] {
    [working[0] - working[1] * references[0].minimum / references[0].range, working[1] / references[0].range]
  }

  func reportedJacobian(working: [Double], references: [PredictorReference]) -> [[Double]] {
    [[1, -references[0].minimum / references[0].range], [0, 1 / references[0].range]]
  }
}
