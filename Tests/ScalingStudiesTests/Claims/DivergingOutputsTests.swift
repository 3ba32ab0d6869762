import ScalingExperiments
import ScalingStatistics
import ScalingStudies
import Testing

/// Sweeps whose outputs differ between strategies, as those of real greedy runs do: effects on must be found, and effects off must not.
@Suite struct DivergingOutputsTests {
  /// What makes a sweep hard.
  enum Hardship: CaseIterable {
    case divergence, noise, both

    func apply(_ sweep: inout SyntheticSweep) {
      if self != .noise { sweep.divergence = 0.4 }
      if self != .divergence { sweep.noise = 0.1 }
    }
  }

  static func findings(_ sweep: SweepObservations) throws -> [ClaimFinding] {
    [
      try SpeculationClaim.finding(sweep),
      try TensorParallelClaim.proportionality(sweep),
      try TensorParallelClaim.smallModels(sweep),
      try CostClaims.speculationAgainstTensorParallel(sweep),
      try UnpredictabilityClaim.finding(sweep),
      try CostClaims.tensorParallelAgainstBaseline(sweep),
    ]
  }

  @Test(arguments: [Hardship.divergence, .noise])
  func `with every effect on, blemishes, other outputs or noise every claim is supported for all of 100 seeds`(
    hardship: Hardship
  ) throws {
    var unsupported = ""
    for sweep in SyntheticSweep.hundred({
      $0.blemishes = SyntheticSweep.Blemish.allCases
      hardship.apply(&$0)
    }) {
      let findings = try Self.findings(SweepObservations(try sweep.runs()))
      for finding in findings where finding.verdict != .supported {
        unsupported += "seed \(sweep.seed): \(finding.headline)\n"
      }
      if hardship != .noise {
        #expect(findings[0].evidence[0].hasSuffix("because outputs differ in more than a tenth of their pairs."))
      }
    }
    #expect(unsupported == "")
  }

  /// Each claim with the smallest sweep that it accepts and nothing to find; half the time on two accelerators costs what one costs.
  static let nulls: [(String, [SyntheticSweep], @Sendable (SweepObservations) throws -> ClaimFinding)] = [
    (
      "observation 2", ClaimCalibrationTests.pair(["baseline", "speculation"], speedups: ["speculation": 1]),
      { try SpeculationClaim.finding($0) }
    ),
    (
      "observation 3", ClaimCalibrationTests.pair(["baseline", "tp2"], speedups: ["tp2": 2]),
      { try TensorParallelClaim.proportionality($0) }
    ),
    (
      "small models",
      ClaimCalibrationTests.pair(["baseline", "tp2"], size: SyntheticSweep.small, speedups: ["tp2": 1]),
      { try TensorParallelClaim.smallModels($0) }
    ),
    (
      "cost 1", ClaimCalibrationTests.pair(["speculation", "tp2"], speedups: ["speculation": 1, "tp2": 2]),
      { try CostClaims.speculationAgainstTensorParallel($0) }
    ),
    (
      "cost 2", ClaimCalibrationTests.pair(["baseline", "tp2"], speedups: ["tp2": 2]),
      { try CostClaims.tensorParallelAgainstBaseline($0) }
    ),
  ]

  @Test(arguments: Hardship.allCases, [8, 20])
  func `with nothing to find no claim is supported in more than 5 of 100 seeds, for few pairs too`(
    hardship: Hardship, pairs: Int
  ) throws {
    for (name, sweeps, claim) in Self.nulls {
      let hard = sweeps.map { sweep in
        var sweep = sweep
        hardship.apply(&sweep)
        sweep.problemCount = pairs
        return sweep
      }
      #expect(try ClaimCalibrationTests.supported(hard, claim) <= 5, "\(name)")
    }
  }

  @Test(arguments: Hardship.allCases)
  func `a 14B model as erratic as the others is not called unpredictable where outputs differ`(
    hardship: Hardship
  ) throws {
    let sweeps = SyntheticSweep.hundred { sweep in
      sweep.families = ["A"]
      sweep.strategies = ["baseline", "speculation"]
      sweep.problemCount = 40
      sweep.sawtooth = [:]
      sweep.erratic = ["1.5B": 0.1, "7B": 0.1, "14B": 0.1]
      hardship.apply(&sweep)
    }
    #expect(try ClaimCalibrationTests.supported(sweeps) { try UnpredictabilityClaim.finding($0) } <= 5)
  }
}
