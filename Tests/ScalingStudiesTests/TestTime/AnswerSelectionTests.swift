import Foundation
import ScalingStatistics
import ScalingStudies
import Testing

@Suite struct AnswerSelectionTests {
  /// Texts, "x" and "y" right; an empty one is no answer.
  private static func problem(_ answers: [String], scores: [Double]? = nil) throws -> SampledAnswers {
    try SampledAnswers(
      problems: answers.map { _ in "p" }, answers: answers.map { $0.isEmpty ? nil : $0 },
      isCorrect: answers.map { $0 == "x" || $0 == "y" }, scores: scores)
  }

  /// Every subset of k rows, by bit masks.
  private static func brute(_ answers: [String], k: Int, _ value: ([Int]) -> Double) -> Double {
    var sum = 0.0
    var count = 0.0
    for mask in 0..<(1 << answers.count) where mask.nonzeroBitCount == k {
      sum += value(answers.indices.filter { mask >> $0 & 1 == 1 })
      count += 1
    }
    return sum / count
  }

  private static func voted(_ answers: [String], _ rows: [Int], _ weights: [Double]?) -> Double {
    var sums: [String: Double] = [:]
    for row in rows where !answers[row].isEmpty { sums[answers[row], default: 0] += weights?[row] ?? 1 }
    guard let top = sums.values.max() else { return 0 }
    let tied = sums.filter { abs($0.value - top) < 1e-9 }.keys
    return Double(tied.count { $0 == "x" || $0 == "y" }) / Double(tied.count)
  }

  private static let texts: [[String]] = [
    ["x", "x", "x", "a", "a", "b", "c", "d", "e", ""],
    ["x", "x", "y", "a", "a", "a", "y", "b", "b", "", "", ""],
    ["a", "a", "a", "a", "a", "a", "x", "b", "c"],
    ["", "", "", "", "x", "", "", ""],
    ["x", "y", "x", "y", "x", "y"],
    ["a", "b", "c", "d", "e", "f", "x"],
  ]

  @Test func `a majority is the mean over every subset, with ties in equal parts`() throws {
    for answers in Self.texts {
      let samples = try Self.problem(answers)
      for k in 1...answers.count {
        let expected = Self.brute(answers, k: k) { Self.voted(answers, $0, nil) }
        let value = try samples.expectedAccuracies(.majority, k: k)[0]
        #expect(abs(value - expected) < 1e-12, "\(answers), k = \(k)")
      }
    }
  }

  @Test func `a weighted vote and the best by score are means over every subset`() throws {
    for answers in Self.texts {
      // Few levels, so that scores and sums tie.
      let scores = answers.indices.map { Double(($0 * 7 + 3) % 4) / 4 }
      let samples = try Self.problem(answers, scores: scores)
      for k in 1...answers.count {
        let vote = Self.brute(answers, k: k) { Self.voted(answers, $0, scores) }
        #expect(try abs(samples.expectedAccuracies(.weightedVote, k: k)[0] - vote) < 1e-12)
        let best = Self.brute(answers, k: k) { rows in
          let top = rows.map { scores[$0] }.max() ?? 0
          let tied = rows.filter { scores[$0] == top }
          return Double(tied.count { answers[$0] == "x" || answers[$0] == "y" }) / Double(tied.count)
        }
        #expect(try abs(samples.expectedAccuracies(.bestOfN, k: k)[0] - best) < 1e-12)
      }
    }
  }

