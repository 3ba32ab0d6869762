import ScalingExperiments

/// The single requests of a benchmark of GuideLLM.
enum GuideLLMRequests {
  /// Reads the successful ones, without prompts and answers; the others are counted.
  static func read(_ requests: JSONValue, _ record: inout JSONRecord) -> RequestRecords? {
    for (key, what) in [("errored", "failed"), ("incomplete", "did not end in time")] {
      guard let count = requests[key]?.elements?.count, count > 0 else { continue }
      record.note(.skipped, "\(Wording.count(count, "request")) \(what) and left out.")
    }
    guard let rows = requests["successful"]?.elements, !rows.isEmpty else { return nil }
    var latency: [Double] = []
    var first: [Double?] = []
    var output: [Int?] = []
    var prompt: [Int?] = []
    for row in rows {
      let seconds =
        row["request_latency"]?.number
        ?? row["end_time"]?.number.flatMap { end in row["start_time"]?.number.map { end - $0 } }
      guard let time = seconds, time > 0, time < JSONRecord.bound else { continue }
      latency.append(time)
      let start = row["time_to_first_token_ms"]?.number(timesTenTo: -3)
      first.append(start.flatMap { $0 > 0 && $0 <= time * (1 + 1e-9) ? $0 : nil })
      output.append(row["output_tokens"]?.integer.flatMap { $0 >= 0 ? $0 : nil })
      prompt.append(row["prompt_tokens"]?.integer.flatMap { $0 >= 0 ? $0 : nil })
    }
    let lost = rows.count - latency.count
    if lost > 0 { record.note(.skipped, "\(Wording.count(lost, "request")) without a readable latency left out.") }
    record.note(
      .skipped,
      "Prompts and answers of \(Wording.count(rows.count, "request")) are free text and were dropped, and so "
        + "was what of a request has no place in a record.")
    guard !latency.isEmpty else { return nil }
    return try? RequestRecords(
      problems: latency.indices.map(String.init), outputTokens: output, promptTokens: prompt, latency: latency,
      timeToFirstToken: first)
  }
}
