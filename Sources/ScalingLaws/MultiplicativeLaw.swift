import CLinearAlgebra
import CurveFitting

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A floor and one product of powers: y = floor + amplitude · Π xᵢ^-exponentᵢ over one to three named predictors, amplitude >= 0, exponents > 0.
///
/// Each predictor divides the whole excess, so that more of one makes more of another less urgent but never useless: no predictor can be the bottleneck, and a budget has no best split
/// inside. That is where it fails for losses in parameters and tokens; it serves fine-tuning data against model size (Zhang et al. 2024, "When Scaling Meets LLM Finetuning",
/// arXiv:2402.17193, eq. 1). Floor and amplitude have the unit of y.
public struct MultiplicativeLaw: Sendable, Hashable, Codable {
  /// The value approached as any predictor grows.
  public var floor: Double
  /// The excess where every predictor is 1.
  public var amplitude: Double
  /// The names of the predictors.
  public var predictors: [String]
  /// The exponent of each predictor.
  public var exponents: [Double]

  /// Creates the law; throws `FitError` unless there are one to three predictors with different names and an exponent each.
  public init(floor: Double, amplitude: Double, predictors: [String], exponents: [Double]) throws {
    try Self.check(predictors)
    guard predictors.count == exponents.count else {
      throw FitError("A multiplicative law of \(predictors.count) predictors has \(exponents.count) exponents.")
    }
    self.floor = floor
    self.amplitude = amplitude
    self.predictors = predictors
    self.exponents = exponents
  }

  /// Creates the law from a fit of it over these predictors; throws `FitError` for a fit of another law.
  public init(_ fit: Fit, predictors: [String]) throws {
    let model = try Self.model(predictors)
    guard fit.law == model.name, fit.parameters.map(\.name) == model.parameterNames else {
      throw FitError("A fit of a \(fit.law) does not hold the parameters of a \(model.name).")
    }
    let values = fit.parameters.map(\.value)
    try self.init(
      floor: values[0], amplitude: values[1], predictors: predictors, exponents: Array(values.dropFirst(2)))
  }

  private static func check(_ predictors: [String]) throws {
    guard (1...3).contains(predictors.count), Set(predictors).count == predictors.count else {
      throw FitError(
        "A multiplicative law has one to three predictors with different names, not (\(predictors.joined(separator: ", ")))."
      )
    }
  }

  /// The separable model over named predictors; its shapes are named "exponent of …".
  ///
  /// Throws `FitError` unless there are one to three with different names.
  public static func model(_ predictors: [String]) throws -> any SeparableModel {
    try check(predictors)
    return MultiplicativeModel(predictorNames: predictors)
  }

  /// The law's value at positive predictors, in their order; NaN for another count of them.
  public func value(at x: [Double]) -> Double {
    guard x.count == exponents.count else { return .nan }
    return floor + amplitude * exp(-zip(x, exponents).reduce(0) { $0 + $1.1 * log($1.0) })
  }

  /// Fits the law to named columns without an initial guess, the predictors in alphabetical order; see `SeparableModel.fit(columns:y:…)`, whose errors it throws.
  public static func fit(
    columns: [String: [Double]], y: [Double], errors: ObservationErrors = .equal, objective: FitObjective = .squares,
    bounds: [String: ClosedRange<Double>] = [:], level: Double = 0.95, near: Fit? = nil
  ) throws -> Fit {
    try model(columns.keys.sorted()).fit(
      columns: columns, y: y, errors: errors, objective: objective, bounds: bounds, level: level, near: near)
  }
}

/// The model in working coordinates: each predictor over its geometric mean.
struct MultiplicativeModel: SeparableModel {
  let predictorNames: [String]

  var name: String { "multiplicative law" }
  var formula: String { "y = floor + amplitude · " + predictorNames.map { "\($0)^-exponent" }.joined(separator: " · ") }
  var amplitudes: [AmplitudeDescription] {
    [AmplitudeDescription("floor", isOffset: true), AmplitudeDescription("amplitude", lower: 0)]
  }
  var shapeNames: [String] { predictorNames.map { "exponent of \($0)" } }
  var needsPositivePredictor: Bool { true }

  func shapeBox(for references: [PredictorReference]) -> [ShapeRange] {
    references.map { reference in
      let span = reference.logSpan
      let extent = Double(references.count) * max(span, abs(reference.meanLog) + span)
      return WorkingColumns.exponentRange(span: span, extent: extent)
    }
  }

  func evaluate(_ predictors: [PredictorColumn], shape: UnsafePointer<Double>, order: Int, into columns: BasisColumns) {
    let count = predictors.count
    WorkingColumns.fillConstant(term: 0, shapes: count, order: order, into: columns)
    let n = columns.count
    let values = columns.terms + n
    for i in 0..<n { values[i] = 0 }
    for k in 0..<count {
      let logs = predictors[k].centeredLogs
      for i in 0..<n { values[i] -= shape[k] * logs[i] }
    }
    cla_exp(Int64(n), values, values)
    guard order >= 1 else { return }
    for k in 0..<count {
      let logs = predictors[k].centeredLogs
      let first = columns.first + (count + k) * n
      for i in 0..<n { first[i] = -logs[i] * values[i] }
    }
    guard order >= 2 else { return }
    var pair = count * (count + 1) / 2
    for k in 0..<count {
      for l in k..<count {
        let (a, b) = (predictors[k].centeredLogs, predictors[l].centeredLogs)
        let second = columns.second + pair * n
        for i in 0..<n { second[i] = a[i] * b[i] * values[i] }
        pair += 1
      }
    }
  }

  private func shift(_ working: [Double], _ references: [PredictorReference]) -> Double {
    exp(zip(working.dropFirst(2), references).reduce(0) { $0 + $1.0 * $1.1.meanLog })
  }

  func reported(working: [Double], references: [PredictorReference]) -> [Double] {
    [working[0], working[1] * shift(working, references)] + working.dropFirst(2)
  }

  func reportedJacobian(working: [Double], references: [PredictorReference]) -> [[Double]] {
    let factor = shift(working, references)
    let size = working.count
    return (0..<size).map { row in
      (0..<size).map { column in
        if row != 1 { return row == column ? 1 : 0 }
        if column == 0 { return 0 }
        return column == 1 ? factor : working[1] * factor * references[column - 2].meanLog
      }
    }
  }
}
