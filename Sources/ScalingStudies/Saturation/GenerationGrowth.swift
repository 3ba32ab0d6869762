import ScalingExperiments
import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How the time of one long generation grows with its tokens: what a token costs at the start and at the end.
///
/// One generation of each model was timed, so there is no interval; the numbers are differences of readings of one clock.
public struct GenerationGrowth: Sendable, Hashable {
  /// The growth in a sentence.
  public let headline: String
  /// The model.
  public let label: String
  /// The tokens at the readings.
  public let tokens: [Int]
  /// The seconds at the readings.
  public let latency: [Double]
  /// Seconds for one more token between the first two readings.
  public let secondsPerTokenAtStart: Double
  /// Seconds for one more token between the last two readings.
  public let secondsPerTokenAtEnd: Double
  /// The ratio of the two: 1 where latency is proportional to tokens but for a constant.
  public let marginalGrowth: Double
  /// ln(latency ratio) / ln(token ratio) between the first and the last reading: 1 for proportional.
  public let elasticity: Double

  /// Reads the growth from a trace; throws `StudyError` for fewer than three readings.
  public init(_ trace: GenerationTrace) throws {
    let last = trace.count - 1
    guard last >= 2, trace.latency[0] > 0, trace.outputTokens[0] > 0 else {
      throw StudyError(
        "The generation of \(trace.model.name) has \(trace.count) usable readings; its bend needs three.")
    }
    label = trace.model.name
    tokens = trace.outputTokens
    latency = trace.latency
    func slope(_ i: Int, _ j: Int) -> Double {
      (trace.latency[j] - trace.latency[i]) / Double(trace.outputTokens[j] - trace.outputTokens[i])
    }
    secondsPerTokenAtStart = slope(0, 1)
    secondsPerTokenAtEnd = slope(last - 1, last)
    marginalGrowth = secondsPerTokenAtEnd / secondsPerTokenAtStart
    elasticity =
      log(trace.latency[last] / trace.latency[0])
      / log(Double(trace.outputTokens[last]) / Double(trace.outputTokens[0]))
    headline =
      "\(label): \(DecimalText.fixed(secondsPerTokenAtStart * 1e3, 2)) ms a token near \(trace.outputTokens[1]) tokens, \(DecimalText.fixed(secondsPerTokenAtEnd * 1e3, 2)) ms near \(trace.outputTokens[last]) (\(DecimalText.fixed(marginalGrowth, 2))x); latency grows as tokens to the power \(DecimalText.fixed(elasticity, 3))."
  }
}
