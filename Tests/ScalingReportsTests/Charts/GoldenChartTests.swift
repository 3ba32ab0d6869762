import Foundation
import ScalingCharts
import ScalingReports
import Testing

/// The bytes of every ready chart in its three forms, compared with files beside this one.
///
/// `SCALING_RECORD_GOLDEN=1` writes the files instead: look at each before it is committed.
@Suite struct GoldenChartTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden")

  @Test(arguments: ChartSamples.all.map(\.name))
  func everyFormOfAChartIsTheFile(_ name: String) throws {
    let make = try #require(ChartSamples.all.first { $0.name == name }).make
    let chart = try make()
    let figure = try chart.figure(id: name)
    try compare(figure.svg, "\(name).svg")
    try compare(VegaLite.specification(of: chart.chart), "\(name).vl.json")
    try compare(chart.chart.text(columns: 100, rows: 30), "\(name).txt")
    // Charts are values: what is made again on another thread is the same.
    #expect(try make().figure(id: name) == figure)
  }

  @Test func everyFormOfAPageIsTheFile() throws {
    var report = DecisionReport(
      title: "Which configuration?", limitations: ["Made-up numbers: nothing here was measured."],
      decision: .noneFeasible("None feasible.", details: ["Nearest miss: TP1, batch 72."]))
    report.fronts = [try ChartSamples.front()]
    report.fits = [try ChartSamples.scalingCurve()]
    report.assumptions = ["A token is a generated token."]
    report.seed = 1
    let page = try report.page()
    try compare(page.html(), "page.html")
    try compare(page.markdown(), "page.md")
    try compare(page.json(), "page.json")
  }

  @Test func eightThreadsDrawTheSameBytes() async throws {
    let expected = try ChartSamples.front().figure(id: "front").svg
    try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<8 { group.addTask { try ChartSamples.front().figure(id: "front").svg } }
      for try await svg in group { #expect(svg == expected) }
    }
  }

  private func compare(_ text: String, _ name: String) throws {
    let file = Self.folder.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["SCALING_RECORD_GOLDEN"] == "1" {
      try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
      return
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    guard text != expected else { return }
    let lines = zip(text.split(separator: "\n"), expected.split(separator: "\n"))
    let first = lines.first { $0 != $1 }
    Issue.record(
      "\(name) differs: \(first.map { "\"\($0.0.prefix(200))\" for \"\($0.1.prefix(200))\"" } ?? "its length")")
  }
}
