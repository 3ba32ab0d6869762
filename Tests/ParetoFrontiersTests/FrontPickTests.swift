import Foundation
import ParetoFrontiers
import Testing

@Suite struct FrontPickTests {
  /// Kneedle (Satopää and others 2011) for a falling convex curve at sensitivity 1: here only to show how it moves.
  private func kneedle(_ x: [Double], _ y: [Double]) -> Double {
    let low = y.min() ?? 0
    let high = y.max() ?? 1
    let start = x[0]
    let width = x[x.count - 1] - start
    var best = 0
    var most = -Double.infinity
    for index in x.indices {
      let difference = 1 - (y[index] - low) / (high - low) - (x[index] - start) / width
      if difference > most { (best, most) = (index, difference) }
    }
    return x[best]
  }

  private func curve(_ last: Double) -> (x: [Double], y: [Double]) {
    let x = Array(stride(from: 0.1, through: last + 1e-9, by: 0.05))
    return (x, x.map { exp(-$0 / 1.5) + 0.01 * exp(-$0 / 20) })
  }

  @Test func `unit elasticity stays where Kneedle moves from 1_9 to 4_6`() throws {
    var knees: [Double] = []
    var picks: [Double] = []
    for last in [5.0, 10, 20, 30] {
      let (x, y) = curve(last)
      knees.append(kneedle(x, y))
      let pick = try FrontPick.choose(
        [
          Objective(name: "speed", values: x.map { 60 * $0 }, sense: .maximize),
          Objective(name: "throughput", values: y.map { 1e-3 * $0 }, sense: .maximize),
        ], by: .unitElasticity)
      picks.append(x[pick.row ?? 0])
    }
    for (knee, published) in zip(knees, [1.90, 2.95, 4.00, 4.60]) { #expect(abs(knee - published) < 0.0501) }
    // x · exp(-x / 1.5) is greatest at 1.5; the slow tail adds x/100, which moves it by less than a step.
    #expect(Set(picks).count == 1)
    #expect(abs(picks[0] - 1.5) < 0.0501)
  }

  @Test func `unit elasticity ignores units, dominated rows and far rows that lose`() throws {
    let speed = [10.0, 20, 40]
    let rate = [9.0, 6, 2]
    func pick(_ speed: [Double], _ rate: [Double]) throws -> FrontPick {
      try FrontPick.choose(
        [
          Objective(name: "latency", values: speed.map { 1 / $0 }, sense: .minimize),
          Objective(name: "rate", values: rate, sense: .maximize),
        ], by: .unitElasticity)
    }
    let plain = try pick(speed, rate)
    #expect(plain.row == 1)
    #expect(plain.runnerUp == 0)
    // Products of gains: 90, 120 and 80.
    #expect(abs((plain.gap ?? 0) - 0.25) < 1e-12)
    let scaled = try pick(speed.map { $0 * 3600 }, rate.map { $0 / 1e6 })
    #expect(scaled.row == 1)
    #expect(abs((scaled.gap ?? 0) - 0.25) < 1e-12)
    #expect(try pick(speed + [5, 1e6, 1e-6], rate + [5, 1e-5, 1e7]).row == 1)
  }

  @Test func `an exchange rate takes the last step on the hull that is worth it`() throws {
    // Steps of 0.2, 0.1 and 0.02 points a dollar; row 4 lies under the hull.
    let objectives = [
      Objective(name: "cost", values: [1, 2, 3, 8, 4], sense: .minimize),
      Objective(name: "accuracy", values: [0.4, 0.6, 0.7, 0.8, 0.7001], sense: .maximize),
    ]
    let expected: [(Double, Int)] = [(0.5, 0), (0.15, 1), (0.05, 2), (0.01, 3)]
    for (rate, row) in expected {
      #expect(try FrontPick.choose(objectives, by: .exchangeRate(atLeast: rate)).row == row)
    }
  }

  @Test func `the largest contribution is the largest box and equal rows have none`() throws {
    let objectives = [
      Objective(name: "a", values: [1, 2, 4, 4], sense: .minimize),
      Objective(name: "b", values: [5, 2, 1, 1], sense: .minimize),
    ]
    // Boxes to (6, 6): row 0 is 1 × 1, row 1 is 2 × 3, rows 2 and 3 together 2 × 1 and alone none.
    let pick = try FrontPick.choose(objectives, by: .largestHypervolumeContribution(reference: [6, 6]))
    #expect(pick.row == 1)
    #expect(pick.score == 6)
    #expect(pick.runnerUp == 0)
    #expect(pick.runnerUpScore == 1)
  }

  @Test func `weights need scales and add what was scaled`() throws {
    let objectives = [
      Objective(name: "cost", values: [1, 2], sense: .minimize),
      Objective(name: "accuracy", values: [0.5, 0.9], sense: .maximize),
    ]
    let pick = try FrontPick.choose(
      objectives, by: .weighted([ObjectiveWeight(weight: 1, scale: 2), ObjectiveWeight(weight: 2, scale: 1)]))
    #expect(pick.row == 1)
    #expect(abs((pick.score ?? 0) - 0.8) < 1e-15)
    #expect(abs((pick.gap ?? 0) - 0.3) < 1e-15)
    #expect(
      throws: ParetoError(
        "cost has weight 1.0 and scale 0.0: "
          + "a weight is not negative, and a scale says how much of the objective counts as one.")
    ) {
      try FrontPick.choose(
        objectives, by: .weighted([ObjectiveWeight(weight: 1, scale: 0), ObjectiveWeight(weight: 2, scale: 1)]))
    }
  }

