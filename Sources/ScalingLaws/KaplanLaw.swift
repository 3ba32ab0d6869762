import CurveFitting
import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The joint law of Kaplan et al.: L(N, D) = ((N_c / N)^(alphaN/alphaD) + D_c / D)^alphaD, all positive.
///
/// Kaplan et al. 2020, "Scaling Laws for Neural Language Models" (arXiv:2001.08361), eq. 1.5 and 4.1; N there counts no embeddings. With endless data it is (N_c / N)^alphaN, with endless
/// parameters (D_c / D)^alphaD. N_c is in parameters, D_c in tokens, the exponents have no unit; they are where the
/// loss would be 1, so another unit of loss moves both. Natural bounds: all four are positive. It has no floor, so it fails (too low) far above the data, and its best split of compute rests on what N
/// counts: embeddings or not.
public struct KaplanLaw: Sendable, Hashable, Codable, LossLaw {
  /// The parameters at which the loss of endless data is 1, N_c.
  public var criticalParameters: Double
  /// The tokens at which the loss of endless parameters is 1, D_c.
  public var criticalTokens: Double
  /// The exponent of parameters, alphaN.
  public var parameterExponent: Double
  /// The exponent of tokens, alphaD.
  public var tokenExponent: Double

  /// Creates the law from its parameters.
  public init(
    criticalParameters: Double, criticalTokens: Double, parameterExponent: Double, tokenExponent: Double
  ) {
    self.criticalParameters = criticalParameters
    self.criticalTokens = criticalTokens
    self.parameterExponent = parameterExponent
    self.tokenExponent = tokenExponent
  }

  /// Creates the law from a fit of it; throws `FitError` for another fit.
  public init(_ fit: NonlinearFit) throws {
    guard let n = fit["logCriticalParameters"]?.value, let d = fit["logCriticalTokens"]?.value,
      let alpha = fit["alphaN"]?.value, let beta = fit["alphaD"]?.value
    else { throw FitError("A fit of a \(fit.law) does not hold the parameters of a Kaplan joint law.") }
    self.init(criticalParameters: exp(n), criticalTokens: exp(d), parameterExponent: alpha, tokenExponent: beta)
  }

  /// The loss of a model of so many parameters after so many tokens, both positive.
  public func loss(parameters: Double, tokens: Double) -> Double {
    pow(
      pow(criticalParameters / parameters, parameterExponent / tokenExponent) + criticalTokens / tokens, tokenExponent)
  }

  /// The best split of a budget C = `operations` · N · D, in closed form: N* ~ C^(1 / (1 + alphaN/alphaD)).
  ///
  /// It minimises the loss of trained models, which is not the .73 that the authors derive for training stopped early. Throws `AllocationError` for a budget or parameters that are not positive.
  public func optimalAllocation(compute: Double, operations: Double = 6) throws -> ComputeAllocation {
    try AllocationSearch.check(compute: compute, operations: operations)
    let ratio = parameterExponent / tokenExponent
    // (N_c/N)^r + k D_c N / C is least where r (N_c/N)^r = k D_c N / C.
    let logarithm =
      (log(ratio) + ratio * log(criticalParameters) + log(compute / operations) - log(criticalTokens)) / (1 + ratio)
    guard logarithm.isFinite, ratio > 0, tokenExponent > 0 else {
      throw AllocationError(
        .noInteriorMinimum, "The law has no best split of compute: N_c, D_c, alphaN and alphaD must be positive.")
    }
    let parameters = exp(logarithm)
    let tokens = compute / (operations * parameters)
    return ComputeAllocation(
      compute: compute, operations: operations, parameters: parameters, tokens: tokens,
      loss: loss(parameters: parameters, tokens: tokens), parameterExponent: 1 / (1 + ratio))
  }

