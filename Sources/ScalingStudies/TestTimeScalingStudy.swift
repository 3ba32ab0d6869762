import ScalingExperiments
import ScalingStatistics

/// What a study may be told.
public struct StudyOptions: Sendable, Hashable, Codable {
  /// The level of the intervals.
  public var level: Double
  /// The bootstrap replicates behind each interval.
  public var replicates: Int
  /// The seed of every bootstrap.
  public var seed: UInt64
  /// The accuracy that the pick must reach.
  public var minimumAccuracy: Double
  /// The speed-up whose all-reduce time is looked for: the paper's 1.7.
  public var targetSpeedup: Double
  /// Whether the FLOPs of attention are counted.
  public var attention: AttentionAccounting

  /// Creates options; the defaults are 95 %, 1,000 replicates, seed 1, an accuracy of 0.9, a speed-up of 1.7, parameters only.
  public init(
    level: Double = 0.95, replicates: Int = 1_000, seed: UInt64 = 1, minimumAccuracy: Double = 0.9,
    targetSpeedup: Double = 1.7, attention: AttentionAccounting = .parametersOnly
  ) {
    self.level = level
    self.replicates = replicates
    self.seed = seed
    self.minimumAccuracy = minimumAccuracy
    self.targetSpeedup = targetSpeedup
    self.attention = attention
  }
}

/// The questions of "Are We Scaling the Right Thing? A System Perspective on Test-Time Scaling" asked of measurements, as values.
///
/// Where do accuracy and time level off, and is the shape the same along tokens and along time? What does speculation buy, and whom does it slow down? At which all-reduce
/// time do the paper's two statements on tensor parallelism hold? Is compute-optimal system-optimal?
public struct TestTimeScalingStudy: Sendable {
  /// The study in one sentence.
  public let headline: String
  /// The measurements.
  public let measurements: TestTimeScalingMeasurements
  /// The options.
  public let options: StudyOptions
  /// Accuracy along each axis, run by run without speculation.
  public let saturation: [SaturationFinding]
  /// Latency against tokens, run by run.
  public let curvature: [CurvatureFinding]
  /// Latency against tokens in long generations.
  public let growth: [GenerationGrowth]
  /// Speculation against its baseline, model by model.
  public let speculation: [SpeculationFinding]
  /// The cost of scoring drafts.
  public let verification: [VerificationCost]
  /// Shards against the whole model, as a function of the all-reduce time.
  public let sharding: [ShardingFinding]
  /// Steps that no question could use, each with the reason.
  public let leftOut: [String]
  /// All configurations that could run.
  public let configurations: ConfigurationGrid
  /// Compute-optimal against system-optimal, one for each measure of compute.
  public let optimality: [OptimalityFinding]
  /// What should run.
  public let pick: ConfigurationPick

  /// Asks every question; `progress` hears what is being computed.
  ///
  /// Throws `StudyError`, `StatisticsError`, `FitError`, `ScalabilityError` or `ParetoError` where the measurements cannot answer, each with a sentence that names the run.
  public init(
    _ measurements: TestTimeScalingMeasurements, options: StudyOptions = StudyOptions(),
    progress: (String) -> Void = { _ in }
  ) throws {
    self.measurements = measurements
    self.options = options
    guard !measurements.runs.isEmpty else { throw StudyError("The measurements hold no run.") }
    let ladders = try measurements.runs.map { try TokenCapLadder($0) }
    var saturation: [SaturationFinding] = []
    var curvature: [CurvatureFinding] = []
    for ladder in ladders where ladder.speculation?.isOn == false {
      progress("accuracy of \(ladder.label)")
      for axis in CurveAxis.allCases {
        saturation.append(
          try SaturationFinding(
            ladder, along: axis, level: options.level, replicates: options.replicates, seed: options.seed))
      }
      curvature.append(
        try CurvatureFinding(ladder, level: options.level, replicates: options.replicates, seed: options.seed))
    }
    self.saturation = saturation
    self.curvature = curvature
    growth = try measurements.generations.map { try GenerationGrowth($0) }
    progress("speculation")
    speculation = try Self.pairs(measurements.runs).map { baseline, candidate in
      try SpeculationFinding(
        baseline: baseline, candidate: candidate, power: measurements.power, level: options.level,
        replicates: options.replicates, seed: options.seed)
    }
    verification = VerificationCost.ratios(measurements.decodeSteps, verifyingDraftsOf: measurements.runs)
    sharding = try ShardingFinding.findings(measurements.decodeSteps, target: options.targetSpeedup)
    leftOut =
      ShardingFinding.leftOut(measurements.decodeSteps)
      + VerificationCost.leftOut(measurements.decodeSteps, verifyingDraftsOf: measurements.runs)
    progress("fronts")
    let grid = try ConfigurationGrid(ladders, attention: options.attention)
    configurations = grid
    optimality = try OptimalityFinding.findings(
      grid, level: options.level, replicates: options.replicates, seed: options.seed)
    pick = try ConfigurationPick(
      grid, minimumAccuracy: options.minimumAccuracy, replicates: options.replicates, seed: options.seed)
    headline =
      "\(measurements.runs.count) runs, \(speculation.count) pairs of strategies, \(sharding.count) sharding curves, \(grid.configurations.count) configurations."
  }

  /// Each run with speculation and the run without it of the same model, in the order of the runs.
  private static func pairs(_ runs: [Run]) throws -> [(Run, Run)] {
    try runs.filter { $0.serving.speculation?.isOn == true }.map { candidate in
      guard let baseline = runs.first(where: { $0.serving.speculation?.isOn == false && $0.model == candidate.model })
      else {
        throw StudyError(
          "Run \"\(candidate.identifier)\" has no run of the same model without speculation to be compared with.")
      }
      return (baseline, candidate)
    }
  }
}
