import Foundation
import Testing

/// The program as a process: plan, status, report, and what it refuses.
@Suite struct PaperProgramTests {
  @Test("The plan prints the matrix and a script, and lists every cell")
  func plan() throws {
    let whole = try PaperProgram.run(["plan"])
    #expect(whole.status == 0, "\(whole.errors)")
    #expect(whole.output.contains("120 cells of model x cap x strategy"))
    #expect(whole.output.contains("1024, 2048, 4096, 8192, 16384"))
    #expect(whole.output.contains("vllm serve"))
    let all = try PaperProgram.run(["plan", "--cell", "all"])
    let names = all.output.split(separator: "\n").map(String.init)
    #expect(names.count == 120 && Set(names).count == 120)
    let one = try PaperProgram.run(["plan", "--cell", "s1.1-14b_tp4_cap2048", "--version", "current"])
    #expect(one.status == 0)
    #expect(one.output.contains("--tensor-parallel-size 4"))
    #expect(one.output.contains("vllm bench serve"))
  }

  @Test("The status and the report of a folder of results")
  func folder() throws {
    let folder = try PaperFolder()
    defer { folder.remove() }
    let status = try PaperProgram.run(["status", folder.results.path])
    #expect(status.status == 0, "\(status.errors)")
    #expect(status.output.contains("40 of 120 cells have runs, 40 with both latency and accuracy; 80 are missing."))
    #expect(status.output.contains("  present  s1.1-14b_tp4_cap2048: 1 timed, 1 judged"))
    #expect(status.output.contains("  missing  s1.1-7b_tp4_cap2048"))
    let output = folder.root.appendingPathComponent("report")
    let report = try PaperProgram.run(["report", folder.results.path, "--output", output.path])
    #expect(report.status == 0, "\(report.errors)")
    for name in ["Observation 2", "Observation 3", "Observation 3, small models", "Cost 1", "Cost 2"] {
      #expect(report.output.contains("  \(name): supported;"), "\(name)")
    }
    let page = try String(contentsOf: output.appendingPathComponent("index.html"), encoding: .utf8)
    #expect(page.contains("Figure 1. Speculation") && page.contains("Figure 2. Tensor parallelism"))
    #expect(page.contains("80 are missing"))
    #expect(page.contains("Is compute-optimal system-optimal?") && page.contains("by mean accelerator time"))
  }

  @Test("The shipped files of tools fill no cell, and each says why")
  func tools() throws {
    let status = try PaperProgram.run(["status", PaperProgram.shippedTools.path])
    #expect(status.status == 0, "\(status.errors)")
    let runs = try #require(status.output.split(separator: " ").first.flatMap { Int($0) })
    #expect(runs >= 13 && status.output.hasPrefix("\(runs) runs from "))
    #expect(status.output.contains("0 of 120 cells have runs"))
    #expect(status.output.components(separatedBy: "  no cell  ").count - 1 == runs)
  }

  @Test("Without a folder no claim is called supported that the shipped data cannot show")
  func shipped() throws {
    let folder = try PaperProgram.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = try PaperProgram.run(["report", "--output", folder.path])
    #expect(run.status == 0, "\(run.errors)")
    let lines = run.output.split(separator: "\n")
    for name in ["Cost 1", "Cost 2", "Observation 3", "Observation 3, small models", "predict", "hardware"] {
      let own = lines.filter { $0.lowercased().contains(name.lowercased()) }
      #expect(own.contains { $0.contains(": not testable with these data;") }, "\(name): \(run.output)")
    }
    let page = try String(contentsOf: folder.appendingPathComponent("index.html"), encoding: .utf8)
    for words in ["Plumbing, not evidence", "24.6 us", "10.3 us"] { #expect(page.contains(words), "\(words)") }
    let limitations = try #require(page.range(of: "What the data cannot show"))
    let claims = try #require(page.range(of: "The claims</h2>") ?? page.range(of: "How it is tested"))
    #expect(limitations.lowerBound < claims.lowerBound)
  }

  @Test(
    "Words that mean nothing are refused in one sentence",
    arguments: [
      (["plan", "--cell", "nowhere"], "nowhere"), (["plan", "--version", "9"], "9"), (["plan", "--cell"], "--cell"),
      (["plot"], "plot"), (["status"], "status"), (["report", "--cell", "all"], "--cell"),
      (["status", "no-such-folder"], "no-such-folder"), (["report", "no-such-folder"], "no-such-folder"),
    ])
  func wrongWords(arguments: [String], word: String) throws {
    try refuses(arguments, naming: word)
  }

  @Test("An empty folder is refused, by status and report", arguments: ["status", "report"])
  func emptyFolder(command: String) throws {
    let folder = try PaperProgram.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try refuses([command, folder.path], naming: "\(folder.path) holds no run")
  }

  private func refuses(_ arguments: [String], naming word: String) throws {
    let run = try PaperProgram.run(arguments)
    #expect(run.status == 2)
    #expect(run.errors.contains(word), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
    #expect(run.output.isEmpty)
  }
}