  /// Fits the law by least squares of the relative error, without an initial guess.
  ///
  /// The columns are of equal length; `errors` are those of ln of the loss. With `near`, an earlier fit of the law to similar runs, the search starts there and nowhere else. L^(1/alphaD) is linear in two amplitudes, which gives starts on a grid of 16 x 16 exponents; the four best are polished on the exact objective. The
  /// fit's parameters are "logCriticalParameters", "logCriticalTokens", "alphaN" and "alphaD", its y is ln of the loss. Throws `FitError` for unequal lengths, values that are not positive,
  /// and fewer than four runs.
  public static func fit(
    parameters: [Double], tokens: [Double], loss: [Double], errors: ObservationErrors = .equal,
    bounds: [String: ClosedRange<Double>] = [:], level: Double = 0.95, near: NonlinearFit? = nil
  ) throws -> NonlinearFit {
    guard parameters.count == tokens.count, tokens.count == loss.count else {
      throw FitError(
        "The columns parameters, tokens and loss have \(parameters.count), \(tokens.count) and \(loss.count) values.")
    }
    for (name, column) in [("parameters", parameters), ("tokens", tokens), ("loss", loss)] {
      if let row = column.firstIndex(where: { !($0 > 0 && $0.isFinite) }) {
        throw FitError("\(name) of run \(row) is \(column[row]): it must be positive and finite.")
      }
    }
    let model = NonlinearModel(
      "Kaplan joint law", parameters: ["logCriticalParameters", "logCriticalTokens", "alphaN", "alphaD"],
      predictors: ["logParameters", "logTokens"]
    ) { p, x in
      let first = p[2] / p[3] * (p[0] - x[0])
      let second = p[1] - x[1]
      // ln(e^a + e^b) from the larger of both.
      let sum =
        first.value > second.value ? first + log1p(exp(second - first)) : second + log1p(exp(first - second))
      return p[3] * sum
    }
    let columns = ["logParameters": parameters.map { log($0) }, "logTokens": tokens.map { log($0) }]
    let starts =
      near.map { [$0.start(within: bounds)] }
      ?? Self.starts(columns["logParameters"] ?? [], columns["logTokens"] ?? [], loss.map { log($0) }).prefix(4).map {
        $0.moved(into: bounds)
      }
    var best: NonlinearFit?
    for start in starts {
      let fit = try model.fit(
        columns: columns, y: loss.map { log($0) }, start: start, errors: errors, bounds: bounds, level: level)
      if fit.residualSumOfSquares < (best?.residualSumOfSquares ?? .infinity) { best = fit }
    }
    guard let best else {
      throw FitError(
        "\(loss.count) runs do not separate the effects of parameters and tokens: no start of a Kaplan joint law was found."
      )
    }
    return best
  }

  /// Starts in the order of their objective: for given exponents both amplitudes follow from weighted least squares of L^(1/alphaD).
  private static func starts(_ n: [Double], _ d: [Double], _ y: [Double]) -> [[String: Double]] {
    let meanN = SampleMoments.mean(n)
    let meanD = SampleMoments.mean(d)
    var found: [(value: Double, start: [String: Double])] = []
    for step in 0..<16 {
      let beta = 0.02 * pow(1.35, Double(step))
      for other in 0..<16 {
        let ratio = 0.1 * pow(1.35, Double(other))
        var (uu, uv, vv, u1, v1) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for i in y.indices {
          // Divided by L^(1/alphaD), so that residuals are relative.
          let size = exp(-y[i] / beta)
          let u = exp(-ratio * (n[i] - meanN)) * size
          let v = exp(-(d[i] - meanD)) * size
          uu += u * u
          uv += u * v
          vv += v * v
          u1 += u
          v1 += v
        }
        let determinant = uu * vv - uv * uv
        guard determinant > 1e-12 * uu * vv else { continue }
        let a = (u1 * vv - v1 * uv) / determinant
        let b = (v1 * uu - u1 * uv) / determinant
        guard a > 0, b > 0, a.isFinite, b.isFinite else { continue }
        var sum = 0.0
        for i in y.indices {
          let fitted = beta * log(a * exp(-ratio * (n[i] - meanN)) + b * exp(-(d[i] - meanD)))
          sum += (y[i] - fitted) * (y[i] - fitted)
        }
        guard sum.isFinite else { continue }
        found.append(
          (
            sum,
            [
              "logCriticalParameters": log(a) / ratio + meanN, "logCriticalTokens": log(b) + meanD,
              "alphaN": ratio * beta, "alphaD": beta,
            ]
          ))
      }
    }
    return found.sorted { $0.value < $1.value }.map(\.start)
  }
}
