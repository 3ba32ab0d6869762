import BenchmarkAdapters
import Foundation
import ScalingExperiments
import Testing

/// What `TestTimeScalingDirectory` says to wrong input, one small folder each.
@Suite struct TestTimeScalingInputTests {
  private func read(
    _ file: String = "power.csv", _ old: String = "", _ new: String = "", badRows: BadRowPolicy = .refuse
  ) throws -> TestTimeScalingMeasurements {
    try SmallFolder.read(file, old, new, badRows: badRows)
  }

  private func message(_ file: String, _ old: String, _ new: String) -> String? { SmallFolder.message(file, old, new) }

  @Test func `The folder before any change is right`() throws {
    let result = try read()
    #expect(result.runs.count == 2 && result.decodeSteps.count == 4 && result.generations.count == 1)
    #expect(result.notes.allSatisfy { $0.severity == .information })
    #expect(result.runs.allSatisfy { $0.notes.count == 1 })
  }

  @Test func `A missing file is named with its folder`() throws {
    try TemporaryDirectory.use { directory in
      let folder = directory.path
      let context = try #require(SmallFolder.files["context.json"])
      try Data(context.utf8).write(to: directory.appendingPathComponent("context.json"))
      let error = #expect(throws: ImportError.self) { try TestTimeScalingDirectory(folder).read() }
      #expect(error?.message == "The file requests.csv is missing from the folder \(folder).")
      let none = #expect(throws: ImportError.self) { try TestTimeScalingDirectory(folder + "/none").read() }
      #expect(none?.message == "There is no folder \(folder)/none.")
      let file = directory.appendingPathComponent("a.csv")
      try Data("a".utf8).write(to: file)
      let notFolder = #expect(throws: ImportError.self) { try TestTimeScalingDirectory(file.path).read() }
      #expect(notFolder?.message == "\(file.path) is a file, not a folder of measurements.")
    }
  }

