/// How much of a plan some runs cover.
public struct SweepCoverage: Sendable, Codable, Hashable {
  /// How many cells are there, missing or half there, and what belongs nowhere, in a sentence.
  public let headline: String
  /// The cells with at least one run, in the order of the plan.
  public let present: [SweepCellCoverage]
  /// The cells without a run, in the order of the plan.
  public let missing: [SweepCell]
  /// The runs that belong to no cell, in the order given.
  public let strays: [SweepStray]
  /// The runs that repeat an earlier one in everything but its identifier and notes, in the order given; they count for
  /// no cell.
  public let duplicates: [SweepDuplicate]
  /// In what the runs that fill cells differ from the plan, one sentence each.
  public let deviations: [String]
}

/// A cell that some runs fill.
public struct SweepCellCoverage: Sendable, Codable, Hashable {
  /// The cell.
  public let cell: SweepCell
  /// The identifiers of its runs, in the order given; more than one of a kind are repeats, kept apart.
  public let runs: [String]
  /// How many of them say how long requests took.
  public let latencyRuns: Int
  /// How many of them say which answers, or what share of them, were right.
  public let accuracyRuns: Int

  /// A Boolean value that tells whether both time and accuracy were measured.
  public var isComplete: Bool { latencyRuns > 0 && accuracyRuns > 0 }
}

/// A run that belongs to no cell of a plan.
public struct SweepStray: Sendable, Codable, Hashable, CustomStringConvertible {
  /// The identifier of the run.
  public let run: String
  /// Why it belongs to none, as a sentence.
  public let message: String

  /// The message.
  public var description: String { message }
}

/// A run that repeats an earlier one.
public struct SweepDuplicate: Sendable, Codable, Hashable {
  /// The identifier of the run.
  public let run: String
  /// The identifier of the earlier run.
  public let original: String
}

extension SweepPlan {
  /// Returns which cells the runs fill, which are missing, and which runs belong to no cell or were given twice.
  ///
  /// A cell usually has two runs, one from the benchmark and one from the accuracy harness. A run counts as a duplicate
  /// only if all its contents are equal to an earlier one's. O(cells + runs × (models + strategies)), and hashing the
  /// records of each run once.
  public func coverage(of runs: [Run]) -> SweepCoverage {
    var firsts: [Run: String] = [:]
    var filled: [SweepCell: [Run]] = [:]
    var strays: [SweepStray] = []
    var duplicates: [SweepDuplicate] = []
    var deviations: [String] = []
    for run in runs {
      var contents = run
      contents.identifier = ""
      contents.notes = []
      if let original = firsts[contents] {
        duplicates.append(SweepDuplicate(run: run.identifier, original: original))
        continue
      }
      firsts[contents] = run.identifier
      switch match(run) {
      case .cell(let cell):
        filled[cell, default: []].append(run)
        deviations += self.deviations(of: run, from: cell)
      case .none(let reason):
        strays.append(
          SweepStray(run: run.identifier, message: "The run \"\(run.identifier)\" belongs to no cell: \(reason)."))
      }
    }
    let present = cells.compactMap { cell in
      filled[cell].map { runs in
        SweepCellCoverage(
          cell: cell, runs: runs.map(\.identifier), latencyRuns: runs.count(where: Self.saysLatency),
          accuracyRuns: runs.count(where: Self.saysAccuracy))
      }
    }
    let missing = cells.filter { filled[$0] == nil }
    return SweepCoverage(
      headline: Self.headline(present, missing.count, strays.count, duplicates.count), present: present,
      missing: missing, strays: strays, duplicates: duplicates, deviations: deviations)
  }

  private static func saysLatency(_ run: Run) -> Bool {
    run.requests != nil || run.outcomes.contains { $0.metric.quantity == .latency }
  }

  private static func saysAccuracy(_ run: Run) -> Bool {
    run.answers != nil || run.outcomes.contains { $0.metric.quantity == .accuracy }
  }

  private static func headline(
    _ present: [SweepCellCoverage], _ missing: Int, _ strays: Int, _ duplicates: Int
  ) -> String {
    let all = present.count + missing
    let complete = present.count(where: \.isComplete)
    var text =
      "\(present.count) of \(all) \(all == 1 ? "cell has" : "cells have") runs, \(complete) with both latency and "
      + "accuracy; \(missing) \(missing == 1 ? "is" : "are") missing."
    if strays > 0 { text += " \(strays) \(strays == 1 ? "run belongs" : "runs belong") to no cell." }
    if duplicates > 0 { text += " \(duplicates) \(duplicates == 1 ? "run was" : "runs were") given twice." }
    return text
  }
}
