import ScalingExperiments

/// The cells of one run: at its own cap, or at each cap that its latencies were cut at.
struct SweepRunParts {
  /// A cell of the run; one that could not be timed has no requests.
  struct Part {
    let observation: SweepObservation
    /// Whether its requests are there and unsound; the reason is among the others.
    let hasFault: Bool
  }

  /// The cells, those without a sound time and without an answer included.
  let parts: [Part]
  /// Why the run, or a cell of it, is left out: each the end of a sentence.
  let reasons: [String]

  init(_ run: Run, taskNames: [[String]]) {
    guard let strategy = ObservedStrategy(run.serving) else {
      self.init("its speculation or tensor parallelism is unknown, or it mixes the two")
      return
    }
    guard let hardware = run.hardware, let accelerators = hardware.acceleratorCount else {
      self.init("the number of accelerators is unknown")
      return
    }
    guard accelerators == strategy.accelerators else {
      self.init("it had \(accelerators) accelerators, and \(strategy.words) uses \(strategy.accelerators)")
      return
    }
    // Another load is another experiment, not a cell that was lost.
    if run.requests != nil {
      switch run.workload.load {
      case .batch(1), .concurrency(1): break
      case nil:
        self.init("its concurrency is unknown")
        return
      default:
        self.init("its requests ran side by side")
        return
      }
    }
    let conditions = SweepConditions(run, taskNames: taskNames)
    func part(cap: Int, times: RequestTimes?, solved: [String: Bool], hasFault: Bool = false) -> Part {
      Part(
        observation: SweepObservation(
          model: run.model, tokenCap: cap, strategy: strategy, accelerator: hardware.accelerator,
          accelerators: accelerators, problems: times?.problems ?? [], latency: times?.latency ?? [],
          outputTokens: times?.tokens ?? [], positions: times?.positions ?? [], solved: solved,
          conditions: conditions), hasFault: hasFault)
    }
    let columns = run.requests?.latencyAtTokenCap ?? []
    let fault = run.requests.flatMap(Self.fault)
    guard let requests = run.requests, fault == nil else {
      // The answers of a run whose requests are unsound are not used either: nothing of it is known to be right.
      let caps = columns.isEmpty ? [run.workload.tokenCap].compactMap { $0 } : columns.map(\.tokenCap)
      let isUnsound = fault != nil
      self.init(
        parts: caps.map {
          part(cap: $0, times: nil, solved: isUnsound ? [:] : Self.solved(run, cap: $0), hasFault: isUnsound)
        }, reasons: [fault].compactMap { $0 } + (caps.isEmpty ? ["its token cap is unknown"] : []))
      return
    }
    let lengths = requests.outputTokens.compactMap { $0 }
    if columns.isEmpty {
      guard let cap = run.workload.tokenCap else {
        self.init("its token cap is unknown")
        return
      }
      let times = RequestTimes(
        problems: requests.problems, latency: requests.latencyWithoutSetup, tokens: lengths.map(Double.init),
        positions: Self.positions(run, strategy, requests, lengths, cap: cap))
      self.init(parts: [part(cap: cap, times: times, solved: Self.solved(run, cap: cap))], reasons: [])
      return
    }
    var parts: [Part] = []
    var reasons: [String] = []
    for cap in columns.map(\.tokenCap) {
      guard let latency = requests.latencyWithoutSetup(atTokenCap: cap), latency.allSatisfy({ $0 > 0 && $0.isFinite })
      else {
        reasons.append("a latency at the cap of \(cap) tokens is not positive and finite")
        parts.append(part(cap: cap, times: nil, solved: [:], hasFault: true))
        continue
      }
      let times = RequestTimes(
        problems: requests.problems, latency: latency, tokens: lengths.map { Double(min($0, cap)) },
        positions: Self.positions(run, strategy, requests, lengths, cap: cap))
      parts.append(part(cap: cap, times: times, solved: Self.solved(run, cap: cap)))
    }
    self.init(parts: parts, reasons: reasons)
  }

  private init(_ reason: String) { self.init(parts: [], reasons: [reason]) }

  private init(parts: [Part], reasons: [String]) {
    self.parts = parts
    self.reasons = reasons
  }

  /// The columns of requests at a cap.
  private struct RequestTimes {
    let problems: [String]
    let latency: [Double]
    let tokens: [Double]
    let positions: [Double]
  }

  /// What makes the requests of a run unusable; nil where they are sound.
  private static func fault(_ requests: RequestRecords) -> String? {
    if let row = requests.latencyWithoutSetup.firstIndex(where: { !($0 > 0 && $0.isFinite) }) {
      return "the latency of problem \(requests.problems[row]) is \(requests.latencyWithoutSetup[row])"
    }
    guard Set(requests.problems).count == requests.count else {
      return "it timed a problem twice, so its requests cannot be paired by problem"
    }
    guard requests.outputTokens.allSatisfy({ ($0 ?? 0) > 0 }) else {
      return "the output tokens of a request are unknown or 0"
    }
    return nil
  }

  /// Positions scored up to a cap; empty where unknown.
  private static func positions(
    _ run: Run, _ strategy: ObservedStrategy, _ requests: RequestRecords, _ lengths: [Int], cap: Int
  ) -> [Double] {
    guard strategy.isSpeculation else { return lengths.map { Double(min($0, cap)) } }
    guard let width = run.serving.speculation?.speculation?.positionsPerPass,
      requests.forwardPasses.allSatisfy({ $0 != nil })
    else { return [] }
    return zip(requests.forwardPasses.compactMap { $0 }, lengths).map {
      Double(width * $0) * min(1, Double(cap) / Double($1))
    }
  }

  private static func solved(_ run: Run, cap: Int) -> [String: Bool] {
    guard let answers = run.answers else { return [:] }
    var solved: [String: Bool] = [:]
    for row in answers.problems.indices where answers.samples[row] == 0 {
      let fits = answers.outputTokens[row].map { $0 <= cap } ?? (run.workload.tokenCap == cap)
      solved[answers.problems[row]] = answers.isCorrect[row] && fits
    }
    return solved
  }
}