  @Test func `with perfect scores the best answer is coverage, with equal ones a vote is the majority`() throws {
    let answers = Self.texts[0]
    let perfect = try Self.problem(answers, scores: answers.map { $0 == "x" ? 1 : 0 })
    let finding = try SampledAnswers(
      problems: answers.map { _ in "p" } + answers.map { _ in "q" }, answers: answers + answers,
      isCorrect: (answers + answers).map { $0 == "x" }, scores: (answers + answers).map { $0 == "x" ? 1 : 0 }
    ).finding(.bestOfN, k: 4, guessing: 0.25)
    // 1 - C(7, 4) / C(10, 4) = 1 - 35 / 210.
    #expect(agree(finding.coverage, 1 - 35.0 / 210) && agree(finding.accuracy.value, finding.coverage))
    #expect(agree(finding.single, 0.3) && agree(finding.gain.value, 1 - 35.0 / 210 - 0.3))
    // Four blind guesses among four choices: 1 - 0.75^4.
    #expect(finding.chance == 0.25 && finding.coverageByChance.map { agree($0, 0.68359375) } == true)
    #expect(finding.simulationError == 0 && finding.exactProblems == 2)
    let equal = try Self.problem(answers, scores: answers.map { _ in 0.5 })
    for k in [1, 3, 10] {
      #expect(
        agree(
          try equal.expectedAccuracies(.weightedVote, k: k)[0], try perfect.expectedAccuracies(.majority, k: k)[0]))
    }
  }

  /// 30 over 15 is beyond 20,000 subsets: equal weights make the vote a majority, which is exact.
  @Test func `random subsets agree with the exact value within their stated error, and repeat bit for bit`() throws {
    var texts: [String] = []
    for index in 0..<30 {
      texts.append(["x", "a", "x", "b", "x", "a", "c", "a", "x", ""][index * 7 % 10] + (index % 11 == 0 ? "z" : ""))
    }
    let rows = texts.map { _ in "p" } + texts.map { _ in "q" }
    let samples = try SampledAnswers(
      problems: rows, answers: texts + texts, isCorrect: (texts + texts).map { $0 == "x" },
      scores: rows.map { _ in 1 })
    let exact = try samples.finding(.majority, k: 15)
    let drawn = try samples.finding(.weightedVote, k: 15)
    #expect(exact.simulationError == 0 && exact.exactProblems == 2 && drawn.exactProblems == 0)
    #expect(drawn.simulationError > 0 && drawn.simulationError < 0.02)
    #expect(abs(drawn.accuracy.value - exact.accuracy.value) < 4 * drawn.simulationError)
    #expect(drawn.headline.contains("from drawing subsets"))
    #expect(try samples.finding(.weightedVote, k: 15) == drawn)
    #expect(try samples.finding(.weightedVote, k: 15, seed: 2).accuracy.value != drawn.accuracy.value)
    let copy = try JSONDecoder().decode(SelectionFinding.self, from: JSONEncoder().encode(drawn))
    #expect(copy == drawn)
  }

  /// The 6,400 shipped samples of the 2M model, summed in whole numbers by Python: sixteen votes gain four points where coverage gains 22.
  @Test func `majorities of the shipped samples are those of exact fractions`() throws {
    let rows = try PlainCSV("samples.csv").rows(["model": "2M"])
    let samples = try SampledAnswers(
      problems: rows.map { $0["problem"] ?? "" }, answers: rows.map { $0["answer"] },
      isCorrect: rows.map { $0["correct"] == "1" })
    #expect(samples.problems.count == 400 && samples.largestK == 16)
    for (k, majority, coverage) in [
      (1, 0.4778125, 0.4778125), (2, 0.477875, 0.516875), (5, 0.4954932463369963, 0.5811904761904761),
      (16, 0.5152083333333334, 0.6975),
    ] {
      let finding = try samples.finding(.majority, k: k, guessing: 1.0 / 97, replicates: 50)
      #expect(agree(finding.accuracy.value, majority, within: 1e-10))
      #expect(agree(finding.coverage, coverage, within: 1e-10))
    }
    // A blind guess is right once in 97: sixteen of them find 15 %.
    let sixteen = try samples.finding(.majority, k: 16, guessing: 1.0 / 97, replicates: 50)
    #expect(printed(100 * (sixteen.coverageByChance ?? 0), 0) == "15")
    #expect(sixteen.gain.lower > 0)
  }

  /// Two answers, the right one with a probability that is uniform over problems: a majority of three reaches E(3 p^2 - 2 p^3) = 1/2, one answer as much.
  @Test func `the intervals of a vote and of its gain hold their level`() throws {
    var covered = 0
    var gains = 0
    let rounds = 200
    for round in 0..<rounds {
      var generator = SeededGenerator(seed: 5, stream: UInt64(round))
      var problems: [String] = []
      var texts: [String] = []
      for problem in 0..<60 {
        let p = generator.nextUniform()
        for _ in 0..<6 {
          problems.append("\(problem)")
          texts.append(generator.nextUniform() < p ? "x" : "a")
        }
      }
      let finding = try SampledAnswers(problems: problems, answers: texts, isCorrect: texts.map { $0 == "x" })
        .finding(.majority, k: 3, replicates: 200)
      if finding.accuracy.contains(0.5) { covered += 1 }
      if finding.gain.contains(0) { gains += 1 }
    }
    // 95 % of 200 is 190; four standard errors below is 178.
    #expect(covered >= 178 && gains >= 178, "\(covered) and \(gains) of \(rounds)")
  }

  @Test func `every input fault has a sentence`() throws {
    let samples = try Self.problem(["x", "a", "b"])
    #expect(
      message { try samples.expectedAccuracies(.majority, k: 4) }
        == "A majority of 4 answers was asked for; k lies in 1 to 3, the answers of the problem with fewest.")
    #expect(message { try samples.expectedAccuracies(.majority, k: 0) }?.contains("k lies in 1 to 3") == true)
    #expect(
      message { try samples.expectedAccuracies(.bestOfN, k: 2) }
        == "A best by score needs a score for each answer; there are none.")
    #expect(
      message { try Self.problem(["x", "a"], scores: [0, -1]).expectedAccuracies(.weightedVote, k: 1) }
        == "Problem p has the score -1.0: weights of a vote are 0 or more; logarithms of probabilities have to be exponentiated."
    )
    #expect(
      message { try samples.finding(.majority, k: 1, guessing: 1.5) }
        == "A blind guess is right with probability 1.5; a probability lies between 0 and 1.")
    #expect(
      message { try samples.expectedAccuracies(.majority, k: 1, draws: 1) }
        == "1 random subsets were asked for; their error needs at least 2.")
  }
}
