import ScalingExperiments
import Testing

/// One request counted in the ways of several tools.
@Suite struct RequestConversionsTests {
  /// The first is GuideLLM's printed example: 1,088 ms, 180 ms to the first of 16 tokens.
  private static func records() throws -> RequestRecords {
    try RequestRecords(
      problems: ["a", "b", "c"], outputTokens: [16, 3, 1], latency: [1.088, 0.5, 0.2],
      timeToFirstToken: [0.18, 0.1, 0.2])
  }

  @Test func `With the first token 68 ms, without it 60.5 ms`() throws {
    let records = try Self.records()
    #expect(abs(try #require(records.timePerOutputTokenWithFirst[0]) - 0.068) < 1e-15)
    #expect(abs(try #require(records.timePerOutputToken[0]) - 0.908 / 15) < 1e-15)
    #expect(records.timePerOutputToken[2] == nil)
  }

  @Test func `Means weight requests or tokens, and say how many`() throws {
    let records = try Self.records()
    let byRequests = try #require(records.mean(of: .timePerOutputToken(.mean)))
    #expect(abs(byRequests.value - (0.908 / 15 + 0.2) / 2) < 1e-15 && byRequests.count == 2)
    let byTokens = try #require(records.mean(of: .timePerOutputTokenByTokens()))
    #expect(abs(byTokens.value - 1.308 / 17) < 1e-15 && byTokens.count == 17)
    let withFirst = try #require(records.mean(of: .timePerOutputTokenWithFirst(.mean)))
    let withFirstByTokens = try #require(records.mean(of: .timePerOutputTokenWithFirstByTokens()))
    #expect(abs(withFirstByTokens.value - 1.788 / 20) < 1e-15 && withFirstByTokens.count == 20)
    #expect(abs(withFirst.value - (0.068 + 0.5 / 3 + 0.2) / 3) < 1e-15 && withFirst.count == 3)
  }

  @Test func `The three are not comparable, and other metrics cannot be had`() throws {
    #expect(!Metric.timePerOutputToken(.mean).isComparable(with: .timePerOutputTokenWithFirst(.mean)))
    #expect(!Metric.timePerOutputToken(.mean).isComparable(with: .timePerOutputTokenByTokens()))
    let records = try Self.records()
    #expect(records.mean(of: .throughput) == nil)
    #expect(records.mean(of: .latency(.mean, definition: "server side")) == nil)
    let unknown = try RequestRecords(problems: ["a"], latency: [1])
    #expect(unknown.mean(of: .timePerOutputToken(.mean)) == nil)
  }
}
