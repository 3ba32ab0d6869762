import CLinearAlgebra
import CurveFitting
import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The loss of a language model of N parameters trained on D tokens: L(N, D) = E + A N^-alpha + B D^-beta, E, A, B >= 0, alpha, beta > 0.
///
/// Hoffmann et al. 2022, "Training Compute-Optimal Large Language Models", eq. 2. E is the entropy of text, so it is not negative; E, A and B have the unit of the loss, A at N = 1 and
/// B at D = 1. ln A and alpha are almost one quantity where N spans a few decades far from 1 (their correlation is near 1), so the standard error of ln A says more than that of A:
/// `logAmplitudes(of:)`. The fit's parameters are named "E", "A", "B", "alpha", "beta", its predictors "parameters" and "tokens".
///
/// It fails where N and D grew together, because the two powers then make up for each other; for repeated data (`DataConstrainedLaw`); and for runs whose learning rate or schedule was not tuned at each size.
public struct ChinchillaLaw: SeparableLaw {
  /// The loss that no size of model or data removes, E.
  public var floor: Double
  /// The excess due to finite models at one parameter, A.
  public var parameterAmplitude: Double
  /// The excess due to finite data at one token, B.
  public var tokenAmplitude: Double
  /// The exponent of parameters, alpha.
  public var parameterExponent: Double
  /// The exponent of tokens, beta.
  public var tokenExponent: Double

  /// Creates the law from its parameters.
  public init(
    floor: Double, parameterAmplitude: Double, tokenAmplitude: Double, parameterExponent: Double, tokenExponent: Double
  ) {
    self.floor = floor
    self.parameterAmplitude = parameterAmplitude
    self.tokenAmplitude = tokenAmplitude
    self.parameterExponent = parameterExponent
    self.tokenExponent = tokenExponent
  }

  /// Creates the law from E, A, B, alpha and beta in this order; nil for another count of them.
  public init?(parameters: [Double]) {
    guard parameters.count == 5 else { return nil }
    self.init(
      floor: parameters[0], parameterAmplitude: parameters[1], tokenAmplitude: parameters[2],
      parameterExponent: parameters[3], tokenExponent: parameters[4])
  }

  /// E, A, B, alpha, beta.
  public var parameters: [Double] {
    [floor, parameterAmplitude, tokenAmplitude, parameterExponent, tokenExponent]
  }

  /// The separable model behind the law.
  public static var model: any SeparableModel { ChinchillaModel() }

  /// The loss of a model of so many parameters after so many tokens, both positive.
  public func value(parameters: Double, tokens: Double) -> Double {
    floor + parameterAmplitude * pow(parameters, -parameterExponent) + tokenAmplitude * pow(tokens, -tokenExponent)
  }

  /// Fits the law without an initial guess; see `SeparableModel.fit(columns:y:…)`.
  ///
  /// `parameters`, `tokens` and `loss` are columns of equal length. The objective of Hoffmann et al. is `.logHuber(delta: 1e-3)`. Throws `FitError` where the input cannot be fitted.
  public static func fit(
    parameters: [Double], tokens: [Double], loss: [Double], errors: ObservationErrors = .equal,
    objective: FitObjective = .squares, bounds: [String: ClosedRange<Double>] = [:], level: Double = 0.95,
    near: Fit? = nil
  ) throws -> Fit {
    try model.fit(
      columns: ["parameters": parameters, "tokens": tokens], y: loss, errors: errors, objective: objective,
      bounds: bounds, level: level, near: near)
  }

  /// Fits the law to many columns of losses over the same runs, such as replicates of a simulation; see `SeparableModel.fitBatch(columns:responses:errors:objective:bounds:threads:)`.
  public static func fitBatch(
    parameters: [Double], tokens: [Double], losses: [[Double]], errors: ObservationErrors = .equal,
    objective: FitObjective = .squares, bounds: [String: ClosedRange<Double>] = [:], threads: Int = 1
  ) throws -> BatchFit {
    try model.fitBatch(
      columns: ["parameters": parameters, "tokens": tokens], curves: losses, errors: errors, objective: objective,
      bounds: bounds, threads: threads)
  }

  /// Fits the law to one column of losses under many weightings of its runs, such as those of a bootstrap; see `SeparableModel.fitBatch(columns:y:weightings:objective:bounds:threads:)`.
  public static func fitBatch(
    parameters: [Double], tokens: [Double], loss: [Double], weightings: [[Double]],
    objective: FitObjective = .squares, bounds: [String: ClosedRange<Double>] = [:], threads: Int = 1
  ) throws -> BatchFit {
    try model.fitBatch(
      columns: ["parameters": parameters, "tokens": tokens], y: loss, weightings: weightings, objective: objective,
      bounds: bounds, threads: threads)
  }

  /// The usual 4,500 starts for this law.
  ///
  /// Hoffmann et al. 2022, appendix D.3: alpha and beta in {0, .5, 1, 1.5, 2}, ln E in {-1, -.5, 0, .5, 1}, ln A and ln B in {0, 5, 10, 15, 20, 25}.
  public static var hoffmannStarts: [ChinchillaLaw] {
    let exponents = [0, 0.5, 1, 1.5, 2]
    let amplitudes: [Double] = [0, 5, 10, 15, 20, 25]
    var starts: [ChinchillaLaw] = []
    for alpha in exponents {
      for beta in exponents {
        for logE in [-1, -0.5, 0, 0.5, 1] {
          for logA in amplitudes {
            for logB in amplitudes {
              starts.append(
                ChinchillaLaw(
                  floor: exp(logE), parameterAmplitude: exp(logA), tokenAmplitude: exp(logB), parameterExponent: alpha,
                  tokenExponent: beta))
            }
          }
        }
      }
    }
    return starts
  }

