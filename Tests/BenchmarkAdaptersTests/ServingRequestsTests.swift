import BenchmarkAdapters
import ScalingExperiments
import Testing

/// Per-request arrays with values that cannot be: each is named and unknown, and the sound requests stand.
@Suite struct ServingRequestsTests {
  private static let arrays: [(key: String, value: String)] = [
    ("input_lens", "[5, 6, 7]"), ("output_lens", "[3, 2, 4]"), ("ttfts", "[0.5, 0.25, 0.5]"),
    ("itls", "[[0.25, 0.25], [0.5], [0.5, 0.5, 0.5]]"), ("latencies", "[1, 0.75, 2]"), ("errors", "[\"\", \"\", \"\"]"),
  ]

  /// A run of three requests, some of its arrays replaced; an empty text removes one.
  private func run(_ changes: [String: String], completed: String = "3") throws -> Run {
    let members = Self.arrays.compactMap { key, value -> String? in
      let text = changes[key] ?? value
      return text.isEmpty ? nil : "\"\(key)\": \(text)"
    }
    let text =
      "{\"model_id\": \"m\", \"num_prompts\": 3, \"completed\": \(completed), \"request_throughput\": 1, "
      + "\(members.joined(separator: ", "))}"
    return try #require(try ToolFiles.runs(text, VLLMServeResults()).first)
  }

  @Test func `Sound arrays leave no note`() throws {
    let run = try run([:])
    #expect(run.requests?.latency == [1, 0.75, 2])
    #expect(run.notes.map(\.severity) == [.missing])
  }

  @Test(
    arguments: [
      ("ttfts", "[0.5, NaN, 0.5]", "ttfts[1] is NaN, not a finite number of 0 or more; it was left out."),
      (
        "ttfts", "[0.5, -1, Infinity]",
        "ttfts[1] is -1 and ttfts[2] is Infinity, not a finite number of 0 or more; they were left out."
      ),
      ("ttfts", "[0.5, 1e400, 0.5]", "ttfts[1] is 1e400, not a finite number of 0 or more; it was left out."),
      ("ttfts", "[0.5, 9, 0.5]", "ttfts[1] is 9.0, later than the end of its request; left out."),
      (
        "ttfts", "[0.5, 0, 0.5]",
        "In 1 request of 3 ttfts is 0, which is written where nothing was observed; left out."
      ),
      ("input_lens", "[5, -6, 7]", "input_lens[1] is -6, not a whole number of 0 or more; it was left out."),
      ("output_lens", "[3, 2.5, 4]", "output_lens[1] is 2.5, not a whole number of 0 or more; it was left out."),
      (
        "output_lens", "[3, 9007199254740993, 4]",
        "output_lens[1] is 9007199254740993, not a whole number of 0 or more; it was left out."
      ),
      (
        "itls", "[[0.25, 0.25], [-0.5], [0.5, 0.5, 0.5]]",
        "itls[1][0] is -0.5, not a finite number of 0 or more; it was left out."
      ),
      ("itls", "[[0.25, 0.25], 5, [0.5, 0.5, 0.5]]", "itls[1] is 5, not a list; it was left out."),
      (
        "itls", "[[0.25, 0.25], [1e400], [0.5, 0.5, 0.5]]",
        "itls[1][0] is 1e400, not a finite number of 0 or more; it was left out."
      ),
      ("errors", "[\"\", 5, \"\"]", "errors[1] is 5, not a text; it was left out."),
    ])
  func `A value that cannot be is named and unknown`(key: String, value: String, expected: String) throws {
    let run = try run([key: value])
    #expect(run.reasons.contains(expected), "\(run.reasons)")
    let requests = try #require(run.requests)
    #expect(requests.latency == [1, 0.75, 2])
    switch key {
    case "ttfts": #expect(requests.timeToFirstToken[1] == nil)
    case "input_lens": #expect(requests.promptTokens == [5, nil, 7])
    case "output_lens": #expect(requests.outputTokens == [3, nil, 4])
    case "itls": #expect(requests.outputChunks == [3, nil, 4])
    default: break
    }
  }

