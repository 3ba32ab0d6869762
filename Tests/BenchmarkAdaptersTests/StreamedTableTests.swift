import Foundation
import ScalingExperiments
import Testing

@testable import BenchmarkAdapters

/// Large files read piece by piece: the same columns as reading them whole, wherever a piece ends.
@Suite struct StreamedTableTests {
  private struct Generator {
    var state: UInt64

    mutating func next(below bound: Int) -> Int {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
      return Int((mixed ^ mixed >> 31) % UInt64(bound))
    }

    mutating func one<Element>(of elements: [Element]) -> Element { elements[next(below: elements.count)] }
  }

  private static let mappings: [ColumnMapping] = [
    .text("name", allowsEmpty: true), .number("ms", unit: .milliseconds, bounds: .nonnegative, allowsEmpty: true),
    .integer("tokens", allowsEmpty: true), .flag("right", allowsEmpty: true),
  ]

  /// The columns of a text, read by pieces of so many bytes, or the message of the error.
  private static func streamed(
    _ text: String, _ format: StreamedFormat, mappings: [ColumnMapping] = mappings,
    badRows: BadRowPolicy = .skipAndReport, piece: Int = FileStream.piece
  ) throws -> (columns: [String], lines: [Int], notes: [String]) {
    var found: (columns: [String], lines: [Int], notes: [String]) = ([], [], [])
    try TemporaryDirectory.use { directory in
      let url = directory.appendingPathComponent("t.txt")
      try Data(text.utf8).write(to: url)
      var reader = try StreamReader(
        FileStream(url.path, piece: piece), format: format, mappings: mappings, badRows: badRows, progress: nil)
      try reader.readAll()
      let columns = reader.columns
      found = (
        mappings.map { mapping in columns[mapping.name].map { "\($0)" } ?? "" }, reader.lineNumbers,
        reader.notes.map(\.message)
      )
    }
    return found
  }

  @Test func `Random tables give what the whole table gives, for pieces of any size`() throws {
    var generator = Generator(state: 1)
    for round in 0..<150 {
      let newline = generator.one(of: ["\n", "\r\n", "\n\n", "\r\n\r\n"])
      let delimiter = generator.one(of: [",", "\t", ";"])
      var text = round % 3 == 0 ? "\u{FEFF}" : ""
      text += ["other", "name", "ms", "tokens", "right"].joined(separator: delimiter) + newline
      let rows = 1 + generator.next(below: 12)
      for row in 0..<rows {
        let quoted = "\"a \"\"b\"\"\(delimiter)\(generator.one(of: ["\n", "\r\n", "x"]))c\""
        let fields = [
          generator.one(of: ["", "x", quoted, "\"\"", "é"]),
          generator.one(of: ["", "plain", quoted, "\"quoted\"", "größer als sechzehn Zeichen"]),
          generator.one(of: [
            "", "1.5", "79.3519", "0.1", "1e-3", "12345678901234567890.5", "\"2.25\"", " 3 ", "-0", "1e400",
          ]),
          generator.one(of: ["", "7", "0", "9007199254740992", "+5", "\"8\"", "12.0"]),
          generator.one(of: ["", "0", "1", "1"]),
        ]
        text += fields.joined(separator: delimiter) + (row == rows - 1 && round % 2 == 0 ? "" : newline)
      }
      let bytes = Array(text.utf8)
      let character = Character(delimiter)
      let whole = Result { () throws -> TypedTable in
        try TypedTable(
          DelimitedTable(bytes: bytes, name: "t.txt", delimiter: character), columns: Self.mappings,
          badRows: .skipAndReport)
      }
      for piece in [17, 64, 101, 4096] {
        let parts = Result { try Self.streamed(text, .delimited(character), piece: piece) }
        switch (whole, parts) {
        case (.success(let table), .success(let found)):
          #expect(found.columns[0] == "texts(\(try table.optionalTexts("name")))")
          #expect(found.columns[1] == "numbers(\(try table.optionalNumbers("ms")))")
          #expect(found.columns[2] == "integers(\(try table.optionalIntegers("tokens")))")
          #expect(found.columns[3] == "flags(\(try table.optionalFlags("right")))")
          #expect(found.lines == table.lineNumbers)
        case (.failure, .failure): break
        default: Issue.record("parts: \(parts), piece \(piece), text: \(text)")
        }
      }
    }
  }

