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
  /// The all-reduces in a step.
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
  /// The all-reduce time at which the speed-up is 1: beyond it, one accelerator is faster.
  public let breakEven: BreakEven
  /// The all-reduce time at which the speed-up is the target.
  public let reachesTarget: BreakEven
  /// The target.
  public let target: Double

  /// Groups delayed steps by model, shards, batch and context and compares each group with the whole model's step.
  ///
  /// Groups without a whole-model step or with a single delay are left out. Throws `ScalabilityError` for times that cannot be compared.
  public static func findings(_ steps: [DecodeStepMeasurement], target: Double = 1.7) throws -> [ShardingFinding] {
    struct Group: Hashable {
      let model: ModelDescription
      let shards: Int
      let batch: Int
      let context: Int
      let query: Int
      let source: String?
    }
    let delayed = steps.filter { $0.injectedDelay != nil && $0.execution == .graph }
    var order: [Group] = []
    var members: [Group: [DecodeStepMeasurement]] = [:]
    for step in delayed {
      let group = Group(
        model: step.model, shards: step.shards, batch: step.batch, context: step.context, query: step.query,
        source: step.source)
      if members[group] == nil { order.append(group) }
      members[group, default: []].append(step)
    }
    return try order.compactMap { group in
      guard group.shards > 1, let curve = members[group], curve.count > 1 else { return nil }
      let whole = Group(
        model: group.model, shards: 1, batch: group.batch, context: group.context, query: group.query,
        source: group.source)
      guard let baseline = members[whole]?.first(where: { $0.injectedDelay == 0 }) else { return nil }
      return try ShardingFinding(
        baseline: baseline, curve: curve.sorted { ($0.injectedDelay ?? 0) < ($1.injectedDelay ?? 0) }, target: target)
    }
  }

  private init(baseline: DecodeStepMeasurement, curve: [DecodeStepMeasurement], target: Double) throws {
    guard let first = curve.first else { throw StudyError("A sharding curve needs at least one step.") }
    label = first.model.name
    shards = first.shards
    batch = first.batch
    context = first.context
    reductionsPerStep = first.delaysPerStep
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
        x: microseconds, y: curves.middle, target: target, lower: curves.low, upper: curves.high, level: 0.8,
        xUnit: "us", yName: "speed-up of \(first.model.name) on \(first.shards) shards")
    }
    breakEven = crossings[0]
    reachesTarget = crossings[1]
    let fastest = DecimalText.fixed(speedups[0], 2)
    let least = DecimalText.significant(microseconds[0], 3)
    headline =
      "\(label) on \(shards) shards, batch \(batch): \(fastest)x with an all-reduce time of \(least) us; \(DecimalText.significant(target, 3))x \(Self.words(reachesTarget)), 1x \(Self.words(breakEven))."
  }

  private static func words(_ result: BreakEven) -> String {
    if let x = result.x { return "at \(DecimalText.fixed(x, 1)) us" }
    let range = "\(DecimalText.significant(result.lowestX, 3)) and \(DecimalText.significant(result.highestX, 3)) us"
    return "not between \(range)"
  }

  /// The measured speed-up at an all-reduce time in microseconds, or nil where that time was not measured.
  public func speedup(atMicroseconds time: Double) -> Double? {
    reductionTimes.firstIndex { abs($0 * 1e6 - time) < 1e-6 }.map { speedups[$0] }
  }
}
