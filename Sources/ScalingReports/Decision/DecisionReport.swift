import ParetoFrontiers
import ScalingExperiments
import ScalingStatistics
import ScalingStudies

/// A page that decides: what the data cannot show, the pick or that none is feasible, the claims, the front with every knob, speed-ups, fits, and what was assumed.
///
/// The parts are given as they were found; the page fixes their order, so that no reader meets a result before its limits.
public struct DecisionReport: Sendable {
  /// What to run, or that nothing can be.
  public enum Decision: Sendable, Hashable {
    /// A configuration meets every limit: the sentence that names it, and what else to know.
    case pick(String, details: [String])
    /// None does: the sentence that says so, and the nearest miss with the limits it fails.
    case noneFeasible(String, details: [String])

    /// The decision of a pick among named rows.
    ///
    /// `labels` name the rows, `unit` is that of the objective.
    public init(_ pick: ParetoPick, labels: [String], unit: String = "") {
      func name(_ row: Int) -> String { labels.indices.contains(row) ? labels[row] : "row \(row)" }
      func amount(_ value: Double) -> String {
        DecimalText.significant(value, 4) + (unit.isEmpty ? "" : " \(unit)")
      }
      guard let row = pick.row else {
        var details = pick.violations.map {
          "\($0.constraint) is \(DecimalText.significant($0.value, 4)), the limit \(DecimalText.significant($0.limit, 4)): missed by \(DecimalText.significant($0.absolute, 3))"
            + ($0.relative.isFinite ? " (\(DecimalText.fixed($0.relative * 100, 1)) %)." : ".")
        }
        if let miss = pick.nearestMiss { details.insert("Nearest miss: \(name(miss)).", at: 0) }
        self = .noneFeasible("None feasible. \(pick.headline)", details: details)
        return
      }
      var details: [String] = []
      let others = pick.tiedRows.filter { $0 != row }
      if !others.isEmpty { details.append("As good: \(others.map(name).joined(separator: "; ")).") }
      if let second = pick.runnerUp {
        let value = pick.runnerUpValue.map { " at \(amount($0))" } ?? ""
        let gap = pick.gap.map { ", \(DecimalText.fixed($0 * 100, 1)) % worse" } ?? ""
        details.append("Runner-up: \(name(second))\(value)\(gap).")
      }
      details.append("\(pick.feasibleCount) configurations meet every limit.")
      self = .pick("Run \(name(row))\(pick.value.map { ": \(amount($0))" } ?? "").", details: details)
    }
  }

  /// The page's title.
  public var title: String
  /// The line under the title.
  public var subtitle: String
  /// What the data cannot show, one sentence each.
  public var limitations: [String]
  /// What to run; nil where nothing was asked to be picked.
  public var decision: Decision?
  /// The claims that were tested.
  public var claims: [ClaimFinding] = []
  /// The front as a chart.
  public var fronts: [FindingChart] = []
  /// The configurations of the front with every knob.
  public var configurations: ReportTable?
  /// Speed-ups.
  public var speedups: [FindingChart] = []
  /// Fits: curves, residuals, profiles.
  public var fits: [FindingChart] = []
  /// What was taken for granted: price, power, what a token counts.
  public var assumptions: [String] = []
  /// The runs behind the page: their notes say what was left out.
  public var runs: [Run] = []
  /// The data and their fingerprints.
  public var fingerprints: [ReportFact] = []
  /// The seed of everything random on the page.
  public var seed: UInt64?
  /// Programs and their versions, besides this library.
  public var versions: [ReportFact] = []

  /// Creates a report without results.
  public init(title: String, subtitle: String = "", limitations: [String], decision: Decision? = nil) {
    self.title = title
    self.subtitle = subtitle
    self.limitations = limitations
    self.decision = decision
  }

  /// Builds the page; throws `ChartError` or `ReportPageError` where a part cannot be drawn.
  public func page() throws -> ReportPage {
    var sections: [ReportSection] = []
    switch decision {
    case .pick(let headline, let details):
      sections.append(ReportSection("What to run", id: "pick", blocks: [.finding(headline, details: details)]))
    case .noneFeasible(let headline, let details):
      sections.append(ReportSection("What to run", id: "pick", blocks: [.refusal(headline, details: details)]))
    case nil: break
    }
    if !claims.isEmpty { sections.append(try ClaimSection.section(claims)) }
    var blocks = try figures(fronts, "front")
    if let configurations { blocks.append(.table(configurations)) }
    if !blocks.isEmpty { sections.append(ReportSection("The front", id: "front", blocks: blocks)) }
    for (heading, id, charts) in [("Speed-ups", "speedups", speedups), ("Fits", "fits", fits)] where !charts.isEmpty {
      sections.append(ReportSection(heading, id: id, blocks: try figures(charts, id)))
    }
    if !runs.isEmpty {
      var lines: [String] = []
      for note in runs.flatMap(\.notes).map(\.message) where !lines.contains(note) { lines.append(note) }
      sections.append(
        ReportSection(
          "What was read, and what was left out", id: "data",
          blocks: [.figure(try FindingChart.imported(runs).figure(id: "imported"))]
            + (lines.isEmpty ? [] : [.bulletList(lines)])))
    }
    return try ReportPage(
      title: title, subtitle: subtitle, limitations: limitations, sections: sections,
      footer: ReportFooter(
        assumptions: assumptions, fingerprints: fingerprints, seed: seed, versions: [.library] + versions))
  }

  private func figures(_ charts: [FindingChart], _ id: String) throws -> [ReportBlock] {
    try charts.enumerated().map { index, chart in .figure(try chart.figure(id: "\(id)-chart-\(index + 1)")) }
  }
}

extension ReportFact {
  /// This library and its version.
  public static let library = ReportFact("swift-scaling-analytics", "0.1.0")
}
