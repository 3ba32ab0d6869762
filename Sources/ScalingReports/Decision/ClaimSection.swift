import ScalingStudies

/// Claims with their verdicts: first all in one table, then each with its evidence.
enum ClaimSection {
  static func section(_ findings: [ClaimFinding]) throws -> ReportSection {
    var blocks: [ReportBlock] = [
      .table(
        try ReportTable(
          caption: "Each claim, its verdict and what it is about",
          columns: [.init("Claim"), .init("In words"), .init("Verdict"), .init("Scope")],
          rows: findings.map { [$0.name, $0.statement, $0.verdict.words, $0.scope] }, hasRowHeaders: true))
    ]
    for finding in findings {
      var details = ["How it is tested: \(finding.definition)", "About: \(finding.scope)."] + finding.evidence
      details += ReasonGroups.lines(finding.missing).map { "Missing or left out: \($0)" }
      switch finding.verdict {
      case .supported: blocks.append(.finding(finding.headline, details: details))
      case .notSupported: blocks.append(.caution(finding.headline, details: details))
      case .notTestable: blocks.append(.refusal(finding.headline, details: details))
      }
    }
    return ReportSection("The claims", id: "claims", blocks: blocks)
  }
}
