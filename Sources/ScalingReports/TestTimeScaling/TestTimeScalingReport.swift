import ScalingExperiments
import ScalingStatistics
import ScalingStudies

/// The page of a `TestTimeScalingStudy`: what the data cannot show, the answers, then each question with its figure and table.
public struct TestTimeScalingReport: Sendable {
  /// The study.
  public let study: TestTimeScalingStudy
  /// The page's title.
  public let title: String

  /// Creates the report of a study.
  public init(_ study: TestTimeScalingStudy, title: String = "Are we scaling the right thing?") {
    self.study = study
    self.title = title
  }

  var mostShards: Int { study.sharding.map(\.shards).max() ?? 1 }

  /// Builds the page; throws `ChartError` or `ReportPageError` where a figure cannot be drawn.
  public func page() throws -> ReportPage {
    let tables = TestTimeScalingTables(study: study)
    // The order of a decision: the answers, the front, what speeds up, what was fitted, what was read.
    let sections = [
      answers, try optimalitySection(), try speculationSection(tables), try shardingSection(),
      try accuracySection(tables), try latencySection(tables), try dataSection,
    ]
    return try ReportPage(
      title: title, subtitle: "Test-time scaling judged by latency and cost: \(study.headline)",
      limitations: study.measurements.limitations, sections: sections, footer: footer)
  }

  private var answers: ReportSection {
    var blocks: [ReportBlock] = [
      study.pick.configuration == nil
        ? .refusal("None feasible. \(study.pick.headline)") : .finding(study.pick.headline)
    ]
    blocks.append(
      .finding(TestTimeScalingVerdicts.optimality(study.optimality), details: study.optimality.map(\.headline)))
    let time = study.saturation.filter { $0.axis == .latency && $0.verdict != .notRising }
    if !time.isEmpty {
      blocks.append(.finding(TestTimeScalingVerdicts.saturation(time), details: time.map(\.headline)))
    }
    if !study.curvature.isEmpty {
      blocks.append(
        .finding(TestTimeScalingVerdicts.latency(study.curvature), details: study.curvature.map(\.headline)))
    }
    if !study.speculation.isEmpty {
      blocks.append(
        .finding(TestTimeScalingVerdicts.speculation(study.speculation), details: study.speculation.map(\.headline)))
    }
    let sharded = study.sharding.filter { $0.shards == mostShards && $0.batch == 1 }
    if !sharded.isEmpty {
      blocks.append(
        .finding(
          "What \(mostShards) shards would buy, as a function of the all-reduce time: a hypothesis about the paper's two statements, not a proof.",
          details: sharded.map(\.headline)))
    }
    return ReportSection("The answers", id: "answers", blocks: blocks)
  }

  private func accuracySection(_ tables: TestTimeScalingTables) throws -> ReportSection {
    ReportSection(
      "Where does accuracy level off, and in what?", id: "accuracy",
      blocks: [
        .paragraph(
          "The same five forms (saturating power law, saturating exponential, log-linear, power law, straight line) on the same logarithmic kind of axis. A cap only cuts answers off, so these curves say how long answers are as much as how good they are: where a cap cuts no answer, the curve has ended, and the laws describe the way there, not what longer answers would bring. Caps share their problems, so the laws are fitted with the covariance of the caps and intervals come from drawing problems again."
        ),
        .figure(try AccuracyFigure.figure(study.saturation, axis: .outputTokens, id: "accuracy-tokens")),
        .figure(try AccuracyFigure.figure(study.saturation, axis: .latency, id: "accuracy-latency")),
        .figure(try AccuracyFigure.figure(study.saturation, axis: .costPerToken, id: "accuracy-cost")),
        .table(try tables.saturation()), .table(try tables.laws()),
      ])
  }

  private func latencySection(_ tables: TestTimeScalingTables) throws -> ReportSection {
    var blocks: [ReportBlock] = [
      .paragraph(
        "Where latency is a fixed start and a constant time a token, time is tokens in other units, shifted: accuracy has the same shape along both but for start and scale. On logarithmic axes the start shows as a bend."
      ),
      .figure(try LatencyFigure.runs(study.curvature, id: "latency-tokens")), .table(try tables.curvature()),
    ]
    if !study.growth.isEmpty {
      blocks.append(.figure(try LatencyFigure.generations(study.growth, id: "latency-generations")))
      blocks.append(.table(try tables.growth()))
    }
    return ReportSection("Is time more than tokens in other units?", id: "latency", blocks: blocks)
  }

