import CurveFitting
import ScalingStatistics

/// One number of processors in a series of weak scaling.
public struct WeakScalingRun: Sendable, Hashable, Codable {
  /// The number of processors p.
  public let processors: Int
  /// The work W(p), in the unit given.
  public let work: Double
  /// The time T(p), in the unit given.
  public let time: Double
  /// The rate of work over that of the baseline, (W(p) / T(p)) / (W(p₀) / T(p₀)).
  public let scaledSpeedup: Double
  /// The scaled speed-up over the ratio of processors; for work in proportion to them T(p₀) / T(p).
  public let efficiency: Double
  /// The processor time of a unit of work over that of the baseline: 1 / efficiency.
  public let costRatio: Double

  /// Whether the efficiency is above 1, by more than rounding.
  public var isSuperlinear: Bool { efficiency > 1 + 1e-12 }
}

/// Work that grows with the processors: scaled speed-up and efficiency over a stated baseline.
///
/// It asks how much more can be done in the time, where `StrongScaling` asks how much sooner the same is done. A scaled speed-up must not be read into Amdahl's law, nor a speed-up into Gustafson's.
public struct WeakScaling: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The largest run's scaled speed-up, efficiency and cost, and where scaling was superlinear.
  public let headline: String
  /// The number of processors p₀ that the others are compared with.
  public let baselineProcessors: Int
  /// One entry for each number of processors, rising.
  public let runs: [WeakScalingRun]
  /// The numbers of processors above the baseline whose efficiency is above 1.
  public let superlinearProcessors: [Int]

  /// The rounded headline.
  public var description: String { headline }

  /// Compares times of growing work, in any order, with the run on `baseline` processors.
  ///
  /// Without `work` each processor has the same share, so that the work is in proportion to the processors. Throws `ScalabilityError` as `StrongScaling` does, and for work that is not positive
  /// and finite. O(n log n).
  public init(
    processors: [Int], times: [Double], work: [Double]? = nil, baseline: Int, repeats: RepeatedRuns = .refused
  ) throws {
    // Counts that are faulty are named as such before they could be faulty work.
    let share = work ?? processors.map { Double(max($0, 1)) }
    let series = try ScalingSeries(
      processors: processors, columns: [("time", times), ("work", share)], baseline: baseline, repeats: repeats)
    let base = series.columns[1][series.baselineIndex] / series.columns[0][series.baselineIndex]
    let runs = series.processors.indices.map { index in
      let (time, work) = (series.columns[0][index], series.columns[1][index])
      let speedup = work / time / base
      let efficiency = speedup * Double(baseline) / Double(series.processors[index])
      return WeakScalingRun(
        processors: series.processors[index], work: work, time: time, scaledSpeedup: speedup, efficiency: efficiency,
        costRatio: 1 / efficiency)
    }
    self.runs = runs
    baselineProcessors = baseline
    superlinearProcessors = runs.filter { $0.processors > baseline && $0.isSuperlinear }.map(\.processors)
    guard let last = runs.last(where: { $0.processors != baseline }) else { throw ScalingSeries.tooShort }
    headline =
      "\(DecimalText.fixed(last.scaledSpeedup, 2))x the work rate on \(last.processors) over \(baseline): efficiency "
      + "\(DecimalText.fixed(100 * last.efficiency, 1)) %, \(DecimalText.fixed(last.costRatio, 2)) times the processor time of a unit of work"
      + ScalingSeries.superlinear(superlinearProcessors) + "."
  }

  /// Weights for rates whose errors are in proportion to them: (T(p) / W(p))².
  public var relativeErrors: ObservationErrors { .weights(runs.map { ($0.time / $0.work) * ($0.time / $0.work) }) }

  /// Fits a scalability law to the rates of work W(p) / T(p); throws `ScalabilityError` as `ScalabilityFit` does.
  public func fit(
    _ law: ScalabilityLaw = .gustafson, throughputOfOne: ThroughputOfOne = .fitted, errors: ObservationErrors = .equal,
    level: Double = 0.95
  ) throws -> ScalabilityFit {
    try ScalabilityFit(
      law, processors: runs.map { Double($0.processors) }, throughput: runs.map { $0.work / $0.time },
      throughputOfOne: throughputOfOne, errors: errors, level: level)
  }

  /// Ranks laws of growing work by AICc, among them the universal one, whose losses need not care why the work grew.
  ///
  /// Throws `ScalabilityError` as `ScalabilityComparison` does.
  public func comparison(
    among laws: [ScalabilityLaw] = [.linear, .gustafson, .universal], errors: ObservationErrors = .equal,
    level: Double = 0.95
  ) throws -> ScalabilityComparison {
    try ScalabilityComparison(
      among: laws, processors: runs.map { Double($0.processors) }, throughput: runs.map { $0.work / $0.time },
      errors: errors, level: level)
  }
}
