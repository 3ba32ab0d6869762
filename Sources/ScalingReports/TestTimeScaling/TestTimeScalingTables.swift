import ScalingStatistics
import ScalingStudies

/// The tables of a test-time scaling report.
struct TestTimeScalingTables {
  let study: TestTimeScalingStudy

  func saturation() throws -> ReportTable {
    try ReportTable(
      caption: "Where accuracy levels off, and how well the best law describes the way there",
      columns: [
        .init("Run"), .init("Axis"), .init("Verdict"), .number("Plateau (%)"), .number("95 % of it reached at"),
        .init("Best law"), .number("Its lack of fit, p"),
      ],
      rows: study.saturation.filter { $0.verdict != .notRising }.map { finding in
        let isClaimed = finding.verdict != .notShown
        let plateau = finding.plateau.map {
          "\(FigureDrawing.percent($0.value)) [\(FigureDrawing.percent($0.lower)), \(FigureDrawing.percent($0.upper))]"
        }
        let reaching = finding.reaching95.map {
          "\($0.scaled(by: finding.axis.displayFactor).headline) \(finding.axis.displayUnit)"
        }
        return [
          finding.label, finding.axis.words, finding.verdict.words,
          isClaimed ? (plateau ?? "not given") : "not claimed", isClaimed ? (reaching ?? "not given") : "not claimed",
          finding.comparison?.best.law ?? "none",
          finding.comparison?.best.lackOfFitProbability.map { DecimalText.significant($0, 2) } ?? "not given",
        ]
      })
  }

  func laws() throws -> ReportTable {
    try ReportTable(
      caption: "The laws compared: differences in AICc (0 is best)",
      columns: [.init("Run"), .init("Axis"), .init("Laws, best first")],
      rows: study.saturation.compactMap { finding in
        guard let comparison = finding.comparison else { return nil }
        let laws = comparison.ranking.map { "\($0.fit.law) \(DecimalText.fixed($0.difference, 1))" }
        return [finding.label, finding.axis.words, laws.joined(separator: ", ")]
      })
  }

  func curvature() throws -> ReportTable {
    try ReportTable(
      caption:
        "Latency against tokens: a fixed start and a time for each token, and what that looks like on logarithmic axes",
      columns: [
        .init("Run"), .number("Start (ms)"), .number("ms a token"), .number("Largest deviation (%)"),
        .number("d ln latency / d ln tokens, first and last"), .number("Exponent of accuracy, tokens"),
        .number("latency"),
      ],
      rows: study.curvature.map {
        let isHeld = $0.isExponentMeaningless
        return [
          $0.label, DecimalText.significant($0.startSeconds * 1e3, 3),
          DecimalText.significant($0.secondsPerToken * 1e3, 3), DecimalText.fixed($0.largestDeviation * 100, 1),
          "\(DecimalText.fixed($0.elasticityAtStart.value, 2)), \(DecimalText.fixed($0.elasticityAtEnd.value, 2))",
          isHeld ? "law does not fit" : FigureDrawing.interval($0.exponentAlongTokens),
          isHeld ? "law does not fit" : FigureDrawing.interval($0.exponentAlongLatency),
        ]
      })
  }

  func growth() throws -> ReportTable {
    try ReportTable(
      caption: "Time of one more token in a long generation (one generation each, so no interval)",
      columns: [
        .init("Shape"), .number("At the start (ms)"), .number("At the end (ms)"), .number("Ratio"),
        .number("Latency grows as tokens to the power"),
      ],
      rows: study.growth.map {
        [
          $0.label, DecimalText.fixed($0.secondsPerTokenAtStart * 1e3, 2),
          DecimalText.fixed($0.secondsPerTokenAtEnd * 1e3, 2), DecimalText.fixed($0.marginalGrowth, 2),
          DecimalText.fixed($0.elasticity, 3),
        ]
      })
  }

  func speculation() throws -> ReportTable {
    try ReportTable(
      caption: "Speed-up of speculation over the same problems, set-up taken out",
      columns: [
        .init("Model"), .number("Pairs"), .number("Ratio of totals"), .number("Typical request"),
        .number("Requests slower (%)"), .number("Ratio with the set-up left in"),
      ],
      rows: study.speculation.map {
        let slower = $0.speedup.shareSlower
        return [
          $0.label, "\($0.speedup.pairCount)", FigureDrawing.interval($0.speedup.ratioOfTotals),
          FigureDrawing.interval($0.speedup.typicalRequest),
          "\(FigureDrawing.percent(slower.value, 0)) [\(FigureDrawing.percent(slower.lower, 0)), \(FigureDrawing.percent(slower.upper, 0))]",
          DecimalText.fixed($0.ratioWithSetup, 2),
        ]
      }, hasRowHeaders: true)
  }

  func costs() throws -> ReportTable {
    try ReportTable(
      caption:
        "What speculation does to cost, energy and arithmetic: with over without, below 1 is less. Energy: one window of power for each, so no interval",
      columns: [
        .init("Model"), .number("Cost per token"), .number("Joules per token"), .number("Without (J)"),
        .number("With (J)"), .number("Arithmetic"), .number("Tokens a pass"), .number("Drafts kept (%)"),
      ],
      rows: study.speculation.map {
        [
          $0.label, FigureDrawing.interval($0.costRatio),
          $0.energyRatio.map { DecimalText.fixed($0, 2) } ?? "not measured",
          $0.baselineJoulesPerToken.map { DecimalText.fixed($0, 4) } ?? "not measured",
          $0.candidateJoulesPerToken.map { DecimalText.fixed($0, 4) } ?? "not measured",
          $0.arithmeticRatio.map { DecimalText.fixed($0, 2) } ?? "not counted",
          $0.gain.map { DecimalText.fixed($0.tokensPerPass, 2) } ?? "not counted",
          $0.gain?.acceptanceShare.map { FigureDrawing.percent($0, 0) } ?? "not counted",
        ]
      }, hasRowHeaders: true)
  }

  func verification() throws -> ReportTable {
    try ReportTable(
      caption:
        "A decode step that scores drafts over one that scores a single token: the price of checking them",
      columns: [.init("Shape"), .number("Tokens scored"), .number("Batch"), .number("Context"), .number("Ratio")],
      rows: study.verification.filter { $0.batch == 1 || $0.batch >= 16 }.map {
        [$0.label, "\($0.query)", "\($0.batch)", "\($0.context)", DecimalText.fixed($0.ratio, 2)]
      })
  }
}
