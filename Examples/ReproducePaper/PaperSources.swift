import Foundation
import ScalingAnalytics

/// Where the claims get their data from: a folder of results, or what is shipped.
enum PaperSources {
  /// The runs of a folder, at least one.
  static func contents(_ path: String) throws -> ResultsDirectoryContents {
    let contents = try ResultsDirectory(path).read()
    guard !contents.runs.isEmpty else {
      throw PaperArgumentError("\(path) holds no run: \(reason(contents))")
    }
    return contents
  }

  /// Why a folder holds no run: what cost the first file its run, before whatever else was noted.
  private static func reason(_ contents: ResultsDirectoryContents) -> String {
    let skipped = contents.notes.filter { $0.severity == .skipped }
    guard let first = contents.losses.first ?? skipped.first else { return "there is no results file." }
    let others = contents.losses.count - 1
    guard others > 0 else { return first.message }
    return "\(first.message) (\(others) more \(others == 1 ? "file or record" : "files or records") gave no run.)"
  }

  /// The claims of a folder of results of the paper's sweep.
  static func folder(_ path: String) throws -> PaperReport {
    let contents = try contents(path)
    let claims = try PaperClaims(SweepObservations(contents.runs, plan: PaperExperiment.plan))
    return PaperReport(
      claims, coverage: PaperExperiment.plan.coverage(of: contents.runs), limitations: limitations(claims),
      notes: notes(contents), sources: contents.sources, costs: CellCosts(contents.runs))
  }

  /// The claims of the shipped H100 data, and what the shipped files of tools show of the way they are read.
  static func shipped() throws -> PaperReport {
    let data = try TestTimeScalingDirectory(examples("h100")).read()
    let sharding = try ShardingFinding.findings(data.decodeSteps)
    let claims = try PaperClaims(
      SweepObservations(data.runs), sharding: sharding,
      verification: VerificationCost.ratios(data.decodeSteps, verifyingDraftsOf: data.runs),
      launches: LaunchOverhead.findings(data.decodeSteps))
    let tools = try ResultsDirectory(examples("tools")).read()
    return PaperReport(
      claims, limitations: data.limitations + limitations(claims), notes: data.notes, sources: data.sources,
      appendix: [try hardware(), try plumbing(tools)], costs: CellCosts(data.runs, power: data.power))
  }

  /// What the folder's reader noted, and what each run lost on the way.
  static func notes(_ contents: ResultsDirectoryContents) -> [ImportNote] {
    contents.notes + contents.runs.flatMap(\.notes).filter { $0.severity != .information }
  }

  private static func limitations(_ claims: PaperClaims) -> [String] {
    claims.findings.filter { $0.verdict == .notTestable }.map { "Not testable: \($0.statement)" }
      + ["A verdict is about the models, caps and hardware it names, not about others."]
  }

  /// What the two numbers of the paper would take, from hardware alone.
  private static func hardware() throws -> ReportSection {
    var lines: [String] = []
    for (name, target, rounding) in [("14B", 1.7, 0.05), ("1.5B", 1.0, 0.0)] {
      guard let model = PaperExperiment.plan.models.first(where: { $0.description.name.hasSuffix(name) })?.description
      else { continue }
      let step = try RooflineModel(
        TransformerShape(model), on: Accelerator(PaperExperiment.hardware), allReduce: InjectedDelay(0))
      let prediction = try step.speedup(batch: 1, context: 0, accelerators: 4)
      lines.append("\(name): \(try prediction.breakEvenAllReduce(for: target, rounding: rounding).headline)")
    }
    return ReportSection(
      "What would have to be true of the all-reduce", id: "hardware",
      blocks: [
        .paragraph(
          "Weights streamed once a token at the memory bandwidth of a GH200 and two all-reduces a layer, and nothing else: no host time, no KV reads, no launch overhead. Any of these would explain part of the paper's numbers, so these times are conditions, not findings."
        ), .bulletList(lines),
      ])
  }

  private static func plumbing(_ tools: ResultsDirectoryContents) throws -> ReportSection {
    ReportSection(
      "Plumbing, not evidence: files of vLLM and lm-eval as they are read", id: "plumbing",
      blocks: [
        .paragraph(
          "\(tools.headline) They come from a model of 135M parameters on two CPU cores and from a dummy model: they show that the files which the commands leave are read, and nothing about the claims."
        ),
        .table(
          try ReportTable(
            caption: "Runs read from the files of tools",
            columns: [.init("Run"), .init("Model"), .number("Requests"), .number("Answers"), .number("Metrics")],
            rows: tools.runs.map {
              [
                $0.identifier, $0.model.name, "\($0.requests?.count ?? 0)", "\($0.answers?.count ?? 0)",
                "\($0.outcomes.count)",
              ]
            })),
        .bulletList(tools.notes.map(\.message)),
      ])
  }

  /// A folder of the shipped data: under the working directory of a checkout, else beside the source.
  private static func examples(_ name: String) -> String {
    let relative = "Examples/Data/\(name)"
    if FileManager.default.fileExists(atPath: relative) { return relative }
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return source.appendingPathComponent("Data/\(name)").path
  }
}
