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
/// Were latency proportional to tokens, its elasticity d ln latency / d ln tokens would be 1 everywhere and the two curves of accuracy the same but for the numbers on the axis. The
/// elasticities at both ends say how far that holds, and the difference of the exponents of the same saturating power law on both axes says whether it matters for the shape.
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
  /// The exponent of a saturating power law of accuracy along tokens.
  public let exponentAlongTokens: Estimate
  /// The exponent of the same law along latency.
  public let exponentAlongLatency: Estimate
  /// The second less the first, by the same problems.
  public let exponentDifference: Estimate
  /// Whether the interval of the difference excludes 0: the shape changes beyond the scale of the axis.
  public let changesShape: Bool

  /// Asks how a run's latency bends against its tokens.
  ///
  /// Intervals by resampling problems. Throws `StatisticsError` or `FitError` where the ladder has too few problems or caps.
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
      return [elasticity(0, 1), elasticity(last - 1, last), a, b, b - a]
    }
    elasticityAtStart = try distribution.percentileInterval(0, level: level)
    elasticityAtEnd = try distribution.percentileInterval(1, level: level)
    exponentAlongTokens = try distribution.percentileInterval(2, level: level)
    exponentAlongLatency = try distribution.percentileInterval(3, level: level)
    exponentDifference = try distribution.percentileInterval(4, level: level)
    changesShape = !exponentDifference.contains(0)
    headline =
      "\(ladder.label): a doubling of tokens multiplies latency by 2^\(DecimalText.fixed(elasticityAtStart.value, 2)) at the start and 2^\(DecimalText.fixed(elasticityAtEnd.value, 2)) at the end; the exponent of accuracy is \(DecimalText.fixed(exponentAlongTokens.value, 2)) along tokens and \(DecimalText.fixed(exponentAlongLatency.value, 2)) along latency, so the shape \(changesShape ? "changes" : "is not shown to change") beyond the scale of the axis (difference \(exponentDifference.headline))."
  }
}
