import ScalingStatistics

/// The numbers that are resampled for every comparison of two costs, in the order in which they stand.
enum OptimalityNumber: Int, CaseIterable {
  case jaccard, leastRegret, greatestRegret, largestRegret, leastLoss, greatestLoss, largestLoss, kendall, spearman
}

/// Below so much, no interval is given.
enum OptimalityMinimum {
  /// The members of either front: of fewer the Jaccard index takes a handful of values, and percentiles of it say nothing.
  static let members = 5
}

/// The words of numbers with intervals.
enum OptimalityWords {
  static func number(_ value: Double, _ interval: Estimate?, _ decimals: Int) -> String {
    DecimalText.fixed(value, decimals)
      + (interval.map { " [\(DecimalText.fixed($0.lower, decimals)), \(DecimalText.fixed($0.upper, decimals))]" } ?? "")
  }

  /// A ratio with its interval, and the ratio with ties broken badly where it is another.
  static func ratio(_ least: Double, _ interval: Estimate?, _ greatest: Double) -> String {
    let ends = [least, greatest].map { DecimalText.fixed($0, 2) }
    let first =
      "\(ends[0])x" + (interval.map { " [\(DecimalText.fixed($0.lower, 2)), \(DecimalText.fixed($0.upper, 2))]" } ?? "")
    return ends[0] == ends[1] ? first : "\(first) (ties in its favour) to \(ends[1])x"
  }
}

/// One measure of compute to be compared with the system's cost, with the places at which its curves are read.
struct OptimalityQuestion {
  let measure: ComputeMeasure
  /// Descending.
  let readings: FrontComparison.Readings
}

/// All numbers of all measures under one paired bootstrap: a replicate draws problems and requests once, for every configuration, cap and measure.
struct OptimalityResampling {
  /// The numbers on the data, with their replicates; nil where there can be no interval.
  let distribution: BootstrapDistribution?
  /// How often each row was on the front over each measure, and over the system's cost.
  let computeCounts: [[Int]]
  let systemCounts: [Int]
  let answered: Int
  private let starts: [Int]
  private let questions: [OptimalityQuestion]
  private let level: Double

  init(
    _ grid: ConfigurationGrid, system: SystemMeasure, questions: [OptimalityQuestion], groups: [OptimalityGroup],
    level: Double, replicates: Int, seed: UInt64
  ) throws {
    self.questions = questions
    self.level = level
    let rows = grid.configurations.count
    var starts: [Int] = []
    var next = 0
    for question in questions {
      starts.append(next)
      next += (groups.count + 1) * OptimalityNumber.allCases.count
      next += 2 * (question.readings.accuracies.count + question.readings.budgets.count)
    }
    self.starts = starts
    var computeCounts = questions.map { _ in [Int](repeating: 0, count: rows) }
    var systemCounts = [Int](repeating: 0, count: rows)
    var answered = -1
    guard grid.sample.refusal == nil else {
      distribution = nil
      self.computeCounts = computeCounts
      self.systemCounts = systemCounts
      self.answered = 0
      return
    }
    let accelerators = grid.configurations.map { Double($0.accelerators) }
    let design = try grid.sample.bootstrap(replicates: replicates, seed: seed)
    var whole = FrontComparison()
    var part = FrontComparison()
    distribution = try design.distribution { weights in
      guard let columns = grid.sample.columns(weights) else { return nil }
      let cost = columns.cost(system, accelerators)
      let order = columns.accuracy.indices.sorted {
        (columns.accuracy[$1], $0) < (columns.accuracy[$0], $1)
      }
      let orders = groups.map { group in order.filter { group.contains($0) } }
      var numbers: [Double] = []
      numbers.reserveCapacity(next)
      for (index, question) in questions.enumerated() {
        guard let compute = columns.compute(question.measure) else { return nil }
        let found = whole.compare(
          order: order, accuracy: columns.accuracy, compute: compute, system: cost, readings: question.readings)
        Self.append(found, compute, cost, to: &numbers)
        numbers += whole.leastRegrets
        numbers += whole.greatestRegrets
        numbers += whole.leastLosses
        numbers += whole.greatestLosses
        // The data themselves come first, and are no replicate.
        for row in 0..<rows where answered >= 0 {
          if whole.isOnCompute[row] { computeCounts[index][row] += 1 }
          if index == 0, whole.isOnSystem[row] { systemCounts[row] += 1 }
        }
        for order in orders {
          let found = part.compare(order: order, accuracy: columns.accuracy, compute: compute, system: cost)
          Self.append(found, order.map { compute[$0] }, order.map { cost[$0] }, to: &numbers)
        }
      }
      answered += 1
      return numbers
    }
    self.computeCounts = computeCounts
    self.systemCounts = systemCounts
    self.answered = answered
    // Says what is wrong with the level; a single number without an interval is no fault.
    _ = try distribution?.percentileInterval(0, level: level)
  }

  /// A number of a measure; group -1 is all configurations.
  func interval(_ number: OptimalityNumber, question: Int, group: Int = -1) -> Estimate? {
    let readings = questions[question].readings
    let curves = 2 * (readings.accuracies.count + readings.budgets.count)
    let offset = group < 0 ? 0 : OptimalityNumber.allCases.count * (group + 1) + curves
    return try? distribution?.percentileInterval(starts[question] + offset + number.rawValue, level: level)
  }

  /// The bands of a curve at one of its readings.
  func bands(
    _ basis: RegretBasis, question: Int, reading: Int
  ) -> (least: Estimate?, greatest: Estimate?) {
    let readings = questions[question].readings
    let count = basis == .equalAccuracy ? readings.accuracies.count : readings.budgets.count
    var place = starts[question] + OptimalityNumber.allCases.count
    if basis == .equalCost { place += 2 * readings.accuracies.count }
    place += reading
    return (
      try? distribution?.percentileInterval(place, level: level),
      try? distribution?.percentileInterval(place + count, level: level)
    )
  }

  /// How often a row was on each front, as shares of the resamples; nil without resampling.
  func shares(question: Int, row: Int) -> (compute: Double, system: Double)? {
    guard answered > 0 else { return nil }
    return (
      Double(computeCounts[question][row]) / Double(answered), Double(systemCounts[row]) / Double(answered)
    )
  }

  private static func append(
    _ found: FrontComparison.Numbers, _ compute: [Double], _ system: [Double], to numbers: inout [Double]
  ) {
    numbers += [
      found.jaccard, found.leastRegret, found.greatestRegret, found.largestRegret, found.leastLoss,
      found.greatestLoss, found.largestLoss,
    ]
    numbers.append((try? RankCorrelation.kendall(compute, system)) ?? .nan)
    numbers.append((try? RankCorrelation.spearman(compute, system)) ?? .nan)
  }
}

extension ConfigurationSample.Columns {
  /// The cost to the system of each configuration.
  func cost(_ measure: SystemMeasure, _ accelerators: [Double]) -> [Double] {
    switch measure {
    case .latency: latency
    case .acceleratorTime: zip(accelerators, latency).map { $0 * $1 }
    case .costPerToken: zip(accelerators, zip(latency, tokens)).map { $0 * $1.0 / $1.1 }
    }
  }
}
