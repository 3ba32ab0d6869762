import Testing

@testable import ScalingReports

@Suite struct ReasonGroupsTests {
  @Test func `up to three reasons alike stand by themselves, more are counted behind the first`() {
    let three = (1...3).map { "cell \($0): no baseline cell to compare with." }
    #expect(ReasonGroups.lines(three) == three)
    let many = (1...38).map { "cell \($0): no baseline cell to compare with." }
    #expect(ReasonGroups.lines(many) == [many[0], "And 37 more for the same reason."])
  }

  @Test func `numbers do not make reasons unlike, words do, and the order is that of the first of each kind`() {
    let reasons = [
      "Baseline of the same model.", "a, cap 1: 2 requests without a partner.", "b, cap 2: it shares 7 problems.",
      "c, cap 3: 10 requests without a partner.", "d, cap 4: 1 requests without a partner.",
      "e, cap 5: 30 requests without a partner.",
    ]
    #expect(
      ReasonGroups.lines(reasons) == [
        reasons[0], reasons[1], "And 3 more for the same reason.", reasons[2],
      ])
  }

  @Test func `nothing is cut off, and a colon without a space is part of a name`() {
    let all = (0..<50).map { index in "m:\(index): " + String(repeating: "x", count: index) }
    #expect(ReasonGroups.lines(all) == all)
    #expect(ReasonGroups.lines([]) == [])
  }
}
