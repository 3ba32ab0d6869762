import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Two powers that the data cannot tell apart: with both written the other way round the law fits as well.
///
/// Where the second predictor goes as a power of the first, v = r u in working logarithms (20 tokens for every parameter: r = 1), c₁ e^(-θ₁u) + c₂ e^(-θ₂v) is the same curve with
/// c₁ and c₂ exchanged, θ₁' = r θ₂ and θ₂' = θ₁ / r. The Jacobian does not show it: each of the two minima has small standard errors of its own. So the exchanged law is
/// fitted, shapes held; where its objective lies within the threshold of the profile, although its shapes lie outside the Wald intervals, the values that the data do not refuse are two separate
/// sets, and no interval around one of them is true. Predictors that go only nearly together are judged by the same rule, against the noise.
struct PowerExchange: Sendable, Hashable {
  /// The names of both amplitudes and both shapes.
  let names: [String]
  /// What a reader is told.
  let warning: String

  /// Throws `FitError` for a parameter that the exchange concerns.
  func check(_ name: String) throws {
    if names.contains(name) { throw FitError("\(name) has no interval: \(warning).") }
  }

  /// The exchange of a solution's powers, or nil where the data refuse it or the law has no two powers.
  ///
  /// `covariance` is that of the working parameters, `factor` the quantile of the intervals, `variance` that of an observation of unit weight.
  init?(
    model: any SeparableModel, solution: FitSolution, y: [Double], errors: ObservationErrors,
    bounds: [ClosedRange<Double>], objective: FitObjective, covariance: [[Double]], factor: Double, variance: Double
  ) {
    let p = solution.working
    // The cast is the dear part, so it comes last.
    guard p.count == 5, p[1] > 0 || p[2] > 0 else { return nil }
    let isPresent = [p[1] > 0, p[2] > 0]
    for k in 0..<2 where isPresent[k] {
      if solution.unidentified[1 + k] || solution.unidentified[3 + k] { return nil }
    }
    guard model is any TwoPowerModel else { return nil }
    let (u, v) = (solution.predictors[0].centeredLogs, solution.predictors[1].centeredLogs)
    var (uu, uv, vv) = (0.0, 0.0, 0.0)
    for i in u.indices {
      uu += u[i] * u[i]
      uv += u[i] * v[i]
      vv += v[i] * v[i]
    }
    let ratio = (vv / uu).squareRoot()
    guard uv > 0, ratio > 0, ratio.isFinite else { return nil }
    var exchanged = [ratio * p[4], p[3] / ratio]
    // With one power gone its exponent is no number to compare: the other way round the other one is gone.
    var isApart = isPresent.contains(false)
    for k in 0..<2 {
      let range = solution.box[k]
      // The end of one range is the end of the other, to rounding.
      let isInside = exchanged[k] >= range.lower * (1 - 1e-9) && exchanged[k] <= range.upper * (1 + 1e-9)
      guard isInside || !isPresent[1 - k] else { return nil }
      exchanged[k] = min(max(exchanged[k], range.lower), range.upper)
      let half = factor * covariance[3 + k][3 + k].squareRoot()
      if abs(exchanged[k] - p[3 + k]) > half { isApart = true }
    }
    guard isApart else { return nil }
    let size = objective.isLogarithmic ? 1 : y.reduce(0) { max($0, abs($1)) }
    let rounding = Double(y.count) * (1e-14 * size) * (1e-14 * size)
    if objective == .squares {
      guard let whitening = try? Whitening(errors, count: y.count) else { return nil }
      let squares = ConstrainedLeastSquares(
        model: model, predictors: solution.predictors, y: y, whitening: whitening, bounds: bounds)
      exchanged.withUnsafeBufferPointer { if let shape = $0.baseAddress { squares.load(shape) } }
      let sum = squares.leastSquares(under: nil) * squares.scale * squares.scale
      guard sum - solution.sumOfSquares <= factor * factor * variance + rounding else { return nil }
    } else {
      func curve(_ c: [Double], _ shape: [Double]) -> [Double] {
        u.indices.map { c[0] + c[1] * exp(-shape[0] * u[$0]) + c[2] * exp(-shape[1] * v[$0]) }
      }
      let own = objective.sums(y, curve(p, [p[3], p[4]]), errors: errors)
      let other = objective.sums(y, curve([p[0], p[2], p[1]], exchanged), errors: errors)
      // Twice the drop of the objective in units of E ψ² / E ψ' is chi-squared with 1 degree of freedom (Schrader and Hettmansperger 1980).
      let unit = own.squaredSlope / max(own.curvature, 1)
      guard 2 * (other.value - own.value) <= factor * factor * unit + rounding else { return nil }
    }
    names = model.amplitudes.dropFirst().map(\.name) + model.shapeNames
    let predictors = model.predictorNames
    let power = abs(ratio - 1) < 0.005 ? "" : "^\(DecimalText.significant(ratio, 3))"
    warning =
      "\(model.shapeNames.joined(separator: " and ")) may be exchanged: \(predictors[1]) go as \(predictors[0])\(power) here, and the law with its two powers the other way round fits as well"
  }
}

extension FitObjective {
  /// Σ w ρ(r) with ρ = r²/2 near 0, Σ w ψ² and Σ w ψ', of residuals in the objective's unit.
  fileprivate func sums(_ y: [Double], _ f: [Double], errors: ObservationErrors) -> (
    value: Double, squaredSlope: Double, curvature: Double
  ) {
    let loss = loss
    let factors = errors.rowFactors(count: y.count) ?? []
    var (value, squared, curvature) = (0.0, 0.0, 0.0)
    for i in y.indices {
      let r = isLogarithmic ? log(y[i] / f[i]) : y[i] - f[i]
      let k = r < 0 ? loss.penalty : 1
      let t = loss.threshold
      let weight = factors.isEmpty ? 1 : factors[i] * factors[i]
      let (rho, psi, bend): (Double, Double, Double)
      switch loss.kind {
      case .squares: (rho, psi, bend) = (r * r / 2, r, 1)
      case .huber where abs(r) <= t: (rho, psi, bend) = (r * r / 2, r, 1)
      case .huber: (rho, psi, bend) = (t * (abs(r) - t / 2), r < 0 ? -t : t, 0)
      case .softL1:
        let root = (1 + (r / t) * (r / t)).squareRoot()
        (rho, psi, bend) = (t * t * (root - 1), r / root, 1 / (root * root * root))
      }
      value += weight * k * rho
      squared += weight * k * psi * k * psi
      curvature += weight * k * bend
    }
    return (value.isNaN ? .infinity : value, squared, curvature)
  }
}
