import ScalingExperiments

/// What an accuracy is drawn against.
public enum CurveAxis: String, Sendable, Hashable, Codable, CaseIterable {
  /// Mean tokens generated for a request.
  case outputTokens
  /// Mean latency of a request.
  case latency
  /// Accelerator-seconds for a generated token.
  case costPerToken

  /// The axis as a metric.
  public var metric: Metric {
    switch self {
    case .outputTokens: .outputTokens(.mean)
    case .latency: .latency(.mean)
    case .costPerToken: .costPerToken
    }
  }

  /// The words for a sentence.
  public var words: String {
    switch self {
    case .outputTokens: "generated tokens"
    case .latency: "latency"
    case .costPerToken: "cost per token"
    }
  }

  /// The axis's values on a ladder for weights of its problems.
  func values(_ ladder: TokenCapLadder, _ weights: [Double]) -> [Double] {
    switch self {
    case .outputTokens: ladder.meanTokens(weights)
    case .latency: ladder.meanLatency(weights)
    case .costPerToken: ladder.costPerToken(weights)
    }
  }
}
