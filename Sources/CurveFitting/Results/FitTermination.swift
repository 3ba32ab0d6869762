/// Why a fit stopped.
public enum FitTermination: String, Sendable, Hashable, Codable {
  /// The Newton step in whitened coordinates fell below rounding: ‖R Δp‖ <= 16 ε ‖y‖.
  case stepBelowRounding
  /// A full Newton step fell below 1e-9 of the response, ‖R Δp‖ <= 1e-9 ‖y‖: the one after it, of the order of its square, would be lost in rounding.
  case nextStepBelowRounding
  /// Newton steps stopped getting shorter while below 1e-8 ‖y‖: the rounding of the residuals is all that is left.
  case stepAtRoundingFloor
  /// The residuals are rounding errors of the data: ‖r‖ <= 4 ε √n max|y|.
  case residualsAtRounding
  /// The Newton step on a likelihood fell below a billionth of a standard error, gᵀ H⁻¹ g <= 1e-18, or to the rounding of the likelihood: nested shares.
  case likelihoodStepBelowRounding
  /// No step along the descent direction lowered the objective.
  case noDescent
  /// The limit on evaluations was reached; the result is the best point seen, not a minimum.
  case evaluationLimit

  /// Whether the result is a minimum to rounding.
  public var isConverged: Bool { self != .evaluationLimit && self != .noDescent }

  /// The rule in words.
  public var explanation: String {
    switch self {
    case .stepBelowRounding: "the Newton step fell below rounding"
    case .nextStepBelowRounding: "the next Newton step would fall below rounding"
    case .stepAtRoundingFloor: "Newton steps reached the rounding of the residuals"
    case .residualsAtRounding: "the residuals are rounding errors"
    case .likelihoodStepBelowRounding: "the Newton step on the likelihood fell below rounding"
    case .noDescent: "no step lowered the objective"
    case .evaluationLimit: "the limit on evaluations was reached before a minimum"
    }
  }
}
