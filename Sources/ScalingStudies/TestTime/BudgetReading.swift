import ScalingExperiments
import ScalingStatistics

/// Accuracies and mean spending of some settings for any weights of the problems, and what is read off them: steps, never between settings.
struct BudgetReading {
  let label: String
  let resource: BudgetResource
  let names: [String]
  let problemCount: Int
  let strata: [Int]?
  /// The accuracy and the mean spending of each setting; nil where the weights leave nothing.
  let values: ([Double]) -> (accuracy: [Double], spent: [Double])?

  private func design(_ replicates: Int, _ seed: UInt64) throws -> Bootstrap {
    try Bootstrap(
      unitCount: problemCount, unitName: "problems", strata: strata, replicates: replicates, seed: seed)
  }

  private func observed() throws -> (accuracy: [Double], spent: [Double]) {
    guard let values = values([Double](repeating: 1, count: problemCount)) else {
      throw StudyError("\(label): the settings have no accuracies.")
    }
    return values
  }

  /// The setting of the least spending among those that attain an accuracy.
  static func cheapest(_ values: (accuracy: [Double], spent: [Double]), reaching accuracy: Double) -> Int? {
    var best: Int?
    for index in values.accuracy.indices where values.accuracy[index] >= accuracy - 1e-12 {
      if let current = best, values.spent[current] <= values.spent[index] { continue }
      best = index
    }
    return best
  }

  /// The setting of the best accuracy among those within a limit; the cheaper of two alike.
  static func best(_ values: (accuracy: [Double], spent: [Double]), within limit: Double) -> Int? {
    var best: Int?
    for index in values.spent.indices where values.spent[index] <= limit {
      if let current = best {
        let (other, own) = (values.accuracy[current], values.accuracy[index])
        if own < other || (own == other && values.spent[current] <= values.spent[index]) { continue }
      }
      best = index
    }
    return best
  }

  func reaching(_ accuracy: Double, level: Double, replicates: Int, seed: UInt64) throws -> BudgetToAccuracy {
    try BudgetToAccuracy.check(accuracy, label)
    let observed = try observed()
    let distribution = try design(replicates, seed).distribution { weights in
      values(weights).map { values in
        [Self.cheapest(values, reaching: accuracy).map { values.spent[$0] } ?? .infinity]
      }
    }
    let setting = Self.cheapest(observed, reaching: accuracy)
    return BudgetToAccuracy(
      label: label, resource: resource, accuracy: accuracy, highest: observed.accuracy.max() ?? 0,
      most: observed.spent.max() ?? 0, setting: setting.map { names[$0] },
      value: setting == nil ? nil : try distribution.percentileInterval(level: level),
      attainedShare: BudgetToAccuracy.attained(distribution))
  }

  func within(_ limit: Double, level: Double, replicates: Int, seed: UInt64) throws -> BudgetAccuracy {
    guard limit >= 0 else {
      throw StudyError("\(label): a limit of \(limit) \(resource.unit) was asked for; it must be 0 or more.")
    }
    let observed = try observed()
    guard let setting = Self.best(observed, within: limit) else {
      let least = observed.spent.min() ?? .nan
      return BudgetAccuracy(label: label, resource: resource, limit: limit, leastSpent: least)
    }
    var same = 0
    let distribution = try design(replicates, seed).distribution { weights in
      guard let values = values(weights) else { return nil }
      let chosen = Self.best(values, within: limit)
      if chosen == setting { same += 1 }
      // No setting fits: nothing is answered within the limit.
      return [chosen.map { values.accuracy[$0] } ?? 0]
    }
    // The data themselves are the first call.
    return BudgetAccuracy(
      label: label, resource: resource, limit: limit, setting: names[setting], spent: observed.spent[setting],
      leastSpent: observed.spent.min() ?? .nan, accuracy: try distribution.percentileInterval(level: level),
      frequency: Double(same - 1) / Double(replicates))
  }
}

extension TokenCapLadder {
  /// The least mean spending at a token cap that attains an accuracy: tokens, latency, or accelerator-seconds of a request.
  ///
  /// Accuracy is over all judged problems, spending over the timed requests; only caps are read, nothing between them. `resource` is `.outputTokens`, `.latency` or `.cost(unit: "GPU-s")`; throws
  /// `StudyError` for another and for an accuracy outside 0 to 1, `StatisticsError` for fewer than 50 replicates or a level outside 0 to 1.
  public func least(
    _ resource: BudgetResource, reaching accuracy: Double, level: Double = 0.95, replicates: Int = 2_000,
    seed: UInt64 = 1
  ) throws -> BudgetToAccuracy {
    try reading(resource).reaching(accuracy, level: level, replicates: replicates, seed: seed)
  }

  /// The best accuracy of the token caps whose mean spending stays within a limit; resources and errors as in `least(_:reaching:)`.
  public func accuracy(
    within limit: Double, of resource: BudgetResource, level: Double = 0.95, replicates: Int = 2_000, seed: UInt64 = 1
  ) throws -> BudgetAccuracy {
    try reading(resource).within(limit, level: level, replicates: replicates, seed: seed)
  }

  private func reading(_ resource: BudgetResource) throws -> BudgetReading {
    let known: [BudgetResource] = [.outputTokens, .latency, .cost(unit: "GPU-s")]
    guard let place = known.firstIndex(of: resource) else {
      throw StudyError(
        "\(label): \(resource.name) in \(resource.unit) is not recorded at token caps; ask for \(known.map { "\($0.name) in \($0.unit)" }.joined(separator: ", "))."
      )
    }
    return BudgetReading(
      label: label, resource: resource, names: caps.map { "\($0) tokens" }, problemCount: problems.count, strata: strata
    ) { weights in
      guard let shares = try? shares(weights) else { return nil }
      switch place {
      case 0: return (shares.shares, meanTokens(weights))
      case 1: return (shares.shares, meanLatency(weights))
      default: return (shares.shares, meanLatency(weights).map { Double(acceleratorCount) * $0 })
      }
    }
  }
}
