import CurveFitting
import ScalingLaws
import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How latency grows with generated tokens along a ladder, and whether accuracy has another shape along time than along tokens.
///
/// Were latency a power of tokens, its elasticity d ln latency / d ln tokens would be the same everywhere, and the two curves of accuracy the same on logarithmic axes but for
/// their scale. The elasticities at both ends say how far that holds, without a law; the exponents of the same saturating power law on both axes say what it does to a fit.
public struct CurvatureFinding: Sendable {
  /// The elasticities and the difference in shape, in a sentence.
  public let headline: String
  /// The run.
  public let label: String
  /// The mean tokens at the caps.
  public let tokens: [Double]
  /// The mean latency at the caps, in seconds.
  public let latency: [Double]
  /// d ln latency / d ln tokens between the two smallest caps.
  public let elasticityAtStart: Estimate
  /// d ln latency / d ln tokens between the two largest caps.
  public let elasticityAtEnd: Estimate
  /// The second elasticity less the first, by the same problems: 0 where latency is a power of tokens, which a logarithmic axis only rescales.
  public let elasticityDifference: Estimate
  /// The exponent of a saturating power law of accuracy along tokens.
  public let exponentAlongTokens: Estimate
  /// The exponent of the same law along latency.
  public let exponentAlongLatency: Estimate
  /// The second less the first, by the same problems.
  public let exponentDifference: Estimate
  /// Whether the interval of the difference in elasticity excludes 0: the shape of accuracy changes beyond the scale of the axis, whatever law describes it.
  public let changesShape: Bool

  /// Asks how a run's latency bends against its tokens.
  ///
  /// Intervals by resampling problems. Throws `StudyError` where the first or the last caps do not cut the timed answers or there are fewer than three, `StatisticsError` or `FitError`
  /// where the ladder has too few problems or caps.
  public init(_ ladder: TokenCapLadder, level: Double = 0.95, replicates: Int = 1_000, seed: UInt64 = 1) throws {
    label = ladder.label
    let unit = ladder.unitWeights
    let tokens = ladder.meanTokens(unit)
    let latency = ladder.meanLatency(unit)
    let last = tokens.count - 1
    guard last > 1, tokens[0] < tokens[1], tokens[last - 1] < tokens[last] else {
      throw StudyError("\(ladder.label): the caps do not cut the answers, so there is no curve of latency to bend.")
    }
    self.tokens = tokens
    self.latency = latency
    let model = SaturatingPowerLaw.model
    let bounds = ["plateau": 0.0...1.0]
    let shares = try ladder.shares(unit)
    let start = (
      tokens: try model.fit(x: tokens, shares: shares, bounds: bounds),
      latency: try model.fit(x: latency, shares: shares, bounds: bounds)
    )
    let problems = try Bootstrap(
      unitCount: ladder.problems.count, unitName: "problems", strata: ladder.strata, replicates: replicates, seed: seed)
    let distribution = try problems.distribution { weights in
      let tokens = ladder.meanTokens(weights)
      let latency = ladder.meanLatency(weights)
      guard let shares = try? ladder.shares(weights),
        let byTokens = try? model.fit(x: tokens, shares: shares, bounds: bounds, near: start.tokens),
        let byLatency = try? model.fit(x: latency, shares: shares, bounds: bounds, near: start.latency),
        let a = byTokens["exponent"]?.value, let b = byLatency["exponent"]?.value
      else { return nil }
      func elasticity(_ i: Int, _ j: Int) -> Double {
        log(latency[j] / latency[i]) / log(tokens[j] / tokens[i])
      }
      let ends = (start: elasticity(0, 1), end: elasticity(last - 1, last))
      return [ends.start, ends.end, a, b, b - a, ends.end - ends.start]
    }
    elasticityAtStart = try distribution.percentileInterval(0, level: level)
    elasticityAtEnd = try distribution.percentileInterval(1, level: level)
    exponentAlongTokens = try distribution.percentileInterval(2, level: level)
    exponentAlongLatency = try distribution.percentileInterval(3, level: level)
    exponentDifference = try distribution.percentileInterval(4, level: level)
    elasticityDifference = try distribution.percentileInterval(5, level: level)
    // Requests that are all alike leave an interval without width, a rounding error away from 0.
    changesShape = elasticityDifference.lower > 1e-9 || elasticityDifference.upper < -1e-9
    let first = DecimalText.fixed(elasticityAtStart.value, 2)
    let final = DecimalText.fixed(elasticityAtEnd.value, 2)
    let exponents = [exponentAlongTokens, exponentAlongLatency].map { DecimalText.fixed($0.value, 2) }
    headline =
      "\(ladder.label): latency grows as tokens to the power \(first) between the smallest caps and \(final) between the largest (difference \(elasticityDifference.headline)), so the shape of accuracy \(changesShape ? "changes" : "is not shown to change") beyond the scale of the axis; the exponent of a saturating power law is \(exponents[0]) along tokens and \(exponents[1]) along latency."
  }
}
