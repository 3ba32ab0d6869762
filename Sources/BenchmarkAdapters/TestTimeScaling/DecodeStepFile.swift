import ScalingExperiments

/// `decode_steps.csv`, `tp_delay.csv` and `decode_verify.csv`: one decode step in one configuration a row.
struct DecodeStepFile {
  /// The checked table.
  private(set) var table: TypedTable

  static let stepColumns: [ColumnMapping] =
    configuration + [
      .integer("shard", bounds: .positive), .integer("params", bounds: .positive),
      .number("weight_bytes_read", unit: .bytes, bounds: .positive), .integer("query", bounds: .positive),
    ]

  static let delayColumns: [ColumnMapping] =
    configuration + [
      .integer("shard", bounds: .positive), .number("injected_delay_us", unit: .microseconds, bounds: .nonnegative),
      .integer("delays_per_step", bounds: .nonnegative),
    ]

  static let verificationColumns: [ColumnMapping] =
    configuration + [.text("mode", among: ["graph", "eager"]), .integer("query", bounds: .positive)]

  /// What the three files share.
  private static let configuration: [ColumnMapping] = [
    .text("model"),
    .integer("batch", bounds: .positive),
    .integer("context", bounds: .nonnegative),
    .number("step_ms_median", unit: .milliseconds, bounds: .positive),
    .number("step_ms_p10", unit: .milliseconds, bounds: .positive),
    .number("step_ms_p90", unit: .milliseconds, bounds: .positive),
  ]

  init(_ table: TypedTable) throws(ImportError) {
    self.table = table
    let median = try table.numbers("step_ms_median")
    let percentile10 = try table.numbers("step_ms_p10")
    let percentile90 = try table.numbers("step_ms_p90")
    try self.table.leaveOut(
      median.indices.filter { !(percentile10[$0]...max(percentile10[$0], percentile90[$0])).contains(median[$0]) }.map {
        RowFault(
          row: $0, column: "step_ms_median",
          reason: "The median (\(median[$0]) s) does not lie between the 10th percentile (\(percentile10[$0]) s) and "
            + "the 90th (\(percentile90[$0]) s).")
      })
    try self.table.leaveOut(repetitions())
  }

  /// What a step is measured at: two rows that agree in it are one step twice.
  private struct Key: Hashable {
    let texts: [String]
    let counts: [Int]
    /// In seconds; 0 in files without delays.
    let delay: Double
  }

  /// A fault for every row whose configuration an earlier row has: nothing says which of the two is meant.
  private func repetitions() throws(ImportError) -> [RowFault] {
    let mapped = table.mappedColumns
    let names = (
      texts: ["model", "mode"].filter(mapped.contains),
      counts: ["shard", "batch", "context", "query"].filter(mapped.contains)
    )
    var texts: [[String]] = []
    for name in names.texts { texts.append(try table.texts(name)) }
    var counts: [[Int]] = []
    for name in names.counts { counts.append(try table.integers(name)) }
    let delayColumn = "injected_delay_us"
    let delays = mapped.contains(delayColumn) ? try table.numbers(delayColumn) : nil
    let keys = (0..<table.rowCount).map { row in
      Key(texts: texts.map { $0[row] }, counts: counts.map { $0[row] }, delay: delays?[row] ?? 0)
    }
    return RowGroups.repetitions(of: keys, lineNumbers: table.lineNumbers, column: "step_ms_median") { row, line in
      var parts = zip(names.texts, keys[row].texts).map { "\($0) \($1)" }
      parts += zip(names.counts, keys[row].counts).map { "\($0) \($1)" }
      if delays != nil { parts.append("a delay of \(keys[row].delay) s") }
      return "The step of \(Wording.list(parts)) occurs twice: before on line \(line)."
    }
  }

  /// The steps of `decode_steps.csv`.
  func steps(_ context: TestTimeScalingContext) throws(ImportError) -> [DecodeStepMeasurement] {
    var steps = try common(context)
    let shards = try table.integers("shard")
    let parameters = try table.integers("params")
    let bytes = try table.numbers("weight_bytes_read")
    let query = try table.integers("query")
    for row in steps.indices {
      steps[row].shards = shards[row]
      steps[row].parameters = parameters[row]
      steps[row].weightBytesRead = bytes[row]
      steps[row].query = query[row]
      steps[row].repeats = context.decodeStepRepeats
    }
    return steps
  }

  /// The steps of `tp_delay.csv`.
  func delays(_ context: TestTimeScalingContext) throws(ImportError) -> [DecodeStepMeasurement] {
    var steps = try common(context)
    let shards = try table.integers("shard")
    let delays = try table.numbers("injected_delay_us")
    let perStep = try table.integers("delays_per_step")
    for row in steps.indices {
      steps[row].shards = shards[row]
      steps[row].injectedDelay = delays[row]
      steps[row].delaysPerStep = perStep[row]
    }
    return steps
  }

  /// The steps of `decode_verify.csv`.
  func verifications(_ context: TestTimeScalingContext) throws(ImportError) -> [DecodeStepMeasurement] {
    var steps = try common(context)
    let modes = try table.texts("mode")
    let query = try table.integers("query")
    for row in steps.indices {
      steps[row].execution = ExecutionMode(rawValue: modes[row])
      steps[row].query = query[row]
    }
    return steps
  }

  private func common(_ context: TestTimeScalingContext) throws(ImportError) -> [DecodeStepMeasurement] {
    let models = try table.texts("model")
    let batch = try table.integers("batch")
    let cached = try table.integers("context")
    let median = try table.numbers("step_ms_median")
    let percentile10 = try table.numbers("step_ms_p10")
    let percentile90 = try table.numbers("step_ms_p90")
    return try models.indices.map { row throws(ImportError) in
      DecodeStepMeasurement(
        model: try context.model(models[row]), batch: batch[row], context: cached[row],
        execution: context.decodeStepExecution, median: median[row], percentile10: percentile10[row],
        percentile90: percentile90[row], source: table.name)
    }
  }
}
