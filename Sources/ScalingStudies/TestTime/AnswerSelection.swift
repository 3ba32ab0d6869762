import ScalingLaws
import ScalingStatistics

/// How one answer is made of several.
public enum AnswerSelection: String, Sendable, Hashable, Codable, CaseIterable {
  /// The most frequent answer (self-consistency).
  case majority
  /// The answer with the greatest sum of scores.
  case weightedVote
  /// The answer of the highest score.
  case bestOfN

  /// The words of a sentence.
  public var words: String {
    switch self {
    case .majority: "majority"
    case .weightedVote: "weighted vote"
    case .bestOfN: "best by score"
    }
  }
}

/// What a vote or a pick of k answers reaches, beside one answer, the coverage that bounds it, and chance.
public struct SelectionFinding: Sendable, Hashable, Codable {
  /// The accuracy and its gain in a sentence.
  public let headline: String
  /// How one answer is made of k.
  public let selection: AnswerSelection
  /// The number of answers that it is made of.
  public let k: Int
  /// The number of problems.
  public let problemCount: Int
  /// The expected accuracy, with an interval that draws problems again.
  public let accuracy: Estimate
  /// The accuracy of a single answer: pass@1.
  public let single: Double
  /// The accuracy less that of a single answer, paired by problem.
  public let gain: Estimate
  /// pass@k: what a choice that is never wrong would reach.
  public let coverage: Double
  /// What blind guessing reaches by the same choice: with equally likely guesses neither a vote nor a score without skill changes it; nil where it was not stated.
  public let chance: Double?
  /// What blind guessing reaches in coverage; nil where it was not stated.
  public let coverageByChance: Double?
  /// The standard error from drawing subsets at random; 0 where every problem was computed exactly.
  public let simulationError: Double
  /// The number of problems whose expectation is exact.
  public let exactProblems: Int

  init(
    _ selection: AnswerSelection, k: Int, accuracy: Estimate, gain: Estimate, single: Double, coverage: Double,
    guessing: Double?, values: SelectionValues
  ) {
    self.selection = selection
    self.k = k
    self.accuracy = accuracy
    self.gain = gain
    self.single = single
    self.coverage = coverage
    problemCount = values.expected.count
    chance = guessing
    coverageByChance = guessing.map { PassAtK.chance(guessing: $0, k: Double(k)) }
    simulationError = values.simulationError
    exactProblems = values.exactCount
    func percent(_ share: Double) -> String { "\(DecimalText.fixed(100 * share, 1)) %" }
    let ends = [gain.value, gain.lower, gain.upper].map { DecimalText.fixed(100 * $0, 1) }
    let floor = guessing.map { "; blind guesses reach \(percent($0))" } ?? ""
    let error =
      simulationError > 0 ? ", ± \(DecimalText.significant(100 * simulationError, 2)) from drawing subsets" : ""
    headline =
      "\(selection.words) of \(k): \(ProblemMeans.percent(accuracy)) of \(problemCount) problems\(error), \(ends[0]) [\(ends[1]), \(ends[2])] points above one answer (\(percent(single))); at least one of \(k) is right for \(percent(coverage))\(floor)."
  }
}

/// The expected accuracy of each problem.
struct SelectionValues {
  var expected: [Double]
  var simulationError: Double
  var exactCount: Int
}

extension SampledAnswers {
  /// The expected accuracy of a choice from k answers, problem by problem.
  ///
  /// The mean over all subsets of k of a problem's answers, which is unbiased for k fresh ones; ties count in equal parts. A majority is summed over the multivariate hypergeometric distribution of its
  /// counts and a best answer over ranks, exactly; a weighted vote over all subsets up to 20,000, else over `draws` random ones. Throws `StudyError` for k outside 1 to `largestK`, scores that are
  /// missing, negative weights of a vote, or fewer than 2 draws.
  public func expectedAccuracies(
    _ selection: AnswerSelection, k: Int, draws: Int = 2_000, seed: UInt64 = 1
  ) throws -> [Double] {
    try values(selection, k: k, draws: draws, seed: seed).expected
  }

  /// What a choice from k answers reaches over all problems.
  ///
  /// `guessing` is the probability that a blind guess is right, for the floor. The rest is as in `expectedAccuracies`; `StatisticsError` for a single problem, fewer than 50 replicates or a level outside
  /// 0 to 1.
  public func finding(
    _ selection: AnswerSelection, k: Int, guessing: Double? = nil, level: Double = 0.95, replicates: Int = 2_000,
    draws: Int = 2_000, seed: UInt64 = 1
  ) throws -> SelectionFinding {
    if let guessing, !(0...1).contains(guessing) {
      throw StudyError("A blind guess is right with probability \(guessing); a probability lies between 0 and 1.")
    }
    let values = try values(selection, k: k, draws: draws, seed: seed)
    let problems = try sampledProblems()
    let single = try problems.column(at: 1)
    let difference = zip(values.expected, single).map { $0 - $1 }
    let design = try Bootstrap(unitCount: single.count, unitName: "problems", replicates: replicates, seed: seed)
    let gain = try design.distribution { [ProblemMeans.mean(difference, $0)] }.percentileInterval(level: level)
    return SelectionFinding(
      selection, k: k,
      accuracy: try ProblemMeans.estimate(values.expected, level: level, replicates: replicates, seed: seed),
      gain: gain,
      single: SampleMoments.mean(single), coverage: try problems.coverage(at: k), guessing: guessing, values: values)
  }

  private func values(_ selection: AnswerSelection, k: Int, draws: Int, seed: UInt64) throws -> SelectionValues {
    guard k >= 1, k <= largestK else {
      throw StudyError(
        "A \(selection.words) of \(k) answers was asked for; k lies in 1 to \(largestK), the answers of the problem with fewest."
      )
    }
    guard draws > 1 else { throw StudyError("\(draws) random subsets were asked for; their error needs at least 2.") }
    if selection != .majority, !hasScores {
      throw StudyError("A \(selection.words) needs a score for each answer; there are none.")
    }
    if selection == .weightedVote {
      for (number, problem) in samples.enumerated() {
        guard let score = problem.scores.first(where: { $0 < 0 }) else { continue }
        throw StudyError(
          "Problem \(problems[number]) has the score \(score): weights of a vote are 0 or more; logarithms of probabilities have to be exponentiated."
        )
      }
    }
    var result = SelectionValues(expected: [], simulationError: 0, exactCount: 0)
    var variance = 0.0
    for (number, problem) in samples.enumerated() {
      var subsets = SubsetSelection(
        samples: problem, k: k, draws: draws, generator: SeededGenerator(seed: seed, stream: UInt64(number)))
      let value: SubsetSelection.Value
      switch selection {
      case .majority: value = subsets.majority()
      case .weightedVote: value = subsets.weightedVote()
      case .bestOfN: value = subsets.bestOfN()
      }
      result.expected.append(value.probability)
      variance += value.variance
      if value.isExact { result.exactCount += 1 }
    }
    result.simulationError = variance.squareRoot() / Double(samples.count)
    return result
  }
}
