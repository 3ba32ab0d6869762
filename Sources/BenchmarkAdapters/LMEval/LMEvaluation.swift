import ScalingExperiments

/// One evaluation: an object of a results file of lm-eval.
struct LMEvaluation {
  let record: JSONValue
  let file: MeasurementFile
  /// What of the values read so far cannot be.
  private(set) var notes: [ImportNote] = []

  init(record: JSONValue, file: MeasurementFile) {
    self.record = record
    self.file = file
  }

  /// The tasks in the order of the file; groups, which average tasks, are left out.
  var tasks: [String] {
    (record["results"]?.members ?? []).map(\.key).filter { !isGroup($0) }
  }

  private func isGroup(_ task: String) -> Bool {
    !(record.value(at: ["group_subtasks", task])?.elements ?? []).isEmpty
  }

  func hash(_ task: String) -> String? { record.value(at: ["task_hashes", task])?.text }

  /// What of the file is not read.
  var leftOut: [ImportNote] {
    let results = record["results"]
    let groups = (results?.members ?? []).map(\.key).filter(isGroup)
    var notes: [ImportNote] = []
    if results?.members == nil {
      notes.append(
        ImportNote(
          severity: .skipped, file: file.name, line: record.line,
          reason: "The record has no results by task and was left out."))
    }
    if !groups.isEmpty {
      notes.append(
        ImportNote(
          severity: .skipped, file: file.name,
          reason:
            "\(Wording.shortList(groups)) \(groups.count == 1 ? "averages" : "average") tasks that are here one by "
            + "one, and \(groups.count == 1 ? "was" : "were") left out."))
    }
    let (kept, dropped) = unused
    if !kept.isEmpty {
      let names = Wording.shortList(kept.map(\.key))
      notes.append(
        ImportNote(
          severity: .kept, file: file.name,
          reason: "\(Wording.count(kept.count, "key was", "keys were")) not used: \(names); kept as written."))
    }
    if !dropped.isEmpty {
      notes.append(
        ImportNote(
          severity: .skipped, file: file.name,
          reason: "\(Wording.count(dropped.count, "text")) of \(Wording.shortList(dropped.sorted())) "
            + "\(dropped.count == 1 ? "was" : "were") dropped as free text."))
    }
    return notes
  }

  /// The members of the record that nothing read, without free text, and the keys of those with free text.
  private var unused: (kept: [JSONMember], dropped: [String]) {
    var kept: [JSONMember] = []
    var dropped: [String] = []
    for member in record.members ?? [] where !Self.keysUsed.contains(member.key) && !member.value.isNull {
      var count = 0
      let value =
        file.freeText == .keep ? member.value : FreeText.removed(from: member.value, key: member.key, dropped: &count)
      dropped += [String](repeating: member.key, count: count)
      if let value { kept.append(JSONMember(key: member.key, line: member.line, value: value)) }
    }
    return (kept, dropped)
  }

  /// What the file says of a task, or of all tasks, that nothing read.
  private func unmapped(_ task: String) -> [UnmappedField] {
    unused.kept.compactMap { member in
      if let own = member.value[task] { return UnmappedField(path: [member.key, task], json: own.json) }
      // An object by task that does not name this one says nothing of it.
      let isByTask = (member.value.members ?? []).contains { tasks.contains($0.key) }
      return isByTask ? nil : UnmappedField(path: [member.key], json: member.value.json)
    }
  }

  private static let keysUsed: Set<String> = [
    "results", "group_subtasks", "task_hashes", "n-samples", "higher_is_better", "config", "configs", "model_name",
    "model_source", "date",
  ]

  private mutating func refuse(_ path: [String], _ value: JSONValue, _ what: String) {
    if case .ambiguous = value.content { return }
    notes.append(
      ImportNote(
        severity: .skipped, file: file.name, line: value.line,
        reason: "\(path.joined(separator: ".")) is \(value.description), not \(what); it was left out."))
  }

  // MARK: Answers

