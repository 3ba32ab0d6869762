import ScalingExperiments
import ScalingStatistics

/// The share of problems answered rightly within a limit, as a function of that limit: a deadline, a token budget, a cost.
///
/// A right answer that comes later counts as wrong, and one that never came counts as wrong at any limit. Several answers a problem each count as a share of it. The curve is a
/// staircase that ends with the last right answer.
public struct DeadlineCurve: Sendable, Hashable {
  /// The curve's ends in a sentence.
  public let headline: String
  /// The run and the data.
  public let label: String
  /// What the limit is on.
  public let resource: BudgetResource
  /// The problems, in the order of their first answer.
  public let problems: [String]
  /// The share of problems answered rightly without a limit.
  public let accuracy: Double
  /// What the last right answer spent; nil where there is none.
  public let lastRight: Double?
  /// The number of answers.
  public let answerCount: Int

  /// The right answers by what they spent, ascending: their problem and their share of it.
  private let right: [RightAnswer]
  private let hasOneAnswerEach: Bool

  private struct RightAnswer: Sendable, Hashable {
    let spent: Double
    let problem: Int
    let share: Double
  }

  /// Creates a curve from answers; `spent` is nil where an answer never came.
  ///
  /// Throws `StudyError` for no answers, columns of unequal length, spending that is negative or not finite, and an answer that is right but never came. O(n log n).
  public init(
    _ label: String, problems: [String], isCorrect: [Bool], spent: [Double?], of resource: BudgetResource
  ) throws {
    guard problems.count == isCorrect.count, problems.count == spent.count, !problems.isEmpty else {
      throw StudyError(
        "\(label): \(problems.count) problems, \(isCorrect.count) verdicts and \(spent.count) values of \(resource.name); one of each an answer is needed."
      )
    }
    var numbers: [String: Int] = [:]
    var names: [String] = []
    var counts: [Int] = []
    var owners: [Int] = []
    for (row, problem) in problems.enumerated() {
      if let value = spent[row] {
        guard value >= 0, value.isFinite else {
          throw StudyError(
            "\(label): answer \(row) (problem \(problem)) spent \(value) \(resource.unit) (\(resource.name)); it must be finite, 0 or more."
          )
        }
      } else if isCorrect[row] {
        throw StudyError(
          "\(label): answer \(row) (problem \(problem)) is right, but its \(resource.name) is unknown; an answer that never came cannot be right."
        )
      }
      if let number = numbers[problem] {
        counts[number] += 1
        owners.append(number)
      } else {
        numbers[problem] = names.count
        owners.append(names.count)
        names.append(problem)
        counts.append(1)
      }
    }
    var right: [RightAnswer] = []
    for row in problems.indices where isCorrect[row] {
      guard let value = spent[row] else { continue }
      right.append(RightAnswer(spent: value, problem: owners[row], share: 1 / Double(counts[owners[row]])))
    }
    right.sort { ($0.spent, $0.problem) < ($1.spent, $1.problem) }
    self.label = label
    self.resource = resource
    self.problems = names
    self.right = right
    answerCount = problems.count
    hasOneAnswerEach = names.count == problems.count
    lastRight = right.last?.spent
    accuracy = SampleMoments.sum(right.map(\.share)) / Double(names.count)
    let share = DecimalText.fixed(100 * accuracy, 1)
    let end = right.last.map { "the last right answer takes \(DecimalText.significant($0.spent, 3)) \(resource.unit)" }
    headline =
      "\(label): \(share) % of \(names.count) problems without a limit on \(resource.name); \(end ?? "no answer is right")."
  }

  /// The curve of a run's timed requests over latency without set-up.
  ///
  /// Throws `StudyError` where the run has no requests, one of them was not judged, or a latency is negative or not finite.
  public init(_ run: Run) throws {
    let label = run.identifier
    guard let requests = run.requests, requests.count > 0 else {
      throw StudyError("Run \"\(label)\" has no timed requests, so nothing is known of deadlines.")
    }
    let verdicts = try requests.isCorrect.enumerated().map { row, verdict in
      guard let verdict else {
        throw StudyError(
          "Run \"\(label)\": the request of problem \(requests.problems[row]) was not judged, so it cannot be counted at a deadline."
        )
      }
      return verdict
    }
    try self.init(
      label, problems: requests.problems, isCorrect: verdicts, spent: requests.latencyWithoutSetup, of: .latency)
  }

