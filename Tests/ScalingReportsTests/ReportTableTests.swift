import Testing

@testable import ScalingReports

@Suite("Report table")
struct ReportTableTests {
  @Test("Fields are quoted as RFC 4180 asks")
  func commaSeparatedValues() throws {
    let table = try ReportTable(
      caption: "C", columns: [.init("a,b"), .init("c\"d")],
      rows: [["x\ny", " z"], ["-1.5", ""], ["p\r\nq", ",\u{301}"]])
    #expect(
      table.commaSeparatedValues
        == "\"a,b\",\"c\"\"d\"\n\"x\ny\",\" z\"\n-1.5,\n\"p\r\nq\",\",\u{301}\"\n")
  }

  @Test("An empty field alone in its row is not an empty line")
  func emptyField() throws {
    let table = try ReportTable(caption: "C", columns: [.init("a")], rows: [[""], ["b"]])
    #expect(table.commaSeparatedValues == "a\n\"\"\nb\n")
  }

  @Test("Emphasized rows are sorted and counted once")
  func emphasis() throws {
    #expect(try SampleReportPage.table(emphasizedRows: [1, 0, 1]).emphasizedRows == [0, 1])
  }

  @Test("Each fault has its sentence")
  func faults() {
    func message(
      _ caption: String, _ columns: [ReportTable.Column], _ rows: [[String]], _ emphasized: [Int] = []
    ) -> String? {
      let error = #expect(throws: ReportPageError.self) {
        try ReportTable(caption: caption, columns: columns, rows: rows, emphasizedRows: emphasized)
      }
      return error?.message
    }
    #expect(message(" ", [.init("a")], []) == "A table has no caption; say in a few words what it shows.")
    #expect(message("C", [], []) == "The table “C” has no columns; it needs at least one.")
    #expect(message("C", [.init("a"), .init("")], []) == "Column 2 of the table “C” has no heading.")
    #expect(
      message("C", [.init("a")], [["1"], ["1", "2"]])
        == "Row 2 of the table “C” has 2 cells, but there are 1 columns.")
    #expect(
      message("C", [.init("a")], [["1"]], [1])
        == "The table “C” emphasizes the row at index 1, but it has 1 rows.")
    #expect(message("C", [.init("a")], [["1"]], [-1]) != nil)
  }
}
