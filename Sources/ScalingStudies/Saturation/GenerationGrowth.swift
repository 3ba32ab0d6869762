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

  /// Reads the growth from a trace; throws `StudyError` for fewer than three usable readings, those after 0 tokens and 0 seconds.
  public init(_ trace: GenerationTrace) throws {
    // A clock that was also read at the start has a reading without a logarithm.
    let usable = trace.outputTokens.indices.filter { trace.outputTokens[$0] > 0 && trace.latency[$0] > 0 }
    let last = usable.count - 1
    guard last >= 2 else {
      throw StudyError(
        "The generation of \(trace.model.name) has \(usable.count) usable readings; its bend needs three.")
    }
    label = trace.model.name
    let tokens = usable.map { trace.outputTokens[$0] }
    let latency = usable.map { trace.latency[$0] }
    self.tokens = tokens
    self.latency = latency
    func slope(_ i: Int, _ j: Int) -> Double {
      (latency[j] - latency[i]) / Double(tokens[j] - tokens[i])
    }
    secondsPerTokenAtStart = slope(0, 1)
    secondsPerTokenAtEnd = slope(last - 1, last)
    marginalGrowth = secondsPerTokenAtEnd / secondsPerTokenAtStart
    elasticity = log(latency[last] / latency[0]) / log(Double(tokens[last]) / Double(tokens[0]))
    headline =
      "\(label): \(DecimalText.fixed(secondsPerTokenAtStart * 1e3, 2)) ms a token near \(tokens[1]) tokens, \(DecimalText.fixed(secondsPerTokenAtEnd * 1e3, 2)) ms near \(tokens[last]) (\(DecimalText.fixed(marginalGrowth, 2))x); latency grows as tokens to the power \(DecimalText.fixed(elasticity, 3))."
  }
}
