import Testing

@testable import ScalingReports

@Suite("Report block")
struct ReportBlockTests {
  @Test("Short forms make the callouts they name")
  func callouts() {
    #expect(ReportBlock.finding("a", details: ["b"]) == .callout(ReportCallout(.finding, "a", details: ["b"])))
    #expect(ReportBlock.caution("a") == .callout(ReportCallout(.caution, "a")))
    #expect(ReportBlock.refusal("a") == .callout(ReportCallout(.refusal, "a")))
  }

  @Test("Every kind is told by its own word, not by colour alone")
  func words() {
    #expect(ReportCallout.Kind.allCases.map(\.word) == ["Finding", "Caution", "Refused"])
  }
}
