import ScalingStatistics

/// What configurations are grouped by.
public enum OptimalityDimension: String, Sendable, Hashable, Codable, CaseIterable {
  /// The model.
  case model
  /// The strategy.
  case strategy
  /// The accelerator.
  case hardware

  /// The group of a configuration.
  func name(of configuration: Configuration) -> String {
    switch self {
    case .model: configuration.model
    case .strategy: configuration.strategy
    case .hardware: configuration.hardware
    }
  }
}

/// Compute-optimal against system-optimal within one group alone: among the configurations of one model, one strategy, or one kind of hardware.
public struct OptimalityByGroup: Sendable, Hashable, Codable {
  /// Overlap and regret in a sentence.
  public let headline: String
  /// What the configurations have in common.
  public let dimension: OptimalityDimension
  /// The model, strategy or accelerator.
  public let name: String
  /// The rows of the group in the grid.
  public let rows: [Int]
  /// The members of the front over compute, within the group.
  public let computeMembers: Int
  /// The members of the front over the system's cost.
  public let systemMembers: Int
  /// The members of both.
  public let sharedMembers: Int
  /// Members of both over members of either.
  public let jaccard: Double
  /// The Jaccard index with an interval; nil where none can be had.
  public let jaccardInterval: Estimate?
  /// How many times the least system cost choosing by compute takes, in the geometric mean over accuracies, ties broken well.
  public let leastRegret: Double
  /// The same with an interval; nil where none can be had.
  public let leastRegretInterval: Estimate?
  /// The same with ties broken badly.
  public let greatestRegret: Double
  /// The same with an interval; nil where none can be had.
  public let greatestRegretInterval: Estimate?
  /// The largest ratio at any accuracy, ties broken badly.
  public let largestRegret: Double
  /// The accuracy lost at equal system cost, on average over budgets, ties broken well.
  public let leastLoss: Double
  /// The same with an interval; nil where none can be had.
  public let leastLossInterval: Estimate?
  /// The same with ties broken badly.
  public let greatestLoss: Double
  /// Kendall's tau-b of the two costs within the group; nil where all tie in one of them.
  public let kendall: Double?
  /// The same with an interval; nil where none can be had.
  public let kendallInterval: Estimate?

  init(
    _ group: OptimalityGroup, _ numbers: FrontComparison.Numbers, kendall: Double?, system: String,
    interval: (OptimalityNumber) -> Estimate?
  ) {
    dimension = group.dimension
    name = group.name
    rows = group.rows
    computeMembers = numbers.computeMembers
    systemMembers = numbers.systemMembers
    sharedMembers = numbers.sharedMembers
    jaccard = numbers.jaccard
    jaccardInterval = numbers.unionMembers < OptimalityMinimum.members ? nil : interval(.jaccard)
    leastRegret = numbers.leastRegret
    leastRegretInterval = interval(.leastRegret)
    greatestRegret = numbers.greatestRegret
    greatestRegretInterval = interval(.greatestRegret)
    largestRegret = numbers.largestRegret
    leastLoss = numbers.leastLoss
    leastLossInterval = interval(.leastLoss)
    greatestLoss = numbers.greatestLoss
    self.kendall = kendall
    kendallInterval = kendall == nil ? nil : interval(.kendall)
    let small =
      numbers.unionMembers < OptimalityMinimum.members && interval(.jaccard) != nil
      ? "; \(numbers.unionMembers) members are too few for an interval of it" : ""
    headline =
      "\(group.dimension.rawValue) \(group.name): \(numbers.sharedMembers) of \(numbers.computeMembers) optimal by compute and \(numbers.systemMembers) by \(system) are both "
      + "(Jaccard \(OptimalityWords.number(jaccard, jaccardInterval, 2))\(small)); choosing by compute takes "
      + "\(OptimalityWords.ratio(leastRegret, leastRegretInterval, greatestRegret)) the least \(system)."
  }
}

/// The rows of one group.
struct OptimalityGroup: Sendable {
  let dimension: OptimalityDimension
  let name: String
  let rows: [Int]
  private let isMember: [Bool]

  private init(_ dimension: OptimalityDimension, _ name: String, rows: [Int], of count: Int) {
    self.dimension = dimension
    self.name = name
    self.rows = rows
    var isMember = [Bool](repeating: false, count: count)
    for row in rows { isMember[row] = true }
    self.isMember = isMember
  }

  func contains(_ row: Int) -> Bool { isMember[row] }

  /// The groups of two configurations or more, along every dimension in which the configurations differ, in the order of the rows.
  static func groups(_ configurations: [Configuration]) -> [OptimalityGroup] {
    OptimalityDimension.allCases.flatMap { dimension -> [OptimalityGroup] in
      var names: [String] = []
      var rows: [String: [Int]] = [:]
      for (row, configuration) in configurations.enumerated() {
        let name = dimension.name(of: configuration)
        if rows[name] == nil { names.append(name) }
        rows[name, default: []].append(row)
      }
      guard names.count > 1 else { return [] }
      return names.compactMap { name in
        guard let own = rows[name], own.count > 1 else { return nil }
        return OptimalityGroup(dimension, name, rows: own, of: configurations.count)
      }
    }
  }
}
