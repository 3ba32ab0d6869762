import ScalingExperiments

/// The requests of perf_analyzer, which GenAI-Perf drives: `profile_export.json`, one run for each experiment.
///
/// A request is its start and the times of its streamed responses, in nanoseconds. Tokens are not counted in the file. A last
/// response that is empty or says `[DONE]` marks the end of the stream and is no answer; GenAI-Perf leaves it out too.
public struct PerfAnalyzerRequests: MeasurementSource {
  /// Creates a source.
  public init() {}

  /// The name of the tool.
  public let name = "perf_analyzer requests"

  /// No: a file says all there is.
  public var readsNeighbours: Bool { false }

  /// Returns whether a file holds experiments with requests.
  public func matches(_ keys: Set<String>) -> Bool {
    keys.isSuperset(of: ["experiments.experiment", "experiments.requests"])
  }

  /// Returns one run for each experiment; throws `ImportError` as the protocol says.
  public func runs(
    from file: MeasurementFile, context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport {
    var collector = RunCollector(file: file, context: context)
    for value in try file.records {
      guard var record = JSONRecord(value, file: file.name, freeText: file.freeText) else { continue }
      let experiments = record.list("experiments") ?? []
      for (index, value) in experiments.enumerated() {
        guard var experiment = JSONRecord(value, file: file.name, freeText: file.freeText) else {
          record.refuse("experiments[\(index)]", value, "an object")
          continue
        }
        var draft = RunDraft(tool: name, file: file, line: experiment.line, isOnly: experiments.count == 1)
        draft.stated.workload.load = experiment.object("experiment", read: load) ?? nil
        draft.requests = requests(&experiment)
        draft.finish(&experiment)
        if draft.requests == nil { collector.result.notes += draft.notes } else { collector.add(draft) }
      }
      collector.result.notes += record.notes
    }
    return try collector.finished()
  }

  private func load(_ record: inout JSONRecord) -> LoadDescription? {
    switch record.text("mode") {
    case "concurrency": record.count("value", least: 1).map { .concurrency($0) }
    case "request_rate": record.number("value").flatMap { $0 > 0 ? .requestRate($0) : nil }
    default: nil
    }
  }

  /// The times of the responses without those at the end that hold no answer.
  private static func answers(_ times: [JSONValue], _ outputs: JSONValue?) -> [Int?] {
    var kept = times.map(\.integer)
    guard let outputs = outputs?.elements, outputs.count == kept.count else { return kept }
    for output in outputs.reversed() where kept.count > 1 {
      let words = (output["response"]?.text ?? output.text ?? "?").filter { !$0.isWhitespace }
      guard words.isEmpty || words == "data:[DONE]" || words == "[DONE]" else { break }
      kept.removeLast()
    }
    return kept
  }

  private func requests(_ record: inout JSONRecord) -> RequestRecords? {
    guard let elements = record.list("requests") else {
      record.note(.skipped, "The experiment has no requests and gave no run.")
      return nil
    }
    var latency: [Double] = []
    var first: [Double?] = []
    var chunks: [Int?] = []
    for element in elements {
      guard let start = element["timestamp"]?.integer,
        let ends = element["response_timestamps"]?.elements.map({ Self.answers($0, element["response_outputs"]) }),
        let last = ends.last, let end = last, let beginning = ends[0], start <= beginning, beginning <= end,
        start < end,
        case let (time, isOver) = end.subtractingReportingOverflow(start), !isOver
      else { continue }
      latency.append(Double(time) / 1e9)
      // One response is an answer that was not streamed, whose first token nobody saw.
      first.append(ends.count > 1 ? Double(beginning - start) / 1e9 : nil)
      chunks.append(ends.count > 1 ? ends.count : nil)
    }
    let lost = elements.count - latency.count
    if lost > 0 {
      record.note(.skipped, "\(Wording.count(lost, "request")) without responses in order of time left out.")
    }
    if !latency.isEmpty {
      record.note(
        .information,
        "Latencies end with the last response that is not empty and no mark of the end; tokens are not counted in the file."
      )
    } else {
      record.note(.skipped, "The experiment has no timed request and gave no run.")
      return nil
    }
    return try? RequestRecords(
      problems: latency.indices.map(String.init), latency: latency, timeToFirstToken: first.map { $0 == 0 ? nil : $0 },
      outputChunks: chunks)
  }
}
