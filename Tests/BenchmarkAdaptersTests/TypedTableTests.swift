import BenchmarkAdapters
import Testing

@Suite struct TypedTableTests {
  private let columns: [ColumnMapping] = [
    .text("name", among: ["a", "b"]),
    .integer("tokens", bounds: .nonnegative, allowsEmpty: true),
    .number("latency_ms", unit: .milliseconds, bounds: .nonnegative),
    .flag("ok"),
  ]
  private let header = "name,tokens,latency_ms,ok\n"

  private func read(
    _ text: String, columns: [ColumnMapping]? = nil, badRows: BadRowPolicy = .refuse
  ) throws -> TypedTable {
    try TypedTable(
      DelimitedTable(bytes: Array(text.utf8), name: "t.csv"), columns: columns ?? self.columns, badRows: badRows)
  }

  private func message(_ row: String) -> String? {
    #expect(throws: ImportError.self) { try read(header + row + "\n") }?.message
  }

  @Test func `Whole columns come out typed and in canonical units`() throws {
    let table = try read(header + "a,67,79.3519,1\nb,,0.5,0\n")
    #expect(try table.texts("name") == ["a", "b"])
    #expect(try table.optionalIntegers("tokens") == [67, nil])
    #expect(try table.numbers("latency_ms") == [0.0793519, 0.0005])
    #expect(try table.flags("ok") == [true, false])
    #expect(table.rowCount == 2 && table.lineNumbers == [2, 3] && table.notes.isEmpty)
  }

  @Test func `A bad field is named with line, column, value and reason`() {
    #expect(message("a,1,abc,1") == "t.csv:2, column latency_ms: \"abc\" is not a number.")
    #expect(message("a,1,-3,1") == "t.csv:2, column latency_ms: \"-3\" is negative.")
    #expect(message("a,1,NaN,1") == "t.csv:2, column latency_ms: \"NaN\" is not a finite number.")
    #expect(message("a,1,-inf,1") == "t.csv:2, column latency_ms: \"-inf\" is not a finite number.")
    #expect(message("a,1,1e400,1") == "t.csv:2, column latency_ms: \"1e400\" is too large.")
    #expect(message("a,1,,1") == "t.csv:2, column latency_ms: The field is empty.")
    #expect(message("a,1.5,1,1") == "t.csv:2, column tokens: \"1.5\" is not written as a whole number.")
    #expect(message("a,x,1,1") == "t.csv:2, column tokens: \"x\" is not a number.")
    #expect(
      message("a,99999999999999999999,1,1")
        == "t.csv:2, column tokens: \"99999999999999999999\" is farther from 0 than 2^53 "
        + "(9007199254740992), up to which whole numbers are exact.")
    #expect(message("c,1,1,1") == "t.csv:2, column name: \"c\" is not one of a and b.")
    #expect(message("a,1,1,2") == "t.csv:2, column ok: \"2\" is not a flag, which is 0 or 1.")
  }

  @Test func `Refusing names the first bad row and counts the others`() {
    #expect(
      message("a,1,1,1\na,x,abc,1\na,1,-3,1\na,1,nan,1")
        == "t.csv:3, column tokens: \"x\" is not a number. 2 more rows are bad.")
  }

  @Test func `Skipping leaves out each bad row with one note`() throws {
    let table = try read(header + "a,1,1,1\na,x,abc,1\nb,2,3,0\nb,2,-3,0\n", badRows: .skipAndReport)
    #expect(try table.numbers("latency_ms") == [0.001, 0.003])
    #expect(table.lineNumbers == [2, 4])
    #expect(
      table.notes.map(\.message) == [
        "t.csv:3, column tokens: \"x\" is not a number. The row was left out.",
        "t.csv:5, column latency_ms: \"-3\" is negative. The row was left out.",
      ])
    #expect(table.source.rows == 4)
  }

  @Test func `A table with bad rows only is an error, also when skipping`() {
    let error = #expect(throws: ImportError.self) { try read(header + "a,x,1,1\n", badRows: .skipAndReport) }
    #expect(
      error?.message
        == "t.csv: All rows are bad, so that none is left. The first: t.csv:2, column tokens: \"x\" is not a number. "
        + "The row was left out.")
  }

  @Test func `Rows that the caller finds wrong follow the same policy`() throws {
    var table = try read(header + "a,1,1,1\nb,2,2,1\n", badRows: .skipAndReport)
    try table.leaveOut([RowFault(row: 0, reason: "Too early.")])
    #expect(try table.texts("name") == ["b"])
    #expect(table.notes.map(\.message) == ["t.csv:2: Too early. The row was left out."])
    let error = #expect(throws: ImportError.self) { try table.leaveOut([RowFault(row: 7, reason: "No.")]) }
    #expect(error?.message == "t.csv: There is no row 7; the table has 1.")
  }

  @Test func `Columns that are not mapped are reported`() throws {
    let table = try read("a,b\n1,2\n", columns: [.integer("b")])
    #expect(table.notes.map(\.message) == ["t.csv, column a: The column was not used."])
  }

  @Test func `A missing column and one mapped twice are refused`() {
    let missing = #expect(throws: ImportError.self) { try read("a,b\n1,2\n", columns: [.integer("c")]) }
    #expect(missing?.message == "t.csv: There is no column \"c\"; the columns are a and b.")
    let twice = #expect(throws: ImportError.self) { try read("a,b\n1,2\n", columns: [.integer("a"), .text("a")]) }
    #expect(twice?.message == "t.csv: The column \"a\" is mapped twice.")
  }

  @Test func `Accessors answer a wrong name, kind or gap with a sentence`() throws {
    let table = try read(header + "a,1,1,1\na,,1,1\n")
    let name = #expect(throws: ImportError.self) { try table.texts("nam") }
    #expect(name?.message == "t.csv: No column \"nam\" was mapped; mapped are name, tokens, latency_ms and ok.")
    let kind = #expect(throws: ImportError.self) { try table.numbers("tokens") }
    #expect(kind?.message == "t.csv: The column \"tokens\" was mapped as whole numbers, not as numbers.")
    let gap = #expect(throws: ImportError.self) { try table.integers("tokens") }
    #expect(
      gap?.message == "t.csv:3: The column \"tokens\" is empty here; ask for it as a column of optionals.")
  }

  @Test func `Units are converted at the door`() throws {
    let units: [(ColumnUnit, Double)] = [
      (.seconds, 25), (.milliseconds, 0.025), (.microseconds, 0.000025), (.nanoseconds, 2.5e-8), (.minutes, 1_500),
      (.hours, 90_000), (.percent, 0.25), (.gigabytes, 25e9), (.gibibytes, 26_843_545_600), (.wattHours, 90_000),
    ]
    for (unit, expected) in units {
      #expect(try read("x\n25\n", columns: [.number("x", unit: unit)]).numbers("x") == [expected])
    }
  }

  @Test func `Bounds are in the canonical unit and have their sentence`() {
    func message(_ bounds: ValueBounds) -> String? {
      #expect(throws: ImportError.self) {
        try read("x\n150\n", columns: [.number("x", unit: .percent, bounds: bounds)])
      }?
      .message
    }
    #expect(message(.fraction) == "t.csv:2, column x: \"150\" is more than 1.")
    #expect(message(ValueBounds(lower: 2)) == "t.csv:2, column x: \"150\" is less than 2.")
    let zero = #expect(throws: ImportError.self) { try read("x\n0\n", columns: [.integer("x", bounds: .positive)]) }
    #expect(zero?.message == "t.csv:2, column x: \"0\" is not more than 0.")
  }
}
