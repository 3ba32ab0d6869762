import ScalingExperiments

/// The summaries of AIPerf and of GenAI-Perf before it, as JSON or CSV: one run for each file.
///
/// Units stand in the data and are read from there. The JSON says model, load and lengths in one of three shapes of its
/// `input_config`; the CSV says none of them.
public struct AIPerfResults: MeasurementSource {
  /// Creates a source.
  public init() {}

  /// The name of the tool.
  public let name = "AIPerf"

  /// No: a file says all there is.
  public var readsNeighbours: Bool { false }

  /// Returns whether a file holds `aiperf_version`, or `input_config` and metric objects, or the columns of the CSV.
  public func matches(_ keys: Set<String>) -> Bool {
    keys.contains("aiperf_version") || keys.isSuperset(of: ["input_config", "request_latency.unit"])
      || keys.isSuperset(of: ["input_config", "request_throughput.unit"])
      || keys.isSuperset(of: ["Metric", "avg", "p99"])
  }

  /// Returns one run; throws `ImportError` as the protocol says.
  public func runs(
    from file: MeasurementFile, context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport {
    if case .tables(let tables) = file.content { return try runs(tables, file: file, context: context) }
    return try file.runs(tool: name, context: context) { record, draft in
      if record.text("aiperf_version") == nil { draft.source.tool = "GenAI-Perf" }
      draft.source.date = record.text("start_time")
      MetricObjects.read(&record, into: &draft)
      record.object("input_config") { AIPerfConfiguration.read(&$0, into: &draft.stated) }
      noteEnd(&record)
    }
  }

  /// Says what kept a benchmark from being whole.
  private func noteEnd(_ record: inout JSONRecord) {
    if record.flag("was_cancelled") == true {
      record.note(.missing, "The benchmark was cancelled: its figures are of the part that ran.")
    } else if record.flag("is_complete") == false {
      record.note(.missing, "The benchmark did not run to its end: its figures are of the part that ran.")
    }
    _ = record.take(["is_complete"])
    let errors = record.objects("error_summary") { error -> Int in
      _ = error.take(["error_details"])
      return error.count("count") ?? 0
    }
    let failed = errors?.reduce(0, +) ?? 0
    if failed > 0 { record.note(.skipped, "\(Wording.count(failed, "request")) failed and are in no figure.") }
  }

  // MARK: CSV

  /// The rows of the tables, put together as the JSON has them.
  private func runs(
    _ tables: [DelimitedTable], file: MeasurementFile, context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport {
    var members: [JSONMember] = []
    var others: [ImportNote] = []
    for table in tables {
      guard table.columnNames.first == "Metric" else {
        others.append(
          ImportNote(
            severity: .skipped, file: file.name, line: table.lineNumbers.first,
            reason: "The table of \(Wording.shortList(table.columnNames, longest: 3)) was not read."))
        continue
      }
      for row in table.records { if let member = Self.metric(row) { members.append(member) } }
    }
    let value = JSONValue(line: 1, content: .object(members))
    guard var record = JSONRecord(value, file: file.name, freeText: file.freeText) else { return MeasurementImport() }
    var draft = RunDraft(tool: name, file: file, line: nil, isOnly: true)
    MetricObjects.read(&record, into: &draft)
    record.note(.information, "The CSV rounds to two decimals; the JSON beside it has all digits, and model and load.")
    draft.finish(&record)
    var collector = RunCollector(file: file, context: context)
    collector.add(draft)
    collector.result.notes += others
    return try collector.finished()
  }

  /// "Request Latency (ms)" and its statistics as the metric object `request_latency`.
  private static func metric(_ row: JSONValue) -> JSONMember? {
    guard let cells = row.members, let title = cells.first?.value.text else { return nil }
    var name = title[...]
    var unit = "count"
    if title.hasSuffix(")"), let open = title.lastIndex(of: "(") {
      unit = String(title[title.index(after: open)...].dropLast())
      name = title[..<open]
    }
    let key = name.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "_")
    let statistics = cells.dropFirst().filter { !$0.value.isNull }.map {
      JSONMember(key: $0.key == "Value" ? "avg" : $0.key, line: $0.line, value: $0.value)
    }
    let word = JSONMember(key: "unit", line: row.line, value: JSONValue(line: row.line, content: .text(unit)))
    return JSONMember(key: key, line: row.line, value: JSONValue(line: row.line, content: .object([word] + statistics)))
  }
}
