import ScalingExperiments

/// What one row says.
struct TabularRow {
  var draft: RunDraft
  /// Of a request or an answer.
  private(set) var problem: String?
  private(set) var sample: Int?
  private(set) var isCorrect: Bool?
  private(set) var latency: Double?
  private(set) var timeToFirstToken: Double?
  private(set) var outputTokens: Int?
  private(set) var promptTokens: Int?
  private(set) var name: String?
  let line: Int

  init(tool: String, file: MeasurementFile, line: Int, isOnly: Bool) {
    draft = RunDraft(tool: tool, file: file, line: line, isOnly: isOnly)
    self.line = line
  }

  /// Reads a column; what cannot be is unknown, with a note that names line, column and value.
  mutating func read(_ column: TabularColumn, _ record: inout JSONRecord) {
    let key = column.name
    switch column.role {
    case .run:
      name = record.label(key)
      if let name { draft.identifier = "\(draft.source.file), \(name)" }
    case .date: draft.source.date = record.label(key)
    case .model: draft.stated.modelName = record.label(key)
    case .parameters: draft.stated.modelParameters = record.count(key, least: 1)
    case .accelerator: draft.stated.accelerator = record.label(key)
    case .acceleratorCount: draft.stated.acceleratorCount = record.count(key, least: 1)
    case .price(let currency):
      draft.stated.price = record.figure(key, nil, nil).flatMap {
        $0 >= 0 ? AcceleratorPrice(currency: currency, perHour: $0) : nil
      }
    case .engine: draft.stated.serving.engine = record.label(key)
    case .version: draft.stated.serving.version = record.label(key)
    case .tensorParallel: draft.stated.serving.tensorParallel = record.count(key, least: 1)
    case .pipelineParallel: draft.stated.serving.pipelineParallel = record.count(key, least: 1)
    case .dataParallel: draft.stated.serving.dataParallel = record.count(key, least: 1)
    case .precision: draft.stated.serving.precision = record.label(key).flatMap { precision($0, key, &record) }
    case .speculation:
      draft.stated.serving.speculation = record.label(key).map {
        ["none", "off", "false", "0"].contains($0.lowercased())
          ? .off : .on(Speculation(method: SpeculationMethod(rawValue: $0)))
      }
    case .concurrency: if let limit = record.count(key, least: 1) { draft.stated.workload.load = .concurrency(limit) }
    case .batch: if let size = record.count(key, least: 1) { draft.stated.workload.load = .batch(size) }
    case .requestRate: rate(key, &record)
    case .task: draft.stated.workload.task = record.label(key)
    case .tokenCap: draft.stated.workload.tokenCap = record.count(key, least: 1)
    case .samplesPerProblem: draft.stated.workload.samplesPerProblem = record.count(key, least: 1)
    case .promptLength: draft.stated.workload.promptLength = record.count(key, least: 1)
    case .outputLength: draft.stated.workload.outputLength = record.count(key, least: 1)
    case .metric(let metric): draft.add(metric, record.figure(key, column.unit, metric))
    case .standardDeviation(let metric):
      guard let deviation = record.figure(key, column.unit, nil), deviation >= 0 else { return }
      spread(of: metric, deviation)
    case .count:
      guard let count = record.count(key, least: 1) else { return }
      for index in draft.outcomes.indices { draft.outcomes[index].count = count }
    case .problem: problem = record.label(key)
    case .sample: sample = record.count(key)
    case .isCorrect: isCorrect = record.flag(key)
    case .latency: latency = record.figure(key, column.unit, .latency())
    case .timeToFirstToken: timeToFirstToken = record.figure(key, column.unit, .timeToFirstToken())
    case .outputTokens: outputTokens = record.count(key)
    case .promptTokens: promptTokens = record.count(key)
    case .ignored: _ = record.take([key])
    }
  }

  /// Both a rate and a limit on requests in flight are no one load; a rate without end leaves the limit.
  private mutating func rate(_ key: String, _ record: inout JSONRecord) {
    guard let word = record.label(key) else { return }
    if ["inf", "infinity", "Infinity"].contains(word) {
      if draft.stated.workload.load == nil { draft.stated.workload.load = .saturating }
      return
    }
    guard let rate = Double(word), rate > 0, rate < JSONRecord.bound else {
      record.note(.skipped, "\(key) is \(Wording.quoted(word)), not a rate; it was left out.")
      return
    }
    draft.stated.workload.load = .requestRate(rate)
  }

  private func precision(_ word: String, _ key: String, _ record: inout JSONRecord) -> NumericPrecision? {
    guard let precision = ServingFigures.precision(word.lowercased()) else {
      record.note(
        .skipped, "\(key) is \(Wording.quoted(word)), not a number format that this library knows; it was left out.")
      return nil
    }
    return precision
  }

  private mutating func spread(of metric: Metric, _ deviation: Double) {
    for index in draft.outcomes.indices where draft.outcomes[index].metric == metric {
      draft.outcomes[index].spread = .standardDeviation(deviation)
    }
  }
}

extension JSONRecord {
  /// A text, or a number as it stands.
  fileprivate mutating func label(_ key: String) -> String? {
    guard let (_, value) = take([key]) else { return nil }
    switch value.content {
    case .text(let text): return text.contains { !$0.isWhitespace } ? text : nil
    case .number(let digits): return digits
    case .flag(let flag): return flag ? "true" : "false"
    default:
      refuse(key, value, "a text")
      return nil
    }
  }

  /// A finite number, also as a text, in the canonical unit and within the bounds of its metric.
  fileprivate mutating func figure(_ key: String, _ unit: String?, _ metric: Metric?) -> Double? {
    guard let (_, value) = take([key]) else { return nil }
    var number = value
    if let text = value.text {
      if !text.contains(where: { !$0.isWhitespace }) { return nil }
      number = JSONValue(line: value.line, field: text)
    }
    let read = unit.flatMap { UnitName($0) }.map { $0.value(of: number) } ?? number.number
    guard let read, abs(read) < Self.bound else {
      refuse(key, value, "a finite number")
      return nil
    }
    if let metric, !(metric.lowerBound.map { read >= $0 } ?? true) || !(metric.upperBound.map { read <= $0 } ?? true) {
      refuse(key, value, "a value that \(metric.quantity.rawValue) can have")
      return nil
    }
    return read
  }
}
