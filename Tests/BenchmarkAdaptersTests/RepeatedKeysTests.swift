import BenchmarkAdapters
import ScalingExperiments
import Testing

/// Objects that have a key twice.
@Suite struct RepeatedKeysTests {
  private static let serve = "\"model_id\": \"m\", \"num_prompts\": 4, \"request_throughput\": 1"

  private func file(_ members: String) throws -> MeasurementFile {
    try ToolFiles.file(text: "{\(Self.serve), \(members)}")
  }

  private func run(_ file: MeasurementFile) throws -> Run {
    try #require(try VLLMServeResults().runs(from: file, context: MeasurementContext()).runs.first)
  }

  @Test func `Values that differ are unknown, and both are named`() throws {
    let file = try file("\"duration\": 5,\n\"duration\": 7")
    #expect(
      file.notes.map(\.message) == [
        "r.json:2: The key duration occurs twice, as 5 on line 1 and as 7 on line 2; which one is meant is unknown, so "
          + "that it was left out."
      ])
    #expect(try run(file).value(.duration) == nil)
  }

  @Test func `A value that stands twice is read once`() throws {
    let file = try file("\"duration\": 5, \"duration\": 5")
    #expect(
      file.notes.map(\.message) == [
        "r.json:1: The key duration occurs twice with the same value, which was read once."
      ])
    #expect(file.notes[0].severity == .information)
    #expect(try run(file).value(.duration) == 5)
  }

  @Test func `A limit that is stated twice is not taken for none`() throws {
    let file = try file("\"request_rate\": \"inf\", \"max_concurrency\": 4, \"max_concurrency\": null")
    #expect(file.notes.count == 1)
    #expect(try run(file).workload.load == nil)
  }

  @Test func `Two names of the model are none`() throws {
    let text = "{\"model_id\": \"m\", \"num_prompts\": 4, \"request_throughput\": 1, \"model_id\": \"n\"}"
    let error = #expect(throws: ImportError.self) { try ToolFiles.runs(text, VLLMServeResults()) }
    #expect(error?.message.hasPrefix("r.json: The file does not say which model ran;") == true)
  }

  @Test func `The way to a key inside other values is in the note`() throws {
    let text = """
      {"results": {"t": {"acc,none": 0.5, "acc,none": 0.25}}, "n-shot": {}, "model_name": "m", "list": [[{"a": 1, "a": 2}]]}
      """
    let file = try ToolFiles.file(text: text)
    #expect(
      file.notes.map(\.reason).map { $0.prefix(42) } == [
        "The key results.t.acc,none occurs twice, a", "The key list[0][0].a occurs twice, as 1 on",
      ])
    let result = try LMEvalResults().runs(from: file, context: MeasurementContext())
    #expect(result.runs.isEmpty)
  }

  @Test func `An object without a key twice has no notes`() throws {
    #expect(try file("\"duration\": 5, \"extra\": {\"duration\": 6}").notes.isEmpty)
  }
}
