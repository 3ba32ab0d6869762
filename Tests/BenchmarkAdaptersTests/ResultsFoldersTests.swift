import BenchmarkAdapters
import Foundation
import ScalingExperiments
import Testing

/// What stands in a folder tree besides files.
@Suite struct ResultsFoldersTests {
  private static let serve = "{\"model_id\": \"m\", \"num_prompts\": 1, \"request_throughput\": 1}"

  private func link(_ name: String, to target: String, in folder: URL) throws {
    try FileManager.default.createSymbolicLink(
      atPath: folder.appendingPathComponent(name).path, withDestinationPath: target)
  }

  @Test func `Links that lead nowhere, to themselves and to folders are named`() throws {
    let contents = try TemporaryDirectory.read(["a.json": Self.serve, "sub/x.txt": "x"]) { folder in
      try link("dangling.json", to: "nowhere.json", in: folder)
      try link("self.json", to: "self.json", in: folder)
      try link("sub/parent", to: "..", in: folder)
    }
    #expect(contents.runs.map(\.identifier) == ["a.json"])
    #expect(
      contents.notes.prefix(3).map(\.message) == [
        "dangling.json: The symbolic link leads to \"nowhere.json\", where nothing is, or back to itself; it was left out.",
        "self.json: The symbolic link leads to \"self.json\", where nothing is, or back to itself; it was left out.",
        "sub/parent: The symbolic link leads to \"..\", a folder; folders are read where they are and not through links, "
          + "so that it was left out.",
      ])
    #expect(contents.notes.count == 4)
  }

  @Test func `A link to a file of the tree is read there, and one to another file here`() throws {
    try TemporaryDirectory.use { elsewhere in
      let other = elsewhere.appendingPathComponent("other.json")
      try Data(Self.serve.utf8).write(to: other)
      let contents = try TemporaryDirectory.read(["sub/z.json": Self.serve.replacing("1}", with: "2}")]) { folder in
        try link("a.json", to: "sub/z.json", in: folder)
        try link("b.json", to: other.path, in: folder)
      }
      #expect(contents.runs.map(\.identifier) == ["b.json", "sub/z.json"])
      #expect(
        contents.notes.map(\.message) == [
          "a.json: The symbolic link leads to \"sub/z.json\", which is read where it is."
        ])
      #expect(contents.notes[0].severity == .information)
    }
  }

  @Test func `A pipe is not waited for`() throws {
    let contents = try TemporaryDirectory.read(["a.json": Self.serve]) { folder in
      #expect(mkfifo(folder.appendingPathComponent("p.json").path, 0o600) == 0)
    }
    #expect(contents.runs.count == 1)
    #expect(
      contents.notes.map(\.message) == [
        "p.json: This is neither a file nor a folder (a pipe, a socket or a device) and was left out."
      ])
  }

  @Test func `A link as the root is followed`() throws {
    try TemporaryDirectory.use { folder in
      let real = folder.appendingPathComponent("real")
      try FileManager.default.createDirectory(at: real, withIntermediateDirectories: true)
      try Data(Self.serve.utf8).write(to: real.appendingPathComponent("a.json"))
      try link("root", to: "real", in: folder)
      let contents = try ResultsDirectory(folder.appendingPathComponent("root").path).read()
      #expect(contents.runs.map(\.identifier) == ["a.json"])
    }
  }
}
