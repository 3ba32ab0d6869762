import ScalingExperiments

/// `decode_generations.csv`: one reading of a generation's clock a row.
struct GenerationsFile {
  /// The checked table.
  private(set) var table: TypedTable

  static let columns: [ColumnMapping] = [
    .text("model"),
    .integer("output_tokens", bounds: .nonnegative),
    .number("latency_s", unit: .seconds, bounds: .nonnegative),
  ]

  init(_ table: TypedTable) throws(ImportError) {
    self.table = table
    let tokens = try table.integers("output_tokens")
    let latency = try table.numbers("latency_s")
    var faults: [RowFault] = []
    for group in RowGroups.rows(of: try table.texts("model")) {
      // Compared with the last good row, so that one bad reading does not condemn those after it.
      var last = group.rows[0]
      for row in group.rows.dropFirst() {
        if tokens[row] <= tokens[last] {
          faults.append(
            RowFault(
              row: row, column: "output_tokens",
              reason: "The generation of model \(group.key) has \(tokens[row]) tokens here after \(tokens[last]) on "
                + "line \(table.lineNumbers[last]); they must increase."))
        } else if latency[row] < latency[last] {
          faults.append(
            RowFault(
              row: row, column: "latency_s",
              reason: "The cumulative time of model \(group.key) falls from \(latency[last]) s to \(latency[row]) s."))
        } else {
          last = row
        }
      }
    }
    try self.table.leaveOut(faults)
  }

  /// One trace for each model, in the order of their first rows.
  func traces(_ context: TestTimeScalingContext) throws(ImportError) -> [GenerationTrace] {
    let tokens = try table.integers("output_tokens")
    let latency = try table.numbers("latency_s")
    var traces: [GenerationTrace] = []
    for group in RowGroups.rows(of: try table.texts("model")) {
      let model = try context.model(group.key)
      do throws(RecordError) {
        traces.append(
          try GenerationTrace(
            model: model, outputTokens: group.rows.map { tokens[$0] },
            latency: group.rows.map { latency[$0] }))
      } catch {
        throw ImportError.at(table.name, nil, error.message)
      }
    }
    return traces
  }
}
