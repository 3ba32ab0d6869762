import ScalingExperiments

/// The per-request arrays that vLLM and SGLang write on demand.
struct ServingRequests {
  private var promptTokens: [Int?]?
  private var outputTokens: [Int?]?
  private var firstTokens: [Double?]?
  private var gaps: [[JSONValue]?]?
  private var latencies: [Double?]?
  private var errors: [Bool]?

  /// The arrays that are read, in the order of messages.
  private static let keys = ["input_lens", "output_lens", "ttfts", "itls", "latencies", "errors"]

  /// Reads the arrays; `nil` where the record has none that gives latencies.
  ///
  /// Failed requests are left out and counted. The latency is the one in the file, or else the time to the first token
  /// and the gaps after it, which is how the clients compute it. Gaps are chunks: their number is never taken for that
  /// of the tokens. A value that cannot be is unknown, and a note names its key, place and value. `attempted` and
  /// `completed` are the numbers of requests that the record states elsewhere.
  static func read(_ record: inout JSONRecord, attempted: Int?, completed: Int?) -> RequestRecords? {
    var arrays = ServingRequests()
    arrays.promptTokens = record.counts("input_lens")
    arrays.outputTokens = record.counts("output_lens")
    arrays.firstTokens = record.times("ttfts")
    arrays.gaps = gaps(&record)
    arrays.latencies = record.times("latencies")
    arrays.errors = record.column("errors", "a text") { value in value.text.map { !$0.isEmpty } }?.map { $0 ?? false }
    record.dropText("generated_texts")
    return arrays.records(&record, attempted: attempted, completed: completed)
  }

  /// The gaps of each request; `nil` for a request of which one cannot be.
  private static func gaps(_ record: inout JSONRecord) -> [[JSONValue]?]? {
    guard let column = record.column("itls", "a list", \.elements) else { return nil }
    var faults: [(place: String, value: JSONValue)] = []
    let checked = column.enumerated().map { row, gaps -> [JSONValue]? in
      guard let gaps, let index = gaps.firstIndex(where: { !$0.isTime }) else { return gaps }
      faults.append(("itls[\(row)][\(index)]", gaps[index]))
      return nil
    }
    record.noteFaults(faults, of: "itls", "a finite number of 0 or more")
    return checked
  }

  private var lengths: [(key: String, count: Int)] {
    let counts = [
      promptTokens?.count, outputTokens?.count, firstTokens?.count, gaps?.count, latencies?.count, errors?.count,
    ]
    return zip(Self.keys, counts).compactMap { key, count in count.map { (key, $0) } }
  }

  private func records(_ record: inout JSONRecord, attempted: Int?, completed: Int?) -> RequestRecords? {
    let lengths = lengths
    guard let count = lengths.first?.count else { return nil }
    guard lengths.allSatisfy({ $0.count == count }) else {
      record.note(
        .skipped,
        "The per-request lists have different lengths (\(Wording.list(lengths.map { "\($0.key) \($0.count)" }))), so that "
          + "they do not describe the same requests; they were left out.")
      return nil
    }
    noteLength(&record, count, attempted: attempted, completed: completed)
    guard latencies != nil || (firstTokens != nil && gaps != nil) else {
      if count > 0 {
        record.note(
          .skipped,
          "The per-request lists (\(Wording.list(lengths.map(\.key)))) give no latency, which needs latencies, or ttfts "
            + "and itls; they were left out.")
      }
      return nil
    }
    var rows: [Int] = []
    var latency: [Double] = []
    var failed = 0
    var unreadable: [Int] = []
    for row in 0..<count {
      if errors?[row] == true || outputTokens?[row] == 0 {
        failed += 1
      } else if let time = self.latency(row) {
        rows.append(row)
        latency.append(time)
      } else {
        unreadable.append(row)
      }
    }
    note(&record, failed: failed, unreadable: unreadable, rows: rows)
    guard !rows.isEmpty else { return nil }
    func pick<Value>(_ column: [Value?]?) -> [Value?]? { column.map { column in rows.map { column[$0] } } }
    return try? RequestRecords(
      // Nothing says which problem a request put: its position is all there is.
      problems: rows.map(String.init), outputTokens: pick(outputTokens),
      promptTokens: pick(promptTokens), latency: latency,
      timeToFirstToken: firstTokens.map { times(rows, $0, latency, &record) },
      outputChunks: gaps.map { gaps in rows.map { row in gaps[row].map { $0.count + 1 } } })
  }

  private func latency(_ row: Int) -> Double? {
    let time: Double?
    if let latencies {
      time = latencies[row]
    } else if let first = firstTokens?[row], let gaps = gaps?[row] {
      // Every gap was found to be a number.
      time = gaps.reduce(first) { $0 + ($1.number ?? .nan) }
    } else {
      time = nil
    }
    return time.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
  }

  /// The times to the first token of some requests, without those that cannot be.
  private func times(
    _ rows: [Int], _ firstTokens: [Double?], _ latency: [Double], _ record: inout JSONRecord
  ) -> [Double?] {
    var late: [Int] = []
    var absent = 0
    let times = zip(rows, latency).map { row, latency -> Double? in
      guard let time = firstTokens[row] else { return nil }
      if time == 0 {
        absent += 1
        return nil
      }
      // A sum of gaps may be off in its last digits.
      guard time <= latency * (1 + 1e-9) else {
        late.append(row)
        return nil
      }
      return time
    }
    if let row = late.first, let time = firstTokens[row] {
      let others = late.count > 1 ? ", and so in \(Wording.count(late.count - 1, "other request"))" : ""
      record.note(.skipped, "ttfts[\(row)] is \(time), later than the end of its request\(others); left out.")
    }
    if absent > 0 {
      record.note(
        .missing,
        "In \(Wording.count(absent, "request")) of \(rows.count) ttfts is 0, which is written where nothing was observed; "
          + "left out.")
    }
    return times
  }

  // MARK: Notes

  private func noteLength(_ record: inout JSONRecord, _ count: Int, attempted: Int?, completed: Int?) {
    let stated = [attempted, completed].compactMap { $0 }
    guard !stated.isEmpty, !stated.contains(count) else { return }
    let sent = "\(Wording.count(attempted ?? 0, "request")) were sent"
    let requests = completed.map { "\(Wording.count($0, "request")) completed" } ?? sent
    record.note(
      .missing,
      count == 0
        ? "The per-request lists (\(Wording.list(lengths.map(\.key)))) are empty, although \(requests)."
        : "The per-request lists describe \(Wording.count(count, "request")), although \(requests).")
  }

  private func note(_ record: inout JSONRecord, failed: Int, unreadable: [Int], rows: [Int]) {
    if failed > 0 {
      record.note(.skipped, "\(Wording.count(failed, "request")) failed and \(failed == 1 ? "was" : "were") left out.")
    }
    if !unreadable.isEmpty {
      record.note(
        .skipped,
        "\(Wording.count(unreadable.count, "request")) without a readable latency left out "
          + "(\(unreadable.count == 1 ? "index" : "indices") \(Wording.shortList(unreadable.map(String.init), longest: 8)))."
      )
    }
    guard let gaps, let outputTokens else { return }
    let packed = rows.count { row in
      guard let chunks = gaps[row]?.count, let tokens = outputTokens[row] else { return false }
      return chunks < tokens - 1
    }
    if packed > 0 {
      record.note(
        .information,
        "In \(Wording.count(packed, "request")) of \(rows.count) a streamed chunk held more than one token, so that gaps "
          + "between chunks are not times per token.")
    }
  }
}
