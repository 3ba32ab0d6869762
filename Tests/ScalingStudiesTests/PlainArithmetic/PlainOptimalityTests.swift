import Foundation
import ScalingExperiments
import ScalingStatistics
import ScalingStudies
import Testing

/// Overlap, regret both ways, changes, rank correlations and groups of the shipped measurements, from the rows of the files alone; intervals beside NumPy's.
@Suite struct PlainOptimalityTests {
  private static func finding(_ measure: ComputeMeasure) throws -> OptimalityFinding {
    try #require(try ShippedStudy.study().optimality.first { $0.measure == measure })
  }

  private static func cost(_ measure: ComputeMeasure) -> (PlainCandidate) throws -> Double {
    { try #require($0.compute[measure]) }
  }

  /// The accuracy lost within a budget, all at the cheapest or all at the dearest of the rows that tie on the front over compute.
  private static func loss(
    _ plain: [PlainCandidate], byCompute: [PlainCandidate], within budget: Double
  ) throws -> (least: Double, greatest: Double) {
    let best = try #require(plain.filter { $0.latency <= budget }.map(\.accuracy).max())
    let lucky = byCompute.filter { $0.latency <= budget }.map(\.accuracy).max() ?? 0
    let unlucky = byCompute.filter { one in
      byCompute.allSatisfy { $0.accuracy != one.accuracy || $0.latency <= budget }
    }
    return (best - lucky, best - (unlucky.map(\.accuracy).max() ?? 0))
  }

  @Test(arguments: ComputeMeasure.allCases)
  func `the accuracy lost at equal latency is the difference of two staircases`(measure: ComputeMeasure) throws {
    let plain = try PlainCandidate.all.get()
    let finding = try Self.finding(measure)
    let compute = PlainCandidate.front(plain, \.latency)
    let labels = try PlainCandidate.front(plain, Self.cost(measure))
    let byCompute = plain.filter { labels.contains($0.label) }
    let budgets = Set(plain.filter { labels.union(compute).contains($0.label) }.map(\.latency)).sorted()
    #expect(finding.equalCost.levels.count == budgets.count)
    var losses: [(least: Double, greatest: Double)] = []
    for (level, budget) in zip(finding.equalCost.levels, budgets) {
      let expected = try Self.loss(plain, byCompute: byCompute, within: budget)
      losses.append(expected)
      #expect(agree(level.budget, budget))
      #expect(abs(try #require(level.leastLoss) - expected.least) < 1e-12)
      #expect(abs(try #require(level.greatestLoss) - expected.greatest) < 1e-12)
    }
    #expect(agree(finding.equalCost.meanOfLeast, losses.map(\.least).reduce(0, +) / Double(losses.count)))
    #expect(agree(finding.equalCost.meanOfGreatest, losses.map(\.greatest).reduce(0, +) / Double(losses.count)))

    for (index, point) in finding.lossCurve.points.enumerated() {
      let expected = try Self.loss(plain, byCompute: byCompute, within: point.readAt)
      #expect(agree(point.from, budgets[index]))
      #expect(point.readAt > point.from && point.readAt < point.to ?? .infinity)
      #expect(abs(point.least - expected.least) < 1e-12 && abs(point.greatest - expected.greatest) < 1e-12)
    }
  }

  @Test(arguments: ComputeMeasure.allCases)
  func `the regret curve is read in the middle of each step`(measure: ComputeMeasure) throws {
    let plain = try PlainCandidate.all.get()
    let finding = try Self.finding(measure)
    #expect(finding.regretCurve.points.map(\.to) == finding.regret.levels.map { Optional($0.quality) })
    for point in finding.regretCurve.points {
      #expect(agree(point.readAt, (point.from + (point.to ?? .nan)) / 2))
      let reaching = plain.filter { $0.accuracy >= point.readAt }
      let cheapest = try #require(try reaching.map(Self.cost(measure)).min())
      let fastest = try #require(reaching.map(\.latency).min())
      let ratios = try reaching.filter { try Self.cost(measure)($0) == cheapest }.map { $0.latency / fastest }
      #expect(agree(point.least, try #require(ratios.min())))
      #expect(agree(point.greatest, try #require(ratios.max())))
    }
  }

  /// SciPy 1.17.1 on the same 72 pairs.
  @Test(arguments: [
    (ComputeMeasure.generatedTokens, 0.7357043581404759, 0.8923208192219502),
    (.acceptedFLOPs, 0.6524986798170384, 0.8330277939205175), (.executedFLOPs, 0.5023474178403755, 0.6883079297704033),
  ])
  func `the costs rank the configurations as SciPy says`(measure: ComputeMeasure, tau: Double, rho: Double) throws {
    let correlation = try Self.finding(measure).rankCorrelation
    #expect(correlation.count == 72)
    #expect(abs(try #require(correlation.kendall) - tau) < 1e-12)
    #expect(abs(try #require(correlation.spearman) - rho) < 1e-12)
  }

  @Test(arguments: ComputeMeasure.allCases)
  func `who leaves and who enters has the rival of plain search`(measure: ComputeMeasure) throws {
    let plain = try PlainCandidate.all.get()
    let finding = try Self.finding(measure)
    let cost = Self.cost(measure)
    let byCompute = try PlainCandidate.front(plain, cost)
    let bySystem = PlainCandidate.front(plain, \.latency)
    #expect(Set(finding.leaving.map(\.label)) == byCompute.subtracting(bySystem))
    #expect(Set(finding.entering.map(\.label)) == bySystem.subtracting(byCompute))
    for change in finding.leaving + finding.entering {
      let own = try #require(plain.first { $0.label == change.label })
      let rival = try #require(plain.first { $0.label == change.rivalLabel })
      let reaching = plain.filter { $0.accuracy >= own.accuracy }
      if change.kind == .leaves {
        #expect(rival.latency == reaching.map(\.latency).min())
      } else {
        #expect(try cost(rival) == (try reaching.map(cost).min()))
      }
      #expect(agree(change.systemFactor, rival.latency / own.latency))
      #expect(agree(change.computeFactor, try cost(rival) / cost(own)))
      #expect(abs(change.accuracyGain - (rival.accuracy - own.accuracy)) < 1e-12)
      #expect(change.accuracyGain >= 0)
      let expected = [
        own.model == rival.model ? nil : "model", own.strategy == rival.strategy ? nil : "strategy",
        own.cap == rival.cap ? nil : "cap",
      ].compactMap { $0 }
      #expect(change.changed == expected)
    }
  }

  @Test(arguments: ComputeMeasure.allCases)
  func `groups are the same comparison among fewer configurations`(measure: ComputeMeasure) throws {
    let plain = try PlainCandidate.all.get()
    let finding = try Self.finding(measure)
    // Four models and two strategies on one accelerator.
    #expect(finding.groups.count == 6 && !finding.groups.contains { $0.dimension == .hardware })
    for group in finding.groups {
      let own = group.rows.map { plain[$0] }
      let kinds = Set(own.map { group.dimension == .model ? $0.model : $0.strategy })
      #expect(kinds.count == 1 && own.count == (group.dimension == .model ? 18 : 36))
      let byCompute = try PlainCandidate.front(own, Self.cost(measure))
      let bySystem = PlainCandidate.front(own, \.latency)
      #expect(group.computeMembers == byCompute.count && group.systemMembers == bySystem.count)
      #expect(
        agree(
          group.jaccard, Double(byCompute.intersection(bySystem).count) / Double(byCompute.union(bySystem).count)))
      var logarithms: [Double] = []
      for level in Set(own.filter { byCompute.union(bySystem).contains($0.label) }.map(\.accuracy)) {
        let reaching = own.filter { $0.accuracy >= level }
        let cheapest = try #require(try reaching.map(Self.cost(measure)).min())
        let fastest = try #require(reaching.map(\.latency).min())
        logarithms.append(
          log(
            try #require(try reaching.filter { try Self.cost(measure)($0) == cheapest }.map(\.latency).min()) / fastest)
        )
      }
      #expect(agree(group.leastRegret, exp(logarithms.reduce(0, +) / Double(logarithms.count))))
    }
  }

  /// The ends of percentile intervals from 4,000 resamples of the same two strata, made with NumPy from the files.
  @Test(arguments: [
    (ComputeMeasure.generatedTokens, (0.32, 0.3913), (1.0288, 1.0499), (0.0251, 0.0456), (0.7154, 0.7546)),
    (.acceptedFLOPs, (0.2703, 0.3714), (1.0401, 1.0772), (0.0002, 0.0163), (0.6423, 0.6683)),
    (.executedFLOPs, (0, 0.0333), (1.4652, 1.6803), (0.1077, 0.1546), (0.4742, 0.5368)),
  ])
  func `intervals are those of a plain paired bootstrap`(
    measure: ComputeMeasure, jaccard: (Double, Double), regret: (Double, Double), loss: (Double, Double),
    kendall: (Double, Double)
  ) throws {
    let grid = try ShippedStudy.study().configurations
    let finding = try OptimalityFinding(grid, measure: measure, replicates: 400, seed: 3)
    let pairs = [
      // One member more or less moves the index by 0.03.
      (try #require(finding.overlap.jaccardInterval), jaccard, 0.035),
      (try #require(finding.leastRegretInterval), regret, 0.035),
      (try #require(finding.leastLossInterval), loss, 0.006),
      (try #require(finding.rankCorrelation.kendallInterval), kendall, 0.008),
    ]
    for (found, expected, tolerance) in pairs {
      #expect(abs(found.lower - expected.0) < tolerance, "\(found)")
      #expect(abs(found.upper - expected.1) < tolerance, "\(found)")
    }
    #expect(found(finding.leastRegretInterval, finding.regret.geometricMeanOfLeast))
    #expect(found(finding.leastLossInterval, finding.equalCost.meanOfLeast))
    #expect(
      finding.resampling
        == "400 replicates over 400 problems, seed 3: 100 problems that were judged and timed, alike in all configurations, 300 that were only judged. Hardware, engine and a second timing of the same request are not drawn."
    )
    // Every step that a fifth of the resamples or more reach has a band around its value or beside it, in order.
    for point in finding.regretCurve.points + finding.lossCurve.points {
      if let band = point.leastBand { #expect(band.lower <= band.upper && band.value == point.least) }
    }
    #expect(finding.regretCurve.points.filter { $0.leastBand != nil }.count >= finding.regretCurve.points.count - 1)
  }

  private func found(_ interval: Estimate?, _ value: Double) -> Bool {
    interval.map { agree($0.value, value) } ?? false
  }

  /// Shares on the front over latency of 4,000 resamples, made with NumPy.
  @Test func `how often a configuration is on a front is counted`() throws {
    let finding = try OptimalityFinding(
      try ShippedStudy.study().configurations, measure: .executedFLOPs, replicates: 400, seed: 3)
    let shares = [("5M ngram, cap 16", 0.744), ("5M ngram, cap 64", 1), ("0.9M baseline, cap 8", 0.9895)]
    for (label, share) in shares {
      let change = try #require(finding.entering.first { $0.label == label })
      #expect(abs(try #require(change.systemFrontShare) - share) < 0.07)
      #expect(try #require(change.computeFrontShare) < 0.02)
    }
  }
}
