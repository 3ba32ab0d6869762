import ScalingExperiments

/// The accuracies of InferenceX (`agg_eval_all.json`): a score of a task by the very server that was timed, one run for
/// each row.
public struct InferenceXEvaluations: MeasurementSource {
  /// Creates a source.
  public init() {}

  /// The name of the tool.
  public let name = "InferenceX evaluations"

  /// No: a file says all there is.
  public var readsNeighbours: Bool { false }

  /// Returns whether a file holds `score`, `score_name` and `task`.
  public func matches(_ keys: Set<String>) -> Bool { keys.isSuperset(of: ["score", "score_name", "task"]) }

  /// Returns one run for each row; throws `ImportError` as the protocol says.
  public func runs(
    from file: MeasurementFile, context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport {
    try file.runs(tool: name, having: ["score"], context: context) { record, draft in
      _ = InferenceXLayout(&record, stated: &draft.stated)
      draft.stated.workload.task = record.text("task")
      let answers = record.count("n_eff", least: 1)
      draft.stated.workload.problemCount = answers
      guard let word = record.text("score_name"), let score = record.number("score") else { return }
      var metric = Metric.accuracy
      metric.definition = "InferenceX \(word)"
      guard score <= 1 else {
        record.note(.skipped, "score is \(score), not a share from 0 to 1; it was left out.")
        return
      }
      let error = record.number("score_se")
      draft.add(metric, score, count: answers, spread: error.flatMap { $0 <= 1 ? .standardError($0) : nil })
    }
  }
}
