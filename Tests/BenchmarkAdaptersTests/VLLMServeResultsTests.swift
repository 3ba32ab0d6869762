import BenchmarkAdapters
import Foundation
import ScalingExperiments
import Testing

/// Real results of vLLM's serving benchmark, figures typed from the files, and what other versions write.
@Suite struct VLLMServeResultsTests {
  private let source = VLLMServeResults()

  private func runs(_ name: String, context: MeasurementContext = MeasurementContext()) throws -> [Run] {
    try source.runs(from: ToolFiles.file(name), context: context).runs
  }

  /// A result in the form of the file, with these members beside those that every version has.
  private func result(_ members: String, failures: String = "") throws -> Run {
    let text = """
      {"date": "20250101-000000", "backend": "vllm", "model_id": "m", "num_prompts": 4, "request_rate": "inf",
      "max_concurrency": 2, "duration": 2.0, "completed": 3, "total_input_tokens": 30, "total_output_tokens": 60,
      "request_throughput": 1.5\(members.isEmpty ? "" : ", ")\(members)}
      """
    return try #require(ToolFiles.runs(text, source).first)
  }

  @Test func `A detailed result gives its figures in seconds`() throws {
    let run = try #require(try runs(ToolFiles.serve).first)
    #expect(run.model.name == "SmolLM2-135M-Instruct")
    #expect(run.model.parameters == nil)
    #expect(run.source == RunSource(tool: "vLLM bench serve", file: ToolFiles.serve, date: "20261123-150916"))
    #expect(run.value(.timeToFirstToken(.mean)) == 0.4590380591875487)
    #expect(run.outcome(.timeToFirstToken(.mean))?.count == 16)
    #expect(run.outcome(.timeToFirstToken(.mean))?.spread == .standardDeviation(0.1569832478716785))
    #expect(run.value(.timeToFirstToken(.percentile(99.9))) == 0.6737421430000518)
    #expect(run.value(.timePerOutputToken(.median)) == 0.03770066228260119)
    #expect(run.value(.interChunkLatency(.mean)) == 0.04001905162777525)
    #expect(run.value(.latency(.percentile(95))) == 1.5349003564998611)
    #expect(run.value(.throughput) == 70.45820121268116)
    #expect(run.value(.requestThroughput) == 2.935758383861715)
    #expect(run.value(.outputTokens(.total)) == 384)
    #expect(run.value(.requestsFailed) == 0)
    #expect(run.value(.goodput) == nil)
    // Requests of one token have no such time, so that nobody knows how many it is the mean of.
    #expect(run.outcome(.timePerOutputToken(.mean))?.count == nil)
  }

  @Test func `Texts among the metadata are counts and names`() throws {
    let run = try #require(try runs(ToolFiles.serve).first)
    #expect(run.serving.tensorParallel == 1)
    #expect(run.serving.engine == "vLLM")
    #expect(run.serving.version == "0.32.0")
    #expect(run.hardware == HardwareDescription(accelerator: "cpu-epyc"))
    #expect(run.hardware?.acceleratorCount == nil)
    #expect(run.serving.speculation == nil)
  }

  @Test func `The mean time to the first token is that of the arrays`() throws {
    let run = try #require(try runs(ToolFiles.serve).first)
    let requests = try #require(run.requests)
    let times = requests.timeToFirstToken.compactMap { $0 }
    #expect(times.count == 16)
    let mean = times.reduce(0, +) / 16
    let reported = try #require(run.value(.timeToFirstToken(.mean)))
    #expect(abs(mean / reported - 1) < 1e-9)
    let latency = requests.latency.reduce(0, +) / 16
    #expect(abs(latency / 1.3594667208124918 - 1) < 1e-9)
    #expect(requests.latency[0] == 1.535085920000256)
    #expect(requests.promptTokens == [Int?](repeating: 64, count: 16))
    #expect(requests.outputTokens == [Int?](repeating: 24, count: 16))
  }

  @Test func `The chunks of a busy client are not tokens`() throws {
    let run = try #require(try runs(ToolFiles.serve).first)
    // 23 gaps in the first eight requests, 22 in the others, for 24 tokens each.
    #expect(run.requests?.outputChunks == [Int?](repeating: 24, count: 8) + [Int?](repeating: 23, count: 8))
    #expect(run.reasons.contains { $0.hasPrefix("In 8 requests of 16 a streamed chunk held more than one token") })
  }

