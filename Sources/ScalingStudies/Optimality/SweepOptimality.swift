import ScalingExperiments
import ScalingStatistics

/// Compute-optimal against system-optimal in a sweep: one comparison for all judged and timed cells of like conditions, kinds of hardware side by side.
public struct SweepOptimality: Sendable {
  /// How many comparisons were made, of how many cells.
  public let headline: String
  /// The comparisons, in the order of their first cells.
  public let comparisons: [SweepOptimalityComparison]
  /// What was not compared, each with the reason.
  public let leftOut: [String]

  /// Compares the cells of a sweep.
  ///
  /// Cells whose conditions (task, engine and the like) are known to differ are compared apart. Accuracies are over the problems that were judged in every cell of a comparison. What
  /// cannot be compared is listed: single cells, cells without a common problem, measures that not every cell knows.
  /// Throws `StatisticsError` for a faulty level or number of replicates.
  public init(
    _ sweep: SweepObservations, system: SystemMeasure = .latency, attention: AttentionAccounting = .parametersOnly,
    level: Double = 0.95, replicates: Int = 2_000, seed: UInt64 = 1
  ) throws {
    var groups: [(conditions: SweepConditions, cells: [SweepObservation])] = []
    for cell in sweep.cells where !cell.solved.isEmpty && !cell.latency.isEmpty {
      let place = groups.firstIndex { $0.conditions.differences(from: cell.conditions).isEmpty }
      if let place {
        groups[place].cells.append(cell)
        groups[place].conditions = groups[place].conditions.completed(by: cell.conditions)
      } else {
        groups.append((cell.conditions, [cell]))
      }
    }
    var comparisons: [SweepOptimalityComparison] = []
    var leftOut: [String] = []
    for group in groups {
      let distinction = Self.distinction(group.conditions, groups.map(\.conditions))
      let hardware = Self.distinct(group.cells.map(\.accelerator)).joined(separator: " and ")
      let label = hardware + (distinction.isEmpty ? "" : " (\(distinction))")
      guard group.cells.count > 1 else {
        leftOut.append("\(label): a single cell was judged and timed; there is nothing to choose among.")
        continue
      }
      do {
        let grid = try ConfigurationGrid(cells: group.cells, attention: attention)
        leftOut += ComputeMeasure.allCases.filter { !grid.measures.contains($0) }.map {
          "\($0.words) on \(label): parameters or scored positions of some cells are unknown."
        }
        comparisons.append(
          SweepOptimalityComparison(
            label: label, grid: grid,
            findings: try OptimalityFinding.findings(
              grid, system: system, level: level, replicates: replicates, seed: seed)))
      } catch let error where !(error is StatisticsError) {
        leftOut.append("\(label): \(error)")
      }
    }
    if groups.isEmpty { leftOut.append("No cell was both judged and timed.") }
    self.comparisons = comparisons
    self.leftOut = leftOut
    let count = comparisons.map(\.grid.configurations.count).reduce(0, +)
    headline =
      "\(comparisons.count) \(comparisons.count == 1 ? "comparison" : "comparisons") of \(count) judged and timed cells by \(system.words)."
  }

  /// The conditions that tell one group from the others, in words.
  private static func distinction(_ own: SweepConditions, _ all: [SweepConditions]) -> String {
    distinct(all.flatMap { other in own.differences(from: other).map { "\($0.name) \($0.value)" } })
      .joined(separator: ", ")
  }

  private static func distinct(_ words: [String]) -> [String] {
    var found: [String] = []
    for word in words where !found.contains(word) { found.append(word) }
    return found
  }
}

/// The comparison of the cells of one set of conditions.
public struct SweepOptimalityComparison: Sendable {
  /// The hardware, and what tells the cells from others on it.
  public let label: String
  /// The cells in columns.
  public let grid: ConfigurationGrid
  /// A finding for each measure of compute that all cells allow.
  public let findings: [OptimalityFinding]
}
