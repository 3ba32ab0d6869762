import ParetoFrontiers
import ScalingStatistics

/// Compute-optimal against system-optimal for one measure of compute: which configurations are on both fronts, and what it costs to choose by the wrong one.
public struct OptimalityFinding: Sendable {
  /// Overlap and regret in a sentence.
  public let headline: String
  /// The measure of compute.
  public let measure: ComputeMeasure
  /// The front of accuracy over compute.
  public let computeFront: ParetoFront
  /// The front of accuracy over mean latency.
  public let systemFront: ParetoFront
  /// The members that both have; first is compute.
  public let overlap: FrontOverlap
  /// What choosing by compute costs in latency, at every accuracy that either front attains.
  public let regret: Regret
  /// Whether choosing by compute costs more than 1 % of latency in the geometric mean even with every tie broken in its favour.
  public let costsLatency: Bool
  /// The accuracies at which several configurations tie in compute, so that it does not decide between them.
  public let tiedLevels: Int

  /// Compares the two fronts of a grid; throws `ParetoError` where a column cannot be compared.
  public init(_ grid: ConfigurationGrid, measure: ComputeMeasure) throws {
    let quality = Objective(name: "accuracy", values: grid.accuracy, sense: .maximize)
    let compute = Objective(name: measure.words, values: grid.compute[measure] ?? [], sense: .minimize)
    let latency = Objective(name: "mean latency", values: grid.latency, sense: .minimize)
    self.measure = measure
    computeFront = try ParetoFront([compute, quality])
    systemFront = try ParetoFront([latency, quality])
    overlap = FrontOverlap(first: computeFront.members, second: systemFront.members)
    regret = try Regret(quality: quality, choosingBy: compute, payingIn: latency)
    costsLatency = regret.geometricMeanOfLeast > 1.01
    tiedLevels = regret.levels.count { $0.chosenRows.count > 1 }
    let least = DecimalText.fixed(regret.geometricMeanOfLeast, 2)
    let ties =
      tiedLevels == 0
      ? ""
      : " with ties broken in its favour (\(DecimalText.fixed(regret.geometricMeanOfGreatest, 2))x against it; \(tiedLevels) of \(regret.levels.count) accuracies have ties)"
    headline =
      "\(measure.words): \(computeFront.members.count) configurations on the front over compute, \(systemFront.members.count) over latency, \(overlap.shared.count) on both (Jaccard \(DecimalText.fixed(overlap.jaccard, 2))); choosing by compute takes \(least)x the least latency in the geometric mean over accuracies\(ties), at most \(DecimalText.fixed(regret.largest, 1))x."
  }
}

/// What should run: the least latency that reaches an accuracy, and how often it stays the pick when problems are drawn again.
public struct ConfigurationPick: Sendable {
  /// The pick, or that none is feasible, in a sentence.
  public let headline: String
  /// The accuracy asked for.
  public let minimumAccuracy: Double
  /// The pick in rows of the grid.
  public let pick: ParetoPick
  /// The configuration picked; nil where none is feasible.
  public let configuration: Configuration?
  /// The next best configuration.
  public let runnerUp: Configuration?
  /// The share of resamples of the problems in which the same configuration is picked; nil where none is feasible, or where the runs answered different problems, which cannot be
  /// drawn again together.
  public let frequency: Double?

  /// Picks from a grid; throws `ParetoError` or `StatisticsError` for a faulty question.
  public init(
    _ grid: ConfigurationGrid, minimumAccuracy: Double, replicates: Int = 1_000, seed: UInt64 = 1
  ) throws {
    self.minimumAccuracy = minimumAccuracy
    let pick = try Self.pick(accuracy: grid.accuracy, latency: grid.latency, minimumAccuracy)
    self.pick = pick
    configuration = pick.row.map { grid.configurations[$0] }
    runnerUp = pick.runnerUp.map { grid.configurations[$0] }
    let target = DecimalText.significant(minimumAccuracy * 100, 3)
    guard let row = pick.row, let chosen = configuration else {
      frequency = nil
      let miss = pick.nearestMiss.map {
        "; the nearest is \(grid.configurations[$0].label) at \(DecimalText.significant(grid.accuracy[$0] * 100, 3)) %"
      }
      headline = "None of \(grid.configurations.count) configurations reaches \(target) % accuracy\(miss ?? "")."
      return
    }
    let frequency = try Self.frequency(grid, of: row, minimumAccuracy, replicates: replicates, seed: seed)
    self.frequency = frequency
    let latency = DecimalText.significant(grid.latency[row] * 1e3, 3)
    let gap = pick.gap.map { ", \(DecimalText.significant($0 * 100, 2)) % slower" } ?? ""
    let next = runnerUp.map { "; runner-up \($0.label)\(gap)" } ?? "; no other is feasible"
    let certainty =
      frequency.map {
        "picked in \($0 == 1 ? "100" : DecimalText.fixed(min($0 * 100, 99.9), 1)) % of resamples of the problems"
      }
      ?? "the runs answered different problems, so how often it stays the pick is not known"
    headline =
      "Least mean latency at \(target) % accuracy or more: \(chosen.label), \(latency) ms\(next); \(certainty)."
  }

  private static func pick(accuracy: [Double], latency: [Double], _ minimum: Double) throws -> ParetoPick {
    try ParetoPick.best(
      Objective(name: "mean latency", values: latency, sense: .minimize),
      where: [Constraint(name: "accuracy", values: accuracy, limit: .atLeast(minimum))])
  }

  /// All runs answered the same problems, so a replicate draws one set of problems for every configuration.
  private static func frequency(
    _ grid: ConfigurationGrid, of row: Int, _ minimum: Double, replicates: Int, seed: UInt64
  ) throws -> Double? {
    guard let first = grid.ladders.first,
      grid.ladders.allSatisfy({ $0.problems == first.problems && $0.strata == first.strata })
    else { return nil }
    let problems = try Bootstrap(
      unitCount: first.problems.count, unitName: "problems", strata: first.strata, replicates: replicates, seed: seed)
    var hits = 0
    for replicate in 0..<replicates {
      let weights = problems.weights(replicate: replicate)
      var accuracy: [Double] = []
      var latency: [Double] = []
      for ladder in grid.ladders {
        accuracy += try ladder.shares(weights).shares
        latency += ladder.meanLatency(weights)
      }
      if try pick(accuracy: accuracy, latency: latency, minimum).tiedRows.contains(row) { hits += 1 }
    }
    return Double(hits) / Double(replicates)
  }
}
