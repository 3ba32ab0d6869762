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
    let samples = LMEvalSamples()
    var byHash: [String: MeasurementFile] = [:]
    for neighbour in neighbours where samples.matches(neighbour.keys) {
      if let digest = LMEvalSamples.digest(neighbour), byHash[digest] == nil { byHash[digest] = neighbour }
    }
    var result = MeasurementImport()
    for record in records {
      let evaluation = LMEvaluation(record: record, file: file)
      for task in evaluation.tasks {
        let neighbour = evaluation.hash(task).flatMap { byHash[$0] }
        let answers = try neighbour.map(LMEvalSamples.answers) ?? []
        for var draft in evaluation.drafts(task, tool: name, answers: answers) {
          if records.count > 1 { draft.identifier += ", line \(record.line)" }
          result.runs.append(try draft.run(context: context))
        }
      }
      result.notes += evaluation.notes
    }
    return result
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
  private static let accuracies: Set<String> = [
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

/// One evaluation: an object of a results file.
struct LMEvaluation {
  let record: JSONValue
  let file: MeasurementFile

  /// The tasks in the order of the file; groups, which average tasks, are left out.
  var tasks: [String] {
    (record["results"]?.members ?? []).map(\.key).filter { !isGroup($0) }
  }

  private func isGroup(_ task: String) -> Bool {
    !(record.value(at: ["group_subtasks", task])?.elements ?? []).isEmpty
  }

  func hash(_ task: String) -> String? { record.value(at: ["task_hashes", task])?.text }

  var notes: [ImportNote] {
    let groups = (record["results"]?.members ?? []).map(\.key).filter(isGroup)
    var notes: [ImportNote] = []
    if !groups.isEmpty {
      notes.append(
        ImportNote(
          severity: .skipped, file: file.name,
          reason:
            "\(Wording.shortList(groups)) \(groups.count == 1 ? "averages" : "average") tasks that are here one by "
            + "one, and \(groups.count == 1 ? "was" : "were") left out."))
    }
    let unused = (record.members ?? []).filter { !Self.keysUsed.contains($0.key) && !$0.value.isNull }.map(\.key)
    if !unused.isEmpty {
      notes.append(
        ImportNote(
          severity: .skipped, file: file.name,
          reason: "\(Wording.count(unused.count, "key was", "keys were")) not used: \(Wording.shortList(unused))."))
    }
    return notes
  }

  private static let keysUsed: Set<String> = [
    "results", "group_subtasks", "task_hashes", "n-samples", "higher_is_better", "config", "configs", "model_name",
    "model_source", "date",
  ]

  /// A figure of a task, by metric and filter.
  private struct Figure {
    let metric: String
    let filter: String
    let value: Double
    let error: Double?
  }

  /// The figures of a task; the keys are "metric,filter", and "metric" alone in versions before 0.4.
  private func figures(_ task: String) -> [Figure] {
    let results = record.value(at: ["results", task])
    var figures: [Figure] = []
    for member in results?.members ?? [] {
      guard !["name", "alias", "sample_len", "samples"].contains(member.key), let value = member.value.number else {
        continue
      }
      let parts = member.key.split(separator: ",", maxSplits: 1).map(String.init)
      guard let metric = parts.first, !metric.hasSuffix("_stderr") else { continue }
      let suffix = parts.count == 2 ? ",\(parts[1])" : ""
      // "N/A" where nothing was resampled: no text is a number.
      let error = results?["\(metric)_stderr\(suffix)"]?.number
      figures.append(Figure(metric: metric, filter: parts.count == 2 ? parts[1] : "none", value: value, error: error))
    }
    return figures
  }

  /// A draft for each filter of a task.
  func drafts(_ task: String, tool: String, answers: [LMEvalSamples.FilteredAnswers]) -> [RunDraft] {
    let figures = figures(task)
    var filters: [String] = []
    for figure in figures where !filters.contains(figure.filter) { filters.append(figure.filter) }
    let effective = count(["n-samples", task, "effective"]) ?? count(["n-samples", task, "original"])
    return filters.map { filter in
      var draft = RunDraft(tool: tool, file: file, line: record.line, isOnly: true)
      draft.identifier = "\(file.name), \(task)" + (filters.count > 1 ? ", \(filter)" : "")
      draft.source.date = seconds(record["date"])
      draft.stated = stated(task)
      draft.stated.workload.problemCount = effective
      for figure in figures where figure.filter == filter {
        let direction = record.value(at: ["higher_is_better", task, figure.metric])?.flag
        draft.outcomes.append(
          MetricValue(
            metric: LMEvalResults.metric(figure.metric, filter: filter, higherIsBetter: direction),
            value: figure.value, count: effective, spread: figure.error.map { .standardError($0) }))
      }
      answers.first { $0.name == filter }?.add(to: &draft)
      return draft
    }
  }

  /// Unix seconds with their unit: the one tool whose date has no need of a zone.
  private func seconds(_ value: JSONValue?) -> String? {
    guard let value, case .number(let digits) = value.content, value.number != nil else { return nil }
    return "\(digits) s after 1970-01-01 00:00 UTC"
  }

  private func count(_ path: [String]) -> Int? { record.value(at: path)?.integer.flatMap { $0 > 0 ? $0 : nil } }

  // MARK: What the file states

  private func stated(_ task: String) -> MeasurementContext {
    let arguments = modelArguments
    var stated = MeasurementContext(
      modelName: record.value(atFirstOf: [["model_name"], ["config", "model_name"]])?.text)
    // -1 where the harness could not count them.
    stated.modelParameters = count(["config", "model_num_parameters"])
    let isVLLM = record.value(atFirstOf: [["model_source"], ["config", "model"]])?.text == "vllm"
    if isVLLM {
      stated.serving.engine = "vLLM"
      let size = arguments["tensor_parallel_size"].flatMap { Int($0) }
      stated.serving.tensorParallel = size.flatMap { $0 > 0 ? $0 : nil }
    }
    stated.serving.precision = (record.value(at: ["config", "model_dtype"])?.text ?? arguments["dtype"])
      .flatMap(ServingFigures.precision)
    stated.workload.task = task
    let settings = record.value(at: ["configs", task])
    stated.workload.samplesPerProblem = count(["configs", task, "repeats"])
    guard settings?["output_type"]?.text == "generate_until", let generation = settings?["generation_kwargs"] else {
      return stated
    }
    stated.workload.tokenCap = generation.value(
      atFirstOf: [["max_gen_toks"], ["max_new_tokens"], ["max_tokens"]])?.integer.flatMap {
        $0 > 0 ? $0 : nil
      }
    let temperature = generation["temperature"]?.number
    if generation["do_sample"]?.flag == false || temperature == 0 {
      stated.workload.sampling = .greedy
    } else if let temperature, temperature > 0 {
      stated.workload.sampling = .temperature(temperature)
    }
    return stated
  }

  /// `model_args`, a text "key=value,key=value" or an object.
  private var modelArguments: [String: String] {
    var arguments: [String: String] = [:]
    guard let value = record.value(at: ["config", "model_args"]) else { return arguments }
    for member in value.members ?? [] {
      arguments[member.key] = member.value.text ?? member.value.integer.map(String.init)
    }
    for pair in (value.text ?? "").split(separator: ",") {
      let parts = pair.split(separator: "=", maxSplits: 1)
      if parts.count == 2 { arguments[String(parts[0])] = String(parts[1]) }
    }
    return arguments
  }
}
