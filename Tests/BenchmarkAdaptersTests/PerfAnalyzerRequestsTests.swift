import Foundation
import ScalingExperiments
import Testing

@testable import BenchmarkAdapters

@Suite struct PerfAnalyzerRequestsTests {
  private func run(_ outputs: String, times: String) throws -> RequestRecords {
    let text = """
      {"experiments": [{"experiment": {"mode": "concurrency", "value": 4}, "requests": [
        {"timestamp": 1000000000, "response_timestamps": \(times), "response_outputs": \(outputs)}]}]}
      """
    let file = try MeasurementFile(bytes: Array(text.utf8), name: "profile_export.json")
    let runs = try PerfAnalyzerRequests().runs(from: file, context: MeasurementContext(modelName: "m")).runs
    return try #require(runs.first?.requests)
  }

  @Test func theMarkOfTheEndIsNoAnswer() throws {
    let outputs = #"[{"response": "data: {}\n\n"}, {"response": "data: {}\n\n"}, {"response": "data: [DONE]\n\n"}]"#
    let requests = try run(outputs, times: "[1100000000, 1300000000, 1900000000]")
    let first = try #require(requests.timeToFirstToken[0])
    #expect(requests.latency == [0.3])
    #expect(requests.outputChunks == [2])
    #expect(first == 0.1)
  }

  @Test func aRequestThatWasNotStreamedHasNoFirstToken() throws {
    let requests = try run(#"[{"response": "{}"}]"#, times: "[1500000000]")
    #expect(requests.timeToFirstToken == [nil] && requests.outputChunks == [nil] && requests.latency == [0.5])
  }

  @Test func theShippedFileHasTheMeanThatGenAIPerfReports() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Examples/Data/tools/genai-perf/run_1/profile_export.json")
    let bytes = Array(try Data(contentsOf: file))
    let runs = try PerfAnalyzerRequests().runs(
      from: MeasurementFile(bytes: bytes, name: "profile_export.json"), context: MeasurementContext(modelName: "m")
    ).runs
    let latency = try #require(runs.first?.requests).latency
    // 648.0052633 ms by plain arithmetic on the times before the mark of the end.
    let mean = latency.reduce(0, +) / Double(latency.count)
    #expect(abs(mean - 0.6480052633) < 1e-9)
  }
}
