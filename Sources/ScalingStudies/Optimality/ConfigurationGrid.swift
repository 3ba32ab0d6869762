import ScalingExperiments
import ScalingStatistics
import ServingModels

/// One configuration that could run: a run's model and strategy at one token cap.
public struct Configuration: Sendable, Hashable, Codable {
  /// Model, strategy and cap in words.
  public let label: String
  /// The run.
  public let run: String
  /// The model's name.
  public let model: String
  /// The strategy in words.
  public let strategy: String
  /// The accelerator's name.
  public let hardware: String
  /// The accelerators that a request had to itself.
  public let accelerators: Int
  /// The token cap.
  public let cap: Int
}

/// All configurations of some runs, in columns: what each gives and what it costs.
public struct ConfigurationGrid: Sendable {
  /// The configurations, run by run, caps ascending.
  public let configurations: [Configuration]
  /// The accuracy of each over the judged problems.
  public let accuracy: [Double]
  /// The mean latency of each over the timed requests, in seconds.
  public let latency: [Double]
  /// Accelerator-seconds a token.
  public let costPerToken: [Double]
  /// Each measure of compute that all configurations allow, the mean over the timed requests.
  public let compute: [ComputeMeasure: [Double]]
  /// What the FLOPs count, in words.
  public let computeDefinition: String

  /// The verdicts and requests behind the columns.
  let sample: ConfigurationSample

  /// Lays out the configurations of some ladders.
  ///
  /// Throws `StudyError` where a model's parameters, shape (with attention) or passes are unknown.
  public init(_ ladders: [TokenCapLadder], attention: AttentionAccounting = .parametersOnly) throws {
    guard !ladders.isEmpty else { throw StudyError("There are no runs to choose among.") }
    var units = UnitNumbers()
    var panels: [ConfigurationSample.Panel] = []
    var rows: [ConfigurationSample.Row] = []
    for ladder in ladders {
      let arithmetic = try Self.arithmetic(ladder.model, attention)
      guard !ladder.positions.isEmpty else {
        throw StudyError(
          "Run \"\(ladder.label)\" does not say how many positions it scored: executed FLOPs are unknown.")
      }
      let keys = (ladder.problems + ladder.unjudged).map { units.number($0) }
      let judged = Array(keys.prefix(ladder.problems.count))
      // In the order of the units, so that runs that generated the same tokens tie whatever the order of their requests.
      let order = ladder.timedProblems.indices.sorted {
        keys[ladder.timedProblems[$0]] < keys[ladder.timedProblems[$1]]
      }
      for cap in ladder.caps.indices {
        let solved = ladder.problems.indices.filter { ladder.solvedAt[$0] <= cap }.map { judged[$0] }
        rows.append(
          try Self.row(
            panel: panels.count, solved: solved, order: order, latency: ladder.latencies[cap],
            tokens: ladder.tokens[cap], positions: ladder.positions[cap], arithmetic))
      }
      panels.append(
        ConfigurationSample.Panel(judged: judged.sorted(), timed: order.map { keys[ladder.timedProblems[$0]] }))
    }
    try self.init(
      ladders.flatMap { ladder in
        ladder.caps.map { cap in
          Configuration(
            label: "\(ladder.label), cap \(cap)", run: ladder.label, model: ladder.model.name,
            strategy: ladder.strategy, hardware: ladder.accelerator, accelerators: ladder.acceleratorCount, cap: cap)
        }
      }, ConfigurationSample(panels: panels, rows: rows, unitCount: units.count), attention)
  }

  /// Lays out the judged and timed cells of a sweep; cells without verdicts or requests are left out.
  ///
  /// Accuracies are over the problems that were judged in every cell. Verdicts and requests of a cell may come from different runs and have different keys. Only what every cell knows is
  /// a measure of compute: FLOPs need parameters, executed FLOPs the positions.
  /// Throws `StudyError` where no cell is left, no problem was judged in all, two cells ran under conditions that are known to differ, or attention is asked for and a shape is unknown.
  public init(cells: [SweepObservation], attention: AttentionAccounting = .parametersOnly) throws {
    let cells = cells.filter { !$0.solved.isEmpty && !$0.latency.isEmpty }
    guard let first = cells.first else { throw StudyError("No cell was both judged and timed.") }
    let problems = cells.dropFirst().reduce(into: Set(first.solved.keys)) { $0.formIntersection($1.solved.keys) }
      .sorted()
    guard !problems.isEmpty else {
      throw StudyError(
        "No problem was judged in all of \(cells.count) cells: their accuracies are of different things.")
    }
    var conditions = first.conditions
    var units = UnitNumbers()
    var panels: [ConfigurationSample.Panel] = []
    var rows: [ConfigurationSample.Row] = []
    for cell in cells {
      if let difference = cell.conditions.differences(from: conditions).first {
        throw StudyError(
          "Cell \(cell.label) ran with \(difference.name) \(difference.value) and another with \(difference.other): compare cells of like conditions."
        )
      }
      conditions = conditions.completed(by: cell.conditions)
      let judged = problems.map { units.number($0) }
      let keys = cell.problems.map { units.number($0) }
      let order = keys.indices.sorted { keys[$0] < keys[$1] }
      let solved = zip(problems, judged).filter { cell.solved[$0.0] == true }.map(\.1)
      let arithmetic = cell.model.parameters == nil ? nil : try Self.arithmetic(cell.model, attention)
      rows.append(
        try Self.row(
          panel: panels.count, solved: solved.sorted(), order: order, latency: cell.latency,
          tokens: cell.outputTokens, positions: cell.positions, arithmetic))
      panels.append(ConfigurationSample.Panel(judged: judged.sorted(), timed: order.map { keys[$0] }))
    }
    try self.init(
      cells.map {
        Configuration(
          label: $0.label, run: $0.label, model: $0.model.name, strategy: $0.strategy.words,
          hardware: $0.accelerator, accelerators: $0.accelerators, cap: $0.tokenCap)
      }, ConfigurationSample(panels: panels, rows: rows, unitCount: units.count), attention)
  }

