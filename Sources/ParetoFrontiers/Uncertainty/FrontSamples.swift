import ScalingStatistics

/// What is computed from a configuration's samples.
public enum SampleStatistic: Sendable {
  /// The arithmetic mean: an accuracy from marks of 0 and 1, a mean latency.
  case mean
  /// A quantile, at a probability in 0 to 1, between order statistics linearly.
  case quantile(Double)
  /// The caller's own statistic, of samples in any order.
  case custom(@Sendable ([Double]) -> Double)

  func value(of samples: [Double]) throws -> Double {
    switch self {
    case .mean: return SampleMoments.mean(samples)
    case .quantile(let probability): return try SampleQuantile.of(samples, at: probability)
    case .custom(let statistic): return statistic(samples)
    }
  }
}

/// Which samples are drawn together.
public enum SampleUnit: String, Sendable, Hashable, Codable, CaseIterable {
  /// Problems that every configuration answered, in one order: all configurations and objectives see the same draw, so that what a hard problem does to all of them cancels.
  case sharedProblems
  /// Requests or repeats of each configuration: its objectives see the same draw, other configurations another.
  case ownRecords
  /// Samples that have nothing to do with those of any other objective.
  case separate
}

/// An objective as samples: for every row the repeats, requests or answers that its value is computed from.
public struct SampledObjective: Sendable {
  /// The name.
  public let name: String
  /// The samples of each row.
  public let samples: [[Double]]
  /// Which way is better.
  public let sense: OptimizationSense
  /// What is computed from them.
  public let statistic: SampleStatistic
  /// Which samples are drawn together.
  public let unit: SampleUnit

  /// Creates a sampled objective.
  public init(
    name: String, samples: [[Double]], sense: OptimizationSense, statistic: SampleStatistic = .mean,
    unit: SampleUnit = .ownRecords
  ) {
    self.name = name
    self.samples = samples
    self.sense = sense
    self.statistic = statistic
    self.unit = unit
  }
}

