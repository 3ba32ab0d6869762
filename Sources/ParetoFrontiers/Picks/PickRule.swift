import ScalingStatistics

/// What one objective is worth in a weighted pick.
public struct ObjectiveWeight: Sendable, Hashable, Codable {
  /// The weight, not negative.
  public let weight: Double
  /// How much of the objective, in its own unit, counts as one: what makes seconds and dollars addable.
  public let scale: Double

  /// Creates a weight; there is no default scale, because units are never mixed silently.
  public init(weight: Double, scale: Double) {
    self.weight = weight
    self.scale = scale
  }
}

/// A limit on one of the objectives of a pick.
public struct ObjectiveLimit: Sendable, Hashable {
  /// Which objective, counted from 0.
  public let objective: Int
  /// The limit, met when it is equalled.
  public let limit: ConstraintLimit

  /// Creates a limit on an objective.
  public init(objective: Int, limit: ConstraintLimit) {
    self.objective = objective
    self.limit = limit
  }
}

/// How a row is picked.
public enum PickRule: Sendable, Hashable {
  /// The best value of one objective among the rows within all limits.
  case best(objective: Int, limits: [ObjectiveLimit])
  /// The greatest Σ weight · gain / scale, a gain being the value, or minus the value of what is minimized.
  case weighted([ObjectiveWeight])
  /// The greatest Σ log gain, a gain being the value, or one over the value of what is minimized: where 1 % of one objective costs 1 % of the other.
  ///
  /// Does not depend on units, scales, the range of the data, or rows that do not win.
  case unitElasticity
  /// The last row on the hull of the front whose step still buys more than `atLeast` of objective 1 for each unit of objective 0.
  ///
  /// That row has the greatest gain of objective 1 minus `atLeast` times the loss in objective 0, in the objectives' own units.
  case exchangeRate(atLeast: Double)
  /// The greatest area that only this row dominates, up to a reference point; two objectives.
  ///
  /// J. Knowles, D. Corne and M. Fleischer, "Bounded archiving using the Lebesgue measure", CEC 2003.
  case largestHypervolumeContribution(reference: [Double])

  var words: String {
    switch self {
    case .best: return "best value within the limits"
    case .weighted: return "weighted sum"
    case .unitElasticity: return "unit elasticity"
    case .exchangeRate(let rate): return "exchange rate of at least \(DecimalText.significant(rate, 4))"
    case .largestHypervolumeContribution: return "hypervolume contribution"
    }
  }

  /// Only rows on the front are candidates.
  var asksForFront: Bool {
    if case .best = self { return false }
    return true
  }

  func check(_ objectives: [Objective]) throws {
    switch self {
    case .best(let objective, let limits):
      for index in [objective] + limits.map(\.objective) where !objectives.indices.contains(index) {
        throw ParetoError("Objective \(index) was asked for; there are \(objectives.count), counted from 0.")
      }
      for limit in limits where limit.limit.value.isNaN {
        throw ParetoError("The limit of \(objectives[limit.objective].name) is not a number.")
      }
    case .weighted(let weights):
      guard weights.count == objectives.count else {
        throw ParetoError(
          "\(weights.count) weights for \(objectives.count) objectives: each needs one, with its scale.")
      }
      for (weight, objective) in zip(weights, objectives)
      where !(weight.weight >= 0 && weight.weight.isFinite && weight.scale > 0 && weight.scale.isFinite) {
        throw ParetoError(
          "\(objective.name) has weight \(weight.weight) and scale \(weight.scale): "
            + "a weight is not negative, and a scale says how much of the objective counts as one.")
      }
      guard weights.contains(where: { $0.weight > 0 }) else { throw ParetoError("All weights are zero.") }
    case .unitElasticity: break
    case .exchangeRate(let rate):
      guard objectives.count == 2 else {
        throw ParetoError("An exchange rate is between two objectives; \(objectives.count) were given.")
      }
      guard rate >= 0, rate.isFinite else { throw ParetoError("An exchange rate of \(rate) was asked for.") }
    case .largestHypervolumeContribution(let reference):
      guard objectives.count == 2, reference.count == 2, reference.allSatisfy(\.isFinite) else {
        throw ParetoError(
          "A hypervolume contribution is found for two objectives and a finite reference point of two values; "
            + "\(objectives.count) objectives and \(reference.count) values were given.")
      }
    }
  }

  /// The score of each row, greater being better; minus infinity for a row that cannot win, NaN for one without a score.
  ///
  /// Columns are turned so that less is better; `start` is where the replicate begins. Throws `ParetoError` where memory ran out.
  func score(
    _ columns: [[Double]], _ objectives: [Objective], start: Int, count: Int, search: inout ReplicateSearch,
    into scores: inout [Double]
  ) throws {
    for row in 0..<count { scores[row] = -.infinity }
    switch self {
    case .best(let objective, let limits):
      for row in 0..<count {
        let feasible = limits.allSatisfy { limit in
          let turned = columns[limit.objective][start + row]
          let value = objectives[limit.objective].sense == .maximize ? -turned : turned
          switch limit.limit {
          case .atMost(let bound): return value <= bound
          case .atLeast(let bound): return value >= bound
          }
        }
        if feasible { scores[row] = -columns[objective][start + row] }
      }
    case .weighted(let weights):
      for row in 0..<count {
        var sum = 0.0
        for (weight, column) in zip(weights, columns) where weight.weight > 0 {
          sum -= weight.weight * column[start + row] / weight.scale
        }
        scores[row] = sum
      }
    case .unitElasticity:
      for row in 0..<count {
        var sum = 0.0
        for (objective, column) in zip(objectives, columns) {
          let isMaximized = objective.sense == .maximize
          let logarithm = naturalLogarithm(isMaximized ? -column[start + row] : column[start + row])
          sum += isMaximized ? logarithm : -logarithm
        }
        scores[row] = sum
      }
    case .exchangeRate(let rate):
      for row in 0..<count { scores[row] = -columns[1][start + row] - rate * columns[0][start + row] }
    case .largestHypervolumeContribution(let reference):
      let corner = zip(reference, objectives).map { $1.sense == .maximize ? -$0 : $0 }
      try search.search(columns, start: start, count: count)
      let inside = search.members.filter {
        columns[0][start + $0] < corner[0] && columns[1][start + $0] < corner[1]
      }
      for row in search.members { scores[row] = 0 }
      for (position, row) in inside.enumerated() {
        let right = position + 1 < inside.count ? columns[0][start + inside[position + 1]] : corner[0]
        let above = position > 0 ? columns[1][start + inside[position - 1]] : corner[1]
        // A row that another equals has no area of its own: one of the two sides is zero.
        scores[row] = (right - columns[0][start + row]) * (above - columns[1][start + row])
      }
    }
  }
}
