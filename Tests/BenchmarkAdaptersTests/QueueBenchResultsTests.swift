import BenchmarkAdapters
import Foundation
import ScalingExperiments
import Testing

/// An adapter of a user's own, as the guide `WritingAnAdapter` prints it.
@Suite struct QueueBenchResultsTests {
  private static let text = """
    {"queuebench": 2, "model": "m", "engine": "vLLM", "tp": 2, "clients": 8, "sent": 3, "tokens_per_s": 120.5,
     "minutes": 1.5, "started": "2026-11-01T10:00:00Z", "seed": 7, "prompts": ["a", "b"],
     "latency": {"unit": "ms", "mean": 250.5, "p95": 400, "p999": 612.25},
     "requests": [{"id": "q1", "ms": 200, "tokens": 10}, {"id": "q2", "ms": 301, "tokens": 12},
                  {"id": "q3", "ms": null, "tokens": 0}]}
    """

  @Test func `Figures come out in canonical units, and what is not read is kept`() throws {
    let file = try ToolFiles.file(text: Self.text)
    let formats: [any MeasurementSource] = MeasurementSources.all + [QueueBenchResults()]
    let run = try #require(try file.runs(formats: formats).runs.first)
    #expect(run.source?.tool == "QueueBench")
    #expect(run.serving.tensorParallel == 2 && run.workload.load == .concurrency(8))
    #expect(run.value(.latency(.mean)) == 0.2505)
    #expect(run.value(.latency(.percentile(99.9))) == 0.61225)
    #expect(run.value(.duration) == 90)
    #expect(run.requests?.problems == ["q1", "q2"] && run.requests?.latency == [0.2, 0.301])
    #expect(run.reasons.contains("1 requests have no time."))
    #expect(run.unmapped == [UnmappedField(path: ["seed"], json: "7")])
    #expect(run.reasons.contains("1 text of prompts was dropped as free text."))
  }

  @Test func `An unknown unit leaves the figures unknown`() throws {
    let file = try ToolFiles.file(
      text: Self.text.replacingOccurrences(of: "\"ms\", \"mean\"", with: "\"jiffies\", \"mean\""))
    let run = try #require(try file.runs(formats: [QueueBenchResults()]).runs.first)
    #expect(run.value(.latency(.mean)) == nil)
    #expect(
      run.reasons.contains("latency.unit is the text \"jiffies\", not a unit that this library knows; it was left out.")
    )
    #expect(run.unmapped.contains(UnmappedField(path: ["latency", "mean"], json: "250.5")))
  }

  @Test func `The guide prints this adapter, in at most 60 lines`() throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let code = try String(contentsOf: tests.appendingPathComponent("QueueBenchResults.swift"), encoding: .utf8)
    let guide = try String(
      contentsOf: tests.appendingPathComponent("../../Docs/WritingAnAdapter.md"), encoding: .utf8)
    #expect(guide.contains("```swift\n" + code + "```"))
    #expect(code.split(separator: "\n").count <= 60)
  }
}
