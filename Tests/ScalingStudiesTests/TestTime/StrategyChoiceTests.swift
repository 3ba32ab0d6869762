import Foundation
import ScalingStatistics
import ScalingStudies
import Testing

@Suite struct DifficultyBinsTests {
  @Test func `bins are quantiles, the easiest first`() throws {
    let bins = try DifficultyBins(solved: [0.1, 0.9, 0.3, 0.7, 0.5, 0.2, 0.8, 0.4, 0.6, 0], bins: 5)
    #expect(bins.binOfProblem == [4, 0, 3, 1, 2, 3, 0, 2, 1, 4])
    #expect(bins.sizes == [2, 2, 2, 2, 2] && bins.ranges[0] == [0.8, 0.9])
  }

  @Test func `equal difficulties stay together, and empty bins are left out`() throws {
    let bins = try DifficultyBins(solved: [1, 1, 1, 1, 1, 1, 0, 0, 0, 0], bins: 5)
    // Ranks 0 to 5 have their middle at 3 of 10, ranks 6 to 9 at 8 of 10.
    #expect(bins.count == 2 && bins.sizes == [6, 4])
    #expect(bins.headline == "10 problems in 2 bins of difficulty, the easiest first: 6, 4.")
    #expect(try DifficultyBins(solved: [0.5]).sizes == [1])
  }

  @Test func `every input fault has a sentence`() {
    #expect(message { try DifficultyBins(solved: []) } == "There are no problems to bin by difficulty.")
    #expect(
      message { try DifficultyBins(solved: [.nan]) }
        == "Problem 0 is solved with the share nan; difficulty needs a finite number.")
    #expect(
      message { try DifficultyBins(solved: [1], bins: 0) }
        == "0 bins of difficulty were asked for; at least one is needed.")
  }
}

@Suite struct StrategyChoiceTests {
  /// Two bins of 20: revisions solve the easy ones and search the hard ones, always.
  ///
  /// Choosing gains what either lacks.
  @Test func `a clear difference is found, cross-fitted and certain`() throws {
    let bins = try DifficultyBins(solved: (0..<40).map { $0 < 20 ? 0.9 : 0.1 }, bins: 2)
    let choice = try StrategyChoice(
      [
        StrategyOutcome("search", accuracy: (0..<40).map { $0 < 20 ? 0.25 : 0.75 }, meanSpent: 1_000),
        StrategyOutcome("revisions", accuracy: (0..<40).map { $0 < 20 ? 1 : 0.5 }, meanSpent: 1_050),
      ], bins: bins, replicates: 200)
    #expect(choice.best == ["revisions", "search"] && choice.frequency == [1, 1])
    #expect(choice.accuracyByBin == [[0.25, 1], [0.75, 0.5]])
    #expect(agree(choice.accuracy.value, 0.875) && agree(choice.single.value, 0.75))
    #expect(agree(choice.gain.value, 0.125) && agree(choice.optimisticAccuracy, 0.875))
    #expect(choice.headline.hasSuffix("best from the easiest bin to the hardest: revisions (20), search (20)."))
    let copy = try JSONDecoder().decode(StrategyChoice.self, from: JSONEncoder().encode(choice))
    #expect(copy == choice)
  }

