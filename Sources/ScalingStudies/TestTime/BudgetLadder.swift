import ScalingStatistics

/// One setting of a method with what came of each problem: whether it was solved and what it spent.
public struct BudgetSetting: Sendable, Hashable {
  /// What was asked for: "8192 tokens", "2x Wait".
  public let name: String
  /// Whether each problem was solved, in the order of the ladder's problems.
  public let isCorrect: [Bool]
  /// What each problem spent, resource by resource, in the same order.
  public let spent: [BudgetResource: [Double]]
  /// The least and the most thinking tokens that the setting allows, where it sets limits; an open end is infinite.
  public let limits: ClosedRange<Double>?

  /// Creates a setting; its columns are checked where a ladder is made of it.
  public init(
    _ name: String, isCorrect: [Bool], spent: [BudgetResource: [Double]], limits: ClosedRange<Double>? = nil
  ) {
    self.name = name
    self.isCorrect = isCorrect
    self.spent = spent
    self.limits = limits
  }
}

/// Several settings of a method over the same problems: more thinking, more votes, more of anything that is spent.
///
/// The problem is the unit that was sampled, and all settings share it: intervals draw problems again, each with all its settings.
public struct BudgetLadder: Sendable, Hashable {
  /// The method and the data.
  public let label: String
  /// The problems.
  public let problems: [String]
  /// The settings, in the order given.
  public let settings: [BudgetSetting]

  /// Creates a ladder.
  ///
  /// Throws `StudyError` where there is no problem or setting, a problem or a setting stands twice, a column has another length than the problems, or something spent is negative or not
  /// finite. O(settings x problems).
  public init(_ label: String, problems: [String], settings: [BudgetSetting]) throws {
    guard !problems.isEmpty, !settings.isEmpty else {
      throw StudyError(
        "\(label): \(problems.count) problems and \(settings.count) settings; at least one of each is needed.")
    }
    var seen: Set<String> = []
    for problem in problems where !seen.insert(problem).inserted {
      throw StudyError("\(label): problem \(problem) stands twice; a ladder has one row a problem.")
    }
    var names: Set<String> = []
    for setting in settings {
      guard names.insert(setting.name).inserted else {
        throw StudyError("\(label): setting \"\(setting.name)\" stands twice.")
      }
      guard setting.isCorrect.count == problems.count else {
        throw StudyError(
          "\(label): setting \"\(setting.name)\" has \(setting.isCorrect.count) verdicts for \(problems.count) problems."
        )
      }
      for (resource, column) in setting.spent.sorted(by: { ($0.key.name, $0.key.unit) < ($1.key.name, $1.key.unit) }) {
        guard column.count == problems.count else {
          throw StudyError(
            "\(label): setting \"\(setting.name)\" has \(column.count) values of \(resource.name) for \(problems.count) problems."
          )
        }
        for (row, value) in column.enumerated() where !(value >= 0 && value.isFinite) {
          throw StudyError(
            "\(label): problem \(problems[row]) at setting \"\(setting.name)\" spent \(value) \(resource.unit) (\(resource.name)); it must be finite, 0 or more."
          )
        }
      }
    }
    self.label = label
    self.problems = problems
    self.settings = settings
  }

  /// s1's three measures over what was spent, the scaling with a BCa interval by problems.
  ///
  /// Throws `StudyError` as `BudgetScaling` does and where a setting lacks the resource; `StatisticsError` for a single problem, fewer than 50 replicates, a level outside 0 to 1, or
  /// where budgets are so alike that more than a fifth of the replicates have no slope.
  public func scaling(
    over resource: BudgetResource = .thinkingTokens, transform: BudgetTransform = .log2, level: Double = 0.95,
    replicates: Int = 2_000, seed: UInt64 = 1
  ) throws -> BudgetScaling {
    let columns = try spent(resource)
    let ones = [Double](repeating: 1, count: problems.count)
    let points = try settings.enumerated().map { index, setting in
      try BudgetPoint(
        setting.name, spent: ProblemMeans.mean(columns[index], ones), correct: setting.isCorrect.count { $0 },
        of: problems.count, limits: setting.limits)
    }
    // Says what is wrong with the points before they are drawn again.
    _ = try BudgetScaling(label, points: points, of: resource, transform: transform, level: level)
    let verdicts = verdicts
    let design = try Bootstrap(
      unitCount: problems.count, unitName: "problems", replicates: replicates, seed: seed)
    let distribution = try design.distribution(acceleration: true) { weights in
      let x = columns.map { transform.x(ProblemMeans.mean($0, weights)) }
      let y = verdicts.map { 100 * ProblemMeans.mean($0, weights) }
      return PairwiseSlopes.mean(x: x, y: y).map { [$0] }
    }
    // The slope is skewed: with 30 problems percentiles cover 92.8 % instead of 95 %, BCa 95.0 % (2,000 simulations).
    let interval =
      try (try? distribution.acceleratedInterval(level: level)) ?? distribution.percentileInterval(level: level)
    return try BudgetScaling(
      label, points: points, of: resource, transform: transform, level: level, interval: interval)
  }

  /// The best accuracy of the settings whose mean spending stays within a limit.
  ///
  /// Throws `StudyError` for a limit that is negative or NaN and where a setting lacks the resource, `StatisticsError` as `scaling` does.
  public func accuracy(
    within limit: Double, of resource: BudgetResource, level: Double = 0.95, replicates: Int = 2_000, seed: UInt64 = 1
  ) throws -> BudgetAccuracy {
    try reading(resource).within(limit, level: level, replicates: replicates, seed: seed)
  }

  /// The least mean spending of a setting that attains an accuracy.
  ///
  /// Throws `StudyError` for an accuracy outside 0 to 1 and where a setting lacks the resource, `StatisticsError` as `scaling` does.
  public func least(
    _ resource: BudgetResource, reaching accuracy: Double, level: Double = 0.95, replicates: Int = 2_000,
    seed: UInt64 = 1
  ) throws -> BudgetToAccuracy {
    try reading(resource).reaching(accuracy, level: level, replicates: replicates, seed: seed)
  }

  private var verdicts: [[Double]] { settings.map { $0.isCorrect.map { $0 ? 1 : 0 } } }

  private func spent(_ resource: BudgetResource) throws -> [[Double]] {
    try settings.map { setting in
      guard let column = setting.spent[resource] else {
        throw StudyError(
          "\(label): setting \"\(setting.name)\" has no \(resource.name) in \(resource.unit).")
      }
      return column
    }
  }

  private func reading(_ resource: BudgetResource) throws -> BudgetReading {
    let columns = try spent(resource)
    let verdicts = verdicts
    return BudgetReading(
      label: label, resource: resource, names: settings.map(\.name), problemCount: problems.count, strata: nil
    ) { weights in
      (verdicts.map { ProblemMeans.mean($0, weights) }, columns.map { ProblemMeans.mean($0, weights) })
    }
  }
}
