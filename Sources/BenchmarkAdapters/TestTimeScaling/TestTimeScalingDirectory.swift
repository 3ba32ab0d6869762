import Foundation
import ScalingExperiments

/// The adapter for a folder of CSV files with test-time-scaling measurements.
///
/// Reads `requests.csv`, `greedy.csv`, `decode_steps.csv`, `tp_delay.csv`, `decode_verify.csv`,
/// `decode_generations.csv` and `power.csv` into `TestTimeScalingMeasurements`; `samples.csv` and `training.csv` are
/// checked but not carried. The README of the folder says what a row of each file is.
///
/// One `Run` is one model under one strategy, in the order of the first rows of `requests.csv`. The judged answers of
/// `greedy.csv` belong to a model, not to a strategy: every run of a model carries the same ones, so never pool
/// `answers` over strategies. Where a verdict in `requests.csv` differs from that in `greedy.csv`, a note says so.
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
  /// `TypedTable` refuse, and for rows that contradict each other: a problem twice in one run, an unknown strategy, a
  /// request without a latency at a cap, latencies that decrease with the cap or exceed the whole, a set-up in a request
  /// that is not cold or larger than its latency, a model of `requests.csv` that `greedy.csv` does not have.
  ///
  /// - Complexity: O(*n*) in the bytes of the files.
  public func read() throws(ImportError) -> TestTimeScalingMeasurements {
    try checkFolder()
    var result = TestTimeScalingMeasurements(limitations: TestTimeScalingFacts.limitations)

    let requests = try RequestsFile(table("requests.csv", columns: RequestsFile.columns))
    let greedy = try AnswersFile(table("greedy.csv") { _ in AnswersFile.columns })
    result.runs = try TestTimeScalingRuns(requests: requests, greedy: greedy).runs()

    let steps = try DecodeStepFile(table("decode_steps.csv") { _ in DecodeStepFile.stepColumns })
    let delays = try DecodeStepFile(table("tp_delay.csv") { _ in DecodeStepFile.delayColumns })
    let verification = try DecodeStepFile(table("decode_verify.csv") { _ in DecodeStepFile.verificationColumns })
    result.decodeSteps = try steps.steps() + delays.delays() + verification.verifications()

    let generations = try GenerationsFile(table("decode_generations.csv") { _ in GenerationsFile.columns })
    result.generations = try generations.traces()
    let power = try table("power.csv") { _ in PowerFile.columns }
    result.power = try PowerFile.measurements(power, parameters: requests.parametersByModel())

    let samples = try AnswersFile(table("samples.csv") { _ in AnswersFile.columns })
    let training = try table("training.csv") { _ in Self.trainingColumns }

    let tables = [
      requests.table, greedy.table, steps.table, delays.table, verification.table, generations.table, power,
      samples.table, training,
    ]
    result.sources = tables.map(\.source)
    result.notes = tables.flatMap(\.notes) + [samples.table, training].map(Self.notCarried)
    result.notes.append(TestTimeScalingFacts.hardwareNote)
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

  private func table(
    _ file: String, columns: (DelimitedTable) throws(ImportError) -> [ColumnMapping]
  ) throws(ImportError) -> TypedTable {
    let filePath = path.hasSuffix("/") ? path + file : "\(path)/\(file)"
    guard FileManager.default.fileExists(atPath: filePath) else {
      throw ImportError(message: "The file \(file) is missing from the folder \(path).", file: file)
    }
    let table = try DelimitedTable(contentsOf: filePath)
    return try TypedTable(table, columns: columns(table), badRows: badRows)
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

  /// A fault for every row that gives a model another parameter count than the model's first row.
  static func unsteadyParameters(models: [String], parameters: [Int], lineNumbers: [Int]) -> [RowFault] {
    rows(of: models).flatMap { group in
      let first = group.rows[0]
      return group.rows.filter { parameters[$0] != parameters[first] }.map { row in
        RowFault(
          row: row, column: "parameters",
          reason: "Model \(group.key) has \(parameters[row]) parameters here, but \(parameters[first]) on line "
            + "\(lineNumbers[first]).")
      }
    }
  }
}