  @Test func `Random records give what the values give, for pieces of any size`() throws {
    var generator = Generator(state: 2)
    let mappings: [ColumnMapping] = [
      .text("name", allowsEmpty: true), .number("metrics.latency.value", unit: .milliseconds, allowsEmpty: true),
      .integer("tokens", allowsEmpty: true), .number("p99.9_ms", unit: .milliseconds, allowsEmpty: true),
    ]
    for _ in 0..<150 {
      var text = ""
      var expected: [[String]] = [[], [], [], []]
      for _ in 0..<1 + generator.next(below: 10) {
        let name = generator.one(of: ["null", "\"a\"", "\"b \\\"c\\\" \\u00e9 {[,\"", "\"\\\\\"", "\"é\""])
        let latency = generator.one(of: [
          "null", "1.5", "0.06613815243730157", "1e-7", "\"2.5\"", "123456789012345678901",
        ])
        let tokens = generator.one(of: ["null", "3", "-4", "\"12\""])
        let tail = generator.one(of: ["null", "0.30000000000000004", "7"])
        let space = generator.one(of: ["", " ", "  \t"])
        var members = [
          "\"name\":\(space)\(name)",
          "\"metrics\" : {\"latency\": {\"unit\": \"ms\",\"value\":\(latency)}, \"x\": [1, {\"value\": 9}]}",
          "\"tokens\":\(tokens)\(space)", "\"p99.9_ms\":\(tail)", "\"other\":{\"name\":\"no\",\"a\":[\"}\",[],{}]}",
        ]
        for index in members.indices.dropFirst() { members.swapAt(index, generator.next(below: index + 1)) }
        let line = "{\(space)\(members.joined(separator: ", "))\(space)}"
        text += line + generator.one(of: ["\n", "\r\n", "\n \n"])
        let value = try #require(try JSONValue.values(of: Array(line.utf8), name: "t").first)
        func number(_ value: JSONValue?) -> String {
          String(describing: value?.number(timesTenTo: -3) ?? value?.text.flatMap { Double($0).map { $0 / 1000 } })
        }
        expected[0].append(String(describing: value["name"]?.text))
        expected[1].append(number(value.value(at: ["metrics", "latency", "value"])))
        expected[2].append(
          String(describing: value["tokens"]?.integer ?? value["tokens"]?.text.flatMap { Int($0) }))
        expected[3].append(number(value["p99.9_ms"]))
      }
      for piece in [33, 128, 4096] {
        let found = try Self.streamed(text, .jsonLines, mappings: mappings, piece: piece)
        for (column, kind) in ["texts", "numbers", "integers", "numbers"].enumerated() {
          #expect(found.columns[column] == "\(kind)([\(expected[column].joined(separator: ", "))])", "\(text)")
        }
      }
    }
  }

  @Test func `Numbers are those of the standard library, to the last bit`() throws {
    var generator = Generator(state: 3)
    var text = "x\n"
    var expected: [Double] = []
    for round in 0..<20_000 {
      let bits = UInt64(generator.next(below: Int.max)) << 1 ^ UInt64(generator.next(below: Int.max))
      var value = Double(bitPattern: bits)
      if !value.isFinite || round % 2 == 0 { value = Double(bits >> 11) * 1e-12 }
      let digits =
        round % 5 == 0
        ? "\(generator.next(below: 1 << 53)).\(generator.next(below: 1_000_000))e\(generator.next(below: 40) - 20)"
        : "\(value)"
      text += digits + "\n"
      expected.append(try #require(Double(digits)))
    }
    let found = try Self.streamed(text, .delimited(","), mappings: [.number("x", unit: .dimensionless)])
    #expect(found.columns == ["numbers(\(expected.map { Optional($0) }))"])
  }

  @Test func `Rows at fault are refused with their line, or left out with a note`() throws {
    let text = "name,ms,tokens,right\na,1,2,1\nb,2\n\nc,x,2,0\nd,-3.5,1,1\nf,1,2,0\n"
    let error = #expect(throws: ImportError.self) { try Self.streamed(text, .delimited(","), badRows: .refuse) }
    #expect(error?.message == "t.txt:3: The row has another number of fields than the header, which has 4.")
    let found = try Self.streamed(text, .delimited(","))
    #expect(found.lines == [2, 7])
    #expect(
      found.notes == [
        "t.txt:3: The row has another number of fields than the header, which has 4. The row was left out.",
        "t.txt:5, column ms: \"x\" is not a number. The row was left out.",
        "t.txt:6, column ms: \"-3.5\" is negative. The row was left out.",
      ])
  }

