import Foundation
import ScalingStatistics
import Testing

@Suite struct BootstrapDistributionTests {
  /// The 26 children of Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), table 14.1, test A.
  private static let spatial: [Double] = [
    48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41,
  ]

  private static func mean(_ values: [Double], _ weights: [Double]) -> Double {
    var total = 0.0
    var count = 0.0
    for (value, weight) in zip(values, weights) {
      total += weight * value
      count += weight
    }
    return total / count
  }

  private static func variance(_ values: [Double], _ weights: [Double]) -> Double {
    let center = mean(values, weights)
    return mean(values.map { ($0 - center) * ($0 - center) }, weights)
  }

  @Test func `the standard error of a mean is the textbook one but for n in the place of n minus one`() throws {
    let values = Self.spatial
    let n = Double(values.count)
    let design = try Bootstrap(unitCount: values.count, replicates: 4_000, seed: 3)
    let distribution = try design.distribution { [Self.mean(values, $0)] }
    let expected = ((n - 1) / n).squareRoot() * SampleMoments.standardDeviation(values) / n.squareRoot()
    // The relative standard error of a spread from 4,000 replicates is 1/√8000 = 1.1 %; four of them.
    #expect(relativeError(SampleMoments.standardDeviation(distribution.replicates[0]), expected) < 0.045)
    #expect(distribution.observed[0] == SampleMoments.mean(values))
    #expect(distribution.headline == "4000 replicates over 26 units, seed 3")
  }

  @Test func `the published percentile and BCa intervals of a variance come out`() throws {
    // Table 14.2 of the same book, level .90: percentile (100.8, 233.9), BCa (115.8, 259.6), from 2,000 replicates, whose ends have a Monte Carlo error of 2 to 5.
    let values = Self.spatial
    let design = try Bootstrap(unitCount: values.count, unitName: "children", replicates: 8_000, seed: 1)
    let distribution = try design.distribution(acceleration: true) { [Self.variance(values, $0)] }
    #expect(abs(distribution.observed[0] - 171.5) < 0.05)
    let percentile = try distribution.percentileInterval(level: 0.9)
    #expect(abs(percentile.lower - 100.8) < 5)
    #expect(abs(percentile.upper - 233.9) < 5)
    #expect(percentile.method == "percentile bootstrap over 26 children")
    let accelerated = try distribution.acceleratedInterval(level: 0.9)
    #expect(abs(accelerated.lower - 115.8) < 5)
    #expect(abs(accelerated.upper - 259.6) < 7)
    #expect(accelerated.method == "BCa bootstrap over 26 children")
  }

  @Test func `BCa follows its formula with the acceleration that a mean has in closed form`() throws {
    let values = [1.0, 2, 2, 3, 4, 7, 11, 30]
    let design = try Bootstrap(unitCount: values.count, replicates: 2_000, seed: 12)
    let distribution = try design.distribution(acceleration: true) { [Self.mean(values, $0)] }
    let interval = try distribution.acceleratedInterval(level: 0.9)
    // Efron and Tibshirani (1993), equations 14.10, 14.14 and 14.15; a mean's jackknife values are (n x̄ - xᵢ) / (n - 1).
    let deviations = values.map { $0 - SampleMoments.mean(values) }
    let cubes = deviations.map { $0 * $0 * $0 }.reduce(0, +)
    let squares = deviations.map { $0 * $0 }.reduce(0, +)
    let acceleration = cubes / (6 * pow(squares, 1.5))
    let sorted = distribution.replicates[0].sorted()
    let below = Double(sorted.count { $0 < distribution.observed[0] })
    let ties = Double(sorted.count { $0 == distribution.observed[0] })
    let normal = NormalDistribution.standard
    let bias = normal.quantile((below + ties / 2) / 2_000)
    for (found, z) in [(interval.lower, -1.6448536269514722), (interval.upper, 1.6448536269514722)] {
      let share = normal.cumulativeProbability(at: bias + (bias + z) / (1 - acceleration * (bias + z)))
      let position = share * 1_999
      let index = Int(position)
      let expected = sorted[index] + (position - Double(index)) * (sorted[index + 1] - sorted[index])
      #expect(relativeError(found, expected) < 1e-9)
    }
  }

  @Test func `a statistic that does not vary has an interval without width`() throws {
    let design = try Bootstrap(unitCount: 4, replicates: 50)
    let distribution = try design.distribution(acceleration: true) { _ in [7] }
    let interval = try distribution.acceleratedInterval()
    #expect(interval.lower == 7)
    #expect(interval.upper == 7)
  }

