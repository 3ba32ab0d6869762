import ServingModels
import Testing

@Suite struct AllReduceTimeTests {
  @Test func `a ring moves twice p - 1 over p of the payload after its latency`() throws {
    let time = try AllReduceTime(latency: 10e-6, bandwidth: 1e9)
    // 8,000 bytes among four: 10 us + 2 x 3/4 x 8 us.
    #expect(abs(try time.seconds(bytes: 8_000, accelerators: 4) - 22e-6) < 1e-18)
    #expect(abs(try time.seconds(bytes: 8_000, accelerators: 2) - 18e-6) < 1e-18)
    #expect(try time.seconds(bytes: 0, accelerators: 8) == 10e-6)
    #expect(try time.seconds(bytes: 8_000, accelerators: 1) == 0)
  }

  @Test func `every input fault has a sentence`() throws {
    #expect(
      message { try AllReduceTime(latency: -1, bandwidth: 1) }
        == "The latency of an all-reduce is -1.0 s; it must be finite, 0 or more.")
    #expect(
      message { try AllReduceTime(latency: 0, bandwidth: 0) }
        == "The bandwidth of an all-reduce is 0.0 bytes per second; it must be positive and finite.")
    let time = try AllReduceTime(latency: 0, bandwidth: 1)
    #expect(
      message { try time.seconds(bytes: .nan, accelerators: 2) }
        == "The number of bytes of an all-reduce is nan; it must be finite, 0 or more.")
    #expect(
      message { try time.seconds(bytes: 1, accelerators: 0) }
        == "An all-reduce among 0 accelerators was asked for; it takes at least one.")
  }
}
