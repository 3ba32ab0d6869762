import Foundation
import ScalingAnalytics
import Testing

/// From the files that the printed commands leave to the verdicts.
@Suite struct PaperFolderTests {
  private func verdicts(_ claims: PaperClaims) -> [String: ClaimVerdict] {
    Dictionary(uniqueKeysWithValues: claims.findings.map { ($0.name, $0.verdict) })
  }

  private static let heldClaims = [
    "Observation 2", "Observation 3", "Observation 3, small models", "Cost 1", "Cost 2",
  ]

  @Test("Every file finds its cell, and the claims come out as the truth")
  func wholeFolder() throws {
    let folder = try PaperFolder()
    defer { folder.remove() }
    let contents = try ResultsDirectory(folder.results.path).read()
    // 40 cells timed and judged, 10 with the counters of speculation.
    #expect(folder.cells.count == 40)
    #expect(contents.runs.count == 90)
    let dropped = contents.notes.map(\.message).filter { $0.contains("same content") || $0.contains("left out") }
    #expect(dropped.isEmpty, "\(dropped.first ?? "")")

    let coverage = PaperExperiment.plan.coverage(of: contents.runs)
    #expect(coverage.present.map(\.cell) == folder.cells)
    #expect(coverage.present.allSatisfy { $0.isComplete && $0.accuracyRuns == 1 })
    #expect(coverage.missing.count == 80)
    #expect(coverage.strays.isEmpty && coverage.duplicates.isEmpty)
    #expect(coverage.deviations.allSatisfy { $0.contains("number of problems 40, where the plan says 500") })

    let sweep = SweepObservations(contents.runs)
    #expect(sweep.leftOut.isEmpty)
    #expect(sweep.cells.count == 40)
    for cell in sweep.cells {
      #expect(cell.latency.count == PaperFolder.problemCount)
      #expect(cell.accelerators == cell.strategy.accelerators)
      let right = (0..<PaperFolder.problemCount).count { PaperFolder.isSolved($0, cap: cell.tokenCap) }
      #expect(cell.accuracy == Double(right) / Double(PaperFolder.problemCount), "judged by math_verify: \(cell.label)")
    }

    let claims = try PaperClaims(sweep)
    for name in Self.heldClaims { #expect(verdicts(claims)[name] == .supported, "\(name)") }
    let proportion = try #require(claims.findings.first { $0.name == "Observation 3" })
    #expect(proportion.evidence.contains { $0.contains("s1.1-14B on 4 x NVIDIA GH200-96GB: 1.7") })
  }

  @Test("What is wrong with a file is said by its name, and the others still stand")
  func blemishes() throws {
    let folder = try PaperFolder()
    defer { folder.remove() }
    let files = FileManager.default
    // A file of NaN: nothing of it can be timed.
    let broken = folder.servingFile("s1.1-14b_tp2_cap1024")
    var record = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: broken)) as? [String: Any])
    record["latencies"] = (0..<PaperFolder.problemCount).map { _ in "@" }
    let text = String(decoding: try JSONSerialization.data(withJSONObject: record), as: UTF8.self)
    try Data(text.replacingOccurrences(of: "\"@\"", with: "NaN").utf8).write(to: broken)
    // A cell that is not there.
    for name in ["s1.1-14b_tp4_cap2048.json", "s1.1-14b_tp4_cap2048.context.json", "s1.1-14b_tp4_cap2048"] {
      try files.removeItem(at: folder.results.appendingPathComponent(name))
    }
    // A copy as file managers make it, which comes first and has no context.
    let original = folder.servingFile("s1.1-14b_ngram_cap4096")
    try files.copyItem(at: original, to: folder.servingFile("s1.1-14b_ngram_cap4096 copy"))
    // A run whose outputs are others than those of the baseline; their times follow them.
    let other = folder.servingFile("s1.1-1.5b_ngram_cap8192")
    record = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: other)) as? [String: Any])
    let lengths = (0..<PaperFolder.problemCount).map { 300 + 10 * $0 }
    let cell = try #require(folder.cells.first { $0.identifier == "s1.1-1.5b_ngram_cap8192" })
    let times = lengths.enumerated().map { problem, length in
      PaperFolder.latency(problem, cell) * Double(length) / Double(PaperFolder.tokens(problem, cap: cell.tokenCap))
    }
    record["output_lens"] = lengths
    record["total_output_tokens"] = lengths.reduce(0, +)
    record["latencies"] = times
    record["itls"] = times.map { time in [Double](repeating: (time - 0.05) / 4, count: 4) }
    try JSONSerialization.data(withJSONObject: record).write(to: other)

    let contents = try ResultsDirectory(folder.results.path).read()
    let notes = contents.notes.map(\.message)
    #expect(
      notes.contains {
        $0.contains("s1.1-14b_ngram_cap4096 copy.json: The file has the same content as s1.1-14b_ngram_cap4096.json")
      })
    let coverage = PaperExperiment.plan.coverage(of: contents.runs)
    #expect(coverage.strays.isEmpty)
    #expect(coverage.missing.contains { $0.identifier == "s1.1-14b_tp4_cap2048" })
    #expect(coverage.missing.count == 81)
    let sweep = SweepObservations(contents.runs)
    #expect(sweep.cells.count == 38)
    #expect(
      sweep.leftOut == [
        "Cell simplescaling/s1.1-14B on NVIDIA GH200-96GB, cap 1024, tensor parallel 2 is left out: it was judged, but no request of it could be timed."
      ])
    let claims = try PaperClaims(sweep)
    for name in Self.heldClaims { #expect(verdicts(claims)[name] == .supported, "\(name)") }
    let faster = try #require(claims.findings.first { $0.name == "Observation 2" })
    #expect(faster.headline.contains("10 of 10 cells"))
    #expect(
      faster.evidence.contains(
        "9 cells by latency, 1 by time per token because outputs differ in more than a tenth of their pairs."))
    let dearer = try #require(claims.findings.first { $0.name == "Cost 2" })
    #expect(dearer.headline.contains("18 of 20 cells compared"))
  }

  @Test("A cell without its baseline is named by the claims")
  func noBaseline() throws {
    let folder = try PaperFolder()
    defer { folder.remove() }
    try FileManager.default.removeItem(at: folder.servingFile("s1.1-14b_baseline_cap16384"))
    let contents = try ResultsDirectory(folder.results.path).read()
    #expect(
      contents.notes.map(\.message).contains {
        $0.contains("s1.1-14b_baseline_cap16384.context.json") && $0.contains("belongs to no results file")
      })
    let claims = try PaperClaims(SweepObservations(contents.runs))
    let faster = try #require(claims.findings.first { $0.name == "Observation 2" })
    #expect(faster.verdict == .supported)
    let noBaseline = "cap 16384, n-gram speculation of 5 tokens: no baseline cell to compare with"
    #expect(faster.missing.contains { $0.contains(noBaseline) })
  }
}
