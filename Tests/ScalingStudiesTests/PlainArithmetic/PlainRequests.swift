import Foundation
import Testing

/// The requests of one model and strategy, and what sums and quotients over their rows give.
struct PlainRequests {
  static let models = ["0.5M", "0.9M", "2M", "5M"]
  static let caps = [8, 16, 32, 64, 128, 256, 512, 1_024, 2_048]

  let rows: [[String: String]]
  /// What a forward pass scores: one position, or five drafts and the position before them.
  let positionsPerPass: Double

  init(_ model: String, _ strategy: String) throws {
    rows = try PlainCSV("requests.csv").rows(["model": model, "strategy": strategy])
    positionsPerPass = strategy == "ngram" ? 6 : 1
    try #require(rows.count == 100)
  }

  /// The latencies in seconds without the one-time set-up.
  func latencies() throws -> [Double] {
    try rows.map { (try $0.number("latency_ms") - $0.number("setup_ms")) / 1e3 }
  }

  /// The latencies in seconds with the set-up left in.
  func rawLatencies() throws -> [Double] { try rows.map { try $0.number("latency_ms") / 1e3 } }

  /// The mean latency at a cap, in seconds without set-up.
  func meanLatency(_ cap: Int) throws -> Double {
    var sum = 0.0
    for row in rows { sum += try row.number("latency_ms_at_\(cap)_tokens") - row.number("setup_ms") }
    return sum / Double(rows.count) / 1e3
  }

  /// The mean tokens at a cap.
  func meanTokens(_ cap: Int) throws -> Double {
    var sum = 0.0
    for row in rows { sum += min(try row.number("output_tokens"), Double(cap)) }
    return sum / Double(rows.count)
  }

  /// The mean positions scored up to a cap; the passes of a cut answer go with its share of the tokens.
  func meanPositions(_ cap: Int) throws -> Double {
    var sum = 0.0
    for row in rows {
      let tokens = try row.number("output_tokens")
      sum += positionsPerPass * (try row.number("forward_passes")) * min(1, Double(cap) / tokens)
    }
    return sum / Double(rows.count)
  }

  func total(_ column: String) throws -> Double { try rows.map { try $0.number(column) }.reduce(0, +) }

  /// How many of a model's 400 greedy answers are right and end within a cap.
  static func solved(_ model: String, _ cap: Int) throws -> Int {
    let answers = try PlainCSV("greedy.csv").rows(["model": model])
    try #require(answers.count == 400)
    // An empty length is an answer that the window cut.
    return answers.count { row in
      row["correct"] == "1" && (row["output_tokens"].flatMap(Int.init).map { $0 <= cap } ?? false)
    }
  }
}