  /// The answers of a samples file; none, with a note, from one at fault where faults are left out.
  mutating func answers(of samples: MeasurementFile?) throws(ImportError) -> [LMEvalSamples.FilteredAnswers] {
    guard let samples else { return [] }
    do {
      return try LMEvalSamples.answers(samples)
    } catch {
      guard file.leavesOutBadRecords else { throw error }
      notes.append(
        ImportNote(
          severity: .skipped, file: file.name,
          reason: "The answers in \(samples.name) cannot be used; the figures of this file stand without them."))
      return []
    }
  }

  // MARK: Figures

  /// A figure of a task, by metric and filter.
  private struct Figure {
    let metric: Metric
    let filter: String
    let value: Double
    let error: Double?
  }

  /// The figures of a task; the keys are "metric,filter", and "metric" alone in versions before 0.4.
  private mutating func figures(_ task: String) -> [Figure] {
    let results = record.value(at: ["results", task])
    var figures: [Figure] = []
    for member in results?.members ?? [] where !["name", "alias", "sample_len", "samples"].contains(member.key) {
      let parts = member.key.split(separator: ",", maxSplits: 1).map(String.init)
      guard let name = parts.first, !name.hasSuffix("_stderr") else { continue }
      let path = ["results", task, member.key]
      let filter = parts.count == 2 ? parts[1] : "none"
      let direction = record.value(at: ["higher_is_better", task, name])?.flag
      let metric = LMEvalResults.metric(name, filter: filter, higherIsBetter: direction)
      guard let value = figure(member.value, path, of: metric) else { continue }
      let suffix = parts.count == 2 ? ",\(parts[1])" : ""
      let errorKey = "\(name)_stderr\(suffix)"
      figures.append(
        Figure(
          metric: metric, filter: filter, value: value,
          error: standardError(results?[errorKey], ["results", task, errorKey], of: metric)))
    }
    return figures
  }

  /// A finite number within the bounds of its metric; `nil`, with a note unless it is a text, for another value.
  private mutating func figure(_ value: JSONValue, _ path: [String], of metric: Metric) -> Double? {
    // A metric that was not computed is null or a text such as " ".
    if value.isNull || value.text.map({ Double($0) == nil }) ?? false { return nil }
    guard let number = value.number else {
      refuse(path, value, "a finite number")
      return nil
    }
    guard number >= metric.lowerBound ?? -.infinity, number <= metric.upperBound ?? .infinity else {
      refuse(path, value, "a share from 0 to 1" + (number > 1 && number <= 100 ? " (is it a percentage?)" : ""))
      return nil
    }
    return number
  }

  private mutating func standardError(_ value: JSONValue?, _ path: [String], of metric: Metric) -> Double? {
    // "N/A" where nothing was resampled: no text is a number.
    guard let value, !value.isNull, value.text == nil else { return nil }
    guard let number = value.number, number >= 0, number <= metric.upperBound ?? .infinity else {
      refuse(
        path, value,
        metric.upperBound == 1 ? "a standard error of a share, from 0 to 1" : "a finite number of 0 or more")
      return nil
    }
    return number
  }

  /// A draft for each filter of a task.
  mutating func drafts(_ task: String, tool: String, answers: [LMEvalSamples.FilteredAnswers]) -> [RunDraft] {
    let figures = figures(task)
    var filters: [String] = []
    for figure in figures where !filters.contains(figure.filter) { filters.append(figure.filter) }
    // Where no figure is sound the answers still are.
    for filter in answers where filter.answers != nil && !filters.contains(filter.name) { filters.append(filter.name) }
    if filters.isEmpty {
      notes.append(
        ImportNote(
          severity: .skipped, file: file.name, line: record.line,
          reason: "\(Wording.quoted(task)) has no figure that is a number, and gave no run."))
      return []
    }
    let effective = problems(task)
    let stated = stated(task)
    let unmapped = unmapped(task)
    var drafts: [RunDraft] = []
    for filter in filters {
      var draft = RunDraft(tool: tool, file: file, line: record.line, isOnly: true)
      draft.identifier = "\(file.name), \(task)" + (filters.count > 1 ? ", \(filter)" : "")
      draft.source.date = seconds(record["date"])
      draft.stated = stated
      draft.stated.workload.problemCount = effective
      draft.unmapped = unmapped
      for figure in figures where figure.filter == filter {
        draft.outcomes.append(
          MetricValue(
            metric: figure.metric, value: figure.value, count: effective,
            spread: figure.error.map { .standardError($0) }))
      }
      answers.first { $0.name == filter }?.add(to: &draft)
      if let judged = draft.answers.map({ Set($0.problems).count }), let effective, judged != effective {
        draft.notes.append(
          ImportNote(
            severity: .missing, file: file.name,
            reason: "The samples judge \(Wording.count(judged, "problem")), but the results are of \(effective)."))
      }
      drafts.append(draft)
    }
    return drafts
  }

