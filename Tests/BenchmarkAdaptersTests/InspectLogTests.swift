import BenchmarkAdapters
import ScalingExperiments
import Testing

/// Inspect's logs: scores, and answers with their tokens and times.
@Suite struct InspectLogTests {
  @Test func `A log gives its score and every answer`() throws {
    let run = try #require(try ToolFiles.file("inspect/arith.json").runs().runs.first)
    #expect(run.model.name == "openai-api/local/SmolLM2-135M-Instruct" && run.workload.task == "arith")
    #expect(run.workload.problemCount == 6 && run.workload.samplesPerProblem == 3 && run.workload.tokenCap == 16)
    #expect(run.workload.sampling == .temperature(0.8))
    let accuracy = try #require(run.outcomes.first)
    #expect(accuracy.value == 0.1111111111111111 && accuracy.spread == .standardError(0.07027283689263066))
    #expect(accuracy.metric.definition == "Inspect accuracy, scorer match" && accuracy.metric.quantity == .accuracy)
    let answers = try #require(run.answers)
    #expect(answers.count == 18)
    // Problems 1 and 6 were answered in the second epoch; 2 of 18 are the accuracy.
    let right = answers.isCorrect.indices.filter { answers.isCorrect[$0] }
    #expect(right.map { answers.problems[$0] } == ["1", "6"] && right.map { answers.samples[$0] } == [1, 1])
    #expect(right.map { answers.outputTokens[$0] } == [12, 6])
    #expect(answers.outputTokens.compactMap { $0 }.reduce(0, +) == 254)
    let requests = try #require(run.requests)
    #expect(requests.latency[0] == 3.465 && requests.promptTokens[0] == 42 && requests.isCorrect[0] == false)
    #expect(run.source?.date == "2026-11-23T15:24:02+00:00")
    #expect(run.unmapped.contains { $0.path == ["eval", "packages"] })
    #expect(!run.unmapped.contains { $0.json.contains("What is") })
  }

  private func log(_ samples: String, _ rest: String = "") throws -> MeasurementFile {
    try ToolFiles.file(
      text:
        #"{"version": 2, "status": "success", "eval": {"task": "t", "model": "m"}, "samples": [\#(samples)]\#(rest)}"#)
  }

  @Test func `Letters and numbers are verdicts; half right is none`() throws {
    let values = [#""C""#, #""I""#, #""N""#, #""P""#, "1", "0.0", "0.5", "true", #""maybe""#]
    let samples = values.enumerated().map {
      #"{"id": \#($0.offset), "epoch": 1, "scores": {"s": {"value": \#($0.element)}}}"#
    }
    let run = try #require(try log(samples.joined(separator: ",")).runs().runs.first)
    #expect(run.answers?.problems == ["0", "1", "2", "4", "5", "7"])
    #expect(run.answers?.isCorrect == [true, false, false, true, false, true])
    #expect(run.reasons.contains("2 answers of s are neither right nor wrong and have no verdict."))
    #expect(run.reasons.contains("1 score of s that are no letter and no number left out."))
  }

  @Test func `Two scorers are two runs, and a grader's tokens are not the model's`() throws {
    let usage = #""model_usage": {"m": {"output_tokens": 5, "input_tokens": 2}, "grader": {"output_tokens": 900}}"#
    let file = try log(
      #"{"id": "q", "epoch": 2, "scores": {"a": {"value": "C"}, "b": {"value": "I"}}, \#(usage), "error": {"message": "x"}}"#,
      #", "results": {"total_samples": 3, "completed_samples": 1, "scores": [{"name": "a", "scorer": "a", "metrics": {"accuracy": {"value": 1}, "custom": {"value": -2}}}, {"name": "c", "scorer": "c", "metrics": {"accuracy": {"value": 2}}}]}"#
    )
    let imported = try file.runs()
    #expect(imported.runs.map(\.identifier) == ["r.json, a", "r.json, c", "r.json, b"])
    #expect(imported.runs[0].outcomes.map(\.value) == [1, -2])
    #expect(imported.runs[0].answers?.outputTokens == [5] && imported.runs[0].answers?.samples == [1])
    #expect(imported.runs[2].answers?.isCorrect == [false])
    let reasons = imported.notes.map(\.reason)
    #expect(reasons.contains("1 of 3 samples were completed."))
    #expect(reasons.contains("accuracy is 2.0, not a share from 0 to 1; it was left out."))
    #expect(reasons.contains { $0.hasPrefix("1 sample ended in an error") })
  }

  @Test func `A log that ended in an error has no results, and says so`() throws {
    let text = #"{"version": 2, "status": "error", "eval": {"task": "t", "model": "m"}, "error": {"message": "x"}}"#
    let imported = try ToolFiles.file(text: text).runs()
    #expect(imported.runs.isEmpty)
    #expect(
      imported.notes.map(\.reason).contains("The log ended with the status \"error\": what it holds may be a part."))
    #expect(imported.notes.map(\.reason).contains("The log has neither scores nor scored samples, and gave no run."))
  }
}
