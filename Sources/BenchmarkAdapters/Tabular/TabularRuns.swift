import ScalingExperiments

/// Runs from any table: CSV, TSV, JSON Lines or a JSON list, by a declaration of what its columns say.
///
/// ```swift
/// let source = TabularRuns(
///   "our sweep", columns: [
///     .init("model", .model), .init("gpus", .acceleratorCount), .init("clients", .concurrency),
///     .metric("p95_ms", .latency(.percentile(95)), unit: "ms"),
///   ])
/// let runs = try MeasurementFile(contentsOf: "sweep.csv").runs(formats: [source]).runs
/// ```
///
/// Columns that are not declared are kept with the run as written. The declaration is `Codable`, so that it can lie beside
/// the data.
public struct TabularRuns: MeasurementSource, Codable, Hashable {
  /// What a row is.
  public enum Rows: String, Sendable, Codable, Hashable {
    /// A run of its own.
    case runs
    /// A request; rows that say the same of model, server and load make a run.
    case requests
    /// A judged answer; rows that say the same of model, server and task make a run.
    case answers
  }

  /// How the values lie.
  public enum Layout: String, Sendable, Codable, Hashable {
    /// A column for each thing said.
    case columns
    /// A column "run - metric" for each run, as panels of Weights & Biases export them; read as rows of "run", "Step" and
    /// "Value".
    case columnForEachRun
  }

  /// The name of what wrote the table.
  public let name: String
  /// What a row is.
  public var rows: Rows
  /// What the columns say.
  public var columns: [TabularColumn]
  /// The columns by which files of this kind are told from others; those declared if empty.
  public var identifyingColumns: [String]
  /// How the values lie.
  public var layout: Layout

  /// Creates a source for a table.
  public init(
    _ name: String, rows: Rows = .runs, columns: [TabularColumn], identifyingColumns: [String] = [],
    layout: Layout = .columns
  ) {
    self.name = name
    self.rows = rows
    self.columns = columns
    self.identifyingColumns = identifyingColumns
    self.layout = layout
  }

  /// No: a file says all there is.
  public var readsNeighbours: Bool { false }

  /// Returns whether a file has the columns.
  public func matches(_ keys: Set<String>) -> Bool {
    let wanted = identifyingColumns.isEmpty ? columns.map(\.name) : identifyingColumns
    return !wanted.isEmpty && keys.isSuperset(of: wanted)
  }

  /// Returns the runs of a table; throws `ImportError` as the protocol says, and for a unit that is not known or cannot be
  /// of its metric.
  public func runs(
    from file: MeasurementFile, context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport {
    try checkUnits(file.name)
    let records = layout == .columns ? try file.records : try Self.unpivoted(file)
    var collector = RunCollector(file: file, context: context)
    var groups = TabularGroups()
    for value in records {
      guard var record = JSONRecord(value, file: file.name, freeText: file.freeText) else {
        collector.result.notes.append(
          ImportNote(
            severity: .skipped, file: file.name, line: value.line, reason: "The row is no object and was left out."))
        continue
      }
      var row = TabularRow(tool: name, file: file, line: record.line, isOnly: records.count == 1)
      for column in columns { row.read(column, &record) }
      switch rows {
      case .runs:
        row.draft.finish(&record)
        collector.add(row.draft)
      case .requests, .answers:
        row.draft.unmapped = record.leftovers.fields
        groups.add(row, notes: record.notes)
      }
    }
    for draft in groups.drafts(rows) {
      if rows == .runs || draft.requests != nil || draft.answers != nil {
        collector.add(draft)
      } else {
        collector.result.notes += draft.notes
      }
    }
    return try collector.finished()
  }

  private func checkUnits(_ file: String) throws(ImportError) {
    for column in columns {
      guard let word = column.unit else { continue }
      guard let unit = UnitName(word) else {
        throw .at(
          file, nil,
          "The column \(Wording.quoted(column.name)) is declared in \(Wording.quoted(word)), which is no unit.")
      }
      let expected: MetricUnit? =
        switch column.role {
        case .metric(let metric), .standardDeviation(let metric): metric.unit
        case .latency, .timeToFirstToken: .seconds
        default: nil
        }
      guard expected == nil || expected == unit.canonical else {
        throw .at(
          file, nil,
          "The column \(Wording.quoted(column.name)) is declared in \(Wording.quoted(word)), which is no unit of what it says."
        )
      }
    }
  }

  /// Rows of "run", "Step" and "Value" from columns "run - metric"; those of least and greatest values are left alone.
  private static func unpivoted(_ file: MeasurementFile) throws(ImportError) -> [JSONValue] {
    var rows: [JSONValue] = []
    for record in try file.records {
      let members = record.members ?? []
      let step = members.first { $0.key == "Step" }?.value ?? JSONValue(line: record.line, content: .null)
      for member in members where !member.key.hasSuffix("__MIN") && !member.key.hasSuffix("__MAX") {
        guard let dash = member.key.firstRange(of: " - "), !member.value.isNull else { continue }
        let run = JSONValue(line: record.line, content: .text(String(member.key[..<dash.lowerBound])))
        rows.append(
          JSONValue(
            line: record.line,
            content: .object([
              JSONMember(key: "run", line: record.line, value: run),
              JSONMember(key: "Step", line: record.line, value: step),
              JSONMember(key: "Value", line: record.line, value: member.value),
            ])))
      }
    }
    return rows
  }
}

extension TabularRuns {
  /// Returns the source of MLflow's `search_runs` as CSV: columns `metrics.NAME`, `params.NAME` and `tags.NAME`.
  ///
  /// Names are given without their prefix. Parameters are texts there; numbers among them are read all the same.
  public static func mlflow(metrics: [TabularColumn], parameters: [TabularColumn] = []) -> TabularRuns {
    func prefixed(_ columns: [TabularColumn], _ prefix: String) -> [TabularColumn] {
      columns.map { TabularColumn("\(prefix).\($0.name)", $0.role, unit: $0.unit) }
    }
    return TabularRuns(
      "MLflow",
      columns: [.init("tags.mlflow.runName", .run), .init("start_time", .date), .init("tags.mlflow.user", .ignored)]
        + prefixed(metrics, "metrics") + prefixed(parameters, "params"),
      identifyingColumns: ["run_id", "experiment_id"])
  }

  /// Returns the source of a panel exported from Weights & Biases: a run for each run and step; `step` says what a step is.
  public static func weightsAndBiases(
    _ metric: Metric, unit: String? = nil, step: TabularRole, run: TabularRole = .run
  ) -> TabularRuns {
    TabularRuns(
      "Weights & Biases", columns: [.init("run", run), .init("Step", step), .metric("Value", metric, unit: unit)],
      identifyingColumns: ["Step"], layout: .columnForEachRun)
  }

  /// Returns the source of a scalar exported from TensorBoard: a run for each step; `step` says what a step is.
  public static func tensorBoard(_ metric: Metric, unit: String? = nil, step: TabularRole) -> TabularRuns {
    TabularRuns(
      "TensorBoard", columns: [.init("Step", step), .metric("Value", metric, unit: unit), .init("Wall time", .date)],
      identifyingColumns: ["Wall time", "Step", "Value"])
  }
}
