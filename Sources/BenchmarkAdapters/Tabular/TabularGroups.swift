import ScalingExperiments

/// Rows put together into runs, in the order in which each run first appears.
struct TabularGroups {
  private struct Key: Hashable {
    let stated: MeasurementContext
    let name: String?
  }

  private var keys: [Key] = []
  private var groups: [Key: [TabularRow]] = [:]
  private var notes: [Key: [ImportNote]] = [:]

  mutating func add(_ row: TabularRow, notes: [ImportNote]) {
    let key = Key(stated: row.draft.stated, name: row.name)
    if groups[key] == nil { keys.append(key) }
    groups[key, default: []].append(row)
    self.notes[key, default: []] += notes
  }

  func drafts(_ rows: TabularRuns.Rows) -> [RunDraft] {
    keys.compactMap { key in
      guard let members = groups[key], var draft = members.first?.draft else { return nil }
      if keys.count == 1, key.name == nil { draft.identifier = draft.source.file }
      draft.notes = notes[key] ?? []
      draft.unmapped = Self.columns(members)
      switch rows {
      case .requests: requests(members, into: &draft)
      case .answers: answers(members, into: &draft)
      case .runs: break
      }
      return draft
    }
  }

  /// Columns that were not declared, in the order of the rows.
  private static func columns(_ rows: [TabularRow]) -> [UnmappedField] {
    var names: [[String]] = []
    var values: [[String]: [Int: String]] = [:]
    for (index, row) in rows.enumerated() {
      for field in row.draft.unmapped {
        if values[field.path] == nil { names.append(field.path) }
        values[field.path, default: [:]][index] = field.json
      }
    }
    return names.map { name in
      let list = rows.indices.map { values[name]?[$0] ?? "null" }.joined(separator: ",")
      return UnmappedField(path: name, json: "[\(list)]")
    }
  }

  private func requests(_ rows: [TabularRow], into draft: inout RunDraft) {
    let sound = rows.filter { $0.latency ?? 0 > 0 }
    leftOut(rows.filter { !($0.latency ?? 0 > 0) }, "without a latency", &draft)
    guard !sound.isEmpty else { return }
    draft.requests = try? RequestRecords(
      problems: sound.indices.map { sound[$0].problem ?? "\($0)" }, outputTokens: sound.map(\.outputTokens),
      promptTokens: sound.map(\.promptTokens), latency: sound.compactMap(\.latency),
      timeToFirstToken: sound.map { row in row.timeToFirstToken.flatMap { $0 > 0 && $0 <= row.latency ?? 0 ? $0 : nil }
      },
      isCorrect: sound.map(\.isCorrect))
  }

  private func answers(_ rows: [TabularRow], into draft: inout RunDraft) {
    let sound = rows.filter { $0.problem != nil && $0.isCorrect != nil }
    leftOut(rows.filter { $0.problem == nil || $0.isCorrect == nil }, "without a problem or a verdict", &draft)
    guard !sound.isEmpty else { return }
    var seen: [String: Int] = [:]
    let samples = sound.map { row -> Int in
      defer { seen[row.problem ?? "", default: 0] += 1 }
      return row.sample ?? seen[row.problem ?? "", default: 0]
    }
    draft.answers = try? AnswerRecords(
      problems: sound.map { $0.problem ?? "" }, samples: samples, outputTokens: sound.map(\.outputTokens),
      isCorrect: sound.map { $0.isCorrect ?? false })
  }

  private func leftOut(_ rows: [TabularRow], _ why: String, _ draft: inout RunDraft) {
    guard !rows.isEmpty else { return }
    let lines = Wording.shortList(rows.map { "\($0.line)" }, longest: 8)
    draft.notes.append(
      ImportNote(
        severity: .skipped, file: draft.source.file,
        reason: "\(Wording.count(rows.count, "row")) \(why) left out (\(rows.count == 1 ? "line" : "lines") \(lines)).")
    )
  }
}
