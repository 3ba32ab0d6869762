import ExampleSupport
import ScalingAnalytics

/// Service levels and a budget in; what to run, the front, or the nearest miss out.
@main
enum CapacityPlan {
  static let usage = """
    usage: CapacityPlan [FOLDER] [--ttft MS] [--tpot MS] [--price USD] [--budget USD] [--output DIR]

      FOLDER        results of any known tool (default: a sweep of vLLM over concurrency, shipped)
      --ttft MS     p99 time to first token, at most (default: 500)
      --tpot MS     mean time per output token, at most (default: 80)
      --price USD   an hour of one accelerator (default: 2)
      --budget USD  a million output tokens, at most (default: none)
      --output DIR  also write a page there

    The status is 1 where no configuration meets every limit.
    """

  static func main() {
    ExampleProgram.run("CapacityPlan", usage: usage) { words in
      try plan(CommandLineWords(words, options: ["--ttft", "--tpot", "--price", "--budget", "--output"]))
    }
  }

  static func plan(_ words: CommandLineWords) throws -> Int32 {
    let folder = words.positional.first ?? ExampleProgram.shippedData("tools/inferencex")
    let contents = try ResultsDirectory(folder).read()
    let price = try words.number("--price") ?? 2
    func value(_ run: Run, _ quantity: MetricQuantity, _ statistic: MetricStatistic) -> Double? {
      run.outcomes.first { $0.metric.quantity == quantity && $0.metric.statistic == statistic }?.value
    }
    // A run that lacks one of the three figures cannot be judged; it is named below.
    let runs = contents.runs.filter { run in
      value(run, .timeToFirstToken, .percentile(99)) != nil && value(run, .timePerOutputToken, .mean) != nil
        && (run.outcome(.throughput)?.value ?? 0) > 0
    }
    guard !runs.isEmpty else {
      throw UsageError("\(folder): no run has p99 time to first token, mean time per output token and throughput.")
    }
    let left = contents.runs.count - runs.count
    let ttft = runs.map { (value($0, .timeToFirstToken, .percentile(99)) ?? .nan) * 1e3 }
    let tpot = runs.map { (value($0, .timePerOutputToken, .mean) ?? .nan) * 1e3 }
    let rate = runs.map { $0.outcome(.throughput)?.value ?? .nan }
    let cost = runs.indices.map { row in
      price / 3_600 * Double(runs[row].hardware?.acceleratorCount ?? 1) / rate[row] * 1e6
    }
    let dollars = Objective(name: "USD a million tokens", values: cost, sense: .minimize)
    let wait = Objective(name: "p99 TTFT (ms)", values: ttft, sense: .minimize)
    var limits = [
      Constraint(name: wait.name, values: ttft, limit: .atMost(try words.number("--ttft") ?? 500)),
      Constraint(name: "mean TPOT (ms)", values: tpot, limit: .atMost(try words.number("--tpot") ?? 80)),
    ]
    if let budget = try words.number("--budget") {
      limits.append(Constraint(name: dollars.name, values: cost, limit: .atMost(budget)))
    }
    let pick = try ParetoPick.best(dollars, where: limits)
    let labels = runs.map { run in
      let load = run.workload.load?.words ?? run.identifier
      return "\(run.model.name), TP\(run.serving.tensorParallel ?? 1), \(load)"
    }
    var report = DecisionReport(
      title: "What to run within these limits", subtitle: contents.headline,
      limitations: ["Each configuration was measured once: nothing here says how much a repetition would differ."],
      decision: DecisionReport.Decision(pick, labels: labels, unit: "USD a million tokens"))
    if case .pick(let headline, let details) = report.decision { print(([headline] + details).joined(separator: "\n")) }
    if case .noneFeasible(let headline, let details) = report.decision {
      print(([headline] + details).joined(separator: "\n"))
    }
    let front = try ParetoFront([wait, dollars])
    let table = try ReportTable.configurations(
      runs, front: front,
      objectives: [wait, Objective(name: "mean TPOT (ms)", values: tpot, sense: .minimize), dollars],
      pick: pick.row)
    print()
    show(table)
    if left > 0 { print("\(left) runs lack a figure that this plan needs and are left out.") }
    let chart = try FindingChart.front(
      front, objectives: [wait, dollars], labels: labels, limits: limits, pick: pick.row, runnerUp: pick.runnerUp,
      xAxis: ChartAxis("p99 time to first token", unit: "ms", scale: .logarithmic),
      yAxis: ChartAxis("A million output tokens", unit: "USD"))
    show(chart.chart)
    if let output = words.text("--output") {
      report.fronts = [chart]
      report.configurations = table
      report.runs = contents.runs
      report.assumptions = ["An accelerator costs \(price) USD an hour, busy or idle."]
      report.fingerprints = contents.sources.map { ReportFact($0.name, "\($0.rows) rows, FNV-1a \($0.fingerprint)") }
      print("Page: \(try report.page().write(to: output)[0])")
    }
    return pick.row == nil ? 1 : 0
  }
}
