import BenchmarkAdapters
import ScalingExperiments
import ScalingStudies
import Testing

@Suite struct LaunchOverheadTests {
  private static func step(
    _ milliseconds: Double, _ execution: ExecutionMode?, batch: Int = 1, query: Int = 1, shards: Int = 1,
    delay: Double? = nil, source: String? = "first.csv"
  ) -> DecodeStepMeasurement {
    DecodeStepMeasurement(
      model: ModelDescription(name: "tiny"), shards: shards, batch: batch, context: 512, query: query,
      execution: execution, injectedDelay: delay, median: milliseconds / 1e3, percentile10: milliseconds / 1e3,
      percentile90: milliseconds / 1e3, source: source)
  }

  @Test func `launching adds what an eager step takes beyond the graph`() throws {
    let findings = LaunchOverhead.findings([Self.step(25, .eager), Self.step(5, .graph)])
    let finding = try #require(findings.first)
    #expect(findings.count == 1 && agree(finding.added, 20e-3))
    #expect(
      finding.headline
        == "tiny, batch 1, context 512: 25 ms a step launched kernel by kernel, 5 ms as a graph; launching adds 20 ms.")
  }

  @Test func `only whole models that score one token in one session are compared`() {
    let others = [
      Self.step(25, .eager, batch: 2), Self.step(25, .eager, query: 6), Self.step(25, .eager, shards: 4),
      Self.step(25, .eager, delay: 0), Self.step(25, nil), Self.step(25, .eager, source: "second.csv"),
    ]
    #expect(LaunchOverhead.findings(others + [Self.step(5, .graph)]).isEmpty)
    #expect(LaunchOverhead.findings([]).isEmpty)
  }

  @Test func `the shipped steps give the differences of the file`() throws {
    let steps = try TestTimeScalingDirectory(PlainCSV.folder.path).read().decodeSteps
    let findings = LaunchOverhead.findings(steps)
    // Three models at batch 1 and 16 and a context of 1,024.
    #expect(findings.count == 6)
    let file = try PlainCSV("decode_verify.csv")
    for finding in findings {
      func median(_ mode: String) throws -> Double {
        let rows = file.rows([
          "model": finding.label, "mode": mode, "batch": "\(finding.batch)", "context": "1024", "query": "1",
        ])
        return try #require(rows.first).number("step_ms_median") / 1e3
      }
      #expect(agree(finding.added, try median("eager") - median("graph")))
    }
  }
}
