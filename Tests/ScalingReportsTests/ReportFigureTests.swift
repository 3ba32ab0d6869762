import Testing

@testable import ScalingReports

@Suite("Report figure")
struct ReportFigureTests {
  @Test("The file of a drawing names the SVG namespace once")
  func standalone() throws {
    let bare = try SampleReportPage.figure(svg: "<svg width=\"1\"/>")
    #expect(bare.standaloneSVG == "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\"/>\n")
    let named = try SampleReportPage.figure(svg: "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n")
    #expect(named.standaloneSVG == "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n")
  }

  @Test("An id that could leave the directory is refused")
  func identifier() {
    let error = #expect(throws: ReportPageError.self) { try SampleReportPage.figure(id: "../cost") }
    #expect(
      error?.message == "The figure id “../cost” cannot name a file: use 1 to 80 lower-case letters (a-z), digits and "
        + "hyphens, beginning with a letter.")
  }

  @Test("Caption and alternative text are asked for")
  func labels() throws {
    let data = try SampleReportPage.table()
    let caption = #expect(throws: ReportPageError.self) {
      try ReportFigure(id: "a", svg: "<svg/>", caption: "", alternativeText: "x", data: data)
    }
    #expect(caption?.message == "The figure “a” has no caption.")
    let words = #expect(throws: ReportPageError.self) {
      try ReportFigure(id: "a", svg: "<svg/>", caption: "x", alternativeText: "\n", data: data)
    }
    #expect(words?.message == "The figure “a” has no alternative text; say in words what a reader sees in it.")
  }
}
