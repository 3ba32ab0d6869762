import BenchmarkAdapters
import Foundation
import ScalingExperiments
import Testing

/// Faults in a folder: each costs its own file or record, is named, and stops nothing.
@Suite struct ResultsReaderTests {
  private func serve(_ model: String, _ rate: Double, _ more: String = "") -> String {
    "{\"model_id\": \"\(model)\", \"num_prompts\": 1, \"request_throughput\": \(rate)\(more)}"
  }

  private func ranks(_ count: Int) -> String { "{\"formatVersion\": 1, \"serving\": {\"tensorParallel\": \(count)}}" }

  @Test func `A wrong sidecar costs its own file`() throws {
    let contents = try TemporaryDirectory.read([
      "a.json": serve("m", 1), "a.context.json": "{\"formatVersion\": 1,\n\"gpus\": 1}", "b.json": serve("m", 2),
    ])
    #expect(contents.runs.map(\.identifier) == ["b.json"])
    #expect(
      contents.notes.map(\.message) == [
        "a.context.json:2: \"gpus\" is not a key of the file; the keys are formatVersion, model, hardware, serving, "
          + "workload, price and conflicts. a.json was left out with its context."
      ])
    #expect(contents.losses == contents.notes)
  }

  @Test func `A sidecar that is not JSON costs its own file`() throws {
    let contents = try TemporaryDirectory.read([
      "a.json": serve("m", 1), "a.context.json": "{\"formatVersion\": ", "b.json": serve("m", 2),
    ])
    #expect(contents.runs.map(\.identifier) == ["b.json"])
    #expect(
      contents.notes.map(\.message) == [
        "a.context.json:1: The file is not valid JSON: it ends where a value is expected. a.json was left out with its "
          + "context."
      ])
  }

  @Test func `A contradiction costs its own file, and both values are named`() throws {
    let two = ", \"tensor_parallel_size\": \"2\""
    let contents = try TemporaryDirectory.read([
      "a.json": serve("m", 1, two), "a.context.json": ranks(4), "b.json": serve("m", 2, two),
      "b.context.json": ranks(2),
    ])
    #expect(contents.runs.map(\.identifier) == ["b.json"])
    #expect(
      contents.notes.map(\.message) == [
        "a.json: serving.tensorParallel is 2 in the file, but 4 in the context; correct one of them, or state "
          + "\"conflicts\": \"context\" or \"file\" in the context. The file was left out."
      ])
  }

  @Test func `Every contradiction of a file is named`() throws {
    let contents = try TemporaryDirectory.read(
      ["a.json": serve("m", 1, ", \"tensor_parallel_size\": \"2\"")],
      context: MeasurementContext(modelName: "n", serving: ServingConfiguration(tensorParallel: 4)))
    #expect(
      contents.losses.map(\.reason) == [
        "model.name is \"m\" in the file, but \"n\" in the context; serving.tensorParallel is 2 in the file, but 4 in the "
          + "context; correct one of them, or state \"conflicts\": \"context\" or \"file\" in the context. The file was "
          + "left out."
      ])
  }

  @Test func `A contradiction that the context settles is noted`() throws {
    let contents = try TemporaryDirectory.read([
      "a.json": serve("m", 1),
      "a.context.json": "{\"formatVersion\": 1, \"model\": {\"name\": \"n\"}, \"conflicts\": \"context\"}",
    ])
    #expect(contents.runs.map(\.model.name) == ["n"])
    #expect(
      contents.runs[0].notes.first?.reason
        == "model.name is \"m\" in the file, but \"n\" in the context; the context counts, as \"conflicts\" says.")
  }

  @Test func `A wrong context of a folder costs the files of it and below, and no others`() throws {
    let contents = try TemporaryDirectory.read([
      "a.json": serve("m", 1), "sub/context.json": "{}", "sub/b.json": serve("m", 2), "sub/deep/c.json": serve("m", 3),
      "sub/deep/context.json": ranks(2), "z/d.json": serve("m", 4),
    ])
    #expect(contents.runs.map(\.identifier) == ["a.json", "z/d.json"])
    #expect(
      contents.losses.map(\.message) == [
        "sub/context.json:1: The file lacks the key \"formatVersion\": the version of its format, which is 1. The context "
          + "holds for no file. The files of its folder were left out: b.json.",
        "sub/deep: 1 file of this folder left out, because sub/context.json above it is wrong: c.json.",
      ])
  }

  @Test func `A record at fault costs itself`() throws {
    let two = ", \"tensor_parallel_size\": \"2\""
    let contents = try TemporaryDirectory.read([
      "a.json": serve("m", 1, two) + "\n" + serve("m", 2, ", \"tensor_parallel_size\": \"4\"") + "\n"
        + "{\"num_prompts\": 1, \"request_throughput\": 3}",
      "a.context.json": ranks(2),
    ])
    #expect(contents.runs.map(\.identifier) == ["a.json:1"])
    #expect(
      contents.losses.map(\.message) == [
        "a.json:2: serving.tensorParallel is 4 in the file, but 2 in the context; correct one of them, or state "
          + "\"conflicts\": \"context\" or \"file\" in the context. The record was left out.",
        "a.json:3: The file does not say which model ran; state it as {\"formatVersion\": 1, \"model\": {\"name\": ...}} "
          + "in a.context.json beside it. The record was left out.",
      ])
    #expect(contents.losses.allSatisfy(contents.notes.contains))
  }

  @Test func `The copy of a file that was left out is read in its place`() throws {
    let contents = try TemporaryDirectory.read([
      "a/a.json": serve("m", 1), "a/a.context.json": "{", "c/a.json": serve("m", 1),
    ])
    #expect(contents.runs.map(\.identifier) == ["c/a.json"])
    #expect(
      contents.notes.map(\.message) == [
        "a/a.context.json:1: The file is not valid JSON: it ends where a key in quotation marks is expected. a.json was "
          + "left out with its context."
      ])
  }

  @Test func `The copy of results that were left out is not said to be read`() throws {
    let results = "{\"results\": {\"t\": {\"acc,none\": 0.5}}, \"n-shot\": {}, \"model_name\": \"m\"}"
    let contents = try TemporaryDirectory.read(
      ["a.json": results, "b.json": results], context: MeasurementContext(modelName: "n"))
    #expect(contents.runs.isEmpty)
    #expect(
      contents.notes.map(\.message) == [
        "b.json: The file has the same content as a.json, which was left out, and was left out as well.",
        "a.json: model.name is \"m\" in the file, but \"n\" in the context; correct one of them, or state "
          + "\"conflicts\": \"context\" or \"file\" in the context. The file was left out.",
      ])
  }

  @Test func `A copy keeps what was noted of it`() throws {
    let contents = try TemporaryDirectory.read([
      "a.json": serve("m", 1, ", \"duration\": -1"), "b.json": serve("m", 1, ", \"duration\": NaN"),
    ])
    #expect(contents.runs.map(\.identifier) == ["a.json"])
    #expect(
      contents.notes.map(\.message) == [
        "b.json: The run b.json has the same figures as a.json and was listed once.",
        "b.json:1: duration is NaN, not a finite number of 0 or more; it was left out.",
      ])
  }

  @Test func `Samples at fault leave the figures of their results`() throws {
    let hash = "9834876dcfb05cb167a5c24953eba58c4ac89b1adf57f28f2f9d09af107ee8f0"
    let contents = try TemporaryDirectory.read([
      "results.json": """
      {"results": {"t": {"acc,none": 0.5}}, "n-shot": {"t": 0}, "model_name": "m", "task_hashes": {"t": "\(hash)"}}
      """,
      "samples.jsonl": """
      {"resps": [["x"]], "filtered_resps": ["x"], "acc": 1, "doc_hash": "a", "prompt_hash": "a", "target_hash": "a", \
      "doc_id": null}
      """,
    ])
    #expect(contents.runs.map(\.identifier) == ["results.json, t"])
    #expect(
      contents.notes.map(\.message) == [
        "results.json: 1 key was not used: n-shot; kept as written.",
        "results.json: The answers in samples.jsonl cannot be used; the figures of this file stand without them.",
        "samples.jsonl:1: The sample has no doc_id, so that its problem is unknown. The file was left out.",
      ])
  }

  @Test(
    arguments: [
      ("", "r.json: The file is empty. The file was left out."),
      (" \n", "r.json: The file is empty. The file was left out."),
      ("hello", "r.json: The file holds neither JSON objects nor a table nor metrics in Prometheus text format."),
    ])
  func `A file without results says what it is`(text: String, expected: String) throws {
    #expect(try TemporaryDirectory.read(["r.json": text]).notes.map(\.message) == [expected])
  }

  @Test(arguments: [String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian])
  func `UTF-16 is named, with a mark and without`(encoding: String.Encoding) throws {
    let contents = try TemporaryDirectory.read([:]) { directory in
      try #require(serve("m", 1).data(using: encoding)).write(to: directory.appendingPathComponent("r.json"))
    }
    #expect(
      contents.notes.map(\.message) == ["r.json: The file is UTF-16; save it as UTF-8. The file was left out."])
  }

  @Test func `A strategy that only the context states is its word`() throws {
    let contents = try TemporaryDirectory.read([
      "a.json": serve("m", 1),
      "a.context.json":
        "{\"formatVersion\": 1, \"serving\": {\"tensorParallel\": 4, \"speculation\": {\"method\": \"ngram\"}}}",
      "b.json": serve("m", 2, ", \"tensor_parallel_size\": \"2\""), "b.context.json": ranks(2),
      "c.json": serve("m", 3), "c.context.json": "{\"formatVersion\": 1, \"serving\": {\"speculation\": \"off\"}}",
      "d.json": serve(
        "m", 4, ", \"spec_decode_num_drafts\": 1, \"spec_decode_draft_tokens\": 1, \"spec_decode_accepted_tokens\": 1"),
      "d.context.json": "{\"formatVersion\": 1, \"serving\": {\"speculation\": {\"method\": \"ngram\"}}}",
      "e.json": serve("m", 5),
    ])
    let words = contents.runs.map { run in run.notes.filter { $0.reason.hasPrefix("That it ran") }.map(\.message) }
    func word(_ file: String, _ strategy: String) -> [String] {
      ["\(file): That it ran with \(strategy) is the word of the context alone; the file does not show it."]
    }
    #expect(
      words == [
        word("a.json", "tensor parallel 4 and speculation by ngram"), [], word("c.json", "no speculation"),
        word("d.json", "ngram as the method of its speculation"), [],
      ])
  }
}