  @Test func `a pick wins as often as the normal distribution says`() throws {
    // The difference of the costs has mean 1 and deviation 1: row 0 wins Φ(1).
    let replicates = try FrontReplicates.drawn(
      [
        Objective(name: "cost", values: [1, 2], sense: .minimize),
        Objective(name: "latency", values: [3, 1], sense: .minimize),
      ], standardErrors: [[0.6, 0.8], [0, 0]], replicates: 20_000)
    let pick = try FrontPick.choose(replicates, by: .best(objective: 0, limits: []))
    #expect(pick.row == 0)
    #expect(pick.score == 1)
    #expect(pick.runnerUpScore == 2)
    #expect(abs((pick.winShare ?? 0) - 0.841_344_746_068_543) < 4 * (pick.winShareError ?? 0))
    let none = try FrontPick.choose(
      replicates, by: .best(objective: 0, limits: [ObjectiveLimit(objective: 1, limit: .atMost(0.5))]))
    #expect(none.row == nil)
    #expect(none.nearestMiss == 1)
    #expect(none.violations == ["latency of 1 misses 0.5 by 0.5 (100 %)"])
    #expect(none.noneShare == 1)
  }

  @Test func `a draw of zero has no logarithm and wins no replicate`() throws {
    // Row 0 errs on 1 problem of 10: (9/10)^10 of its resamples err on none, and there it has no score.
    let marks = (0..<10).map { $0 == 0 ? 1.0 : 0 }
    let replicates = try FrontReplicates.resampled(
      [
        SampledObjective(name: "cost", samples: [[1000, 1000], [1, 1]], sense: .minimize, unit: .separate),
        SampledObjective(
          name: "error rate", samples: [marks, marks.map { 1 - $0 / 2 }], sense: .minimize, unit: .sharedProblems),
      ], replicates: 2_000)
    let pick = try FrontPick.choose(replicates, by: .unitElasticity)
    // Products of what is lost: at least 1,000 × 0.1 for row 0 where it has one, at most 1 × 1 for row 1.
    #expect(pick.row == 1)
    #expect(pick.winShares == [0, 1])
    #expect(pick.noneShare == 0)
  }

  @Test func `a dominated row shares no win where its rule leaves out what it loses in`() throws {
    let replicates = try FrontReplicates.drawn(
      [
        Objective(name: "cost", values: [1, 1, 2], sense: .minimize),
        Objective(name: "accuracy", values: [0.9, 0.8, 0.95], sense: .maximize),
      ], standardErrors: [[0, 0, 0], [0, 0, 0]], replicates: 50)
    let weights = [ObjectiveWeight(weight: 1, scale: 1), ObjectiveWeight(weight: 0, scale: 1)]
    let pick = try FrontPick.choose(replicates, by: .weighted(weights))
    #expect(pick.tiedRows == [0])
    #expect(pick.winShares == [1, 0, 0])
  }
}
