import ScalingExperiments

/// The loop over the records of a file.
extension MeasurementFile {
  /// Returns one run for each record that holds the keys, read by a closure that fills a draft from it.
  ///
  /// What the closure reads nothing of is kept with the run as it was written, free text excepted. Records without the
  /// keys are listed. Throws `ImportError` for a file without records, and for a record that leaves open, as the context
  /// does, which model ran.
  public func runs(
    tool: String, having keys: Set<String> = [], context: MeasurementContext,
    read: (_ record: inout JSONRecord, _ draft: inout RunDraft) -> Void
  ) throws(ImportError) -> MeasurementImport {
    try RecordRuns.read(self, context: context) { value, isOnly in
      guard var record = JSONRecord(value, file: name, freeText: freeText), keys.isSubset(of: record.keys) else {
        return nil
      }
      var draft = RunDraft(tool: tool, file: self, line: record.line, isOnly: isOnly)
      read(&record, &draft)
      draft.finish(&record)
      return draft
    }
  }
}

/// The loop over the records of a file.
enum RecordRuns {
  /// Completes a draft for each record that `draft` recognizes; the others are listed.
  ///
  /// Throws `ImportError` for a record at fault, unless the file leaves such records out and others are sound.
  static func read(
    _ file: MeasurementFile, context: MeasurementContext,
    draft: (_ value: JSONValue, _ isOnly: Bool) -> RunDraft?
  ) throws(ImportError) -> MeasurementImport {
    let records = try file.records
    var collector = RunCollector(file: file, context: context)
    for record in records {
      if let draft = draft(record, records.count == 1) {
        collector.add(draft)
      } else {
        collector.result.notes.append(
          ImportNote(
            severity: .skipped, file: file.name, line: record.line,
            reason: "The record has other keys than those before or after it and was left out."))
      }
    }
    return try collector.finished()
  }
}

/// The runs of one file, and what kept others from becoming runs.
struct RunCollector {
  let file: MeasurementFile
  let context: MeasurementContext
  var result = MeasurementImport()
  private var refusals: [ImportError] = []

  init(file: MeasurementFile, context: MeasurementContext) {
    self.file = file
    self.context = context
  }

  /// Completes a draft and adds its run, or remembers why it cannot be one.
  mutating func add(_ draft: RunDraft) {
    do {
      result.runs.append(try draft.run(context: context))
    } catch {
      refusals.append(error)
    }
  }

  /// What was read; throws the first refusal if nothing sound is left, or if the file is read strictly.
  func finished() throws(ImportError) -> MeasurementImport {
    guard let first = refusals.first else { return result }
    guard file.leavesOutBadRecords, !result.runs.isEmpty else { throw first }
    var result = result
    result.losses = refusals.map { refusal in
      ImportNote(
        severity: .skipped, file: file.name, line: refusal.line,
        reason: "\(refusal.reason(in: file.name)) The record was left out.")
    }
    result.notes += result.losses
    return result
  }
}