  @Test func `A request whose latency cannot be is left out, the others stand`() throws {
    let run = try run(["latencies": "[1, -0.75, NaN]"])
    #expect(run.requests?.problems == ["0"])
    #expect(
      run.reasons.contains(
        "latencies[1] is -0.75 and latencies[2] is NaN, not a finite number of 0 or more; they were left out."))
    #expect(run.reasons.contains("2 requests without a readable latency left out (indices 1 and 2)."))
  }

  @Test func `Many values that cannot be are counted`() throws {
    let run = try run(["latencies": "[NaN, NaN, NaN]", "ttfts": "[NaN, -1, -2]"])
    #expect(run.requests == nil)
    #expect(
      run.reasons.contains(
        "latencies[0] is NaN, latencies[1] is NaN and latencies[2] is NaN, not a finite number of 0 or more; they were "
          + "left out."))
  }

  @Test func `Lists of other lengths are named with their lengths`() throws {
    let run = try run(["ttfts": "[0.5, 0.25]"])
    #expect(run.requests == nil)
    #expect(
      run.reasons.contains(
        "The per-request lists have different lengths (input_lens 3, output_lens 3, ttfts 2, itls 3, latencies 3 and "
          + "errors 3), so that they do not describe the same requests; they were left out."))
  }

  @Test func `Empty lists beside completed requests are said to be empty`() throws {
    let empty = Dictionary(uniqueKeysWithValues: Self.arrays.map { ($0.key, "[]") })
    let run = try run(empty)
    #expect(run.requests == nil)
    #expect(
      run.reasons.contains(
        "The per-request lists (input_lens, output_lens, ttfts, itls, latencies and errors) are empty, although 3 "
          + "requests completed."))
  }

  @Test func `Lists of fewer requests than completed are said to be short`() throws {
    let run = try run(
      [
        "input_lens": "[5]", "output_lens": "[3]", "ttfts": "[0.5]", "itls": "[[0.5]]", "latencies": "[1]",
        "errors": "",
      ])
    #expect(run.requests?.count == 1)
    #expect(run.reasons.contains("The per-request lists describe 1 request, although 3 requests completed."))
  }

  @Test func `Lists that give no latency are said to give none`() throws {
    let run = try run(["latencies": "", "itls": ""])
    #expect(run.requests == nil)
    #expect(
      run.reasons.contains(
        "The per-request lists (input_lens, output_lens, ttfts and errors) give no latency, which needs latencies, or "
          + "ttfts and itls; they were left out."))
  }

  @Test func `Numbers of requests that contradict one another are unknown`() throws {
    let run = try run([:], completed: "4")
    #expect(run.value(.requestsCompleted) == nil)
    #expect(run.value(.requestsAttempted) == nil)
    #expect(
      run.reasons.contains("completed is 4, but num_prompts is 3: more than were sent; all of them were left out."))
  }

  @Test(
    arguments: [
      ("\"duration\": 1e400", "duration is 1e400, not a finite number of 0 or more; it was left out."),
      ("\"duration\": -1.5", "duration is -1.5, not a finite number of 0 or more; it was left out."),
      ("\"duration\": 1e300", "duration is 1e300, not a number below 2^53; it was left out."),
      (
        "\"total_output_tokens\": 9007199254740993",
        "total_output_tokens is 9007199254740993, not a whole number below 2^53; it was left out."
      ),
      (
        "\"total_output_tokens\": 12.5",
        "total_output_tokens is 12.5, not a whole number of 0 or more; it was left out."
      ),
      (
        "\"max_concurrency\": -1, \"request_rate\": \"inf\"",
        "max_concurrency is -1, not a whole number of 1 or more; it was left out."
      ),
      (
        "\"spec_decode_acceptance_length\": 0.5",
        "spec_decode_acceptance_length is 0.5, but a pass gives 1 token or more; it was left out."
      ),
      (
        "\"spec_decode_per_position_acceptance_rates\": [0.5, NaN]",
        "spec_decode_per_position_acceptance_rates[1] is NaN, not a finite number of 0 or more; it was left out."
      ),
      (
        "\"spec_decode_num_drafts\": 2, \"spec_decode_draft_tokens\": 10, \"spec_decode_accepted_tokens\": 11",
        "spec_decode counts 11 accepted of 10 drafted tokens in 2 drafts, which cannot be; the counters were left out."
      ),
    ])
  func `A figure that cannot be is named and unknown`(members: String, expected: String) throws {
    let text = "{\"model_id\": \"m\", \"num_prompts\": 3, \"request_throughput\": 1, \(members)}"
    let run = try #require(try ToolFiles.runs(text, VLLMServeResults()).first)
    #expect(run.reasons.contains(expected), "\(run.reasons)")
    #expect(run.value(.duration) == nil)
    #expect(run.value(.outputTokens(.total)) == nil)
    #expect(run.workload.load == nil)
    #expect(run.speculationCounters == nil)
  }
}
