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
/// Where latency is a fixed start and a constant time a token, time is tokens in other units, shifted: on a linear axis the shape of accuracy is the same, and on a logarithmic one it
/// is bent by the start alone. `startSeconds`, `secondsPerToken` and `largestDeviation` say how well that describes the ladder; the elasticities d ln latency / d ln tokens at
/// both ends, and the exponents of the same saturating power law on both axes, say what it looks like on logarithmic axes.
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
  /// The fixed start of the straight line through latency against tokens, in seconds.
  public let startSeconds: Double
  /// The time of a further token on that line, in seconds.
  public let secondsPerToken: Double
  /// The largest deviation of a measured mean from that line, as a share of it.
  public let largestDeviation: Double
  /// Whether a law is so badly off on either axis (p below 0.01) that its exponents mean nothing.
  public let isExponentMeaningless: Bool
  /// Whether latency deviates by more than 5 % from a fixed start and a constant time a token: the shape of accuracy changes beyond scale and start of the axis.
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
      unitCount: ladder.unitCount, unitName: "problems", strata: ladder.strata, replicates: replicates, seed: seed)
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
      return [ends.start, ends.end, a, b]
    }
    elasticityAtStart = try distribution.percentileInterval(0, level: level)
    elasticityAtEnd = try distribution.percentileInterval(1, level: level)
    exponentAlongTokens = try distribution.percentileInterval(2, level: level)
    exponentAlongLatency = try distribution.percentileInterval(3, level: level)
    // Relative deviations are what a logarithmic axis shows, so the line is fitted with relative errors.
    let line = try LinearLaw(LinearLaw.fit(x: tokens, y: latency, errors: .weights(latency.map { 1 / ($0 * $0) })))
    startSeconds = line.intercept
    secondsPerToken = line.slope
    let deviation = zip(tokens, latency).map { abs(line.value(at: $0) / $1 - 1) }.max() ?? 0
    largestDeviation = deviation
    changesShape = deviation > 0.05
    isExponentMeaningless = [start.tokens, start.latency].contains { ($0.lackOfFitProbability ?? 1) < 0.01 }
    let first = DecimalText.fixed(elasticityAtStart.value, 2)
    let final = DecimalText.fixed(elasticityAtEnd.value, 2)
    let percent = DecimalText.fixed(deviation * 100, 1)
    let description =
      "a fixed start of \(DecimalText.significant(line.intercept * 1e3, 3)) ms and \(DecimalText.significant(line.slope * 1e3, 3)) ms a token describe latency within \(percent) %"
    headline =
      "\(ladder.label): \(description), so the shape of accuracy along time \(changesShape ? "differs from that along tokens by more than the start and the scale of the axis" : "is that along tokens but for the start and the scale of the axis"); on logarithmic axes the start lets latency grow as tokens to the power \(first) between the smallest caps and \(final) between the largest."
  }
}