  private init(
    _ configurations: [Configuration], _ sample: ConfigurationSample, _ attention: AttentionAccounting
  ) throws {
    self.configurations = configurations
    self.sample = sample
    guard let columns = sample.columns(sample.unitWeights) else {
      throw StudyError("A run has no judged problem or no timed request.")
    }
    accuracy = columns.accuracy
    latency = columns.latency
    costPerToken = zip(configurations, zip(columns.latency, columns.tokens)).map {
      Double($0.accelerators) * $1.0 / $1.1
    }
    var compute: [ComputeMeasure: [Double]] = [:]
    for measure in ComputeMeasure.allCases { compute[measure] = columns.compute(measure) }
    self.compute = compute
    computeDefinition =
      attention == .parametersOnly
      ? "FLOPs are 2 x parameters x generated positions; attention and the prompt, which latency contains, are not counted"
      : "FLOPs are 2 x parameters x positions and attention over the growing context; the prompt is not counted"
  }

  /// The measures of compute that all configurations allow.
  public var measures: [ComputeMeasure] { ComputeMeasure.allCases.filter { compute[$0] != nil } }

  /// The cost to the system of each configuration.
  public func cost(_ measure: SystemMeasure) -> [Double] {
    switch measure {
    case .latency: latency
    case .acceleratorTime: zip(configurations, latency).map { Double($0.accelerators) * $1 }
    case .costPerToken: costPerToken
    }
  }

  /// The columns of one configuration, requests in the order of their units.
  private static func row(
    panel: Int, solved: [Int], order: [Int], latency: [Double], tokens: [Double], positions: [Double],
    _ arithmetic: InferenceArithmetic?
  ) throws -> ConfigurationSample.Row {
    let count = order.map { tokens[$0] }
    let scored = positions.isEmpty ? [] : order.map { positions[$0] }
    // Request by request: attention grows with the square of an answer's length, so the mean request has less than the mean FLOPs.
    let accepted = try arithmetic.map { arithmetic in
      try count.map { try arithmetic.acceptedFLOPs(outputTokens: $0, after: 0) }
    }
    let executed = try arithmetic.map { arithmetic in
      try zip(scored, count).map { try arithmetic.executedFLOPs(positions: $0, outputTokens: $1, after: 0) }
    }
    return ConfigurationSample.Row(
      panel: panel, solved: solved, latency: order.map { latency[$0] }, tokens: count, accepted: accepted ?? [],
      executed: executed ?? [])
  }

  private static func arithmetic(
    _ model: ModelDescription, _ accounting: AttentionAccounting
  ) throws -> InferenceArithmetic {
    guard let parameters = model.parameters else {
      throw StudyError("The parameters of \(model.name) are unknown, so its FLOPs are; state them in the model.")
    }
    guard accounting == .withAttention else { return try InferenceArithmetic(parameters: Double(parameters)) }
    guard let shape = model.shape else {
      throw StudyError("The shape of \(model.name) is unknown, so the FLOPs of its attention are.")
    }
    return try InferenceArithmetic(
      parameters: Double(parameters),
      attention: try AttentionShape(
        layers: shape.layers, attentionHeads: shape.attentionHeads, headDimension: shape.headDimension))
  }
}

/// Numbers for keys, in the order in which they are first seen.
private struct UnitNumbers {
  private var numbers: [String: Int] = [:]

  var count: Int { numbers.count }

  mutating func number(_ key: String) -> Int {
    let number = numbers[key] ?? numbers.count
    numbers[key] = number
    return number
  }
}
