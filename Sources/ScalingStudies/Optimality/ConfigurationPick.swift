import ParetoFrontiers
import ScalingStatistics

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
    guard grid.sample.judgedAlike else { return nil }
    let design = try grid.sample.bootstrap(replicates: replicates, seed: seed)
    var hits = 0
    for replicate in 0..<replicates {
      guard let columns = grid.sample.columns(design.weights(replicate: replicate)) else { continue }
      if try pick(accuracy: columns.accuracy, latency: columns.latency, minimum).tiedRows.contains(row) { hits += 1 }
    }
    return Double(hits) / Double(replicates)
  }
}
