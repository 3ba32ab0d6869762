import ScalingExperiments

/// The runs that `requests.csv`, `greedy.csv` and the context describe together.
struct TestTimeScalingRuns {
  let requests: RequestsFile
  let greedy: AnswersFile
  let context: TestTimeScalingContext

  private struct Key: Hashable {
    let model: String
    let strategy: String
  }

  /// One run for each model and strategy, in the order of their first rows.
  func runs() throws(ImportError) -> [Run] {
    let answers = try greedy.answersByModel()
    let models = try requests.table.texts("model")
    let strategies = try requests.table.texts("strategy")
    let keys = models.indices.map { Key(model: models[$0], strategy: strategies[$0]) }
    var runs: [Run] = []
    for group in RowGroups.rows(of: keys) {
      let model = group.key.model
      guard let judged = answers.first(where: { $0.model == model }) else {
        throw .at(
          greedy.table.name, nil,
          "There are no rows for model \(model), which \(requests.table.name) has; the models are "
            + "\(Wording.list(answers.map(\.model))).")
      }
      let records = try requests.records(group.rows)
      var workload = context.workload
      workload.problemCount = records.count
      workload.samplesPerProblem = 1
      runs.append(
        Run(
          identifier: "\(model) \(group.key.strategy)",
          model: try context.model(model),
          hardware: context.hardware,
          serving: try context.serving(group.key.strategy),
          workload: workload,
          requests: records,
          answers: judged.answers,
          notes: notes(model, records, judged.answers)))
    }
    return runs
  }

  /// What one would look for in the runs in vain: models of `greedy.csv` without requests, and models without requests
  /// under a strategy that other models or `power.csv` have.
  func absences(power: PowerFile) throws(ImportError) -> [ImportNote] {
    let file = requests.table.name
    let timed = try requests.table.texts("model")
    let strategies = try requests.table.texts("strategy")
    let groups = RowGroups.rows(of: timed)
    let known = Set(groups.map(\.key))
    var notes = try greedy.answersByModel().filter { !known.contains($0.model) }.map { absent in
      ImportNote(
        severity: .missing, file: file,
        reason: "There are no requests of model \(absent.model), so nothing came of its "
          + "\(Wording.count(absent.answers.count, "answer")) in \(greedy.table.name).")
    }
    for strategy in RowGroups.rows(of: try strategies + power.table.texts("strategy")).map(\.key) {
      let absent = groups.filter { group in !group.rows.contains { strategies[$0] == strategy } }.map(\.key)
      guard !absent.isEmpty else { continue }
      let reason =
        absent.count == groups.count
        ? "There are no requests under strategy \(strategy), which \(power.table.name) has."
        : "There are no requests of \(Wording.list(absent)) under strategy \(strategy), which other models have."
      notes.append(ImportNote(severity: .missing, file: file, reason: reason))
    }
    return notes
  }

  /// What has to be said because the answers come from another file than the requests.
  private func notes(_ model: String, _ records: RequestRecords, _ answers: AnswerRecords) -> [ImportNote] {
    let file = greedy.table.name
    var notes = [
      ImportNote(
        severity: .information, file: file,
        reason: "The \(answers.count) answers belong to model \(model), not to a strategy: every run of the model "
          + "carries the same ones, so they must not be pooled over strategies.")
    ]
    var rows: [String: Int] = [:]
    for row in 0..<answers.count where answers.samples[row] == 0 { rows[answers.problems[row]] = row }
    var absent: [String] = []
    var otherVerdict: [String] = []
    var unknownLength: [String] = []
    for index in 0..<records.count {
      let problem = records.problems[index]
      guard let row = rows[problem] else {
        absent.append(problem)
        continue
      }
      if let isCorrect = records.isCorrect[index], isCorrect != answers.isCorrect[row] { otherVerdict.append(problem) }
      // Counts that contradict each other were refused.
      if records.outputTokens[index] != answers.outputTokens[row] { unknownLength.append(problem) }
    }
    func add(_ severity: ImportNote.Severity, _ problems: [String], _ what: String) {
      guard let first = problems.first else { return }
      notes.append(
        ImportNote(
          severity: severity, file: file,
          reason: "\(what) for \(Wording.count(problems.count, "request")) of model \(model), the first of them "
            + "problem \(first)."))
    }
    add(.missing, absent, "There is no answer")
    add(.information, otherVerdict, "The verdict differs from that in \(requests.table.name)")
    add(
      .information, unknownLength,
      "The number of output tokens is known in one of \(file) and \(requests.table.name) only")
    return notes
  }
}
