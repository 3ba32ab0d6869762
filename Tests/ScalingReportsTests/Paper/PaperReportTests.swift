import ScalingExperiments
import ScalingStudies
import Testing

@testable import ScalingReports

/// The page of the claims, from sweeps of constant times.
@Suite struct PaperReportTests {
  private static func cell(
    _ strategy: ObservedStrategy, cap: Int, count: Int = 20, seconds: Double = 1, version: String? = nil
  ) -> SweepObservation {
    let problems = (0..<count).map { "p\($0)" }
    return SweepObservation(
      model: ModelDescription(name: "tiny", parameters: 1_500_000_000), tokenCap: cap, strategy: strategy,
      accelerator: "any", accelerators: strategy.accelerators, problems: problems,
      latency: problems.map { _ in seconds }, outputTokens: problems.map { _ in 10 },
      conditions: SweepConditions(version: version))
  }

  private static func callout(_ name: String, of page: ReportPage) throws -> ReportCallout {
    let claims = try #require(page.sections.first { $0.id == "claims" })
    let callouts = claims.blocks.compactMap { block -> ReportCallout? in
      if case .callout(let callout) = block { callout } else { nil }
    }
    return try #require(callouts.first { $0.headline.hasPrefix("\(name):") })
  }

  @Test func `every reason is on the page, those that are alike once`() throws {
    // 30 cells without a baseline, and as the last of all one that shares too few problems.
    var cells = (0..<30).map { Self.cell(.ngram(), cap: 10 + $0) }
    cells += [Self.cell(.baseline, cap: 99), Self.cell(.ngram(), cap: 99, count: 5)]
    let page = try PaperReport(
      PaperClaims(SweepObservations(cells: cells), replicates: 50), limitations: []
    ).page()
    let details = try Self.callout("Observation 2", of: page).details.filter { $0.hasPrefix("Missing") }
    #expect(
      details == [
        "Missing or left out: Baseline and n-gram speculation of the same model at the same cap.",
        "Missing or left out: tiny on any, cap 10, n-gram speculation: no baseline cell to compare with.",
        "Missing or left out: And 29 more for the same reason.",
        "Missing or left out: tiny on any, cap 99, n-gram speculation: it shares 5 problems with the baseline; 8 are needed.",
      ])
  }

  @Test func `what was taken to be alike is said, and the estimand stands with the verdict`() throws {
    let sweep = SweepObservations(cells: [
      Self.cell(.baseline, cap: 16, version: "0.7.3"), Self.cell(.ngram(), cap: 16, seconds: 0.5),
    ])
    let page = try PaperReport(PaperClaims(sweep, replicates: 50), limitations: []).page()
    let callout = try Self.callout("Observation 2", of: page)
    #expect(callout.headline.hasSuffix("1 of 1 cells compared."))
    #expect(callout.details.contains("1 cell by latency."))
    let data = try #require(page.sections.first { $0.id == "data" })
    guard case .bulletList(let lines) = try #require(data.blocks.first) else {
      Issue.record("no list of what was left out")
      return
    }
    #expect(
      lines.contains(
        "tiny on any: some runs do not say their engine version, which is 0.7.3 in the others; they are taken to be alike."
      ))
  }

  @Test func `costs are a table with their refusals, where they are given`() throws {
    let runs = try (1...5).map { number in
      Run(
        identifier: "r\(number)", model: ModelDescription(name: "m"),
        hardware: HardwareDescription(accelerator: "any", acceleratorCount: 2),
        workload: Workload(tokenCap: 16, load: .concurrency(1)),
        requests: try RequestRecords(problems: ["a", "b"], outputTokens: [10, 30], latency: [1, 3]))
    }
    let claims = try PaperClaims(SweepObservations(cells: [Self.cell(.baseline, cap: 16)]), replicates: 50)
    let price = AcceleratorPrice(currency: "USD", perHour: 3.6)
    let page = try PaperReport(claims, limitations: [], costs: CellCosts(runs, price: price)).page()
    let section = try #require(page.sections.first { $0.id == "costs" })
    guard case .table(let table) = section.blocks[1], case .bulletList(let lines) = section.blocks[2] else {
      Issue.record("no table of costs")
      return
    }
    // Two accelerators x 4 s / 40 tokens are 200 ms a token; a million tokens take 200,000 s at 0.001 a second.
    #expect(table.rows.count == 5)
    #expect(table.rows[0] == ["r1", "16", "200", "", "200 USD", "", ""])
    #expect(lines.contains { $0.hasPrefix("r1: Cost by wall-clock time") })
    #expect(lines.contains("And 4 more for the same reason."))
    let without = try PaperReport(claims, limitations: []).page()
    #expect(!without.sections.contains { $0.id == "costs" })
  }

  @Test func `the comparison with compute is a section with its figures, where it is given`() throws {
    var cells: [SweepObservation] = []
    for (index, strategy) in [ObservedStrategy.baseline, .tensorParallel(2)].enumerated() {
      let problems = (0..<20).map { "p\($0)" }
      cells.append(
        SweepObservation(
          model: ModelDescription(name: "tiny", parameters: 1_000), tokenCap: 16, strategy: strategy,
          accelerator: "any", accelerators: strategy.accelerators, problems: problems,
          latency: problems.map { _ in index == 0 ? 3 : 2 }, outputTokens: problems.map { _ in 10 },
          solved: Dictionary(uniqueKeysWithValues: problems.map { ($0, $0 < "p15") })))
    }
    let sweep = SweepObservations(cells: cells)
    let optimality = try [SystemMeasure.latency, .acceleratorTime].map {
      try SweepOptimality(sweep, system: $0, replicates: 50)
    }
    let page = try PaperReport(
      PaperClaims(sweep, replicates: 50), limitations: [], optimality: optimality
    ).page()
    let section = try #require(page.sections.first { $0.id == "optimality" })
    let headlines = section.blocks.compactMap { block -> String? in
      if case .callout(let callout) = block { callout.headline } else { nil }
    }
    // By latency two ranks win every tie of compute; they occupy 4 s of accelerators where one takes 3.
    #expect(headlines.count == 4)
    #expect(
      headlines[0].contains("1.00x [1.00, 1.00] the least latency") && headlines[0].contains("(1.50x against it;"))
    #expect(headlines[2].contains("the least accelerator time") && headlines[2].contains("(1.33x against it;"))
    #expect(
      page.figures.map(\.id).suffix(4) == ["regret-accuracy-1", "regret-cost-1", "regret-accuracy-2", "regret-cost-2"])
    let reasons = section.blocks.compactMap { block -> [String]? in
      if case .bulletList(let lines) = block { lines } else { nil }
    }
    #expect(reasons.last == ["executed FLOPs on any: parameters or scored positions of some cells are unknown."])
    #expect(
      !(try PaperReport(PaperClaims(sweep, replicates: 50), limitations: []).page().sections.contains {
        $0.id == "optimality"
      }))
  }
}
