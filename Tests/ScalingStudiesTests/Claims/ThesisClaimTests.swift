import ScalingExperiments
import ScalingStudies
import Testing

/// The thesis where requests are timed under other keys than the judge's, as engines that number their requests do.
@Suite struct ThesisClaimTests {
  /// A cell with 30 problems judged under a judge's names, of which so many are solved, and requests timed under numbers.
  private static func cell(
    _ name: String, tokens: Double, latency: [Double], solved: Int = 30, conditions: SweepConditions = SweepConditions()
  ) -> SweepObservation {
    SweepObservation(
      model: ModelDescription(name: name), tokenCap: 16, strategy: .baseline, accelerator: "any", accelerators: 1,
      problems: latency.indices.map(String.init), latency: latency, outputTokens: latency.map { _ in tokens },
      solved: Dictionary(uniqueKeysWithValues: (0..<30).map { ("judge \($0)", $0 < solved) }), conditions: conditions)
  }

  private static let halves = (0..<20).map { $0.isMultiple(of: 2) ? 1.0 : 3.0 }

  private static func evidence(_ cells: [SweepObservation]) throws -> String {
    let finding = try ThesisClaim.finding(SweepObservations(cells: cells), replicates: 2_000)
    return try #require(finding.evidence.first)
  }

  @Test func `times under other keys are drawn again`() throws {
    // Both solve everything, so the cheap one is chosen. Its mean over 1 s is 1 + B / 10 with B binomial (20, 1/2): P(B <= 5) is 2.07 % and P(B <= 6) 5.77 %, so the ends are at 6 and 14.
    let evidence = try Self.evidence([
      Self.cell("cheap", tokens: 10, latency: Self.halves),
      Self.cell("dear", tokens: 20, latency: Self.halves.map { _ in 1 }),
    ])
    #expect(evidence.contains("costs up to 2 [1.6, 2.4]x the least latency"))
  }

  @Test func `cells that share keys share the draw`() throws {
    // Every request of the cheap one takes twice as long: whatever is drawn, the ratio is 2.
    let evidence = try Self.evidence([
      Self.cell("cheap", tokens: 10, latency: Self.halves),
      Self.cell("dear", tokens: 20, latency: Self.halves.map { $0 / 2 }),
    ])
    #expect(evidence.contains("costs up to 2 [2, 2]x the least latency"))
    #expect(evidence.contains("of 1 cells on its front and 1 on that of latency 0 are on both (Jaccard 0 [0, 0])"))
  }

  @Test func `the overlap of the fronts has an interval from the same draws`() throws {
    // The dear one solves more and is on both fronts; the cheap one is on that of latency only where its mean, 1 + B / 10, is below 1.9: B <= 8 with 25 %, in at least as many draws as either end.
    let evidence = try Self.evidence([
      Self.cell("cheap", tokens: 10, latency: Self.halves, solved: 20),
      Self.cell("dear", tokens: 20, latency: Self.halves.map { _ in 1.9 }),
    ])
    #expect(evidence.contains("of 2 cells on its front and 1 on that of latency 1 are on both (Jaccard 0.5 [0.5, 1])"))
  }

  @Test func `fewer than 20 timed requests in a cell are too few`() throws {
    let finding = try ThesisClaim.finding(
      SweepObservations(cells: [
        Self.cell("cheap", tokens: 10, latency: Self.halves),
        Self.cell("dear", tokens: 20, latency: Array(Self.halves.prefix(19))),
      ]))
    #expect(finding.verdict == .notTestable)
    #expect(
      finding.missing.last
        == "any: 2 judged and timed cells with 30 problems judged in all of them and at least 19 requests timed in each; 2, 20 and 20 are needed."
    )
  }

  @Test func `cells of different tasks do not compete, and what is not said is taken to be alike`() throws {
    func cells(_ tasks: [String?]) -> [SweepObservation] {
      tasks.enumerated().map { row, task in
        Self.cell(
          "\(row)", tokens: Double(10 * (row + 1)), latency: Self.halves.map { $0 / Double(row + 1) },
          conditions: SweepConditions(task: task))
      }
    }
    let apart = try ThesisClaim.finding(SweepObservations(cells: cells(["a", "b"])))
    #expect(apart.verdict == .notTestable)
    #expect(apart.missing[1].hasPrefix("any (task a): 1 judged and timed cells"))
    let two = try ThesisClaim.finding(SweepObservations(cells: cells(["a", "a", "b", "b"])), replicates: 50)
    #expect(
      two.evidence.map { $0.split(separator: ":")[0] } == [
        "generated tokens on any (task a)", "generated tokens on any (task b)",
      ])
    #expect(try ThesisClaim.finding(SweepObservations(cells: cells(["a", nil]))).verdict == .supported)
  }

  @Test func `hardware is compared under like conditions only`() throws {
    func cells(_ second: String) -> SweepObservations {
      TinyCell.sweep(
        [("x", "a", 1.0, "p"), ("y", "a", 2, "p"), ("x", "b", 4, second), ("y", "b", 3, second)].map {
          TinyCell(
            model: $0.0, accelerator: $0.1, seconds: $0.2, conditions: SweepConditions(task: $0.3), solved: 15)
        })
    }
    #expect(try ThesisClaim.hardware(cells("p")).verdict == .supported)
    let apart = try ThesisClaim.hardware(cells("q"))
    #expect(apart.headline == "Hardware: not testable with these data; one kind of hardware was measured, a.")
    #expect(apart.missing.last == "b: left out, because its conditions differ from those of the others.")
  }

  /// A sweep whose requests were timed under numbers of their own.
  private static func renumbered(_ sweep: SyntheticSweep) throws -> SweepObservations {
    SweepObservations(
      cells: try SweepObservations(sweep.runs()).cells.map { cell in
        SweepObservation(
          model: cell.model, tokenCap: cell.tokenCap, strategy: cell.strategy, accelerator: cell.accelerator,
          accelerators: cell.accelerators, problems: cell.problems.map { "request \($0)" }, latency: cell.latency,
          outputTokens: cell.outputTokens, positions: cell.positions, solved: cell.solved, conditions: cell.conditions)
      })
  }

  @Test func `with other keys the effect is found, and latency proportional to compute is no difference`() throws {
    for seed in 1...10 {
      let sweep = try Self.renumbered(SyntheticSweep(seed: UInt64(seed)))
      #expect(try ThesisClaim.finding(sweep, replicates: 50).verdict == .supported)
    }
    let supported = try SyntheticSweep.hundred { sweep in
      sweep.strategies = ["baseline"]
      sweep.fixedSeconds = 0
      sweep.noise = 0.05
      sweep.sizes = [SyntheticSweep.middle].map { size in
        var size = size
        size.secondsPerToken = ["first": 1e-12 * Double(size.parameters)]
        return size
      }
    }.count { try ThesisClaim.finding(Self.renumbered($0), replicates: 50).verdict == .supported }
    #expect(supported <= 5)
  }
}
