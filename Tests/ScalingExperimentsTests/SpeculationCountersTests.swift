import Foundation
import ScalingExperiments
import Testing

/// What engines count, and the properties of a run that come from files.
@Suite struct SpeculationCountersTests {
  @Test func `The two schemes are told apart when stored`() throws {
    let counters: [SpeculationCounters] = [
      .engineV0(EngineV0SpeculationCounters(draftTokens: 100, acceptedTokens: 60, emittedTokens: 70)),
      .engineV0(EngineV0SpeculationCounters(draftTokens: 100, acceptedTokens: 60)),
      .engineV1(
        EngineV1SpeculationCounters(drafts: 20, draftTokens: 100, acceptedTokens: 50, acceptedByPosition: [30, 20])),
    ]
    let data = try JSONEncoder().encode(counters)
    #expect(try JSONDecoder().decode([SpeculationCounters].self, from: data) == counters)
  }

  @Test func `Ratios without a denominator are unknown`() {
    let none = EngineV1SpeculationCounters(drafts: 0, draftTokens: 0, acceptedTokens: 0)
    #expect(none.acceptanceRate == nil)
    #expect(none.acceptanceLength == nil)
    let some = EngineV1SpeculationCounters(drafts: 20, draftTokens: 100, acceptedTokens: 50)
    #expect(some.acceptanceRate == 0.5)
    #expect(some.acceptanceLength == 3.5)
    let old = EngineV0SpeculationCounters(draftTokens: 100, acceptedTokens: 60, emittedTokens: 70)
    #expect(old.tokensPerPass(draftTokens: 5) == 3.5)
    #expect(old.tokensPerPass(draftTokens: 0) == nil)
    #expect(EngineV0SpeculationCounters(draftTokens: 0, acceptedTokens: 0).tokensPerPass(draftTokens: 5) == nil)
  }

  @Test func `A run keeps source, price, counters, lengths and streamed chunks`() throws {
    let requests = try RequestRecords(
      problems: ["0", "1"], latency: [1, 2], timeToFirstToken: [0.25, nil], outputChunks: [nil, 9])
    let run = Run(
      identifier: "r", model: ModelDescription(name: "m"), workload: Workload(promptLength: 32, outputLength: 16),
      price: AcceleratorPrice(currency: "USD", perHour: 2.5),
      speculationCounters: .engineV1(EngineV1SpeculationCounters(drafts: 1, draftTokens: 3, acceptedTokens: 2)),
      source: RunSource(tool: "t", file: "f", line: 2, date: "d"), requests: requests)
    let data = try JSONEncoder().encode(RunArchive(runs: [run]))
    #expect(try JSONDecoder().decode(RunArchive.self, from: data).runs == [run])
  }

  @Test func `Records that were stored before these columns are read`() throws {
    let records = try RequestRecords(problems: ["0"], latency: [1])
    var object = try #require(
      JSONSerialization.jsonObject(with: JSONEncoder().encode(records)) as? [String: Any])
    object["timeToFirstToken"] = nil
    object["outputChunks"] = nil
    let data = try JSONSerialization.data(withJSONObject: object)
    #expect(try JSONDecoder().decode(RequestRecords.self, from: data) == records)
  }

  @Test func `A column of another length is named`() {
    let error = #expect(throws: RecordError.self) {
      try RequestRecords(problems: ["0"], latency: [1], timeToFirstToken: [])
    }
    #expect(error?.message == "Request records: column timeToFirstToken has 0 values, but problems has 1.")
  }
}