  /// Five strategies of coin tosses over 100 problems: a choice scored on its own problems claims about nine points (the mean of the greatest of five means of twenty tosses: 0.5 + 1.163 x 0.1118 less ties).
  @Test func `between strategies without a difference a choice gains nothing, though its own problems would say so`()
    throws
  {
    var gains = 0.0
    var optimism = 0.0
    var covered = 0
    let rounds = 60
    for round in 0..<rounds {
      var generator = SeededGenerator(seed: 11, stream: UInt64(round))
      let bins = try DifficultyBins(solved: (0..<100).map { _ in generator.nextUniform() })
      let outcomes = (0..<5).map { number in
        StrategyOutcome("\(number)", accuracy: (0..<100).map { _ in generator.nextUniform() < 0.5 ? 1 : 0 })
      }
      let choice = try StrategyChoice(outcomes, bins: bins, replicates: 100, seed: UInt64(round))
      gains += choice.accuracy.value - 0.5
      optimism += choice.optimisticAccuracy - 0.5
      if choice.accuracy.contains(0.5) { covered += 1 }
    }
    // The mean of 60 cross-fitted accuracies of 100 tosses has a standard error of 0.05 / sqrt(60) = 0.0065.
    #expect(abs(gains / Double(rounds)) < 0.02, "\(gains / Double(rounds))")
    #expect(optimism / Double(rounds) > 0.1, "\(optimism / Double(rounds))")
    // 95 % of 60 is 57; four standard errors below is 50.
    #expect(covered >= 50, "\(covered) of \(rounds)")
  }

  /// Difficulty from one half of the shipped samples of the 2M model, strategies scored on the other.
  @Test func `votes of the shipped samples are scored on other answers than difficulty`() throws {
    let rows = try PlainCSV("samples.csv").rows(["model": "2M"])
    let halves = try SampledAnswers(
      problems: rows.map { $0["problem"] ?? "" }, answers: rows.map { $0["answer"] },
      isCorrect: rows.map { $0["correct"] == "1" }
    ).halves()
    let bins = try DifficultyBins(solved: try halves.first.sampledProblems().column(at: 1))
    let choice = try StrategyChoice(
      [
        StrategyOutcome("one answer", accuracy: try halves.second.expectedAccuracies(.majority, k: 1)),
        StrategyOutcome("majority of 8", accuracy: try halves.second.expectedAccuracies(.majority, k: 8)),
      ], bins: bins, replicates: 100)
    #expect(bins.binOfProblem.count == 400 && choice.accuracyByBin.count == bins.count)
    // A vote helps where most samples are right, and harms where few are.
    #expect(choice.best.first == "majority of 8")
    #expect(choice.accuracy.value <= choice.optimisticAccuracy)
  }

  @Test func `every input fault has a sentence`() throws {
    let bins = try DifficultyBins(solved: [0.1, 0.9], bins: 2)
    func choice(_ first: StrategyOutcome, _ second: StrategyOutcome, folds: Int = 2) throws -> StrategyChoice {
      try StrategyChoice([first, second], bins: bins, folds: folds)
    }
    let fair = StrategyOutcome("a", accuracy: [0, 1], meanSpent: 100)
    #expect(
      message { try StrategyChoice([fair], bins: bins) } == "A choice needs at least two strategies; there are 1.")
    #expect(message { try choice(fair, fair) } == "Strategy \"a\" stands twice.")
    #expect(
      message { try choice(fair, StrategyOutcome("b", accuracy: [1])) }
        == "Strategy \"b\" has 1 accuracies for 2 problems.")
    #expect(
      message { try choice(fair, StrategyOutcome("b", accuracy: [1, 1.5])) }
        == "Strategy \"b\" has the accuracy 1.5 on problem 1; it lies between 0 and 1.")
    #expect(message { try choice(fair, StrategyOutcome("b", accuracy: [1, .nan])) }?.contains("nan") == true)
    #expect(
      message { try choice(fair, StrategyOutcome("b", accuracy: [1, 1], meanSpent: 150)) }
        == "\"b\" spends 150 and \"a\" 100: strategies are compared at one budget, equal to 10 %.")
    #expect(
      message { try choice(fair, StrategyOutcome("b", accuracy: [1, 1], meanSpent: 0)) }
        == "Strategy \"b\" spends 0.0 in the mean; it must be positive and finite.")
    #expect(
      message { try choice(fair, StrategyOutcome("b", accuracy: [1, 1]), folds: 3) }
        == "3 folds of 2 problems were asked for; it takes 2 to the number of problems.")
  }
}
