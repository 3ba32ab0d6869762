/// Judged answers in columns, one row per answer.
public struct AnswerRecords: Sendable, Hashable {
  /// The identifier of the problem.
  public let problems: [String]
  /// Which answer to the problem this is, from 0.
  public let samples: [Int]
  /// The tokens generated; `nil` where the model's window ran out before the answer ended.
  public let outputTokens: [Int?]
  /// Whether the answer was right.
  public let isCorrect: [Bool]

  /// The number of answers.
  public var count: Int { problems.count }

  /// Creates records from columns of one length; without `samples` every answer is its problem's first.
  ///
  /// Throws `RecordError` if a column differs from `problems` in length; the message names it.
  public init(
    problems: [String], samples: [Int]? = nil, outputTokens: [Int?], isCorrect: [Bool]
  ) throws(RecordError) {
    self.problems = problems
    self.samples = samples ?? [Int](repeating: 0, count: problems.count)
    self.outputTokens = outputTokens
    self.isCorrect = isCorrect
    let lengths = ColumnLengths(records: "Answer records", first: "problems", count: problems.count)
    try lengths.check("samples", self.samples.count)
    try lengths.check("outputTokens", outputTokens.count)
    try lengths.check("isCorrect", isCorrect.count)
  }
}

/// Decoding checks the lengths of the columns again.
extension AnswerRecords: Codable {
  private enum CodingKeys: String, CodingKey { case problems, samples, outputTokens, isCorrect }

  /// Reads records; throws `RecordError` or a `DecodingError`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      problems: container.decode([String].self, forKey: .problems),
      samples: container.decode([Int].self, forKey: .samples),
      outputTokens: container.decode([Int?].self, forKey: .outputTokens),
      isCorrect: container.decode([Bool].self, forKey: .isCorrect))
  }
}
