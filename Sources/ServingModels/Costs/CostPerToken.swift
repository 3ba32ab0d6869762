import ScalingStatistics

/// How the cost of many requests is made one number.
public enum CostEstimator: String, Sendable, Hashable, Codable, CaseIterable {
  /// All accelerator time over all tokens: what a bill divides by.
  case ratioOfSums
  /// The mean over requests of each one's time per token: every request alike, however short.
  case meanOfRatios

  var words: String { self == .ratioOfSums ? "ratio of sums" : "mean of ratios" }
}

/// The accelerator time that a generated token costs: accelerators × time / tokens.
///
/// From latencies it holds only where a request has the accelerators to itself (concurrency 1); else requests share them, and wall-clock time must be used.
/// Money enters only through the price that the caller states.
public struct CostPerToken: Sendable, Hashable, Codable {
  /// The cost, how it was made, and from how much, in a sentence.
  public let headline: String
  /// Accelerator-seconds for each generated token.
  public let acceleratorSecondsPerToken: Double
  /// How the requests were made one number.
  public let estimator: CostEstimator
  /// The number of accelerators in use.
  public let accelerators: Int
  /// The generated tokens in all.
  public let generatedTokens: Double

  /// Computes the cost from requests that ran one at a time: latencies in seconds, and generated tokens, row by row.
  ///
  /// Throws `ServingModelError` where concurrency is unknown (nil) or not 1, for fewer than one accelerator, columns of unequal length, no requests, a latency that is not
  /// positive and finite, a negative count of tokens, no tokens at all, or, for the mean of ratios, a request without tokens. O(n).
  public init(
    accelerators: Int, latencies: [Double], generatedTokens: [Double], concurrency: Int?,
    estimator: CostEstimator = .ratioOfSums
  ) throws {
    guard concurrency == 1 else {
      let known = concurrency.map { "At concurrency \($0)" } ?? "At an unknown concurrency"
      throw ServingModelError(
        "\(known) requests share the accelerators, so that latency is not what a token costs: "
          + "use accelerators x wall-clock time / generated tokens instead.")
    }
    guard latencies.count == generatedTokens.count else {
      throw ServingModelError(
        "\(generatedTokens.count) token counts for \(latencies.count) latencies: one is needed for each.")
    }
    guard !latencies.isEmpty else { throw ServingModelError("A cost per token needs requests; there are none.") }
    for row in latencies.indices {
      guard latencies[row] > 0, latencies[row].isFinite else {
        throw ServingModelError("The latency of row \(row) is \(latencies[row]); it must be positive and finite.")
      }
      try ServingModelError.checkCount(generatedTokens[row], "generated tokens of row \(row)")
      if estimator == .meanOfRatios, generatedTokens[row] == 0 {
        throw ServingModelError(
          "Row \(row) generated no token, so its own cost per token does not exist: use the ratio of sums.")
      }
    }
    let total = SampleMoments.sum(generatedTokens)
    let seconds: Double
    switch estimator {
    case .ratioOfSums: seconds = SampleMoments.sum(latencies) / total
    case .meanOfRatios: seconds = SampleMoments.mean(zip(latencies, generatedTokens).map { $0 / $1 })
    }
    try self.init(
      accelerators: accelerators, secondsPerToken: seconds, estimator: estimator, tokens: total,
      source: "\(estimator.words) over \(latencies.count) requests run one at a time")
  }

  /// Computes the cost from wall-clock time, at any concurrency: the seconds that the accelerators were held and the tokens they generated.
  ///
  /// Throws `ServingModelError` for fewer than one accelerator, a time that is not positive and finite, or tokens that are not.
  public init(accelerators: Int, wallClock: Double, generatedTokens: Double) throws {
    guard wallClock > 0, wallClock.isFinite else {
      throw ServingModelError("The wall-clock time is \(wallClock) s; it must be positive and finite.")
    }
    try ServingModelError.checkCount(generatedTokens, "generated tokens")
    try self.init(
      accelerators: accelerators, secondsPerToken: wallClock / generatedTokens, estimator: .ratioOfSums,
      tokens: generatedTokens, source: "wall-clock time")
  }

  private init(
    accelerators: Int, secondsPerToken: Double, estimator: CostEstimator, tokens: Double, source: String
  ) throws {
    guard accelerators > 0 else {
      throw ServingModelError("\(accelerators) accelerators were given; at least one is needed.")
    }
    guard tokens > 0 else { throw ServingModelError("No token was generated, so there is no cost per token.") }
    self.accelerators = accelerators
    self.estimator = estimator
    generatedTokens = tokens
    acceleratorSecondsPerToken = Double(accelerators) * secondsPerToken
    headline =
      "\(DecimalText.significant(acceleratorSecondsPerToken, 4)) accelerator-seconds per token on \(accelerators) "
      + "\(accelerators == 1 ? "accelerator" : "accelerators") (\(source))."
  }

  /// The cost of a million generated tokens at a price for one accelerator for one hour, in the currency of the price.
  ///
  /// Throws `ServingModelError` for a price that is negative or not finite.
  public func costPerMillionTokens(pricePerAcceleratorHour price: Double) throws -> Double {
    guard price >= 0, price.isFinite else {
      throw ServingModelError("A price of \(price) per accelerator hour was given; it must be finite, 0 or more.")
    }
    return acceleratorSecondsPerToken / 3_600 * price * 1_000_000
  }
}
