import Foundation
import ScalingStatistics
import Testing

@Suite struct ClusterBootstrapTests {
  private static func mean(_ values: [Double], _ weights: [Double]) -> Double {
    zip(values, weights).map { $0 * $1 }.reduce(0, +) / weights.reduce(0, +)
  }

  @Test func `rows of a cluster are drawn together`() throws {
    let design = try ClusterBootstrap(clusters: ["b", "a", "b", "c", "a", "b"], replicates: 50, seed: 3)
    #expect(design.clusters == [[0, 2, 5], [1, 4], [3]])
    #expect(design.rowCount == 6)
    #expect(design.replicates == 50)
    #expect(design.seed == 3)
    for replicate in 0..<50 {
      let weights = design.weights(replicate: replicate)
      #expect(weights[0] == weights[2] && weights[2] == weights[5])
      #expect(weights[1] == weights[4])
      #expect(weights[0] + weights[1] + weights[3] == 3)
      #expect(weights == design.weights(replicate: replicate))
    }
    #expect(Set((0..<50).map { design.weights(replicate: $0) }).count > 5)
  }

  @Test func `clusters of one row are the plain bootstrap`() throws {
    let plain = try Bootstrap(unitCount: 9, replicates: 60, seed: 8)
    let clustered = try ClusterBootstrap(clusters: Array(0..<9), replicates: 60, seed: 8)
    for replicate in 0..<60 { #expect(clustered.weights(replicate: replicate) == plain.weights(replicate: replicate)) }
    let values = [3.0, 1, 4, 1, 5, 9, 2, 6, 5]
    let one = try plain.distribution(acceleration: true) { [Self.mean(values, $0)] }.acceleratedInterval()
    let two = try clustered.distribution(acceleration: true) { [Self.mean(values, $0)] }.acceleratedInterval()
    #expect(one.lower == two.lower && one.upper == two.upper)
    #expect(two.method == "BCa bootstrap over 9 clusters")
  }

  @Test func `copies of a row add nothing to what is known`() throws {
    // Each of 20 numbers four times: the spread of the mean is that of 20 numbers, not of 80.
    var generator = SeededGenerator(seed: 6)
    let values = (0..<20).map { _ in generator.nextNormal() }
    let rows = values.flatMap { [$0, $0, $0, $0] }
    let design = try ClusterBootstrap(clusters: (0..<80).map { $0 / 4 }, replicates: 4_000, seed: 2)
    let distribution = try design.distribution { [Self.mean(rows, $0)] }
    let expected = SampleMoments.standardDeviation(values) * (19.0 / 20).squareRoot() / 20.0.squareRoot()
    // Four relative standard errors of a spread from 4,000 replicates, 1/√8000 each.
    #expect(relativeError(SampleMoments.standardDeviation(distribution.replicates[0]), expected) < 0.045)
    #expect(distribution.headline == "4000 replicates over 20 clusters, seed 2")
  }

  @Test func `the jackknife leaves out whole clusters`() throws {
    let design = try ClusterBootstrap(clusters: [7, 7, 2, 2, 2, 5], clusterName: "runs", replicates: 50)
    var calls = 0
    var left: [[Int]] = []
    _ = try design.distribution(acceleration: true) { weights in
      calls += 1
      if calls > 51 { left.append(weights.indices.filter { weights[$0] == 0 }) }
      return [weights[0]]
    }
    #expect(left == [[0, 1], [2, 3, 4], [5]])
  }

  @Test func `the acceleration is that of the clusters' jackknife`() throws {
    // Three equal clusters and a mean: the jackknife values are (sum - cluster sum) / rows left, by hand.
    let rows = [1.0, 3, 2, 4, 9, 11, 5, 7]
    let clusters = [0, 0, 1, 1, 2, 2, 3, 3]
    let design = try ClusterBootstrap(clusters: clusters, replicates: 2_000, seed: 5)
    let distribution = try design.distribution(acceleration: true) { [Self.mean(rows, $0)] }
    let interval = try distribution.acceleratedInterval(level: 0.8)
    let left = [38.0 / 6, 36.0 / 6, 22.0 / 6, 30.0 / 6]
    let center = left.reduce(0, +) / 4
    let cubes = left.map { pow(center - $0, 3) }.reduce(0, +)
    let squares = left.map { pow(center - $0, 2) }.reduce(0, +)
    let acceleration = cubes / (6 * pow(squares, 1.5))
    let sorted = distribution.replicates[0].sorted()
    let normal = NormalDistribution.standard
    let below = Double(sorted.count { $0 < 5.25 })
    let ties = Double(sorted.count { $0 == 5.25 })
    let bias = normal.quantile((below + ties / 2) / 2_000)
    let shifted = bias + 1.2815515655446004
    let share = normal.cumulativeProbability(at: bias + shifted / (1 - acceleration * shifted))
    #expect(relativeError(interval.upper, SampleQuantile.ofSorted(sorted, at: share)) < 1e-9)
  }

  @Test func `strata hold whole clusters and keep their number of clusters`() throws {
    let design = try ClusterBootstrap(
      clusters: [0, 0, 1, 2, 2, 3], strata: [4, 4, 4, 9, 9, 9], replicates: 100, seed: 1)
    #expect(design.design.strata == [[0, 1], [2, 3]])
    for replicate in 0..<100 {
      let weights = design.weights(replicate: replicate)
      #expect(weights[0] + weights[2] == 2)
      #expect(weights[3] + weights[5] == 2)
    }
  }

  @Test func `wild multipliers are one for each cluster`() throws {
    let design = try ClusterBootstrap(clusters: [1, 1, 2, 3, 2, 1], replicates: 50, seed: 11)
    for weights in WildWeights.allCases {
      for replicate in 0..<50 {
        let multipliers = design.wildMultipliers(weights, replicate: replicate)
        let drawn = weights.multipliers(count: 3, replicate: replicate, seed: 11)
        #expect(multipliers == [drawn[0], drawn[0], drawn[1], drawn[2], drawn[1], drawn[0]])
      }
    }
  }

  @Test func `any order and any number of threads give the same bits`() async throws {
    let design = try ClusterBootstrap(clusters: (0..<40).map { $0 % 7 }, replicates: 64, seed: 21)
    let alone = (0..<64).map { design.weights(replicate: $0) + design.wildMultipliers(replicate: $0) }
    let together = await withTaskGroup(of: (Int, [Double]).self) { group in
      for replicate in 0..<64 {
        group.addTask {
          (replicate, design.weights(replicate: replicate) + design.wildMultipliers(replicate: replicate))
        }
      }
      var found = [[Double]](repeating: [], count: 64)
      for await (replicate, values) in group { found[replicate] = values }
      return found
    }
    #expect(alone == together)
  }

  @Test func `every input fault has a sentence`() {
    #expect(
      message { try ClusterBootstrap(clusters: [1, 1, 1], clusterName: "runs") }
        == "A bootstrap over 1 runs says nothing: at least two are needed.")
    #expect(
      message { try ClusterBootstrap(clusters: [String]()) }
        == "A bootstrap over 0 clusters says nothing: at least two are needed.")
    #expect(
      message { try ClusterBootstrap(clusters: [1, 2], replicates: 10) }
        == "10 bootstrap replicates were asked for; an interval needs at least 50.")
    #expect(
      message { try ClusterBootstrap(clusters: [1, 2], strata: [1]) }
        == "1 strata for 2 rows: one is needed for each.")
    #expect(
      message { try ClusterBootstrap(clusters: ["a", "b", "a"], clusterName: "seeds", strata: [1, 1, 2]) }
        == "Rows 0 and 2 belong to one of the seeds (a, number 0) but to strata 1 and 2: a cluster lies in one stratum."
    )
    #expect(
      message {
        try ClusterBootstrap(clusters: [1, 2, 3, 4], strata: [0, 0, 1, 1]).distribution(acceleration: true) { $0 }
      }
        == "A BCa interval was asked for over 2 strata: its jackknife holds for a single stratum; use the percentile interval."
    )
  }

  @Test func `a resampling of few clusters says how few samples there are`() throws {
    // Multisets of k out of k: (2k - 1)! / (k! (k - 1)!).
    for (count, samples) in [(2, 3), (3, 10), (4, 35)] {
      let labels = (0..<(2 * count)).map { $0 / 2 }
      let distribution = try ClusterBootstrap(clusters: labels, clusterName: "seeds", replicates: 50)
        .distribution { [Self.mean([1, 2, 3, 4, 5, 6, 7, 8], $0 + [Double](repeating: 0, count: 8 - labels.count))] }
      #expect(
        distribution.warnings
          == [
            "\(count) seeds drawn with replacement make only \(samples) different samples: read no interval from them"
          ])
    }
    // Two strata of two: three samples of each.
    let strata = try Bootstrap(unitCount: 4, strata: [0, 0, 1, 1], replicates: 50).distribution { $0 }
    #expect(strata.warnings.first?.contains("make only 9 different samples") == true)
    #expect(try Bootstrap(unitCount: 5, replicates: 50).distribution { $0 }.warnings.isEmpty)
  }
}
