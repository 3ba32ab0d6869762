import Foundation
import ScalingStudies
import Testing

/// Fronts, overlaps and regret computed again by comparing every configuration with every other.
@Suite struct PlainFrontTests {
  @Test func `72 configurations carry the plain quantities`() throws {
    let plain = try PlainCandidate.all.get()
    let grid = try ShippedStudy.study().configurations
    #expect(plain.count == 72)
    #expect(grid.configurations.map(\.label) == plain.map(\.label))
    #expect(grid.accuracy == plain.map(\.accuracy))
    for (row, candidate) in plain.enumerated() {
      #expect(agree(grid.latency[row], candidate.latency))
      for measure in ComputeMeasure.allCases {
        #expect(
          agree(try #require(grid.compute[measure])[row], try #require(candidate.compute[measure])),
          "\(candidate.label), \(measure.words)")
      }
    }
  }

  /// Members, shared members and Jaccard index: the README of the data.
  @Test(arguments: [
    (ComputeMeasure.generatedTokens, 18, 8, "0.33"), (.acceptedFLOPs, 36, 13, "0.35"),
    (.executedFLOPs, 18, 0, "0.00"),
  ])
  func `the front over compute and its overlap with the front over latency are the published ones`(
    measure: ComputeMeasure, members: Int, shared: Int, jaccard: String
  ) throws {
    let plain = try PlainCandidate.all.get()
    let study = try ShippedStudy.study()
    let overLatency = PlainCandidate.front(plain, \.latency)
    let overCompute = try PlainCandidate.front(plain) { try #require($0.compute[measure]) }
    let both = overLatency.intersection(overCompute)
    let index = Double(both.count) / Double(overLatency.union(overCompute).count)
    #expect(overLatency.count == 14)
    #expect(overCompute.count == members)
    #expect(both.count == shared)
    #expect(printed(index, 2) == jaccard)

    let finding = try #require(study.optimality.first { $0.measure == measure })
    func labels(_ rows: [Int]) -> Set<String> { Set(rows.map { study.configurations.configurations[$0].label }) }
    #expect(labels(finding.systemFront.members) == overLatency)
    #expect(labels(finding.computeFront.members) == overCompute)
    #expect(finding.systemFront.members.count == 14)
    #expect(finding.computeFront.members.count == members)
    #expect(labels(finding.overlap.shared) == both)
    #expect(agree(finding.overlap.jaccard, index))
  }

  /// The members in the order of their latency, from a comparison of each configuration with all others outside this package.
  @Test func `the smallest models lead the front over latency and the largest ends it`() throws {
    let expected = [
      "0.5M ngram, cap 8", "0.9M baseline, cap 8", "0.5M ngram, cap 16", "0.9M ngram, cap 16", "0.9M ngram, cap 32",
      "0.9M ngram, cap 64", "5M ngram, cap 16", "5M ngram, cap 32", "5M ngram, cap 64", "5M ngram, cap 128",
      "5M ngram, cap 256", "5M ngram, cap 512", "5M ngram, cap 1024", "5M ngram, cap 2048",
    ]
    let study = try ShippedStudy.study()
    let front = try #require(study.optimality.first).systemFront
    #expect(front.members.map { study.configurations.configurations[$0].label } == expected)
  }

  @Test(arguments: ComputeMeasure.allCases)
  func `regret is the latency of the cheapest by compute over the least latency, level by level`(
    measure: ComputeMeasure
  ) throws {
    let plain = try PlainCandidate.all.get()
    let finding = try #require(try ShippedStudy.study().optimality.first { $0.measure == measure })
    func cost(_ candidate: PlainCandidate) throws -> Double { try #require(candidate.compute[measure]) }
    let onEither = PlainCandidate.front(plain, \.latency).union(try PlainCandidate.front(plain, cost))
    let levels = Set(plain.filter { onEither.contains($0.label) }.map(\.accuracy)).sorted()
    #expect(finding.regret.levels.map(\.quality) == levels)
    var least: [Double] = []
    var greatest: [Double] = []
    for level in levels {
      let reaching = plain.filter { $0.accuracy >= level }
      let cheapest = try #require(try reaching.map(cost).min())
      let fastest = try #require(reaching.map(\.latency).min())
      let ratios = try reaching.filter { try cost($0) == cheapest }.map { $0.latency / fastest }
      least.append(try #require(ratios.min()))
      greatest.append(try #require(ratios.max()))
    }
    for (row, level) in finding.regret.levels.enumerated() {
      #expect(agree(level.leastRatio, least[row]))
      #expect(agree(level.greatestRatio, greatest[row]))
    }
    func geometricMean(_ values: [Double]) -> Double { exp(values.map { log($0) }.reduce(0, +) / Double(values.count)) }
    #expect(agree(finding.regret.geometricMeanOfLeast, geometricMean(least)))
    #expect(agree(finding.regret.geometricMeanOfGreatest, geometricMean(greatest)))
    #expect(agree(finding.regret.largest, try #require(greatest.max())))
  }

  @Test func `the pick is the least latency among those that are accurate enough`() throws {
    let study = try ShippedStudy.study()
    let feasible = try PlainCandidate.all.get().filter { $0.accuracy >= study.options.minimumAccuracy }.sorted {
      $0.latency < $1.latency
    }
    #expect(study.pick.configuration?.label == feasible.first?.label)
    #expect(study.pick.runnerUp?.label == feasible.dropFirst().first?.label)
    #expect(study.pick.pick.feasibleCount == feasible.count)
  }
}
