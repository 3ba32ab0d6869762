import ScalingStatistics

/// What measuring one row again is expected to change.
public struct MeasurementCandidate: Sendable, Hashable, Codable {
  /// The row.
  public let row: Int
  /// The expected number of rows that join or leave the front.
  public let expectedFrontChange: Double
  /// Its Monte Carlo standard error.
  public let expectedFrontChangeError: Double
  /// The share of outcomes in which the front changes at all.
  public let frontChangeProbability: Double
  /// The expected gain in score from picking after the measurement instead of keeping the present pick; nil without a rule or a present pick.
  ///
  /// Outcomes in which the present pick breaks a limit have no finite gain: they count as none here, and in `pickFailureProbability`.
  public let expectedGain: Double?
  /// Its Monte Carlo standard error.
  public let expectedGainError: Double?
  /// The share of outcomes in which another row is picked; nil without a rule.
  public let pickChangeProbability: Double?
  /// The share of outcomes in which the present pick cannot be picked any more; nil without a rule or a present pick.
  public let pickFailureProbability: Double?
}

/// Which rows to measure again: those whose measurement is expected to change the pick, or the front, most.
///
/// For each row on its own, the others kept at their measured values, the outcome of a new measurement is simulated and the pick made again. The expected gain is the knowledge gradient:
/// P. Frazier, W. Powell and S. Dayanik, "The Knowledge-Gradient Policy for Correlated Normal Beliefs", INFORMS Journal on Computing 21 (2009), for independent rows, exact up to the
/// Monte Carlo error where the score is linear in normal objectives and no score depends on other rows, a plug-in otherwise.
public struct NextMeasurement: Sendable, Hashable, Codable {
  /// Which row to measure, and what that is expected to change.
  public let headline: String
  /// All rows, the most telling first: by expected gain, by the chance of another pick where the rule has limits, by the expected change of the front without a rule.
  public let candidates: [MeasurementCandidate]
  /// The replicates.
  public let replicates: Int
  /// The seed.
  public let seed: UInt64

  /// Ranks the rows: O(rows × replicates × (rows + front)) after one front without each row.
  ///
  /// `repeats` says how much data the new measurement brings, as a multiple of what the row has: after one as large again (the default) a mean moves by √(1/2) of its standard error,
  /// after an unlimited one (infinity) by all of it. Throws `ParetoError` for fewer than two objectives, measured values that are not finite, repeats that are not positive, and a rule
  /// that does not fit.
  public init(_ replicates: FrontReplicates, by rule: PickRule? = nil, repeats: Double = 1) throws {
    let objectives = replicates.objectives
    guard objectives.count > 1 else {
      throw ParetoError("A front needs at least two objectives; \(objectives.count) was given.")
    }
    guard repeats > 0 else { throw ParetoError("A measurement of \(repeats) repeats brings nothing.") }
    for objective in objectives {
      if let row = objective.values.firstIndex(where: { !$0.isFinite }) {
        throw ParetoError(
          "\(objective.name) of row \(row) is \(objective.values[row]): a new outcome needs a finite one.")
      }
    }
    let pick = try rule.map { try FrontPick.choose(objectives, by: $0).row }
    let share = repeats == .infinity ? 1 : (repeats / (1 + repeats)).squareRoot()
    var hasLimits = false
    if case .best(_, let limits)? = rule { hasLimits = !limits.isEmpty }
    var search = ReplicateSearch(rows: replicates.rowCount, objectives: objectives.count)
    var candidates: [MeasurementCandidate] = []
    for row in 0..<replicates.rowCount {
      candidates.append(
        try Self.candidate(
          row, of: replicates, rule: rule, pick: pick.flatMap { $0 }, share: share, search: &search))
    }
    func worth(_ candidate: MeasurementCandidate) -> (Double, Double) {
      guard rule != nil else { return (candidate.expectedFrontChange, 0) }
      let change = candidate.pickChangeProbability ?? 0
      return hasLimits
        ? (change, candidate.expectedFrontChange) : (candidate.expectedGain ?? change, candidate.expectedFrontChange)
    }
    candidates.sort { left, right in
      let (a, b) = (worth(left), worth(right))
      return a != b ? a > b : left.row < right.row
    }
    self.candidates = candidates
    self.replicates = replicates.count
    seed = replicates.seed
    guard let first = candidates.first, worth(first) != (0, 0) else {
      headline = "No measurement is expected to change anything, in \(replicates.count) simulated outcomes a row."
      return
    }
    var sentence =
      "Measure row \(first.row) next: the front is expected to change by "
      + "\(DecimalText.significant(first.expectedFrontChange, 3)) rows"
    if let change = first.pickChangeProbability {
      sentence += ", and another row is picked in \(DecimalText.significant(100 * change, 3)) % of outcomes"
    }
    if let gain = first.expectedGain {
      sentence += ", with an expected gain of \(DecimalText.significant(gain, 3))"
    }
    headline = sentence + "."
  }

