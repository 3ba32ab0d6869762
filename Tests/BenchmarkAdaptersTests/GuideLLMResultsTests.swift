import BenchmarkAdapters
import ScalingExperiments
import Testing

/// GuideLLM's reports, and its two words for the time of a token.
@Suite struct GuideLLMResultsTests {
  private static let report = "guidellm/benchmarks_0.8.1_concurrent.json"

  @Test func `A run for each benchmark, with the load that was carried out`() throws {
    let runs = try ToolFiles.file(Self.report).runs().runs
    #expect(runs.map(\.workload.load) == [.concurrency(1), .concurrency(4)])
    #expect(runs.map(\.model.name) == ["SmolLM2-135M-Instruct", "SmolLM2-135M-Instruct"])
    let latency = try #require(runs[0].outcome(.latency(.mean)))
    #expect(latency.value == 1.0881811380386353 && latency.count == 6)
    #expect(latency.spread == .standardDeviation(0.27758990916622783))
    // p001 is .1 %, p999 is 99.9 %.
    #expect(runs[0].value(.latency(.percentile(0.1))) == 0.8810303211212158)
    #expect(runs[0].value(.latency(.percentile(99.9))) == 1.6833627223968506)
    #expect(runs[0].value(.timeToFirstToken(.mean)) == 0.17991069952646887)
    #expect(runs[0].value(.throughput) == 14.61200857008483)
    #expect(runs[0].value(.requestThroughput) == 0.9132505356303018)
    #expect(runs[0].value(.requestsCompleted) == 6 && runs[0].value(.duration) == 6.569938659667969)
    #expect(!runs[0].unmapped.contains { $0.json.contains("incredible community") || $0.json.contains("127.0.0.1") })
  }

  @Test func `67.9 and 60.5 ms are told apart, and the requests give both`() throws {
    let run = try ToolFiles.file(Self.report).runs().runs[0]
    let withFirst = try #require(run.outcome(GuideLLMResults.timePerOutputToken()))
    let withoutFirst = try #require(run.outcome(GuideLLMResults.interTokenLatency()))
    #expect(withFirst.value == 0.06791860610246658 && withFirst.count == 96)
    #expect(withoutFirst.value == 0.06045246654086643 && withoutFirst.count == 90)
    #expect(!withFirst.metric.isComparable(with: withoutFirst.metric))
    #expect(!withoutFirst.metric.isComparable(with: .timePerOutputToken(.mean)))
    #expect(run.outcome(.timePerOutputToken(.mean)) == nil)
    // From what the report says of each request both can be had; they end with the request, 2 ms after the last token.
    let requests = try #require(run.requests)
    #expect(requests.count == 6 && requests.promptTokens[0] == 78)
    for (metric, reported) in [
      (Metric.timePerOutputTokenWithFirstByTokens(), withFirst), (.timePerOutputTokenByTokens(), withoutFirst),
    ] {
      let mean = try #require(requests.mean(of: metric))
      #expect(abs(mean.value / reported.value - 1) < 0.005 && mean.count == reported.count)
    }
  }

  private func run(_ benchmark: String, top: String = "") throws -> Run {
    let text = "{\"benchmarks\": [{\"type_\": \"generative_benchmark\", \(benchmark)}]\(top)}"
    return try #require(try ToolFiles.runs(text, GuideLLMResults(), context: MeasurementContext()).first)
  }

  @Test func `Version 1 names the model under args`() throws {
    let run = try run(
      #""args": {"strategy": {"type_": "constant", "rate": 2.5}}, "metrics": {}"#, top: #", "args": {"model": "m"}"#)
    #expect(run.model.name == "m" && run.workload.load == .requestRate(2.5))
  }

  @Test(arguments: [
    (#"{"type_": "synchronous"}"#, LoadDescription.concurrency(1)), (#"{"type_": "throughput"}"#, .saturating),
    (#"{"type_": "throughput", "max_concurrency": 64}"#, .concurrency(64)),
    (#"{"type_": "poisson", "rate": 3}"#, .requestRate(3)),
    (#"{"type_": "concurrent", "streams": 8}"#, .concurrency(8)),
  ])
  func `Strategies are loads`(strategy: String, load: LoadDescription) throws {
    let run = try run(#""config": {"strategy": \#(strategy), "backend": {"model": "m"}}"#)
    #expect(run.workload.load == load)
  }

  @Test func `Other strategies, counts of nothing, failed requests`() throws {
    let run = try run(
      #"""
      "config": {"strategy": {"type_": "replay"}, "backend": {"model": "m"}}, "duration": 0,
      "metrics": {"request_latency": {"successful": {"mean": 0, "count": 0, "percentiles": {"p50": 0}},
        "errored": {"mean": 3, "count": 2}, "total": {"mean": 3, "count": 2}},
        "request_totals": {"successful": 0, "errored": 2, "incomplete": 1, "total": 3}},
      "requests": {"successful": [], "errored": [{}, {}], "incomplete": [{}]}
      """#)
    #expect(run.workload.load == nil && run.value(.latency(.mean)) == nil && run.value(.requestsFailed) == 2)
    #expect(run.requests == nil)
    for reason in [
      "The strategy is \"replay\", from which no load follows; it is unknown.",
      "1 request did not end in time and is in no figure.", "2 requests failed and left out.",
    ] { #expect(run.reasons.contains(reason), "\(run.reasons)") }
    #expect(run.unmapped.contains { $0.path == ["metrics", "request_latency", "errored"] })
  }
}
