/// All claims of the paper asked of one sweep.
public struct PaperClaims: Sendable {
  /// How many claims came out which way, in a sentence.
  public let headline: String
  /// The claims, in the paper's order.
  public let findings: [ClaimFinding]
  /// What the sweep holds.
  public let sweep: SweepObservations
  /// How the gain of speculation moves with model size, beside observation 2.
  public let speculationBySize: SpeculationBySize
  /// Under which conditions the paper's numbers on tensor parallelism hold, beside observation 3.
  public let conditions: PaperConditions

  /// Asks every claim.
  ///
  /// `sharding`, `verification` and `launches` are measurements of single steps: they say under which condition a claim would hold, and never decide one.
  public init(
    _ sweep: SweepObservations, sharding: [ShardingFinding] = [], verification: [VerificationCost] = [],
    launches: [LaunchOverhead] = [], level: Double = 0.95, replicates: Int = 200, seed: UInt64 = 1
  ) throws {
    self.sweep = sweep
    speculationBySize = try SpeculationBySize(sweep, verification: verification, level: level)
    conditions = try PaperConditions(launches: launches)
    let findings = [
      DiminishingGainsClaim.finding(sweep, level: level),
      try SpeculationClaim.finding(sweep, verification: verification, level: level).adding(speculationBySize.sentences),
      try TensorParallelClaim.proportionality(sweep, sharding: sharding, level: level).adding(conditions.large),
      try TensorParallelClaim.smallModels(sweep, sharding: sharding, level: level).adding(conditions.small),
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

extension ClaimFinding {
  /// The finding with further sentences after its evidence; they do not bear on the verdict.
  fileprivate func adding(_ sentences: [String]) -> ClaimFinding { ClaimFinding(self, evidence: evidence + sentences) }

  private init(_ finding: ClaimFinding, evidence: [String]) {
    headline = finding.headline
    name = finding.name
    statement = finding.statement
    definition = finding.definition
    verdict = finding.verdict
    scope = finding.scope
    self.evidence = evidence
    missing = finding.missing
  }
}
