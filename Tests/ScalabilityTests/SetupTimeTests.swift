import Scalability
import Testing

@Suite struct SetupTimeTests {
  @Test func `set-up is subtracted and the rows that paid it stay`() throws {
    let setup = try SetupTime(latency: [10, 8, 2], setup: [4, 0, 2], unit: "ms")
    #expect(setup.corrected == [6, 8, 0])
    #expect(setup.affectedCount == 2)
    #expect(setup.totalRemoved == 6)
    #expect(setup.shareRemoved == 0.3)
    #expect(setup.headline == "Set-up removed from 2 of 3 rows: 6 ms, 30.0 % of all latency.")
  }

  @Test func `no set-up is said`() throws {
    #expect(try SetupTime(latency: [1, 2], setup: [0, 0]).headline == "No set-up in 2 rows.")
    #expect(try SetupTime(latency: [], setup: []).shareRemoved == 0)
  }

  @Test func `every input fault names its row`() {
    #expect(
      message { try SetupTime(latency: [1, 2], setup: [0, 3], keys: ["p1", "p2"]) }
        == "The set-up of row 1 (p2), 3.0, is above the latency that should contain it, 2.0.")
    #expect(
      message { try SetupTime(latency: [1], setup: [-1]) }
        == "The set-up of row 0 is -1.0; it must be a finite number, 0 or more.")
    #expect(
      message { try SetupTime(latency: [.nan], setup: [0]) }
        == "The latency of row 0 is nan; it must be a finite number, 0 or more.")
    #expect(
      message { try SetupTime(latency: [1], setup: []) } == "0 set-up times for 1 latencies: one is needed for each.")
  }
}