  /// The accuracy within a limit, with Wilson's interval for one answer a problem, else from drawing problems again.
  ///
  /// Throws `StudyError` for a limit that is negative or NaN; `StatisticsError` for fewer than 50 replicates, a level outside 0 to 1, and several answers of a single problem. O(answers), without the
  /// bootstrap.
  public func accuracy(
    within limit: Double, level: Double = 0.95, replicates: Int = 2_000, seed: UInt64 = 1
  ) throws -> DeadlineAccuracy {
    guard limit >= 0 else {
      throw StudyError("\(label): a limit of \(limit) \(resource.unit) was asked for; it must be 0 or more.")
    }
    var column = [Double](repeating: 0, count: problems.count)
    var late = 0.0
    for answer in right {
      if answer.spent <= limit { column[answer.problem] += answer.share } else { late += answer.share }
    }
    // Thirds and the like do not sum to 1 in binary.
    for row in column.indices where abs(column[row] - 1) < 1e-9 { column[row] = 1 }
    let estimate =
      hasOneAnswerEach
      ? try BinomialInterval.wilson(successes: column.count { $0 == 1 }, trials: column.count, level: level)
      : try ProblemMeans.estimate(column, level: level, replicates: replicates, seed: seed)
    return DeadlineAccuracy(
      curve: self, limit: limit, accuracy: estimate, lateShare: late / Double(problems.count))
  }

  /// The least limit within which a share of the problems is answered rightly.
  ///
  /// A step reading: the limit is what some answer spent. The interval draws problems again and is open above where more than its tail of the replicates never attain the accuracy.
  /// Throws `StudyError` for an accuracy outside 0 to 1, `StatisticsError` for a single problem, fewer than 50 replicates or a level outside 0 to 1. O(replicates x answers).
  public func least(
    reaching accuracy: Double, level: Double = 0.95, replicates: Int = 2_000, seed: UInt64 = 1
  ) throws -> BudgetToAccuracy {
    try BudgetToAccuracy.check(accuracy, label)
    let design = try Bootstrap(unitCount: problems.count, unitName: "problems", replicates: replicates, seed: seed)
    let total = Double(problems.count)
    let distribution = try design.distribution { weights in
      var sum = 0.0
      for answer in right {
        sum += weights[answer.problem] * answer.share
        // A sum of shares may miss a whole number by rounding.
        if sum >= accuracy * total - 1e-9 { return [answer.spent] }
      }
      return [.infinity]
    }
    let isAttained = distribution.observed[0].isFinite
    return BudgetToAccuracy(
      label: label, resource: resource, accuracy: accuracy, highest: self.accuracy, most: lastRight ?? 0, setting: nil,
      value: isAttained ? try distribution.percentileInterval(level: level) : nil,
      attainedShare: BudgetToAccuracy.attained(distribution))
  }
}

/// The accuracy within a limit on each answer.
public struct DeadlineAccuracy: Sendable, Hashable, Codable {
  /// The accuracy and what a later limit would add, in a sentence.
  public let headline: String
  /// The run and the data.
  public let label: String
  /// What the limit is on.
  public let resource: BudgetResource
  /// The limit.
  public let limit: Double
  /// The share of problems answered rightly within the limit.
  public let accuracy: Estimate
  /// The share of problems answered rightly, but too late.
  public let lateShare: Double

  init(curve: DeadlineCurve, limit: Double, accuracy: Estimate, lateShare: Double) {
    label = curve.label
    resource = curve.resource
    self.limit = limit
    self.accuracy = accuracy
    self.lateShare = lateShare
    let late =
      lateShare > 0
      ? "\(DecimalText.fixed(100 * lateShare, 1)) % are right, but too late"
      : "no right answer comes later, so that a looser limit changes nothing"
    headline =
      "\(label) within \(DecimalText.significant(limit, 3)) \(resource.unit) of \(resource.name): \(ProblemMeans.percent(accuracy)); \(late)."
  }
}
