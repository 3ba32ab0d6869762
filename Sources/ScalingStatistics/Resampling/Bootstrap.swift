/// A bootstrap design: which units are drawn again, in which strata, how often, from which seed.
///
/// The unit is what was sampled independently: a pair of runs, a problem with all its answers, a generation. Statistics receive one weight a unit
/// (how often it was drawn), so that a paired or nested design is kept by computing every quantity of a unit from the same weight.
/// B. Efron and R. Tibshirani, "An Introduction to the Bootstrap" (1993).
public struct Bootstrap: Sendable, Hashable {
  /// The number of units.
  public let unitCount: Int
  /// What a unit is, in the plural: "pairs", "problems".
  public let unitName: String
  /// The units of each stratum; every replicate draws within them, so that their sizes do not vary.
  public let strata: [[Int]]
  /// The number of replicates.
  public let replicates: Int
  /// The seed; replicate r draws from stream r.
  public let seed: UInt64

  /// Creates a design over units 0 to `unitCount` - 1.
  ///
  /// `strata` gives each unit the number of its stratum; nil is a single one. Throws `StatisticsError` for fewer than two units, a column of strata of another length, or
  /// fewer than 50 replicates.
  public init(
    unitCount: Int, unitName: String = "units", strata: [Int]? = nil, replicates: Int = 2_000, seed: UInt64 = 1
  ) throws {
    guard unitCount > 1 else {
      throw StatisticsError("A bootstrap over \(unitCount) \(unitName) says nothing: at least two are needed.")
    }
    guard replicates >= 50 else {
      throw StatisticsError("\(replicates) bootstrap replicates were asked for; an interval needs at least 50.")
    }
    if let strata, strata.count != unitCount {
      throw StatisticsError("\(strata.count) strata for \(unitCount) \(unitName): one is needed for each.")
    }
    self.unitCount = unitCount
    self.unitName = unitName
    self.replicates = replicates
    self.seed = seed
    let numbers = strata ?? [Int](repeating: 0, count: unitCount)
    self.strata = Set(numbers).sorted().map { number in numbers.indices.filter { numbers[$0] == number } }
  }

  /// What is wrong with resampling so few units, as a sentence; nil for five or more in a stratum.
  package var warning: String? {
    // So many draws of as many units differ: multisets, as five units have 126.
    var samples = 1
    for units in strata {
      guard units.count < 5 else { return nil }
      samples *= [1, 1, 3, 10, 35][units.count]
      guard samples < 126 else { return nil }
    }
    return
      "\(unitCount) \(unitName) drawn with replacement make only \(samples) different samples: read no interval from them"
  }

  /// The weights of one replicate: how often each unit was drawn.
  public func weights(replicate: Int) -> [Double] {
    var generator = SeededGenerator(seed: seed, stream: UInt64(truncatingIfNeeded: replicate))
    var weights = [Double](repeating: 0, count: unitCount)
    for units in strata {
      for _ in units.indices { weights[units[generator.nextIndex(below: units.count)]] += 1 }
    }
    return weights
  }

  /// The distribution of some numbers under resampling.
  ///
  /// `statistic` computes the same count of numbers from any weights (all ones are the data themselves), or nil where a replicate has no answer:
  /// such replicates are counted, not hidden. With `acceleration`, the jackknife needed by BCa intervals runs too: `unitCount` more calls.
  /// Throws `StatisticsError` where the data themselves give no answer, and for acceleration over several strata: leaving units out one at a time is the jackknife of a
  /// single stratum.
  public func distribution(
    acceleration: Bool = false, of statistic: ([Double]) -> [Double]?
  ) throws -> BootstrapDistribution {
    guard !acceleration || strata.count == 1 else {
      throw StatisticsError(
        "A BCa interval was asked for over \(strata.count) strata: its jackknife holds for a single stratum; use the percentile interval."
      )
    }
    guard let observed = statistic([Double](repeating: 1, count: unitCount)) else {
      throw StatisticsError("The statistic has no value on the data themselves, so there is nothing to resample.")
    }
    var columns = [[Double]](repeating: [], count: observed.count)
    for index in columns.indices { columns[index].reserveCapacity(replicates) }
    var failures = 0
    for replicate in 0..<replicates {
      guard let values = statistic(weights(replicate: replicate)), values.count == observed.count else {
        failures += 1
        continue
      }
      for (index, value) in values.enumerated() { columns[index].append(value) }
    }
    var jackknife = [[Double]](repeating: [], count: observed.count)
    if acceleration {
      var weights = [Double](repeating: 1, count: unitCount)
      for unit in 0..<unitCount {
        weights[unit] = 0
        if let values = statistic(weights), values.count == observed.count {
          for (index, value) in values.enumerated() { jackknife[index].append(value) }
        }
        weights[unit] = 1
      }
    }
    return BootstrapDistribution(
      design: self, observed: observed, replicates: columns, jackknife: acceleration ? jackknife : nil,
      failures: failures)
  }
}
