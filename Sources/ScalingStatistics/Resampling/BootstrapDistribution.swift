#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a bootstrap gave: the observed numbers, their replicates, and intervals from them.
public struct BootstrapDistribution: Sendable, Hashable {
  /// The design and what came of it, in a sentence.
  public let headline: String
  /// The numbers on the data themselves.
  public let observed: [Double]
  /// One column of replicates for each number.
  public let replicates: [[Double]]
  /// How many replicates had no answer.
  public let failures: Int
  /// What the reader should know before using an interval: that there are few units, of which only so many different samples can be drawn; empty for a design without a fault.
  public let warnings: [String]
  private let jackknife: [[Double]]
  private let hasJackknife: Bool
  private let unitCount: Int
  private let unitDescription: String

  /// `jackknife` is nil where none was asked for; else a column for each number, without the units that had no answer.
  package init(design: Bootstrap, observed: [Double], replicates: [[Double]], jackknife: [[Double]]?, failures: Int) {
    self.observed = observed
    self.replicates = replicates
    hasJackknife = jackknife != nil
    self.jackknife = jackknife ?? []
    unitCount = design.unitCount
    self.failures = failures
    warnings = design.warning.map { [$0] } ?? []
    unitDescription = "\(design.unitCount) \(design.unitName)"
    headline =
      "\(design.replicates) replicates over \(unitDescription), seed \(design.seed)"
      + (failures == 0 ? "" : ", \(failures) without an answer")
  }

  /// The percentile interval of a number.
  ///
  /// Throws `StatisticsError` for a number that does not exist, a level outside 0 to 1, a number that is NaN on the data themselves, or more than a fifth of the replicates without an answer.
  public func percentileInterval(_ index: Int = 0, level: Double = 0.95) throws -> Estimate {
    let sorted = try sortedReplicates(index, level: level)
    return Estimate(
      value: observed[index], lower: SampleQuantile.ofSorted(sorted, at: 0.5 - level / 2),
      upper: SampleQuantile.ofSorted(sorted, at: 0.5 + level / 2), level: level,
      method: "percentile bootstrap over \(unitDescription)")
  }

  /// The bias-corrected and accelerated interval of a number (Efron, "Better Bootstrap Confidence Intervals", JASA 1987).
  ///
  /// Needs a distribution made with `acceleration: true`; throws as `percentileInterval` does, where the jackknife is missing, and where the statistic has no finite value with one
  /// unit left out: without its most influential units a jackknife would understate the acceleration.
  public func acceleratedInterval(_ index: Int = 0, level: Double = 0.95) throws -> Estimate {
    let sorted = try sortedReplicates(index, level: level)
    guard hasJackknife else {
      throw StatisticsError("A BCa interval needs the jackknife: make the distribution with acceleration: true.")
    }
    let finite = jackknife[index].count(where: \.isFinite)
    guard finite == unitCount else {
      throw StatisticsError(
        "Leaving out one of \(unitDescription) at a time gives no answer for \(unitCount - finite) of them: a BCa interval needs all; use the percentile interval."
      )
    }
    let normal = NormalDistribution.standard
    let below = sorted.count { $0 < observed[index] }
    let ties = sorted.count { $0 == observed[index] }
    // Half of the ties count as below, so that a discrete statistic is not called biased.
    let share = (Double(below) + 0.5 * Double(ties)) / Double(sorted.count)
    let method = "BCa bootstrap over \(unitDescription)"
    guard share > 0, share < 1 else {
      return Estimate(
        value: observed[index], lower: SampleQuantile.ofSorted(sorted, at: 0.5 - level / 2),
        upper: SampleQuantile.ofSorted(sorted, at: 0.5 + level / 2), level: level,
        method: method + " (no bias correction: all replicates on one side)")
    }
    let bias = normal.quantile(share)
    let center = SampleMoments.mean(jackknife[index])
    let second = SampleMoments.sum(jackknife[index].map { (center - $0) * (center - $0) })
    let third = SampleMoments.sum(jackknife[index].map { pow(center - $0, 3) })
    // 0 also where the values hardly vary and their squares underflow.
    let ratio = third / (6 * pow(second, 1.5))
    let acceleration = ratio.isFinite ? ratio : 0
    func end(_ probability: Double) -> Double {
      let shifted = bias + normal.quantile(probability)
      let room = 1 - acceleration * shifted
      // At and beyond the pole of the formula the end lies outside all replicates.
      guard room > 0 else { return SampleQuantile.ofSorted(sorted, at: shifted > 0 ? 1 : 0) }
      return SampleQuantile.ofSorted(sorted, at: normal.cumulativeProbability(at: bias + shifted / room))
    }
    return Estimate(
      value: observed[index], lower: end(0.5 - level / 2), upper: end(0.5 + level / 2), level: level, method: method)
  }

  private func sortedReplicates(_ index: Int, level: Double) throws -> [Double] {
    try StatisticsError.checkLevel(level)
    guard observed.indices.contains(index) else {
      throw StatisticsError("Number \(index) was asked for; the statistic has \(observed.count).")
    }
    guard !observed[index].isNaN else {
      throw StatisticsError("Number \(index) is not a number on the data themselves: there is no interval around it.")
    }
    let column = replicates[index].filter { !$0.isNaN }
    let total = replicates[index].count + failures
    guard column.count * 5 >= total * 4 else {
      throw StatisticsError(
        "\(total - column.count) of \(total) bootstrap replicates have no answer: an interval from the rest would flatter."
      )
    }
    return column.sorted()
  }
}
