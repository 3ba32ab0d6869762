import ScalingStatistics

/// A way to spend one budget, with what it reaches on each problem.
public struct StrategyOutcome: Sendable, Hashable {
  /// The name: "majority of 16", "revisions, 4 x 4".
  public let name: String
  /// The expected accuracy on each problem, 0 to 1.
  public let accuracy: [Double]
  /// What an answer spends in the mean, in any unit that all strategies share; nil where the caller vouches for equal budgets.
  public let meanSpent: Double?

  /// Creates an outcome; it is checked where strategies are compared.
  public init(_ name: String, accuracy: [Double], meanSpent: Double? = nil) {
    self.name = name
    self.accuracy = accuracy
    self.meanSpent = meanSpent
  }
}

/// The strategy to use at each difficulty, and what choosing by difficulty gains over the best single strategy, without scoring a choice on the problems that made it.
///
/// C. Snell, J. Lee, K. Xu and A. Kumar, "Scaling LLM Test-Time Compute Optimally can be More Effective than Scaling Model Parameters" (arXiv:2408.03314), eq. 1 and section 3.2: at one budget, the
/// strategy of greatest accuracy in each bin of difficulty. Problems are dealt into folds within bins; each fold is scored with the strategies that were best on the others.
public struct StrategyChoice: Sendable, Hashable, Codable {
  /// The gain in a sentence.
  public let headline: String
  /// The bins.
  public let bins: DifficultyBins
  /// The names of the strategies.
  public let strategies: [String]
  /// The accuracy of each strategy in each bin, bin by bin.
  public let accuracyByBin: [[Double]]
  /// The strategy that is best in each bin over all its problems: what to use for new ones.
  public let best: [String]
  /// For each bin, the share of replicates in which that strategy is the best.
  public let frequency: [Double]
  /// The accuracy of choosing by difficulty, cross-fitted; its interval makes the choice again in every replicate and is rather too wide (97 to 100 % in simulations of 95 %).
  public let accuracy: Estimate
  /// The accuracy of the best single strategy, chosen on the other folds too.
  public let single: Estimate
  /// The difference of the two, paired by problem.
  public let gain: Estimate
  /// The accuracy that scoring on the choosing problems would claim: at least as high, and optimistic.
  public let optimisticAccuracy: Double
  /// The number of folds.
  public let folds: Int

  /// Chooses and scores.
  ///
  /// `tolerance` is the relative difference up to which stated budgets count as equal. Throws `StudyError` for fewer than two strategies, a name that stands twice, columns of another length than the
  /// bins', accuracies outside 0 to 1, budgets that are not positive or differ, fewer than 2 folds or more than problems; `StatisticsError` for fewer than 50 replicates or a level outside 0 to 1.
  /// O(replicates x problems x strategies).
  public init(
    _ outcomes: [StrategyOutcome], bins: DifficultyBins, folds: Int = 2, tolerance: Double = 0.1, level: Double = 0.95,
    replicates: Int = 2_000, seed: UInt64 = 1
  ) throws {
    try Self.check(outcomes, bins, folds, tolerance)
    let problemCount = bins.binOfProblem.count
    let choice = CrossFittedChoice(
      accuracy: outcomes.map(\.accuracy), bins: bins, folds: folds, seed: seed)
    let design = try Bootstrap(unitCount: problemCount, unitName: "problems", replicates: replicates, seed: seed)
    let ones = [Double](repeating: 1, count: problemCount)
    let means = choice.means(ones)
    let chosen = means.map { Self.greatest($0) ?? 0 }
    var same = [Int](repeating: 0, count: bins.count)
    let distribution = try design.distribution { weights in
      for (bin, column) in choice.means(weights).enumerated() where Self.greatest(column) == chosen[bin] {
        same[bin] += 1
      }
      let scores = choice.scores(weights)
      return [scores.adaptive, scores.single, scores.adaptive - scores.single]
    }
    self.bins = bins
    self.folds = folds
    strategies = outcomes.map(\.name)
    accuracyByBin = means
    best = chosen.map { outcomes[$0].name }
    // The data themselves are the first call.
    frequency = same.map { Double($0 - 1) / Double(replicates) }
    accuracy = try distribution.percentileInterval(0, level: level)
    single = try distribution.percentileInterval(1, level: level)
    gain = try distribution.percentileInterval(2, level: level)
    let weighted = zip(means, bins.sizes).map { column, size in (column.max() ?? 0) * Double(size) }
    optimisticAccuracy = SampleMoments.sum(weighted) / Double(problemCount)
    let ends = [gain.value, gain.lower, gain.upper].map { DecimalText.fixed(100 * $0, 1) }
    let uses = zip(best, bins.sizes).map { "\($0) (\($1))" }.joined(separator: ", ")
    headline =
      "Choosing by difficulty reaches \(ProblemMeans.percent(accuracy)), \(ends[0]) [\(ends[1]), \(ends[2])] points above the best single strategy; best from the easiest bin to the hardest: \(uses)."
  }

  /// The number of the greatest value, the first of equals; nil where all are NaN.
  static func greatest(_ values: [Double]) -> Int? {
    var best: Int?
    for index in values.indices where !values[index].isNaN {
      if let current = best, values[index] <= values[current] { continue }
      best = index
    }
    return best
  }

