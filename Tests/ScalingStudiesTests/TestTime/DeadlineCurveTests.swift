import BenchmarkAdapters
import Foundation
import ScalingExperiments
import ScalingStatistics
import ScalingStudies
import Testing

@Suite struct DeadlineCurveTests {
  private static func curve() throws -> DeadlineCurve {
    try DeadlineCurve(
      "toy", problems: ["a", "b", "c", "d"], isCorrect: [true, true, false, true], spent: [1, 4, 2, 3], of: .latency)
  }

  @Test func `a right answer that comes too late counts as wrong`() throws {
    let curve = try Self.curve()
    #expect(curve.accuracy == 0.75 && curve.lastRight == 4)
    let two = try curve.accuracy(within: 2)
    #expect(two.accuracy.value == 0.25 && two.lateShare == 0.5)
    // Wilson's interval of 1 of 4 (Wilson 1927), by hand: (0.25 + 0.480182 ± 0.5881) / 1.960365.
    #expect(abs(two.accuracy.lower - 0.0456) < 1e-4 && abs(two.accuracy.upper - 0.6994) < 1e-4)
    #expect(try curve.accuracy(within: 3).accuracy.value == 0.5)
    #expect(try curve.accuracy(within: 0).accuracy.value == 0)
    let all = try curve.accuracy(within: 4)
    #expect(all.lateShare == 0 && all.headline.contains("a looser limit changes nothing"))
  }

  @Test func `several answers a problem count as shares of it`() throws {
    let curve = try DeadlineCurve(
      "toy", problems: ["a", "a", "a", "b"], isCorrect: [true, true, true, false], spent: [1, 2, 3, nil],
      of: .cost(unit: "GPU-s"))
    #expect(try agree(curve.accuracy(within: 2).accuracy.value, 1.0 / 3))
    #expect(try curve.accuracy(within: 3).accuracy.value == 0.5)
    #expect(try curve.least(reaching: 0.5).value?.value == 3)
    #expect(curve.problems == ["a", "b"] && curve.answerCount == 4)
  }

  @Test func `the least limit is what the answer that attains the accuracy spent`() throws {
    let curve = try Self.curve()
    #expect(try curve.least(reaching: 0.25).value?.value == 1)
    #expect(try curve.least(reaching: 0.5).value?.value == 3)
    #expect(try curve.least(reaching: 0.51).value?.value == 4)
    let beyond = try curve.least(reaching: 0.8)
    #expect(beyond.value == nil && beyond.attainedShare > 0)
    #expect(beyond.headline == "toy: 80.0 % lies beyond the data, which reach 75.0 % with at most 4 s of latency.")
  }

  /// The 100 requests of the shipped 2M model, by plain arithmetic: 44 right within 0.1 s, 48 in all; 40 of them within 42.1173 ms.
  @Test func `the shipped requests give the shares of plain arithmetic`() throws {
    let measurements = try TestTimeScalingDirectory(PlainCSV.folder.path).read()
    let run = try #require(
      measurements.runs.first { $0.model.name == "2M" && $0.serving.speculation?.isOn == false })
    let curve = try DeadlineCurve(run)
    #expect(agree(curve.accuracy, 0.48))
    #expect(try curve.accuracy(within: 0.1).accuracy.value == 0.44)
    #expect(try agree(#require(try curve.least(reaching: 0.4).value).value, 0.0421173, within: 1e-9))
  }

  /// Right with probability 0.7, then exponential of mean 1 s: half of all problems are answered at ln(0.7 / 0.2) s.
  @Test func `the interval of a time to an accuracy holds its level`() throws {
    let truth = log(0.7 / 0.2)
    var covered = 0
    let rounds = 300
    for round in 0..<rounds {
      var generator = SeededGenerator(seed: 7, stream: UInt64(round))
      var isCorrect: [Bool] = []
      var spent: [Double?] = []
      for _ in 0..<200 {
        isCorrect.append(generator.nextUniform() < 0.7)
        spent.append(-log(1 - generator.nextUniform()))
      }
      let curve = try DeadlineCurve(
        "simulated", problems: (0..<200).map(String.init), isCorrect: isCorrect, spent: spent, of: .latency)
      if let value = try curve.least(reaching: 0.5, replicates: 200).value, value.contains(truth) { covered += 1 }
    }
    // 95 % of 300 is 285; four standard errors below is 270.
    #expect(covered >= 270, "\(covered) of \(rounds)")
  }

  @Test func `every input fault has a sentence`() throws {
    func curve(_ problems: [String], _ isCorrect: [Bool], _ spent: [Double?]) throws -> DeadlineCurve {
      try DeadlineCurve("toy", problems: problems, isCorrect: isCorrect, spent: spent, of: .latency)
    }
    #expect(
      message { try curve([], [], []) }
        == "toy: 0 problems, 0 verdicts and 0 values of latency; one of each an answer is needed.")
    #expect(
      message { try curve(["a"], [true], [-1]) }
        == "toy: answer 0 (problem a) spent -1.0 s (latency); it must be finite, 0 or more.")
    #expect(message { try curve(["a"], [true], [.nan]) }?.contains("spent nan s") == true)
    #expect(
      message { try curve(["a"], [true], [nil]) }
        == "toy: answer 0 (problem a) is right, but its latency is unknown; an answer that never came cannot be right.")
    #expect(
      message { try Self.curve().accuracy(within: .nan) }
        == "toy: a limit of nan s was asked for; it must be 0 or more.")
    #expect(
      message { try Self.curve().least(reaching: 0) }
        == "toy: an accuracy of 0.0 was asked for; it lies above 0 and up to 1.")
    #expect(
      message { try DeadlineCurve(HandMadeRun().run()) }
        == "Run \"tiny\": the request of problem c was not judged, so it cannot be counted at a deadline.")
    #expect(
      message { try DeadlineCurve(Run(identifier: "none", model: ModelDescription(name: "m"))) }
        == "Run \"none\" has no timed requests, so nothing is known of deadlines.")
  }
}
