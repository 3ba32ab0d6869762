import ScalingExperiments

/// How a sweep's run differed from its baseline.
public enum ObservedStrategy: Sendable, Hashable, Codable, Comparable {
  /// One accelerator, no speculation.
  case baseline
  /// One accelerator with speculation.
  case speculation
  /// So many tensor-parallel ranks, no speculation.
  case tensorParallel(Int)

  /// The strategy of a serving configuration; nil where it does not say, or mixes the two.
  public init?(_ serving: ServingConfiguration) {
    guard let speculation = serving.speculation, let ranks = serving.tensorParallel else { return nil }
    switch (speculation.isOn, ranks) {
    case (false, 1): self = .baseline
    case (true, 1): self = .speculation
    case (false, let ranks) where ranks > 1: self = .tensorParallel(ranks)
    default: return nil
    }
  }

  /// The accelerators that the strategy uses.
  public var accelerators: Int {
    if case .tensorParallel(let ranks) = self { return ranks }
    return 1
  }

  /// The words for a sentence.
  public var words: String {
    switch self {
    case .baseline: "baseline"
    case .speculation: "speculation"
    case .tensorParallel(let ranks): "tensor parallel \(ranks)"
    }
  }
}

/// What a sweep measured in one cell: one model, one token cap, one strategy, on one hardware.
///
/// Requests ran one at a time. Answers and requests may come from different runs of the same cell, so they are not joined by problem.
public struct SweepObservation: Sendable, Hashable {
  /// The model.
  public let model: ModelDescription
  /// The token cap.
  public let tokenCap: Int
  /// The strategy.
  public let strategy: ObservedStrategy
  /// The accelerator's name.
  public let accelerator: String
  /// The accelerators that a request had to itself.
  public let accelerators: Int
  /// The problems of the timed requests.
  public let problems: [String]
  /// Seconds of each request, set-up taken out.
  public let latency: [Double]
  /// Tokens of each request.
  public let outputTokens: [Double]
  /// Positions scored in each request; empty where unknown.
  public let positions: [Double]
  /// Whether each judged problem was solved under the cap, by problem; empty where nothing was judged.
  public let solved: [String: Bool]

  /// Creates an observation; the columns have equal length.
  public init(
    model: ModelDescription, tokenCap: Int, strategy: ObservedStrategy, accelerator: String, accelerators: Int,
    problems: [String], latency: [Double], outputTokens: [Double], positions: [Double] = [],
    solved: [String: Bool] = [:]
  ) {
    self.model = model
    self.tokenCap = tokenCap
    self.strategy = strategy
    self.accelerator = accelerator
    self.accelerators = accelerators
    self.problems = problems
    self.latency = latency
    self.outputTokens = outputTokens
    self.positions = positions
    self.solved = solved
  }

  /// Model, cap, strategy and accelerator in words.
  public var label: String { "\(model.name) on \(accelerator), cap \(tokenCap), \(strategy.words)" }

  /// The share of judged problems solved; nil where nothing was judged.
  public var accuracy: Double? {
    solved.isEmpty ? nil : Double(solved.values.count { $0 }) / Double(solved.count)
  }

  /// The mean latency.
  public var meanLatency: Double { latency.reduce(0, +) / Double(latency.count) }

  /// Accelerator-seconds for each generated token, as a ratio of sums.
  public var costPerToken: Double {
    Double(accelerators) * latency.reduce(0, +) / outputTokens.reduce(0, +)
  }

  /// The mean tokens.
  public var meanTokens: Double { outputTokens.reduce(0, +) / Double(outputTokens.count) }
}
