import Foundation
import Testing

/// Each wrong input ends with exit code 2, one sentence that names the file and the place, and no report.
@Suite struct WrongInputTests {
  /// A way to spoil the folder, and what the sentence must say.
  struct Fault: Sendable, CustomTestStringConvertible {
    let name: String
    let words: [String]
    let spoil: @Sendable (URL) throws -> Void

    var testDescription: String { name }

    /// A fault of one file: the sentence names it.
    static func requests(
      _ name: String, _ words: [String], _ change: @escaping @Sendable ([String]) -> [String]
    ) -> Fault {
      run(name, ["requests.csv"] + words, change)
    }

    /// A fault that only shows between runs: the sentence names the run and the folder.
    static func run(
      _ name: String, _ words: [String], _ change: @escaping @Sendable ([String]) -> [String]
    ) -> Fault {
      Fault(name: name, words: words) { folder in
        let file = folder.appendingPathComponent("requests.csv")
        let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).map(
          String.init)
        try (change(lines).joined(separator: "\n") + "\n").write(to: file, atomically: true, encoding: .utf8)
      }
    }

    /// Replaces a field of the fourth data row (line 5).
    static func field(_ name: String, _ column: String, _ value: String, _ words: [String]) -> Fault {
      requests(name, words) { lines in
        var lines = lines
        let header = lines[0].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        var fields = lines[4].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        if let index = header.firstIndex(of: column) { fields[index] = value }
        lines[4] = fields.joined(separator: ",")
        return lines
      }
    }
  }

  static let faults: [Fault] = [
    Fault(name: "an empty file", words: ["requests.csv", "empty"]) { folder in
      try Data().write(to: folder.appendingPathComponent("requests.csv"))
    },
    Fault(name: "a directory in the place of a file", words: ["requests.csv", "directory"]) { folder in
      let file = folder.appendingPathComponent("requests.csv")
      try FileManager.default.removeItem(at: file)
      try FileManager.default.createDirectory(at: file, withIntermediateDirectories: false)
    },
    Fault(name: "a file that is missing", words: ["greedy.csv"]) { folder in
      try FileManager.default.removeItem(at: folder.appendingPathComponent("greedy.csv"))
    },
    .requests("a missing column", ["latency_ms"]) { lines in
      lines.map { line in
        var fields = line.split(separator: ",", omittingEmptySubsequences: false)
        fields.remove(at: 13)
        return fields.joined(separator: ",")
      }
    },
    .field("text where a number belongs", "latency_ms", "fast", ["5", "latency_ms", "fast"]),
    .field("a number that is not one", "latency_ms", "NaN", ["5", "latency_ms", "NaN"]),
    .field("a negative latency", "latency_ms", "-79.4", ["5", "latency_ms", "-79.4"]),
    .field("a strategy that nobody described", "strategy", "eagle", ["5", "eagle"]),
    .requests("no rows", ["row"]) { [$0[0]] },
    .run("no rows of one model's baseline", ["0.5M ngram", "data cannot answer"]) { lines in
      lines.filter { !$0.hasPrefix("0.5M,450528,baseline") }
    },
    .requests("rows of one model only, with answers for none of them", ["9M"]) { lines in
      [lines[0]] + lines.dropFirst().prefix(200).map { "9M" + $0.dropFirst(4) }
    },
  ]

  @Test("A wrong input is one sentence and exit code 2", arguments: faults)
  func wrongInput(_ fault: Fault) throws {
    let data = try ExampleProgram.copyOfData()
    defer { try? FileManager.default.removeItem(at: data.deletingLastPathComponent()) }
    try fault.spoil(data)
    let report = data.deletingLastPathComponent().appendingPathComponent("report")
    let run = try ExampleProgram.run(["--data", data.path, "--output", report.path, "--replicates", "50"])
    #expect(run.status == 2, "\(fault.name): \(run.errors)")
    for word in fault.words { #expect(run.errors.contains(word), "\(fault.name): \(run.errors)") }
    let lines = run.errors.split(separator: "\n")
    #expect(lines.count == 1, "one line, not a dump: \(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: report.path), "no report may be made of half the data")
  }

  @Test(
    "A path that is no folder, and words that are no options, are refused",
    arguments: [
      (["--data", "nowhere-at-all"], "nowhere-at-all"), (["--date", "x"], "--date"), (["--data"], "--data"),
      (["--accuracy", "2"], "--accuracy"), (["--replicates", "7"], "--replicates"), (["--seed", "-1"], "--seed"),
    ])
  func wrongWords(arguments: [String], word: String) throws {
    let run = try ExampleProgram.run(arguments)
    #expect(run.status == 2)
    #expect(run.errors.contains(word))
    #expect(run.output.isEmpty)
  }

  @Test("An output folder that is a file is refused")
  func outputIsAFile() throws {
    let folder = try ExampleProgram.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("report")
    try Data("x".utf8).write(to: file)
    let run = try ExampleProgram.run(["--output", file.path, "--replicates", "50"])
    #expect(run.status == 2)
    #expect(run.errors.contains(file.path))
  }

  @Test("The help names every option and ends well")
  func help() throws {
    let run = try ExampleProgram.run(["--help"])
    #expect(run.status == 0)
    for option in ["--data", "--output", "--accuracy", "--replicates", "--seed"] {
      #expect(run.output.contains(option))
    }
  }
}
