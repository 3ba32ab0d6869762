import Foundation
import ScalingStatistics
import Testing

@testable import ScalingStudies

@Suite struct UnpredictabilityClaimTests {
  @Test func `pooling adjacent violators agrees with a search of all partitions`() {
    for trial in 0..<200 {
      var generator = SeededGenerator(seed: 3, stream: UInt64(trial))
      let count = 1 + generator.nextIndex(below: 8)
      let y = (0..<count).map { _ in generator.nextNormal() }
      let weights = (0..<count).map { _ in 0.1 + generator.nextUniform() }
      let fit = UnpredictabilityClaim.monotone(y, weights)
      #expect(zip(fit, fit.dropFirst()).allSatisfy { $0 <= $1 })
      // The best rising sequence is constant on blocks, each at its weighted mean: every set of cuts is tried.
      var best = Double.infinity
      for cuts in 0..<(1 << (count - 1)) {
        var candidate: [Double] = []
        var start = 0
        for end in 1...count where end == count || cuts >> (end - 1) & 1 == 1 {
          let total = weights[start..<end].reduce(0, +)
          let mean = zip(y[start..<end], weights[start..<end]).reduce(0) { $0 + $1.0 * $1.1 } / total
          candidate += [Double](repeating: mean, count: end - start)
          start = end
        }
        if zip(candidate, candidate.dropFirst()).allSatisfy({ $0 <= $1 }) {
          best = min(best, loss(y, candidate, weights))
        }
      }
      #expect(abs(loss(y, fit, weights) - best) <= 1e-12)
    }
  }

  private func loss(_ y: [Double], _ fit: [Double], _ weights: [Double]) -> Double {
    y.indices.reduce(0) { $0 + weights[$1] * (y[$1] - fit[$1]) * (y[$1] - fit[$1]) }
  }

  @Test func `a straight line leaves no residual and a tent its known one`() {
    #expect(UnpredictabilityClaim.lineResiduals([0, 1, 2], [1, 3, 5], [1, 2, 1]).allSatisfy { abs($0) < 1e-15 })
    // The line of 0, 3, 0 is flat at 1.
    #expect(UnpredictabilityClaim.lineResiduals([0, 1, 2], [0, 3, 0], [1, 1, 1]) == [-1, 2, -1])
  }

  @Test func `the error of a comparison is the jackknife's`() throws {
    var slow = TinyCell().observation
    let latency = slow.problems.indices.map { $0.isMultiple(of: 2) ? 1.0 : 3.0 }
    slow = SweepObservation(
      model: slow.model, tokenCap: 16, strategy: .baseline, accelerator: "any", accelerators: 1,
      problems: slow.problems, latency: latency, outputTokens: slow.outputTokens)
    let sweep = SweepObservations(cells: [slow, TinyCell(strategy: .ngram()).observation])
    let all = try SweepComparisons(sweep, candidates: \.isNgramSpeculation, over: .baseline, level: 0.95)
    // Without a 1 the rest is 39, without a 3 it is 37: the logarithms lie ln(39/37)/2 either side of their mean, ten each.
    let error = 19.0.squareRoot() * log(39.0 / 37) / 2
    #expect(abs(try #require(all.comparisons.first).logCostError - error) < 1e-12)
  }

  private static func cells(_ model: String, _ parameters: Int, _ ratios: [Double]) -> [TinyCell] {
    ratios.indices.flatMap { index in
      [
        TinyCell(model: model, parameters: parameters, cap: 16 << index),
        TinyCell(
          model: model, parameters: parameters, cap: 16 << index, strategy: .ngram(),
          seconds: exp(ratios[index])),
      ]
    }
  }

  @Test func `scatter follows by hand`() throws {
    // The best falling sequence is 0.1, 0.05, 0.05, 0: residuals 0, -0.05, 0.05, 0, of root mean square 0.0354.
    let large = Self.cells("large", 14_000_000_000, [0.1, 0, 0.1, 0])
    let small = Self.cells("small", 1_500_000_000, [0, 0.01, 0.02, 0.03])
    let finding = try UnpredictabilityClaim.finding(TinyCell.sweep(large + small))
    #expect(
      finding.headline
        == "Cost 1, predictability: supported; scatter 0.035 at 14B (p below 0.0001) against at most 0.000 in smaller models; 8 of 8 cells compared."
    )
    #expect(
      finding.evidence[0]
        == "0 % of 160 pairs have other output lengths; each side's seconds are for its own tokens.")
    #expect(finding.evidence[1].contains("scatters by 0.035 about its monotone trend over 4 caps (p below 0.0001)"))
    #expect(finding.evidence[3].hasPrefix("large on any, n-gram speculation: tokens a pass vary by 0 %"))
  }

  @Test func `three caps are too few, and a smaller model is needed`() throws {
    let large = Self.cells("large", 14_000_000_000, [0.1, 0, 0.1])
    #expect(try UnpredictabilityClaim.finding(TinyCell.sweep(large)).verdict == .notTestable)
    let alone = try UnpredictabilityClaim.finding(
      TinyCell.sweep(Self.cells("large", 14_000_000_000, [0.1, 0, 0.1, 0])))
    #expect(
      alone.headline
        == "Cost 1, predictability: not testable with these data; no smaller model was timed with and without speculation at four caps."
    )
  }
}
