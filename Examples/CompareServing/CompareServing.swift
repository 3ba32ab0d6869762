import ExampleSupport
import Foundation
import ScalingAnalytics

/// Two result sets in; the speed-up with its interval and the cost out: a gate for continuous integration.
@main
enum CompareServing {
  static let usage = """
    usage: CompareServing BASELINE CANDIDATE [--max-regression 5%] [--price USD] [--json FILE]

      BASELINE, CANDIDATE  folders of results of any known tool, with records of single requests
      --max-regression P   status 1 where the interval says that requests take more than P longer (default: no gate)
      --price USD          an hour of one accelerator, for the cost of a million tokens
      --json FILE          the comparison for programs; "-" is the standard output alone

    Without paths: four small models on one H100 without and with n-gram speculation, which is shipped.
    """

  /// One model at one load on both sides.
  struct Row: Codable {
    let configuration: String
    let estimand: String
    let requests: [Int]
    let speedup: Estimate
    let verdict: String
    let costs: [Double?]
  }

  static func main() {
    ExampleProgram.run("CompareServing", usage: usage) { words in
      try compare(CommandLineWords(words, options: ["--max-regression", "--price", "--json"]))
    }
  }

  static func compare(_ words: CommandLineWords) throws -> Int32 {
    guard [0, 2].contains(words.positional.count) else { throw UsageError("Two folders are needed.\n\(usage)") }
    let sides =
      try words.positional.isEmpty
      ? shippedSides()
      : words.positional.map { folder in
        try ResultsDirectory(folder).read().runs.filter { ($0.requests?.count ?? 0) > 1 }
      }
    let price = try words.number("--price").map { AcceleratorPrice(currency: "USD", perHour: $0) }
    let limit = try words.number("--max-regression")
    var rows: [Row] = []
    for baseline in sides[0] {
      guard let candidate = sides[1].first(where: { key($0) == key(baseline) }) else { continue }
      rows.append(try row(baseline, candidate, price: price, limit: limit))
    }
    guard !rows.isEmpty else {
      throw UsageError("No model was measured at the same load on both sides, with requests.")
    }
    if let file = words.text("--json") {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      encoder.nonConformingFloatEncodingStrategy = .convertToString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
      let data = try encoder.encode(rows)
      if file == "-" {
        print(String(decoding: data, as: UTF8.self))
      } else {
        try data.write(to: URL(fileURLWithPath: file))
      }
    }
    if words.text("--json") != "-" {
      for row in rows {
        print("\(row.configuration): \(row.speedup.headline) \(row.estimand); \(row.verdict).")
        let costs = row.costs.map { $0.map { DecimalText.significant($0, 4) } ?? "unknown" }
        if price != nil { print("  USD a million tokens: \(costs[0]) before, \(costs[1]) after") }
      }
    }
    return rows.contains { $0.verdict.hasPrefix("worse") } ? 1 : 0
  }

  static func shippedSides() throws -> [[Run]] {
    let runs = try TestTimeScalingDirectory(ExampleProgram.shippedData("h100")).read().runs
    return [false, true].map { isOn in runs.filter { $0.serving.speculation?.isOn == isOn } }
  }

  static func key(_ run: Run) -> String { "\(run.model.name), \(run.workload.load?.words ?? "unknown load")" }

  static func row(_ baseline: Run, _ candidate: Run, price: AcceleratorPrice?, limit: Double?) throws -> Row {
    guard let before = baseline.requests, let after = candidate.requests else { throw UsageError("no requests") }
    let isPaired = Set(before.problems).count == before.count && Set(before.problems) == Set(after.problems)
    let speedup: Estimate
    if isPaired, before.count >= 8 {
      let pairs = try Pairing.match(baselineKeys: before.problems, candidateKeys: after.problems)
      let paired = try PairedSpeedup(
        baseline: pairs.baselineRows.map { before.latencyWithoutSetup[$0] },
        candidate: pairs.candidateRows.map { after.latencyWithoutSetup[$0] })
      speedup = paired.ratioOfTotals
    } else {
      speedup = try UnpairedSpeedup(baseline: before.latencyWithoutSetup, candidate: after.latencyWithoutSetup)
        .ratioOfMeans
    }
    let costs = [baseline, candidate].map { run in CellCosts([run], price: price).rows.last?.moneyPerMillionTokens }
    // Latency grows by a share r where the speed-up is 1 / (1 + r).
    let bound = 1 / (1 + (limit ?? 0))
    let verdict =
      if limit != nil, speedup.upper < bound {
        "worse by more than \(DecimalText.significant((limit ?? 0) * 100, 3)) %"
      } else if speedup.lower > 1 { "faster" } else if speedup.upper < 1 { "slower" } else { "the interval holds both" }
    return Row(
      configuration: key(baseline),
      estimand: isPaired
        ? "(ratio of total latencies, same requests)" : "(ratio of mean latencies, different requests)",
      requests: [before.count, after.count], speedup: speedup, verdict: verdict, costs: costs)
  }
}
