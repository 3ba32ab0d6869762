import CLinearAlgebra
import CurveFitting

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Columns that several laws share: constants, and powers of x in working coordinates.
enum WorkingColumns {
  /// The range of a power's exponent over data of a span of ln x; `extent` is the largest |ln x| that its amplitude is carried over.
  static func exponentRange(span: Double, extent: Double) -> ShapeRange {
    // Below 1e-3 over the whole span the curve is a straight line in ln x; above 60 only its first point stands out.
    let most = min(60 / span, 690 / extent)
    // x that differ in their last digits alone leave no room between the two ends.
    return ShapeRange(min(1e-3 / span, 0.5 * most), most, spacing: .logarithmic)
  }

  /// Writes 1 to every row of a term that multiplies a constant; its derivatives are 0.
  static func fillConstant(term: Int, shapes: Int, order: Int, into columns: BasisColumns) {
    let n = columns.count
    for i in 0..<n { columns.terms[term * n + i] = 1 }
    if order >= 1 { for i in 0..<(shapes * n) { columns.first[term * shapes * n + i] = 0 } }
    let pairs = shapes * (shapes + 1) / 2
    if order >= 2 { for i in 0..<(pairs * n) { columns.second[term * pairs * n + i] = 0 } }
  }

  /// Writes sign · exp(rate · v) and its derivatives by the rate, for a term of a law with one shape.
  static func fillExponential(
    _ v: [Double], rate: Double, sign: Double, derivativeSign: Double, term: Int, order: Int, into columns: BasisColumns
  ) {
    let n = columns.count
    let values = columns.terms + term * n
    v.withUnsafeBufferPointer { v in
      for i in 0..<n { values[i] = rate * v[i] }
      cla_exp(Int64(n), values, values)
      if sign != 1 { for i in 0..<n { values[i] *= sign } }
      guard order >= 1 else { return }
      let first = columns.first + term * n
      for i in 0..<n { first[i] = derivativeSign * v[i] * values[i] }
      guard order >= 2 else { return }
      let second = columns.second + term * n
      for i in 0..<n { second[i] = v[i] * v[i] * values[i] }
    }
  }
}

/// The model behind both power laws with an offset: y = offset ± amplitude · x^-exponent, exponent > 0.
struct OffsetPowerModel: ModelWithEnds {
  let name: String
  let formula: String
  /// +1 for a floor that is approached from above, -1 for a plateau approached from below.
  let sign: Double
  // Stored, because a fit asks for them several times.
  let amplitudes: [AmplitudeDescription]
  let shapeNames = ["exponent"]

  init(name: String, formula: String, offsetName: String, sign: Double) {
    self.name = name
    self.formula = formula
    self.sign = sign
    amplitudes = [AmplitudeDescription(offsetName, isOffset: true), AmplitudeDescription("amplitude", lower: 0)]
  }

  var endNames: [String] { [amplitudes[0].name] }
  var needsPositivePredictor: Bool { true }

  func shapeBox(for references: [PredictorReference]) -> [ShapeRange] {
    let span = references[0].logSpan
    let extent = max(span, abs(references[0].meanLog) + span)
    return [WorkingColumns.exponentRange(span: span, extent: extent)]
  }

  func evaluate(_ predictors: [PredictorColumn], shape: UnsafePointer<Double>, order: Int, into columns: BasisColumns) {
    WorkingColumns.fillConstant(term: 0, shapes: 1, order: order, into: columns)
    WorkingColumns.fillExponential(
      predictors[0].centeredLogs, rate: -shape[0], sign: sign, derivativeSign: -1, term: 1, order: order, into: columns)
  }

  func exponentialForm(for references: [PredictorReference]) -> ExponentialForm? {
    ExponentialForm(
      coordinate: .centeredLogs, hasOffset: true, termSign: sign, direction: -1, amplitudeShift: references[0].meanLog)
  }

  func reported(working: [Double], references: [PredictorReference]) -> [Double] {
    [working[0], working[1] * exp(working[2] * references[0].meanLog), working[2]]
  }

  func reportedJacobian(working: [Double], references: [PredictorReference]) -> [[Double]] {
    let factor = exp(working[2] * references[0].meanLog)
    return [[1, 0, 0], [0, factor, working[1] * factor * references[0].meanLog], [0, 0, 1]]
  }
}
