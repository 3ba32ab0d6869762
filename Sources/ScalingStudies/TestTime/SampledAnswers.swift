import ScalingLaws
import ScalingStatistics

/// Several answers to each problem, as texts with verdicts and scores: what votes and picks are made of.
///
/// Two answers agree where their texts are equal; normal forms ("1/2" and "0.5") are the caller's matter.
public struct SampledAnswers: Sendable, Hashable {
  /// The size in a sentence.
  public let headline: String
  /// The problems, in the order of their first answer.
  public let problems: [String]
  /// The answers of each problem.
  let samples: [ProblemSamples]
  /// Whether every answer has a score.
  public let hasScores: Bool

  /// Creates answers from one row an answer; an answer that is nil or empty was not given: it has no vote.
  ///
  /// `scores` are what a verifier or a reward model said, higher is better. Throws `StudyError` for no rows, columns of unequal length, a score that is not finite, a missing answer that is right, and
  /// two equal answers to one problem with different verdicts. O(n) on average.
  public init(problems: [String], answers: [String?], isCorrect: [Bool], scores: [Double]? = nil) throws {
    let count = problems.count
    guard count > 0, answers.count == count, isCorrect.count == count, (scores?.count ?? count) == count else {
      let scoreWords = scores.map { ", \($0.count) scores" } ?? ""
      throw StudyError(
        "\(count) problems, \(answers.count) answers\(scoreWords) and \(isCorrect.count) verdicts were given: one of each is needed for a row, and a row."
      )
    }
    var numbers: [String: Int] = [:]
    var names: [String] = []
    var builders: [ProblemSamples] = []
    var texts: [[String: Int]] = []
    for row in 0..<count {
      let number = numbers[problems[row]] ?? names.count
      if number == names.count {
        numbers[problems[row]] = number
        names.append(problems[row])
        builders.append(ProblemSamples())
        texts.append([:])
      }
      let score = scores?[row]
      if let score, !score.isFinite {
        throw StudyError("Row \(row), problem \(problems[row]): the score is \(score); it must be finite.")
      }
      guard let text = answers[row], !text.isEmpty else {
        if isCorrect[row] {
          throw StudyError("Row \(row), problem \(problems[row]): no answer was given, yet it is marked right.")
        }
        builders[number].add(answer: -1, isRight: false, score: score)
        continue
      }
      let answer = texts[number][text] ?? builders[number].counts.count
      if answer < builders[number].counts.count, builders[number].isRight[answer] != isCorrect[row] {
        throw StudyError(
          "Row \(row), problem \(problems[row]): the answer \"\(text)\" is marked \(isCorrect[row] ? "right" : "wrong"), but the same answer was marked \(isCorrect[row] ? "wrong" : "right") before."
        )
      }
      texts[number][text] = answer
      builders[number].add(answer: answer, isRight: isCorrect[row], score: score)
    }
    self.init(problems: names, samples: builders, hasScores: scores != nil)
  }

  init(problems: [String], samples: [ProblemSamples], hasScores: Bool) {
    self.problems = problems
    self.samples = samples
    self.hasScores = hasScores
    let sizes = samples.map(\.count)
    let range = sizes.min() == sizes.max() ? "\(sizes.min() ?? 0)" : "\(sizes.min() ?? 0) to \(sizes.max() ?? 0)"
    headline = "\(problems.count) problems with \(range) answers each, \(hasScores ? "with" : "without") scores."
  }

  /// The largest k that every problem allows: the least number of answers to one.
  public var largestK: Int { samples.map(\.count).min() ?? 0 }

  /// The counts of answers and right answers: what pass@k is estimated from.
  ///
  /// Throws as `SampledProblems` does, which these counts give no cause for.
  public func sampledProblems() throws -> SampledProblems {
    try SampledProblems(samples: samples.map(\.count), correct: samples.map(\.rightCount))
  }

  /// Deals the answers of every problem into two halves at random, the larger one second.
  ///
  /// So that difficulty is judged by other answers than those that are scored. Throws `StudyError` where a problem has a single answer.
  public func halves(seed: UInt64 = 1) throws -> (first: SampledAnswers, second: SampledAnswers) {
    if let short = samples.firstIndex(where: { $0.count < 2 }) {
      throw StudyError("Problem \(problems[short]) has one answer, which cannot be dealt into halves.")
    }
    var first: [ProblemSamples] = []
    var second: [ProblemSamples] = []
    for (number, problem) in samples.enumerated() {
      var generator = SeededGenerator(seed: seed, stream: UInt64(number))
      var order = Array(0..<problem.count)
      for index in order.indices.dropLast() {
        order.swapAt(index, index + generator.nextIndex(below: order.count - index))
      }
      let half = problem.count / 2
      first.append(problem.picked(order.prefix(half).sorted()))
      second.append(problem.picked(order.dropFirst(half).sorted()))
    }
    return (
      SampledAnswers(problems: problems, samples: first, hasScores: hasScores),
      SampledAnswers(problems: problems, samples: second, hasScores: hasScores)
    )
  }
}

/// The answers to one problem.
struct ProblemSamples: Sendable, Hashable {
  /// The number of the answer of each sample; -1 where none was given.
  private(set) var answers: [Int] = []
  /// The score of each sample; empty without scores.
  private(set) var scores: [Double] = []
  /// The samples with each answer.
  private(set) var counts: [Int] = []
  /// Whether each answer is right.
  private(set) var isRight: [Bool] = []

  /// The number of samples.
  var count: Int { answers.count }
  /// The samples without an answer.
  var abstentions: Int { answers.count { $0 < 0 } }
  /// The samples that are right.
  var rightCount: Int { answers.count { $0 >= 0 && isRight[$0] } }

  func isRightSample(_ sample: Int) -> Bool { answers[sample] >= 0 && isRight[answers[sample]] }

  /// Adds a sample; a new answer has the next number.
  mutating func add(answer: Int, isRight right: Bool, score: Double?) {
    answers.append(answer)
    if let score { scores.append(score) }
    guard answer >= 0 else { return }
    if answer == counts.count {
      counts.append(1)
      isRight.append(right)
    } else {
      counts[answer] += 1
    }
  }

  /// The samples of some numbers, their answers numbered anew.
  func picked(_ numbers: [Int]) -> ProblemSamples {
    var result = ProblemSamples()
    var renamed: [Int: Int] = [:]
    for number in numbers {
      let answer = answers[number]
      var name = -1
      if answer >= 0 {
        name = renamed[answer] ?? result.counts.count
        renamed[answer] = name
      }
      result.add(
        answer: name, isRight: answer >= 0 && isRight[answer], score: scores.isEmpty ? nil : scores[number])
    }
    return result
  }
}