  private static func check(
    _ outcomes: [StrategyOutcome], _ bins: DifficultyBins, _ folds: Int, _ tolerance: Double
  ) throws {
    let problemCount = bins.binOfProblem.count
    guard outcomes.count > 1 else {
      throw StudyError("A choice needs at least two strategies; there are \(outcomes.count).")
    }
    var names: Set<String> = []
    for outcome in outcomes {
      guard names.insert(outcome.name).inserted else {
        throw StudyError("Strategy \"\(outcome.name)\" stands twice.")
      }
      guard outcome.accuracy.count == problemCount else {
        throw StudyError(
          "Strategy \"\(outcome.name)\" has \(outcome.accuracy.count) accuracies for \(problemCount) problems.")
      }
      if let row = outcome.accuracy.firstIndex(where: { !(0...1).contains($0) }) {
        throw StudyError(
          "Strategy \"\(outcome.name)\" has the accuracy \(outcome.accuracy[row]) on problem \(row); it lies between 0 and 1."
        )
      }
      if let spent = outcome.meanSpent, !(spent > 0 && spent.isFinite) {
        throw StudyError("Strategy \"\(outcome.name)\" spends \(spent) in the mean; it must be positive and finite.")
      }
    }
    guard folds >= 2, folds <= problemCount else {
      throw StudyError(
        "\(folds) folds of \(problemCount) problems were asked for; it takes 2 to the number of problems.")
    }
    guard tolerance >= 0 else { throw StudyError("A tolerance of \(tolerance) was given; it must be 0 or more.") }
    let stated = outcomes.filter { $0.meanSpent != nil }
    guard let least = stated.min(by: { ($0.meanSpent ?? 0) < ($1.meanSpent ?? 0) }),
      let most = stated.max(by: { ($0.meanSpent ?? 0) < ($1.meanSpent ?? 0) }),
      let low = least.meanSpent, let high = most.meanSpent, high > low * (1 + tolerance)
    else { return }
    throw StudyError(
      "\"\(most.name)\" spends \(DecimalText.significant(high, 4)) and \"\(least.name)\" \(DecimalText.significant(low, 4)): strategies are compared at one budget, equal to \(DecimalText.significant(100 * tolerance, 3)) %."
    )
  }
}

/// The accuracies of a choice in each bin that was made on the other folds.
struct CrossFittedChoice {
  private let accuracy: [[Double]]
  private let bins: DifficultyBins
  private let folds: Int
  private let foldOfProblem: [Int]

  /// Deals the problems of every bin into folds at random, so that folds differ by one problem at most in a bin.
  init(accuracy: [[Double]], bins: DifficultyBins, folds: Int, seed: UInt64) {
    self.accuracy = accuracy
    self.bins = bins
    self.folds = folds
    var assigned = [Int](repeating: 0, count: bins.binOfProblem.count)
    var dealt = 0
    for bin in 0..<bins.count {
      var generator = SeededGenerator(seed: seed, stream: UInt64(bin))
      var members = bins.binOfProblem.indices.filter { bins.binOfProblem[$0] == bin }
      for index in members.indices.dropLast() {
        members.swapAt(index, index + generator.nextIndex(below: members.count - index))
      }
      // Dealing goes on from bin to bin, so that small bins do not all fill the first fold.
      for member in members {
        assigned[member] = dealt % folds
        dealt += 1
      }
    }
    foldOfProblem = assigned
  }

  /// The accuracy of each strategy in each bin; NaN where the weights leave a bin nothing.
  func means(_ weights: [Double]) -> [[Double]] {
    let sums = sums(weights)
    return (0..<bins.count).map { bin in
      let total = sums.weight[bin].reduce(0, +)
      return accuracy.indices.map { sums.value[bin][$0].reduce(0, +) / total }
    }
  }

  /// The accuracies over all problems of the choice by bin and of the single choice.
  ///
  /// A problem drawn several times stays in its fold, so that no copy of it is on both sides.
  func scores(_ weights: [Double]) -> (adaptive: Double, single: Double) {
    let sums = sums(weights)
    var adaptive = 0.0
    var single = 0.0
    var total = 0.0
    for fold in 0..<folds {
      /// The sum of a strategy in a bin without the fold.
      func others(_ bin: Int, _ strategy: Int) -> Double {
        (0..<folds).reduce(0) { $1 == fold ? $0 : $0 + sums.value[bin][strategy][$1] }
      }
      let overall =
        StrategyChoice.greatest(
          accuracy.indices.map { strategy in (0..<bins.count).reduce(0) { $0 + others($1, strategy) } }) ?? 0
      for bin in 0..<bins.count {
        let weight = (0..<folds).reduce(0) { $1 == fold ? $0 : $0 + sums.weight[bin][$1] }
        // A bin without problems in the other folds follows the single choice.
        let own =
          weight > 0 ? StrategyChoice.greatest(accuracy.indices.map { others(bin, $0) }) ?? overall : overall
        adaptive += sums.value[bin][own][fold]
        single += sums.value[bin][overall][fold]
        total += sums.weight[bin][fold]
      }
    }
    return (adaptive / total, single / total)
  }

  private func sums(_ weights: [Double]) -> (weight: [[Double]], value: [[[Double]]]) {
    let none = [Double](repeating: 0, count: folds)
    var weight = [[Double]](repeating: none, count: bins.count)
    var value = [[[Double]]](
      repeating: [[Double]](repeating: none, count: accuracy.count), count: bins.count)
    for problem in weights.indices where weights[problem] > 0 {
      let (bin, fold) = (bins.binOfProblem[problem], foldOfProblem[problem])
      weight[bin][fold] += weights[problem]
      for strategy in accuracy.indices { value[bin][strategy][fold] += weights[problem] * accuracy[strategy][problem] }
    }
    return (weight, value)
  }
}
