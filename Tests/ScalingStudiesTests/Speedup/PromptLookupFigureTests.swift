import Foundation
import ScalingStudies
import Testing

@Suite struct PromptLookupFigureTests {
  private static let reference = ProcessInfo.processInfo.environment["SCALING_REFERENCE_DATA"]

  @Test func `a pass costs tokens a pass over speed-up`() {
    let costs = PromptLookupFigure.specBench.map { printed($0.passCost, 3) }
    // 1.73/1.64, 1.75/1.66, 1.67/1.56, 1.54/1.40.
    #expect(costs == ["1.055", "1.054", "1.071", "1.100"])
  }

  @Test(.enabled(if: PromptLookupFigureTests.reference != nil, "SCALING_REFERENCE_DATA names no reference data"))
  func `the figures are those of the leaderboard's file (needs SCALING_REFERENCE_DATA)`() throws {
    let folder = URL(fileURLWithPath: try #require(Self.reference))
    let text = try String(
      contentsOf: folder.appendingPathComponent("spec/specbench_leaderboard.csv"), encoding: .utf8)
    let rows = text.split(whereSeparator: \.isNewline).map { $0.split(separator: ",").map(String.init) }
    let lookups = rows.filter { $0[2] == "PLD" }
    #expect(lookups.count == PromptLookupFigure.specBench.count)
    for (row, figure) in zip(lookups, PromptLookupFigure.specBench) {
      #expect(row[0] == figure.accelerator && row[1] == figure.model)
      #expect(row[1].contains("-\(Int(figure.billions))B-"))
      #expect(Double(row[7]) == figure.mathematicsSpeedup)
      #expect(Double(row[9]) == figure.tokensPerPass && Double(row[10]) == figure.speedup)
    }
  }
}
