import ParetoFrontiers
import ScalingStatistics

/// Compute-optimal against system-optimal for one measure of compute: which configurations are on both fronts, who leaves and who enters, and what it costs to choose by the wrong one.
///
/// Intervals come from one paired bootstrap: problems and requests are drawn again, each alike in every configuration and at every cap, and both fronts are found anew. Hardware, engine and a
/// second timing of the same request are not drawn. The index and the averages are functions of which points win, and percentiles of those are approximate: see the guide for measured coverage.
public struct OptimalityFinding: Sendable, Hashable, Codable {
  /// Overlap and regret in a sentence.
  public let headline: String
  /// The measure of compute.
  public let measure: ComputeMeasure
  /// The cost to the system.
  public let system: SystemMeasure
  /// The front of accuracy over compute.
  public let computeFront: ParetoFront
  /// The front of accuracy over the system's cost.
  public let systemFront: ParetoFront
  /// The members that both have, with the interval of the Jaccard index; first is compute.
  public let overlap: FrontOverlap
  /// What choosing by compute costs the system, at every accuracy that either front attains.
  public let regret: Regret
  /// `regret.geometricMeanOfLeast` with its interval; nil where none can be had.
  public let leastRegretInterval: Estimate?
  /// `regret.geometricMeanOfGreatest` with its interval; nil where none can be had.
  public let greatestRegretInterval: Estimate?
  /// `regret.largest` with its interval; nil where none can be had.
  public let largestRegretInterval: Estimate?
  /// The accuracy that choosing by compute loses at equal cost, at every budget at which either front changes; where nothing fits, all of it.
  public let equalCost: EqualCostRegret
  /// `equalCost.meanOfLeast` with its interval; nil where none can be had.
  public let leastLossInterval: Estimate?
  /// `equalCost.meanOfGreatest` with its interval; nil where none can be had.
  public let greatestLossInterval: Estimate?
  /// The regret along accuracy, with bands.
  public let regretCurve: RegretCurve
  /// The accuracy lost along the system's cost, with bands.
  public let lossCurve: RegretCurve
  /// How far the two costs rank the configurations alike.
  public let rankCorrelation: CostRankCorrelation
  /// The configurations that are optimal by compute alone, each with the rival that beats it.
  public let leaving: [FrontChange]
  /// The configurations that are optimal by the system alone, each with the rival that is cheaper by compute.
  public let entering: [FrontChange]
  /// Why they leave and enter: what the rivals change, and which cost by what factor; a sentence for each that happens.
  public let changeSummary: [String]
  /// The same comparison within each model, strategy and kind of hardware.
  public let groups: [OptimalityByGroup]
  /// Whether choosing by compute costs more than 1 % in the geometric mean even with every tie broken in its favour; with an interval, even at its lower end.
  public let costsLatency: Bool
  /// The accuracies at which several configurations tie in compute, so that it does not decide between them.
  public let tiedLevels: Int
  /// What was drawn again, how often and from which seed, or why nothing was; and what the intervals do not contain.
  public let resampling: String

  /// Compares the two fronts of a grid.
  ///
  /// Intervals need 20 judged problems and 20 timed requests in every configuration; without them there are none, and `resampling` says so.
  /// Throws `StudyError` for a measure that the grid does not have, `ParetoError` where a column cannot be compared, and `StatisticsError` for a faulty level or number of replicates.
  public init(
    _ grid: ConfigurationGrid, measure: ComputeMeasure, system: SystemMeasure = .latency, level: Double = 0.95,
    replicates: Int = 2_000, seed: UInt64 = 1
  ) throws {
    let parts = try OptimalityParts(grid, measure, system)
    let groups = OptimalityGroup.groups(grid.configurations)
    let resampling = try OptimalityResampling(
      grid, system: system, questions: [parts.question], groups: groups, level: level, replicates: replicates,
      seed: seed)
    self = try OptimalityFinding(grid, parts, resampling, question: 0, groups: groups)
  }

