import ScalingExperiments

/// The per-request arrays that vLLM and SGLang write on demand.
struct ServingRequests {
  private var promptTokens: [Int?]?
  private var outputTokens: [Int?]?
  private var firstTokens: [Double?]?
  private var gaps: [[JSONValue]?]?
  private var latencies: [Double?]?
  private var errors: [Bool]?

  /// Reads the arrays; `nil` where the record has none that gives latencies.
  ///
  /// Failed requests are left out and counted. The latency is the one in the file, or else the time to the first token
  /// and the gaps after it, which is how the clients compute it. Gaps are chunks: their number is never taken for that
  /// of the tokens.
  static func read(_ record: inout JSONRecord) -> RequestRecords? {
    var arrays = ServingRequests()
    arrays.promptTokens = record.list("input_lens")?.map(Self.count)
    arrays.outputTokens = record.list("output_lens")?.map(Self.count)
    arrays.firstTokens = record.list("ttfts")?.map(\.number)
    arrays.gaps = record.list("itls")?.map(\.elements)
    arrays.latencies = record.list("latencies")?.map(\.number)
    arrays.errors = record.list("errors")?.map { !($0.text ?? "").isEmpty }
    record.dropText("generated_texts")
    return arrays.records(&record)
  }

  private func records(_ record: inout JSONRecord) -> RequestRecords? {
    let lengths = [
      promptTokens?.count, outputTokens?.count, firstTokens?.count, gaps?.count, latencies?.count, errors?.count,
    ].compactMap { $0 }
    guard let count = lengths.first, latencies != nil || (firstTokens != nil && gaps != nil) else { return nil }
    guard lengths.allSatisfy({ $0 == count }) else {
      record.note(
        .skipped,
        "The per-request lists have \(Wording.list(lengths.map(String.init))) values, so that they do not describe the "
          + "same requests; they were left out.")
      return nil
    }
    var rows: [Int] = []
    var latency: [Double] = []
    var failed = 0
    var unreadable = 0
    for row in 0..<count {
      if errors?[row] == true || outputTokens?[row] == 0 {
        failed += 1
      } else if let time = self.latency(row) {
        rows.append(row)
        latency.append(time)
      } else {
        unreadable += 1
      }
    }
    note(&record, failed: failed, unreadable: unreadable, rows: rows)
    guard !rows.isEmpty else { return nil }
    func pick<Value>(_ column: [Value?]?) -> [Value?]? { column.map { column in rows.map { column[$0] } } }
    return try? RequestRecords(
      // Nothing says which problem a request put: its position is all there is.
      problems: rows.map(String.init), outputTokens: pick(outputTokens),
      promptTokens: pick(promptTokens), latency: latency,
      timeToFirstToken: pick(firstTokens)?.map { $0.flatMap { $0 > 0 ? $0 : nil } },
      outputChunks: gaps.map { gaps in rows.map { row in gaps[row].map { $0.count + 1 } } })
  }

  private static func count(_ value: JSONValue) -> Int? { value.integer.flatMap { $0 >= 0 ? $0 : nil } }

  private func latency(_ row: Int) -> Double? {
    let time: Double?
    if let latencies {
      time = latencies[row]
    } else if let first = firstTokens?[row], let gaps = gaps?[row] {
      let times = gaps.compactMap(\.number)
      time = times.count == gaps.count ? times.reduce(first, +) : nil
    } else {
      time = nil
    }
    return time.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
  }

  private func note(_ record: inout JSONRecord, failed: Int, unreadable: Int, rows: [Int]) {
    if failed > 0 {
      record.note(.skipped, "\(Wording.count(failed, "request")) failed and \(failed == 1 ? "was" : "were") left out.")
    }
    if unreadable > 0 {
      record.note(.skipped, "\(Wording.count(unreadable, "request")) without a readable latency left out.")
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
