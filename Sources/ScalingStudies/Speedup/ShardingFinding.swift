import Scalability
import ScalingExperiments
import ScalingStatistics

/// The speed-up of a model cut into shards as a function of the all-reduce time: measured steps with a delay in the place of each all-reduce.
///
/// No accelerators talked to each other. The curve says what the speed-up would be if every all-reduce took that long and nothing else changed.
public struct ShardingFinding: Sendable {
  /// Speed-up without communication and the break-even times, in a sentence.
  public let headline: String
  /// The model.
  public let label: String
  /// The shards.
  public let shards: Int
  /// The requests decoded together.
  public let batch: Int
  /// The tokens in the KV cache.
  public let context: Int
  /// The all-reduces in a step; nil where unknown or not the same in all steps.
  public let reductionsPerStep: Int?
  /// The time in the place of each all-reduce, in seconds, ascending.
  public let reductionTimes: [Double]
  /// The median step of the whole model over the median step of a shard, at each time.
  public let speedups: [Double]
  /// The 10th percentile of the whole model's step over the 90th of the shard's: a low reading.
  public let lowSpeedups: [Double]
  /// The 90th percentile over the 10th: a high reading.
  public let highSpeedups: [Double]
  /// Efficiency, overhead and cost at each time.
  public let efficiencies: [ParallelEfficiency]
  /// The all-reduce time in microseconds at which the speed-up is 1: beyond it, one accelerator is faster.
  ///
  /// Its `range` is one of clock readings and has no level.
  public let breakEven: BreakEven
  /// The all-reduce time in microseconds at which the speed-up is the target; its `range` is one of clock readings and has no level.
  public let reachesTarget: BreakEven
  /// The target.
  public let target: Double

  /// Groups delayed steps by model, shards, batch and context and compares each group with the whole model's step.
  ///
  /// Groups without a whole-model step or with a single delay have no curve: `leftOut(_:)` names them. Throws `StudyError` for a time that one curve has twice and
  /// `ScalabilityError` for times that cannot be compared.
  public static func findings(_ steps: [DecodeStepMeasurement], target: Double = 1.7) throws -> [ShardingFinding] {
    let sorted = ShardingCurves(steps)
    if let repeated = sorted.repeated { throw StudyError(repeated) }
    return try sorted.curves.map { try ShardingFinding(baseline: $0.baseline, curve: $0.steps, target: target) }
  }

  /// What `findings(_:target:)` makes no curve of and why, one sentence each in the order of the data; empty where nothing was left out.
  ///
  /// Steps without `injectedDelay` belong to other questions and are not listed. O(n).
  public static func leftOut(_ steps: [DecodeStepMeasurement]) -> [String] { ShardingCurves(steps).leftOut }

  private init(baseline: DecodeStepMeasurement, curve: [DecodeStepMeasurement], target: Double) throws {
    guard let first = curve.first else { throw StudyError("A sharding curve needs at least one step.") }
    label = first.model.name
    shards = first.shards
    batch = first.batch
    context = first.context
    reductionsPerStep = curve.allSatisfy { $0.delaysPerStep == first.delaysPerStep } ? first.delaysPerStep : nil
    reductionTimes = curve.compactMap(\.injectedDelay)
    speedups = curve.map { baseline.median / $0.median }
    lowSpeedups = curve.map { baseline.percentile10 / $0.percentile90 }
    highSpeedups = curve.map { baseline.percentile90 / $0.percentile10 }
    self.target = target
    efficiencies = try speedups.map { try ParallelEfficiency(speedup: $0, processors: first.shards) }
    let microseconds = reductionTimes.map { $0 * 1e6 }
    let curves = (low: lowSpeedups, middle: speedups, high: highSpeedups)
    let crossings = try [1, target].map { target in
      try BreakEven(
        x: microseconds, y: curves.middle, target: target, lower: curves.low, upper: curves.high, level: nil,
        xUnit: "us", yName: "speed-up of \(first.model.name) on \(first.shards) shards")
    }
    breakEven = crossings[0]
    reachesTarget = crossings[1]
    let fastest = DecimalText.fixed(speedups[0], 2)
    let least = DecimalText.significant(microseconds[0], 3)
    headline =
      "\(label) on \(shards) shards, batch \(batch): \(fastest)x with an all-reduce time of \(least) us; \(Self.words(reachesTarget, speedups)), \(Self.words(breakEven, speedups))."
  }

  /// Where a speed-up is met, or on which side of it the measured times lie.
  private static func words(_ result: BreakEven, _ speedups: [Double]) -> String {
    let goal = "\(DecimalText.significant(result.target, 3))x"
    switch result.outcome {
    case .reached:
      return "\(goal) at \(DecimalText.fixed(result.x ?? result.lowestX, 1)) us\(readings(result.range))"
    case .severalCrossings:
      return
        "\(goal) in several places (\(result.crossings.map { DecimalText.fixed($0.x, 1) }.joined(separator: ", ")) us)"
    case .notReached:
      return speedups.allSatisfy { $0 > result.target }
        ? "above \(goal) up to \(DecimalText.significant(result.highestX, 3)) us"
        : "below \(goal) even at \(DecimalText.significant(result.lowestX, 3)) us"
    }
  }

  /// The times between which low and high readings of the clock meet the target.
  private static func readings(_ range: ClosedRange<Double>?) -> String {
    guard let range else { return "" }
    let ends = [range.lowerBound, range.upperBound].map { DecimalText.fixed($0, 1) }
    switch (range.lowerBound.isFinite, range.upperBound.isFinite) {
    case (true, true): return " (readings \(ends[0]) to \(ends[1]))"
    case (true, false): return " (readings from \(ends[0]))"
    case (false, true): return " (readings up to \(ends[1]))"
    case (false, false): return ""
    }
  }

  /// The measured speed-up at an all-reduce time in microseconds, or nil where that time was not measured.
  public func speedup(atMicroseconds time: Double) -> Double? {
    reductionTimes.firstIndex { abs($0 * 1e6 - time) < 1e-6 }.map { speedups[$0] }
  }
}
