/// To which cell a run belongs, or why to none.
enum SweepMatch {
  case cell(SweepCell)
  /// The end of a sentence that starts with the run.
  case none(reason: String)
}

extension SweepPlan {
  /// Returns the cell that a run belongs to, or `nil`.
  ///
  /// The model is found by its name or repository, the cap must be known and in the plan, and exactly one strategy must
  /// agree with how the run was served (`SweepStrategy.matches(_:)`). A run that says another task than the plan's, by all
  /// its names, belongs to none. What is unknown is never taken for the usual: a
  /// run that does not say its tensor parallelism belongs to no cell. O(models + caps + strategies).
  public func cell(of run: Run) -> SweepCell? {
    if case .cell(let cell) = match(run) { cell } else { nil }
  }

  func match(_ run: Run) -> SweepMatch {
    let named = models.filter { $0.isNamed(run.model.name) }
    guard let model = named.first else { return .none(reason: "the model \"\(run.model.name)\" is not in the plan") }
    guard named.count == 1 else {
      return .none(reason: "the name \"\(run.model.name)\" fits \(named.count) models of the plan")
    }
    if let task = run.workload.task, !isTask(task) {
      return .none(reason: "the task \"\(task)\" is not the plan's")
    }
    guard let cap = run.workload.tokenCap else { return .none(reason: "its token cap is unknown") }
    guard tokenCaps.contains(cap) else { return .none(reason: "the token cap \(cap) is not in the plan") }
    guard let tensor = run.serving.tensorParallel else { return .none(reason: "its tensor parallelism is unknown") }
    guard let speculation = run.serving.speculation else {
      return .none(reason: "whether it speculated is unknown")
    }
    let fitting = strategies.filter { $0.matches(run.serving) }
    guard let strategy = fitting.first else {
      let drafts = speculation.speculation.map { "\($0.method.rawValue) speculation" } ?? "no speculation"
      return .none(reason: "no strategy of the plan has tensor parallelism \(tensor) and \(drafts) as it was set")
    }
    guard fitting.count == 1 else {
      let names = fitting.map(\.name).joined(separator: ", ")
      return .none(reason: "it says too little to choose among the strategies \(names)")
    }
    return .cell(SweepCell(model: model, tokenCap: cap, strategy: strategy))
  }

  private func isTask(_ name: String) -> Bool {
    guard let task = workload.task else { return true }
    return ([task] + taskAliases).contains { $0.lowercased() == name.lowercased() }
  }

  /// Returns in what a run differs from what the plan prescribes for a cell, one sentence each.
  ///
  /// Only what both sides say is compared. Such a run fills its cell, but a comparison across cells should know.
  public func deviations(of run: Run, from cell: SweepCell) -> [String] {
    let planned = cell.strategy.serving
    let hardware = hardware(for: cell)
    var facts: [(String, String?, String?)] = [
      ("accelerator", run.hardware?.accelerator, hardware.accelerator),
      (
        "number of accelerators", run.hardware?.acceleratorCount.map(String.init),
        hardware.acceleratorCount.map(String.init)
      ),
      ("engine", run.serving.engine, planned.engine),
      ("engine's version", run.serving.version, planned.version),
      ("attention backend", run.serving.attentionBackend, planned.attentionBackend),
      ("CUDA version", run.serving.cudaVersion, planned.cudaVersion),
      ("PyTorch version", run.serving.torchVersion, planned.torchVersion),
      ("precision", run.serving.precision?.rawValue, planned.precision?.rawValue),
      ("execution", run.serving.execution?.rawValue, planned.execution?.rawValue),
    ]
    facts += [
      (
        "number of parameters", run.model.parameters.map(String.init),
        cell.model.description.parameters.map(String.init)
      ),
      ("number of problems", run.workload.problemCount.map(String.init), workload.problemCount.map(String.init)),
      ("load", run.workload.load.map(Self.words), workload.load.map(Self.words)),
      ("sampling", run.workload.sampling.map(Self.words), workload.sampling.map(Self.words)),
    ]
    return facts.compactMap { name, found, wanted in
      guard let found, let wanted, found != wanted else { return nil }
      return "The run \"\(run.identifier)\" has as its \(name) \(found), where the plan says \(wanted)."
    }
  }

  private static func words(_ load: LoadDescription) -> String {
    switch load {
    case .concurrency(let value): "concurrency \(value)"
    case .requestRate(let value): "\(value) requests per second"
    case .saturating: "saturating"
    case .batch(let value): "batch \(value)"
    }
  }

  private static func words(_ sampling: SamplingMethod) -> String {
    switch sampling {
    case .greedy: "greedy"
    case .temperature(let value): "temperature \(value)"
    }
  }
}