  @Test func `replicates on one side of the data have no bias correction, which is said`() throws {
    let design = try Bootstrap(unitCount: 4, replicates: 50)
    // The first call is the data: they lie below every replicate.
    var calls = 0
    let distribution = try design.distribution(acceleration: true) { weights in
      calls += 1
      return [calls == 1 ? -1 : weights[0]]
    }
    #expect(
      try distribution.acceleratedInterval().method
        == "BCa bootstrap over 4 units (no bias correction: all replicates on one side)")
  }

  @Test func `several numbers come from the same draws`() throws {
    let values = Self.spatial
    let design = try Bootstrap(unitCount: values.count, replicates: 100)
    let distribution = try design.distribution { weights in
      let mean = Self.mean(values, weights)
      return [mean, 3 * mean]
    }
    for (one, three) in zip(distribution.replicates[0], distribution.replicates[1]) { #expect(three == 3 * one) }
  }

  @Test func `replicates without an answer are counted and too many are refused`() throws {
    let design = try Bootstrap(unitCount: 5, replicates: 1_000, seed: 1)
    // Unit 0 is missing from a share (4/5)^5 = .33 of the replicates.
    let distribution = try design.distribution { $0[0] > 0 ? [$0[0]] : nil }
    #expect(abs(Double(distribution.failures) / 1_000 - 0.327_68) < 0.075)
    #expect(distribution.headline.hasSuffix("\(distribution.failures) without an answer"))
    #expect(
      message { try distribution.percentileInterval() }
        == "\(distribution.failures) of 1000 bootstrap replicates have no answer: an interval from the rest would flatter."
    )
    let undefined = try design.distribution { [$0[0] > 0 ? $0[0] : .nan] }
    #expect(message { try undefined.percentileInterval() }?.contains("have no answer") == true)
  }

  @Test func `BCa needs an answer without each unit`() throws {
    let design = try Bootstrap(unitCount: 5, replicates: 1_000, seed: 1)
    // Leaving out unit 0 or 1 gives no answer, or none that is a number; draws of both by chance are too rare to be refused for.
    let missing = try design.distribution(acceleration: true) { weights in
      weights == [0, 1, 1, 1, 1] ? nil : [weights == [1, 0, 1, 1, 1] ? .nan : weights[2]]
    }
    #expect(try missing.percentileInterval().level == 0.95)
    #expect(
      message { try missing.acceleratedInterval() }
        == "Leaving out one of 5 units at a time gives no answer for 2 of them: a BCa interval needs all; use the percentile interval."
    )
    let none = try design.distribution(acceleration: true) { weights in
      weights.allSatisfy { $0 <= 1 } && weights.contains(0) ? nil : [weights[2]]
    }
    #expect(
      message { try none.acceleratedInterval() }?.hasPrefix(
        "Leaving out one of 5 units at a time gives no answer for 5")
        == true)
  }

  @Test func `a number that is none on the data themselves has no interval`() throws {
    let design = try Bootstrap(unitCount: 4, replicates: 50)
    let distribution = try design.distribution(acceleration: true) { [$0 == [1, 1, 1, 1] ? .nan : $0[0]] }
    for interval in [distribution.percentileInterval, distribution.acceleratedInterval] {
      #expect(
        message { try interval(0, 0.9) }
          == "Number 0 is not a number on the data themselves: there is no interval around it.")
    }
  }

  @Test func `every fault of a question has a sentence`() throws {
    let design = try Bootstrap(unitCount: 5, replicates: 50)
    let distribution = try design.distribution { [$0[0]] }
    #expect(
      message { try distribution.percentileInterval(level: 0) }
        == "A level of 0.0 was asked for; a level lies between 0 and 1, such as 0.95.")
    #expect(
      message { try distribution.percentileInterval(2) } == "Number 2 was asked for; the statistic has 1.")
    #expect(
      message { try distribution.acceleratedInterval() }
        == "A BCa interval needs the jackknife: make the distribution with acceleration: true.")
  }

  @Test func `intervals of a mean cover it about as often as they state`() throws {
    // 300 samples of 30 normal numbers. A percentile interval of a mean is z √(29/30) in the place of t wide: it covers about 88 % at a stated 90 %.
    // Five standard errors of 300 samples are 9 points.
    var generator = SeededGenerator(seed: 41)
    var percentile = 0
    var accelerated = 0
    let samples = 300
    for sample in 0..<samples {
      let values = (0..<30).map { _ in generator.nextNormal() }
      let design = try Bootstrap(unitCount: 30, replicates: 200, seed: UInt64(sample))
      let distribution = try design.distribution(acceleration: true) { [Self.mean(values, $0)] }
      if try distribution.percentileInterval(level: 0.9).contains(0) { percentile += 1 }
      if try distribution.acceleratedInterval(level: 0.9).contains(0) { accelerated += 1 }
    }
    #expect(abs(Double(percentile) / Double(samples) - 0.88) < 0.09)
    #expect(abs(Double(accelerated) / Double(samples) - 0.88) < 0.09)
  }
}
