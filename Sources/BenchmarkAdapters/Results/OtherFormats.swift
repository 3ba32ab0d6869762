/// Files of benchmark tools that are recognized and not read, and what to do with them.
enum OtherFormats {
  /// Why a file of records or tables is not read, as a sentence; `nil` for one that is not recognized.
  static func reason(_ file: MeasurementFile) -> String? {
    let keys = file.keys
    if keys.isEmpty { return "The file holds no records, so that there is nothing to read." }
    for format in formats where keys.isSuperset(of: format.keys) { return format.reason }
    return nil
  }

  private static let formats: [(keys: Set<String>, reason: String)] = [
    (["$defs", "properties"], "The file is a JSON Schema: it describes results and holds none."),
    (["$schema", "definitions"], "The file is a JSON Schema: it describes results and holds none."),
    (
      ["load_summary", "successes"],
      "The file is a stage of inference-perf, which has no adapter; its llm-d Benchmark Report is read."
    ),
    (
      ["config", "report", "config.scenario"],
      "The file is of optimum-benchmark, which has no adapter; read benchmark_report.csv of it with TabularRuns."
    ),
    (
      ["prefill.latency", "decode.latency"],
      "The file is of optimum-benchmark, which has no adapter; read benchmark_report.csv of it with TabularRuns."
    ),
    (
      ["backend", "scenario", "launcher"],
      "The file is a configuration of optimum-benchmark: the results are in benchmark_report.json beside it."
    ),
    (
      ["decode.latency.mean", "prefill.latency.mean"],
      "The file is of optimum-benchmark, which has no adapter; say with TabularRuns what its columns are."
    ),
    (["name.name", "sum_squared"], "The file is of HELM, which has no adapter; its Every Eval Ever records are read."),
    (["instance_id", "stats"], "The file is of HELM, which has no adapter; its Every Eval Ever records are read."),
    (
      ["scenario_spec", "adapter_spec"],
      "The file is a run specification of HELM: the results are in stats.json beside it."
    ),
    (
      ["config_general", "results"],
      "The file is of lighteval, which has no adapter; its Every Eval Ever records are read."
    ),
    (
      ["run_id", "experiment_id", "status"],
      "The file is an export of MLflow; say with TabularRuns.mlflow(metrics:parameters:) what its columns are."
    ),
    (
      ["Wall time", "Step", "Value"],
      "The file is an export of TensorBoard; say with TabularRuns.tensorBoard(_:unit:step:) what it measured."
    ),
  ]

  /// Why a file that is neither JSON nor a table nor metrics is not read, from its first bytes; `nil` for one that is not
  /// recognized.
  static func reason(firstBytes bytes: some Collection<UInt8>) -> String? {
    let head = Array(bytes.prefix(16))
    for (magic, reason) in magics where head.starts(with: magic) { return reason }
    return nil
  }

  private static let magics: [(magic: [UInt8], reason: String)] = [
    (
      [0x50, 0x4B, 0x03, 0x04],
      "The file is a ZIP archive. An .eval file of Inspect is read by the target InspectArchives, or written as JSON by "
        + "`inspect log dump`; unpack others and read what is inside."
    ),
    ([0x1F, 0x8B], "The file is compressed with gzip; decompress it first."),
    ([0x28, 0xB5, 0x2F, 0xFD], "The file is compressed with Zstandard; decompress it first."),
    (
      Array("PAR1".utf8), "The file is Parquet; write it as CSV or JSON Lines first (DuckDB and pandas do in one line)."
    ),
    (
      Array("SQLite format 3".utf8),
      "The file is an SQLite database; write the table as CSV first (`sqlite3 -csv -header`)."
    ),
  ]

  /// Why a text is not read, from its first lines; `nil` for one that is not recognized.
  static func reason(lines: [String]) -> String? {
    guard let first = lines.first else { return nil }
    if first.hasPrefix("CREATE TABLE") || first.hasPrefix("INSERT INTO") {
      return "The file is SQL; have the tool write JSON or CSV instead (llama-bench: -o json)."
    }
    if lines.prefix(3).contains("MLPerf Results Summary") {
      return "The file is a summary of MLPerf LoadGen, which has no adapter; nothing was read."
    }
    if first.hasPrefix(":::MLLOG") {
      return "The file is a log of MLPerf LoadGen, which has no adapter; nothing was read."
    }
    if first.hasPrefix("Run Info,Run Info") {
      return "The file is GuideLLM's CSV, whose three header rows only name columns together; read its JSON report."
    }
    if isYAML(lines) { return "The file looks like YAML; convert it to JSON (`yq -o json`) and read that." }
    return nil
  }

  /// Whether the first lines that are no comments are keys with a colon, as in "version: 1" and "run:".
  private static func isYAML(_ lines: [String]) -> Bool {
    let lines = lines.filter { !$0.hasPrefix("#") && $0 != "---" && $0.contains { !$0.isWhitespace } }
    guard let first = lines.first, let colon = first.firstIndex(of: ":") else { return false }
    let key = first[..<colon].utf8
    let isName =
      !key.isEmpty
      && key.allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) || [0x5F, 0x2D, 0x2E, 0x22, 0x27].contains($0)
      }
    let rest = first[first.index(after: colon)...]
    return isName && (rest.isEmpty || rest.first == " ") && !lines.prefix(2).contains { $0.hasPrefix("=") }
      && lines.dropFirst().prefix(1).allSatisfy { $0.hasPrefix(" ") || $0.hasPrefix("-") || $0.contains(":") }
  }
}
