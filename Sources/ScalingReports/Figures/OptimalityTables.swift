import ScalingStatistics
import ScalingStudies

/// Findings of compute- against system-optimal as blocks of a page: tables, sentences, figures.
struct OptimalityTables {
  let findings: [OptimalityFinding]

  private var system: String { findings.first?.system.words ?? SystemMeasure.latency.words }

  func overlap() throws -> ReportTable {
    try ReportTable(
      caption:
        "Fronts over each measure of compute against the front over \(system), and what choosing by compute costs: \(system) at equal accuracy, accuracy at equal \(system)",
      columns: [
        .init("Compute is"), .number("On its front"), .number("On the other front"), .number("On both"),
        .number("Jaccard"), .number("Paid, geometric mean"), .number("Paid, at most"),
        .number("Points of accuracy lost, mean"), .number("Kendall's tau-b of the costs"),
      ],
      rows: findings.map { finding in
        let against = DecimalText.fixed(finding.regret.geometricMeanOfGreatest, 2)
        let least = Self.number(finding.regret.geometricMeanOfLeast, finding.leastRegretInterval, 2)
        let isTied = against != DecimalText.fixed(finding.regret.geometricMeanOfLeast, 2)
        let lost = [finding.equalCost.meanOfLeast, finding.equalCost.meanOfGreatest].map { $0 * 100 }
        let points = Self.number(lost[0], finding.leastLossInterval?.scaled(by: 100), 1)
        let worst = DecimalText.fixed(lost[1], 1)
        return [
          finding.measure.words, "\(finding.computeFront.members.count)", "\(finding.systemFront.members.count)",
          "\(finding.overlap.shared.count)",
          Self.number(finding.overlap.jaccard, finding.overlap.jaccardInterval, 2),
          isTied ? "\(least)x (ties in its favour) to \(against)x" : "\(least)x",
          "\(DecimalText.fixed(finding.regret.largest, 2))x",
          worst == DecimalText.fixed(lost[0], 1) ? points : "\(points) (ties in its favour) to \(worst)",
          finding.rankCorrelation.kendall.map { Self.number($0, finding.rankCorrelation.kendallInterval, 2) }
            ?? "all tie",
        ]
      }, hasRowHeaders: true)
  }

  /// The comparison within each model, strategy and kind of hardware; nil where all configurations have these in common.
  func byGroup() throws -> ReportTable? {
    let rows = findings.flatMap { finding in
      finding.groups.map { group in
        [
          finding.measure.words, "\(group.dimension.rawValue) \(group.name)",
          "\(group.computeMembers), \(group.systemMembers), \(group.sharedMembers)",
          Self.number(group.jaccard, group.jaccardInterval, 2),
          Self.number(group.leastRegret, group.leastRegretInterval, 2) + "x",
          DecimalText.fixed(group.greatestRegret, 2) + "x",
        ]
      }
    }
    guard !rows.isEmpty else { return nil }
    return try ReportTable(
      caption: "The same among the configurations of one model, one strategy or one accelerator alone",
      columns: [
        .init("Compute is"), .init("Among"), .number("On its front, the other, both"), .number("Jaccard"),
        .number("Paid, ties in its favour"), .number("Ties against it"),
      ], rows: rows)
  }

  private static func number(_ value: Double, _ interval: Estimate?, _ decimals: Int) -> String {
    let ends = interval.map {
      " [\(DecimalText.fixed($0.lower, decimals)), \(DecimalText.fixed($0.upper, decimals))]"
    }
    return DecimalText.fixed(value, decimals) + (ends ?? "")
  }

  /// Tables, why configurations leave and enter, what the intervals contain, and both regrets as figures whose identifiers end alike.
  func blocks(figures identifier: String) throws -> [ReportBlock] {
    var blocks: [ReportBlock] = [.table(try overlap())]
    let changes = findings.flatMap { finding in finding.changeSummary.map { "\(finding.measure.words): \($0)" } }
    if !changes.isEmpty { blocks.append(.bulletList(changes)) }
    if let groups = try byGroup() { blocks.append(.table(groups)) }
    // The measures share their resamples; they differ in what was too little for an interval.
    var sentences: [String] = []
    for finding in findings where !sentences.contains(finding.resampling) { sentences.append(finding.resampling) }
    blocks += sentences.map { .paragraph($0) }
    for (basis, name) in [(RegretBasis.equalAccuracy, "accuracy"), (.equalCost, "cost")] {
      blocks.append(.figure(try RegretFigure.figure(findings, basis: basis, id: "regret-\(name)\(identifier)")))
    }
    return blocks
  }
}
