import Foundation
import ParetoFrontiers
import Testing

/// The fronts of the measured H100 requests; the expected counts stand in that folder's README, computed there by plain arithmetic.
@Suite struct MeasuredFrontsTests {
  private static let caps = [8, 16, 32, 64, 128, 256, 512, 1_024, 2_048]

  private struct Candidates {
    var accuracy: [Double] = []
    var latency: [Double] = []
    var tokens: [Double] = []
    var accepted: [Double] = []
    var executed: [Double] = []

    func front(_ cost: [Double], _ name: String) throws -> ParetoFront {
      try ParetoFront([
        Objective(name: name, values: cost, sense: .minimize),
        Objective(name: "accuracy", values: accuracy, sense: .maximize),
      ])
    }
  }

  /// The rows of one of the folder's files, which have neither quotes nor empty lines.
  private static func rows(_ file: String) throws -> [[String: String]] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Examples/Data/h100")
    let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let header = try #require(lines.first)
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
  }

  private static func number(_ row: [String: String], _ column: String) throws -> Double {
    try #require(row[column].flatMap(Double.init), "\(column)")
  }

  private static func candidates() throws -> Candidates {
    let requests = try rows("requests.csv")
    let answers = Dictionary(grouping: try rows("greedy.csv")) { $0["model"] ?? "" }
    let models = Set(requests.compactMap { $0["model"] }).sorted()
    var candidates = Candidates()
    for model in models {
      let graded = try #require(answers[model])
      for strategy in ["baseline", "ngram"] {
        let own = requests.filter { $0["model"] == model && $0["strategy"] == strategy }
        #expect(own.count == 100)
        for cap in caps {
          let right = graded.filter { row in
            row["correct"] == "1" && (row["output_tokens"].flatMap(Int.init) ?? Int.max) <= cap
          }
          var latency = 0.0
          var tokens = 0.0
          var positions = 0.0
          for row in own {
            latency += try number(row, "latency_ms_at_\(cap)_tokens") - number(row, "setup_ms")
            let output = try number(row, "output_tokens")
            let kept = min(output, Double(cap))
            tokens += kept
            // Passes up to a cap are not in the file; here they go with the share of tokens.
            let passes = try number(row, "forward_passes") * kept / output
            positions += passes * (strategy == "ngram" ? 6 : 1)
          }
          let parameters = try number(own[0], "parameters")
          candidates.accuracy.append(Double(right.count) / Double(graded.count))
          candidates.latency.append(latency / 100)
          candidates.tokens.append(tokens / 100)
          candidates.accepted.append(2 * parameters * tokens / 100)
          candidates.executed.append(2 * parameters * positions / 100)
        }
      }
    }
    return candidates
  }

  @Test func `the front depends on which compute is counted`() throws {
    let candidates = try Self.candidates()
    let latency = try candidates.front(candidates.latency, "latency")
    let tokens = try candidates.front(candidates.tokens, "generated tokens")
    let accepted = try candidates.front(candidates.accepted, "accepted FLOPs")
    let executed = try candidates.front(candidates.executed, "executed FLOPs")
    #expect(latency.members.count == 14)
    #expect(tokens.members.count == 18)
    #expect(accepted.members.count == 36)
    #expect(accepted.groups.count == 18)
    #expect(executed.members.count == 18)
    let byTokens = FrontOverlap(first: latency.members, second: tokens.members)
    #expect(byTokens.shared.count == 8)
    #expect(abs(byTokens.jaccard - 0.33) < 0.005)
    let byAccepted = FrontOverlap(first: latency.members, second: accepted.members)
    #expect(byAccepted.shared.count == 13)
    #expect(abs(byAccepted.jaccard - 0.35) < 0.005)
    #expect(FrontOverlap(first: latency.members, second: executed.members).jaccard == 0)
  }
}
