import BenchmarkAdapters
import ScalingExperiments
import Testing

/// JSON as benchmark tools write it.
@Suite struct JSONValueTests {
  private func values(_ text: String) throws -> [JSONValue] {
    try JSONValue.values(of: Array(text.utf8), name: "r.json")
  }

  @Test(arguments: [
    "{\"a\": 1}{\"a\": 2}", "{\"a\": 1}\n{\"a\": 2}", "{\"a\": 1}\r\n\r\n{\"a\": 2}\n", "\u{FEFF}{\"a\":1} {\"a\":2}",
  ])
  func `Objects one after another are read with or without separators`(text: String) throws {
    #expect(try values(text).map { $0["a"]?.integer } == [1, 2])
  }

  @Test func `Every value knows its line`() throws {
    let values = try values("{\"a\": 1}\n\n{\n\"b\":\n[2]}")
    #expect(values.map(\.line) == [1, 3])
    #expect(values[1]["b"]?.line == 5)
  }

  @Test func `NaN and infinities are read and are no finite numbers`() throws {
    let value = try #require(try values("{\"a\": NaN, \"b\": Infinity, \"c\": -Infinity, \"d\": -1}").first)
    for key in ["a", "b", "c"] {
      #expect(value[key]?.number == nil)
      #expect(value[key]?.integer == nil)
    }
    #expect(value["d"]?.number == -1)
    guard case .number("-Infinity") = value["c"]?.content else {
      Issue.record("The infinity is lost.")
      return
    }
  }

  @Test func `Whole numbers keep every digit`() throws {
    let list = try #require(
      try values("[9007199254740993, 9223372036854775807, 9223372036854775808, 12.0, 1e3, 1e400, 0.5]")[0].elements)
    // 2^53 + 1 is no Double.
    #expect(list.map(\.integer) == [9_007_199_254_740_993, 9_223_372_036_854_775_807, nil, 12, 1000, nil, nil])
    #expect(list[5].number == nil)
    #expect(list[6].number == 0.5)
  }

  @Test func `The last of two equal keys counts`() throws {
    #expect(try values("{\"a\": 1, \"a\": 2}")[0]["a"]?.integer == 2)
  }

  @Test func `A path of keys leads to a value, and the first of several that is not null`() throws {
    let value = try values("{\"a\": {\"p99.9\": 3}, \"b\": null, \"request_goodput:\": 4}")[0]
    #expect(value.value(at: ["a", "p99.9"])?.integer == 3)
    #expect(value.value(at: ["a", "p99", "9"]) == nil)
    #expect(value.value(atFirstOf: [["b"], ["request_goodput:"]])?.integer == 4)
    #expect(value.value(atFirstOf: [["b"], ["c"]]) == nil)
    #expect(value["b"]?.isNull == true)
  }

  @Test(
    arguments: [
      ("{\"a\": 1}\n{\"a\": ", "r.json:2: The file is not valid JSON: it ends where a value is expected."),
      ("{\"a\": 1}\nx", "r.json:2: The file is not valid JSON: a value is expected, not \"x\"."),
      ("{\"a\": -Inf}", "r.json:1: The file is not valid JSON: a value is expected, not \"-\"."),
      (" ", "r.json: The file is empty."),
      (
        "{\"a\": " + String(repeating: "[", count: 100_000),
        "r.json:1: The file is not valid JSON: more than 64 objects and lists stand inside one another."
      ),
    ])
  func `A fault is named with its line`(text: String, expected: String) {
    #expect(throws: ImportError.self) { try values(text) }
    do { _ = try values(text) } catch { #expect("\(error)" == expected) }
  }
}
