import ScalingStatistics

/// What a fit minimises over its residuals: squares, or a loss that large or one-sided residuals count differently in.
///
/// Every objective is a sum over the points, never a mean, with a weight wᵢ for each where weights are given (scaled to a mean of 1). The residual is r = y - f in the unit of y,
/// or r = ln y - ln f, a relative error, for those in logarithms, which need y > 0. Thresholds are in the residual's unit and always stated. It is part of every result; fits of
/// different objectives are not compared by likelihood.
public enum FitObjective: Sendable, Hashable, Codable {
  /// Σ w (y - f)²: least squares.
  case squares
  /// Σ w (ln y - ln f)²: least squares of relative errors.
  case logSquares
  /// Σ w ρ(y - f), ρ(r) = r²/2 up to |r| = delta and delta (|r| - delta/2) beyond (Huber 1964).
  case huber(delta: Double)
  /// Σ w ρ(ln y - ln f) with Huber's ρ: delta = 1e-3 is the objective of Hoffmann et al. 2022, eq. 3.
  case logHuber(delta: Double)
  /// Σ w s² (√(1 + (r/s)²) - 1), r = y - f: a smooth Huber loss with scale s.
  case softL1(scale: Double)
  /// Σ w s² (√(1 + (r/s)²) - 1), r = ln y - ln f.
  case logSoftL1(scale: Double)
  /// Σ w k(r) r², r = y - f; k = penalty where the law lies above the data (r < 0) and 1 elsewhere: the lower envelope of runs of which some were under-tuned.
  ///
  /// Asymmetric least squares (Newey and Powell 1987): the expectile of order 1 / (1 + penalty). The absolute residuals of kyo-takano/chinchilla (penalty 10) and OLMo-core's
  /// `overestimate_penalty` are the same idea; `huberEnvelope` with a small delta comes as close to them as wanted.
  case envelope(penalty: Double)
  /// Σ w k(r) r², r = ln y - ln f, with the k of `envelope`.
  case logEnvelope(penalty: Double)
  /// Σ w k(r) ρ(y - f) with Huber's ρ and the k of `envelope`.
  case huberEnvelope(penalty: Double, delta: Double)
  /// Σ w k(r) ρ(ln y - ln f) with Huber's ρ and the k of `envelope`.
  case logHuberEnvelope(penalty: Double, delta: Double)

  /// Whether the residual is ln y - ln f.
  public var isLogarithmic: Bool {
    switch self {
    case .logSquares, .logHuber, .logSoftL1, .logEnvelope, .logHuberEnvelope: true
    case .squares, .huber, .softL1, .envelope, .huberEnvelope: false
    }
  }

  /// Whether the objective is a plain sum of squares, of y or of ln y, with its likelihood and its t intervals.
  public var isSquares: Bool { self == .squares || self == .logSquares }

  /// The objective in words, such as "log-Huber, delta 0.001".
  public var explanation: String {
    let kind: String
    switch self {
    case .squares, .logSquares: return isLogarithmic ? "log squares" : "squares"
    case .huber(let delta), .logHuber(let delta): kind = "Huber, delta \(DecimalText.significant(delta, 3))"
    case .softL1(let scale), .logSoftL1(let scale): kind = "soft L1, scale \(DecimalText.significant(scale, 3))"
    case .envelope(let penalty), .logEnvelope(let penalty):
      kind = "envelope, penalty \(DecimalText.significant(penalty, 3))"
    case .huberEnvelope(let penalty, let delta), .logHuberEnvelope(let penalty, let delta):
      kind =
        "Huber envelope, penalty \(DecimalText.significant(penalty, 3)), delta \(DecimalText.significant(delta, 3))"
    }
    return isLogarithmic ? "log-\(kind)" : kind
  }

  /// What the intervals of a fit assume, in words.
  var intervalAssumption: String {
    switch self {
    case .squares: "independent errors of one size, estimated from the residuals"
    case .logSquares: "independent relative errors of one size, estimated from the residuals"
    default: "sandwich standard errors of independent points"
    }
  }

