import Foundation
import ScalingStudies
import Testing

@Suite struct ConfigurationPickTests {
  private static func pick(
    _ runs: [OneCapRun], minimumAccuracy: Double, replicates: Int = 50, seed: UInt64 = 1
  ) throws -> ConfigurationPick {
    try ConfigurationPick(
      try ConfigurationGrid(try runs.map { try $0.ladder() }), minimumAccuracy: minimumAccuracy,
      replicates: replicates, seed: seed)
  }

  @Test func `the fastest that is accurate enough is picked with its runner-up`() throws {
    let pick = try Self.pick(
      [
        OneCapRun(identifier: "quick", latency: 1, solved: (0, 10)),
        OneCapRun(identifier: "slow", latency: 3, solved: (2, 98)),
        OneCapRun(identifier: "good", latency: 2, solved: (2, 98)),
      ], minimumAccuracy: 0.5)
    #expect(pick.configuration?.label == "good, cap 4")
    #expect(pick.runnerUp?.label == "slow, cap 4")
    #expect(pick.pick.feasibleCount == 2)
    #expect(pick.frequency == 1)
    #expect(
      pick.headline
        == "Least mean latency at 50 % accuracy or more: good, cap 4, 2000 ms; runner-up slow, cap 4, 50 % slower; picked in 100 % of resamples of the problems."
    )
  }

  @Test func `a pick without another that is feasible says so`() throws {
    let pick = try Self.pick(
      [
        OneCapRun(identifier: "quick", latency: 1, solved: (0, 0)),
        OneCapRun(identifier: "good", latency: 2, solved: (2, 98)),
      ], minimumAccuracy: 0.9)
    #expect(pick.runnerUp == nil)
    #expect(pick.headline.contains("good, cap 4, 2000 ms; no other is feasible; picked in 100 %"))
  }

  @Test func `none feasible is an answer, with its nearest miss`() throws {
    let pick = try Self.pick(
      [
        OneCapRun(identifier: "quick", latency: 1, solved: (0, 10)),
        OneCapRun(identifier: "near", latency: 9, solved: (1, 79)),
      ], minimumAccuracy: 0.9)
    #expect(pick.configuration == nil && pick.runnerUp == nil && pick.frequency == nil)
    #expect(
      pick.headline
        == "None of 2 configurations reaches 90 % accuracy; the nearest is near, cap 4 at 80 %.")
  }

  /// The quick run solves 50 of 100 problems and has to solve half: 1 of the 2 timed and 49 of the 98 others, drawn again within the two strata.
  @Test func `the frequency is the chance that redrawn problems leave the pick feasible`() throws {
    func binomial(_ n: Int, _ k: Int) -> Double {
      exp(lgamma(Double(n + 1)) - lgamma(Double(k + 1)) - lgamma(Double(n - k + 1)) - Double(n) * log(2))
    }
    var probability = 0.0
    for timed in 0...2 {
      for others in 0...98 where timed + others >= 50 { probability += binomial(2, timed) * binomial(98, others) }
    }
    let runs = [
      OneCapRun(identifier: "quick", latency: 1, solved: (1, 49)),
      OneCapRun(identifier: "sure", latency: 2, solved: (2, 98)),
    ]
    let pick = try Self.pick(runs, minimumAccuracy: 0.5, replicates: 1_000)
    #expect(pick.configuration?.run == "quick")
    // Four standard errors of a share of 1,000.
    let error = (probability * (1 - probability) / 1_000).squareRoot()
    #expect(abs(try #require(pick.frequency) - probability) < 4 * error)
    #expect(pick.frequency == (try Self.pick(runs, minimumAccuracy: 0.5, replicates: 1_000)).frequency)
  }

  @Test func `runs over different problems have a pick but no frequency`() throws {
    let pick = try Self.pick(
      [
        OneCapRun(identifier: "quick", latency: 1, solved: (2, 98), prefix: "other"),
        OneCapRun(identifier: "slow", latency: 2, solved: (2, 98)),
      ], minimumAccuracy: 0.9)
    #expect(pick.configuration?.run == "quick")
    #expect(pick.frequency == nil)
    #expect(
      pick.headline
        == "Least mean latency at 90 % accuracy or more: quick, cap 4, 1000 ms; runner-up slow, cap 4, 100 % slower; the runs answered different problems, so how often it stays the pick is not known."
    )
  }

  @Test func `a faulty question is refused in a sentence`() {
    let runs = [OneCapRun(identifier: "quick", latency: 1, solved: (2, 98))]
    #expect(
      message { try Self.pick(runs, minimumAccuracy: .nan) } == "The limit of accuracy is not a number.")
    #expect(
      message { try Self.pick(runs, minimumAccuracy: 0.5, replicates: 10) }
        == "10 bootstrap replicates were asked for; an interval needs at least 50.")
  }
}
