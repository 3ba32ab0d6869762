import ScalingStatistics

/// What a number read from a front means; the kinds are never mixed.
public enum FrontReadingKind: String, Sendable, Hashable, Codable, CaseIterable {
  /// A measured configuration that keeps the bound: the only kind that a service-level objective may rest on.
  case attained
  /// The average of a fleet split between two measured configurations; no single request sees it.
  case mixture
  /// A curve between the rungs of one configuration's ladder: interpolated, not measured.
  case estimate
}

/// A value read from measured points under a bound on another column.
///
/// `attained` is a step and holds for every request of the row it names; `mixture` is what a fleet averages; `estimate` is a guess between rungs. Rows are counted from 0.
public struct FrontReading: Sendable, Hashable, Codable {
  /// The reading in a sentence, which says its kind.
  public let headline: String
  /// What the value means.
  public let kind: FrontReadingKind
  /// The value of the objective; nil where no measured point (or mixture of points) keeps the bound.
  public let value: Double?
  /// The rows it rests on: one for an attained value, up to two for a mixture, the neighbouring rungs for an estimate.
  public let rows: [Int]
  /// The share of GPUs (or of whatever the coordinates are linear in) that each of `rows` takes; empty for an estimate.
  public let shares: [Double]

  init(headline: String, kind: FrontReadingKind, value: Double?, rows: [Int], shares: [Double]) {
    self.headline = headline
    self.kind = kind
    self.value = value
    self.rows = rows
    self.shares = shares
  }

  /// Reads the best measured value among the rows that keep the bound: the step of the front, in O(rows).
  ///
  /// Of rows that tie, the one furthest inside the bound is named, then the first. Throws `ParetoError` for columns of unequal length, no rows, a limit that is NaN, or a NaN
  /// under `.refuse`.
  public static func attained(
    _ objective: Objective, under bound: Constraint, missing: MissingValuePolicy = .refuse
  ) throws -> FrontReading {
    let usable = try pairs(objective, bound, missing: missing)
    let costs = objective.minimized
    func slack(_ row: Int) -> Double {
      switch bound.limit {
      case .atMost: return -bound.values[row]
      case .atLeast: return bound.values[row]
      }
    }
    var best: Int?
    for row in usable where bound.isMet(row) {
      if let current = best {
        guard costs[row] < costs[current] || (costs[row] == costs[current] && slack(row) > slack(current)) else {
          continue
        }
      }
      best = row
    }
    guard let best else {
      return FrontReading(
        headline: "No measured row has \(bound.words), so no \(objective.name) is attained there.", kind: .attained,
        value: nil, rows: [], shares: [])
    }
    let value = objective.values[best]
    return FrontReading(
      headline:
        "Attained: \(objective.name) of \(DecimalText.significant(value, 4)) by row \(best), with \(bound.words).",
      kind: .attained, value: value, rows: [best], shares: [1])
  }

  /// Reads the best average that a split between two measured rows reaches while its average keeps the bound: the hull of the points.
  ///
  /// The caller states that both columns are linear in the share of GPUs: rates per GPU are (tokens per second per GPU), and so are costs per GPU hour. Cost per token is linear in
  /// the share of tokens instead, and then `shares` are of tokens; tokens per second per user and percentiles are linear in neither and must not be mixed.
  /// O(n log n): A. M. Andrew, "Another efficient algorithm for convex hulls in two dimensions", Information Processing Letters 9 (1979). Infinite values take no part.
  /// Throws `ParetoError` as `attained` does.
  public static func mixture(
    _ objective: Objective, under bound: Constraint, linearIn share: MixtureShare, missing: MissingValuePolicy = .refuse
  ) throws -> FrontReading {
    let usable = try pairs(objective, bound, missing: missing)
    let costs = objective.minimized
    let flipped: Bool
    switch bound.limit {
    case .atMost: flipped = false
    case .atLeast: flipped = true
    }
    // Turned so that a row keeps the bound where its position is at most the limit.
    func position(_ row: Int) -> Double { flipped ? -bound.values[row] : bound.values[row] }
    let limit = flipped ? -bound.limit.value : bound.limit.value
    let order = usable.filter { position($0).isFinite && costs[$0].isFinite }
      .sorted { (position($0), costs[$0], $0) < (position($1), costs[$1], $1) }
    var hull: [Int] = []
    for row in order {
      // Only a lower cost is worth a looser position.
      if let last = hull.last, costs[row] >= costs[last] { continue }
      while hull.count > 1 {
        let a = hull[hull.count - 2]
        let b = hull[hull.count - 1]
        let turn =
          (position(b) - position(a)) * (costs[row] - costs[a]) - (costs[b] - costs[a]) * (position(row) - position(a))
        guard turn <= 0 else { break }
        hull.removeLast()
      }
      hull.append(row)
    }
    guard let inside = hull.lastIndex(where: { position($0) <= limit }) else {
      return FrontReading(
        headline: "No measured row has \(bound.words), so no mixture averages it either.", kind: .mixture, value: nil,
        rows: [], shares: [])
    }
    let a = hull[inside]
    guard inside + 1 < hull.count, position(a) < limit else {
      return FrontReading(
        headline:
          "Mixture: row \(a) alone gives \(objective.name) of \(DecimalText.significant(objective.values[a], 4)), "
          + "with \(bound.words); no split does better.",
        kind: .mixture, value: objective.values[a], rows: [a], shares: [1])
    }
    let b = hull[inside + 1]
    let weight = (limit - position(a)) / (position(b) - position(a))
    let value = objective.values[a] * (1 - weight) + objective.values[b] * weight
    return FrontReading(
      headline: "Mixture: \(objective.name) of \(DecimalText.significant(value, 4)) on average, with "
        + "\(DecimalText.significant(100 * (1 - weight), 3)) % of \(share.rawValue) on row \(a) and the rest on row \(b); "
        + "\(bound.words) holds for the average only.",
      kind: .mixture, value: value, rows: [a, b], shares: [1 - weight, weight])
  }

  static func pairs(_ objective: Objective, _ bound: Constraint, missing: MissingValuePolicy) throws -> [Int] {
    try bound.checkLimit()
    return try RowSelection(
      columns: [(objective.name, objective.values), (bound.name, bound.values)], feasible: nil, missing: missing
    ).usable
  }
}

/// What the coordinates of a mixture are linear in, as the caller states it.
public enum MixtureShare: String, Sendable, Hashable, Codable, CaseIterable {
  /// Rates per GPU, costs per GPU hour, power: averages over GPUs.
  case gpus = "GPUs"
  /// Cost per token, energy per token: averages over tokens.
  case tokens
  /// Mean latency, accuracy: averages over requests.
  case requests
}
