import CurveFitting
import Foundation
import ScalingLaws
import Testing

@Suite struct PassAtKTests {
  /// The estimator of Chen and others (arXiv:2107.03374), equation 1, by hand: C(7, 5) / C(10, 5) = 21 / 252; the last in exact fractions.
  @Test(arguments: [
    (10, 3, 1, 0.3), (10, 3, 5, 0.916_666_666_666_666_7), (128, 1, 64, 0.5), (200, 40, 10, 0.898_710_594_144_443_4),
    (10, 0, 3, 0), (10, 10, 1, 1), (10, 8, 3, 1), (10_000, 1, 1, 1e-4),
  ])
  func `the estimator gives the published vectors`(n: Int, c: Int, k: Int, expected: Double) throws {
    #expect(abs(try PassAtK.estimate(samples: n, correct: c, k: k) - expected) < 1e-14)
  }

  @Test func `averaged over the binomial the estimate is the probability itself`() throws {
    let (n, k, p) = (12, 4, 0.15)
    var mean = 0.0
    for c in 0...n {
      var choose = 1.0
      for i in 0..<c { choose *= Double(n - i) / Double(i + 1) }
      mean +=
        choose * pow(p, Double(c)) * pow(1 - p, Double(n - c)) * (try PassAtK.estimate(samples: n, correct: c, k: k))
    }
    #expect(abs(mean - (1 - pow(1 - p, Double(k)))) < 1e-14)
  }

  @Test func `chance covers 94 percent of four-way questions in ten guesses`() {
    #expect(abs(PassAtK.chance(guessing: 0.25, k: 10) - (1 - pow(0.75, 10))) < 1e-15)
    #expect(PassAtK.chance(guessing: 1.5, k: 10).isNaN)
  }

  @Test func `faults have their sentences`() {
    func message(_ body: () throws -> Void) -> String {
      do {
        try body()
        return "no error"
      } catch { return "\(error)" }
    }
    #expect(
      message { _ = try PassAtK.estimate(samples: 10, correct: 11, k: 1) }
        == "11 of 10 answers cannot be right: pass@k needs 0 <= correct <= samples and a sample.")
    #expect(
      message { _ = try PassAtK.estimate(samples: 10, correct: 1, k: 11) }
        == "pass@11 cannot be estimated from 10 answers: k lies in 1 to the number of samples.")
    #expect(message { _ = try SampledProblems(samples: [5, 5], correct: [1, 6]) }.contains("Problem 1 has 6 right"))
    #expect(
      message { _ = try SampledProblems(samples: [5, 3], correct: [1, 1]).coverage(at: 4) }
        == "Coverage at k = 4 cannot be estimated: the problem with fewest samples has 3.")
  }

  @Test func `coverage is the mean over problems, with an interval over problems`() throws {
    let problems = try SampledProblems(samples: [10, 10, 4, 8], correct: [3, 0, 2, 8])
    #expect(abs(try problems.coverage(at: 1) - (0.3 + 0 + 0.5 + 1) / 4) < 1e-15)
    #expect(problems.unsolvedCount == 1 && problems.largestK == 4)
    let estimate = try problems.coverage(at: 1, level: 0.9)
    #expect(estimate.value == (try problems.coverage(at: 1)))
    #expect(estimate.lower < estimate.value && estimate.upper > estimate.value && estimate.upper <= 1)
    let stored = try JSONEncoder().encode(problems)
    #expect(try JSONDecoder().decode(SampledProblems.self, from: stored) == problems)
  }
}
