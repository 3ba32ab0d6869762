import ScalingStatistics
import ScalingStudies
import Testing

/// Effects on: what is there must be found in spite of noise and blemishes, for every one of 100 seeds.
@Suite struct PaperClaimsTests {
  /// In two halves, which run side by side.
  @Test(arguments: [1...50, 51...100] as [ClosedRange<UInt64>])
  func `with every effect on and every blemish every claim is supported for all of 100 seeds`(
    seeds: ClosedRange<UInt64>
  ) throws {
    var unsupported = ""
    let sweeps = SyntheticSweep.hundred { $0.blemishes = SyntheticSweep.Blemish.allCases }
    for sweep in sweeps where seeds.contains(sweep.seed) {
      let claims = try PaperClaims(SweepObservations(try sweep.runs()), replicates: 50, seed: sweep.seed)
      try #require(claims.findings.count == 9)
      for finding in claims.findings where finding.name != "Hardware" && finding.verdict != .supported {
        unsupported += "seed \(sweep.seed): \(finding.headline)\n"
      }
      #expect(claims.findings[8].verdict == .notTestable)
      #expect(claims.headline == "Of 9 claims 8 supported, 0 not supported, 1 not testable with these data.")
    }
    #expect(unsupported == "")
  }

  @Test func `a pick that moves is found for all of 100 seeds`() throws {
    var unsupported = ""
    for sweep in SyntheticSweep.twoAccelerators({ $0.blemishes = SyntheticSweep.Blemish.allCases }) {
      let finding = try ThesisClaim.hardware(SweepObservations(try sweep.runs()))
      if finding.verdict != .supported {
        unsupported += "seed \(sweep.seed): \(finding.headline) \(finding.evidence)\n"
      }
    }
    #expect(unsupported == "")
  }
}
