import ScalingExperiments

/// Records of Every Eval Ever (schema 0.2): one run for each result of an evaluation.
///
/// Scores are of any kind; one is an accuracy here only where its metric says so and it lies between 0 and 1.
public struct EveryEvalEverResults: MeasurementSource {
  /// Creates a source.
  public init() {}

  /// The name of the tool.
  public let name = "Every Eval Ever"

  /// No: a file says all there is.
  public var readsNeighbours: Bool { false }

  /// Returns whether a file holds `schema_version`, `model_info` and `evaluation_results`.
  public func matches(_ keys: Set<String>) -> Bool {
    keys.isSuperset(of: ["schema_version", "model_info", "evaluation_results"])
  }

  /// Returns one run for each result; throws `ImportError` as the protocol says.
  public func runs(
    from file: MeasurementFile, context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport {
    var collector = RunCollector(file: file, context: context)
    for value in try file.records {
      guard var record = JSONRecord(value, file: file.name, freeText: file.freeText), record.has("evaluation_results")
      else {
        collector.result.notes.append(
          ImportNote(
            severity: .skipped, file: file.name, line: value.line,
            reason: "The record has other keys than those before or after it and was left out."))
        continue
      }
      var base = RunDraft(tool: name, file: file, line: record.line, isOnly: true)
      base.source.date = record.text("evaluation_timestamp")
      record.object("model_info") { model in
        base.stated.modelName = model.text("id", "name")
        if base.stated.modelName != nil { _ = model.text("name") }
        model.object("inference_engine") { engine in
          base.stated.serving.engine = engine.text("name")
          base.stated.serving.version = engine.text("version")
        }
      }
      let results = record.list("evaluation_results") ?? []
      let unused = record.noteUnused()
      collector.result.notes += record.notes
      for (index, element) in results.enumerated() {
        guard var result = JSONRecord(element, file: file.name, freeText: file.freeText) else {
          record.refuse("evaluation_results[\(index)]", element, "an object")
          continue
        }
        var draft = base
        if results.count > 1 { draft.identifier = "\(file.name)#\(index + 1)" }
        draft.unmapped = unused
        self.result(&result, into: &draft)
        draft.finish(&result)
        collector.add(draft)
      }
    }
    return try collector.finished()
  }

  private func result(_ record: inout JSONRecord, into draft: inout RunDraft) {
    draft.stated.workload.task = record.text("evaluation_name")
    if let date = record.text("evaluation_timestamp") { draft.source.date = date }
    record.object("generation_config") { config in
      config.object("generation_args") { arguments in
        draft.stated.workload.tokenCap = arguments.count("max_tokens", least: 1)
        draft.stated.workload.sampling = arguments.number("temperature").map { $0 == 0 ? .greedy : .temperature($0) }
      }
    }
    let metric = record.object("metric_config", read: self.metric) ?? Self.score("a score")
    record.object("score_details") { details in
      guard let value = details.take(["score"])?.value else { return }
      guard let score = value.number else { return details.refuse("score", value, "a finite number") }
      var count: Int?
      var spread: Spread?
      details.object("uncertainty") { uncertainty in
        count = uncertainty.count("num_samples", least: 1)
        let deviation = uncertainty.number("standard_deviation")
        let error = uncertainty.object("standard_error") { $0.number("value") } ?? nil
        spread = error.map { .standardError($0) } ?? deviation.map { .standardDeviation($0) }
      }
      let isWithin = metric.lowerBound.map { score >= $0 } ?? true && metric.upperBound.map { score <= $0 } ?? true
      guard isWithin else {
        details.note(.skipped, "score is \(score), outside the bounds that its metric states; it was left out.")
        return
      }
      draft.add(metric, score, count: count, spread: spread)
    }
  }

  private func metric(_ record: inout JSONRecord) -> Metric {
    let lower = record.flag("lower_is_better") ?? false
    let description = record.text("evaluation_description")
    let least = record.take(["min_score"])?.value.number
    let most = record.take(["max_score"])?.value.number
    _ = record.text("score_type")
    if let own = record.peek("additional_details")?[EveryEvalEver.ownKey]?.text,
      let metric = (try? JSONScanner.value(bytes: Array(own.utf8), name: ""))?.decoded(Metric.self)
    {
      _ = record.take(["additional_details"])
      return metric
    }
    let words = [description, record.peek("metric_name")?.text, record.peek("metric_id")?.text]
      .compactMap { $0?.lowercased() }
    let isAccuracy = words.contains { word in ["accuracy", "exact_match", "exact match"].contains { word.contains($0) }
    }
    if isAccuracy, !lower, least ?? 0 == 0, most ?? 1 == 1 {
      var metric = Metric.accuracy
      metric.definition = "Every Eval Ever: \(description ?? words.first ?? "accuracy")"
      return metric
    }
    var metric = Self.score(description ?? words.first ?? "a score")
    metric.direction = lower ? .lowerIsBetter : .higherIsBetter
    metric.lowerBound = least
    metric.upperBound = most
    return metric
  }

  private static func score(_ description: String) -> Metric {
    Metric(
      quantity: "score", statistic: .mean, definition: "Every Eval Ever: \(description)", unit: .dimensionless)
  }
}
