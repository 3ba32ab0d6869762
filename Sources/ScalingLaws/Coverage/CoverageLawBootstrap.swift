import CurveFitting
import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A coverage law with intervals from a bootstrap over problems.
public struct CoverageLawEstimate: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The exponent, the amplitude and the coverage looked ahead to, rounded for reading.
  public let headline: String
  /// The fit to the data themselves.
  public let fit: CoverageFit
  /// a with its interval.
  public let amplitude: Estimate
  /// b with its interval.
  public let exponent: Estimate
  /// The numbers of answers that were fitted.
  public let k: [Double]
  /// The coverage at each number of answers asked for, chance included, with its interval.
  public let predictions: [CoveragePrediction]
  /// What the reader should know first: unsolved problems, a small sample, replicates without a fit.
  public let warnings: [String]
  /// The headline.
  public var description: String { headline }
}

/// The coverage that a law says for some number of answers.
public struct CoveragePrediction: Sendable, Hashable, Codable {
  /// The number of answers.
  public let k: Double
  /// How many times the largest fitted number of answers this is; 1 or less inside the data.
  public let extrapolation: Double
  /// The coverage with its interval: of the law over draws of problems, without what the law itself may have wrong.
  public let coverage: Estimate
}

extension SampledProblems {
  /// Fits the coverage law to the problems' unbiased pass@k, with intervals from resampling whole problems.
  ///
  /// `k` are the numbers of answers to fit, each in 1 to `largestK`; nil takes up to 50, at equal ratios. Values at different k share all their answers, so the problem is the unit.
  /// `predicting` names further numbers of answers. Throws `FitError` as `CoverageLaw.fit` and `coverage(at:)` do, and where more than a fifth of the replicates have no fit. About
  /// problems · k + 200 · k operations a replicate.
  public func coverageLaw(
    k: [Int]? = nil, scale: CoverageLaw.Scale = .coverage, guessing: Double = 0, predicting: [Double] = [],
    level: Double = 0.95, replicates: Int = 2_000, seed: UInt64 = 1
  ) throws -> CoverageLawEstimate {
    let k = k ?? Self.spread(to: largestK)
    let columns = try k.map { try column(at: $0) }
    let places = k.map { Double($0) }
    let fit = try CoverageLaw.fit(
      k: places, coverage: columns.map { SampleMoments.mean($0) }, scale: scale, guessing: guessing)
    for place in predicting where !(place > 0 && place.isFinite) {
      throw FitError("A coverage at k = \(place) was asked for: the number of answers is positive.")
    }
    let distribution: BootstrapDistribution
    let estimates: [Estimate]
    do {
      let design = try Bootstrap(unitCount: count, unitName: "problems", replicates: replicates, seed: seed)
      distribution = try design.distribution { weights in
        let shares = columns.map { Self.mean($0, weights: weights) }
        let above = CoverageLaw.aboveChance(k: places, coverage: shares, guessing: guessing)
        let kept = above.indices.filter { above[$0] > 0 && above[$0] < 1 }
        let points = CoveragePoints(logs: kept.map { log(places[$0]) }, shares: kept.map { above[$0] })
        guard let law = points.fit(scale) else { return nil }
        return [law.amplitude, law.exponent]
          + predicting.map { place in
            let chance = guessing > 0 ? PassAtK.chance(guessing: guessing, k: place) : 0
            return chance + (1 - chance) * law.value(at: place)
          }
      }
      estimates = try (0..<(2 + predicting.count)).map { try distribution.percentileInterval($0, level: level) }
    } catch let error as StatisticsError {
      throw FitError(error.message)
    }
    let largest = places.max() ?? 1
    let predictions = predicting.indices.map {
      CoveragePrediction(k: predicting[$0], extrapolation: predicting[$0] / largest, coverage: estimates[2 + $0])
    }
    var headline = "\(fit.headline); b = \(estimates[1].headline), a = \(estimates[0].headline)"
    for prediction in predictions {
      headline += "; coverage \(prediction.coverage.headline) at k = \(DecimalText.significant(prediction.k, 4))"
    }
    return CoverageLawEstimate(
      headline: headline, fit: fit, amplitude: estimates[0], exponent: estimates[1], k: places,
      predictions: predictions, warnings: warnings(fit, predictions, failures: distribution.failures))
  }

  private func warnings(_ fit: CoverageFit, _ predictions: [CoveragePrediction], failures: Int) -> [String] {
    var warnings: [String] = []
    if unsolvedCount > 0 {
      warnings.append(
        "\(unsolvedCount) of \(count) problems have no right answer: how rare right answers are there was not seen, and it decides the coverage at larger k."
      )
    }
    if count < 30 { warnings.append("\(count) problems are few for percentiles of a bootstrap over problems.") }
    if !fit.dropped.isEmpty {
      warnings.append("\(fit.dropped.count) values of k were left out: their coverage is at chance or complete.")
    }
    if failures > 0 { warnings.append("\(failures) replicates have no fit.") }
    for prediction in predictions where prediction.extrapolation > 10 {
      warnings.append(
        "k = \(DecimalText.significant(prediction.k, 4)) is \(DecimalText.significant(prediction.extrapolation, 3)) times the largest fitted: the interval holds if the law does."
      )
    }
    return warnings
  }

  /// Up to 50 whole numbers from 1 to a largest, at equal ratios.
  static func spread(to largest: Int) -> [Int] {
    var values: [Int] = []
    for step in 0..<50 {
      let value = Int((exp(log(Double(max(1, largest))) * Double(step) / 49)).rounded())
      if value != values.last { values.append(value) }
    }
    return values
  }
}