  @Test(arguments: ["name,x\n1,x\"y\n2,b\n3,c\n4,q\"r\n", "name,x\n1,\"y\n2,b\n3,c\n", "name,x\n\"d\"e,1\n"])
  func `A quote that is not in order refuses the file, because rows would be lost with it`(text: String) {
    let error = #expect(throws: ImportError.self) {
      try Self.streamed(text, .delimited(","), mappings: [.text("name")])
    }
    #expect(error?.message == "t.txt:2: A quote stands where RFC 4180 allows none, or is not closed.")
  }

  @Test func `Line breaks inside quotes count as lines, of every kind`() throws {
    let text = "name,x\n\"a\rb\",1\n\"a\r\nb\",2\n\"\n\n\",3\n" + String(repeating: "y", count: 70) + ",4\n"
    let found = try Self.streamed(text, .delimited(","), mappings: [.text("name")])
    #expect(found.lines == [2, 4, 6, 9])
    let table = try DelimitedTable(bytes: Array(text.utf8), name: "t")
    #expect(found.lines == table.lineNumbers)
  }

  @Test func `Lines that are no object, keys stated twice and wrong values are named`() throws {
    let text = """
      {"name": "a", "tokens": 1}
      not json
      {"name": "b", "tokens": 1, "tokens": 2}
      {"name": "c", "tokens": 1, "tokens": 1}
      {"name": "d", "tokens": true}
      {"name": "e", "tokens": {"x": 1}}
      {"n\\u0061me": "f", "tokens": 6}
      {"name": "g", "tokens": 7} {"name": "h"}
      {"name": "i", "tokens": 12.0}
      {"name": "j", "tokens": 1e3}
      {"name": "k", "tokens": 1.5}
      """
    let found = try Self.streamed(
      text, .jsonLines, mappings: [.text("name"), .integer("tokens")])
    #expect(
      found.columns[0] == "texts([Optional(\"a\"), Optional(\"c\"), Optional(\"f\"), Optional(\"i\"), Optional(\"j\")])"
    )
    #expect(found.lines == [1, 4, 7, 9, 10])
    #expect(found.notes.count == 6)
    #expect(found.notes[1].hasPrefix("t.txt:3, column tokens:"), "\(found.notes)")
    #expect(found.notes[2] == "t.txt:5, column tokens: \"true\" is not a number. The row was left out.")
    #expect(found.notes[4] == "t.txt:8: The line is not one JSON object. The row was left out.")
  }

  @Test func `An object that is stated twice has no value, and says so`() throws {
    let text = #"{"m": {"a": 1}}"# + "\n" + #"{"m": {"a": 1}, "m": {"a": 2}}"# + "\n"
    let found = try Self.streamed(text, .jsonLines, mappings: [.integer("m.a", allowsEmpty: true)])
    #expect(found.lines == [1] && found.notes.count == 1)
  }

  @Test func `Many bad rows get twenty notes and a count`() throws {
    let text = "x\n" + String(repeating: "y\n", count: 100) + "1\n"
    let found = try Self.streamed(text, .delimited(","), mappings: [.number("x", unit: .seconds)])
    #expect(found.notes.count == 21 && found.notes.last == "t.txt: 80 more bad rows left out.")
  }

  @Test func `A file above 50 MB reports how far it has come, and can be ended`() throws {
    try TemporaryDirectory.use { directory in
      let url = directory.appendingPathComponent("t.csv")
      let row = String(repeating: "1.25,some other text that is not kept at all, and more\n", count: 1_000)
      try Data(("ms,a,b\n" + String(repeating: row, count: 1_000)).utf8).write(to: url)
      let seen = Reports()
      let table = try TypedTable(streaming: url.path, columns: [.number("ms", unit: .milliseconds)]) { progress in
        seen.add(progress)
        return true
      }
      #expect(table.rowCount == 1_000_000 && table.source.rows == 1_000_000)
      #expect(try table.numbers("ms")[999_999] == 0.00125)
      #expect(seen.all.count >= 3 && seen.all.last?.fraction == 1)
      #expect(seen.all.map(\.rows) == seen.all.map(\.rows).sorted())
      let error = #expect(throws: ImportError.self) {
        try TypedTable(streaming: url.path, columns: [.number("ms", unit: .milliseconds)]) { _ in false }
      }
      #expect(error?.message.hasPrefix("t.csv: The reading was ended after ") == true)
    }
  }

  private final class Reports: @unchecked Sendable {
    private(set) var all: [StreamingProgress] = []
    func add(_ progress: StreamingProgress) { all.append(progress) }
  }

  @Test func `Files that hold nothing, columns that are not there`() throws {
    for (text, message) in [
      ("", "t.txt: The file is empty."), ("name,ms\n", "t.txt: There is no column"),
      ("name,ms,tokens,right\n", "t.txt: The file holds no rows."),
      ("name,name\n", "t.txt:1: The header has the column \"name\" twice."),
    ] {
      let error = #expect(throws: ImportError.self) { try Self.streamed(text, .delimited(",")) }
      #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
    }
    #expect(throws: ImportError.self) { try Self.streamed("\n\n", .jsonLines) }
    #expect(throws: ImportError.self) { try TypedTable(streaming: "/no/such/file", columns: Self.mappings) }
  }
}
