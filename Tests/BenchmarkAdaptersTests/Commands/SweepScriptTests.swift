import BenchmarkAdapters
import Foundation
import ScalingExperiments
import Testing

@Suite struct SweepScriptTests {
  private let plan = PaperExperiment.plan

  @Test(arguments: CommandLines.EngineVersion.allCases)
  func `the script of all cells is read by a shell, and holds every cell's commands`(
    _ version: CommandLines.EngineVersion
  ) throws {
    let lines = try CommandLines(plan: plan, version: version)
    let script = try lines.script()
    let folder = try scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    try script.write(to: folder.appendingPathComponent("sweep.sh"), atomically: true, encoding: .utf8)
    #expect(try TestShell.run("sh -n sweep.sh", in: folder).status == 0)
    #expect(script.contains("# Cell 120 of 120: s1.1-14b_tp4_cap16384\n"))
    for cell in plan.cells {
      for command in try lines.commands(for: cell) { #expect(script.contains(command.text)) }
    }
  }

  @Test func `a script of one cell speaks of one cell`() throws {
    let lines = try CommandLines(plan: plan, version: .vLLM073)
    #expect(try lines.script(for: [plan.cells[0]]).contains(": 1 cell with vLLM 0.7.3 and lm-eval "))
    #expect(try lines.script().contains(": 120 cells with vLLM 0.7.3 and lm-eval "))
  }

  /// Programs of the same names stand in for the tools: they write the files that the flags name.
  @Test(arguments: CommandLines.EngineVersion.allCases)
  func `run with stand-ins it leaves the files it names beside their contexts, and passes over what is done`(
    _ version: CommandLines.EngineVersion
  ) throws {
    let folder = try scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    var lines = try CommandLines(plan: plan, version: version)
    lines.resultsDirectory = "the results"
    let cells = try ["s1.1-7b_ngram_cap1024", "s1.1-7b_tp4_cap1024"].map { try #require(plan.cell(identifier: $0)) }
    try lines.script(for: cells).write(
      to: folder.appendingPathComponent("sweep.sh"), atomically: true, encoding: .utf8)
    try standIn(
      "vllm", in: folder,
      """
      echo "$1 $2" >> calls
      if test "$1" = serve; then exec sleep 60; fi
      \(Self.writeResult)
      """)
    try standIn("python3", in: folder, "test \"$1\" = - && exit 0\necho \"$1\" >> calls\n\(Self.writeResult)")
    try standIn(
      "curl", in: folder,
      "while test $# -gt 1; do test \"$1\" = --output && { test \"$2\" = /dev/null || echo x > \"$2\"; }; shift; done")
    try standIn(
      "lm-eval", in: folder,
      """
      echo lm-eval >> calls
      while test $# -gt 0; do test "$1" = --output_path && root=$2; shift; done
      echo x > "$root/simplescaling__s1.1-7B/results_2026.json"
      echo x > "$root/simplescaling__s1.1-7B/samples_minerva_math500_2026.jsonl"
      """)
    let path = folder.appendingPathComponent("bin").path + ":/usr/bin:/bin"
    #expect(try TestShell.run("sh sweep.sh", in: folder, path: path).status == 0)
    for cell in cells {
      for command in try lines.commands(for: cell) {
        for leaf in command.leaves {
          let file = leaf.replacingOccurrences(of: "*", with: "2026")
          #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent(file).path), "\(file)")
        }
        if let sidecar = command.sidecar {
          #expect(
            try String(contentsOf: folder.appendingPathComponent(sidecar.path), encoding: .utf8) == sidecar.text)
        }
      }
    }
    let calls = try String(contentsOf: folder.appendingPathComponent("calls"), encoding: .utf8)
    #expect(calls.split(separator: "\n").count == 6)
    #expect(try TestShell.run("sh sweep.sh", in: folder, path: path).status == 0)
    #expect(try String(contentsOf: folder.appendingPathComponent("calls"), encoding: .utf8) == calls)
  }

  @Test func `a server that dies ends the script instead of being waited for`() throws {
    let folder = try scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let lines = try CommandLines(plan: plan, version: .vLLMCurrent)
    try lines.script(for: [plan.cells[0]]).write(
      to: folder.appendingPathComponent("sweep.sh"), atomically: true, encoding: .utf8)
    try standIn("vllm", in: folder, "exit 1")
    try standIn("python3", in: folder, "exit 0")
    try standIn("curl", in: folder, "exit 7")
    try standIn("sleep", in: folder, "exec /bin/sleep 0.2")
    let path = folder.appendingPathComponent("bin").path + ":/usr/bin:/bin"
    #expect(try TestShell.run("sh sweep.sh", in: folder, path: path).status != 0)
  }

  /// `--result-dir DIRECTORY --result-filename NAME`.
  private static let writeResult = """
    while test $# -gt 0; do
    case "$1" in --result-dir) folder=$2;; --result-filename) name=$2;; esac
    shift
    done
    echo x > "$folder/$name"
    """

  private func scratch() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sweep-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("bin"), withIntermediateDirectories: true)
    return folder
  }

  private func standIn(_ name: String, in folder: URL, _ body: String) throws {
    let file = folder.appendingPathComponent("bin").appendingPathComponent(name)
    try "#!/bin/sh\n\(body)\n".write(to: file, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
  }
}
