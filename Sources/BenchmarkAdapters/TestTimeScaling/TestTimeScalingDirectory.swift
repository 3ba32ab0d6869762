import Foundation
import ScalingExperiments

/// The adapter for a folder of CSV files with test-time-scaling measurements.
///
/// Reads `requests.csv`, `greedy.csv`, `decode_steps.csv`, `tp_delay.csv`, `decode_verify.csv`,
/// `decode_generations.csv` and `power.csv` into `TestTimeScalingMeasurements`; `samples.csv` and `training.csv` are
/// checked but not carried. The README of the folder says what a row of each file is.
///
/// What no table says is read from `context.json` in the same folder: hardware, serving, workload, models and the
/// limitations of the data. Nothing of it is assumed. The guide `TestTimeScalingDirectory` has its format.
///
/// One `Run` is one model under one strategy, in the order of the first rows of `requests.csv`. The judged answers of
/// `greedy.csv` belong to a model, not to a strategy: every run of a model carries the same ones, so never pool
/// `answers` over strategies. Where a verdict in `requests.csv` differs from that in `greedy.csv`, a note says so, and so
/// where a model of `greedy.csv` has no requests, or has none under a strategy that other models or `power.csv` have.
public struct TestTimeScalingDirectory: Sendable, Hashable {
  /// The folder.
  public let path: String
  /// What happens to bad rows.
  public let badRows: BadRowPolicy

  /// Creates an adapter; nothing is read yet.
  public init(_ path: String, badRows: BadRowPolicy = .refuse) {
    self.path = path
    self.badRows = badRows
  }

  /// Reads and checks the folder.
  ///
  /// Throws `ImportError` for a missing file (the message names file and folder), for what `DelimitedTable` and
  /// `TypedTable` refuse, for a context that is not valid JSON, of another version, without a required key or with an
  /// unknown one, for tables that contradict the context (a model or strategy that it lacks, another parameter count),
  /// and for rows that contradict each other: a problem twice in one run, a request without a latency at a cap, latencies
  /// that decrease with the cap or exceed the whole, a set-up in a request that is not cold or larger than its latency, a
  /// model of `requests.csv` that `greedy.csv` does not have, other output tokens of one problem in these two files, a
  /// window or decode step that one file has twice, a column that is almost `latency_ms_at_B_tokens`.
  ///
  /// The sources end with `context.json`, which counts as one record.
  ///
  /// - Complexity: O(*n*) in the bytes of the files.
  public func read() throws(ImportError) -> TestTimeScalingMeasurements {
    try checkFolder()
    let context = try TestTimeScalingContext(
      folder: path, path: filePath(TestTimeScalingContext.fileName))
    var result = TestTimeScalingMeasurements(limitations: context.limitations)

    var requests = try RequestsFile(table("requests.csv", context, columns: RequestsFile.columns))
    let greedy = try AnswersFile(table("greedy.csv", context) { _ in AnswersFile.columns })
    try requests.leaveOutContradictions(of: greedy)
    let runs = TestTimeScalingRuns(requests: requests, greedy: greedy, context: context)
    result.runs = try runs.runs()

    let steps = try DecodeStepFile(table("decode_steps.csv", context) { _ in DecodeStepFile.stepColumns })
    let delays = try DecodeStepFile(table("tp_delay.csv", context) { _ in DecodeStepFile.delayColumns })
    let verification = try DecodeStepFile(
      table("decode_verify.csv", context) { _ in DecodeStepFile.verificationColumns })
    result.decodeSteps =
      try steps.steps(context) + delays.delays(context) + verification.verifications(context)

    let generations = try GenerationsFile(table("decode_generations.csv", context) { _ in GenerationsFile.columns })
    result.generations = try generations.traces(context)
    let power = try PowerFile(table("power.csv", context) { _ in PowerFile.columns })
    result.power = try power.measurements(context)

    let samples = try AnswersFile(table("samples.csv", context) { _ in AnswersFile.columns })
    let training = try table("training.csv", context) { _ in Self.trainingColumns }

    let tables = [
      requests.table, greedy.table, steps.table, delays.table, verification.table, generations.table, power.table,
      samples.table, training,
    ]
    result.sources = tables.map(\.source) + [context.source]
    result.notes =
      try tables.flatMap(\.notes) + runs.absences(power: power) + [samples.table, training].map(Self.notCarried)
    result.notes += context.notes
    return result
  }

  private static let trainingColumns: [ColumnMapping] = [
    .text("model"),
    .integer("parameters", bounds: .positive),
    .integer("step", bounds: .nonnegative),
    .integer("tokens", bounds: .nonnegative),
    .number("loss", unit: .natsPerToken, bounds: .nonnegative),
  ]

  private static func notCarried(_ table: TypedTable) -> ImportNote {
    ImportNote(
      severity: .information, file: table.name,
      reason: "The file was read and checked (\(Wording.count(table.rowCount, "row"))), but not used.")
  }

  private func checkFolder() throws(ImportError) {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw ImportError(message: "There is no folder \(path).", file: path)
    }
    guard isDirectory.boolValue else {
      throw ImportError(message: "\(path) is a file, not a folder of measurements.", file: path)
    }
  }

  private func filePath(_ file: String) -> String { path.hasSuffix("/") ? path + file : "\(path)/\(file)" }

  private func table(
    _ file: String, _ context: TestTimeScalingContext,
    columns: (DelimitedTable) throws(ImportError) -> [ColumnMapping]
  ) throws(ImportError) -> TypedTable {
    let filePath = filePath(file)
    guard FileManager.default.fileExists(atPath: filePath) else {
      throw ImportError(message: "The file \(file) is missing from the folder \(path).", file: file)
    }
    let delimited = try DelimitedTable(contentsOf: filePath)
    var table = try TypedTable(delimited, columns: columns(delimited), badRows: badRows)
    try table.leaveOut(context.faults(table))
    try table.leaveOut(context.parameterFaults(table))
    return table
  }
}

/// Rows in groups.
enum RowGroups {
  /// The rows of each key, keys in the order of their first appearance.
  static func rows<Key: Hashable>(of keys: [Key]) -> [(key: Key, rows: [Int])] {
    var positions: [Key: Int] = [:]
    var groups: [(key: Key, rows: [Int])] = []
    for (row, key) in keys.enumerated() {
      if let position = positions[key] {
        groups[position].rows.append(row)
      } else {
        positions[key] = groups.count
        groups.append((key, [row]))
      }
    }
    return groups
  }

  /// A fault for every row whose key an earlier row has.
  static func repetitions<Key: Hashable>(
    of keys: [Key], lineNumbers: [Int], column: String, reason: (_ row: Int, _ firstLine: Int) -> String
  ) -> [RowFault] {
    rows(of: keys).flatMap { group in
      group.rows.dropFirst().map { row in
        RowFault(row: row, column: column, reason: reason(row, lineNumbers[group.rows[0]]))
      }
    }
  }
}
