import ScalingExperiments
import ScalingStatistics

/// One run cut at growing token caps: accuracy over all its judged problems, tokens and time over its timed requests, problem by problem.
///
/// The problem is the unit that was sampled. Every quantity is a function of one weight a problem, so resampling problems keeps what the caps share, and what accuracy and
/// latency share. Problems that were timed and problems that were only judged are two strata. Timed problems that were not judged are units of their own and a third stratum: a tool
/// that numbers its requests does not know a judge's names for them, and accuracy and time are then drawn apart.
public struct TokenCapLadder: Sendable {
  /// The run's model and strategy, for labels.
  public let label: String
  /// The model.
  public let model: ModelDescription
  /// The speculation setting of the run.
  public let speculation: SpeculationSetting?
  /// The number of accelerators that each request had to itself.
  public let acceleratorCount: Int
  /// The token caps, ascending.
  public let caps: [Int]
  /// The judged problems.
  public let problems: [String]
  /// The timed problems that were not judged, in the order of their requests.
  public let unjudged: [String]
  /// How many problems were timed.
  public let timedCount: Int
  /// The strategy in words.
  let strategy: String
  /// The accelerator's name.
  let accelerator: String

  /// For each problem, the number of the first cap that a complete and right answer fits under; `caps.count` where none does.
  let solvedAt: [Int]
  /// For each problem, whether its answer is longer than the largest cap.
  private let isCut: [Bool]
  /// For each timed request, the unit of its problem: a row of `problems`, or beyond them one of `unjudged`.
  let timedProblems: [Int]
  /// For each cap, over the timed requests: tokens generated, seconds without set-up, positions scored.
  let tokens: [[Double]]
  let latencies: [[Double]]
  /// Empty where the passes are unknown.
  let positions: [[Double]]

  /// Creates the ladder of a run that has answers and requests at token caps.
  ///
  /// Throws `StudyError` where the run does not say what is needed: answers, capped latencies, output tokens, concurrency 1, the number of accelerators; and where an
  /// answer or a request stands twice, a timed problem was not judged, or a latency without its set-up is not positive and finite.
  public init(_ run: Run) throws {
    func missing(_ what: String) -> StudyError {
      StudyError("Run \"\(run.identifier)\" cannot be cut at token caps: \(what).")
    }
    guard let answers = run.answers, answers.count > 0 else { throw missing("it has no judged answers") }
    guard let requests = run.requests, requests.count > 0 else { throw missing("it has no timed requests") }
    switch run.workload.load {
    case .batch(1), .concurrency(1): break
    case nil: throw missing("its concurrency is unknown, so its latencies cannot be read as a request's own")
    default: throw missing("its requests ran side by side, so a latency is not a request's own")
    }
    guard let accelerators = run.hardware?.acceleratorCount else {
      throw missing("the number of accelerators is unknown; state it in the run's hardware")
    }
    guard !requests.latencyAtTokenCap.isEmpty else { throw missing("no latency at a token cap was recorded") }

    label = run.identifier
    model = run.model
    speculation = run.serving.speculation
    acceleratorCount = accelerators
    caps = requests.latencyAtTokenCap.map(\.tokenCap)
    problems = answers.problems
    timedCount = requests.count
    var rows: [String: Int] = [:]
    for (row, problem) in answers.problems.enumerated() {
      guard rows.updateValue(row, forKey: problem) == nil else {
        throw missing("problem \(problem) has several answers; one greedy answer a problem is needed")
      }
    }
    let caps = caps
    solvedAt = answers.problems.indices.map { row in
      guard answers.isCorrect[row], let tokens = answers.outputTokens[row] else { return caps.count }
      return caps.firstIndex { tokens <= $0 } ?? caps.count
    }
    isCut = answers.outputTokens.map { tokens in tokens.map { $0 > caps[caps.count - 1] } ?? true }
    var timed: [Int] = []
    var unjudged: [String] = []
    var lengths: [Double] = []
    for (row, problem) in requests.problems.enumerated() {
      guard let count = requests.outputTokens[row] else {
        throw missing("the output tokens of problem \(problem) are unknown")
      }
      if let judged = rows[problem] {
        timed.append(judged)
      } else {
        rows[problem] = answers.count + unjudged.count
        timed.append(answers.count + unjudged.count)
        unjudged.append(problem)
      }
      lengths.append(Double(count))
    }
    guard Set(timed).count == timed.count else { throw missing("a problem was timed twice") }
    timedProblems = timed
    self.unjudged = unjudged
    strategy = ObservedStrategy(run.serving)?.words ?? Self.words(run.serving)
    accelerator = run.hardware?.accelerator ?? "unknown hardware"
    tokens = caps.map { cap in lengths.map { min($0, Double(cap)) } }
    latencies = try caps.map { cap in
      guard let column = requests.latencyWithoutSetup(atTokenCap: cap) else {
        throw missing("no latency at \(cap) tokens was recorded")
      }
      for (row, seconds) in column.enumerated() where !(seconds > 0 && seconds.isFinite) {
        throw missing(
          "the latency of problem \(requests.problems[row]) at \(cap) tokens is \(seconds) s without set-up; it must be positive and finite"
        )
      }
      return column
    }
    // Speculation that is not known to be off is not taken to be: its passes may score any number of positions.
    let isOff = speculation == .off
    let width = isOff ? 1 : speculation?.speculation?.positionsPerPass
    if let width, isOff || requests.forwardPasses.allSatisfy({ $0 != nil }) {
      positions = caps.map { cap in
        lengths.indices.map { row in
          // Passes are counted for whole answers: a cut answer is taken to have its share of them.
          let passes = requests.forwardPasses[row].map(Double.init) ?? lengths[row]
          return lengths[row] > 0 ? Double(width) * passes * min(1, Double(cap) / lengths[row]) : 0
        }
      }
    } else {
      positions = []
    }
  }

