import ScalingExperiments

/// How a sweep's run differed from its baseline.
public enum ObservedStrategy: Sendable, Hashable, Codable {
  /// One accelerator, no speculation.
  case baseline
  /// One accelerator with speculation: where its drafts come from, and the most draft tokens of a pass; nil where unknown.
  case speculation(method: SpeculationMethod, draftTokens: Int?)
  /// So many tensor-parallel ranks, no speculation.
  case tensorParallel(Int)

  /// The strategy of a serving configuration; nil where it does not say, or mixes the two.
  public init?(_ serving: ServingConfiguration) {
    guard let speculation = serving.speculation, let ranks = serving.tensorParallel else { return nil }
    switch (speculation, ranks) {
    case (.off, 1): self = .baseline
    case (.on(let setting), 1): self = .speculation(method: setting.method, draftTokens: setting.draftTokens)
    case (.off, let ranks) where ranks > 1: self = .tensorParallel(ranks)
    default: return nil
    }
  }

  /// Speculation with n-grams (prompt look-up) and a number of draft tokens.
  public static func ngram(draftTokens: Int? = nil) -> ObservedStrategy {
    .speculation(method: .ngram, draftTokens: draftTokens)
  }

  /// Whether the strategy speculates, by any method.
  public var isSpeculation: Bool { if case .speculation = self { true } else { false } }

  /// Whether the strategy speculates with n-grams.
  public var isNgramSpeculation: Bool { if case .speculation(.ngram, _) = self { true } else { false } }

  /// Whether the strategy uses several tensor-parallel ranks.
  public var isTensorParallel: Bool { if case .tensorParallel = self { true } else { false } }

  /// The accelerators that the strategy uses.
  public var accelerators: Int {
    if case .tensorParallel(let ranks) = self { return ranks }
    return 1
  }

  /// The words for a sentence.
  public var words: String {
    switch self {
    case .baseline: "baseline"
    case .speculation(let method, let draftTokens):
      "\(method == .ngram ? "n-gram" : method.rawValue) speculation"
        + (draftTokens.map { " of \($0) \($0 == 1 ? "token" : "tokens")" } ?? "")
    case .tensorParallel(let ranks): "tensor parallel \(ranks)"
    }
  }
}

extension ObservedStrategy: Comparable {
  /// The baseline first, then speculation by method and draft tokens, then tensor parallelism by ranks.
  public static func < (first: ObservedStrategy, second: ObservedStrategy) -> Bool { first.order < second.order }

  private var order: (Int, String, Int) {
    switch self {
    case .baseline: (0, "", 0)
    case .speculation(let method, let draftTokens): (1, method.rawValue, draftTokens ?? -1)
    case .tensorParallel(let ranks): (2, "", ranks)
    }
  }
}
