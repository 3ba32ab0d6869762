import BenchmarkAdapters
import ScalingExperiments
import Testing

/// Real results of SGLang's serving benchmark, figures typed from the files.
@Suite struct SGLangServingResultsTests {
  private let source = SGLangServingResults()
  private let context = MeasurementContext(modelName: "m")

  private func result(_ members: String) throws -> Run {
    let text = "{\"backend\": \"sglang\", \"total_output_tokens_retokenized\": 9, \(members)}"
    return try #require(try ToolFiles.runs(text, source, context: context).first)
  }

  @Test func `Every line is a run, and an infinite rate is none`() throws {
    let file = try ToolFiles.file("sglang/bench_serving_0.4.6.jsonl")
    #expect(source.matches(file.keys))
    let runs = try source.runs(from: file, context: context).runs
    #expect(runs.map(\.workload.load) == [.concurrency(4), .requestRate(2)])
    #expect(runs.map(\.identifier) == ["sglang/bench_serving_0.4.6.jsonl:1", "sglang/bench_serving_0.4.6.jsonl:2"])
    #expect(runs[0].value(.latency(.mean)) == 1.0184746142999302)
    #expect(runs[0].outcome(.latency(.mean))?.spread == .standardDeviation(0.1535796917736634))
    #expect(runs[0].value(.interChunkLatency(.percentile(95))) == 0.06899645530006636)
    #expect(runs[0].value(.meanConcurrency) == 3.433857366682881)
    #expect(runs[0].value(.throughput) == 53.94510289752429)
    #expect(runs[1].value(.timePerOutputToken(.median)) == 0.04506173710001349)
    // The benchmark ran against a server of vLLM.
    #expect(runs[0].serving.engine == "vLLM")
    #expect(runs[0].workload.promptLength == 48)
    #expect(runs[0].workload.outputLength == 16)
    #expect(runs[0].value(.acceptanceLength(definition: "tokens of a pass, as the server reports")) == nil)
  }

  @Test func `Without a context nothing says which model ran`() throws {
    let file = try ToolFiles.file("sglang/bench_serving_0.4.6.jsonl")
    let error = #expect(throws: ImportError.self) {
      try source.runs(from: file, context: MeasurementContext())
    }
    #expect(
      error?.message.hasPrefix("sglang/bench_serving_0.4.6.jsonl:1: The file does not say which model ran;") == true)
  }

  @Test func `Lengths drawn from a range are not the lengths`() throws {
    let run = try result(
      "\"dataset_name\": \"random\", \"random_input_len\": 1024, \"random_output_len\": 1024, \"random_range_ratio\": 0.0"
    )
    #expect(run.workload.promptLength == nil)
    #expect(run.workload.outputLength == nil)
  }

  @Test func `Placeholders and traces are unknown`() throws {
    let run = try result("\"output_throughput\": -1, \"request_rate\": \"trace\", \"accept_length\": null")
    #expect(run.value(.throughput) == nil)
    #expect(run.workload.load == nil)
    #expect(run.serving.speculation == nil)
    #expect(
      run.reasons.contains("request_rate is the text \"trace\", which is no rate; how requests arrived is unknown."))
  }

  @Test func `One word has two definitions inside the tool`() throws {
    let chunk = try result("\"accept_length\": 2.5, \"mean_itl_ms\": 10")
    #expect(chunk.value(.interChunkLatency(.mean)) == 0.01)
    #expect(chunk.serving.speculation == .on(Speculation(method: .unnamed)))
    let text =
      "{\"backend\": \"sglang-oai\", \"total_output_tokens_retokenized\": 9, \"accept_length\": 2.5, \"mean_itl_ms\": 4}"
    let split = try #require(try ToolFiles.runs(text, source, context: context).first)
    #expect(split.value(.interChunkLatency(.mean)) == nil)
    #expect(
      split.value(
        .interChunkLatency(
          .mean, definition: "between streamed chunks, split over their tokens after tokenizing again")) == 0.004)
  }

  @Test func `The server's arguments say what was run`() throws {
    let text = """
      {"backend": "sglang", "total_output_tokens_retokenized": 9, "server_info": {"model_path": "a/b", "tp_size": 4,
      "dp_size": 1, "dtype": "bfloat16", "version": "0.5.23", "disable_cuda_graph": false,
      "speculative_algorithm": "EAGLE3", "speculative_num_draft_tokens": 4}}
      """
    let run = try #require(try ToolFiles.runs(text, source).first)
    #expect(run.model.name == "a/b")
    #expect(run.serving.tensorParallel == 4)
    #expect(run.serving.precision == .bf16)
    #expect(run.serving.execution == .graph)
    #expect(run.serving.version == "0.5.23")
    #expect(run.serving.speculation == .on(Speculation(method: .eagle, draftTokens: 4)))
  }

  @Test(.enabled(if: ToolFiles.reference != nil, "SCALING_REFERENCE_DATA names no reference data"))
  func `Third-party results of 2024 are read`() throws {
    let file = try ToolFiles.referenceFile("sglang/llama_3_3_70b_online_output.jsonl")
    let runs = try source.runs(from: file, context: context).runs
    #expect(
      runs.map(\.workload.load)
        == [1, 2, 4, 8, 16, 4, 8].map { LoadDescription.requestRate($0) })
    #expect(runs[0].value(.latency(.median)) == 7.819046192569658)
    #expect(runs[0].value(.timeToFirstToken(.mean)) == nil)
    #expect(runs[4].value(.throughput) == 4288.049348197696)
    #expect(runs[5].workload.task == "sharegpt")
    #expect(runs[0].workload.promptLength == nil)
    let offline = try ToolFiles.referenceFile("sglang/llama_3_3_70b_offline_output.jsonl")
    #expect(try source.runs(from: offline, context: context).runs.allSatisfy { $0.workload.load == .saturating })
  }

  @Test func `Values of the server and the client that cannot be are named and unknown`() throws {
    let text = """
      {"total_output_tokens_retokenized": 1, "backend": "sglang", "completed": -3, "accept_length": 0.25,
      "server_info": {"model_path": "m", "tp_size": 0, "speculative_algorithm": 5}}
      """
    let run = try #require(try ToolFiles.runs(text, SGLangServingResults()).first)
    #expect(run.outcomes.isEmpty)
    #expect(run.serving.tensorParallel == nil)
    #expect(run.serving.speculation == nil)
    for reason in [
      "completed is -3, not a whole number of 0 or more; it was left out.",
      "accept_length is 0.25, but a pass gives 1 token or more; it was left out.",
      "server_info.tp_size is 0, not a whole number of 1 or more; it was left out.",
      "server_info.speculative_algorithm is 5, not a text; it was left out.",
    ] { #expect(run.reasons.contains(reason), "\(run.reasons)") }
  }
}
