import ScalingExperiments
import ScalingStatistics
import ScalingStudies

/// The page of the paper's claims: verdicts first, then Figures 1 and 2 in the paper's arrangement, what is missing, and what was left out.
public struct PaperReport: Sendable {
  /// The claims and the sweep behind them.
  public let claims: PaperClaims
  /// Which cells of a plan the data hold; nil without a plan.
  public let coverage: SweepCoverage?
  /// What the data cannot show.
  public let limitations: [String]
  /// What the adapters noted.
  public let notes: [ImportNote]
  /// The files that were read.
  public let sources: [SourceFile]
  /// The seed of the resampling.
  public let seed: UInt64
  /// Sections that follow the claims, such as what was read only to show that it can be.
  public let appendix: [ReportSection]
  /// What each cell cost; nil where that is not asked.
  public let costs: CellCosts?
  /// Compute-optimal against system-optimal, one for each cost to the system that was asked about.
  public let optimality: [SweepOptimality]

  /// Creates the report.
  public init(
    _ claims: PaperClaims, coverage: SweepCoverage? = nil, limitations: [String], notes: [ImportNote] = [],
    sources: [SourceFile] = [], seed: UInt64 = 1, appendix: [ReportSection] = [], costs: CellCosts? = nil,
    optimality: [SweepOptimality] = []
  ) {
    self.claims = claims
    self.coverage = coverage
    self.limitations = limitations
    self.notes = notes
    self.sources = sources
    self.seed = seed
    self.appendix = appendix
    self.costs = costs
    self.optimality = optimality
  }

  /// Builds the page; throws `ChartError` or `ReportPageError` where a figure cannot be drawn.
  public func page() throws -> ReportPage {
    var sections = [try ClaimSection.section(claims.findings)]
    let figures = [
      try SweepFigure.figure(claims.sweep, title: "Figure 1. Speculation", id: "paper-figure-1") {
        $0 == .baseline || $0.isSpeculation
      },
      hasTensorParallel
        ? try SweepFigure.figure(claims.sweep, title: "Figure 2. Tensor parallelism", id: "paper-figure-2") {
          !$0.isSpeculation
        } : nil,
    ].compactMap { $0 }
    sections.append(
      ReportSection(
        "The paper's figures, from these data", id: "figures",
        blocks: figures.isEmpty
          ? [.caution("No cell was both judged and timed, so neither figure can be drawn.")]
          : figures.map { .figure($0) }))
    if !optimality.isEmpty { sections.append(try optimalitySection) }
    if let costs { sections.append(try CellCostSection.section(costs)) }
    if let coverage { sections.append(coverageSection(coverage)) }
    sections += appendix
    sections.append(leftOutSection)
    return try ReportPage(
      title: "The paper's claims", subtitle: claims.headline, limitations: limitations, sections: sections,
      footer: ReportFooter(
        assumptions: [
          "A verdict is about the models, caps and hardware of its scope and no others.",
          "Constants derived from the paper's rounded 1.7 carry its precision: for 1.65 to 1.75 on four GPUs efficiency .41 to .44, overhead .43 to .47, cost 2.29 to 2.42.",
        ],
        fingerprints: sources.map { ReportFact($0.name, "\($0.rows) rows, FNV-1a \($0.fingerprint)") }, seed: seed,
        versions: [.library]))
  }

  private var hasTensorParallel: Bool {
    claims.sweep.cells.contains(where: \.strategy.isTensorParallel)
  }

  private var optimalitySection: ReportSection {
    get throws {
      var blocks: [ReportBlock] = []
      var number = 0
      for one in optimality {
        for comparison in one.comparisons {
          number += 1
          blocks.append(
            .paragraph("\(comparison.label): \(one.headline) \(comparison.grid.computeDefinition)."))
          blocks += comparison.findings.map { .finding($0.headline) }
          blocks += try OptimalityTables(findings: comparison.findings).blocks(figures: "-\(number)")
        }
      }
      var reasons: [String] = []
      for reason in optimality.flatMap(\.leftOut) where !reasons.contains(reason) { reasons.append(reason) }
      if !reasons.isEmpty { blocks.append(.bulletList(reasons)) }
      return ReportSection("Is compute-optimal system-optimal?", id: "optimality", blocks: blocks)
    }
  }

  private func coverageSection(_ coverage: SweepCoverage) -> ReportSection {
    let missing = coverage.missing.prefix(40).map { "\($0.identifier)" }
    var blocks: [ReportBlock] = [.paragraph(coverage.headline)]
    if !missing.isEmpty {
      let rest = coverage.missing.count - missing.count
      blocks.append(.bulletList(missing.map { "Missing: \($0)" } + (rest > 0 ? ["and \(rest) more"] : [])))
    }
    if !coverage.deviations.isEmpty { blocks.append(.bulletList(coverage.deviations)) }
    if !coverage.strays.isEmpty { blocks.append(.bulletList(coverage.strays.map(\.message))) }
    return ReportSection("Which cells of the plan are there", id: "coverage", blocks: blocks)
  }

  private var leftOutSection: ReportSection {
    var lines = claims.sweep.leftOut + claims.sweep.notes
    for note in notes.map(\.message) where !lines.contains(note) { lines.append(note) }
    return ReportSection(
      "What was read, and what was left out", id: "data",
      blocks: lines.isEmpty ? [.paragraph("Every run was used.")] : [.bulletList(lines)])
  }
}
