import ScalingStudies
import Testing

@Suite struct SampledAnswersTests {
  @Test func `rows of a problem need not stand together, and empty texts are no answers`() throws {
    let samples = try SampledAnswers(
      problems: ["a", "b", "a", "b"], answers: ["1", "2", nil, ""], isCorrect: [true, false, false, false])
    #expect(samples.problems == ["a", "b"] && samples.largestK == 2 && !samples.hasScores)
    let counts = try samples.sampledProblems()
    #expect(counts.samples == [2, 2] && counts.correct == [1, 0])
    // One vote of the two: the other sample has none.
    #expect(try samples.expectedAccuracies(.majority, k: 2) == [1, 0])
    #expect(samples.headline == "2 problems with 2 answers each, without scores.")
  }

  @Test func `halves share the answers of each problem out, the same for a seed`() throws {
    let texts = (0..<7).map { "\($0)" } + (0..<4).map { "\($0)" }
    let owners = [String](repeating: "a", count: 7) + [String](repeating: "b", count: 4)
    let samples = try SampledAnswers(
      problems: owners, answers: texts, isCorrect: texts.map { ["0", "2"].contains($0) },
      scores: texts.map { Double($0) ?? 0 })
    let halves = try samples.halves(seed: 3)
    let (first, second) = (try halves.first.sampledProblems(), try halves.second.sampledProblems())
    #expect(first.samples == [3, 2] && second.samples == [4, 2])
    #expect(zip(first.correct, second.correct).map(+) == [2, 2])
    let again = try samples.halves(seed: 3)
    #expect(again.first == halves.first && again.second == halves.second)
    #expect(try samples.halves(seed: 4).first != halves.first)
    // The best score of both halves together is the 6 or the 3, both wrong, and it keeps its sample.
    let tops = try [halves.first, halves.second].map { try $0.expectedAccuracies(.bestOfN, k: 2) }
    #expect(tops.allSatisfy { $0.count == 2 })
  }

  @Test func `every input fault has a sentence`() {
    #expect(
      message { try SampledAnswers(problems: [], answers: [], isCorrect: []) }
        == "0 problems, 0 answers and 0 verdicts were given: one of each is needed for a row, and a row.")
    #expect(
      message { try SampledAnswers(problems: ["a"], answers: ["1"], isCorrect: [true], scores: []) }
        == "1 problems, 1 answers, 0 scores and 1 verdicts were given: one of each is needed for a row, and a row.")
    #expect(
      message { try SampledAnswers(problems: ["a", "a"], answers: ["1", "1"], isCorrect: [true, false]) }
        == "Row 1, problem a: the answer \"1\" is marked wrong, but the same answer was marked right before.")
    #expect(
      message { try SampledAnswers(problems: ["a"], answers: [nil], isCorrect: [true]) }
        == "Row 0, problem a: no answer was given, yet it is marked right.")
    #expect(
      message { try SampledAnswers(problems: ["a"], answers: ["1"], isCorrect: [true], scores: [.nan]) }
        == "Row 0, problem a: the score is nan; it must be finite.")
    #expect(
      message { try SampledAnswers(problems: ["a"], answers: ["1"], isCorrect: [true]).halves() }
        == "Problem a has one answer, which cannot be dealt into halves.")
  }
}
