import ScalingExperiments

/// The samples of a log: a question in an epoch, with its scores, tokens and time.
struct InspectSamples {
  private struct Row {
    let problem: String
    let epoch: Int
    let scores: [String: Verdict]
    let outputTokens: Int?
    let promptTokens: Int?
    let seconds: Double?
  }

  /// What a score says of an answer.
  private enum Verdict: Equatable {
    case judged(Bool)
    /// Between right and wrong.
    case partial
    /// No score at all.
    case unreadable
  }

  private var rows: [Row] = []
  /// The scorers in the order of the samples.
  private(set) var scorers: [String] = []
  private var failed = 0
  private let line: Int

  init(_ value: JSONValue?, model: String?, record: inout JSONRecord) {
    line = value?.line ?? 0
    guard let value else { return }
    guard let elements = value.elements else {
      record.refuse("samples", value, "a list")
      return
    }
    var unnamed = 0
    var untimed = 0
    for element in elements {
      guard let id = element["id"], let problem = id.text ?? id.integer.map(String.init) else {
        unnamed += 1
        continue
      }
      if let error = element["error"], !error.isNull { failed += 1 }
      var scores: [String: Verdict] = [:]
      for member in element["scores"]?.members ?? [] {
        if !scorers.contains(member.key) { scorers.append(member.key) }
        scores[member.key] = Self.verdict(member.value["value"])
      }
      let usage = Self.usage(element["model_usage"], model: model)
      let time = element.value(atFirstOf: [["total_time"], ["working_time"]])
      let seconds = time?.number.flatMap { $0 > 0 && $0 < JSONRecord.bound ? $0 : nil }
      if time != nil, seconds == nil { untimed += 1 }
      rows.append(
        Row(
          problem: problem, epoch: max(1, element["epoch"]?.integer ?? 1), scores: scores,
          outputTokens: usage?["output_tokens"]?.integer.flatMap { $0 >= 0 ? $0 : nil },
          promptTokens: usage?["input_tokens"]?.integer.flatMap { $0 >= 0 ? $0 : nil },
          seconds: seconds))
    }
    if unnamed > 0 {
      record.note(.skipped, "\(Wording.count(unnamed, "sample")) without an id left out.")
    }
    if untimed > 0 {
      record.note(.skipped, "\(Wording.count(untimed, "time")) of samples that no time can be left out.")
    }
    if failed > 0 {
      record.note(
        .missing,
        "\(Wording.count(failed, "sample")) ended in an error; \(failed == 1 ? "it is" : "they are") judged as scored, or not at all."
      )
    }
    if !elements.isEmpty {
      record.note(
        .skipped,
        "Questions, answers and events of \(Wording.count(elements.count, "sample")) are free text and were dropped.")
    }
  }

  /// The usage of the model that was evaluated; a model that graded the answers has its own.
  private static func usage(_ value: JSONValue?, model: String?) -> JSONValue? {
    guard let members = value?.members else { return nil }
    if let model, let own = members.first(where: { $0.key == model }) { return own.value }
    return members.count == 1 ? members[0].value : nil
  }

  private static func verdict(_ value: JSONValue?) -> Verdict {
    guard let value else { return .unreadable }
    switch value.content {
    case .text("C"): return .judged(true)
    case .text("I"), .text("N"): return .judged(false)
    case .text("P"): return .partial
    case .flag(let flag): return .judged(flag)
    case .number:
      guard let number = value.number else { return .unreadable }
      return number == 1 ? .judged(true) : number == 0 ? .judged(false) : .partial
    default: return .unreadable
    }
  }

  /// Adds what a scorer says of the answers, and the requests that they were.
  func add(_ scorer: String, to draft: inout RunDraft) {
    let scored = rows.filter { $0.scores[scorer] != nil }
    var judged: [(row: Row, isCorrect: Bool)] = []
    for row in scored {
      if case .judged(let isCorrect) = row.scores[scorer] { judged.append((row, isCorrect)) }
    }
    let partial = scored.count { $0.scores[scorer] == .partial }
    if partial > 0 {
      note(
        .missing, "\(Wording.count(partial, "answer")) of \(scorer) are neither right nor wrong and have no verdict.",
        &draft)
    }
    let unreadable = scored.count { $0.scores[scorer] == .unreadable }
    if unreadable > 0 {
      note(
        .skipped, "\(Wording.count(unreadable, "score")) of \(scorer) that are no letter and no number left out.",
        &draft)
    }
    let unscored = rows.count - scored.count
    if unscored > 0 { note(.missing, "\(Wording.count(unscored, "sample")) without a score of \(scorer).", &draft) }
    if !judged.isEmpty {
      draft.answers = try? AnswerRecords(
        problems: judged.map(\.row.problem), samples: judged.map { $0.row.epoch - 1 },
        outputTokens: judged.map(\.row.outputTokens), isCorrect: judged.map(\.isCorrect))
    }
    requests(scorer, to: &draft)
  }

  /// Every timed sample as a request: its time is that of the whole sample, tools and waiting included.
  private func requests(_ scorer: String, to draft: inout RunDraft) {
    let timed = rows.filter { $0.seconds != nil }
    guard !timed.isEmpty else { return }
    draft.requests = try? RequestRecords(
      problems: timed.map(\.problem), outputTokens: timed.map(\.outputTokens), promptTokens: timed.map(\.promptTokens),
      latency: timed.compactMap(\.seconds),
      isCorrect: timed.map { row in
        if case .judged(let isCorrect) = row.scores[scorer] { isCorrect } else { nil }
      })
    note(
      .information, "The time of a sample is that of all its turns, tools and waiting for the rate limit included.",
      &draft)
  }

  private func note(_ severity: ImportNote.Severity, _ reason: String, _ draft: inout RunDraft) {
    draft.notes.append(ImportNote(severity: severity, file: draft.source.file, line: line, reason: reason))
  }
}