extension FrontReplicates {
  /// Draws samples again with replacement and computes every objective anew: O(replicates × samples) for means, with a sort for quantiles.
  ///
  /// B. Efron and R. Tibshirani, "An Introduction to the Bootstrap" (1993). From m repeats the drawn spread is too small by a factor of √((m - 1) / m): with fewer than ten, standard
  /// errors are the better source. Throws `ParetoError` for a row with fewer than two samples (its spread is unknown), samples that should be drawn together and differ in number,
  /// a sample or statistic that is not a number, columns of unequal length, and fewer than 50 replicates.
  public static func resampled(
    _ objectives: [SampledObjective], replicates: Int = 1_000, seed: UInt64 = 1
  ) throws -> FrontReplicates {
    try checkCount(replicates)
    let rows = objectives.first?.samples.count ?? 0
    guard rows > 0 else { throw ParetoError("No samples were given: there is no row to draw again.") }
    try check(objectives, rows: rows)
    let observed = try objectives.map { objective in
      Objective(
        name: objective.name,
        values: try objective.samples.enumerated().map { row, samples in
          try finite(objective.statistic.value(of: samples), objective, row)
        }, sense: objective.sense)
    }
    // All samples in one column, so that the loop below follows no array of arrays.
    var flat: [Double] = []
    var starts: [Int] = []
    for objective in objectives {
      for samples in objective.samples {
        starts.append(flat.count)
        flat.append(contentsOf: samples)
      }
    }
    let counts = objectives.flatMap { $0.samples.map(\.count) }
    let units = objectives.map(\.unit)
    let isMean = objectives.map { if case .mean = $0.statistic { true } else { false } }
    let signs = objectives.map { $0.sense == .maximize ? -1.0 : 1.0 }
    var draws = [[Double]](repeating: [Double](repeating: 0, count: rows * replicates), count: objectives.count)
    let problemCount = objectives.first { $0.unit == .sharedProblems }?.samples[0].count ?? 0
    // Plain buffers: arrays would be checked for sharing at each of the millions of writes.
    let problems = UnsafeMutableBufferPointer<Int>.allocate(capacity: problemCount)
    let records = UnsafeMutableBufferPointer<Int>.allocate(capacity: counts.max() ?? 0)
    let separate = UnsafeMutableBufferPointer<Int>.allocate(capacity: counts.max() ?? 0)
    let replicateValues = UnsafeMutableBufferPointer<Double>.allocate(capacity: objectives.count * rows)
    defer {
      problems.deallocate()
      records.deallocate()
      separate.deallocate()
      replicateValues.deallocate()
    }
    var drawn: [Double] = []
    try flat.withUnsafeBufferPointer { flat in
      for replicate in 0..<replicates {
        var indices = IndexDraws(generator: SeededGenerator(seed: seed, stream: UInt64(replicate)))
        indices.fill(problems, count: problemCount, below: problemCount)
        for row in 0..<rows {
          var haveRecords = false
          for index in units.indices {
            let cell = index * rows + row
            let count = counts[cell]
            let isShared = units[index] == .sharedProblems
            let isSeparate = units[index] == .separate
            if isSeparate {
              indices.fill(separate, count: count, below: count)
            } else if !isShared && !haveRecords {
              indices.fill(records, count: count, below: count)
              haveRecords = true
            }
            let start = starts[cell]
            if isMean[index] {
              var sum = 0.0
              if isShared {
                for problem in problems { sum += flat[start + problem] }
              } else if isSeparate {
                for position in 0..<count { sum += flat[start + separate[position]] }
              } else {
                for position in 0..<count { sum += flat[start + records[position]] }
              }
              replicateValues[cell] = sum / Double(count)
            } else {
              drawn.removeAll(keepingCapacity: true)
              for position in 0..<count {
                let sample = isShared ? problems[position] : (isSeparate ? separate[position] : records[position])
                drawn.append(flat[start + sample])
              }
              replicateValues[cell] = try finite(objectives[index].statistic.value(of: drawn), objectives[index], row)
            }
          }
        }
        for index in units.indices {
          let sign = signs[index]
          draws[index].withUnsafeMutableBufferPointer { column in
            for row in 0..<rows { column[replicate * rows + row] = replicateValues[index * rows + row] * sign + 0 }
          }
        }
      }
    }
    return FrontReplicates(objectives: observed, draws: draws, count: replicates, seed: seed, source: .bootstrap)
  }

  private static func finite(_ value: Double, _ objective: SampledObjective, _ row: Int) throws -> Double {
    guard !value.isNaN else { throw ParetoError("The statistic of \(objective.name) for row \(row) is not a number.") }
    return value
  }

  private static func check(_ objectives: [SampledObjective], rows: Int) throws {
    let problems = objectives.first { $0.unit == .sharedProblems }
    let records = objectives.first { $0.unit == .ownRecords }
    for objective in objectives {
      guard objective.samples.count == rows else {
        throw ParetoError(
          "\(objective.name) has samples for \(objective.samples.count) rows where \(objectives[0].name) has \(rows).")
      }
      for (row, samples) in objective.samples.enumerated() {
        guard samples.count > 1 else {
          throw ParetoError(
            "\(objective.name) of row \(row) has \(samples.count) samples: its spread is unknown below two.")
        }
        if let index = samples.firstIndex(where: \.isNaN) {
          throw ParetoError("Sample \(index) of \(objective.name) for row \(row) is not a number.")
        }
        if objective.unit == .sharedProblems, let first = problems?.samples[0].count, samples.count != first {
          throw ParetoError(
            "\(objective.name) of row \(row) has \(samples.count) problems where row 0 has \(first): "
              + "shared problems are the same for all rows.")
        }
        if objective.unit == .ownRecords, let partner = records, samples.count != partner.samples[row].count {
          throw ParetoError(
            "\(objective.name) of row \(row) has \(samples.count) records where \(partner.name) has "
              + "\(partner.samples[row].count): records of one request go together, other samples are separate.")
        }
      }
    }
  }
}
