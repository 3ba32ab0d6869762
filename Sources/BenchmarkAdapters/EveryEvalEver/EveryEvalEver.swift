import ScalingExperiments

/// The writing of runs as records of Every Eval Ever, schema 0.2.1.
public enum EveryEvalEver {
  /// What the schema wants to be told of every record, and no run knows.
  public struct Origin: Sendable, Hashable {
    /// The organization that provides the data.
    public var organization: String
    /// How the evaluator stands to the model: "first_party", "third_party", "collaborative" or "other".
    public var relationship: String
    /// When the record was made, in Unix seconds.
    public var retrieved: String

    /// Creates an origin.
    public init(organization: String, relationship: String, retrieved: String) {
      self.organization = organization
      self.relationship = relationship
      self.retrieved = retrieved
    }
  }

  /// The key under which a metric is kept whole.
  static let ownKey = "swift_scaling_analytics_metric"

  /// Returns the record of a run, and notes on what has no place in it.
  ///
  /// Scores are the outcomes that have a lower and an upper bound, as the schema wants of continuous ones; others, single
  /// requests, hardware and price are left out, with a note. Every score keeps its metric whole beside it, so that reading
  /// the record gives it back. `nil` where there is no score.
  ///
  /// - Complexity: O(*n*) in the outcomes.
  public static func file(of run: Run, from origin: Origin) -> WrittenFile? {
    let scores = run.outcomes.filter { $0.metric.lowerBound != nil && $0.metric.upperBound != nil }
    guard !scores.isEmpty else { return nil }
    var notes: [ImportNote] = []
    func note(_ count: Int, _ what: String) {
      guard count > 0 else { return }
      notes.append(
        ImportNote(
          severity: .skipped, file: run.identifier,
          reason: "Every Eval Ever has no place for \(Wording.count(count, what)); left out."))
    }
    note(run.outcomes.count - scores.count, "figure without bounds")
    note(run.requests?.count ?? 0, "timed request")
    note(run.hardware == nil ? 0 : 1, "description of the hardware")
    note(run.price == nil ? 0 : 1, "price")
    let identifier = "\(run.workload.task ?? "evaluation")/\(run.model.name)/\(origin.retrieved)"
    let record = JSONValue.object([
      ("schema_version", .text("0.2.1")), ("evaluation_id", .text(identifier)),
      ("evaluation_timestamp", run.source?.date.map { .text($0) }), ("retrieved_timestamp", .text(origin.retrieved)),
      (
        "source_metadata",
        .object([
          ("source_type", .text("evaluation_run")), ("source_organization_name", .text(origin.organization)),
          ("evaluator_relationship", .text(origin.relationship)),
        ])
      ),
      ("eval_library", .object([("name", .text(run.source?.tool ?? "unknown")), ("version", .text("unknown"))])),
      ("model_info", model(run)), ("evaluation_results", .list(scores.map { result($0, run) })),
    ])
    return WrittenFile(text: record.json + "\n", notes: notes)
  }

  private static func model(_ run: Run) -> JSONValue {
    let engine = run.serving.engine.map { name in
      JSONValue.object([("name", .text(name)), ("version", run.serving.version.map { .text($0) })])
    }
    return .object([("name", .text(run.model.name)), ("id", .text(run.model.name)), ("inference_engine", engine)])
  }

  private static func result(_ score: MetricValue, _ run: Run) -> JSONValue {
    var uncertainty: [(String, JSONValue?)] = []
    switch score.spread {
    case .standardError(let error): uncertainty.append(("standard_error", .object([("value", .number(error))])))
    case .standardDeviation(let deviation): uncertainty.append(("standard_deviation", .number(deviation)))
    default: break
    }
    uncertainty.append(("num_samples", score.count.map { .count($0) }))
    var temperature: JSONValue?
    switch run.workload.sampling {
    case .greedy: temperature = .count(0)
    case .temperature(let value): temperature = .number(value)
    case nil: break
    }
    let arguments: [(String, JSONValue?)] = [
      ("temperature", temperature), ("max_tokens", run.workload.tokenCap.map { .count($0) }),
    ]
    return .object([
      ("evaluation_name", .text(run.workload.task ?? "unknown")),
      (
        "source_data",
        .object([("dataset_name", .text(run.workload.task ?? "unknown")), ("source_type", .text("other"))])
      ),
      (
        "metric_config",
        .object([
          ("evaluation_description", .text("\(score.metric.quantity.rawValue): \(score.metric.definition)")),
          ("lower_is_better", .flag(score.metric.direction == .lowerIsBetter)), ("score_type", .text("continuous")),
          ("min_score", score.metric.lowerBound.flatMap { .number($0) }),
          ("max_score", score.metric.upperBound.flatMap { .number($0) }),
          (
            "additional_details",
            .object([(ownKey, JSONValue.encoded(score.metric).map { .text($0.json) })])
          ),
        ])
      ),
      (
        "score_details",
        .object([
          ("score", .number(score.value)),
          ("uncertainty", uncertainty.contains { $0.1 != nil } ? .object(uncertainty) : nil),
        ])
      ),
      (
        "generation_config",
        arguments.contains { $0.1 != nil } ? .object([("generation_args", .object(arguments))]) : nil
      ),
    ])
  }

  /// Returns the judged answers of a run as instances in JSON Lines; `nil` where it has none.
  ///
  /// The schema wants inputs and outputs, which runs do not hold: they are written as empty texts. Usage is written where
  /// all of its parts are known; tokens of the answer alone, and which answer to its problem it is, go into `metadata`.
  ///
  /// - Complexity: O(*n*) in the answers.
  public static func instances(of run: Run, from origin: Origin) -> WrittenFile? {
    guard let answers = run.answers, answers.count > 0 else { return nil }
    let identifier = "\(run.workload.task ?? "evaluation")/\(run.model.name)/\(origin.retrieved)"
    var text = ""
    for row in 0..<answers.count {
      let metadata: [(String, JSONValue?)] = [
        ("sample", .text("\(answers.samples[row])")),
        ("output_tokens", answers.outputTokens[row].map { .text("\($0)") }),
      ]
      let instance = JSONValue.object([
        ("schema_version", .text("instance_level_eval_0.2.1")), ("evaluation_id", .text(identifier)),
        ("model_id", .text(run.model.name)), ("evaluation_name", .text(run.workload.task ?? "unknown")),
        ("sample_id", .text(answers.problems[row])), ("interaction_type", .text("single_turn")),
        ("input", .object([("raw", .text("")), ("reference", .list([]))])), ("output", .object([("raw", .list([]))])),
        ("answer_attribution", .list([])),
        (
          "evaluation",
          .object([("score", .count(answers.isCorrect[row] ? 1 : 0)), ("is_correct", .flag(answers.isCorrect[row]))])
        ),
        ("metadata", .object(metadata)),
      ])
      text += instance.json + "\n"
    }
    return WrittenFile(
      text: text,
      notes: [
        ImportNote(
          severity: .missing, file: run.identifier, reason: "Runs hold no texts: inputs and outputs are empty.")
      ])
  }
}
