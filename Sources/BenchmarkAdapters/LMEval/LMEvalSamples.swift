import ScalingExperiments

/// The samples of lm-evaluation-harness: JSON Lines (for a while a list), one judged answer for each problem and filter.
///
/// A samples file names neither the task nor the model. Beside the results file of the same evaluation its answers go
/// into the runs of that file, found by the hash of what was asked; alone it needs a context that states model and task.
public struct LMEvalSamples: MeasurementSource {
  /// Creates a source.
  public init() {}

  /// The name of the tool.
  public let name = "lm-eval samples"

  /// Returns whether a file holds `doc_id` and `resps`.
  public func matches(_ keys: Set<String>) -> Bool { keys.isSuperset(of: ["doc_id", "resps", "filtered_resps"]) }

  /// Returns one run for each filter; throws `ImportError` as the protocol says, and for samples that are no objects.
  public func runs(
    from file: MeasurementFile, context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport {
    var result = MeasurementImport()
    let filters = try Self.answers(file)
    for filter in filters {
      var draft = RunDraft(tool: name, file: file, line: nil, isOnly: true)
      if filters.count > 1 { draft.identifier += ", \(filter.name)" }
      filter.add(to: &draft)
      let right = filter.answers?.isCorrect.count { $0 } ?? 0
      if let answers = filter.answers, let metric = filter.metric, answers.count > 0 {
        draft.outcomes.append(
          MetricValue(
            metric: LMEvalResults.metric(metric, filter: filter.name, higherIsBetter: true),
            value: Double(right) / Double(answers.count), count: answers.count))
      }
      result.runs.append(try draft.run(context: context))
    }
    return result
  }

  /// Returns no runs if a results file beside it has taken the answers; else reads the file alone.
  ///
  /// Throws `ImportError` as the protocol says.
  public func runs(
    from file: MeasurementFile, beside neighbours: [MeasurementFile], context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport {
    // Samples at fault are refused before anybody is said to have taken them.
    _ = try Self.answers(file)
    if let digest = file.samplesDigest,
      let owner = neighbours.first(where: { LMEvalResults.taskHashes($0).values.contains(digest) })
    {
      return MeasurementImport(notes: [
        ImportNote(
          severity: .information, file: file.name,
          reason: "The answers are in the runs of \(owner.name), which names the same questions by their hash.")
      ])
    }
    return try runs(from: file, context: context)
  }

  /// The hash under which a results file of the same evaluation lists the task; `nil` where a sample lacks its parts.
  static func digest(_ content: MeasurementFile.Content, keys: Set<String>) -> String? {
    guard case .records(let records) = content, LMEvalSamples().matches(keys), keys.contains("doc_hash") else {
      return nil
    }
    var text: [UInt8] = []
    for record in records {
      for key in ["doc_hash", "prompt_hash", "target_hash"] {
        guard let hash = record[key]?.text else { return nil }
        text += Array(hash.utf8)
      }
    }
    return SHA256.hexadecimal(text)
  }

  // MARK: Answers

  /// The answers that passed one filter, judged by one metric.
  struct FilteredAnswers {
    let name: String
    /// The metric that judges: `math_verify`, or else the first, whose values are all 0 or 1.
    var metric: String?
    var answers: AnswerRecords?
    var notes: [ImportNote] = []

    func add(to draft: inout RunDraft) {
      draft.answers = answers
      draft.notes += notes
    }
  }

  static func answers(_ file: MeasurementFile) throws(ImportError) -> [FilteredAnswers] {
    guard case .records(let records) = file.content else {
      throw .at(file.name, nil, "The file holds metrics in Prometheus text format, not samples.")
    }
    var names: [String] = []
    var rows: [String: [JSONValue]] = [:]
    for record in records {
      guard record.members != nil else { throw .at(file.name, record.line, "A sample must be an object.") }
      let filter = record["filter"]?.text ?? "none"
      if rows[filter] == nil { names.append(filter) }
      rows[filter, default: []].append(record)
    }
    var filters: [FilteredAnswers] = []
    for name in names { filters.append(try answers(rows[name] ?? [], filter: name, file: file)) }
    return filters
  }

  /// A row with the problem that it puts and which answer to it this is.
  private typealias Row = (value: JSONValue, problem: String, sample: Int)

  private static func answers(
    _ rows: [JSONValue], filter: String, file: MeasurementFile
  ) throws(ImportError) -> FilteredAnswers {
    var result = FilteredAnswers(name: filter)
    var numbered: [Row] = []
    var seen: [String: Int] = [:]
    var repeats = 1
    for row in rows {
      guard let identifier = row["doc_id"]?.integer.map(String.init) ?? row["doc_id"]?.text else {
        throw .at(file.name, row.line, "The sample has no doc_id, so that its problem is unknown.")
      }
      numbered.append((row, identifier, seen[identifier, default: 0]))
      seen[identifier, default: 0] += 1
      repeats = max(repeats, row["resps"]?.elements?.first?.elements?.count ?? 1)
    }
    result.notes.append(
      ImportNote(
        severity: .skipped, file: file.name,
        reason: "The questions and answers of \(Wording.count(rows.count, "sample")) are free text and were dropped."))
    let metrics = metricNames(rows)
    // math_verify compares values; the exact match beside it wants an answer worded as in its examples.
    let preferred = metrics.filter { $0 == "math_verify" } + metrics.filter { $0 != "math_verify" }
    for metric in preferred where result.answers == nil {
      let judged = judged(numbered, by: metric)
      if let fault = judged.fault {
        result.notes.append(
          ImportNote(severity: .skipped, file: file.name, line: fault.line, reason: fault.reason))
      }
      guard !judged.rows.isEmpty else { continue }
      result.metric = metric
      result.answers = try? AnswerRecords(
        problems: judged.rows.map(\.problem), samples: judged.rows.map(\.sample),
        outputTokens: [Int?](repeating: nil, count: judged.rows.count), isCorrect: judged.verdicts)
    }
    result.notes += notes(result, metrics: metrics, repeats: repeats, isGeneration: isGeneration(rows), file: file)
    return result
  }

  private static func notes(
    _ result: FilteredAnswers, metrics: [String], repeats: Int, isGeneration: Bool, file: MeasurementFile
  ) -> [ImportNote] {
    func note(_ severity: ImportNote.Severity, _ reason: String) -> ImportNote {
      ImportNote(severity: severity, file: file.name, reason: reason)
    }
    var notes: [ImportNote] = []
    if let metric = result.metric, metrics.count > 1 {
      notes.append(
        note(
          .information,
          "The answers are judged by \(metric); \(Wording.list(metrics.filter { $0 != metric })) judge otherwise."))
    } else if result.metric == nil {
      notes.append(
        note(.missing, "No metric of the samples is 0 or 1 throughout, so that no answer is right or wrong."))
    }
    if repeats > 1, isGeneration {
      notes.append(
        note(
          .missing,
          "Of \(repeats) answers to a problem the filter \(Wording.quoted(result.name)) kept what was judged; the verdicts "
            + "on the others are not in the file."))
    }
    return notes
  }

  private static func isGeneration(_ rows: [JSONValue]) -> Bool {
    // A choice is scored as a pair of log-likelihood and greedy flag, a generation is one text.
    rows.first?["resps"]?.elements?.first?.elements?.first?.text != nil
  }

  private static let otherKeys: Set<String> = [
    "doc_id", "doc", "target", "arguments", "resps", "filtered_resps", "filter", "metrics", "doc_hash", "prompt_hash",
    "target_hash", "schema_version",
  ]

  /// The metrics that the samples name; older files do not, there every other key is one.
  private static func metricNames(_ rows: [JSONValue]) -> [String] {
    guard let first = rows.first else { return [] }
    if let named = first["metrics"]?.elements { return named.compactMap(\.text) }
    return (first.members ?? []).map(\.key).filter { !otherKeys.contains($0) }
  }

  /// The answers that a metric judges, right or wrong; none unless its values are 0 or 1 throughout.
  ///
  /// Of a metric that is known to be a share, values that no share can have (NaN, 55.0, none at all) are left out with
  /// their samples; a proper fraction makes it one that does not judge single answers.
  private static func judged(
    _ rows: [Row], by metric: String
  ) -> (rows: [Row], verdicts: [Bool], fault: (reason: String, line: Int)?) {
    var kept: [Row] = []
    var verdicts: [Bool] = []
    var faults: [Row] = []
    for row in rows {
      let value = row.value[metric]
      if let verdict = verdict(value) {
        kept.append(row)
        verdicts.append(verdict)
      } else if let share = value?.number, share > 0, share < 1 {
        return ([], [], nil)
      } else {
        faults.append(row)
      }
    }
    guard let first = faults.first else { return (kept, verdicts, nil) }
    guard LMEvalResults.accuracies.contains(metric) else { return ([], [], nil) }
    let shown = faults.prefix(3).map { row in
      "\(metric) of problem \(row.problem) is \(row.value[metric]?.description ?? "not there")"
    }
    let rest = faults.count - shown.count
    let list = rest > 0 ? shown.joined(separator: ", ") + " and \(rest) more are like these" : Wording.list(shown)
    let reason = "\(list), not 0 or 1; \(faults.count == 1 ? "the sample was" : "the samples were") left out."
    return (kept, verdicts, (reason, first.value.line))
  }

  private static func verdict(_ value: JSONValue?) -> Bool? {
    if let flag = value?.flag { return flag }
    switch value?.number {
    case 1: return true
    case 0: return false
    default: return nil
    }
  }
}
