import ScalingStatistics

/// What the parameters, tokens and compute of a fit count: laws fitted to other counts are other laws.
///
/// Multiplying a count by a constant moves its amplitude alone, but leaving embeddings out moves the exponent: Kaplan's and Hoffmann's allocations differ by it (Pearce and Song 2024, arXiv:2406.12907;
/// Porian et al. 2024, arXiv:2406.19146).
public struct CountingConvention: Sendable, Hashable, Codable, CustomStringConvertible {
  /// What N counts.
  public enum Parameters: String, Sendable, Hashable, Codable {
    /// All parameters, embeddings included.
    case all
    /// Without the embeddings.
    case withoutEmbeddings
    /// Those that take part in one token of a mixture of experts, embeddings included.
    case active
    /// The fit has no parameters.
    case none
  }

  /// What D counts.
  public enum Tokens: String, Sendable, Hashable, Codable {
    /// The tokens trained on, repeats included.
    case seen
    /// The different tokens.
    case unique
    /// The fit has no tokens.
    case none
  }

  /// How C was obtained.
  public enum Compute: Sendable, Hashable, Codable {
    /// C = k N D with this k; 6 for training a dense transformer.
    case multiple(Double)
    /// Counted or measured in another way, in words.
    case other(String)
    /// The fit has no compute.
    case none
  }

  /// What N counts.
  public var parameters: Parameters
  /// What D counts.
  public var tokens: Tokens
  /// How C was obtained.
  public var compute: Compute
  /// The tokenizer that tokens and losses refer to; empty where it does not matter.
  public var tokenizer: String
  /// What the runs are, such as "last loss of runs with their own decay" or "checkpoints at a constant rate".
  public var runs: String

  /// Creates a convention; N and D have no default, because the choice changes the result.
  public init(
    parameters: Parameters, tokens: Tokens, compute: Compute = .multiple(6), tokenizer: String = "", runs: String = ""
  ) {
    self.parameters = parameters
    self.tokens = tokens
    self.compute = compute
    self.tokenizer = tokenizer
    self.runs = runs
  }

  /// The convention in words.
  public var description: String {
    var parts: [String] = []
    switch parameters {
    case .all: parts.append("N counts all parameters")
    case .withoutEmbeddings: parts.append("N counts no embeddings")
    case .active: parts.append("N counts active parameters")
    case .none: break
    }
    switch tokens {
    case .seen: parts.append("D counts tokens seen")
    case .unique: parts.append("D counts unique tokens")
    case .none: break
    }
    switch compute {
    case .multiple(let factor): parts.append("C = \(DecimalText.significant(factor, 6)) N D")
    case .other(let words): parts.append("C: \(words)")
    case .none: break
    }
    if !tokenizer.isEmpty { parts.append("tokenizer \(tokenizer)") }
    if !runs.isEmpty { parts.append(runs) }
    return parts.joined(separator: "; ")
  }
}
