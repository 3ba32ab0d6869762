import BenchmarkAdapters
import ScalingExperiments
import Testing

/// Every Eval Ever, read and written.
@Suite struct EveryEvalEverTests {
  private static let origin = EveryEvalEver.Origin(
    organization: "us", relationship: "third_party", retrieved: "1795446938")

  @Test func `Each result is a run; only what says so is an accuracy`() throws {
    let text = """
      {"schema_version": "0.2.1", "evaluation_id": "gsm8k/m/1", "retrieved_timestamp": "1",
       "source_metadata": {"source_type": "evaluation_run", "source_organization_name": "o",
         "evaluator_relationship": "other"}, "eval_library": {"name": "lm_eval", "version": "0.4"},
       "model_info": {"name": "M", "id": "org/m", "inference_engine": {"name": "vllm", "version": "0.30"}},
       "evaluation_results": [
        {"evaluation_name": "gsm8k", "source_data": {"dataset_name": "gsm8k", "source_type": "other"},
         "metric_config": {"evaluation_description": "exact_match", "lower_is_better": false, "score_type": "continuous",
           "min_score": 0, "max_score": 1},
         "score_details": {"score": 0.75, "uncertainty": {"standard_error": {"value": 0.01}, "num_samples": 1319}},
         "generation_config": {"generation_args": {"temperature": 0, "max_tokens": 512}}},
        {"evaluation_name": "arena", "source_data": {}, "metric_config": {"evaluation_description": "Elo",
          "lower_is_better": false, "score_type": "continuous", "min_score": 0, "max_score": 4000},
         "score_details": {"score": 1234.5}},
        {"evaluation_name": "broken", "metric_config": {"lower_is_better": true, "min_score": 0, "max_score": 1},
         "score_details": {"score": 7}}]}
      """
    let runs = try ToolFiles.file(text: text).runs().runs
    #expect(runs.map(\.workload.task) == ["gsm8k", "arena", "broken"])
    let accuracy = try #require(runs[0].outcomes.first)
    #expect(accuracy.value == 0.75 && accuracy.metric.quantity == .accuracy && accuracy.count == 1319)
    #expect(accuracy.spread == .standardError(0.01) && runs[0].workload.sampling == .greedy)
    #expect(runs[0].model.name == "org/m" && runs[0].serving.engine == "vllm" && runs[0].workload.tokenCap == 512)
    #expect(runs[1].outcomes.first?.metric.quantity == "score" && runs[1].outcomes.first?.value == 1234.5)
    #expect(runs[2].outcomes.isEmpty)
    #expect(
      runs[2].reasons.contains("score is 7.0, outside the bounds that its metric states; it was left out."))
  }

  @Test func `A score that was written is read again with its metric`() throws {
    let run = try #require(try ToolFiles.file("inspect/arith.json").runs().runs.first)
    let written = try #require(EveryEvalEver.file(of: run, from: Self.origin))
    #expect(written.notes.map(\.reason) == ["Every Eval Ever has no place for 18 timed requests; left out."])
    let read = try #require(try ToolFiles.file(text: written.text).runs().runs.first)
    #expect(read.outcomes == run.outcomes && read.model == run.model)
    #expect(read.workload.task == "arith" && read.workload.tokenCap == 16)
    #expect(read.workload.sampling == .temperature(0.8) && read.source?.date == run.source?.date)
  }

  @Test func `Answers that were written are read again`() throws {
    let run = try #require(try ToolFiles.file("inspect/arith.json").runs().runs.first)
    let written = try #require(EveryEvalEver.instances(of: run, from: Self.origin))
    let read = try #require(try ToolFiles.file(text: written.text, name: "i.jsonl").runs().runs.first)
    #expect(read.answers == run.answers && read.model == run.model && read.workload.task == "arith")
  }

  @Test func `Instances with times are requests, and wrong values are named`() throws {
    let text = """
      {"model_id": "m", "evaluation_name": "e", "sample_id": "1", "interaction_type": "single_turn", "input": {"raw": "x"},
       "evaluation": {"score": 1, "is_correct": true}, "token_usage": {"input_tokens": 5, "output_tokens": 7},
       "performance": {"latency_ms": 1500, "time_to_first_token_ms": 250}}
      {"model_id": "m", "evaluation_name": "e", "sample_id": "2", "interaction_type": "single_turn",
       "evaluation": {"score": 1, "is_correct": "perhaps"}, "performance": {"latency_ms": -1}}
      """
    let run = try #require(try ToolFiles.file(text: text, name: "i.jsonl").runs().runs.first)
    #expect(run.answers?.problems == ["1"] && run.answers?.outputTokens == [7])
    #expect(run.requests?.latency == [1.5] && run.requests?.timeToFirstToken == [0.25])
    #expect(run.reasons.contains("correct is the text \"perhaps\", not true or false; it was left out."))
    #expect(run.reasons.contains("1 row without a problem or a verdict left out (line 4)."))
  }

  @Test func `A run without a bounded score has no record`() throws {
    let run = Run(
      identifier: "r", model: ModelDescription(name: "m"), outcomes: [MetricValue(metric: .throughput, value: 1)])
    #expect(EveryEvalEver.file(of: run, from: Self.origin) == nil)
    #expect(EveryEvalEver.instances(of: run, from: Self.origin) == nil)
  }
}
