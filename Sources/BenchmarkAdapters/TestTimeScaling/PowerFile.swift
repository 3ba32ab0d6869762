import ScalingExperiments

/// `power.csv`: one window of back-to-back requests a row.
enum PowerFile {
  static let columns: [ColumnMapping] = [
    .text("model"),
    .text("strategy"),
    .number("seconds", unit: .seconds, bounds: .positive),
    .integer("requests", bounds: .nonnegative),
    .integer("output_tokens", bounds: .nonnegative),
    .number("mean_watts", unit: .watts, bounds: .nonnegative),
  ]

  /// The windows of a table.
  static func measurements(
    _ table: TypedTable, context: TestTimeScalingContext
  ) throws(ImportError) -> [PowerMeasurement] {
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