  /// The units that are drawn again: the judged problems, then the timed problems that were not judged.
  public var unitCount: Int { problems.count + unjudged.count }

  /// The stratum of each unit: 0 for problems that were only judged, 1 for those that were also timed, 2 for those that were only timed.
  public var strata: [Int] {
    var strata = problems.map { _ in 0 } + unjudged.map { _ in 2 }
    for row in timedProblems where row < problems.count { strata[row] = 1 }
    return strata
  }

  /// Weights that leave the data as they are.
  public var unitWeights: [Double] { [Double](repeating: 1, count: unitCount) }

  /// The shares of problems solved at each cap, for weights of the units; throws `StatisticsError` where all weights are 0.
  public func shares(_ weights: [Double]) throws -> NestedShares {
    var counts = [Double](repeating: 0, count: caps.count + 1)
    var total = 0.0
    for (row, weight) in weights.prefix(problems.count).enumerated() {
      counts[solvedAt[row]] += weight
      total += weight
    }
    for cap in caps.indices.dropFirst() { counts[cap] += counts[cap - 1] }
    return try NestedShares(counts: Array(counts.prefix(caps.count)), problemCount: total)
  }

  /// The share of judged problems whose answers even the largest cap cuts: 0 means that the curve has ended, because no larger cap can change an answer.
  public func shareCut(_ weights: [Double]) -> Double {
    var cut = 0.0
    var total = 0.0
    for (row, weight) in weights.prefix(problems.count).enumerated() {
      if isCut[row] { cut += weight }
      total += weight
    }
    return cut / total
  }

  /// The mean tokens of a timed request at each cap.
  public func meanTokens(_ weights: [Double]) -> [Double] { means(tokens, weights) }

  /// The mean latency of a timed request at each cap, in seconds, set-up taken out.
  public func meanLatency(_ weights: [Double]) -> [Double] { means(latencies, weights) }

  /// Accelerator-seconds for each generated token at each cap, as a ratio of sums.
  public func costPerToken(_ weights: [Double]) -> [Double] {
    zip(meanLatency(weights), meanTokens(weights)).map { Double(acceleratorCount) * $0 / $1 }
  }

  /// A strategy that is not fully known, in words.
  private static func words(_ serving: ServingConfiguration) -> String {
    let speculation: String =
      switch serving.speculation {
      case .off: "no speculation"
      case .on(let setting):
        ObservedStrategy.speculation(method: setting.method, draftTokens: setting.draftTokens).words
      case nil: "speculation unknown"
      }
    return speculation + (serving.tensorParallel.map { $0 > 1 ? ", tensor parallel \($0)" : "" } ?? "")
  }

  private func means(_ columns: [[Double]], _ weights: [Double]) -> [Double] {
    columns.map { column in
      var sum = 0.0
      var total = 0.0
      for (index, row) in timedProblems.enumerated() {
        sum += weights[row] * column[index]
        total += weights[row]
      }
      return sum / total
    }
  }
}
