import ParetoFrontiers
import ScalingStatistics

/// Which way a configuration goes from the front over compute to the front over the system's cost.
public enum FrontChangeKind: String, Sendable, Hashable, Codable, CaseIterable {
  /// It is optimal by compute and not by the system.
  case leaves
  /// It is optimal by the system and not by compute.
  case enters
}

/// A configuration that is on one of two fronts, and the rival that says why it is not on the other.
///
/// Of one that leaves, the rival is the fastest that is at least as accurate; of one that enters, the cheapest by compute that is at least as accurate.
public struct FrontChange: Sendable, Hashable, Codable {
  /// What happens to the configuration and why, in a sentence.
  public let headline: String
  /// Whether it leaves or enters.
  public let kind: FrontChangeKind
  /// The configuration, as a row of the grid.
  public let row: Int
  /// The configuration.
  public let label: String
  /// The rival, as a row of the grid.
  public let rivalRow: Int
  /// The rival.
  public let rivalLabel: String
  /// The rival's accuracy less the configuration's own.
  public let accuracyGain: Double
  /// The rival's compute over the configuration's own.
  public let computeFactor: Double
  /// The rival's system cost over the configuration's own.
  public let systemFactor: Double
  /// What differs between the two: model, strategy, hardware, cap.
  public let changed: [String]
  /// The share of resamples in which the configuration is on the front over compute; nil without resampling.
  public let computeFrontShare: Double?
  /// The share of resamples in which it is on the front over the system's cost; nil without resampling.
  public let systemFrontShare: Double?

  /// The system's cost of one unit of compute at the rival over that at the configuration: what compute does not see.
  public var rateFactor: Double { systemFactor / computeFactor }

  init(
    _ kind: FrontChangeKind, row: Int, rival: Int, grid: ConfigurationGrid, compute: [Double], system: [Double],
    words: (compute: String, system: String), shares: (compute: Double, system: Double)?
  ) {
    self.kind = kind
    self.row = row
    rivalRow = rival
    let own = grid.configurations[row]
    let other = grid.configurations[rival]
    label = own.label
    rivalLabel = other.label
    accuracyGain = grid.accuracy[rival] - grid.accuracy[row]
    computeFactor = compute[rival] / compute[row]
    systemFactor = system[rival] / system[row]
    let differences = [
      ("model", own.model != other.model), ("strategy", own.strategy != other.strategy),
      ("hardware", own.hardware != other.hardware),
      // Another strategy says how many accelerators it has.
      ("number of accelerators", own.accelerators != other.accelerators && own.strategy == other.strategy),
      ("cap", own.cap != other.cap),
    ]
    changed = differences.filter(\.1).map(\.0)
    computeFrontShare = shares?.compute
    systemFrontShare = shares?.system
    let points = DecimalText.significant(accuracyGain * 100, 2)
    let gain = accuracyGain == 0 ? "is as accurate" : "is \(points) points more accurate"
    let factors = [systemFactor, computeFactor].map { DecimalText.significant($0, 2) }
    headline =
      "\(own.label) \(kind.rawValue): \(other.label) \(gain) and takes \(factors[0])x the \(words.system) "
      + "for \(factors[1])x the \(words.compute)."
  }

  /// Everything that leaves or enters, each in the order of its front.
  static func changes(
    _ kind: FrontChangeKind, rows: [Int], grid: ConfigurationGrid, compute: [Double], system: [Double],
    words: (compute: String, system: String), shares: (Int) -> (compute: Double, system: Double)?
  ) -> [FrontChange] {
    let (first, second) = kind == .leaves ? (system, compute) : (compute, system)
    return rows.compactMap { row in
      let rival = grid.configurations.indices.filter {
        $0 != row && grid.accuracy[$0] >= grid.accuracy[row]
      }.min {
        (first[$0], -grid.accuracy[$0], second[$0], $0) < (first[$1], -grid.accuracy[$1], second[$1], $1)
      }
      return rival.map {
        FrontChange(
          kind, row: row, rival: $0, grid: grid, compute: compute, system: system, words: words, shares: shares(row))
      }
    }
  }

  /// Why configurations leave or enter, in one sentence: what their rivals change, and by what factors.
  static func summary(_ changes: [FrontChange], words: (compute: String, system: String)) -> String {
    guard let kind = changes.first?.kind else { return "" }
    var counts: [(what: [String], count: Int)] = []
    for change in changes {
      if let place = counts.firstIndex(where: { $0.what == change.changed }) {
        counts[place].count += 1
      } else {
        counts.append((change.changed, 1))
      }
    }
    func another(_ what: [String]) -> String {
      guard let last = what.last else { return "nothing else that is known" }
      return "another " + (what.count == 1 ? last : what.dropLast().joined(separator: ", ") + " and " + last)
    }
    func range(_ values: [Double]) -> String {
      let ends = [values.min() ?? .nan, values.max() ?? .nan].map { DecimalText.significant($0, 2) }
      return ends[0] == ends[1] ? "\(ends[0])x" : "\(ends[0])x to \(ends[1])x"
    }
    let list = counts.map { "\(another($0.what)) (\($0.count))" }.joined(separator: " or ")
    let verb = changes.count == 1 ? kind.rawValue : (kind == .leaves ? "leave" : "enter")
    return
      "\(changes.count) \(verb): the rival has \(list), and takes \(range(changes.map(\.systemFactor))) the \(words.system) "
      + "for \(range(changes.map(\.computeFactor))) the \(words.compute)."
  }
}