  @Test func `Requests that contradict each other are refused`() {
    #expect(
      message("requests.csv", "baseline,4,", "baseline,0,")
        == "requests.csv:3, column problem: Problem 0 occurs twice in the run of model m, strategy baseline: before on "
        + "line 2.")
    #expect(
      message("requests.csv", "ngram,0", "eagle,0")
        == "requests.csv:4, column strategy: The strategy \"eagle\" is not stated in context.json, where serving has "
        + "baseline and ngram.")
    #expect(
      message("requests.csv", "18,9,18", "18,,18")
        == "requests.csv:5, column latency_ms_at_8_tokens: The request has no latency at the cap of 8 tokens.")
    #expect(
      message("requests.csv", "20,9,15", "20,9,8")
        == "requests.csv:4, column latency_ms_at_16_tokens: The latency decreases from 0.009 s at 8 tokens to 0.008 s "
        + "at 16.")
    #expect(
      message("requests.csv", "20,9,15", "20,9,25")
        == "requests.csv:4, column latency_ms_at_16_tokens: The latency at the cap of 16 tokens (0.025 s) is more than "
        + "the whole (0.02 s).")
    #expect(
      message("requests.csv", "18,9,18", "-18,9,18")
        == "requests.csv:5, column latency_ms: \"-18\" is negative.")
  }

  @Test func `Set-up belongs to cold requests and fits into their latency`() {
    #expect(
      message("requests.csv", "0,1,50", "0,0,50")
        == "requests.csv:2, column setup_ms: The request has a set-up of 0.05 s but is not marked as cold.")
    #expect(
      message("requests.csv", "0,1,50", "0,1,65")
        == "requests.csv:2, column setup_ms: The set-up (0.065 s) is larger than the latency that contains it (0.06 s)."
    )
  }

  @Test func `Drafts have to agree`() {
    #expect(
      message("requests.csv", "30,4,0,18", "3,4,0,18")
        == "requests.csv:5, column accepted_tokens: 4 tokens accepted of 3 drafted cannot be.")
  }

  @Test func `Every model of the requests needs answers, each once`() {
    #expect(
      message("greedy.csv", "m,10", "7B,40")
        == "greedy.csv: There are no rows for model m, which requests.csv has; the models are 7B.")
    #expect(
      message("greedy.csv", "m,10,4", "m,10,0")
        == "greedy.csv:3, column problem: Sample 0 of problem 0 occurs twice for model m: before on line 2.")
  }

  @Test func `Files that are checked but not used are checked`() {
    #expect(message("samples.csv", "12,0", "x,0") == "samples.csv:3, column output_tokens: \"x\" is not a number.")
    #expect(message("training.csv", "2.5", "nan") == "training.csv:2, column loss: \"nan\" is not a finite number.")
  }

  @Test func `Decode files are checked`() {
    #expect(
      message("decode_steps.csv", "3,2,4", "5,2,4")
        == "decode_steps.csv:2, column step_ms_median: The median (0.005 s) does not lie between the 10th percentile "
        + "(0.002 s) and the 90th (0.004 s).")
    #expect(
      message("decode_verify.csv", "eager", "lazy")
        == "decode_verify.csv:2, column mode: \"lazy\" is not one of graph and eager.")
    #expect(
      message("decode_generations.csv", "1920", "896")
        == "decode_generations.csv:3, column output_tokens: The generation of model 7B has 896 tokens here after 896 on "
        + "line 2; they must increase.")
    #expect(
      message("decode_generations.csv", "1920,6", "1920,2")
        == "decode_generations.csv:3, column latency_s: The cumulative time of model 7B falls from 2.5 s to 2.0 s.")
    #expect(
      message("tp_delay.csv", "injected_delay_us", "delay")
        == "tp_delay.csv: There is no column \"injected_delay_us\"; the columns are model, shard, batch, context, delay, "
        + "delays_per_step, step_ms_median, step_ms_p10 and step_ms_p90.")
  }

  @Test func `A file without a single cap is refused`() {
    let error = message("requests.csv", "latency_ms_at_", "at_")
    #expect(
      error?.hasPrefix("requests.csv: There is no column latency_ms_at_B_tokens for any token cap B; the columns are")
        == true)
  }

  @Test func `Skipping leaves bad requests out and says so`() throws {
    let result = try read("requests.csv", "ngram,0,0", "eagle,0,0", badRows: .skipAndReport)
    #expect(result.runs.map { $0.requests?.count } == [2, 1])
    #expect(
      result.notes.first?.message
        == "requests.csv:4, column strategy: The strategy \"eagle\" is not stated in context.json, where serving has "
        + "baseline and ngram. The row was left out.")
    #expect(result.sources[0].rows == 4)
  }

  @Test func `Skipping every request leaves nothing to read`() {
    let error = #expect(throws: ImportError.self) {
      try read("requests.csv", "m,10", "m,0", badRows: .skipAndReport)
    }
    #expect(error?.message.hasPrefix("requests.csv: All rows are bad, so that none is left. The first:") == true)
  }

  @Test func `Whole numbers that would not be exact are refused`() {
    // forward_passes of both n-gram rows: their sum is beyond what an Int holds.
    #expect(
      message("requests.csv", "20,9,40,11,1", "20,9223372036854775807,40,11,1")
        == "requests.csv:4, column forward_passes: \"9223372036854775807\" is farther from 0 than 2^53 "
        + "(9007199254740992), up to which whole numbers are exact.")
  }

  @Test func `Token counts of the two files agree or the folder is refused`() throws {
    #expect(
      message("greedy.csv", "m,10,4,0,12", "m,10,4,0,13")
        == "requests.csv:3, column output_tokens: Problem 4 of model m, strategy baseline, has 12 output tokens here, "
        + "but 13 in greedy.csv:3. 1 more row is bad.")
    #expect(
      message("requests.csv", "ngram,0,0,0,5,20", "ngram,0,0,0,5,1")
        == "requests.csv:4, column output_tokens: Problem 0 of model m, strategy ngram, has 1 output token here, but 20 "
        + "in greedy.csv:2.")
    let skipped = try read("requests.csv", "ngram,0,0,0,5,20", "ngram,0,0,0,5,1", badRows: .skipAndReport)
    #expect(skipped.runs.map { $0.requests?.problems } == [["0", "4"], ["4"]])
    // What is unknown contradicts nothing.
    let unknown = try read("greedy.csv", "m,10,4,0,12", "m,10,4,0,")
    #expect(
      unknown.runs[0].notes.map(\.message).last
        == "greedy.csv: The number of output tokens is known in one of greedy.csv and requests.csv only for 1 request of "
        + "model m, the first of them problem 4.")
  }

  @Test func `A window or step that a file has twice is refused with both lines`() throws {
    func twice(_ file: String, _ row: String, _ other: String) -> String? {
      message(file, row, row + "\n" + other)
    }
    #expect(
      twice("power.csv", "m,baseline,3,5,100,140", "m,baseline,3,5,100,14")
        == "power.csv:3, column strategy: The window of model m under strategy baseline occurs twice: before on line 2."
    )
    #expect(
      twice("decode_steps.csv", "7B,1,40,80,1,256,1,3,2,4", "7B,1,40,80,1,256,1,5,2,8")
        == "decode_steps.csv:3, column step_ms_median: The step of model 7B, shard 1, batch 1, context 256 and query 1 "
        + "occurs twice: before on line 2.")
    // 5 and 5.0 are one delay.
    #expect(
      twice("tp_delay.csv", "7B,2,1,4096,5,56,3,2,4", "7B,2,1,4096,5.0,56,3,2,4")
        == "tp_delay.csv:3, column step_ms_median: The step of model 7B, shard 2, batch 1, context 4096 and a delay of "
        + "5e-06 s occurs twice: before on line 2.")
    #expect(
      twice("decode_verify.csv", "7B,eager,1,1024,1,3,2,4", "7B,eager,1,1024,1,3,2,4")
        == "decode_verify.csv:3, column step_ms_median: The step of model 7B, mode eager, batch 1, context 1024 and "
        + "query 1 occurs twice: before on line 2.")
    // Another mode, shard or delay is another step.
    let graph = "7B,eager,1,1024,1,3,2,4"
    #expect(
      try read("decode_verify.csv", graph, graph + "\n7B,graph,1,1024,1,3,2,4").decodeSteps.count == 5)
    let delay = "7B,2,1,4096,5,56,3,2,4"
    #expect(try read("tp_delay.csv", delay, delay + "\n7B,2,1,4096,10,56,3,2,4").decodeSteps.count == 5)
  }

  @Test func `Models and strategies without requests are missed aloud`() throws {
    let models = try read("greedy.csv", "m,10,4,0,12,0", "m,10,4,0,12,0\n7B,40,0,0,20,1")
    #expect(
      models.notes.first { $0.severity == .missing }
        == ImportNote(
          severity: .missing, file: "requests.csv",
          reason: "There are no requests of model 7B, so nothing came of its 1 answer in greedy.csv."))
    let power = try #require(SmallFolder.files["power.csv"]) + "m,ngram,3,5,100,140\n"
    var files = SmallFolder.files
    files["power.csv"] = power
    #expect(try SmallFolder.read(files).notes.allSatisfy { $0.severity == .information })
    files["requests.csv"] = try #require(files["requests.csv"]).split(separator: "\n")
      .filter { !$0.contains("ngram") }.joined(separator: "\n")
    #expect(
      try SmallFolder.read(files).notes.map(\.message).contains(
        "requests.csv: There are no requests under strategy ngram, which power.csv has."))
  }

  @Test(arguments: [
    "latency_ms_at_16_token", "latency_ms_at_016_tokens", "latency_ms_16_tokens", "Latency_ms_at_16_tokens",
    "latancy_ms_at_16_tokens", "latency_s_at_16_tokens", "latency_ms_at_16", "latency_ms_at_tokens",
    "latency_ms_at_sixteen_tokens", "latency_ms_at_0_tokens",
  ])
  func `A column that is almost a cap is refused`(name: String) {
    #expect(
      message("requests.csv", "latency_ms_at_16_tokens", name)
        == "requests.csv: The column \"\(name)\" is almost latency_ms_at_B_tokens, where B is a whole number of tokens as "
        + "in latency_ms_at_8_tokens; spell it so, or give it another name if it is no latency at a token cap.")
  }

  @Test(arguments: ["energy_j_at_16_tokens", "latency_note", "tokens", "p95"])
  func `A column of another meaning leaves a note`(name: String) throws {
    let notes = try read("requests.csv", "latency_ms_at_16_tokens", name).notes
    #expect(notes.map(\.message).contains("requests.csv, column \(name): The column was not used."))
  }
}
