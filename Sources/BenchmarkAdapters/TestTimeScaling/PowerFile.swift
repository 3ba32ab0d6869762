import ScalingExperiments

/// `power.csv`: one window of back-to-back requests a row.
struct PowerFile {
  /// The checked table.
  private(set) var table: TypedTable

  static let columns: [ColumnMapping] = [
    .text("model"),
    .text("strategy"),
    .number("seconds", unit: .seconds, bounds: .positive),
    .integer("requests", bounds: .nonnegative),
    .integer("output_tokens", bounds: .nonnegative),
    .number("mean_watts", unit: .watts, bounds: .nonnegative),
  ]

  init(_ table: TypedTable) throws(ImportError) {
    self.table = table
    let models = try table.texts("model")
    let strategies = try table.texts("strategy")
    // Two windows of one setting that differ would leave open which of them is meant.
    let repetitions = RowGroups.repetitions(
      of: models.indices.map { [models[$0], strategies[$0]] }, lineNumbers: table.lineNumbers, column: "strategy"
    ) { row, line in
      "The window of model \(models[row]) under strategy \(strategies[row]) occurs twice: before on line \(line)."
    }
    try self.table.leaveOut(repetitions)
  }

  /// The windows.
  func measurements(_ context: TestTimeScalingContext) throws(ImportError) -> [PowerMeasurement] {
    let models = try table.texts("model")
    let strategies = try table.texts("strategy")
    let seconds = try table.numbers("seconds")
    let requests = try table.integers("requests")
    let outputTokens = try table.integers("output_tokens")
    let watts = try table.numbers("mean_watts")
    return try models.indices.map { row throws(ImportError) in
      PowerMeasurement(
        model: try context.model(models[row]),
        speculation: try context.serving(strategies[row]).speculation, seconds: seconds[row],
        requests: requests[row], outputTokens: outputTokens[row], meanWatts: watts[row])
    }
  }
}
