import Testing

@testable import BenchmarkAdapters

@Suite struct DecimalFieldTests {
  private func number(_ text: String, _ exponent: Int = 0) throws -> Double {
    try Array(text.utf8).withUnsafeBufferPointer {
      try DecimalField.number($0, 0, $0.count, decimalExponent: exponent)
    }
  }

  private func integer(_ text: String) throws -> Int {
    try Array(text.utf8).withUnsafeBufferPointer { try DecimalField.integer($0, 0, $0.count) }
  }

  @Test(arguments: [
    "0", "-0.0", "1", "+1.5", ".5", "5.", "3.094144105911255", "2.8832307650000075", "53.323542138999926", "1e3",
    "1E-7", "123456789012345678901234567890", "1e22", "1e23", "9007199254740993", "4.9e-324", "1.7976931348623157e308",
    "0.000000000000000000000000000001", "1e-400", "99999999999999999", "9.007199254740993e15", " 7\t",
  ])
  func `Every number reads as the nearest Double`(text: String) throws {
    let trimmed = text.filter { $0 != " " && $0 != "\t" }
    let expected = try #require(Double(trimmed))
    #expect(try number(text).bitPattern == expected.bitPattern)
  }

  @Test func `A shift by powers of ten does not round twice`() throws {
    for thousandths in stride(from: 1, through: 99_999, by: 7) {
      let text = "\(thousandths / 1_000).\(String(1_000 + thousandths % 1_000).dropFirst())"
      let shifted = try number(text, -3)
      #expect(shifted == Double("\(text)e-3"))
    }
  }

  @Test(arguments: ["abc", "", "-", "1.2.3", "1e", "1e+", "0x10", "1 2", "1,5", "e5", ".", "--1"])
  func `What is not a decimal number is refused`(text: String) {
    #expect(throws: DecimalField.Fault.self) { try number(text) }
  }

  @Test func `Whole numbers reach as far as a Double holds every one`() throws {
    #expect(try integer("9007199254740992") == 1 << 53)
    #expect(try integer("-9007199254740992") == -(1 << 53))
    #expect(try integer("+000000000000000000000000012") == 12)
    for text in [
      "9007199254740993", "-9007199254740993", "9223372036854775807", "9223372036854775808",
      "99999999999999999999999999999999",
    ] {
      #expect(throws: DecimalField.Fault.notExact) { try integer(text) }
    }
    #expect(throws: DecimalField.Fault.notWhole) { try integer("67.0") }
    #expect(throws: DecimalField.Fault.notANumber) { try integer("+") }
  }
}
