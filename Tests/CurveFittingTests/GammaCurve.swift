import CurveFitting

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// y = coefficient · x^exponent · exp(-rate x): a law outside the catalogue, with one amplitude and two shapes.
struct GammaCurve: SeparableModel {
  /// The range that the model allows its coefficient; a bounded one reaches the fault of an empty bound.
  var allowed: ClosedRange<Double> = -.infinity ... .infinity

  var name: String { "gamma curve" }
  var formula: String { "y = coefficient · x^exponent · exp(-rate x)" }
  var amplitudes: [AmplitudeDescription] {
    [AmplitudeDescription("coefficient", lower: allowed.lowerBound, upper: allowed.upperBound)]
  }
  var shapeNames: [String] { ["exponent", "rate"] }
  var needsPositivePredictor: Bool { true }

  static func value(_ x: Double, exponent: Double, rate: Double) -> Double { pow(x, exponent) * exp(-rate * x) }

  func shapeBox(for references: [PredictorReference]) -> [ShapeRange] {
    [ShapeRange(-3, 3), ShapeRange(0, 30 / references[0].maximum)]
  }

  func evaluate(_ predictors: [PredictorColumn], shape: UnsafePointer<Double>, order: Int, into columns: BasisColumns) {
    for (i, x) in predictors[0].values.enumerated() {
      let u = log(x)
      let value = Self.value(x, exponent: shape[0], rate: shape[1])
      columns.terms[i] = value
      guard order >= 1 else { continue }
      columns.first[i] = u * value
      columns.first[columns.count + i] = -x * value
      guard order >= 2 else { continue }
      columns.second[i] = u * u * value
      columns.second[columns.count + i] = -u * x * value
      columns.second[2 * columns.count + i] = x * x * value
    }
  }

  func reported(working: [Double], references: [PredictorReference]) -> [Double] { working }

  func reportedJacobian(working: [Double], references: [PredictorReference]) -> [[Double]] {
    [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
  }
}