  /// What is summed, as a formula in the residual r.
  public var formula: String {
    let residual = isLogarithmic ? "r = ln y - ln f" : "r = y - f"
    switch self {
    case .squares, .logSquares: return "Σ w r², \(residual)"
    case .huber, .logHuber: return "Σ w ρ(r), ρ = r²/2 to |r| = delta, delta (|r| - delta/2) beyond; \(residual)"
    case .softL1, .logSoftL1: return "Σ w s² (√(1 + (r/s)²) - 1), \(residual)"
    case .envelope, .logEnvelope: return "Σ w k r², k = penalty where r < 0, else 1; \(residual)"
    case .huberEnvelope, .logHuberEnvelope:
      return
        "Σ w k ρ(r), k = penalty where r < 0, else 1, ρ = r²/2 to |r| = delta, delta (|r| - delta/2) beyond; \(residual)"
    }
  }

  /// Throws `FitError` for a threshold or penalty that is not a positive number.
  func check() throws {
    func positive(_ value: Double, _ name: String) throws {
      guard value > 0, value.isFinite else {
        throw FitError("The \(name) of an objective is \(value): it must be a positive number.")
      }
    }
    switch self {
    case .squares, .logSquares: return
    case .huber(let delta), .logHuber(let delta): try positive(delta, "delta")
    case .softL1(let scale), .logSoftL1(let scale): try positive(scale, "scale")
    case .envelope(let penalty), .logEnvelope(let penalty): try positive(penalty, "penalty")
    case .huberEnvelope(let penalty, let delta), .logHuberEnvelope(let penalty, let delta):
      try positive(penalty, "penalty")
      try positive(delta, "delta")
    }
  }

  /// Throws `FitError` for a bad threshold, y <= 0 for an objective in logarithms, and errors of known size for any but squares.
  func check(y: [Double], errors: ObservationErrors) throws {
    try check()
    if self != .squares, errors.isScaleKnown {
      throw FitError(
        "The objective \(explanation) takes weights, not errors of known size: its intervals come from the residuals.")
    }
    if isLogarithmic, let row = y.firstIndex(where: { !($0 > 0) }) {
      throw FitError(
        "y of observation \(row) is \(y[row]); the objective \(explanation) needs y above 0, because it takes ln y.")
    }
  }

  /// The loss behind the objective.
  var loss: PointLoss {
    switch self {
    case .squares, .logSquares: PointLoss(kind: .squares, isLogarithmic: isLogarithmic)
    case .huber(let delta), .logHuber(let delta):
      PointLoss(kind: .huber, isLogarithmic: isLogarithmic, threshold: delta)
    case .softL1(let scale), .logSoftL1(let scale):
      PointLoss(kind: .softL1, isLogarithmic: isLogarithmic, threshold: scale)
    case .envelope(let penalty), .logEnvelope(let penalty):
      PointLoss(kind: .squares, isLogarithmic: isLogarithmic, penalty: penalty)
    case .huberEnvelope(let penalty, let delta), .logHuberEnvelope(let penalty, let delta):
      PointLoss(kind: .huber, isLogarithmic: isLogarithmic, threshold: delta, penalty: penalty)
    }
  }

  /// What a sum of losses, which are r²/2 near 0, is multiplied by to give the objective: objectives without a threshold are of r².
  var factor: Double {
    switch self {
    case .squares, .logSquares, .envelope, .logEnvelope: 2
    default: 1
    }
  }
}

/// A loss of one residual as the kernels take it: r²/2 near 0.
struct PointLoss: Equatable {
  enum Kind: Int32 {
    case squares = 0
    case huber = 1
    case softL1 = 2
  }

  var kind: Kind
  var isLogarithmic: Bool
  var threshold = 1.0
  var penalty = 1.0

  /// The loss of residuals in units of `scale`.
  func scaled(by scale: Double) -> PointLoss {
    var loss = self
    if !isLogarithmic { loss.threshold /= scale }
    return loss
  }
}
