/// All claims of the paper asked of one sweep.
public struct PaperClaims: Sendable {
  /// How many claims came out which way, in a sentence.
  public let headline: String
  /// The claims, in the paper's order.
  public let findings: [ClaimFinding]
  /// What the sweep holds.
  public let sweep: SweepObservations

  /// Asks every claim.
  ///
  /// `sharding` and `verification` are measurements of single steps: they say under which condition a claim would hold, and never decide one.
  public init(
    _ sweep: SweepObservations, sharding: [ShardingFinding] = [], verification: [VerificationCost] = [],
    level: Double = 0.95, replicates: Int = 200, seed: UInt64 = 1
  ) throws {
    self.sweep = sweep
    let findings = [
      DiminishingGainsClaim.finding(sweep, level: level),
      try SpeculationClaim.finding(sweep, verification: verification, level: level),
      try TensorParallelClaim.proportionality(sweep, sharding: sharding, level: level),
      try TensorParallelClaim.smallModels(sweep, sharding: sharding, level: level),
      try CostClaims.speculationAgainstTensorParallel(sweep, level: level),
      try UnpredictabilityClaim.finding(sweep, level: level),
      try CostClaims.tensorParallelAgainstBaseline(sweep, level: level),
      try ThesisClaim.finding(sweep, replicates: replicates, seed: seed),
      try ThesisClaim.hardware(sweep),
    ]
    self.findings = findings
    let counts = [ClaimVerdict.supported, .notSupported, .notTestable].map { verdict in
      findings.count { $0.verdict == verdict }
    }
    headline =
      "Of \(findings.count) claims \(counts[0]) supported, \(counts[1]) not supported, \(counts[2]) not testable with these data."
  }
}
