import BenchmarkAdapters
import Foundation
import Testing

@Suite struct DelimitedTableTests {
  private func read(_ text: String, delimiter: Character = ",") throws -> DelimitedTable {
    try DelimitedTable(bytes: Array(text.utf8), name: "t.csv", delimiter: delimiter)
  }

  private func message(_ text: String) -> String? {
    #expect(throws: ImportError.self) { try read(text) }?.message
  }

  @Test func `Quotes protect delimiters, line breaks and doubled quotes`() throws {
    let table = try read("a,b\r\n\"x,y\",\"say \"\"hi\"\"\"\r\n\"two\r\nlines\",\"\"\r\n3,4\r\n")
    #expect(table.columnNames == ["a", "b"])
    #expect(try table.column("a") == ["x,y", "two\r\nlines", "3"])
    #expect(try table.column("b") == ["say \"hi\"", "", "4"])
    #expect(table.lineNumbers == [2, 3, 5])
  }

  @Test(arguments: ["a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4", "a,b\r1,2\r3,4\r", "\u{FEFF}a,b\n1,2\n\n3,4\n\n"])
  func `Every end of line, a byte-order mark and a missing last end read alike`(text: String) throws {
    let table = try read(text)
    #expect(try table.column("a") == ["1", "3"])
    #expect(try table.column("b") == ["2", "4"])
  }

  @Test func `Blank lines count as lines, and are values only in a table of one column`() throws {
    #expect(try read("a,b\n\n1,2\n").lineNumbers == [3])
    #expect(try read("a\n1\n\n2\n").column("a") == ["1", "", "2"])
  }

  @Test func `Empty fields at both ends are fields`() throws {
    let table = try read("a,b,c\n,,\n1,,")
    #expect(try table.column("c") == ["", ""])
    #expect(try table.column("a") == ["", "1"])
  }

  @Test func `Another delimiter may be set`() throws {
    #expect(try read("a\tb\n1,5\t2\n", delimiter: "\t").column("a") == ["1,5"])
    let error = #expect(throws: ImportError.self) { try read("a", delimiter: "→") }
    #expect(
      error?.message == "The delimiter must be an ASCII character other than a quote or a line break.")
  }

  @Test func `Structural faults have a sentence with file and line`() {
    #expect(message("") == "t.csv: The file is empty.")
    #expect(message("\n\n") == "t.csv: The file is empty.")
    #expect(message("a,b\n") == "t.csv: The file has a header but no rows.")
    #expect(message("a,b,a\n1,2,3\n") == "t.csv:1: The header has the column \"a\" twice.")
    #expect(message("a,b\n1,2\n3\n") == "t.csv:3: The row has 1 field, but the header has 2.")
    #expect(message("a,b\n1,2,3\n") == "t.csv:2: The row has 3 fields, but the header has 2.")
    #expect(message("a,b\n1,\"2\n3,4\n") == "t.csv:2: The quote that opens here is never closed.")
    #expect(
      message("a,b\n\"1\n\",\"2\n") == "t.csv:3: The quote that opens here is never closed (the row starts on line 2).")
    #expect(message("a,b\n\"1\"x,2\n") == "t.csv:2: There is text after the closing quote of a field.")
    #expect(
      message("a,b\nx\"y\",2\n")
        == "t.csv:2: There is a quote inside a field that does not start with one; RFC 4180 wants the field quoted and "
        + "the quote doubled.")
  }

  @Test(arguments: [[0xFF], [0xC0, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80]] as [[UInt8]])
  func `Bytes that are not UTF-8 are refused with their line`(bytes: [UInt8]) {
    let error = #expect(throws: ImportError.self) {
      try DelimitedTable(bytes: Array("a\r\n1\r\n".utf8) + bytes, name: "t.csv")
    }
    #expect(error?.message == "t.csv:3: The line is not valid UTF-8; save the file as UTF-8.")
    #expect(error?.line == 3)
  }

  @Test func `Valid UTF-8 of every length passes, and UTF-16 is recognised`() throws {
    #expect(try read("é,€\n😀,한\n").column("é") == ["😀"])
    let error = #expect(throws: ImportError.self) { try DelimitedTable(bytes: [0xFF, 0xFE, 0x61, 0], name: "t.csv") }
    #expect(error?.message == "t.csv: The file is UTF-16; save it as UTF-8.")
  }

  @Test func `A column that there is not is answered with those there are`() throws {
    let table = try read("a,b\n1,2\n")
    let error = #expect(throws: ImportError.self) { try table.column("c") }
    #expect(error?.message == "t.csv: There is no column \"c\"; the columns are a and b.")
  }

  @Test func `The fingerprint is the published FNV-1a hash`() throws {
    // From the test vectors of the FNV reference code: fnv1a_64("foobar") = 85944171f73967e8.
    #expect(try read("foobar\n1").fingerprint.count == 16)
    #expect(FNV.hash("foobar") == 0x8594_4171_F739_67E8)
    #expect(try read("a\n1\n").fingerprint == FNV.hex("a\n1\n"))
    #expect(try read("a\n1\n").fingerprint != read("a\n2\n").fingerprint)
  }

  @Test func `No sequence of bytes traps, and a table that is read is rectangular`() throws {
    let alphabet = Array("ab1,,\"\"\n\n\n\r".utf8)
    var state: UInt64 = 42
    var tables = 0
    for _ in 0..<20_000 {
      var bytes: [UInt8] = []
      for _ in 0..<12 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes.append(alphabet[Int(state >> 33) % alphabet.count])
      }
      do {
        let table = try DelimitedTable(bytes: bytes, name: "t.csv")
        tables += 1
        for column in table.columnNames { #expect(try table.column(column).count == table.rowCount) }
        #expect(zip(table.lineNumbers, table.lineNumbers.dropFirst()).allSatisfy { $0 < $1 })
      } catch {
        #expect(error.message.hasPrefix("t.csv"))
      }
    }
    #expect(tables > 100)
  }

  @Test func `A missing file and a directory are told apart`() throws {
    try TemporaryDirectory.use { directory in
      let path = directory.appendingPathComponent("none.csv").path
      let missing = #expect(throws: ImportError.self) { try DelimitedTable(contentsOf: path) }
      #expect(missing?.message == "\(path): There is no such file.")
      let folder = #expect(throws: ImportError.self) { try DelimitedTable(contentsOf: directory.path) }
      #expect(folder?.message == "\(directory.path) is a directory, not a CSV file.")
    }
  }
}

/// A second, plain implementation of FNV-1a to check against.
enum FNV {
  static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
  }

  static func hex(_ text: String) -> String { String(format: "%016lx", UInt(hash(text))) }
}
