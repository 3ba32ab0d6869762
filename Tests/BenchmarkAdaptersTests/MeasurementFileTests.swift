import BenchmarkAdapters
import ScalingExperiments
import Testing

/// What a file is taken for, by its content alone.
@Suite struct MeasurementFileTests {
  @Test func `A table's rows are records, with numbers, texts and nothing told apart`() throws {
    let file = try ToolFiles.file(text: "name,ms,flag\na,1.50,true\n\"b, c\",,0\n", name: "t.csv")
    #expect(file.keys == ["name", "ms", "flag"])
    let records = try file.records
    #expect(records.map(\.json) == [#"{"name":"a","ms":1.50,"flag":"true"}"#, #"{"name":"b, c","ms":null,"flag":0}"#])
    #expect(records.map(\.line) == [2, 3])
  }

  @Test(arguments: ["\t", ";"]) func `Tabs and semicolons part fields as well`(delimiter: String) throws {
    let file = try ToolFiles.file(text: "a\(delimiter)b\n1\(delimiter)2\n", name: "t.tsv")
    #expect(file.keys == ["a", "b"])
  }

  @Test func `Tables under one another are told apart by blank lines, and keep their lines`() throws {
    let file = try ToolFiles.file(text: "a,b,c\n1,2,3\n\nd,e\n4,5\n", name: "t.csv")
    guard case .tables(let tables) = file.content else { return #expect(Bool(false)) }
    #expect(tables.map(\.columnNames) == [["a", "b", "c"], ["d", "e"]])
    #expect(tables.map(\.lineNumbers) == [[2], [5]])
    #expect(throws: ImportError.self) { try file.records }
  }

  @Test func `Blank lines inside one table part nothing`() throws {
    let file = try ToolFiles.file(text: "a,b\n1,2\n\n3,4\n", name: "t.csv")
    #expect(try file.records.map(\.line) == [2, 4])
  }

  @Test func `A table in Markdown is read with what stands around it left out`() throws {
    let text = """
      some log
      | model | t/s |
      | --- | ---: |
      | a | 10.5 ± 0.1 |
      | b | 7 |

      build: 1
      """
    let file = try ToolFiles.file(text: text, name: "t.md")
    #expect(try file.records.map(\.json) == [#"{"model":"a","t/s":"10.5 ± 0.1"}"#, #"{"model":"b","t/s":7}"#])
    #expect(try file.records.map(\.line) == [4, 5])
  }

  @Test func `Keys one level below are keys as well, so that formats are told apart`() throws {
    let file = try ToolFiles.file(text: #"{"a": {"b": 1}, "c": [{"d.e": 2}, {"f": 3}]}"#)
    #expect(file.keys == ["a", "c", "a.b", "c.d.e"])
    #expect(file.topKeys == ["a", "c"])
  }

  @Test(arguments: [
    ("version: '0.2'\n\nrun:\n  uid: 1\n", "YAML"), ("# comment\na: 1\nb: 2\n", "YAML"),
    ("CREATE TABLE t (\n a TEXT\n);\n", "SQL"), ("PK\u{3}\u{4}rest", "ZIP"), ("PAR1....", "Parquet"),
    ("SQLite format 3\0rest", "SQLite"), (":::MLLOG {\"key\": 1}\n", "MLPerf"),
    ("Run Info,Run Info,Benchmark\na,b,c\n", "GuideLLM"),
  ])
  func `What is recognized and not read is refused in words`(text: String, word: String) {
    let error = #expect(throws: ImportError.self) { try ToolFiles.file(text: text, name: "f") }
    #expect(error?.message.contains(word) == true, "\(error?.message ?? "")")
  }

  @Test(arguments: ["Dear all, this is prose.\nIt has commas, and more, of them.\n", "hello", "a,b\n1,2,3\n4,5\n"])
  func `Prose and ragged rows are no table`(text: String) {
    #expect(throws: ImportError.self) { try ToolFiles.file(text: text, name: "f") }
  }

  @Test func `Texts as prompts and names of machines are dropped unless asked for`() throws {
    let text = #"{"num_prompts": 1, "request_throughput": 2, "model_id": "m", "extra": {"hostname": "h", "n": 1.50}}"#
    func unmapped(_ policy: FreeTextPolicy) throws -> [UnmappedField] {
      let file = try MeasurementFile(bytes: Array(text.utf8), name: "r.json", freeText: policy)
      return try file.runs().runs[0].unmapped
    }
    #expect(try unmapped(.drop) == [UnmappedField(path: ["extra"], json: #"{"n":1.50}"#)])
    #expect(try unmapped(.keep) == [UnmappedField(path: ["extra"], json: #"{"hostname":"h","n":1.50}"#)])
  }
}
