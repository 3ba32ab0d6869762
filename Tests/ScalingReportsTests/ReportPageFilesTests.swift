import Foundation
import Testing

@testable import ScalingReports

@Suite("Report page files")
struct ReportPageFilesTests {
  private func withDirectory(_ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("report-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  @Test("All files are written below a directory that is made, and listed")
  func files() throws {
    try withDirectory { root in
      let page = try SampleReportPage.page()
      let directory = root + "/a/b"
      let paths = try page.write(to: directory)
      #expect(
        paths
          == ["/index.html", "/report.md", "/report.json", "/figures/cost.svg", "/data/cost.csv"].map { directory + $0 }
      )
      let texts = try paths.map { try String(contentsOfFile: $0, encoding: .utf8) }
      #expect(texts[0] == page.html())
      #expect(texts[1] == page.markdown())
      #expect(texts[2] == page.json())
      #expect(texts[3].hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox"))
      #expect(texts[4] == "Cost name,Cost value\nCost a,1.5\nCost b,2.5\n")
      // Nothing else is left behind by the atomic writes.
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory).count == 5)
    }
  }

  @Test("Writing again gives the same bytes, and a final slash changes nothing")
  func again() throws {
    try withDirectory { root in
      let page = try SampleReportPage.page()
      let first = try page.write(to: root).map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
      let second = try page.write(to: root + "/").map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
      #expect(first == second)
    }
  }

  @Test("A page without figures makes no folders for them")
  func noFigures() throws {
    try withDirectory { root in
      try ReportPage(title: "T", limitations: [], sections: []).write(to: root)
      let names = try FileManager.default.contentsOfDirectory(atPath: root).sorted()
      #expect(names == ["index.html", "report.json", "report.md"])
    }
  }

  @Test("A file where a directory is needed is named")
  func fileInTheWay() throws {
    try withDirectory { root in
      try Data().write(to: URL(fileURLWithPath: root + "/file"))
      let page = try SampleReportPage.page()
      let error = #expect(throws: ReportPageError.self) { try page.write(to: root + "/file") }
      #expect(error?.message == "The report needs a directory at “\(root)/file”, but there is a file.")
      let below = #expect(throws: ReportPageError.self) { try page.write(to: root + "/file/below") }
      #expect(below?.message.hasPrefix("The directory “\(root)/file/below” for the report cannot be made: ") == true)
      #expect(below?.message.hasSuffix(".") == true)
    }
  }

  @Test("A path that cannot be written is named")
  func notWritable() throws {
    try withDirectory { root in
      try FileManager.default.createDirectory(atPath: root + "/index.html/x", withIntermediateDirectories: true)
      let error = #expect(throws: ReportPageError.self) { try SampleReportPage.page().write(to: root) }
      #expect(error?.message.hasPrefix("The file “\(root)/index.html” of the report cannot be written: ") == true)
    }
  }

  @Test("An empty path is refused")
  func emptyPath() {
    let error = #expect(throws: ReportPageError.self) { try SampleReportPage.page().write(to: "") }
    #expect(error?.message == "The path of the report's directory is empty; “.” is the current directory.")
  }
}
