import ScalingExperiments

/// `power.csv`: one window of back-to-back requests a row.
enum PowerFile {
  static let columns: [ColumnMapping] = [
    .text("model"),
    .text("strategy", among: ["baseline", "ngram"]),
    .number("seconds", unit: .seconds, bounds: .positive),
    .integer("requests", bounds: .nonnegative),
    .integer("output_tokens", bounds: .nonnegative),
    .number("mean_watts", unit: .watts, bounds: .nonnegative),
  ]

  /// The windows of a table.
  ///
  /// The parameter counts are those of the requests: the shapes are the same, the training of the weights is not.
  static func measurements(
    _ table: TypedTable, parameters: [String: Int]
  ) throws(ImportError) -> [PowerMeasurement] {
    let models = try table.texts("model")
    let strategies = try table.texts("strategy")
    let seconds = try table.numbers("seconds")
    let requests = try table.integers("requests")
    let outputTokens = try table.integers("output_tokens")
    let watts = try table.numbers("mean_watts")
    return models.indices.map { row in
      PowerMeasurement(
        model: TestTimeScalingFacts.reasoningModel(models[row], parameters: parameters[models[row]]),
        speculation: TestTimeScalingFacts.speculation(strategy: strategies[row]), seconds: seconds[row],
        requests: requests[row], outputTokens: outputTokens[row], meanWatts: watts[row])
    }
  }
}
