import ScalingAnalytics

/// Prints the matrix of the paper, or the commands of one cell or of all.
struct PaperPlanCommand {
  let cell: String?
  let version: String

  func run() throws {
    let plan = PaperExperiment.plan
    let engine: CommandLines.EngineVersion
    switch version {
    case "0.7.3": engine = .vLLM073
    case "current": engine = .vLLMCurrent
    default: throw PaperArgumentError("--version \(version): 0.7.3 (the paper's) and current are known.")
    }
    let lines = try CommandLines(plan: plan, version: engine)
    guard let cell else {
      print("# \(plan.name): \(plan.cells.count) cells of model x cap x strategy")
      for model in plan.models { print("#   model     \(model.description.name)") }
      print("#   caps      \(plan.tokenCaps.map(String.init).joined(separator: ", "))")
      for strategy in plan.strategies { print("#   strategy  \(strategy.name)") }
      print(try lines.script())
      return
    }
    if cell == "all" {
      for cell in plan.cells { print(cell.identifier) }
      return
    }
    guard let found = plan.cell(identifier: cell) else {
      throw PaperArgumentError(
        "--cell \(cell): there is no such cell; `plan --cell all` lists the \(plan.cells.count) there are.")
    }
    print(try lines.script(for: [found]))
  }
}
