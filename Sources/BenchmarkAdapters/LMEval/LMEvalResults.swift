import ScalingExperiments

/// The results of lm-evaluation-harness: one run for each task and filter, with the answers of the samples file of the
/// same evaluation where it lies beside it.
///
/// A metric's definition names the filter: the same answers pass through several, and score differently.
public struct LMEvalResults: MeasurementSource {
  /// Creates a source.
  public init() {}

  /// The name of the tool.
  public let name = "lm-eval"

  /// Returns whether a file holds `results` and `n-shot` or `lm_eval_version`.
  public func matches(_ keys: Set<String>) -> Bool {
    keys.contains("results") && (keys.contains("n-shot") || keys.contains("lm_eval_version"))
  }

  /// Returns one run for each task and filter, without answers; throws `ImportError` as the protocol says.
  public func runs(
    from file: MeasurementFile, context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport {
    try runs(from: file, beside: [], context: context)
  }

  /// Returns one run for each task and filter, with the answers of samples files beside it that were asked the same;
  /// throws `ImportError` as the protocol says.
  public func runs(
    from file: MeasurementFile, beside neighbours: [MeasurementFile], context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport {
    guard case .records(let records) = file.content else {
      throw .at(file.name, nil, "The file holds metrics in Prometheus text format, not JSON objects.")
    }
    var byHash: [String: MeasurementFile] = [:]
    for neighbour in neighbours {
      if let digest = neighbour.samplesDigest, byHash[digest] == nil { byHash[digest] = neighbour }
    }
    var collector = RunCollector(file: file, context: context)
    for record in records {
      var evaluation = LMEvaluation(record: record, file: file)
      for task in evaluation.tasks {
        let neighbour = evaluation.hash(task).flatMap { byHash[$0] }
        let answers = try evaluation.answers(of: neighbour)
        for var draft in evaluation.drafts(task, tool: name, answers: answers) {
          if records.count > 1 { draft.identifier += ", line \(record.line)" }
          collector.add(draft)
        }
      }
      collector.result.notes += evaluation.leftOut + evaluation.notes
    }
    return try collector.finished()
  }

  /// The hashes of the questions of each task.
  static func taskHashes(_ file: MeasurementFile) -> [String: String] {
    guard case .records(let records) = file.content, file.keys.contains("task_hashes") else { return [:] }
    var hashes: [String: String] = [:]
    for record in records {
      for member in record["task_hashes"]?.members ?? [] { hashes[member.key] = member.value.text }
    }
    return hashes
  }

  /// The metrics that are shares of right answers.
  static let accuracies: Set<String> = [
    "acc", "acc_norm", "exact_match", "em", "math_verify", "pass@1", "pass_at_1", "pass_1",
  ]

  /// The metric of a figure: the harness's own name and the filter are its definition.
  public static func metric(_ name: String, filter: String, higherIsBetter: Bool?) -> Metric {
    let definition = "lm-eval \(name), filter \(filter)"
    if accuracies.contains(name) {
      var metric = Metric.accuracy
      metric.definition = definition
      return metric
    }
    return Metric(
      quantity: MetricQuantity(rawValue: name), statistic: .mean, definition: definition, unit: .dimensionless,
      direction: higherIsBetter.map { $0 ? .higherIsBetter : .lowerIsBetter } ?? .neither)
  }
}