  private static func candidate(
    _ row: Int, of replicates: FrontReplicates, rule: PickRule?, pick: Int?, share: Double,
    search: inout ReplicateSearch
  ) throws -> MeasurementCandidate {
    let count = replicates.rowCount
    var columns = replicates.observed
    try search.search(columns, start: 0, count: count)
    let before = Set(search.members)
    // The front without the row, once: a new outcome can only strike members from it and add itself.
    let others = columns.map { column in
      column.indices.filter { $0 != row }.map { column[$0] }
    }
    try search.search(others, start: 0, count: count - 1)
    let rest = search.members.map { $0 < row ? $0 : $0 + 1 }
    var scores = [Double](repeating: 0, count: count)
    var front = Moments()
    var gain = Moments()
    var changed = 0
    var picked = 0
    var failed = 0
    for replicate in 0..<replicates.count {
      for index in columns.indices {
        let measured = replicates.observed[index][row]
        let drawn = replicates.draws[index][replicate * count + row]
        columns[index][row] = share == 1 ? drawn : measured + share * (drawn - measured)
      }
      var isMember = true
      var kept = 0
      var same = 0
      for other in rest {
        var rowNoWorse = true
        var otherNoWorse = true
        for column in columns {
          if column[row] > column[other] { rowNoWorse = false }
          if column[other] > column[row] { otherNoWorse = false }
        }
        if otherNoWorse && !rowNoWorse { isMember = false }
        if rowNoWorse && !otherNoWorse { continue }
        kept += 1
        if before.contains(other) { same += 1 }
      }
      if isMember {
        kept += 1
        if before.contains(row) { same += 1 }
      }
      let change = kept + before.count - 2 * same
      front.add(Double(change))
      if change > 0 { changed += 1 }
      guard let rule else { continue }
      try rule.score(columns, replicates.objectives, start: 0, count: count, search: &search, into: &scores)
      var top = -Double.infinity
      for score in scores where score > top { top = score }
      let present = pick.map { scores[$0] } ?? -.infinity
      // A NaN score is no score; it compares false, so it is asked for by name.
      let fails = pick != nil && (present == -.infinity || present.isNaN)
      if fails { failed += 1 }
      if (top > -.infinity || fails) && !(present == top) { picked += 1 }
      gain.add(present > -.infinity && top.isFinite ? top - present : 0)
    }
    let total = Double(replicates.count)
    let asked = rule != nil
    return MeasurementCandidate(
      row: row, expectedFrontChange: front.mean, expectedFrontChangeError: front.error,
      frontChangeProbability: Double(changed) / total, expectedGain: pick.map { _ in gain.mean },
      expectedGainError: pick.map { _ in gain.error },
      pickChangeProbability: asked ? Double(picked) / total : nil,
      pickFailureProbability: pick.map { _ in Double(failed) / total })
  }

  /// A running mean and its standard error (Welford 1962).
  private struct Moments {
    var count = 0.0
    var mean = 0.0
    private var squares = 0.0

    mutating func add(_ value: Double) {
      count += 1
      let distance = value - mean
      mean += distance / count
      squares += distance * (value - mean)
    }

    var error: Double { count > 1 ? (squares / (count - 1) / count).squareRoot() : 0 }
  }
}
