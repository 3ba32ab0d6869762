import ScalingExperiments

/// The instances of Every Eval Ever (JSON Lines): judged answers with their tokens and times, one run for each model and
/// evaluation.
public struct EveryEvalEverInstances: MeasurementSource {
  /// Creates a source.
  public init() {}

  /// The name of the tool.
  public let name = "Every Eval Ever instances"

  /// No: a file says all there is.
  public var readsNeighbours: Bool { false }

  /// Returns whether a file holds `sample_id`, `interaction_type` and `evaluation`.
  public func matches(_ keys: Set<String>) -> Bool {
    keys.isSuperset(of: ["sample_id", "interaction_type", "evaluation"])
  }

  /// Returns one run for each model and evaluation; throws `ImportError` as the protocol says.
  public func runs(
    from file: MeasurementFile, context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport {
    let columns = [
      TabularColumn("model", .model), .init("task", .task), .init("problem", .problem), .init("sample", .sample),
      .init("correct", .isCorrect), .init("output", .outputTokens), .init("input", .promptTokens),
      .init("latency", .latency, unit: "ms"), .init("first", .timeToFirstToken, unit: "ms"),
    ]
    var groups = TabularGroups()
    var collector = RunCollector(file: file, context: context)
    for value in try file.records {
      // The nested values of an instance as one flat row.
      let row = JSONValue(
        line: value.line,
        content: .object(
          Self.paths.compactMap { name, paths in
            value.value(atFirstOf: paths).map { JSONMember(key: name, line: value.line, value: $0) }
          }))
      guard value.members != nil, var record = JSONRecord(row, file: file.name) else {
        collector.result.notes.append(
          ImportNote(
            severity: .skipped, file: file.name, line: value.line, reason: "The instance is no object and was left out."
          ))
        continue
      }
      var read = TabularRow(tool: name, file: file, line: value.line, isOnly: false)
      for column in columns { read.read(column, &record) }
      groups.add(read, notes: record.notes)
    }
    let timed = groups.drafts(.requests)
    for (index, var draft) in groups.drafts(.answers).enumerated() {
      // Few records are timed, and those that are not are no loss.
      draft.requests = timed[index].requests
      draft.notes.append(
        ImportNote(
          severity: .skipped, file: file.name,
          reason: "Inputs and outputs of the instances are free text and were dropped."))
      if draft.answers == nil, draft.requests == nil {
        collector.result.notes += draft.notes
      } else {
        collector.add(draft)
      }
    }
    return try collector.finished()
  }

  private static let paths: [(name: String, paths: [[String]])] = [
    ("model", [["model_id"]]), ("task", [["evaluation_name"]]), ("problem", [["sample_id"]]),
    ("sample", [["metadata", "sample"]]), ("correct", [["evaluation", "is_correct"]]),
    ("output", [["token_usage", "output_tokens"], ["metadata", "output_tokens"]]),
    ("input", [["token_usage", "input_tokens"]]),
    ("latency", [["performance", "latency_ms"]]), ("first", [["performance", "time_to_first_token_ms"]]),
  ]
}
