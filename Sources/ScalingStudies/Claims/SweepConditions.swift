import ScalingExperiments

/// What two cells must have in common to be compared, besides model, token cap and accelerator; nil is unknown.
public struct SweepConditions: Sendable, Hashable, Codable {
  /// The task or data set.
  public var task: String?
  /// How tokens were chosen.
  public var sampling: SamplingMethod?
  /// The serving engine.
  public var engine: String?
  /// The version of the engine.
  public var version: String?
  /// The number format of weights and activations.
  public var precision: NumericPrecision?
  /// How kernels were launched.
  public var execution: ExecutionMode?

  /// Creates conditions; what is left out is unknown.
  public init(
    task: String? = nil, sampling: SamplingMethod? = nil, engine: String? = nil, version: String? = nil,
    precision: NumericPrecision? = nil, execution: ExecutionMode? = nil
  ) {
    self.task = task
    self.sampling = sampling
    self.engine = engine
    self.version = version
    self.precision = precision
    self.execution = execution
  }

  /// The conditions of a run.
  ///
  /// `taskNames` are lists of names of one task each, of which the first is taken.
  public init(_ run: Run, taskNames: [[String]] = SweepConditions.knownTaskNames) {
    let task = run.workload.task.map { name in
      taskNames.first { $0.contains { $0.lowercased() == name.lowercased() } }?.first ?? name
    }
    self.init(
      task: task, sampling: run.workload.sampling, engine: run.serving.engine, version: run.serving.version,
      precision: run.serving.precision, execution: run.serving.execution)
  }

  /// The names under which tools report a task: those of the paper's.
  public static let knownTaskNames = [names(of: PaperExperiment.plan)]

  /// All names of a plan's task.
  static func names(of plan: SweepPlan) -> [String] { (plan.workload.task.map { [$0] } ?? []) + plan.taskAliases }

  /// A field by its name, for sentences; nil is unknown.
  typealias Field = (name: String, value: String?)

  /// All fields in a fixed order.
  var fields: [Field] {
    [
      ("task", task), ("sampling", sampling.map(Self.words)), ("engine", engine), ("engine version", version),
      ("precision", precision?.rawValue), ("execution", execution?.rawValue),
    ]
  }

  private static func words(_ sampling: SamplingMethod) -> String {
    switch sampling {
    case .greedy: "greedy"
    case .temperature(let value): "temperature \(value)"
    }
  }

  /// The number of known fields.
  var knownCount: Int { fields.count { $0.value != nil } }

  /// The fields that both know and in which they differ, with both values.
  func differences(from other: SweepConditions) -> [(name: String, value: String, other: String)] {
    zip(fields, other.fields).compactMap { mine, theirs in
      guard let value = mine.value, let other = theirs.value, value.lowercased() != other.lowercased() else {
        return nil
      }
      return (mine.name, value, other)
    }
  }

  /// The names of the fields that the other knows and this does not.
  func unknown(beside other: SweepConditions) -> [String] {
    zip(fields, other.fields).compactMap { $0.value == nil && $1.value != nil ? $0.name : nil }
  }

  /// The same with what is unknown taken from the other.
  func completed(by other: SweepConditions) -> SweepConditions {
    SweepConditions(
      task: task ?? other.task, sampling: sampling ?? other.sampling, engine: engine ?? other.engine,
      version: version ?? other.version, precision: precision ?? other.precision,
      execution: execution ?? other.execution)
  }
}
