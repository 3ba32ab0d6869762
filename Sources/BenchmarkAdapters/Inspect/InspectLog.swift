import ScalingExperiments

/// The logs of Inspect as JSON: one run for each scorer, with the answers of every sample and epoch.
///
/// The letters mean what Inspect means by them: C is right, I and N are wrong, P is half right, which is no verdict. A log
/// that ended in an error has no results; its answers are read all the same. An `.eval` file is a ZIP of such JSON:
/// `inspect log dump` writes it out, and the target `InspectArchives` reads it as it is.
public struct InspectLog: MeasurementSource {
  /// Creates a source.
  public init() {}

  /// The name of the tool.
  public let name = "Inspect"

  /// No: a file says all there is.
  public var readsNeighbours: Bool { false }

  /// Returns whether a file holds `eval` with a task and a model, and a `status`.
  public func matches(_ keys: Set<String>) -> Bool {
    keys.isSuperset(of: ["eval", "status", "eval.task", "eval.model"])
  }

  /// Returns one run for each scorer; throws `ImportError` as the protocol says.
  public func runs(
    from file: MeasurementFile, context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport {
    var collector = RunCollector(file: file, context: context)
    for value in try file.records {
      guard var record = JSONRecord(value, file: file.name, freeText: file.freeText), record.has("eval") else {
        collector.result.notes.append(
          ImportNote(
            severity: .skipped, file: file.name, line: value.line,
            reason: "The record has other keys than those before or after it and was left out."))
        continue
      }
      for draft in drafts(&record, file: file) { collector.add(draft) }
      collector.result.notes += record.notes
    }
    return try collector.finished()
  }

  private func drafts(_ record: inout JSONRecord, file: MeasurementFile) -> [RunDraft] {
    var base = RunDraft(tool: name, file: file, line: record.line, isOnly: true)
    let status = record.text("status")
    if let status, status != "success" {
      record.note(.missing, "The log ended with the status \(Wording.quoted(status)): what it holds may be a part.")
    }
    record.object("eval") { evaluation in
      base.source.date = evaluation.text("created")
      base.stated.modelName = evaluation.text("model")
      base.stated.workload.task = evaluation.text("task")
      evaluation.object("config") { config in
        base.stated.workload.samplesPerProblem = config.count("epochs", least: 1)
      }
      evaluation.object("model_generate_config") { config in
        base.stated.workload.tokenCap = config.count("max_tokens", least: 1)
        base.stated.workload.sampling = config.number("temperature").map { $0 == 0 ? .greedy : .temperature($0) }
      }
      evaluation.object("dataset") { dataset in
        let count = dataset.count("samples", least: 1)
        base.stated.workload.problemCount = dataset.list("sample_ids").map(\.count) ?? count
      }
    }
    let scores = record.object("results") { results -> [InspectScore] in
      let completed = results.count("completed_samples")
      if let total = results.count("total_samples"), let completed, completed < total {
        results.note(.missing, "\(completed) of \(total) samples were completed.")
      }
      return results.objects("scores") { InspectScore(&$0) } ?? []
    }
    let samples = InspectSamples(record.take(["samples"])?.value, model: base.stated.modelName, record: &record)
    let unused = record.noteUnused()
    var names = (scores ?? []).map(\.name)
    for scorer in samples.scorers where !names.contains(scorer) { names.append(scorer) }
    if names.isEmpty { record.note(.missing, "The log has neither scores nor scored samples, and gave no run.") }
    return names.map { scorer in
      var draft = base
      if names.count > 1 { draft.identifier += ", \(scorer)" }
      for score in scores ?? [] where score.name == scorer { draft.outcomes += score.outcomes }
      samples.add(scorer, to: &draft)
      draft.unmapped = unused
      return draft
    }
  }
}

/// The metrics of one scorer.
private struct InspectScore {
  let name: String
  private(set) var outcomes: [MetricValue] = []

  init(_ record: inout JSONRecord) {
    let scorer = record.text("scorer")
    let name = record.text("name") ?? scorer ?? "scorer"
    let count = record.count("scored_samples", least: 1)
    var values: [(name: String, value: Double)] = []
    record.object("metrics") { metrics in
      for key in metrics.keys {
        metrics.object(key) { metric in
          // Inspect's own metrics may be negative.
          if let value = metric.take(["value"])?.value {
            if let number = value.number {
              values.append((key, number))
            } else {
              metric.refuse("value", value, "a finite number")
            }
          }
        }
      }
    }
    let error = values.first { $0.name == "stderr" || $0.name == "bootstrap_stderr" }?.value
    var outcomes: [MetricValue] = []
    for (key, value) in values where !["stderr", "bootstrap_stderr"].contains(key) {
      let metric = Self.metric(key, scorer: name)
      guard metric.upperBound.map({ (0...$0).contains(value) }) ?? true else {
        record.note(.skipped, "\(key) is \(value), not a share from 0 to 1; it was left out.")
        continue
      }
      let isMean = key == "accuracy" || key == "mean"
      let spread = isMean ? error.flatMap { $0 >= 0 ? Spread.standardError($0) : nil } : nil
      outcomes.append(MetricValue(metric: metric, value: value, count: count, spread: spread))
    }
    self.name = name
    self.outcomes = outcomes
  }

  private static func metric(_ name: String, scorer: String) -> Metric {
    let definition = "Inspect \(name), scorer \(scorer)"
    guard name == "accuracy" else {
      return Metric(
        quantity: MetricQuantity(rawValue: name), statistic: .mean, definition: definition, unit: .dimensionless)
    }
    var metric = Metric.accuracy
    metric.definition = definition
    return metric
  }
}
