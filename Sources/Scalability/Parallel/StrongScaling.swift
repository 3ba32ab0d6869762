import CurveFitting
import ScalingStatistics

/// What is done with several runs on the same number of processors.
public enum RepeatedRuns: String, Sendable, Hashable, Codable, CaseIterable {
  /// A number of processors that stands twice is taken for a mistake and refused.
  case refused
  /// Repeats count as one run of their mean time.
  case averaged
}

/// One number of processors in a series of strong scaling.
public struct StrongScalingRun: Sendable, Hashable, Codable {
  /// The number of processors p.
  public let processors: Int
  /// The time T(p), in the unit given.
  public let time: Double
  /// The speed-up over the baseline, T(p₀) / T(p).
  public let speedup: Double
  /// The speed-up over one processor *if p₀ of them are p₀ times as fast as one*, p₀ T(p₀) / T(p); for p₀ = 1 nothing is assumed.
  public let speedupFromOne: Double
  /// The speed-up over the ratio of processors, T(p₀) p₀ / (T(p) p): 1 is linear, above 1 superlinear.
  public let efficiency: Double
  /// The processor time beyond that of the baseline, p T(p) - p₀ T(p₀); negative where superlinear.
  public let overhead: Double
  /// The processor time over that of the baseline: 1 / efficiency.
  public let costRatio: Double

  /// Whether the efficiency is above 1, by more than rounding.
  public var isSuperlinear: Bool { efficiency > 1 + 1e-12 }
}

/// The same work on more and more processors: speed-up, efficiency, overhead and cost over a stated baseline.
///
/// The baseline may have more than one processor, where the work does not fit on one; efficiencies are then over p₀ and say nothing of what was lost on the way there. A three-parameter fit (`fit`) needs no
/// such assumption. Work that grows with the processors is `WeakScaling`.
public struct StrongScaling: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The largest run's speed-up, efficiency and cost, and where scaling was superlinear.
  public let headline: String
  /// The number of processors p₀ that the others are compared with.
  public let baselineProcessors: Int
  /// One entry for each number of processors, rising.
  public let runs: [StrongScalingRun]
  /// The numbers of processors above the baseline whose efficiency is above 1: look for caches that the smaller run did not fit, or for a baseline that is not the best program.
  public let superlinearProcessors: [Int]

  /// The rounded headline.
  public var description: String { headline }

  /// Compares times of the same work, in any order, with the run on `baseline` processors.
  ///
  /// Throws `ScalabilityError` for unequal lengths, fewer than one processor, a time that is not positive and finite, a number of processors that stands twice unless repeats are averaged, no run
  /// on the baseline, and fewer than two numbers of processors. O(n log n).
  public init(processors: [Int], times: [Double], baseline: Int, repeats: RepeatedRuns = .refused) throws {
    let series = try ScalingSeries(
      processors: processors, columns: [("time", times)], baseline: baseline, repeats: repeats)
    let base = series.columns[0][series.baselineIndex]
    let least = Double(baseline)
    let runs = series.processors.indices.map { index in
      let count = Double(series.processors[index])
      let time = series.columns[0][index]
      let speedup = base / time
      let efficiency = speedup * least / count
      return StrongScalingRun(
        processors: series.processors[index], time: time, speedup: speedup, speedupFromOne: least * speedup,
        efficiency: efficiency, overhead: count * time - least * base, costRatio: 1 / efficiency)
    }
    self.runs = runs
    baselineProcessors = baseline
    superlinearProcessors = runs.filter { $0.processors > baseline && $0.isSuperlinear }.map(\.processors)
    guard let last = runs.last(where: { $0.processors != baseline }) else { throw ScalingSeries.tooShort }
    headline =
      "\(DecimalText.fixed(last.speedup, 2))x on \(last.processors) over \(baseline): efficiency "
      + "\(DecimalText.fixed(100 * last.efficiency, 1)) %, \(DecimalText.fixed(last.costRatio, 2)) times the processor time"
      + ScalingSeries.superlinear(superlinearProcessors) + "."
  }

  /// Weights for times whose errors are in proportion to them, as those of repeated runs often are: T(p)².
  ///
  /// Without them the large throughputs decide a fit, and its intervals are too narrow: see the guide UniversalScalability.
  public var relativeErrors: ObservationErrors { .weights(runs.map { $0.time * $0.time }) }

  /// Fits a scalability law to the throughputs 1 / T(p), with constant errors of the throughput unless others are named.
  ///
  /// Throws `ScalabilityError` as `ScalabilityFit` does.
  public func fit(
    _ law: ScalabilityLaw = .universal, throughputOfOne: ThroughputOfOne = .fitted, errors: ObservationErrors = .equal,
    level: Double = 0.95
  ) throws -> ScalabilityFit {
    try ScalabilityFit(
      law, processors: runs.map { Double($0.processors) }, throughput: runs.map { 1 / $0.time },
      throughputOfOne: throughputOfOne, errors: errors, level: level)
  }

  /// Ranks the laws of work of a fixed size by AICc; throws `ScalabilityError` as `ScalabilityComparison` does.
  public func comparison(
    among laws: [ScalabilityLaw] = [.linear, .amdahl, .universal], errors: ObservationErrors = .equal,
    level: Double = 0.95
  ) throws -> ScalabilityComparison {
    try ScalabilityComparison(
      among: laws, processors: runs.map { Double($0.processors) }, throughput: runs.map { 1 / $0.time },
      errors: errors, level: level)
  }

  /// Karp and Flatt's measure over all runs above one processor; throws `ScalabilityError` where the baseline is not one processor, and as `KarpFlattSeries` does.
  public func karpFlatt(level: Double = 0.95) throws -> KarpFlattSeries {
    guard baselineProcessors == 1 else {
      throw ScalabilityError(
        "Karp and Flatt's measure is of speed-ups over one processor; the baseline here has \(baselineProcessors).")
    }
    let parallel = runs.filter { $0.processors > 1 }
    return try KarpFlattSeries(
      processors: parallel.map(\.processors), speedups: parallel.map(\.speedup), level: level)
  }
}
