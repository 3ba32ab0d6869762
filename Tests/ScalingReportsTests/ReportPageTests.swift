import Testing

@testable import ScalingReports

@Suite("Report page")
struct ReportPageTests {
  private func message(title: String = "T", _ sections: ReportSection...) -> String? {
    let error = #expect(throws: ReportPageError.self) {
      try ReportPage(title: title, limitations: [], sections: sections)
    }
    return error?.message
  }

  @Test("Ids made from headings give way to each other and to the page's own")
  func sectionIDs() throws {
    let page = try ReportPage(
      title: "T", limitations: [],
      sections: [
        .init("Cost", blocks: []), .init("Cost!", blocks: []), .init("Limitations", blocks: []),
        .init("結果", blocks: []), .init("Any", id: "cost-2", blocks: []),
        .init("Figure cost", blocks: [.figure(SampleReportPage.figure())]),
      ])
    #expect(page.sectionIDs == ["cost", "cost-3", "limitations-2", "section-4", "cost-2", "figure-cost-2"])
  }

  @Test("Figures are listed in reading order")
  func figures() throws {
    let a = try SampleReportPage.figure(id: "a", svg: "<svg/>")
    let b = try SampleReportPage.figure(id: "b", svg: "<svg/>")
    let page = try ReportPage(
      title: "T", limitations: [],
      sections: [.init("S", blocks: [.figure(b), .paragraph("x")]), .init("U", blocks: [.figure(a)])])
    #expect(page.figures.map(\.id) == ["b", "a"])
  }

  @Test("Each fault has its sentence")
  func faults() throws {
    #expect(message(title: " ") == "The page has no title.")
    #expect(message(.init("", blocks: [])) == "A section has no heading.")
    #expect(
      message(.init("S", id: "A b", blocks: []))
        == "The id “A b” of the section “S” cannot stand in a link: use 1 to 80 lower-case letters (a-z), digits and "
        + "hyphens, beginning with a letter.")
    #expect(
      message(.init("S", id: "a", blocks: []), .init("U", id: "a", blocks: []))
        == "The id “a” occurs twice on the page: in the section “S” and in the section “U”.")
    let bare = try SampleReportPage.figure(svg: "<svg/>")
    #expect(
      message(.init("S", blocks: [.figure(bare), .figure(bare)]))
        == "Two figures have the id “cost”; their files would overwrite each other.")
    let other = try SampleReportPage.figure(id: "other")
    #expect(
      message(.init("S", blocks: [.figure(try SampleReportPage.figure()), .figure(other)]))
        == "The id “cost-title” occurs twice on the page: in the drawing of the figure “cost” and in the drawing of the "
        + "figure “other”.")
  }

  @Test("A footer prints only what it has")
  func footer() {
    #expect(ReportFooter().isEmpty)
    #expect(!ReportFooter(seed: 0).isEmpty)
    #expect(ReportFooter(seed: 0, date: "today").groups.map(\.title) == ["Versions and seed"])
  }
}
