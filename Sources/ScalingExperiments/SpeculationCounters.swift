/// What an engine counted of speculative decoding, by the scheme in which it counts.
///
/// The two schemes use the same word for different things, so they never mix: vLLM's first engine counts as accepted
/// every draft token that the target model agreed with, also those behind a rejected one, and its second engine counts
/// the accepted prefix alone.
public enum SpeculationCounters: Sendable, Hashable {
  /// vLLM's first engine (V0, up to 0.8): accepted tokens include those behind a rejection.
  case engineV0(EngineV0SpeculationCounters)
  /// vLLM's second engine (V1): accepted tokens are the prefix that was kept.
  case engineV1(EngineV1SpeculationCounters)
}

/// The counters of vLLM's first engine.
public struct EngineV0SpeculationCounters: Sendable, Codable, Hashable {
  /// The tokens drafted.
  public var draftTokens: Int
  /// The drafted tokens that the target model agreed with, also behind a rejected one.
  public var acceptedTokens: Int
  /// The tokens emitted by passes that verified drafts; `nil` where unknown.
  public var emittedTokens: Int?

  /// Creates counters.
  public init(draftTokens: Int, acceptedTokens: Int, emittedTokens: Int? = nil) {
    self.draftTokens = draftTokens
    self.acceptedTokens = acceptedTokens
    self.emittedTokens = emittedTokens
  }

  /// Returns the tokens emitted for each pass that drafted `perPass` tokens: emitted / (drafted / `perPass`).
  ///
  /// `nil` where emitted tokens are unknown or nothing was drafted.
  public func tokensPerPass(draftTokens perPass: Int) -> Double? {
    guard let emittedTokens, draftTokens > 0, perPass > 0 else { return nil }
    return Double(emittedTokens) * Double(perPass) / Double(draftTokens)
  }
}

/// The counters of vLLM's second engine.
public struct EngineV1SpeculationCounters: Sendable, Codable, Hashable {
  /// The passes that had a draft; passes without one are not counted.
  public var drafts: Int
  /// The tokens drafted.
  public var draftTokens: Int
  /// The drafted tokens kept: the prefix before the first rejection.
  public var acceptedTokens: Int
  /// The tokens kept at each position of the draft, the first position first; empty where unknown.
  public var acceptedByPosition: [Int]

  /// Creates counters.
  public init(drafts: Int, draftTokens: Int, acceptedTokens: Int, acceptedByPosition: [Int] = []) {
    self.drafts = drafts
    self.draftTokens = draftTokens
    self.acceptedTokens = acceptedTokens
    self.acceptedByPosition = acceptedByPosition
  }

  /// The share of drafted tokens that were kept; `nil` where nothing was drafted.
  public var acceptanceRate: Double? { draftTokens > 0 ? Double(acceptedTokens) / Double(draftTokens) : nil }

  /// The tokens of a pass that had a draft, 1 + accepted / drafts; `nil` where there was none.
  public var acceptanceLength: Double? { drafts > 0 ? 1 + Double(acceptedTokens) / Double(drafts) : nil }
}

/// Written as an object of one key: `{"engineV1": {...}}`.
extension SpeculationCounters: Codable {
  private enum Key: String, CodingKey { case engineV0, engineV1 }

  /// Reads counters; throws a `DecodingError` if the object has neither key.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    if let counters = try container.decodeIfPresent(EngineV0SpeculationCounters.self, forKey: .engineV0) {
      self = .engineV0(counters)
    } else {
      self = .engineV1(try container.decode(EngineV1SpeculationCounters.self, forKey: .engineV1))
    }
  }

  /// Writes the one key.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .engineV0(let counters): try container.encode(counters, forKey: .engineV0)
    case .engineV1(let counters): try container.encode(counters, forKey: .engineV1)
    }
  }
}