  /// Compares the fronts over several measures of compute with one front over the system's cost, all under the same resamples.
  ///
  /// `measures` nil takes every measure that the grid has. O(replicates × (configurations × (problems + requests) + measures × groups × configurations log configurations)).
  /// Throws as `init(_:measure:system:level:replicates:seed:)` does.
  public static func findings(
    _ grid: ConfigurationGrid, measures: [ComputeMeasure]? = nil, system: SystemMeasure = .latency,
    level: Double = 0.95, replicates: Int = 2_000, seed: UInt64 = 1
  ) throws -> [OptimalityFinding] {
    let parts = try (measures ?? grid.measures).map { try OptimalityParts(grid, $0, system) }
    let groups = OptimalityGroup.groups(grid.configurations)
    let resampling = try OptimalityResampling(
      grid, system: system, questions: parts.map(\.question), groups: groups, level: level, replicates: replicates,
      seed: seed)
    return try parts.indices.map {
      try OptimalityFinding(grid, parts[$0], resampling, question: $0, groups: groups)
    }
  }

  private init(
    _ grid: ConfigurationGrid, _ parts: OptimalityParts, _ resampling: OptimalityResampling, question: Int,
    groups: [OptimalityGroup]
  ) throws {
    func interval(_ number: OptimalityNumber) -> Estimate? { resampling.interval(number, question: question) }
    measure = parts.measure
    system = parts.system
    computeFront = parts.computeFront
    systemFront = parts.systemFront
    regret = parts.regret
    equalCost = parts.equalCost
    let members = FrontOverlap(first: computeFront.members, second: systemFront.members)
    let union = members.shared.count + members.onlyFirst.count + members.onlySecond.count
    overlap = FrontOverlap(
      first: computeFront.members, second: systemFront.members,
      jaccardInterval: union < OptimalityMinimum.members ? nil : interval(.jaccard))
    leastRegretInterval = interval(.leastRegret)
    greatestRegretInterval = interval(.greatestRegret)
    largestRegretInterval = interval(.largestRegret)
    leastLossInterval = interval(.leastLoss)
    greatestLossInterval = interval(.greatestLoss)
    regretCurve = parts.curve(.equalAccuracy) { resampling.bands(.equalAccuracy, question: question, reading: $0) }
    lossCurve = parts.curve(.equalCost) { resampling.bands(.equalCost, question: question, reading: $0) }
    let kendall = try RankCorrelation.kendall(parts.compute, parts.cost)
    let spearman = try RankCorrelation.spearman(parts.compute, parts.cost)
    rankCorrelation = CostRankCorrelation(
      count: grid.configurations.count, kendall: kendall, kendallInterval: kendall == nil ? nil : interval(.kendall),
      spearman: spearman, spearmanInterval: spearman == nil ? nil : interval(.spearman))
    let words = (compute: measure.words, system: system.words)
    func changes(_ kind: FrontChangeKind, _ rows: [Int]) -> [FrontChange] {
      FrontChange.changes(
        kind, rows: rows, grid: grid, compute: parts.compute, system: parts.cost, words: words,
        shares: { resampling.shares(question: question, row: $0) })
    }
    leaving = changes(.leaves, overlap.onlyFirst)
    entering = changes(.enters, overlap.onlySecond)
    changeSummary = [leaving, entering].map { FrontChange.summary($0, words: words) }.filter { !$0.isEmpty }
    self.groups = try groups.indices.map { index in
      try parts.group(groups[index]) { resampling.interval($0, question: question, group: index) }
    }
    costsLatency = (leastRegretInterval?.lower ?? regret.geometricMeanOfLeast) > 1.01
    tiedLevels = regret.levels.count { $0.chosenRows.count > 1 }
    let refusal = grid.sample.refusal ?? (union < OptimalityMinimum.members ? parts.tooSmall(union) : nil)
    self.resampling =
      resampling.distribution.map {
        "\($0.headline): \(grid.sample.words)" + (refusal.map { "; \($0)" } ?? "")
          + ". Hardware, engine and a second timing of the same request are not drawn."
      } ?? "There is \(refusal ?? "no interval")."
    headline = OptimalitySentence.headline(
      parts, overlap, tiedLevels: tiedLevels, regret: leastRegretInterval, loss: leastLossInterval)
  }
}
