/// An amplitude of a separable model: a parameter that the model is linear in.
public struct AmplitudeDescription: Sendable, Hashable {
  /// The parameter's name in results, such as "plateau".
  public let name: String
  /// The least value that the model allows.
  public let lower: Double
  /// The greatest value that the model allows.
  public let upper: Double
  /// Whether the amplitude multiplies a constant: a floor, plateau or intercept.
  public let isOffset: Bool

  /// Creates a description; without bounds the amplitude is free.
  public init(_ name: String, lower: Double = -.infinity, upper: Double = .infinity, isOffset: Bool = false) {
    self.name = name
    self.lower = lower
    self.upper = upper
    self.isOffset = isOffset
  }
}

/// How the scan of a shape's range is spaced.
public enum ShapeSpacing: String, Sendable, Hashable, Codable {
  /// Equal steps.
  case linear
  /// Equal ratios; both ends positive.
  case logarithmic
}

/// The range that a shape parameter is searched in, in working coordinates.
public struct ShapeRange: Sendable, Hashable, Codable {
  /// The lower end.
  public let lower: Double
  /// The upper end.
  public let upper: Double
  /// How the scan is spaced.
  public let spacing: ShapeSpacing

  /// Creates a range from its ends, in either order.
  public init(_ lower: Double, _ upper: Double, spacing: ShapeSpacing = .linear) {
    self.lower = min(lower, upper)
    self.upper = max(lower, upper)
    self.spacing = spacing
  }
}

/// The columns that a model writes its terms and their derivatives to; every column has `count` numbers.
///
/// Term j starts at `terms + j * count`. Its derivative by shape k starts at `first + (j * shapes + k) * count`; its second derivative by
/// shapes k <= l at `second + (j * pairs + pair(k, l)) * count`.
public struct BasisColumns {
  /// The number of points.
  public let count: Int
  /// Values of the terms.
  public let terms: UnsafeMutablePointer<Double>
  /// First derivatives by the shapes; written where the order is at least 1.
  public let first: UnsafeMutablePointer<Double>
  /// Second derivatives by pairs of shapes; written where the order is at least 2.
  public let second: UnsafeMutablePointer<Double>
}

/// A model y = Σ cⱼ φⱼ(x; θ): linear in its amplitudes c once its few shapes θ are fixed.
///
/// Golub and Pereyra, "The Differentiation of Pseudo-Inverses and Nonlinear Least Squares Problems Whose Variables Separate" (1973). A model works in the
/// coordinates of its `PredictorColumn`s and says how its parameters read in the user's units.
public protocol SeparableModel: Sendable {
  /// The name in results, such as "power law with floor".
  var name: String { get }
  /// The formula in the reported parameters, such as "y = floor + amplitude · x^-exponent".
  var formula: String { get }
  /// The amplitudes, in order.
  var amplitudes: [AmplitudeDescription] { get }
  /// The names of the reported shape parameters, in order; at most three.
  var shapeNames: [String] { get }
  /// The names of the predictors, in the order in which `evaluate` gets their columns; one named "x" unless the model says otherwise.
  var predictorNames: [String] { get }
  /// Whether every predictor must be positive.
  var needsPositivePredictor: Bool { get }
  /// The range to search for each shape, in working coordinates; it follows the data's span, not their units.
  func shapeBox(for references: [PredictorReference]) -> [ShapeRange]
  /// Writes the terms, and their derivatives up to `order` (0 to 2), for whole columns of predictors.
  func evaluate(_ predictors: [PredictorColumn], shape: UnsafePointer<Double>, order: Int, into columns: BasisColumns)
  /// The law as one exponential term, for fits of many curves at a time; nil where it has another form, which is the default.
  func exponentialForm(for references: [PredictorReference]) -> ExponentialForm?
  /// The parameters (amplitudes, then shapes) in the user's units.
  func reported(working: [Double], references: [PredictorReference]) -> [Double]
  /// The derivatives of `reported` by the working parameters, row by row.
  func reportedJacobian(working: [Double], references: [PredictorReference]) -> [[Double]]
}

extension SeparableModel {
  /// One predictor, "x".
  public var predictorNames: [String] { ["x"] }
  /// No exponential form.
  public func exponentialForm(for references: [PredictorReference]) -> ExponentialForm? { nil }
  /// The number of shapes.
  var shapeCount: Int { shapeNames.count }

  /// The names of all parameters: amplitudes, then shapes.
  public var parameterNames: [String] { amplitudes.map(\.name) + shapeNames }
}
