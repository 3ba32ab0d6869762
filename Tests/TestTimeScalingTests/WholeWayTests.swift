import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The example on the shipped data: findings printed, a report written, the published figures in it.
@Suite struct WholeWayTests {
  @Test("The report on the shipped data holds the figures that plain arithmetic gives")
  func report() throws {
    let folder = try ExampleProgram.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let output = folder.appendingPathComponent("report")
    let run = try ExampleProgram.run(["--output", output.path, "--replicates", "50"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains(output.appendingPathComponent("index.html").path))
    #expect(run.output.contains("Nothing was run on more than one GPU."))

    let page = try String(contentsOf: output.appendingPathComponent("index.html"), encoding: .utf8)
    // Markdown escapes brackets; a reader does not see that.
    let twin = try String(contentsOf: output.appendingPathComponent("report.md"), encoding: .utf8)
      .replacingOccurrences(of: "\\", with: "")
    // Typed from the data's README, where they were computed by plain arithmetic.
    let figures = [
      "2.50 [", "2.26 [", "2.28 [", "2.24 [", "1.60 [", "1.35 [", "1.43 [", "1.32 [", "9 [", "35 [", "29 [", "40 [",
      "2.21x", "1.70", "0.97", "20.0 us", "18.2 us", "18 configurations", "36 configurations", "14 over latency",
      "8 on both (Jaccard 0.33 [", "13 on both (Jaccard 0.35 [", "0 on both (Jaccard 0.00 [", "3.04",
    ]
    for figure in figures {
      #expect(page.contains(figure), "index.html lacks \(figure)")
      #expect(twin.contains(figure), "report.md lacks \(figure)")
    }
    for model in ["0.5M", "0.9M", "2M", "5M"] { #expect(page.contains(model)) }
    let limitations = try #require(page.range(of: "What the data cannot show"))
    let answers = try #require(page.range(of: "The answers"))
    #expect(limitations.lowerBound < answers.lowerBound, "what the data cannot show stands at the top")
    #expect(!page.contains("<script"))
    let outside = page.components(separatedBy: "http").dropFirst().filter { !$0.hasPrefix("://www.w3.org/2000/svg") }
    #expect(outside.isEmpty, "no network")

    let drawings = try FileManager.default.contentsOfDirectory(atPath: output.appendingPathComponent("figures").path)
    #expect(drawings.count == 16)
    for drawing in drawings {
      let parser = XMLParser(data: try Data(contentsOf: output.appendingPathComponent("figures/\(drawing)")))
      #expect(parser.parse(), "\(drawing) is well-formed")
    }

    // Same input, same bytes.
    let again = folder.appendingPathComponent("again")
    let second = try ExampleProgram.run(["--output", again.path, "--replicates", "50"])
    #expect(second.status == 0)
    #expect(try Data(contentsOf: again.appendingPathComponent("index.html")) == Data(page.utf8))
  }

  @Test("An accuracy that nothing reaches is answered with the nearest miss")
  func noneFeasible() throws {
    let folder = try ExampleProgram.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let output = folder.appendingPathComponent("report")
    let run = try ExampleProgram.run(["--output", output.path, "--replicates", "50", "--accuracy", "1"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("None of 72 configurations reaches 100 % accuracy; the nearest is 5M"))
    #expect(
      try String(contentsOf: output.appendingPathComponent("index.html"), encoding: .utf8).contains(
        "None of 72 configurations"))
  }
}
