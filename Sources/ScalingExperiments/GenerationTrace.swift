/// The cumulative wall-clock time of one generation, read at several output lengths.
public struct GenerationTrace: Sendable, Hashable {
  /// The model.
  public let model: ModelDescription
  /// The output tokens generated so far, strictly increasing.
  public let outputTokens: [Int]
  /// The time since the start in seconds, cumulative.
  public let latency: [Double]

  /// The number of readings.
  public var count: Int { outputTokens.count }

  /// Creates a trace.
  ///
  /// Throws `RecordError` if the columns differ in length, the tokens do not increase strictly or the time decreases;
  /// the message names the reading, counted from 1.
  public init(model: ModelDescription, outputTokens: [Int], latency: [Double]) throws(RecordError) {
    let records = "Generation trace of \(model.name)"
    try ColumnLengths(records: records, first: "outputTokens", count: outputTokens.count)
      .check("latency", latency.count)
    for index in outputTokens.indices.dropFirst() {
      guard outputTokens[index] > outputTokens[index - 1] else {
        throw RecordError(
          message: "\(records): outputTokens must increase, but reading \(index + 1) has \(outputTokens[index]) "
            + "after \(outputTokens[index - 1]).")
      }
      guard latency[index] >= latency[index - 1] else {
        throw RecordError(
          message: "\(records): latency is cumulative, but reading \(index + 1) has \(latency[index]) s "
            + "after \(latency[index - 1]) s.")
      }
    }
    self.model = model
    self.outputTokens = outputTokens
    self.latency = latency
  }
}

/// Decoding checks the readings again.
extension GenerationTrace: Codable {
  private enum CodingKeys: String, CodingKey { case model, outputTokens, latency }

  /// Reads a trace; throws `RecordError` or a `DecodingError`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      model: container.decode(ModelDescription.self, forKey: .model),
      outputTokens: container.decode([Int].self, forKey: .outputTokens),
      latency: container.decode([Double].self, forKey: .latency))
  }
}
