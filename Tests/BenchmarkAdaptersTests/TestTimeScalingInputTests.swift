import BenchmarkAdapters
import Foundation
import ScalingExperiments
import Testing

/// What `TestTimeScalingDirectory` says to wrong input, one small folder each.
@Suite struct TestTimeScalingInputTests {
  /// A folder that is right: one model, two strategies, two problems.
  private static let files: [String: String] = [
    "requests.csv": """
    model,parameters,strategy,problem,cold,setup_ms,prompt_tokens,output_tokens,forward_passes,draft_tokens,\
    accepted_tokens,correct,latency_ms,latency_ms_at_8_tokens,latency_ms_at_16_tokens
    m,10,baseline,0,1,50,5,20,20,0,0,1,80,60,70
    m,10,baseline,4,0,0,5,12,12,0,0,0,30,20,30
    m,10,ngram,0,0,0,5,20,9,40,11,1,20,9,15
    m,10,ngram,4,0,0,5,12,8,30,4,0,18,9,18

    """,
    "greedy.csv": "model,parameters,problem,sample,output_tokens,correct\nm,10,0,0,20,1\nm,10,4,0,12,0\n",
    "samples.csv": "model,parameters,problem,sample,output_tokens,correct\nm,10,0,0,,1\nm,10,0,1,12,0\n",
    "training.csv": "model,parameters,step,tokens,loss\nm,10,50,1000,2.5\n",
    "power.csv": "model,strategy,seconds,requests,output_tokens,mean_watts\nm,baseline,3,5,100,140\n",
    "decode_steps.csv": """
    model,shard,params,weight_bytes_read,batch,context,query,step_ms_median,step_ms_p10,step_ms_p90
    7B,1,10,20,1,256,1,3,2,4

    """,
    "tp_delay.csv": """
    model,shard,batch,context,injected_delay_us,delays_per_step,step_ms_median,step_ms_p10,step_ms_p90
    7B,2,1,4096,5,56,3,2,4

    """,
    "decode_verify.csv": """
    model,mode,batch,context,query,step_ms_median,step_ms_p10,step_ms_p90
    7B,eager,1,1024,1,3,2,4

    """,
    "decode_generations.csv": "model,output_tokens,latency_s\n7B,896,2.5\n7B,1920,6\n",
  ]

  /// Reads the folder after one replacement in one file.
  private func read(
    _ file: String = "power.csv", _ old: String = "", _ new: String = "", badRows: BadRowPolicy = .refuse
  ) throws -> TestTimeScalingMeasurements {
    var result: Result<TestTimeScalingMeasurements, any Error> = .success(TestTimeScalingMeasurements())
    try TemporaryDirectory.use { directory in
      for (name, text) in Self.files {
        var text = text
        if name == file, !old.isEmpty {
          try #require(text.contains(old))
          text = text.replacingOccurrences(of: old, with: new)
        }
        try Data(text.utf8).write(to: directory.appendingPathComponent(name))
      }
      result = Result { try TestTimeScalingDirectory(directory.path, badRows: badRows).read() }
    }
    return try result.get()
  }

  private func message(_ file: String, _ old: String, _ new: String) -> String? {
    #expect(throws: ImportError.self) { try read(file, old, new) }?.message
  }

  @Test func `The folder before any change is right`() throws {
    let result = try read()
    #expect(result.runs.count == 2 && result.decodeSteps.count == 3 && result.generations.count == 1)
    #expect(result.notes.allSatisfy { $0.severity == .information })
    #expect(result.runs.allSatisfy { $0.notes.count == 1 })
  }

  @Test func `A missing file is named with its folder`() throws {
    try TemporaryDirectory.use { directory in
      let folder = directory.path
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
        == "requests.csv:4, column strategy: \"eagle\" is not one of baseline and ngram.")
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

  @Test func `Drafts and parameters have to agree`() {
    #expect(
      message("requests.csv", "30,4,0,18", "3,4,0,18")
        == "requests.csv:5, column accepted_tokens: 4 tokens accepted of 3 drafted cannot be.")
    #expect(
      message("requests.csv", "m,10,ngram,4", "m,11,ngram,4")
        == "requests.csv:5, column parameters: Model m has 11 parameters here, but 10 on line 2.")
    #expect(
      message("greedy.csv", "m,10", "m,12")
        == "greedy.csv: Model m has 12 parameters, but 10 in requests.csv.")
  }

  @Test func `Every model of the requests needs answers, each once`() {
    #expect(
      message("greedy.csv", "m,10", "n,10")
        == "greedy.csv: There are no rows for model m, which requests.csv has; the models are n.")
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
        == "requests.csv:4, column strategy: \"eagle\" is not one of baseline and ngram. The row was left out.")
    #expect(result.sources[0].rows == 4)
  }

  @Test func `Skipping every request leaves nothing to read`() {
    let error = #expect(throws: ImportError.self) {
      try read("requests.csv", "m,10", "m,0", badRows: .skipAndReport)
    }
    #expect(error?.message.hasPrefix("requests.csv: All rows are bad, so that none is left. The first:") == true)
  }
}
