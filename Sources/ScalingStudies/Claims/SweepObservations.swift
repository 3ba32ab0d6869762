import ScalingExperiments

/// The observations that some runs hold, one for each cell, and what was left out and why.
public struct SweepObservations: Sendable {
  /// How many cells were observed, and how often something was left out.
  public let headline: String
  /// One observation for each cell, models in the order of their first run, by accelerator, caps ascending.
  public let cells: [SweepObservation]
  /// Runs, or cells of runs, that were not used, each with the reason.
  public let leftOut: [String]

  private struct Key: Hashable {
    let model: String
    let cap: Int
    let strategy: ObservedStrategy
    let accelerator: String
  }

  /// Creates observations directly.
  public init(cells: [SweepObservation], leftOut: [String] = []) {
    self.cells = cells
    self.leftOut = leftOut
    headline = "\(cells.count) cells observed; \(leftOut.count) times something was left out."
  }

  /// Collects the observations of some runs.
  ///
  /// A run gives a cell at its workload's token cap, or one at each cap at which its latencies were cut. Runs that do not say their strategy, accelerators or load, that ran
  /// side by side, hold a time that is not positive and finite or a problem twice, had more accelerators than their strategy uses, or repeat a cell are listed in `leftOut`.
  public init(_ runs: [Run]) {
    var order: [Key] = []
    var timed: [Key: SweepObservation] = [:]
    var judged: [Key: [String: Bool]] = [:]
    var leftOut: [String] = []
    for run in runs {
      func leave(_ reason: String) { leftOut.append("Run \"\(run.identifier)\" is left out: \(reason).") }
      guard let strategy = ObservedStrategy(run.serving) else {
        leave("its speculation or tensor parallelism is unknown, or it mixes the two")
        continue
      }
      guard let hardware = run.hardware, let accelerators = hardware.acceleratorCount else {
        leave("the number of accelerators is unknown")
        continue
      }
      guard accelerators == strategy.accelerators else {
        leave("it had \(accelerators) accelerators, and \(strategy.words) uses \(strategy.accelerators)")
        continue
      }
      for part in Self.parts(run, strategy: strategy, hardware: hardware, accelerators: accelerators, leave: leave) {
        let key = Key(
          model: part.model.name, cap: part.tokenCap, strategy: part.strategy, accelerator: part.accelerator)
        if !order.contains(key) { order.append(key) }
        if !part.latency.isEmpty {
          if timed[key] != nil {
            leave("cell \(part.label) was timed before; repeats are kept apart, not pooled")
          } else {
            timed[key] = part
          }
        }
        if !part.solved.isEmpty {
          if let before = judged[key], before != part.solved {
            leave("cell \(part.label) was judged before, with other verdicts")
          } else {
            judged[key] = part.solved
          }
        }
      }
    }
    let cells = order.compactMap { key -> SweepObservation? in
      guard let part = timed[key] else {
        if judged[key] != nil {
          leftOut.append(
            "Cell \(key.model) on \(key.accelerator), cap \(key.cap), \(key.strategy.words) is left out: it was judged, but no request of it could be timed."
          )
        }
        return nil
      }
      return SweepObservation(
        model: part.model, tokenCap: part.tokenCap, strategy: part.strategy, accelerator: part.accelerator,
        accelerators: part.accelerators, problems: part.problems, latency: part.latency,
        outputTokens: part.outputTokens, positions: part.positions, solved: judged[key] ?? [:])
    }
    var models: [String] = []
    for cell in cells where !models.contains(cell.model.name) { models.append(cell.model.name) }
    let rank = Dictionary(uniqueKeysWithValues: models.enumerated().map { ($1, $0) })
    self.init(
      cells: cells.sorted {
        let first = (rank[$0.model.name] ?? 0, $0.accelerator, $0.tokenCap, $0.strategy)
        let second = (rank[$1.model.name] ?? 0, $1.accelerator, $1.tokenCap, $1.strategy)
        return first < second
      }, leftOut: leftOut)
  }

  /// The cells of one run: at its own cap, or at each cap that its latencies were cut at.
  private static func parts(
    _ run: Run, strategy: ObservedStrategy, hardware: HardwareDescription, accelerators: Int, leave: (String) -> Void
  ) -> [SweepObservation] {
    func observation(
      cap: Int, problems: [String], latency: [Double], tokens: [Double], positions: [Double], solved: [String: Bool]
    ) -> SweepObservation {
      SweepObservation(
        model: run.model, tokenCap: cap, strategy: strategy, accelerator: hardware.accelerator,
        accelerators: accelerators, problems: problems, latency: latency, outputTokens: tokens, positions: positions,
        solved: solved)
    }
    let requests = run.requests
    if let requests {
      switch run.workload.load {
      case .batch(1), .concurrency(1): break
      case nil:
        leave("its concurrency is unknown")
        return []
      default:
        leave("its requests ran side by side")
        return []
      }
      if let row = requests.latencyWithoutSetup.firstIndex(where: { !($0 > 0 && $0.isFinite) }) {
        leave("the latency of problem \(requests.problems[row]) is \(requests.latencyWithoutSetup[row])")
        return []
      }
      guard Set(requests.problems).count == requests.count else {
        leave("it timed a problem twice, so its requests cannot be paired by problem")
        return []
      }
      guard requests.outputTokens.allSatisfy({ ($0 ?? 0) > 0 }) else {
        leave("the output tokens of a request are unknown or 0")
        return []
      }
    }
    let lengths = requests?.outputTokens.compactMap { $0 } ?? []
    let width = strategy == .speculation ? run.serving.speculation?.speculation?.positionsPerPass : 1
    func positions(_ cap: Int) -> [Double] {
      guard let requests, let width else { return [] }
      if strategy != .speculation { return lengths.map { Double(min($0, cap)) } }
      guard requests.forwardPasses.allSatisfy({ $0 != nil }) else { return [] }
      return zip(requests.forwardPasses.compactMap { $0 }, lengths).map {
        Double(width * $0) * min(1, Double(cap) / Double($1))
      }
    }
    func solved(_ cap: Int) -> [String: Bool] {
      guard let answers = run.answers else { return [:] }
      var solved: [String: Bool] = [:]
      for row in answers.problems.indices where answers.samples[row] == 0 {
        let fits = answers.outputTokens[row].map { $0 <= cap } ?? (run.workload.tokenCap == cap)
        solved[answers.problems[row]] = answers.isCorrect[row] && fits
      }
      return solved
    }
    if let requests, !requests.latencyAtTokenCap.isEmpty {
      return requests.latencyAtTokenCap.compactMap { column in
        guard let latency = requests.latencyWithoutSetup(atTokenCap: column.tokenCap),
          latency.allSatisfy({ $0 > 0 && $0.isFinite })
        else {
          leave("a latency at the cap of \(column.tokenCap) tokens is not positive and finite")
          return nil
        }
        return observation(
          cap: column.tokenCap, problems: requests.problems, latency: latency,
          tokens: lengths.map { Double(min($0, column.tokenCap)) }, positions: positions(column.tokenCap),
          solved: solved(column.tokenCap))
      }
    }
    guard let cap = run.workload.tokenCap else {
      leave("its token cap is unknown")
      return []
    }
    return [
      observation(
        cap: cap, problems: requests?.problems ?? [], latency: requests?.latencyWithoutSetup ?? [],
        tokens: lengths.map(Double.init), positions: positions(cap), solved: solved(cap))
    ]
  }
}
