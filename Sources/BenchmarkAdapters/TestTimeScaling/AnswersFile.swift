import ScalingExperiments

/// `greedy.csv` and `samples.csv`: one judged answer a row.
struct AnswersFile {
  /// The checked table.
  private(set) var table: TypedTable

  static let columns: [ColumnMapping] = [
    .text("model"),
    .integer("parameters", bounds: .positive),
    .text("problem"),
    .integer("sample", bounds: .nonnegative),
    .integer("output_tokens", bounds: .nonnegative, allowsEmpty: true),
    .flag("correct"),
  ]

  init(_ table: TypedTable) throws(ImportError) {
    self.table = table
    let models = try table.texts("model")
    let problems = try table.texts("problem")
    let samples = try table.integers("sample")
    // Three columns in one key of text cost less than an array for each of 25,600 rows.
    let keys = models.indices.map { "\(models[$0])\u{1F}\(problems[$0])\u{1F}\(samples[$0])" }
    let repetitions = RowGroups.repetitions(of: keys, lineNumbers: table.lineNumbers, column: "problem") { row, line in
      "Sample \(samples[row]) of problem \(problems[row]) occurs twice for model \(models[row]): before on line "
        + "\(line)."
    }
    try self.table.leaveOut(repetitions)
  }

  /// The answers of each model, models in the order of their first appearance.
  func answersByModel() throws(ImportError) -> [(model: String, answers: AnswerRecords)] {
    let problems = try table.texts("problem")
    let samples = try table.integers("sample")
    let outputTokens = try table.optionalIntegers("output_tokens")
    let correct = try table.flags("correct")
    var result: [(model: String, answers: AnswerRecords)] = []
    for group in RowGroups.rows(of: try table.texts("model")) {
      let rows = group.rows
      do throws(RecordError) {
        let answers = try AnswerRecords(
          problems: rows.map { problems[$0] }, samples: rows.map { samples[$0] },
          outputTokens: rows.map { outputTokens[$0] }, isCorrect: rows.map { correct[$0] })
        result.append((group.key, answers))
      } catch {
        throw ImportError.at(table.name, nil, error.message)
      }
    }
    return result
  }
}