  private func speculationSection(_ tables: TestTimeScalingTables) throws -> ReportSection {
    let heading = "What does speculation buy, and whom does it slow down?"
    guard !study.speculation.isEmpty else {
      return ReportSection(
        heading, id: "speculation",
        blocks: [.caution("Not asked: no run speculates, so there is nothing to compare with the baseline.")])
    }
    var blocks: [ReportBlock] = [
      .paragraph(
        "Two estimands. The ratio of totals is what a fleet saves and what cost follows; the typical request is the geometric mean of the pairs' ratios. They differ where the gain depends on the length of the answer. "
          + (study.speculation.first?.speedup.meaningOfInterval ?? "")),
      .table(try tables.speculation()),
      .figure(try SpeculationFigure.figure(study.speculation, id: "speculation-length")),
      .table(try tables.costs()),
    ]
    blocks.append(
      .bulletList(study.speculation.map { "\($0.label), baseline: \($0.baselineSetup.headline)" }))
    blocks += study.speculation.compactMap { finding in
      finding.speedup.caution.map { .caution("\(finding.label): \($0)") }
    }
    blocks += study.speculation.filter { $0.changedOutputs > 0 || !$0.unpaired.isEmpty }.map {
      .caution(
        "\($0.label): \($0.changedOutputs) pairs differ in their outputs and \($0.unpaired.count) problems have no partner."
      )
    }
    if !study.verification.isEmpty { blocks.append(.table(try tables.verification())) }
    return ReportSection(heading, id: "speculation", blocks: blocks)
  }

  private func shardingSection() throws -> ReportSection {
    let heading = "At which all-reduce time do the paper's two numbers hold?"
    guard !study.sharding.isEmpty else {
      return ReportSection(
        heading, id: "sharding",
        blocks: [.caution("Not asked: no shard was timed with a delay beside its whole model.", details: study.leftOut)]
      )
    }
    return ReportSection(
      heading, id: "sharding",
      blocks: [
        .paragraph(
          "The paper reports 1.7x for a 14B model on four GPUs and less than 1x for 1.5B. Here one shard of each model ran alone, with a delay where each all-reduce would be."
        ),
        .figure(try ShardingFigure.figure(study.sharding, id: "sharding-delay")),
        .bulletList(study.sharding.map(\.headline)),
      ])
  }

  private func optimalitySection() throws -> ReportSection {
    var blocks: [ReportBlock] = [
      .paragraph(
        "Compute has more than one measure. \(study.configurations.computeDefinition). Accuracy is over all judged problems, latency and tokens over the timed requests; a cut answer is taken to have its share of its forward passes."
      )
    ]
    blocks += try OptimalityTables(findings: study.optimality).blocks(figures: "")
    for finding in study.optimality where !finding.overlap.onlyFirst.isEmpty {
      blocks.append(
        .figure(
          try FindingChart.moves(finding, grid: study.configurations, id: "moves-\(finding.measure.identifier)")))
    }
    for finding in study.optimality {
      blocks.append(
        .figure(
          try FrontFigure.figure(
            finding, grid: study.configurations, pick: study.pick, id: "front-\(finding.measure.identifier)")))
    }
    return ReportSection("Is compute-optimal system-optimal?", id: "optimality", blocks: blocks)
  }

  private var dataSection: ReportSection {
    get throws {
      let notes = study.measurements.notes + study.measurements.runs.flatMap(\.notes)
      var lines: [String] = []
      for note in notes.map(\.message) + study.leftOut where !lines.contains(note) { lines.append(note) }
      var blocks: [ReportBlock] = [
        .figure(try FindingChart.imported(study.measurements.runs).figure(id: "imported", height: 260))
      ]
      blocks.append(
        lines.isEmpty ? .paragraph("Every row and column of the files was used.") : .bulletList(lines))
      return ReportSection("What was read, and what was left out", id: "data", blocks: blocks)
    }
  }

  private var footer: ReportFooter {
    let options = study.options
    return ReportFooter(
      assumptions: [
        "\(study.configurations.computeDefinition).",
        "Cost is accelerator time; no price is assumed.",
        "One-time set-up is subtracted from the requests that paid it; none of them is dropped.",
        "Intervals are \(DecimalText.significant(options.level * 100, 3)) % from \(options.replicates) bootstrap replicates; they say what other problems would change, not what timing the same requests again would.",
      ],
      fingerprints: study.measurements.sources.map { ReportFact($0.name, "\($0.rows) rows, FNV-1a \($0.fingerprint)") },
      seed: options.seed, versions: [.library])
  }
}

extension ComputeMeasure {
  /// A name for links and files.
  var identifier: String {
    switch self {
    case .generatedTokens: "tokens"
    case .acceptedFLOPs: "accepted"
    case .executedFLOPs: "executed"
    }
  }
}