  /// The logarithms of A and B of a fit with their standard errors and intervals.
  ///
  /// The interval is that of `Fit.interval(of:level:)`: the logarithms of the ends of a profile, since a profile does not depend on how the law is written. Where the fit has none (another objective
  /// than squares) it is by the delta method, symmetric in the logarithm. The standard error of ln A is that of A over A. Throws `FitError` for a fit of another law or without a
  /// standard error of A or B.
  public static func logAmplitudes(of fit: Fit) throws -> LogAmplitudes {
    _ = try ChinchillaLaw(fit)
    func logarithm(_ name: String) throws -> (Estimate, Double) {
      guard let parameter = fit[name], let error = parameter.standardError, let wald = parameter.waldInterval,
        parameter.value > 0
      else { throw FitError("\(name) has no standard error here: \(fit.headline).") }
      let value = log(parameter.value)
      let interval: Estimate
      if let profile = try? fit.profileInterval(of: name) {
        interval = Estimate(
          value: value, lower: log(max(0, profile.lower)), upper: log(profile.upper), level: profile.level,
          method: profile.method)
      } else {
        let half = (wald.upper - parameter.value) / parameter.value
        interval = Estimate(
          value: value, lower: value - half, upper: value + half, level: wald.level, method: wald.method)
      }
      return (interval, error / parameter.value)
    }
    let (a, errorA) = try logarithm("A")
    let (b, errorB) = try logarithm("B")
    return LogAmplitudes(
      headline: "ln A = \(a.headline), ln B = \(b.headline)", parameterAmplitude: a, tokenAmplitude: b,
      parameterStandardError: errorA, tokenStandardError: errorB)
  }

  /// ln A and ln B of a fit, with intervals and standard errors.
  public struct LogAmplitudes: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Both logarithms with their intervals, rounded for reading.
    public let headline: String
    /// ln A and its interval.
    public let parameterAmplitude: Estimate
    /// ln B and its interval.
    public let tokenAmplitude: Estimate
    /// The standard error of ln A.
    public let parameterStandardError: Double
    /// The standard error of ln B.
    public let tokenStandardError: Double
    /// The rounded headline.
    public var description: String { headline }
  }
}

/// The model in working coordinates: u and v are N and D over their geometric means.
struct ChinchillaModel: TwoPowerModel {
  var name: String { "Chinchilla law" }
  var formula: String { "L = E + A · N^-alpha + B · D^-beta" }
  var amplitudes: [AmplitudeDescription] {
    [
      AmplitudeDescription("E", lower: 0, isOffset: true), AmplitudeDescription("A", lower: 0),
      AmplitudeDescription("B", lower: 0),
    ]
  }
  var shapeNames: [String] { ["alpha", "beta"] }
  var predictorNames: [String] { ["parameters", "tokens"] }
  var needsPositivePredictor: Bool { true }

  func shapeBox(for references: [PredictorReference]) -> [ShapeRange] {
    // As for one power: from a straight line in the logarithm to a curve of which the first point alone stands out.
    references.map { reference in
      let span = reference.logSpan
      let extent = max(span, abs(reference.meanLog) + span)
      return WorkingColumns.exponentRange(span: span, extent: extent)
    }
  }

  func evaluate(_ predictors: [PredictorColumn], shape: UnsafePointer<Double>, order: Int, into columns: BasisColumns) {
    WorkingColumns.fillConstant(term: 0, shapes: 2, order: order, into: columns)
    let n = columns.count
    for k in 0..<2 {
      let logs = predictors[k].centeredLogs
      let values = columns.terms + (k + 1) * n
      let own = columns.first + ((k + 1) * 2 + k) * n
      let other = columns.first + ((k + 1) * 2 + 1 - k) * n
      // Pairs (0,0), (0,1), (1,1): a term bends by its own shape alone.
      let second = columns.second + (k + 1) * 3 * n
      let bend = second + 2 * k * n
      logs.withUnsafeBufferPointer { logs in
        let rate = -shape[k]
        for i in 0..<n { values[i] = rate * logs[i] }
        cla_exp(Int64(n), values, values)
        if order >= 1 {
          for i in 0..<n {
            own[i] = -logs[i] * values[i]
            other[i] = 0
          }
        }
        if order >= 2 {
          for i in 0..<(3 * n) { second[i] = 0 }
          for i in 0..<n { bend[i] = logs[i] * logs[i] * values[i] }
        }
      }
    }
  }

  func reported(working: [Double], references: [PredictorReference]) -> [Double] {
    [
      working[0], working[1] * exp(working[3] * references[0].meanLog),
      working[2] * exp(working[4] * references[1].meanLog), working[3], working[4],
    ]
  }

  func reportedJacobian(working: [Double], references: [PredictorReference]) -> [[Double]] {
    let a = exp(working[3] * references[0].meanLog)
    let b = exp(working[4] * references[1].meanLog)
    return [
      [1, 0, 0, 0, 0], [0, a, 0, working[1] * a * references[0].meanLog, 0],
      [0, 0, b, 0, working[2] * b * references[1].meanLog], [0, 0, 0, 1, 0], [0, 0, 0, 0, 1],
    ]
  }

  func working(reported: [Double], references: [PredictorReference]) -> [Double] {
    [
      reported[0], reported[1] * exp(-reported[3] * references[0].meanLog),
      reported[2] * exp(-reported[4] * references[1].meanLog), reported[3], reported[4],
    ]
  }
}
