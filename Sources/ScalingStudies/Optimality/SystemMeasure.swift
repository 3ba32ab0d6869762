import ScalingExperiments

/// What is counted as the cost to the system.
public enum SystemMeasure: String, Sendable, Hashable, Codable, CaseIterable {
  /// The mean latency of a request, set-up taken out.
  case latency
  /// Accelerators × mean latency: what a request occupies.
  case acceleratorTime
  /// Accelerators × latency / generated tokens, as a ratio of sums: the paper's cost per token. It falls as answers grow, so that long answers look cheap.
  case costPerToken

  /// The words for a sentence.
  public var words: String {
    switch self {
    case .latency: "mean latency"
    case .acceleratorTime: "mean accelerator time"
    case .costPerToken: "accelerator time a token"
    }
  }

  /// The words for a sentence that has named the mean already.
  var shortWords: String {
    switch self {
    case .latency: "latency"
    case .acceleratorTime: "accelerator time"
    case .costPerToken: "accelerator time a token"
    }
  }
}
