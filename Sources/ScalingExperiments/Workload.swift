/// What was asked of the model, and how fast.
public struct Workload: Sendable, Codable, Hashable {
  /// The task or data set.
  public var task: String?
  /// The number of distinct problems put to the model.
  public var problemCount: Int?
  /// The most output tokens allowed for one answer.
  public var tokenCap: Int?
  /// The answers drawn for each problem.
  public var samplesPerProblem: Int?
  /// The tokens of a prompt, where all prompts were asked to have as many; `nil` where they differ or are unknown.
  public var promptLength: Int?
  /// The tokens generated for a request, where the tool forced as many; `nil` where answers end by themselves.
  public var outputLength: Int?
  /// How requests arrived.
  public var load: LoadDescription?
  /// How tokens were chosen.
  public var sampling: SamplingMethod?

  /// Creates a workload; what is left out is unknown.
  public init(
    task: String? = nil,
    problemCount: Int? = nil,
    tokenCap: Int? = nil,
    samplesPerProblem: Int? = nil,
    promptLength: Int? = nil,
    outputLength: Int? = nil,
    load: LoadDescription? = nil,
    sampling: SamplingMethod? = nil
  ) {
    self.task = task
    self.problemCount = problemCount
    self.tokenCap = tokenCap
    self.samplesPerProblem = samplesPerProblem
    self.promptLength = promptLength
    self.outputLength = outputLength
    self.load = load
    self.sampling = sampling
  }
}

/// How requests arrive at the server.
public enum LoadDescription: Sendable, Hashable {
  /// A closed loop: this many requests are always in flight.
  case concurrency(Int)
  /// An open loop: requests arrive at this rate, in requests per second, whatever the server does.
  case requestRate(Double)
  /// All requests at once: the server is never idle.
  case saturating
  /// Offline: a fixed batch of this size.
  case batch(Int)
}

extension LoadDescription {
  /// The load in words, such as "8 in flight".
  public var words: String {
    switch self {
    case .concurrency(let count): "\(count) in flight"
    case .requestRate(let rate): "\(rate) requests/s"
    case .saturating: "all at once"
    case .batch(let size): "batch \(size)"
    }
  }
}

/// Written as `{"kind": "concurrency", "value": 4}`; a saturating load has no value.
extension LoadDescription: Codable {
  private enum Key: String, CodingKey { case kind, value }
  private enum Kind: String, Codable { case concurrency, requestRate, saturating, batch }

  /// Reads a load; throws a `DecodingError` for an unknown kind or a missing value.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self =
      switch try container.decode(Kind.self, forKey: .kind) {
      case .concurrency: .concurrency(try container.decode(Int.self, forKey: .value))
      case .requestRate: .requestRate(try container.decode(Double.self, forKey: .value))
      case .saturating: .saturating
      case .batch: .batch(try container.decode(Int.self, forKey: .value))
      }
  }

  /// Writes the kind and the value.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .concurrency(let value):
      try container.encode(Kind.concurrency, forKey: .kind)
      try container.encode(value, forKey: .value)
    case .requestRate(let value):
      try container.encode(Kind.requestRate, forKey: .kind)
      try container.encode(value, forKey: .value)
    case .saturating:
      try container.encode(Kind.saturating, forKey: .kind)
    case .batch(let value):
      try container.encode(Kind.batch, forKey: .kind)
      try container.encode(value, forKey: .value)
    }
  }
}

/// How the next token is chosen.
public enum SamplingMethod: Sendable, Hashable {
  /// The most probable token.
  case greedy
  /// A draw from the distribution at this temperature.
  case temperature(Double)
}

/// Written as the text "greedy" or as the temperature.
extension SamplingMethod: Codable {
  /// Reads "greedy" or a number; throws a `DecodingError` for anything else.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let temperature = try? container.decode(Double.self) {
      self = .temperature(temperature)
      return
    }
    let text = try container.decode(String.self)
    guard text == "greedy" else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "A sampling method is \"greedy\" or a temperature, not \"\(text)\".")
    }
    self = .greedy
  }

  /// Writes "greedy" or the temperature.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .greedy: try container.encode("greedy")
    case .temperature(let temperature): try container.encode(temperature)
    }
  }
}
