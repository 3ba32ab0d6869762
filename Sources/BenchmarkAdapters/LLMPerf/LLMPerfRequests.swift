import ScalingExperiments

/// The single requests of LLMPerf (`*_individual_responses.json`), put together into one run.
public struct LLMPerfRequests: MeasurementSource {
  /// Creates a source.
  public init() {}

  /// The name of the tool.
  public let name = "LLMPerf requests"

  /// No: a file says all there is.
  public var readsNeighbours: Bool { false }

  /// Returns whether a file holds `end_to_end_latency_s` and `number_output_tokens`.
  public func matches(_ keys: Set<String>) -> Bool {
    keys.isSuperset(of: ["end_to_end_latency_s", "number_output_tokens"])
  }

  /// Returns one run of all requests; throws `ImportError` as the protocol says.
  public func runs(
    from file: MeasurementFile, context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport {
    var draft = RunDraft(tool: name, file: file, line: nil, isOnly: true)
    var latency: [Double] = []
    var first: [Double?] = []
    var output: [Int?] = []
    var prompt: [Int?] = []
    var failed = 0
    var untimed = 0
    for value in try file.records {
      guard var record = JSONRecord(value, file: file.name, freeText: file.freeText) else {
        untimed += 1
        continue
      }
      if record.has("error_code"), record.peek("error_code")?.number != 0 {
        failed += 1
        continue
      }
      let time = record.number("end_to_end_latency_s")
      let start = record.number("ttft_s")
      let (tokens, asked) = (record.count("number_output_tokens"), record.count("number_input_tokens"))
      draft.notes += record.notes
      guard let time, time > 0 else {
        untimed += 1
        continue
      }
      latency.append(time)
      first.append(start.flatMap { $0 > 0 && $0 <= time * (1 + 1e-9) ? $0 : nil })
      output.append(tokens)
      prompt.append(asked)
    }
    func left(_ count: Int, _ why: String) {
      guard count > 0 else { return }
      draft.notes.append(
        ImportNote(
          severity: .skipped, file: file.name, reason: "\(Wording.count(count, "request")) \(why) and left out."))
    }
    left(failed, "failed")
    left(untimed, "without a readable latency found")
    guard !latency.isEmpty else { return MeasurementImport(notes: draft.notes) }
    draft.requests = try? RequestRecords(
      problems: latency.indices.map(String.init), outputTokens: output, promptTokens: prompt, latency: latency,
      timeToFirstToken: first)
    draft.notes.append(
      ImportNote(
        severity: .information, file: file.name,
        reason:
          "The tool's inter-token latency and throughput of each request follow from latency and tokens and were not "
          + "kept."))
    var collector = RunCollector(file: file, context: context)
    collector.add(draft)
    return try collector.finished()
  }
}