  @Test func `Free text is dropped and counted, other keys are listed`() throws {
    let reasons = try #require(try runs(ToolFiles.serve).first).reasons
    #expect(reasons.contains("generated_texts is free text and was dropped (16 texts)."))
    #expect(
      reasons.contains(
        "6 keys were not used: endpoint_type, tokenizer_id, burstiness, start_times, queue_times and rtfx; kept as written."
      ))
    #expect(
      reasons.last
        == "Neither the file nor a context states the parameters of the model, the number of accelerators, the "
        + "precision, eager or graph execution, whether speculation was on and the price.")
  }

  @Test func `Appended results are one run for each load point`() throws {
    let runs = try runs(ToolFiles.sweep)
    #expect(runs.map(\.workload.load) == [.concurrency(1), .concurrency(2), .concurrency(4), .concurrency(8)])
    // Counted in one-second buckets it is twice the concurrency: 2, 4, 8, 16.
    #expect(runs.map { $0.value(.peakConcurrentRequests) } == [2, 4, 8, 16])
    #expect(runs.map(\.source?.line) == [1, 2, 3, 4])
    #expect(runs[2].identifier == "\(ToolFiles.sweep):3")
    #expect(
      runs.map { $0.value(.throughput) } == [
        15.878661031062052, 28.004121192656207, 71.469374467885, 75.81918334141689,
      ])
    // The times are there without the lengths: the tokens of a request stay unknown.
    #expect(runs[3].requests?.count == 24)
    #expect(runs[3].requests?.outputTokens[0] == nil)
    #expect(runs[3].requests?.latency[0] == 3.2639122240002507)
  }

  @Test func `A ramp is no load, although its rate is written as infinite`() throws {
    let run = try #require(try runs(ToolFiles.rampUp).first)
    #expect(run.workload.load == nil)
    #expect(
      run.reasons.contains("The request rate was ramped up (\"linear\"), so that no one load describes it."))
  }

  @Test func `Speculation comes in percent and in shares, and gaps are not taken for tokens`() throws {
    let run = try #require(try runs(ToolFiles.speculation).first)
    #expect(run.serving.speculation == .on(Speculation(method: .ngram, draftTokens: 3)))
    #expect(run.value(.acceptanceRate) == 0.7209302325581395)
    #expect(run.value(.acceptanceRate(position: 1)) == 0.8813559322033898)
    #expect(run.value(.acceptanceRate(position: 3)) == 0.4915254237288136)
    #expect(run.value(.acceptanceLength()) == 3.1016949152542375)
    // 52, 43 and 29 of 59 drafts.
    let counters = EngineV1SpeculationCounters(
      drafts: 59, draftTokens: 172, acceptedTokens: 124, acceptedByPosition: [52, 43, 29])
    #expect(run.speculationCounters == .engineV1(counters))
    // The gap of 39.6 ms stands beside the 23.5 ms a token, as another quantity.
    #expect(run.value(.interChunkLatency(.mean)) == 0.03960442586227516)
    #expect(run.value(.timePerOutputToken(.mean)) == 0.023453684819148762)
    let chunk = Metric.interChunkLatency(.mean)
    #expect(chunk.definition.contains("several tokens under speculation"))
    #expect(!chunk.isComparable(with: .timePerOutputToken(.mean)))
    #expect(run.requests?.latency.count == 6)
    #expect(run.value(.requestsAttempted) == 8)
    #expect(run.value(.requestsCompleted) == 6)
  }

  @Test func `Speculation that no metadata name is known to be on`() throws {
    let run = try result(
      "\"spec_decode_num_drafts\": 10, \"spec_decode_draft_tokens\": 30, \"spec_decode_accepted_tokens\": 12")
    #expect(run.serving.speculation == .on(Speculation(method: .unnamed)))
  }

  @Test func `A share beyond one is refused, not converted`() throws {
    let run = try result("\"spec_decode_per_position_acceptance_rates\": [88.1], \"spec_decode_acceptance_rate\": 172")
    #expect(run.value(.acceptanceRate(position: 1)) == nil)
    #expect(run.value(.acceptanceRate) == nil)
    #expect(
      run.reasons.contains("spec_decode_acceptance_rate is 1.72 as a share of one, which cannot be; it was left out."))
  }

  @Test func `Without a latency in the file there is none`() throws {
    let run = try result("\"mean_ttft_ms\": 12.5")
    #expect(run.value(.timeToFirstToken(.mean)) == 0.0125)
    #expect(run.value(.latency(.mean)) == nil)
    #expect(run.requests == nil)
  }

  @Test func `Zeros of runs without observations are unknown`() throws {
    let run = try result("\"mean_tpot_ms\": 0.0, \"p99_tpot_ms\": 0, \"mean_ttft_ms\": NaN, \"median_ttft_ms\": -1")
    #expect(run.outcomes.allSatisfy { $0.value > 0 })
    #expect(run.value(.timePerOutputToken(.mean)) == nil)
    #expect(run.value(.timeToFirstToken(.mean)) == nil)
    #expect(
      run.reasons.contains("mean_tpot_ms and p99_tpot_ms are 0, which is written where nothing was observed; left out.")
    )
    #expect(run.reasons.contains("mean_ttft_ms is NaN, not a finite number of 0 or more; it was left out."))
    #expect(run.reasons.contains("median_ttft_ms is -1, not a finite number of 0 or more; it was left out."))
  }

  @Test func `Before 0.11 nobody counted failures`() throws {
    let run = try result("")
    #expect(run.value(.requestsFailed) == nil)
    #expect(run.reasons.contains("This version does not count failures: 1 of 4 requests did not complete."))
  }

  @Test(arguments: ["request_goodput", "request_goodput:"])
  func `Goodput is read with and without the colon of 0.8`(key: String) throws {
    #expect(try result("\"\(key)\": 1.25").value(.goodput) == 1.25)
  }

  @Test func `Keys without a unit are the seconds of forks`() throws {
    let run = try result("\"median_ttft\": 0.29139942955225706, \"p99_e2el\": 9.590554047282783")
    #expect(run.value(.timeToFirstToken(.median)) == 0.29139942955225706)
    #expect(run.value(.latency(.percentile(99))) == 9.590554047282783)
  }

  @Test func `Older arrays give the latency as first token and gaps, and failed requests are left out`() throws {
    let run = try result(
      """
      "input_lens": [5, 6, 7], "output_lens": [3, 0, 2], "ttfts": [0.5, 0.0, 0.25], "itls": [[0.25, 0.125], [], [1]],
      "generated_texts": ["a", "", "b"], "errors": ["", "timeout", ""]
      """)
    let requests = try #require(run.requests)
    #expect(requests.problems == ["0", "2"])
    #expect(requests.latency == [0.875, 1.25])
    #expect(requests.outputTokens == [3, 2])
    #expect(requests.promptTokens == [5, 7])
    #expect(requests.outputChunks == [3, 2])
    #expect(run.reasons.contains("1 request failed and was left out."))
  }

  @Test func `Lists of other lengths are left out`() throws {
    let run = try result("\"ttfts\": [0.5], \"itls\": [[], []], \"output_lens\": [1, 1]")
    #expect(run.requests == nil)
    #expect(
      run.reasons.contains(
        "The per-request lists have different lengths (output_lens 2, ttfts 1 and itls 2), so that they do not describe "
          + "the same requests; they were left out."))
  }

  @Test(
    arguments: [
      ("\"inf\"", "null", LoadDescription.saturating), ("2.5", "null", .requestRate(2.5)),
      ("\"inf\"", "8", .concurrency(8)), ("Infinity", "8", .concurrency(8)), ("2.5", "8", nil), ("-1", "null", nil),
    ])
  func `The load is what rate and limit say together`(rate: String, limit: String, load: LoadDescription?) throws {
    let text =
      "{\"model_id\": \"m\", \"num_prompts\": 1, \"request_throughput\": 1, \"request_rate\": \(rate), "
      + "\"max_concurrency\": \(limit)}"
    #expect(try ToolFiles.runs(text, source).first?.workload.load == load)
  }

  @Test func `A file that names no model asks for it`() {
    let error = #expect(throws: ImportError.self) {
      try ToolFiles.runs("{\"num_prompts\": 1, \"request_throughput\": 1}", source)
    }
    #expect(
      error?.message == "r.json: The file does not say which model ran; state it as {\"formatVersion\": 1, \"model\": "
        + "{\"name\": ...}} in r.context.json beside it.")
  }

  @Test(.enabled(if: ToolFiles.reference != nil, "SCALING_REFERENCE_DATA names no reference data"))
  func `Third-party results of a fork are read as seconds`() throws {
    let file = try ToolFiles.referenceFile("inferencex/glm5_fp8_vllm_tp8_isl1024_osl128_conc16.json")
    #expect(source.matches(file.keys))
    let run = try #require(try source.runs(from: file, context: MeasurementContext()).runs.first)
    #expect(run.model.name == "zai-org/GLM-5-FP8")
    #expect(run.workload.load == .concurrency(16))
    #expect(run.value(.timeToFirstToken(.median)) == 0.29139942955225706)
    #expect(run.value(.timePerOutputToken(.percentile(99))) == 0.0717096967959967)
    #expect(run.value(.latency(.median)) == 4.5732344426214695)
    #expect(run.value(.inputThroughput) == 3228.647450737003)
    #expect(run.value(.latency(.mean)) == nil)
    // The eight accelerators stand in the file's name alone.
    #expect(run.serving.tensorParallel == nil)
  }
}
