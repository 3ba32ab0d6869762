import ParetoFrontiers
import Testing

@Suite struct GoodputTests {
  @Test func `requests count only when they keep all limits at once`() throws {
    let first = Constraint(name: "time to first token", values: [0.1, 0.2, 0.9, 0.1, 0.9], limit: .atMost(0.5))
    let each = Constraint(name: "time per token", values: [0.01, 0.09, 0.01, .nan, 0.09], limit: .atMost(0.05))
    let goodput = try Goodput([first, each], seconds: 2, weights: [100, 1, 1, 1, 1])
    #expect(goodput.kept == [0])
    #expect(goodput.share == 0.2)
    #expect(goodput.rate == 50)
    #expect(goodput.separateShares == [0.6, 0.4])
    #expect(goodput.leastJointShare == 0)
    #expect(goodput.greatestJointShare == 0.4)
    #expect(goodput.incomplete == [3])
    #expect(
      goodput.headline
        == "50 a second keep all limits, 20 % of 5 requests; kept alone: time to first token at most 0.5 by 60 %, "
        + "time per token at most 0.05 by 40 %; 1 have a missing value and count as failed.")
  }

  @Test func `two limits kept by 99 percent each are kept together by 98 to 99`() throws {
    func goodput(_ secondMiss: Int) throws -> Goodput {
      let one = Constraint(name: "a", values: (0..<100).map { $0 == 7 ? 2 : 0 }, limit: .atMost(1))
      let two = Constraint(name: "b", values: (0..<100).map { $0 == secondMiss ? 2 : 0 }, limit: .atMost(1))
      return try Goodput([one, two], seconds: 10)
    }
    let apart = try goodput(8)
    let together = try goodput(7)
    #expect(apart.separateShares == together.separateShares)
    #expect(apart.share == 0.98)
    #expect(together.share == 0.99)
    #expect(apart.leastJointShare == 0.98)
    #expect(together.greatestJointShare == 0.99)
  }

  @Test func `an empty window is refused in words`() {
    #expect(throws: ParetoError("A window of 0.0 seconds has no rate: it must be positive and finite.")) {
      try Goodput([Constraint(name: "a", values: [1], limit: .atMost(1))], seconds: 0)
    }
  }
}
