import ScalingExperiments

/// The observations that some runs hold, one for each cell, and what was left out and why.
public struct SweepObservations: Sendable {
  /// How many cells were observed, and how often something was left out.
  public let headline: String
  /// One observation for each cell, models in the order of their first run, by accelerator, caps ascending.
  public let cells: [SweepObservation]
  /// Runs, or cells of runs, that were not used, each with the reason.
  public let leftOut: [String]
  /// What was taken to be alike although some runs do not say it, once for each model and field.
  public let notes: [String]
  /// Cells that were run and could not be observed, without requests: a claim on every cell must know of them.
  let lost: [SweepObservation]

  /// Creates observations directly.
  ///
  /// Cells of one model and accelerator whose conditions differ in something that both know are kept apart; a cell that fits several kinds is left out.
  public init(cells: [SweepObservation], leftOut: [String] = []) {
    let groups = ConditionGroups(cells)
    self.init(
      placed: groups.placed.compactMap { $0 }, notes: groups.notes, lost: [],
      leftOut: leftOut
        + groups.leftOut.map { "Cell \(cells[$0.index].label) is left out: \($0.reason)." })
  }

  private init(placed: [SweepObservation], notes: [String], lost: [SweepObservation], leftOut: [String]) {
    cells = placed
    self.leftOut = leftOut
    self.notes = notes
    self.lost = lost
    headline = "\(placed.count) cells observed; \(leftOut.count) times something was left out."
  }

  /// Collects the observations of the runs that belong to a plan; every other one is listed in `leftOut` with the reason.
  ///
  /// Models go by the plan's names, the task by all names that the plan knows, and parameters that a run does not state are the plan's.
  public init(_ runs: [Run], plan: SweepPlan) {
    let strays = plan.coverage(of: runs).strays.map(\.message)
    let own = runs.compactMap { run -> Run? in
      guard let cell = plan.cell(of: run) else { return nil }
      var run = run
      run.model.name = cell.model.description.name
      run.model.parameters = run.model.parameters ?? cell.model.description.parameters
      return run
    }
    self.init(own, taskNames: [SweepConditions.names(of: plan)], leftOut: strays)
  }

  /// Collects the observations of some runs.
  ///
  /// A run gives a cell at its workload's token cap, or one at each cap at which its latencies were cut. Cells of one model, cap, strategy and accelerator are different cells
  /// where task, sampling, engine, its version, precision or execution are known and differ. Runs that do not say their strategy, accelerators or load, that ran
  /// side by side, hold a time that is not positive and finite or a problem twice, had more accelerators than their strategy uses, or repeat a cell are listed in `leftOut`.
  public init(_ runs: [Run]) { self.init(runs, taskNames: SweepConditions.knownTaskNames, leftOut: []) }

  private init(_ runs: [Run], taskNames: [[String]], leftOut earlier: [String]) {
    var read: [(run: String, part: SweepRunParts.Part)] = []
    var leftOut = earlier
    for run in runs {
      let parts = SweepRunParts(run, taskNames: taskNames)
      leftOut += parts.reasons.map { "Run \"\(run.identifier)\" is left out: \($0)." }
      read += parts.parts.map { (run.identifier, $0) }
    }
    let groups = ConditionGroups(read.map(\.part.observation))
    for (index, reason) in groups.leftOut {
      leftOut.append("Run \"\(read[index].run)\" is left out: \(reason).")
    }
    var order: [Key] = []
    var timed: [Key: SweepObservation] = [:]
    var judged: [Key: [String: Bool]] = [:]
    var untimed: [Key: SweepObservation] = [:]
    var faulty: Set<Key> = []
    for (row, placed) in zip(read, groups.placed) {
      guard let part = placed else { continue }
      func leave(_ reason: String) { leftOut.append("Run \"\(row.run)\" is left out: \(reason).") }
      let key = Key(part)
      if !order.contains(key) { order.append(key) }
      if part.latency.isEmpty {
        untimed[key] = untimed[key] ?? part
        if row.part.hasFault { faulty.insert(key) }
      } else if timed[key] != nil {
        leave("cell \(part.label) was timed before; repeats are kept apart, not pooled")
      } else {
        timed[key] = part
      }
      guard !part.solved.isEmpty else { continue }
      if let before = judged[key], before != part.solved {
        leave("cell \(part.label) was judged before, with other verdicts")
      } else {
        judged[key] = part.solved
      }
    }
    var lost: [SweepObservation] = []
    let cells = order.compactMap { key -> SweepObservation? in
      if let part = timed[key] { return part.judged(judged[key] ?? [:]) }
      if let part = untimed[key] {
        lost.append(part)
        if judged[key] != nil {
          leftOut.append("Cell \(part.label) is left out: it was judged, but no request of it could be timed.")
        } else if !faulty.contains(key) {
          leftOut.append("Cell \(part.label) is left out: its runs hold no records of single requests.")
        }
      }
      return nil
    }
    var models: [String] = []
    for cell in cells where !models.contains(cell.model.name) { models.append(cell.model.name) }
    let rank = Dictionary(uniqueKeysWithValues: models.enumerated().map { ($1, $0) })
    self.init(
      placed: cells.sorted {
        let first = (rank[$0.model.name] ?? 0, $0.accelerator, $0.tokenCap, $0.strategy, $0.distinction)
        let second = (rank[$1.model.name] ?? 0, $1.accelerator, $1.tokenCap, $1.strategy, $1.distinction)
        return first < second
      }, notes: groups.notes, lost: lost, leftOut: leftOut)
  }

  /// The cells of the models that a condition chooses, with what was lost of them.
  func filtered(_ isIncluded: (ObservedModel) -> Bool) -> SweepObservations {
    SweepObservations(
      placed: cells.filter { isIncluded(ObservedModel($0)) }, notes: notes,
      lost: lost.filter { isIncluded(ObservedModel($0)) }, leftOut: leftOut)
  }

  private struct Key: Hashable {
    let model: ObservedModel
    let cap: Int
    let strategy: ObservedStrategy

    init(_ cell: SweepObservation) {
      model = ObservedModel(cell)
      cap = cell.tokenCap
      strategy = cell.strategy
    }
  }
}
