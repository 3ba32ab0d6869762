import Foundation
import ScalingExperiments
import Testing

@Suite struct RequestRecordsTests {
  @Test func `Set-up is removed from every latency of its row`() throws {
    let records = try RequestRecords(
      problems: ["0", "4"], latency: [0.75, 0.25], setupTime: [0.5, 0], hasSetup: [true, false],
      latencyAtTokenCap: [
        TokenCapLatency(tokenCap: 64, latency: [0.75, 0.25]), TokenCapLatency(tokenCap: 8, latency: [0.625, 0.125]),
      ])
    #expect(records.count == 2)
    #expect(records.latencyWithoutSetup == [0.25, 0.25])
    #expect(records.latencyWithoutSetup(atTokenCap: 8) == [0.125, 0.125])
    #expect(records.latencyWithoutSetup(atTokenCap: 16) == nil)
    #expect(records.latencyAtTokenCap.map(\.tokenCap) == [8, 64])
  }

  @Test func `What is left out is unknown, not zero`() throws {
    let records = try RequestRecords(problems: ["a"], latency: [1])
    #expect(records.outputTokens == [nil] && records.isCorrect == [nil] && records.draftTokens == [nil])
    #expect(records.hasSetup == [false] && records.setupTime == [0])
  }

  @Test func `A column of another length is named`() {
    let error = #expect(throws: RecordError.self) {
      try RequestRecords(problems: ["a", "b"], outputTokens: [1], latency: [1, 2])
    }
    #expect(error?.message == "Request records: column outputTokens has 1 values, but problems has 2.")
    let capError = #expect(throws: RecordError.self) {
      try RequestRecords(
        problems: ["a"], latency: [1], latencyAtTokenCap: [TokenCapLatency(tokenCap: 8, latency: [])])
    }
    #expect(
      capError?.message
        == "Request records: column latencyAtTokenCap for 8 tokens has 0 values, but problems has 1.")
  }

  @Test func `A cap may occur once`() {
    let cap = TokenCapLatency(tokenCap: 8, latency: [1])
    let error = #expect(throws: RecordError.self) {
      try RequestRecords(problems: ["a"], latency: [1], latencyAtTokenCap: [cap, cap])
    }
    #expect(error?.message == "Request records: latencyAtTokenCap has the cap of 8 tokens twice.")
  }

  @Test func `Decoding checks the lengths again`() throws {
    let text = """
      {"problems":["a"],"outputTokens":[1],"promptTokens":[null],"latency":[1,2],"setupTime":[0],"hasSetup":[false],
      "forwardPasses":[null],"draftTokens":[null],"acceptedTokens":[null],"isCorrect":[true],"latencyAtTokenCap":[]}
      """
    let error = #expect(throws: RecordError.self) {
      try JSONDecoder().decode(RequestRecords.self, from: Data(text.utf8))
    }
    #expect(error?.message == "Request records: column latency has 2 values, but problems has 1.")
  }
}
