import BenchmarkAdapters
import ScalingExperiments
import Testing

/// Figures and settings of lm-eval that cannot be.
@Suite struct LMEvaluationTests {
  private func result(_ figures: String, settings: String = "\"repeats\": 1", samples: String = "\"effective\": 4")
    throws -> MeasurementImport
  {
    let text = """
      {"results": {"t": {\(figures)}}, "n-shot": {"t": 0}, "model_name": "m", "configs": {"t": {"output_type": \
      "generate_until", \(settings)}}, "n-samples": {"t": {"original": 4, \(samples)}}}
      """
    return try LMEvalResults().runs(from: ToolFiles.file(text: text), context: MeasurementContext())
  }

  private let accuracy = LMEvalResults.metric("acc", filter: "none", higherIsBetter: true)

  @Test(
    arguments: [
      (
        "\"acc,none\": 55.0",
        "results.t.acc,none is 55.0, not a share from 0 to 1 (is it a percentage?); it was left out."
      ),
      ("\"acc,none\": -0.5", "results.t.acc,none is -0.5, not a share from 0 to 1; it was left out."),
      ("\"acc,none\": NaN", "results.t.acc,none is NaN, not a finite number; it was left out."),
      ("\"acc,none\": 1e400", "results.t.acc,none is 1e400, not a finite number; it was left out."),
    ])
  func `A share beyond 0 to 1 is named and unknown`(figures: String, expected: String) throws {
    let result = try result("\(figures), \"f1,none\": 55.0")
    #expect(result.notes.map(\.message).contains("r.json:1: " + expected), "\(result.notes)")
    #expect(result.runs[0].value(accuracy) == nil)
    // Whether this one is a share or a percentage nobody knows.
    #expect(result.runs[0].outcomes.map(\.value) == [55])
  }

  @Test func `A standard error that cannot be leaves its figure`() throws {
    let result = try result("\"acc,none\": 0.5, \"acc_stderr,none\": NaN")
    #expect(result.runs[0].outcomes.map(\.value) == [0.5])
    #expect(result.runs[0].outcomes[0].spread == nil)
    #expect(
      result.notes.map(\.reason).contains(
        "results.t.acc_stderr,none is NaN, not a standard error of a share, from 0 to 1; it was left out."))
  }

  @Test func `A figure that was not computed needs no note`() throws {
    let result = try result("\"alias\": \"t\", \"acc,none\": 0.5, \"acc_stderr,none\": \"N/A\", \"f1,none\": \" \"")
    #expect(result.notes.map(\.reason) == ["1 key was not used: n-shot; kept as written."])
  }

  @Test func `Settings that cannot be are named and unknown`() throws {
    let result = try result(
      "\"acc,none\": 0.5",
      settings: "\"repeats\": 0, \"generation_kwargs\": {\"max_gen_toks\": -8, \"temperature\": NaN}",
      samples: "\"effective\": 9")
    #expect(
      result.notes.map(\.reason) == [
        "1 key was not used: n-shot; kept as written.",
        "n-samples.t.effective is 9, not a number up to the 4 problems of the task; it was left out.",
        "configs.t.repeats is 0, not a whole number of 1 or more; it was left out.",
        "configs.t.generation_kwargs.max_gen_toks is -8, not a whole number of 1 or more; it was left out.",
        "configs.t.generation_kwargs.temperature is NaN, not a finite number of 0 or more; it was left out.",
      ])
    #expect(result.runs[0].workload == Workload(task: "t"))
  }

  @Test func `A verdict that cannot be costs its sample alone`() throws {
    let text = """
      {"doc_id": 0, "resps": [["x"]], "filtered_resps": ["x"], "metrics": ["exact_match"], "exact_match": 1.0}
      {"doc_id": 1, "resps": [["x"]], "filtered_resps": ["x"], "metrics": ["exact_match"], "exact_match": 55.0}
      {"doc_id": 2, "resps": [["x"]], "filtered_resps": ["x"], "metrics": ["exact_match"], "exact_match": 0.0}
      """
    let run = try #require(
      try ToolFiles.runs(text, LMEvalSamples(), context: MeasurementContext(modelName: "m")).first)
    #expect(run.answers?.problems == ["0", "2"])
    #expect(run.answers?.isCorrect == [true, false])
    #expect(
      run.notes.map(\.message).contains(
        "r.json:2: exact_match of problem 1 is 55.0, not 0 or 1; the sample was left out."))
  }

  @Test func `Samples that are all percentages judge nothing`() throws {
    let text = "{\"doc_id\": 0, \"resps\": [[\"x\"]], \"filtered_resps\": [\"x\"], \"acc\": 55.0}"
    let run = try #require(
      try ToolFiles.runs(text, LMEvalSamples(), context: MeasurementContext(modelName: "m")).first)
    #expect(run.answers == nil)
    #expect(run.reasons.contains("acc of problem 0 is 55.0, not 0 or 1; the sample was left out."))
  }
}
