import Foundation
import ScalingAnalytics
import Testing

/// What the status and the report say of folders with faults.
@Suite struct PaperNotesTests {
  /// Runs the program on a folder of these files.
  private func program(_ command: String, _ files: [String: String]) throws -> PaperProgram {
    let folder = try PaperProgram.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files {
      let file = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    return try PaperProgram.run([command, folder.path])
  }

  private func serve(_ rate: Double, _ more: String = "") -> String {
    "{\"model_id\": \"m\", \"num_prompts\": 1, \"request_throughput\": \(rate)\(more)}"
  }

  private func lines(_ run: PaperProgram, _ word: String) -> [String] {
    run.output.split(separator: "\n").map(String.init).filter { $0.hasPrefix("  \(word)") }
  }

  @Test("A folder without a run names the loss, not the first note", arguments: ["status", "report"])
  func loss(command: String) throws {
    let run = try program(
      command, ["README.md": "notes", "z.json": "{\"model_id\": ", "y.json": serve(1), "y.context.json": "{}"])
    #expect(run.status == 2)
    #expect(
      run.errors.contains(
        "holds no run: y.context.json:1: The file lacks the key \"formatVersion\": the version of its format, which is 1. "
          + "y.json was left out with its context. (1 more file or record gave no run.)"), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
  }

  @Test("A folder of strangers names the first")
  func strangers() throws {
    let run = try program("status", ["README.md": "notes"])
    #expect(run.status == 2)
    #expect(
      run.errors.contains("README.md: The file holds neither JSON objects nor a table nor metrics"), "\(run.errors)")
  }

  @Test("A wrong sidecar and a contradiction stop neither status nor report")
  func goesOn() throws {
    let folder = try PaperFolder()
    defer { folder.remove() }
    let wrong = folder.results.appendingPathComponent("s1.1-14b_tp2_cap1024.context.json")
    try Data("{\"formatVersion\": 1, \"gpus\": 2}".utf8).write(to: wrong)
    let other = folder.results.appendingPathComponent("s1.1-14b_tp4_cap1024.context.json")
    let text = try String(contentsOf: other, encoding: .utf8)
    try Data("{\"formatVersion\": 1, \"model\": {\"name\": \"other\"}}".utf8).write(to: other)
    #expect(text.contains("tensorParallel"))
    let status = try PaperProgram.run(["status", folder.results.path])
    #expect(status.status == 0, "\(status.errors)")
    #expect(status.output.contains("40 of 120 cells have runs, 38 with both latency and accuracy"))
    let notes = lines(status, "note")
    #expect(
      notes.contains {
        $0.contains("s1.1-14b_tp2_cap1024.context.json:1: \"gpus\" is not a key of the file;")
          && $0.hasSuffix("s1.1-14b_tp2_cap1024.json was left out with its context.")
      })
    #expect(
      notes.contains {
        $0.contains("s1.1-14b_tp4_cap1024.json:")
          && $0.contains("model.name is \"simplescaling/s1.1-14B\" in the file, but \"other\" in the context;")
      })
    let output = folder.root.appendingPathComponent("report")
    let report = try PaperProgram.run(["report", folder.results.path, "--output", output.path])
    #expect(report.status == 0, "\(report.errors)")
    let page = try String(contentsOf: output.appendingPathComponent("index.html"), encoding: .utf8)
    #expect(page.contains("s1.1-14b_tp2_cap1024.json was left out with its context."))
  }

  @Test("Notes that say the same of many files are one line")
  func grouped() throws {
    let folder = try PaperFolder()
    defer { folder.remove() }
    let status = try PaperProgram.run(["status", folder.results.path])
    #expect(status.status == 0, "\(status.errors)")
    let notes = lines(status, "note")
    func one(_ words: String) throws -> String {
      let own = notes.filter { $0.contains(words) }
      #expect(own.count == 1, "\(words): \(notes)")
      return try #require(own.first)
    }
    #expect(try one("which names the same questions by their hash.").hasSuffix("(and 39 files alike)"))
    #expect(try one("7 keys were not used: lm_eval_version").hasSuffix("(and 39 files alike)"))
    // Of the benchmark and of the harness, ten cells a strategy.
    #expect(
      try one("That it ran with tensor parallel 4 and no speculation is the word of the context alone")
        .hasSuffix("(and 19 files alike)"))
  }

  @Test("Every file without a run has its own line, and a run that is there twice is named")
  func ungrouped() throws {
    let run = try program(
      "status",
      ["a.json": serve(1), "b.json": serve(1, ", \"note\": 1"), "c.json": "", "d.json": "", "e.json": serve(1) + "x"])
    #expect(run.status == 0, "\(run.errors)")
    let notes = lines(run, "note")
    for name in ["c", "d"] {
      #expect(notes.contains("  note     \(name).json: The file is empty. The file was left out."), "\(notes)")
    }
    #expect(notes.contains("  note     b.json: The run b.json has the same figures as a.json and was listed once."))
  }
}
