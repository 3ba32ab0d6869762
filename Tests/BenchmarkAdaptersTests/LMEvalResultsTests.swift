import BenchmarkAdapters
import ScalingExperiments
import Testing

/// A real evaluation with its samples, figures typed from the files.
@Suite struct LMEvalResultsTests {
  private let source = LMEvalResults()

  private func metric(_ name: String, _ filter: String = "none") -> Metric {
    LMEvalResults.metric(name, filter: filter, higherIsBetter: true)
  }

  @Test func `Every task is a run whose metrics name the filter`() throws {
    let file = try ToolFiles.file(ToolFiles.results)
    #expect(source.matches(file.keys))
    let runs = try source.runs(from: file, context: MeasurementContext()).runs
    #expect(runs.map(\.workload.task) == ["toy_mc", "toy_add"])
    #expect(runs.map(\.model.name) == ["i82qcls7", "i82qcls7"])
    let accuracy = try #require(runs[0].outcome(metric("acc")))
    #expect(accuracy.value == 0.6666666666666666)
    #expect(accuracy.spread == .standardError(0.210818510677892))
    #expect(accuracy.count == 6)
    #expect(accuracy.metric.quantity == .accuracy)
    #expect(accuracy.metric.definition == "lm-eval acc, filter none")
    #expect(runs[0].value(metric("acc_norm")) == 0.16666666666666666)
    #expect(runs[1].value(metric("exact_match")) == 0)
    #expect(!metric("acc").isComparable(with: metric("acc_norm")))
    #expect(
      runs[1].workload
        == Workload(
          task: "toy_add", problemCount: 12, tokenCap: 8, samplesPerProblem: 4, sampling: .temperature(0.8)))
    #expect(runs.allSatisfy { $0.answers == nil && $0.model.parameters == nil })
  }

  @Test func `The answers of the samples beside it are found by the hash of the questions`() throws {
    let neighbours = [try ToolFiles.file(ToolFiles.additions), try ToolFiles.file(ToolFiles.choices)]
    let runs = try source.runs(
      from: ToolFiles.file(ToolFiles.results), beside: neighbours, context: MeasurementContext()
    ).runs
    #expect(runs[0].answers?.isCorrect == [true, true, false, true, false, true])
    #expect(runs[0].answers?.problems == ["0", "1", "2", "3", "4", "5"])
    #expect(runs[1].answers?.isCorrect == [Bool](repeating: false, count: 12))
    #expect(
      runs[0].reasons.contains("The answers are judged by acc; acc_norm judge otherwise."))
    #expect(
      runs[0].reasons.contains("The questions and answers of 6 samples are free text and were dropped."))
    #expect(
      runs[1].reasons.contains(
        "Of 4 answers to a problem the filter \"none\" kept what was judged; the verdicts on the others are not in the "
          + "file."))
    let taken = try LMEvalSamples().runs(
      from: neighbours[0], beside: [ToolFiles.file(ToolFiles.results)], context: MeasurementContext())
    #expect(taken.runs.isEmpty)
    #expect(taken.notes.count == 1)
  }

  @Test func `Samples alone need a context`() throws {
    let file = try ToolFiles.file(ToolFiles.choices)
    #expect(throws: ImportError.self) { try LMEvalSamples().runs(from: file, context: MeasurementContext()) }
    let context = MeasurementContext(modelName: "m", workload: Workload(task: "toy_mc"))
    let run = try #require(try LMEvalSamples().runs(from: file, context: context).runs.first)
    #expect(run.answers?.count == 6)
    #expect(run.value(metric("acc")) == 4.0 / 6)
    #expect(run.workload.task == "toy_mc")
  }

  @Test func `Each filter is a run of its own`() throws {
    let text = """
      {"results": {"gsm8k": {"alias": "gsm8k", "exact_match,strict-match": 0.5, "exact_match_stderr,strict-match": "N/A",
      "exact_match,flexible-extract": 0.75, "exact_match_stderr,flexible-extract": 0.1}, "all": {"acc,none": 0.6}},
      "group_subtasks": {"all": ["gsm8k"]}, "n-shot": {"gsm8k": 0}, "model_name": "m", "model_source": "vllm",
      "config": {"model_args": "pretrained=m,tensor_parallel_size=2,dtype=bfloat16", "model_num_parameters": -1},
      "configs": {"gsm8k": {"output_type": "generate_until", "generation_kwargs": {"do_sample": false,
      "max_gen_toks": 4096}}}}
      """
    let result = try source.runs(from: ToolFiles.file(text: text), context: MeasurementContext())
    #expect(result.runs.map(\.identifier) == ["r.json, gsm8k, strict-match", "r.json, gsm8k, flexible-extract"])
    #expect(result.runs[0].value(metric("exact_match", "strict-match")) == 0.5)
    #expect(result.runs[0].outcomes[0].spread == nil)
    #expect(result.runs[1].value(metric("exact_match", "flexible-extract")) == 0.75)
    #expect(result.runs[0].serving.tensorParallel == 2)
    #expect(result.runs[0].serving.precision == .bf16)
    #expect(result.runs[0].serving.engine == "vLLM")
    #expect(result.runs[0].workload.tokenCap == 4096)
    #expect(result.runs[0].workload.sampling == .greedy)
    #expect(result.runs[0].model.parameters == nil)
    #expect(
      result.notes.map(\.reason) == [
        "all averages tasks that are here one by one, and was left out.",
        "1 key was not used: n-shot; kept as written.",
      ])
  }

  @Test func `Samples are read as a list and with a problem once for each filter`() throws {
    let text = """
      [{"doc_id": 7, "resps": [["x"]], "filtered_resps": ["x"], "filter": "a", "exact_match": 1.0},
      {"doc_id": 7, "resps": [["x"]], "filtered_resps": ["y"], "filter": "b", "exact_match": 0.0},
      {"doc_id": 8, "resps": [["x"]], "filtered_resps": ["y"], "filter": "b", "exact_match": 0.5}]
      """
    let runs = try ToolFiles.runs(text, LMEvalSamples(), context: MeasurementContext(modelName: "m"))
    #expect(runs.map(\.answers?.count) == [1, nil])
    #expect(runs[0].answers?.problems == ["7"])
    #expect(
      runs[1].reasons.contains("No metric of the samples is 0 or 1 throughout, so that no answer is right or wrong."))
  }
}
