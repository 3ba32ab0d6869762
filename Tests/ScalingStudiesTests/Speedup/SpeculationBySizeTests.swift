import BenchmarkAdapters
import ScalingExperiments
import ScalingStudies
import Testing

@Suite struct SpeculationBySizeTests {
  private static func pair(_ model: String, _ parameters: Int?, speedup: Double, cap: Int = 16) -> [TinyCell] {
    [
      TinyCell(model: model, parameters: parameters, cap: cap, seconds: speedup),
      TinyCell(model: model, parameters: parameters, cap: cap, strategy: .ngram(draftTokens: 5), seconds: 1),
    ]
  }

  private static func step(_ milliseconds: Double, _ model: String, _ parameters: Int, query: Int, context: Int = 512)
    -> DecodeStepMeasurement
  {
    DecodeStepMeasurement(
      model: ModelDescription(name: model, parameters: parameters), context: context, query: query, execution: .graph,
      median: milliseconds / 1e3, percentile10: milliseconds / 1e3, percentile90: milliseconds / 1e3)
  }

  @Test func `models come by size, each at its largest cap, and unknown sizes and other drafts do not`() throws {
    var other = TinyCell(model: "head", parameters: 5, strategy: .speculation(method: .eagle, draftTokens: 5))
    other.seconds = 0.5
    let cells =
      Self.pair("large", 14_000_000_000, speedup: 1.2) + Self.pair("small", 1_500_000_000, speedup: 9)
      + Self.pair("small", 1_500_000_000, speedup: 1.5, cap: 32) + Self.pair("unknown", nil, speedup: 2)
      + [TinyCell(model: "head", parameters: 5), other]
    let finding = try SpeculationBySize(TinyCell.sweep(cells), verification: [])
    #expect(finding.measured.map(\.parameters) == [1_500_000_000, 14_000_000_000])
    #expect(finding.measured.map(\.tokenCap) == [32, 16])
    #expect(
      finding.sentences[0]
        == "Measured speed-up by size, each at its largest cap: small on any (1.5B parameters) 1.5 [1.5, 1.5]x, large on any (14B parameters) 1.2 [1.2, 1.2]x; it falls from the smallest to the largest beyond doubt."
    )
  }

  @Test func `verification is a range over contexts, and what falls with it raises the gain`() throws {
    // 1.25 and 1.5 at the small model, 1.1 at the large one.
    let steps = [
      Self.step(8, "large", 14, query: 1), Self.step(8.8, "large", 14, query: 6), Self.step(4, "small", 1, query: 1),
      Self.step(5, "small", 1, query: 6), Self.step(4, "small", 1, query: 1, context: 1_024),
      Self.step(6, "small", 1, query: 6, context: 1_024),
    ]
    let finding = try SpeculationBySize(
      SweepObservations(cells: []), verification: VerificationCost.ratios(steps, query: 6), published: [])
    #expect(finding.measured.isEmpty && finding.verification.map(\.parameters) == [14, 1])
    #expect(
      finding.sentences.first
        == "Verifying, batch 1: large 1.10x for 6 tokens over 1 context; small 1.25x to 1.50x for 6 tokens over 2 contexts (shapes with random weights, on one accelerator)."
    )
    #expect(
      finding.headline
        == "With model size the cost of scoring 6 tokens falls from small (1.25x to 1.50x) to large (1.10x), because more of a large model's step is streaming weights that a pass shares: by itself that raises the gain with size."
    )
    #expect(finding.sentences.last == finding.limitation)
  }

  @Test func `published figures are read along size on the accelerator with most sizes`() throws {
    let finding = try SpeculationBySize(SweepObservations(cells: []), verification: [])
    #expect(
      finding.headline
        == "With model size in Spec-Bench on A100 the gain goes from 1.66 to 1.40 between 7B and 33B: tokens a pass go from 1.75 to 1.54, and a pass from 1.05 to 1.10 plain steps."
    )
    #expect(finding.published.count == 4 && finding.sentences.count == 3)
  }

  @Test func `the shipped models show no change with size, and the shapes a cheaper verification`() throws {
    let data = try TestTimeScalingDirectory(PlainCSV.folder.path).read()
    let finding = try SpeculationBySize(
      SweepObservations(data.runs),
      verification: VerificationCost.ratios(data.decodeSteps, verifyingDraftsOf: data.runs))
    // The ratios of totals of the data's description: 2.50, 2.26, 2.28, 2.24.
    #expect(finding.measured.map { printed($0.speedup.value, 2) } == ["2.50", "2.26", "2.28", "2.24"])
    #expect(finding.sentences[0].hasSuffix("overlap, so no change with size is shown."))
    let file = try PlainCSV("decode_steps.csv")
    func ratio(_ model: String, _ context: Int) throws -> Double {
      func median(_ query: String) throws -> Double {
        let rows = file.rows(["model": model, "shard": "1", "batch": "1", "context": "\(context)", "query": query])
        return try #require(rows.first).number("step_ms_median")
      }
      return try median("6") / median("1")
    }
    for range in finding.verification {
      let ratios = try [256, 1_024, 4_096, 16_384].map { try ratio(range.label, $0) }
      #expect(agree(range.least, try #require(ratios.min())))
      #expect(agree(range.greatest, try #require(ratios.max())))
    }
  }
}
