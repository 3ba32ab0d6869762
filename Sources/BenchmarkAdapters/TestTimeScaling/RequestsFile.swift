import ScalingExperiments

/// `requests.csv`: one request a row, end to end, in the workload that the context states.
struct RequestsFile {
  /// The checked table.
  private(set) var table: TypedTable
  /// The token caps of the latency columns, ascending.
  let tokenCaps: [Int]

  /// The mapping for a file: the fixed columns and one latency for each cap that the header has.
  static func columns(_ table: DelimitedTable) throws(ImportError) -> [ColumnMapping] {
    let caps = tokenCaps(table.columnNames)
    // A misspelt cap would drop its whole column.
    let almost = caps.isEmpty ? nil : table.columnNames.first { tokenCap($0) == nil && TokenCapColumn.isNearMiss($0) }
    if let almost {
      throw .at(
        table.name, nil,
        "The column \(Wording.quoted(almost)) is almost latency_ms_at_B_tokens, where B is a whole number of tokens as "
          + "in \(columnName(caps[0])); spell it so, or give it another name if it is no latency at a token cap.")
    }
    guard !caps.isEmpty else {
      throw .at(
        table.name, nil,
        "There is no column latency_ms_at_B_tokens for any token cap B; the columns are "
          + "\(Wording.list(table.columnNames)).")
    }
    return [
      .text("model"),
      .integer("parameters", bounds: .positive),
      .text("strategy"),
      .text("problem"),
      .flag("cold"),
      .number("setup_ms", unit: .milliseconds, bounds: .nonnegative),
      .integer("prompt_tokens", bounds: .nonnegative),
      .integer("output_tokens", bounds: .nonnegative, allowsEmpty: true),
      .integer("forward_passes", bounds: .nonnegative),
      .integer("draft_tokens", bounds: .nonnegative),
      .integer("accepted_tokens", bounds: .nonnegative),
      .flag("correct"),
      .number("latency_ms", unit: .milliseconds, bounds: .nonnegative),
    ]
      // Empty is let through here so that the check below can say which cap has no latency.
      + caps.map { .number(columnName($0), unit: .milliseconds, bounds: .nonnegative, allowsEmpty: true) }
  }

  init(_ table: TypedTable) throws(ImportError) {
    self.table = table
    tokenCaps = Self.tokenCaps(table.mappedColumns)
    try self.table.leaveOut(faults())
  }

  /// The records of some rows, which the caller knows to belong to one run.
  func records(_ rows: [Int]) throws(ImportError) -> RequestRecords {
    var caps: [TokenCapLatency] = []
    for cap in tokenCaps {
      let latency = try table.numbers(Self.columnName(cap))
      caps.append(TokenCapLatency(tokenCap: cap, latency: rows.map { latency[$0] }))
    }
    func pick<Value>(_ column: [Value]) -> [Value] { rows.map { column[$0] } }
    let problems = pick(try table.texts("problem"))
    let outputTokens = pick(try table.optionalIntegers("output_tokens"))
    let promptTokens = pick(try table.optionalIntegers("prompt_tokens"))
    let latency = pick(try table.numbers("latency_ms"))
    let setupTime = pick(try table.numbers("setup_ms"))
    let hasSetup = pick(try table.flags("cold"))
    let forwardPasses = pick(try table.optionalIntegers("forward_passes"))
    let draftTokens = pick(try table.optionalIntegers("draft_tokens"))
    let acceptedTokens = pick(try table.optionalIntegers("accepted_tokens"))
    let isCorrect = pick(try table.optionalFlags("correct"))
    do throws(RecordError) {
      return try RequestRecords(
        problems: problems, outputTokens: outputTokens, promptTokens: promptTokens, latency: latency,
        setupTime: setupTime, hasSetup: hasSetup, forwardPasses: forwardPasses, draftTokens: draftTokens,
        acceptedTokens: acceptedTokens, isCorrect: isCorrect, latencyAtTokenCap: caps)
    } catch {
      throw ImportError.at(table.name, nil, error.message)
    }
  }

  private static func columnName(_ cap: Int) -> String { TokenCapColumn.name(cap) }

  private static func tokenCap(_ column: String) -> Int? { TokenCapColumn.tokenCap(column) }

  private static func tokenCaps(_ columns: [String]) -> [Int] { columns.compactMap(tokenCap).sorted() }

