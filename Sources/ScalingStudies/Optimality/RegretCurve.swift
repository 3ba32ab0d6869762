import ParetoFrontiers
import ScalingStatistics

/// What is held equal while two ways to choose are compared.
public enum RegretBasis: String, Sendable, Hashable, Codable, CaseIterable {
  /// The accuracy: how many times the least system cost the choice by compute takes.
  case equalAccuracy
  /// The system cost: how much accuracy what is optimal by compute loses within the same budget.
  case equalCost
}

/// The regret of choosing by compute along the whole curve, with a band.
///
/// Both ways to read it are step functions: of the accuracy asked for, and of the budget. Each step is read in its middle (the arithmetic one between accuracies, the geometric one between
/// budgets), because at its end the smallest change of an accuracy or a time flips the answer. Bands are pointwise percentiles of the same resamples: each point has its level, the
/// curve as a whole has not.
public struct RegretCurve: Sendable, Hashable, Codable {
  /// The range of the curve in a sentence.
  public let headline: String
  /// What is held equal.
  public let basis: RegretBasis
  /// The steps, from the least demanding accuracy or the smallest budget.
  public let points: [RegretCurvePoint]
}

/// One step of a regret curve.
public struct RegretCurvePoint: Sendable, Hashable, Codable {
  /// Where the step begins: an accuracy that asks for more than this, or a budget of at least this.
  public let from: Double
  /// Where it ends: an accuracy of at most this, or a budget below this; nil for the last budget, which has no end.
  public let to: Double?
  /// Where it is read.
  public let readAt: Double
  /// The regret there with ties in compute broken well: a ratio of system costs, or a difference of accuracies.
  public let least: Double
  /// The same with ties broken badly.
  public let greatest: Double
  /// `least` with its band; nil where none can be had, or where more than a fifth of the resamples have no answer there.
  public let leastBand: Estimate?
  /// `greatest` with its band.
  public let greatestBand: Estimate?
}

/// The places at which a curve is read, from the observed fronts.
struct RegretSteps {
  let from: [Double]
  let to: [Double?]
  let readAt: [Double]

  /// The steps between the accuracies attained on either front.
  static func accuracies(_ regret: Regret) -> RegretSteps {
    let ends = regret.levels.map(\.quality)
    let starts = [0] + ends.dropLast()
    return RegretSteps(from: starts, to: ends, readAt: zip(starts, ends).map { ($0 + $1) / 2 })
  }

  /// The steps between the system costs of members of either front.
  static func budgets(_ regret: EqualCostRegret) -> RegretSteps {
    let starts = regret.levels.map(\.budget)
    let ends = starts.dropFirst().map { Optional($0) } + [nil]
    // The last step has no end: beyond all budgets nothing changes.
    return RegretSteps(from: starts, to: ends, readAt: zip(starts, ends).map { ($0 * ($1 ?? 4 * $0)).squareRoot() })
  }
}
