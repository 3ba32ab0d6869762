/// The canonical unit of a metric.
///
/// Values are stored in these units only; adapters convert where data come in.
public enum MetricUnit: Sendable, Hashable {
  /// Seconds.
  case seconds
  /// Tokens.
  case tokens
  /// Tokens per second.
  case tokensPerSecond
  /// Requests per second.
  case requestsPerSecond
  /// A share of one, from 0 to 1.
  case fraction
  /// Joules.
  case joules
  /// Watts.
  case watts
  /// Floating-point operations.
  case floatingPointOperations
  /// Floating-point operations per second.
  case floatingPointOperationsPerSecond
  /// Bytes.
  case bytes
  /// Bytes per second.
  case bytesPerSecond
  /// Seconds of one accelerator per token.
  case acceleratorSecondsPerToken
  /// Joules per token.
  case joulesPerToken
  /// Natural units of information per token (the unit of a cross-entropy loss).
  case natsPerToken
  /// A plain number.
  case dimensionless
  /// Money, by its ISO 4217 code.
  case currency(String)
  /// Money per token, by its ISO 4217 code.
  case currencyPerToken(String)

  /// The symbol for a heading, such as "tokens/s"; empty for a fraction and a plain number.
  public var symbol: String {
    switch self {
    case .seconds: "s"
    case .tokens: "tokens"
    case .tokensPerSecond: "tokens/s"
    case .requestsPerSecond: "requests/s"
    case .fraction, .dimensionless: ""
    case .joules: "J"
    case .watts: "W"
    case .floatingPointOperations: "FLOP"
    case .floatingPointOperationsPerSecond: "FLOP/s"
    case .bytes: "B"
    case .bytesPerSecond: "B/s"
    case .acceleratorSecondsPerToken: "accelerator-s/token"
    case .joulesPerToken: "J/token"
    case .natsPerToken: "nats/token"
    case .currency(let code): code
    case .currencyPerToken(let code): "\(code)/token"
    }
  }
}

/// Written as its name; money carries its code after a colon ("currency:USD").
extension MetricUnit: Codable {
  /// The units without an associated value, for reading.
  private static let plain: [MetricUnit] = [
    .seconds, .tokens, .tokensPerSecond, .requestsPerSecond, .fraction, .joules, .watts, .floatingPointOperations,
    .floatingPointOperationsPerSecond, .bytes, .bytesPerSecond, .acceleratorSecondsPerToken, .joulesPerToken,
    .natsPerToken, .dimensionless,
  ]

  private var name: String {
    switch self {
    case .seconds: "seconds"
    case .tokens: "tokens"
    case .tokensPerSecond: "tokensPerSecond"
    case .requestsPerSecond: "requestsPerSecond"
    case .fraction: "fraction"
    case .joules: "joules"
    case .watts: "watts"
    case .floatingPointOperations: "floatingPointOperations"
    case .floatingPointOperationsPerSecond: "floatingPointOperationsPerSecond"
    case .bytes: "bytes"
    case .bytesPerSecond: "bytesPerSecond"
    case .acceleratorSecondsPerToken: "acceleratorSecondsPerToken"
    case .joulesPerToken: "joulesPerToken"
    case .natsPerToken: "natsPerToken"
    case .dimensionless: "dimensionless"
    case .currency(let code): "currency:\(code)"
    case .currencyPerToken(let code): "currencyPerToken:\(code)"
    }
  }

  /// Reads a unit; throws a `DecodingError` for a name it does not know.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    if let unit = Self.plain.first(where: { $0.name == text }) {
      self = unit
    } else if text.hasPrefix("currency:") {
      self = .currency(String(text.dropFirst("currency:".count)))
    } else if text.hasPrefix("currencyPerToken:") {
      self = .currencyPerToken(String(text.dropFirst("currencyPerToken:".count)))
    } else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\"\(text)\" is not the name of a unit.")
    }
  }

  /// Writes the name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}