  /// The number of problems that were put; unknown where it exceeds those of the task.
  private mutating func problems(_ task: String) -> Int? {
    let path = ["n-samples", task]
    let effective = count(path + ["effective"])
    let original = count(path + ["original"])
    if let effective, let original, effective > original, let value = record.value(at: path + ["effective"]) {
      refuse(path + ["effective"], value, "a number up to the \(original) problems of the task")
      return nil
    }
    return effective ?? original
  }

  /// Unix seconds with their unit: the one tool whose date has no need of a zone.
  private func seconds(_ value: JSONValue?) -> String? {
    guard let value, case .number(let digits) = value.content, value.number != nil else { return nil }
    return "\(digits) s after 1970-01-01 00:00 UTC"
  }

  /// A whole number of 1 or more; -1 is how the harness writes that it could not count.
  private mutating func count(_ path: [String]) -> Int? {
    guard let value = record.value(at: path), !value.isNull, value.integer != -1 else { return nil }
    guard let count = value.integer, count > 0, Double(count) < JSONRecord.bound else {
      refuse(path, value, "a whole number of 1 or more")
      return nil
    }
    return count
  }

  // MARK: What the file states

  private mutating func stated(_ task: String) -> MeasurementContext {
    let arguments = modelArguments
    var stated = MeasurementContext(
      modelName: record.value(atFirstOf: [["model_name"], ["config", "model_name"]])?.text)
    stated.modelParameters = count(["config", "model_num_parameters"])
    let isVLLM = record.value(atFirstOf: [["model_source"], ["config", "model"]])?.text == "vllm"
    if isVLLM {
      stated.serving.engine = "vLLM"
      if let size = arguments["tensor_parallel_size"], let value = record.value(at: ["config", "model_args"]) {
        stated.serving.tensorParallel = Int(size).flatMap { $0 > 0 ? $0 : nil }
        if stated.serving.tensorParallel == nil {
          let given = JSONValue(line: value.line, content: .text(size))
          refuse(["config", "model_args", "tensor_parallel_size"], given, "a whole number of 1 or more")
        }
      }
    }
    stated.serving.precision = (record.value(at: ["config", "model_dtype"])?.text ?? arguments["dtype"])
      .flatMap(ServingFigures.precision)
    stated.workload.task = task
    let settings = record.value(at: ["configs", task])
    stated.workload.samplesPerProblem = count(["configs", task, "repeats"])
    guard settings?["output_type"]?.text == "generate_until", let generation = settings?["generation_kwargs"] else {
      return stated
    }
    let path = ["configs", task, "generation_kwargs"]
    let cap = ["max_gen_toks", "max_new_tokens", "max_tokens"].first { !(generation[$0]?.isNull ?? true) }
    stated.workload.tokenCap = cap.flatMap { count(path + [$0]) }
    stated.workload.sampling = sampling(generation, path)
    return stated
  }

  private mutating func sampling(_ generation: JSONValue, _ path: [String]) -> SamplingMethod? {
    var temperature: Double?
    if let value = generation["temperature"], !value.isNull {
      temperature = value.number.flatMap { $0 >= 0 ? $0 : nil }
      if temperature == nil { refuse(path + ["temperature"], value, "a finite number of 0 or more") }
    }
    if generation["do_sample"]?.flag == false || temperature == 0 { return .greedy }
    return temperature.map { .temperature($0) }
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
