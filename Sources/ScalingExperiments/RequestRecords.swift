/// Per-request records in columns.
///
/// Row `i` of every column belongs to the same request. Times are in seconds and *as measured*: a request that paid a
/// one-time set-up (graph capture, compilation) contains it, `setupTime` says how much it was, and
/// `latencyWithoutSetup` removes it. The request itself is never dropped: those who pay set-up first are often the long
/// ones.
public struct RequestRecords: Sendable, Hashable {
  /// The identifier of the problem that each request put.
  public let problems: [String]
  /// The tokens generated; `nil` where unknown.
  public let outputTokens: [Int?]
  /// The tokens of the prompt; `nil` where unknown.
  public let promptTokens: [Int?]
  /// The end-to-end latency in seconds, as measured, set-up included.
  public let latency: [Double]
  /// The one-time set-up in seconds that is contained in `latency`; 0 in a request that paid none.
  public let setupTime: [Double]
  /// Whether the request paid a one-time set-up.
  public let hasSetup: [Bool]
  /// The time to the first token in seconds; `nil` where unknown.
  public let timeToFirstToken: [Double?]
  /// The pieces in which the answer was streamed; `nil` where unknown.
  ///
  /// Not the tokens: under speculation, and on a busy client, one piece carries several.
  public let outputChunks: [Int?]
  /// The forward passes of the model; `nil` where unknown.
  public let forwardPasses: [Int?]
  /// The tokens drafted by speculation; `nil` where unknown.
  public let draftTokens: [Int?]
  /// The drafted tokens that were accepted; `nil` where unknown.
  public let acceptedTokens: [Int?]
  /// Whether the answer was right; `nil` where it was not judged.
  public let isCorrect: [Bool?]
  /// The latency at each token cap, caps ascending; empty where it was not recorded.
  public let latencyAtTokenCap: [TokenCapLatency]

  /// The number of requests.
  public var count: Int { problems.count }

  /// Creates records from columns of one length.
  ///
  /// A column of optionals that is left out is unknown in every row; without `setupTime` no request paid any, and
  /// without `hasSetup` those with a positive `setupTime` did. Caps are sorted.
  ///
  /// Throws `RecordError` if a column differs from `problems` in length (the message names it) or a cap occurs twice.
  public init(
    problems: [String],
    outputTokens: [Int?]? = nil,
    promptTokens: [Int?]? = nil,
    latency: [Double],
    setupTime: [Double]? = nil,
    hasSetup: [Bool]? = nil,
    timeToFirstToken: [Double?]? = nil,
    outputChunks: [Int?]? = nil,
    forwardPasses: [Int?]? = nil,
    draftTokens: [Int?]? = nil,
    acceptedTokens: [Int?]? = nil,
    isCorrect: [Bool?]? = nil,
    latencyAtTokenCap: [TokenCapLatency] = []
  ) throws(RecordError) {
    let count = problems.count
    let unknown = [Int?](repeating: nil, count: count)
    self.problems = problems
    self.outputTokens = outputTokens ?? unknown
    self.promptTokens = promptTokens ?? unknown
    self.latency = latency
    self.setupTime = setupTime ?? [Double](repeating: 0, count: count)
    self.hasSetup = hasSetup ?? self.setupTime.map { $0 > 0 }
    self.timeToFirstToken = timeToFirstToken ?? [Double?](repeating: nil, count: count)
    self.outputChunks = outputChunks ?? unknown
    self.forwardPasses = forwardPasses ?? unknown
    self.draftTokens = draftTokens ?? unknown
    self.acceptedTokens = acceptedTokens ?? unknown
    self.isCorrect = isCorrect ?? [Bool?](repeating: nil, count: count)
    self.latencyAtTokenCap = latencyAtTokenCap.sorted { $0.tokenCap < $1.tokenCap }

    let lengths = ColumnLengths(records: "Request records", first: "problems", count: count)
    try lengths.check("outputTokens", self.outputTokens.count)
    try lengths.check("promptTokens", self.promptTokens.count)
    try lengths.check("latency", self.latency.count)
    try lengths.check("setupTime", self.setupTime.count)
    try lengths.check("hasSetup", self.hasSetup.count)
    try lengths.check("timeToFirstToken", self.timeToFirstToken.count)
    try lengths.check("outputChunks", self.outputChunks.count)
    try lengths.check("forwardPasses", self.forwardPasses.count)
    try lengths.check("draftTokens", self.draftTokens.count)
    try lengths.check("acceptedTokens", self.acceptedTokens.count)
    try lengths.check("isCorrect", self.isCorrect.count)
    var previous: Int?
    for cap in self.latencyAtTokenCap {
      try lengths.check("latencyAtTokenCap for \(cap.tokenCap) tokens", cap.latency.count)
      if cap.tokenCap == previous {
        throw RecordError(message: "Request records: latencyAtTokenCap has the cap of \(cap.tokenCap) tokens twice.")
      }
      previous = cap.tokenCap
    }
  }

  /// The end-to-end latency in seconds without the one-time set-up.
  ///
  /// - Complexity: O(`count`).
  public var latencyWithoutSetup: [Double] { Self.difference(latency, setupTime) }

  /// Returns the latency at a token cap in seconds without the one-time set-up, or `nil` if that cap was not recorded.
  ///
  /// - Complexity: O(`count`).
  public func latencyWithoutSetup(atTokenCap tokenCap: Int) -> [Double]? {
    latencyAtTokenCap.first { $0.tokenCap == tokenCap }.map { Self.difference($0.latency, setupTime) }
  }

  private static func difference(_ first: [Double], _ second: [Double]) -> [Double] {
    zip(first, second).map { $0 - $1 }
  }
}

/// The latency of every request when answers are cut at a token cap.
public struct TokenCapLatency: Sendable, Codable, Hashable {
  /// The most output tokens.
  public var tokenCap: Int
  /// The latency of each request in seconds, as measured, set-up included; the whole latency where the answer was
  /// shorter than the cap.
  public var latency: [Double]

  /// Creates the column of a cap.
  public init(tokenCap: Int, latency: [Double]) {
    self.tokenCap = tokenCap
    self.latency = latency
  }
}

/// Decoding checks the lengths of the columns again.
extension RequestRecords: Codable {
  private enum CodingKeys: String, CodingKey {
    case problems, outputTokens, promptTokens, latency, setupTime, hasSetup, timeToFirstToken, outputChunks
    case forwardPasses, draftTokens, acceptedTokens, isCorrect, latencyAtTokenCap
  }

  /// Reads records; throws `RecordError` or a `DecodingError`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      problems: container.decode([String].self, forKey: .problems),
      outputTokens: container.decode([Int?].self, forKey: .outputTokens),
      promptTokens: container.decode([Int?].self, forKey: .promptTokens),
      latency: container.decode([Double].self, forKey: .latency),
      setupTime: container.decode([Double].self, forKey: .setupTime),
      hasSetup: container.decode([Bool].self, forKey: .hasSetup),
      timeToFirstToken: container.decodeIfPresent([Double?].self, forKey: .timeToFirstToken),
      outputChunks: container.decodeIfPresent([Int?].self, forKey: .outputChunks),
      forwardPasses: container.decode([Int?].self, forKey: .forwardPasses),
      draftTokens: container.decode([Int?].self, forKey: .draftTokens),
      acceptedTokens: container.decode([Int?].self, forKey: .acceptedTokens),
      isCorrect: container.decode([Bool?].self, forKey: .isCorrect),
      latencyAtTokenCap: container.decode([TokenCapLatency].self, forKey: .latencyAtTokenCap))
  }
}
