/// A sweep as a value: models × token caps × strategies on one task and one kind of hardware.
///
/// Copy one and change what differs: `var mine = PaperExperiment.plan; mine.tokenCaps = [512, 1024]`. A plan says what
/// is to be run; `coverage(of:)` says what was.
public struct SweepPlan: Sendable, Codable, Hashable {
  /// The name of the sweep.
  public var name: String
  /// The models.
  public var models: [SweepModel]
  /// The caps on the output tokens of an answer.
  public var tokenCaps: [Int]
  /// The ways to serve.
  public var strategies: [SweepStrategy]
  /// The task, its problems, the load and the sampling; the token cap in it is not used, for each cell has its own.
  public var workload: Workload
  /// The other names under which tools report the task, such as a harness's own.
  public var taskAliases: [String]
  /// The solved examples shown before each problem; 0 is zero-shot.
  public var fewShotExamples: Int
  /// The hardware that is there, whole; a cell may occupy a part of it.
  public var hardware: HardwareDescription

  /// Creates a plan; `faults` says what is wrong with it.
  public init(
    name: String,
    models: [SweepModel],
    tokenCaps: [Int],
    strategies: [SweepStrategy],
    workload: Workload,
    taskAliases: [String] = [],
    fewShotExamples: Int = 0,
    hardware: HardwareDescription
  ) {
    self.name = name
    self.models = models
    self.tokenCaps = tokenCaps
    self.strategies = strategies
    self.workload = workload
    self.taskAliases = taskAliases
    self.fewShotExamples = fewShotExamples
    self.hardware = hardware
  }

  /// All cells: model by model, in each strategy by strategy, in each cap by cap.
  public var cells: [SweepCell] {
    models.flatMap { model in
      strategies.flatMap { strategy in
        tokenCaps.map { SweepCell(model: model, tokenCap: $0, strategy: strategy) }
      }
    }
  }

  /// Returns the cell with an identifier, or `nil` if the plan has none.
  public func cell(identifier: String) -> SweepCell? { cells.first { $0.identifier == identifier } }

  /// Returns what is asked of a cell: the plan's workload with the cell's cap.
  public func workload(for cell: SweepCell) -> Workload {
    var workload = workload
    workload.tokenCap = cell.tokenCap
    return workload
  }

  /// Returns the hardware in use by a cell: the plan's, with as many accelerators as the strategy occupies.
  ///
  /// The count is `nil` where the strategy does not prescribe it.
  public func hardware(for cell: SweepCell) -> HardwareDescription {
    var hardware = hardware
    hardware.acceleratorCount = cell.strategy.acceleratorCount
    return hardware
  }

  /// What is wrong with the plan, one sentence each; empty if its cells can be told apart and fit the hardware.
  public var faults: [String] {
    var faults: [String] = []
    for (what, isEmpty) in [
      ("models", models.isEmpty), ("token caps", tokenCaps.isEmpty), ("strategies", strategies.isEmpty),
    ] where isEmpty {
      faults.append("The plan \"\(name)\" has no \(what), so it has no cells.")
    }
    for cap in tokenCaps where cap < 1 { faults.append("The token cap \(cap) is below 1.") }
    for cap in Self.repeated(tokenCaps) { faults.append("The token cap \(cap) stands in the plan more than once.") }
    if fewShotExamples < 0 { faults.append("The number of solved examples is \(fewShotExamples), below 0.") }
    for (what, identifiers) in [
      ("models", models.map(\.identifier)), ("strategies", strategies.map(\.identifier)),
    ] {
      for identifier in Self.repeated(identifiers) {
        faults.append("Two \(what) of the plan share the identifier \"\(identifier)\".")
      }
      if identifiers.contains("") { faults.append("One of the \(what) of the plan has no name.") }
    }
    return faults + strategies.indices.flatMap(strategyFaults)
  }

  private func strategyFaults(_ index: Int) -> [String] {
    let strategy = strategies[index]
    var faults: [String] = []
    if strategy.serving.tensorParallel == nil {
      faults.append("The strategy \"\(strategy.name)\" does not prescribe tensorParallel.")
    }
    if strategy.serving.speculation == nil {
      faults.append("The strategy \"\(strategy.name)\" does not prescribe speculation; where there is none, it is off.")
    }
    for other in strategies.prefix(index) where strategy.matches(other.serving) {
      faults.append(
        "The strategies \"\(other.name)\" and \"\(strategy.name)\" differ in nothing by which a run could be told.")
    }
    if let needed = strategy.acceleratorCount, let present = hardware.acceleratorCount, needed > present {
      faults.append(
        "The strategy \"\(strategy.name)\" needs \(needed) accelerators, but the hardware has \(present).")
    }
    return faults
  }

  /// The values that stand more than once, each once, in the order of their second appearance.
  private static func repeated<Value: Hashable>(_ values: [Value]) -> [Value] {
    var counts: [Value: Int] = [:]
    return values.filter { value in
      counts[value, default: 0] += 1
      return counts[value] == 2
    }
  }
}
