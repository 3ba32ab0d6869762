import ScalingExperiments

/// The results of `llama-bench` as JSON, JSON Lines, CSV or Markdown: one run for each test.
///
/// A test is one sequence: prompt processing (pp), generation (tg) or both (pg). Columns are found by name, because they
/// change with the build. A Markdown table has only the columns that vary, and rounded figures.
public struct LlamaBenchResults: MeasurementSource {
  /// Creates a source.
  public init() {}

  /// The name of the tool.
  public let name = "llama-bench"

  /// No: a file says all there is.
  public var readsNeighbours: Bool { false }

  /// Returns whether a file holds `avg_ts` and the lengths of a test, or the columns `model`, `test` and `t/s`.
  public func matches(_ keys: Set<String>) -> Bool {
    keys.isSuperset(of: ["avg_ts", "n_prompt", "n_gen"]) || keys.isSuperset(of: ["model", "test", "t/s"])
  }

  /// Returns one run for each test; throws `ImportError` as the protocol says.
  public func runs(
    from file: MeasurementFile, context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport {
    try file.runs(tool: name, context: context) { record, draft in
      draft.stated.serving.engine = "llama.cpp"
      draft.stated.workload.load = .batch(1)
      if record.keys.contains("avg_ts") {
        row(&record, into: &draft)
      } else {
        rounded(&record, into: &draft)
      }
    }
  }

  /// A row with all columns.
  private func row(_ record: inout JSONRecord, into draft: inout RunDraft) {
    draft.source.date = record.text("test_time")
    stated(&record, into: &draft.stated)
    let lengths = (prompt: record.count("n_prompt"), output: record.count("n_gen"), depth: record.count("n_depth"))
    // A length that was refused is unknown and not zero: such a row names no test. Files from before depths have none.
    let test = LlamaBenchTest(prompt: lengths.prompt ?? 0, output: lengths.output ?? 0, depth: lengths.depth ?? 0)
    if lengths.prompt != nil, lengths.output != nil { test.add(to: &draft.stated.workload) }
    let seconds = record.column("samples_ns", "a whole number of more than 0") { value in
      value.integer.flatMap { $0 > 0 ? Double($0) / 1e9 : nil }
    }
    let rates = record.column("samples_ts", "a finite number of 0 or more") { value in
      value.number.flatMap { $0 >= 0 && $0 < JSONRecord.bound ? $0 : nil }
    }
    let count = (seconds?.count ?? rates?.count).flatMap { $0 > 0 ? $0 : nil }
    let deviation = record.number("stddev_ts")
    if let rate = record.number("avg_ts"), rate > 0 {
      draft.add(test.rate, rate, count: count, spread: deviation.map { .standardDeviation($0) })
    }
    let timeDeviation = record.number("stddev_ns", timesTenTo: -9)
    if let time = record.number("avg_ns", timesTenTo: -9), time > 0 {
      draft.add(test.time, time, count: count, spread: timeDeviation.map { .standardDeviation($0) })
    }
    let unknown = seconds?.count { $0 == nil } ?? 0
    if unknown > 0 {
      record.note(.skipped, "\(Wording.count(unknown, "repetition")) without a time left out.")
    }
    if test.prompt == 0, test.output == 0 {
      record.note(.missing, "n_prompt and n_gen are 0 or not there, so that nothing says what was timed.")
    }
    if let times = seconds?.compactMap({ $0 }), !times.isEmpty, test.output > 0 {
      draft.requests = try? RequestRecords(
        problems: times.indices.map(String.init), outputTokens: times.map { _ in test.output },
        promptTokens: times.map { _ in test.prompt }, latency: times)
      record.note(.information, "The requests repeat one test of made-up tokens: they are no sample of problems.")
    } else if let times = seconds?.compactMap({ $0 }), !times.isEmpty {
      draft.unmapped.append(UnmappedField(path: ["samples_ns"], json: record.peek("samples_ns")?.json ?? "[]"))
    }
  }

  private func stated(_ record: inout JSONRecord, into stated: inout MeasurementContext) {
    // The label ("llama 256M Q4_1" of a model of 135 million) is coarse; the file's name without its folders is not.
    if let path = record.text("model_filename") {
      let file = FileBytes.name(path)
      stated.modelName = file.hasSuffix(".gguf") ? String(file.dropLast(5)) : file
    } else {
      stated.modelName = record.text("model_type")
    }
    stated.modelParameters = record.count("model_n_params", least: 1)
    let commit = record.text("build_commit").flatMap { $0 == "unknown" ? nil : $0 }
    let number = record.count("build_number", least: 0).flatMap { $0 > 0 ? "b\($0)" : nil }
    stated.serving.version = [number, commit].compactMap { $0 }.joined(separator: " ").nonBlank
    let processors = record.text("gpu_info") ?? record.text("cpu_info")
    if record.has("gpu_info") { _ = record.text("cpu_info") }
    // A list of names, one for each device that the program sees: how many it used stands elsewhere.
    var names: [String] = []
    for name in (processors ?? "").split(separator: ",") {
      let name = String(name.drop { $0 == " " })
      if !names.contains(name) { names.append(name) }
    }
    stated.accelerator = names.joined(separator: ", ").nonBlank
  }

  /// A row of a table for people: `pp512 @ d1024`, `123.45 ± 6.78`.
  private func rounded(_ record: inout JSONRecord, into draft: inout RunDraft) {
    draft.stated.modelName = record.text("model")
    guard let word = record.text("test") else { return }
    guard let test = LlamaBenchTest(word) else {
      record.note(.skipped, "test is \(Wording.quoted(word)), which is no test of llama-bench; it was left out.")
      return
    }
    test.add(to: &draft.stated.workload)
    guard let (key, value) = record.take(["t/s"]) else { return }
    let parts = (value.text ?? value.json).split(separator: " ")
    guard let rate = parts.first.flatMap({ Double($0) }), rate > 0, rate < JSONRecord.bound else {
      record.refuse(key, value, "a rate such as 123.45 ± 6.78")
      return
    }
    let deviation = parts.count == 3 && parts[1] == "±" ? Double(parts[2]).flatMap { $0 >= 0 ? $0 : nil } : nil
    draft.add(test.rate, rate, spread: deviation.flatMap { $0.isFinite ? .standardDeviation($0) : nil })
  }
}

extension String {
  /// The text, or `nil` for an empty one.
  fileprivate var nonBlank: String? { isEmpty ? nil : self }
}
