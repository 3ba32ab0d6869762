import BenchmarkAdapters
import ScalingExperiments
import Testing

/// Scrapes of a real server, and the counters of an older one.
@Suite struct VLLMServerMetricsTests {
  private let window = "since the server started"

  private func run(_ name: String) throws -> Run {
    let runs = try VLLMServerMetrics().runs(from: ToolFiles.file(name), context: MeasurementContext()).runs
    return try #require(runs.first)
  }

  @Test func `Counters of the second engine are typed as such`() throws {
    let run = try run(ToolFiles.speculationScrape)
    #expect(run.model.name == "SmolLM2-135M-Instruct")
    let counters = EngineV1SpeculationCounters(
      drafts: 118, draftTokens: 344, acceptedTokens: 248, acceptedByPosition: [104, 86, 58])
    #expect(run.speculationCounters == .engineV1(counters))
    #expect(counters.acceptanceRate == 248.0 / 344)
    #expect(counters.acceptanceLength == 1 + 248.0 / 118)
    #expect(run.serving.speculation == .on(Speculation(method: .unnamed)))
  }

  @Test func `Means come from sums and counts`() throws {
    let run = try run(ToolFiles.speculationScrape)
    let latency = run.outcome(.latency(.mean, definition: "end to end, server side, \(window)"))
    #expect(latency?.value == 21.010205268859863 / 12)
    #expect(latency?.count == 12)
    #expect(
      run.value(.outputTokens(.total, definition: "tokens generated, server side, \(window)")) == 576)
    // 334 gaps for 12 requests of 48 tokens, which have 47 each.
    let gaps = run.outcomes.first { $0.metric.quantity == "inter-chunk latency" }
    #expect(gaps?.count == 334)
  }

  @Test func `A histogram whose name ends in total is no counter`() throws {
    let steps = try run(ToolFiles.speculationScrape).outcomes.first { $0.metric.quantity == "tokens per engine step" }
    #expect(steps?.value == 1344.0 / 155)
    #expect(steps?.count == 155)
    guard case .exposition(let exposition) = try ToolFiles.file(ToolFiles.speculationScrape).content else {
      Issue.record("The scrape is not recognized.")
      return
    }
    #expect(exposition.counter("vllm:iteration_tokens_total") == nil)
    #expect(exposition.counter("vllm:iteration_tokens_total_count") == nil)
    #expect(exposition.counter("vllm:generation_tokens_total") == 576)
  }

  @Test func `Without speculation there are no counters, and it stays unknown`() throws {
    let run = try run(ToolFiles.scrape)
    #expect(run.speculationCounters == nil)
    #expect(run.serving.speculation == nil)
  }

  @Test func `Counters of the first engine are typed apart`() throws {
    let text = """
      # TYPE vllm:spec_decode_num_accepted_tokens_total counter
      vllm:spec_decode_num_accepted_tokens_total{model_name="m"} 60.0
      vllm:spec_decode_num_draft_tokens_total{model_name="m"} 100.0
      vllm:spec_decode_num_emitted_tokens_total{model_name="m"} 70.0
      """
    let run = try #require(try ToolFiles.runs(text, VLLMServerMetrics()).first)
    let counters = EngineV0SpeculationCounters(draftTokens: 100, acceptedTokens: 60, emittedTokens: 70)
    #expect(run.speculationCounters == .engineV0(counters))
    // 20 passes of 5 drafts emitted 70 tokens.
    #expect(counters.tokensPerPass(draftTokens: 5) == 3.5)
  }

  @Test func `A load point is the difference of two scrapes`() throws {
    func scrape(_ tokens: Int, _ sum: Double, _ count: Int) throws -> MeasurementFile {
      try ToolFiles.file(
        text: """
          # TYPE vllm:generation_tokens_total counter
          vllm:generation_tokens_total{model_name="m"} \(tokens)
          # TYPE vllm:e2e_request_latency_seconds histogram
          vllm:e2e_request_latency_seconds_count{model_name="m"} \(count)
          vllm:e2e_request_latency_seconds_sum{model_name="m"} \(sum)
          """, name: "later.prom")
    }
    let metrics = VLLMServerMetrics()
    let run = try #require(
      try metrics.runs(from: scrape(500, 30, 7), since: scrape(100, 10, 2), context: MeasurementContext()).runs.first)
    #expect(run.outcomes.map(\.value) == [400, 4])
    #expect(run.outcomes[1].metric.definition == "end to end, server side, between two scrapes")
    let error = #expect(throws: ImportError.self) {
      try metrics.runs(from: scrape(50, 30, 7), since: scrape(100, 10, 2), context: MeasurementContext())
    }
    #expect(
      error?.message
        == "later.prom:2: vllm:generation_tokens_total decreased from 100.0 to 50.0: the server was started "
        + "again between the two scrapes.")
  }

  @Test func `Labels, escapes, stamps and special values are read`() throws {
    let text =
      "# HELP a b\n\nvllm:a{x=\"q\\\"\\\\\\n,}\",y=\"2\",} NaN 1700000000\r\nvllm:a{y=\"3\"} +Inf\nb 1.79e+09 # {} 1\n"
    guard case .exposition(let exposition) = try ToolFiles.file(text: text).content else {
      Issue.record("The text is not recognized.")
      return
    }
    #expect(exposition.samples.count == 3)
    #expect(exposition.samples[0].labels == ["x": "q\"\\\n,}", "y": "2"])
    #expect(exposition.samples[0].value.isNaN)
    #expect(exposition.samples[0].line == 3)
    #expect(exposition.samples[1].value == .infinity)
    #expect(exposition.samples[2].value == 1.79e9)
    let error = #expect(throws: ImportError.self) { try ToolFiles.file(text: "# TYPE a counter\na{x=1} 2\n") }
    #expect(error?.message == "r.json:2: The line is not a metric in Prometheus text format: \"a{x=1} 2\".")
  }

  @Test(
    arguments: [
      ("-5", "is -5, not a finite number of 0 or more"), ("NaN", "is NaN, not a finite number of 0 or more"),
      ("3.5", "is 3.5, not a whole number"),
      ("1e400", "is infinite or beyond the range of a Double, not a finite number of 0 or more"),
      ("1\nvllm:generation_tokens_total{model_name=\"m\"} 1", "occurs twice with the same labels"),
    ])
  func `A counter that cannot be is named and unknown`(value: String, expected: String) throws {
    let text = """
      # TYPE vllm:generation_tokens_total counter
      vllm:prompt_tokens_total{model_name="m"} 7
      vllm:generation_tokens_total{model_name="m"} \(value)
      """
    let run = try #require(try ToolFiles.runs(text, VLLMServerMetrics()).first)
    #expect(run.outcomes.map(\.value) == [7])
    #expect(
      run.notes.first { $0.severity == .skipped }?.reason
        == "vllm:generation_tokens_total \(expected); it was left out.")
  }

  @Test func `A histogram with a sum that cannot be has no mean`() throws {
    let text = """
      # TYPE vllm:e2e_request_latency_seconds histogram
      vllm:e2e_request_latency_seconds_count{model_name="m"} 4
      vllm:e2e_request_latency_seconds_sum{model_name="m"} -1
      """
    let run = try #require(try ToolFiles.runs(text, VLLMServerMetrics()).first)
    #expect(run.outcomes.isEmpty)
    #expect(
      run.notes.map(\.message).contains(
        "r.json:3: vllm:e2e_request_latency_seconds_sum is -1, not a finite number of 0 or more; it was left out."))
  }

  @Test func `More accepted than drafted tokens are no counters`() throws {
    let text = """
      vllm:spec_decode_num_drafts_total{model_name="m"} 2
      vllm:spec_decode_num_draft_tokens_total{model_name="m"} 10
      vllm:spec_decode_num_accepted_tokens_total{model_name="m"} 11
      """
    let run = try #require(try ToolFiles.runs(text, VLLMServerMetrics()).first)
    #expect(run.speculationCounters == nil)
    #expect(
      run.reasons.contains(
        "vLLM counts 11 accepted of 10 drafted tokens, which cannot be; the counters were left out."))
  }

  @Test func `Drafts that cannot be do not make the counters those of the first engine`() throws {
    let text = """
      vllm:spec_decode_num_drafts_total{model_name="m"} NaN
      vllm:spec_decode_num_draft_tokens_total{model_name="m"} 10
      vllm:spec_decode_num_accepted_tokens_total{model_name="m"} 5
      """
    #expect(try ToolFiles.runs(text, VLLMServerMetrics()).first?.speculationCounters == nil)
  }

  @Test func `A scrape without a model is refused`() {
    let error = #expect(throws: ImportError.self) {
      try ToolFiles.runs("vllm:prompt_tokens_total{engine=\"0\"} 7", VLLMServerMetrics())
    }
    #expect(
      error?.message == "r.json: No metric has the label model_name, so that nothing says which model ran.")
  }
}
