import BenchmarkAdapters
import ScalingStudies
import Testing

@Suite struct PaperConditionsTests {
  @Test func `the host times stand at both measured all-reduce times`() throws {
    let conditions = try PaperConditions()
    // By hand, as in the tests of HostTimeRequirement: 4.59 ms at 4.95 us; at 19.1 us (6.995732992 - 1.7 x 3.582533248) / 0.7.
    let large = conditions.hostTimes.prefix(2).compactMap(\.hostTime)
    try #require(large.count == 2)
    #expect(abs(large[0] - 4.592437815e-3) < 1e-12 && abs(large[1] - 1.293466387e-3) < 1e-12)
    #expect(abs(conditions.hostTimes[2].addedHostTime - 0.301692864e-3) < 1e-12)
    #expect(conditions.hostTimes[3].addedHostTime < 0)
    #expect(
      conditions.headline
        == "With the all-reduce of a CUDA graph, 1.7x at 14B would take 4.59 ms of the host in each step on one and on four alike, and 1x at 1.5B 0.302 ms more on four than on one: conditions, not findings."
    )
    #expect(conditions.loads.map(\.rows.count) == [12, 12])
  }

  @Test func `the conditions are printed beside observation 3 and decide nothing`() throws {
    let data = try TestTimeScalingDirectory(PlainCSV.folder.path).read()
    let claims = try PaperClaims(
      SweepObservations(data.runs), sharding: ShardingFinding.findings(data.decodeSteps),
      launches: LaunchOverhead.findings(data.decodeSteps), replicates: 50)
    #expect(claims.findings[2].verdict == .notTestable && claims.findings[3].verdict == .notTestable)
    let large = claims.findings[2].evidence
    let small = claims.findings[3].evidence
    // Between 10 us (14.23514 / 7.4641 = 1.9071) and 20 us (14.23514 / 8.37856 = 1.6990) the line meets 1.7 at 19.95 us.
    #expect(
      large.contains {
        $0.contains("14B on 4 shards, batch 1:") && $0.contains("1.7x at 20.0 us (readings 19.9 to 20.3)")
      })
    // 3.31722 / 2.87946 = 1.1520 and 3.31722 / 3.4305 = 0.9670: 10 + 10 x 0.1520 / 0.1850.
    #expect(small.contains { $0.contains("1x at 18.2 us (readings 18.1 to 18.3)") })
    #expect(large.contains { $0.hasPrefix("Measured beside it") && $0.contains("launching adds 24.3 ms") })
    #expect(small.contains { $0.hasPrefix("Measured beside it") && $0.contains("launching adds 23.1 ms") })
    #expect(large.contains { $0.contains("batch 32, predicted on 4: ") })
    // Gain against model size stands beside observation 2.
    #expect(claims.findings[1].evidence.last == claims.speculationBySize.limitation)
  }
}
