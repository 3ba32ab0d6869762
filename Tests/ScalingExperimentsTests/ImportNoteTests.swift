import ScalingExperiments
import Testing

@Suite struct ImportNoteTests {
  @Test func `The message says where and why`() {
    #expect(
      ImportNote(severity: .skipped, file: "a.csv", line: 3, column: "x", reason: "\"b\" is not a number.").message
        == "a.csv:3, column x: \"b\" is not a number.")
    #expect(ImportNote(severity: .missing, file: "a.csv", reason: "No price.").message == "a.csv: No price.")
    #expect(ImportNote(severity: .missing, line: 3, reason: "No price.").message == "line 3: No price.")
    #expect(ImportNote(severity: .information, reason: "No price.").description == "No price.")
  }
}
