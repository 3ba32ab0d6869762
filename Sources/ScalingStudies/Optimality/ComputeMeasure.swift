import ScalingExperiments
import ServingModels

/// What is counted as compute.
public enum ComputeMeasure: String, Sendable, Hashable, Codable, CaseIterable {
  /// Tokens generated, whatever the model.
  case generatedTokens
  /// FLOPs of the tokens that were kept, as if each had been scored once.
  case acceptedFLOPs
  /// FLOPs of every position that was scored, rejected drafts and padding included.
  case executedFLOPs

  /// The words for a sentence.
  public var words: String {
    switch self {
    case .generatedTokens: "generated tokens"
    case .acceptedFLOPs: "accepted FLOPs"
    case .executedFLOPs: "executed FLOPs"
    }
  }

  /// The measure as a metric.
  public var metric: Metric {
    switch self {
    case .generatedTokens: .outputTokens(.mean)
    case .acceptedFLOPs: .compute(.mean, definition: "accepted FLOPs, 2 x parameters x tokens kept")
    case .executedFLOPs: .compute(.mean, definition: "executed FLOPs, 2 x parameters x positions scored")
    }
  }
}

/// Whether the FLOPs of attention are counted.
public enum AttentionAccounting: String, Sendable, Hashable, Codable {
  /// 2 × parameters for each position and nothing else.
  case parametersOnly
  /// Also 4 × layers × heads × head dimension for each position attended to; needs the model's shape, and takes the prompt as empty.
  case withAttention
}
