import BenchmarkAdapters
import Foundation
import ScalingExperiments
import Testing

/// What is said to a `context.json` that is not JSON (RFC 8259).
@Suite struct JSONScannerTests {
  @Test(
    arguments: [
      ("{\n\"a\": 1,\n}", "3: The file is not valid JSON: a key in quotation marks is expected, not \"}\"."),
      ("{\n\"a\": [1,]}", "2: The file is not valid JSON: a value is expected, not \"]\"."),
      ("{\"a\" 1}", "1: The file is not valid JSON: a colon after the key \"a\" is expected, not \"1\"."),
      (
        "{\"a\": 1 \"b\": 2}",
        "1: The file is not valid JSON: a comma or the end of the object is expected, not \"\"\"."
      ),
      ("{\"a\": [1 2]}", "1: The file is not valid JSON: a comma or the end of the list is expected, not \"2\"."),
      ("{\r\n\"a\": 1,\r\n", "3: The file is not valid JSON: it ends where a key in quotation marks is expected."),
      ("{\r\"a\": é}", "2: The file is not valid JSON: a value is expected, not \"é\"."),
      ("{} {}", "1: The file is not valid JSON: the end of the file is expected, not \"{\"."),
      ("{\"a\": 01}", "1: The file is not valid JSON: a number must not begin with 0."),
      ("{\"a\": 1.}", "1: The file is not valid JSON: a digit is expected, not \"}\"."),
      ("{\"a\": NaN}", "1: The file is not valid JSON: a value is expected, not \"N\"."),
      ("{\"a\": \"b", "1: The file is not valid JSON: a text is not closed."),
      (
        "{\"a\": \"b\n\"}",
        "1: The file is not valid JSON: a text must not go beyond its line or hold control characters; close it or "
          + "write \\n."
      ),
      (
        "{\"a\": \"\\x\"}",
        "1: The file is not valid JSON: one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u after a backslash is expected, not "
          + "\"x\"."
      ),
      ("{\"a\": \"\\u12g4\"}", "1: The file is not valid JSON: a hexadecimal digit is expected, not \"g\"."),
      ("{\"a\": \"\\ud800\"}", "1: The file is not valid JSON: half of a surrogate pair stands alone."),
      (
        "{\"a\": " + String(repeating: "[", count: 100_000),
        "1: The file is not valid JSON: more than 64 objects and lists stand inside one another."
      ),
      ("[1]", "1: The file must be an object, not a list."),
      (" \n", " The file is empty."),
      ("", " The file is empty."),
    ])
  func `A fault is named with its line`(text: String, expected: String) {
    #expect(SmallFolder.contextMessage(text) == "context.json:" + expected)
  }

  @Test func `Escapes and a byte-order mark are read`() throws {
    let context = try #require(SmallFolder.files["context.json"])
    var files = SmallFolder.files
    files["context.json"] =
      "\u{FEFF}" + context.replacingOccurrences(of: "Typed by hand.", with: #"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00"#)
    let note = try SmallFolder.read(files).notes.last
    #expect(note?.reason == "\"\\/\u{8}\u{C}\n\r\té😀")
  }

  @Test func `Bytes that are not UTF-8 are refused`() throws {
    try TemporaryDirectory.use { directory in
      try Data([0x7B, 0x0A, 0xFF]).write(to: directory.appendingPathComponent("context.json"))
      let error = #expect(throws: ImportError.self) { try TestTimeScalingDirectory(directory.path).read() }
      #expect(error?.message == "context.json:2: The line is not valid UTF-8; save the file as UTF-8.")
    }
  }
}
