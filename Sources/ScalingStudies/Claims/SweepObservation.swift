import ScalingExperiments

/// What a sweep measured in one cell: one model, one token cap, one strategy, on one hardware, under one set of conditions.
///
/// Requests ran one at a time. Answers and requests may come from different runs of the same cell, so they are not joined by problem.
public struct SweepObservation: Sendable, Hashable {
  /// The model.
  public let model: ModelDescription
  /// The token cap.
  public let tokenCap: Int
  /// The strategy.
  public let strategy: ObservedStrategy
  /// The accelerator's name.
  public let accelerator: String
  /// The accelerators that a request had to itself.
  public let accelerators: Int
  /// Task, engine and what else must be equal in a comparison; what is unknown here and known of the sweep's other cells of this model is theirs.
  public let conditions: SweepConditions
  /// The problems of the timed requests.
  public let problems: [String]
  /// Seconds of each request, set-up taken out.
  public let latency: [Double]
  /// Tokens of each request.
  public let outputTokens: [Double]
  /// Positions scored in each request; empty where unknown.
  public let positions: [Double]
  /// Whether each judged problem was solved under the cap, by problem; empty where nothing was judged.
  public let solved: [String: Bool]
  /// What tells the cell from those of the same model under other conditions, in words; empty where there are none.
  let distinction: String

  /// Creates an observation; the columns have equal length.
  public init(
    model: ModelDescription, tokenCap: Int, strategy: ObservedStrategy, accelerator: String, accelerators: Int,
    problems: [String], latency: [Double], outputTokens: [Double], positions: [Double] = [],
    solved: [String: Bool] = [:], conditions: SweepConditions = SweepConditions()
  ) {
    self.init(
      model: model, tokenCap: tokenCap, strategy: strategy, accelerator: accelerator, accelerators: accelerators,
      problems: problems, latency: latency, outputTokens: outputTokens, positions: positions, solved: solved,
      conditions: conditions, distinction: "")
  }

  private init(
    model: ModelDescription, tokenCap: Int, strategy: ObservedStrategy, accelerator: String, accelerators: Int,
    problems: [String], latency: [Double], outputTokens: [Double], positions: [Double], solved: [String: Bool],
    conditions: SweepConditions, distinction: String
  ) {
    self.model = model
    self.tokenCap = tokenCap
    self.strategy = strategy
    self.accelerator = accelerator
    self.accelerators = accelerators
    self.conditions = conditions
    self.problems = problems
    self.latency = latency
    self.outputTokens = outputTokens
    self.positions = positions
    self.solved = solved
    self.distinction = distinction
  }

  /// The same cell with what the sweep's other cells say of its conditions and drafts.
  func placed(_ strategy: ObservedStrategy, _ conditions: SweepConditions, distinction: String) -> SweepObservation {
    SweepObservation(
      model: model, tokenCap: tokenCap, strategy: strategy, accelerator: accelerator, accelerators: accelerators,
      problems: problems, latency: latency, outputTokens: outputTokens, positions: positions, solved: solved,
      conditions: conditions, distinction: distinction)
  }

  /// The same cell with the verdicts of another run.
  func judged(_ solved: [String: Bool]) -> SweepObservation {
    SweepObservation(
      model: model, tokenCap: tokenCap, strategy: strategy, accelerator: accelerator, accelerators: accelerators,
      problems: problems, latency: latency, outputTokens: outputTokens, positions: positions, solved: solved,
      conditions: conditions, distinction: distinction)
  }

  /// Model, accelerator, cap and strategy in words, with what tells it from cells under other conditions.
  public var label: String { "\(ObservedModel(self).words), cap \(tokenCap), \(strategy.words)" }

  /// The share of judged problems solved; nil where nothing was judged.
  public var accuracy: Double? {
    solved.isEmpty ? nil : Double(solved.values.count { $0 }) / Double(solved.count)
  }

  /// The mean latency.
  public var meanLatency: Double { latency.reduce(0, +) / Double(latency.count) }

  /// Accelerator-seconds for each generated token, as a ratio of sums.
  public var costPerToken: Double {
    Double(accelerators) * latency.reduce(0, +) / outputTokens.reduce(0, +)
  }

  /// The mean tokens.
  public var meanTokens: Double { outputTokens.reduce(0, +) / Double(outputTokens.count) }
}
