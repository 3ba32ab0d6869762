import Foundation
import ScalingAnalytics
import Testing

/// The code of the README is this function's body, compiled and run.
@Suite struct ReadmeTests {
  func readme() throws {
    // README begin
    // How long should it think? Right answers to the same 500 problems at growing token caps; no guess is asked for.
    let caps: [Double] = [512, 1024, 2048, 4096, 8192, 16384]
    let solved = try NestedShares(counts: [205, 262, 301, 330, 347, 360], problemCount: 500)
    let laws = try ModelComparison(LawFamily.rising, x: caps, shares: solved, bounds: ["plateau": 0...1])
    print(laws.best, laws.best.parameters)
    if let law = LawFamily.saturatingLaw(laws.best), let enough = law.predictor(reachingShare: 0.95) {
      print("95 % of the plateau at \(Int(enough)) tokens, \(laws.best.place(of: enough).explanation)")
    }

    // Did speculation pay? Seconds for the same 40 requests without and with it; here the long ones gain more.
    let lengths = (1...40).map(Double.init)
    let speedup = try PairedSpeedup(baseline: lengths.map { 0.3 * $0 }, candidate: lengths.map { 1 + 0.1 * $0 })
    print(speedup.headline)

    // What should run? The least latency that reaches an accuracy, and the next best.
    let latency = Objective(name: "latency", values: [1.2, 2.9, 3.1, 6.0], sense: .minimize)
    let pick = try ParetoPick.best(
      latency, where: [Constraint(name: "accuracy", values: [0.41, 0.66, 0.60, 0.69], limit: .atLeast(0.6))])
    print(pick.headline)
    // README end
    // 0.3 x 820 = 246 s over 40 + 0.1 x 820 = 122 s, and row 1 is the faster of the three that reach 60 %.
    #expect(abs(speedup.ratioOfTotals.value - 246.0 / 122) < 1e-12)
    #expect(speedup.caution == nil)
    #expect(pick.row == 1)
    #expect(pick.runnerUp == 2)
  }

  @Test("The README's code compiles, runs and is the code that stands there")
  func compiles() throws {
    try readme()
    let file = URL(fileURLWithPath: #filePath)
    let root = file.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let page = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
    let block = try #require(
      page.components(separatedBy: "```swift\n").dropFirst().first?.components(separatedBy: "```").first)
    let shown = block.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      .drop { $0.hasPrefix("import") || $0.isEmpty }
    let source = try String(contentsOf: file, encoding: .utf8)
    let body = try #require(
      source.components(separatedBy: "// README begin\n").last?.components(separatedBy: "    // README end").first)
    let compiled = body.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("    ") ? String(line.dropFirst(4)) : String(line)
    }
    #expect(
      Array(shown).joined(separator: "\n").trimmingCharacters(in: .newlines)
        == compiled.joined(separator: "\n").trimmingCharacters(in: .newlines))
  }

  @Test("Every link of the README and of the guides leads to a file")
  func links() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let docs = root.appendingPathComponent("Docs")
    var pages = [root.appendingPathComponent("README.md")]
    for name in try FileManager.default.contentsOfDirectory(atPath: docs.path).sorted() where name.hasSuffix(".md") {
      pages.append(docs.appendingPathComponent(name))
    }
    #expect(pages.count > 10)
    for page in pages {
      let text = try String(contentsOf: page, encoding: .utf8)
      for part in text.components(separatedBy: "](").dropFirst() {
        let target = part.prefix { $0 != ")" && $0 != "#" }
        guard !target.isEmpty, !target.contains("://"), !target.contains(" ") else { continue }
        let file = page.deletingLastPathComponent().appendingPathComponent(String(target))
        #expect(FileManager.default.fileExists(atPath: file.path), "\(page.lastPathComponent): \(target)")
      }
    }
  }
}
