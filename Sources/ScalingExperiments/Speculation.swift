/// A speculative-decoding set-up.
///
/// What a method does not use, or a source does not say, is `nil`.
public struct Speculation: Sendable, Codable, Hashable {
  /// Where the drafts come from.
  public var method: SpeculationMethod
  /// The most draft tokens proposed in one pass.
  public var draftTokens: Int?
  /// The shortest n-gram looked up (n-gram methods).
  public var ngramMinimum: Int?
  /// The longest n-gram looked up (n-gram methods).
  public var ngramMaximum: Int?
  /// The positions that one verification pass scores: the drafts and the token before them, padding included.
  public var positionsPerPass: Int?

  /// Creates a set-up; what is left out is unknown.
  public init(
    method: SpeculationMethod,
    draftTokens: Int? = nil,
    ngramMinimum: Int? = nil,
    ngramMaximum: Int? = nil,
    positionsPerPass: Int? = nil
  ) {
    self.method = method
    self.draftTokens = draftTokens
    self.ngramMinimum = ngramMinimum
    self.ngramMaximum = ngramMaximum
    self.positionsPerPass = positionsPerPass
  }
}

/// The source of draft tokens.
///
/// The list is open: `.other("lookahead")` names a method that is not among the constants.
public struct SpeculationMethod: RawRepresentable, Sendable, Codable, Hashable, ExpressibleByStringLiteral {
  /// The name of the method.
  public let rawValue: String

  /// Creates a method from its name.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Creates a method from a literal name.
  public init(stringLiteral value: String) { self.rawValue = value }

  /// Continues an n-gram found earlier in the text (prompt lookup).
  public static let ngram = SpeculationMethod(rawValue: "ngram")
  /// A smaller model of its own.
  public static let draftModel = SpeculationMethod(rawValue: "draft model")
  /// Extra decoding heads on the model (Medusa).
  public static let medusa = SpeculationMethod(rawValue: "medusa")
  /// A draft head over the model's features (EAGLE and its successors).
  public static let eagle = SpeculationMethod(rawValue: "eagle")
  /// Multi-token-prediction layers trained with the model.
  public static let multiTokenPrediction = SpeculationMethod(rawValue: "multi-token prediction")

  /// Known to be in use, but the source does not name it.
  public static let unnamed = SpeculationMethod(rawValue: "unnamed")

  /// Returns a method by its name.
  public static func other(_ name: String) -> SpeculationMethod { SpeculationMethod(rawValue: name) }
}

/// Whether speculation was off or on; an unknown setting is a `nil` of this type.
public enum SpeculationSetting: Sendable, Hashable {
  /// Known to be off: every pass scores one position and yields one token.
  case off
  /// Known to be on, with this set-up.
  case on(Speculation)

  /// The set-up where speculation is on.
  public var speculation: Speculation? {
    if case .on(let speculation) = self { speculation } else { nil }
  }

  /// A Boolean value that tells whether speculation is on.
  public var isOn: Bool { self != .off }
}

/// Written as the text "off" or as the set-up itself.
extension SpeculationSetting: Codable {
  /// Reads "off" or a set-up; throws a `DecodingError` for anything else.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let text = try? container.decode(String.self) {
      guard text == "off" else {
        throw DecodingError.dataCorruptedError(
          in: container, debugDescription: "A speculation setting is \"off\" or an object, not \"\(text)\".")
      }
      self = .off
    } else {
      self = .on(try container.decode(Speculation.self))
    }
  }

  /// Writes "off" or the set-up.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .off: try container.encode("off")
    case .on(let speculation): try container.encode(speculation)
    }
  }
}
