import ParetoFrontiers
import ScalingExperiments
import ScalingStatistics

extension ReportTable {
  /// Configurations with every knob that any of them sets, and their objectives; the members of a front unless `all` rows are asked for.
  ///
  /// `runs` are the rows of the front. A knob that all runs leave unknown has no column; one that a run leaves unknown is an empty cell. Throws `ReportPageError` where runs and objectives differ in number.
  public static func configurations(
    _ runs: [Run], front: ParetoFront, objectives: [Objective], pick: Int? = nil, all: Bool = false
  ) throws -> ReportTable {
    guard objectives.allSatisfy({ $0.values.count == runs.count }) else {
      throw ReportPageError(
        message:
          "\(runs.count) runs and objectives of \(objectives.map { "\($0.values.count)" }.joined(separator: ", ")) rows: each run needs one value of each."
      )
    }
    let rows = all ? Array(runs.indices) : front.members.filter { runs.indices.contains($0) }
    let knobs = Self.knobs.filter { knob in rows.contains { knob.value(runs[$0]) != nil } }
    return try ReportTable(
      caption: all
        ? "All configurations with their knobs" : "The front with every knob; rows of equal objectives are all there",
      columns: [.init("Run")] + knobs.map { $0.isNumber ? .number($0.name) : .init($0.name) }
        + objectives.map { .number($0.name) } + (all ? [.init("State")] : []),
      rows: rows.map { row in
        [runs[row].identifier] + knobs.map { $0.value(runs[row]) ?? "" }
          + objectives.map { DecimalText.significant($0.values[row], 5) }
          + (all
            ? [front.contains(row) ? "on the front" : front.infeasible.contains(row) ? "infeasible" : "dominated"] : [])
      }, emphasizedRows: rows.indices.filter { rows[$0] == pick }, hasRowHeaders: true)
  }

  private static func words(_ setting: SpeculationSetting) -> String {
    guard let speculation = setting.speculation else { return "off" }
    let length = speculation.draftTokens.map { ", \($0) drafted" } ?? ""
    return speculation.method.rawValue + length
  }

  private struct Knob: Sendable {
    let name: String
    let isNumber: Bool
    let value: @Sendable (Run) -> String?
  }

  private static let knobs: [Knob] = [
    Knob(name: "Model", isNumber: false) { $0.model.name },
    Knob(name: "Hardware", isNumber: false) { $0.hardware?.accelerator },
    Knob(name: "Engine", isNumber: false) { run in
      run.serving.engine.map { $0 + (run.serving.version.map { " \($0)" } ?? "") }
    },
    Knob(name: "TP", isNumber: true) { $0.serving.tensorParallel.map(String.init) },
    Knob(name: "PP", isNumber: true) { $0.serving.pipelineParallel.map(String.init) },
    Knob(name: "DP", isNumber: true) { $0.serving.dataParallel.map(String.init) },
    Knob(name: "Precision", isNumber: false) { $0.serving.precision?.rawValue },
    Knob(name: "Execution", isNumber: false) { $0.serving.execution?.rawValue },
    Knob(name: "Speculation", isNumber: false) { $0.serving.speculation.map(words) },
    Knob(name: "Attention", isNumber: false) { $0.serving.attentionBackend },
    Knob(name: "Token cap", isNumber: true) { $0.workload.tokenCap.map(String.init) },
    Knob(name: "Samples", isNumber: true) { $0.workload.samplesPerProblem.map(String.init) },
    Knob(name: "Prompt", isNumber: true) { $0.workload.promptLength.map(String.init) },
    Knob(name: "Output", isNumber: true) { $0.workload.outputLength.map(String.init) },
    Knob(name: "Load", isNumber: false) { $0.workload.load?.words },
  ]
}