  /// Treats requests whose number of output tokens is another than that of the judged answer as bad rows.
  ///
  /// Both files tell of the same greedy answer, so one of the two counts is wrong. An unknown count contradicts nothing.
  mutating func leaveOutContradictions(of answers: AnswersFile) throws(ImportError) {
    let judged = answers.table
    let judgedModels = try judged.texts("model")
    let judgedProblems = try judged.texts("problem")
    let samples = try judged.integers("sample")
    let judgedTokens = try judged.optionalIntegers("output_tokens")
    var rows: [[String]: Int] = [:]
    for row in samples.indices where samples[row] == 0 { rows[[judgedModels[row], judgedProblems[row]]] = row }
    let models = try table.texts("model")
    let strategies = try table.texts("strategy")
    let problems = try table.texts("problem")
    let tokens = try table.optionalIntegers("output_tokens")
    let faults: [RowFault] = models.indices.compactMap { row in
      guard let other = rows[[models[row], problems[row]]], let here = tokens[row], let there = judgedTokens[other],
        here != there
      else { return nil }
      return RowFault(
        row: row, column: "output_tokens",
        reason: "Problem \(problems[row]) of model \(models[row]), strategy \(strategies[row]), has "
          + "\(Wording.count(here, "output token")) here, but \(there) in \(judged.name):\(judged.lineNumbers[other]).")
    }
    try table.leaveOut(faults)
  }

  // MARK: Checks

  private func faults() throws(ImportError) -> [RowFault] {
    let models = try table.texts("model")
    let strategies = try table.texts("strategy")
    let problems = try table.texts("problem")
    let lines = table.lineNumbers
    let keys = models.indices.map { [models[$0], strategies[$0], problems[$0]] }
    var faults = RowGroups.repetitions(of: keys, lineNumbers: lines, column: "problem") { row, line in
      "Problem \(problems[row]) occurs twice in the run of model \(models[row]), strategy \(strategies[row]): "
        + "before on line \(line)."
    }
    let drafted = try table.integers("draft_tokens")
    let accepted = try table.integers("accepted_tokens")
    for row in models.indices where accepted[row] > drafted[row] {
      faults.append(
        RowFault(
          row: row, column: "accepted_tokens",
          reason: "\(Wording.count(accepted[row], "token")) accepted of \(drafted[row]) drafted cannot be."))
    }
    return try faults + capFaults() + setupFaults()
  }

  private func capFaults() throws(ImportError) -> [RowFault] {
    let total = try table.numbers("latency_ms")
    var faults: [RowFault] = []
    var previous: (cap: Int, latency: [Double?])?
    for cap in tokenCaps {
      let column = Self.columnName(cap)
      let latency = try table.optionalNumbers(column)
      for row in total.indices {
        guard let value = latency[row] else {
          faults.append(
            RowFault(row: row, column: column, reason: "The request has no latency at the cap of \(cap) tokens."))
          continue
        }
        if value > total[row] {
          faults.append(
            RowFault(
              row: row, column: column,
              reason: "The latency at the cap of \(cap) tokens (\(value) s) is more than the whole (\(total[row]) s)."))
        }
        if let before = previous, let lower = before.latency[row], value < lower {
          faults.append(
            RowFault(
              row: row, column: column,
              reason: "The latency decreases from \(lower) s at \(before.cap) tokens to \(value) s at \(cap)."))
        }
      }
      previous = (cap, latency)
    }
    return faults
  }

  private func setupFaults() throws(ImportError) -> [RowFault] {
    let setup = try table.numbers("setup_ms")
    let cold = try table.flags("cold")
    let total = try table.numbers("latency_ms")
    let least = try tokenCaps.first.map(Self.columnName).map(table.optionalNumbers) ?? []
    return setup.indices.compactMap { row in
      if setup[row] > 0, !cold[row] {
        return RowFault(
          row: row, column: "setup_ms",
          reason: "The request has a set-up of \(setup[row]) s but is not marked as cold.")
      }
      // The shortest cap is the tightest: its latency contains the set-up as well.
      let latency = row < least.count ? least[row] ?? total[row] : total[row]
      guard setup[row] > latency else { return nil }
      return RowFault(
        row: row, column: "setup_ms",
        reason: "The set-up (\(setup[row]) s) is larger than the latency that contains it (\(latency) s).")
    }
  }
}
