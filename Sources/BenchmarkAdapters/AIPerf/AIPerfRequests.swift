import ScalingExperiments

/// The lines of AIPerf's `profile_export.jsonl`: a request each, put together into one run.
///
/// Warm-up requests, cancelled and failed ones are left out and counted. Metrics that a request record has no place for
/// are kept as columns, in the order of the requests.
public struct AIPerfRequests: MeasurementSource {
  /// Creates a source.
  public init() {}

  /// The name of the tool.
  public let name = "AIPerf requests"

  /// No: a file says all there is.
  public var readsNeighbours: Bool { false }

  /// Returns whether a file holds `metadata.request_start_ns` and `metrics`.
  public func matches(_ keys: Set<String>) -> Bool { keys.isSuperset(of: ["metadata.request_start_ns", "metrics"]) }

  /// Returns one run of all requests; throws `ImportError` as the protocol says.
  public func runs(
    from file: MeasurementFile, context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport {
    var requests = Requests()
    var notes: [ImportNote] = []
    for value in try file.records {
      guard var record = JSONRecord(value, file: file.name, freeText: file.freeText), record.has("metadata") else {
        notes.append(
          ImportNote(
            severity: .skipped, file: file.name, line: value.line,
            reason: "The record has other keys than those before or after it and was left out."))
        continue
      }
      requests.add(&record)
      notes += record.notes
    }
    var draft = RunDraft(tool: name, file: file, line: nil, isOnly: true)
    draft.requests = requests.records
    draft.unmapped = requests.unmapped
    draft.notes = notes + requests.notes(file.name)
    guard draft.requests != nil else {
      // Nothing is left of the run: what was left out says why.
      return MeasurementImport(notes: draft.notes)
    }
    var collector = RunCollector(file: file, context: context)
    collector.add(draft)
    return try collector.finished()
  }
}

/// Requests read line by line.
private struct Requests {
  private var problems: [String] = []
  private var latency: [Double] = []
  private var firstToken: [Double?] = []
  private var outputTokens: [Int?] = []
  private var promptTokens: [Int?] = []
  private var chunks: [Int?] = []
  /// Metrics without a place, by name and unit, as far as the rows have them.
  private var others: [String: (unit: String, values: [Int: String])] = [:]
  private var warmUps = 0
  private var cancelled = 0
  private var failed = 0
  private var untimed: [Int] = []

  private static let mapped: Set<String> = [
    "request_latency", "time_to_first_token", "output_sequence_length", "input_sequence_length", "inter_chunk_latency",
  ]

  mutating func add(_ record: inout JSONRecord) {
    let metadata = record.take(["metadata"])?.value
    if [metadata?["benchmark_phase"]?.text, metadata?["phase_kind"]?.text].contains("warmup") {
      warmUps += 1
      return
    }
    // A cancelled request has an error as well.
    if metadata?["was_cancelled"]?.flag == true {
      cancelled += 1
      return
    }
    if record.has("error") {
      failed += 1
      return
    }
    let line = record.line
    let row = record.object("metrics") { metrics -> Row in
      Row(
        latency: metrics.value("request_latency", .seconds).flatMap { $0 > 0 ? $0 : nil },
        firstToken: metrics.value("time_to_first_token", .seconds).flatMap { $0 > 0 ? $0 : nil },
        outputTokens: metrics.value("output_sequence_length", .tokens).flatMap { Int(exactly: $0) },
        promptTokens: metrics.value("input_sequence_length", .tokens).flatMap { Int(exactly: $0) },
        chunks: metrics.peek("inter_chunk_latency")?["value"]?.elements.map { $0.count + 1 },
        others: (metrics.value.members ?? []).filter { !Self.mapped.contains($0.key) })
    }
    guard let row, let time = row.latency else {
      untimed.append(line)
      return
    }
    for member in row.others {
      guard let value = member.value["value"], !value.isNull else { continue }
      let unit = member.value["unit"]?.text ?? ""
      others[member.key, default: (unit, [:])].values[latency.count] = value.json
    }
    // One request of a conversation of several turns is no problem of its own, but its place in the file is.
    problems.append("\(problems.count)")
    latency.append(time)
    firstToken.append(row.firstToken.flatMap { $0 <= time * (1 + 1e-9) ? $0 : nil })
    outputTokens.append(row.outputTokens)
    promptTokens.append(row.promptTokens)
    chunks.append(row.chunks)
  }

  private struct Row {
    let latency: Double?
    let firstToken: Double?
    let outputTokens: Int?
    let promptTokens: Int?
    let chunks: Int?
    let others: [JSONMember]
  }

  var records: RequestRecords? {
    latency.isEmpty
      ? nil
      : try? RequestRecords(
        problems: problems, outputTokens: outputTokens, promptTokens: promptTokens, latency: latency,
        timeToFirstToken: firstToken, outputChunks: chunks)
  }

  var unmapped: [UnmappedField] {
    others.sorted { $0.key < $1.key }.map { name, column in
      let values = latency.indices.map { column.values[$0] ?? "null" }.joined(separator: ",")
      return UnmappedField(path: ["metrics", name, column.unit], json: "[\(values)]")
    }
  }

  func notes(_ file: String) -> [ImportNote] {
    var notes: [ImportNote] = []
    func left(_ count: Int, _ why: String) {
      guard count > 0 else { return }
      notes.append(
        ImportNote(
          severity: .skipped, file: file,
          reason: "\(Wording.count(count, "request")) \(why) and \(count == 1 ? "was" : "were") left out."))
    }
    left(warmUps, "belonged to the warm-up")
    left(cancelled, "\(cancelled == 1 ? "was" : "were") cancelled")
    left(failed, "failed")
    left(
      untimed.count,
      "without a readable latency (\(untimed.count == 1 ? "line" : "lines") "
        + "\(Wording.shortList(untimed.map(String.init), longest: 8)))")
    if !others.isEmpty {
      notes.append(
        ImportNote(
          severity: .kept, file: file,
          reason: "\(Wording.count(others.count, "metric")) of each request not used: "
            + "\(Wording.shortList(others.keys.sorted())); kept as written."))
    }
    return notes
  }
}

extension JSONRecord {
  /// The value of `{"value": 12.5, "unit": "ms"}` in a canonical unit.
  fileprivate mutating func value(_ key: String, _ canonical: MetricUnit) -> Double? {
    object(key) { object -> Double? in
      guard let unit = object.unit("unit") else { return nil }
      guard unit.canonical == canonical else {
        if let word = object.peek("unit") { object.refuse("unit", word, "a unit of \(key)") }
        return nil
      }
      return object.number("value", unit: unit)
    } ?? nil
  }
}
